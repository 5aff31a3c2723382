// The workbench: what is chosen is asked at once, and the page takes in what has changed.
import { makePointable } from "../../../site/assets/js/pointing.js";

// Letting go of a slider, and keys that follow each other, make one question.
const PAUSE = 30;
const SOON = 30;
const LATER = 150;
const LOOKED = 1000;
const QUICK_TURNS = 20;
// After so many a worker that was just installed is compiling, which takes minutes on a busy machine.
const BRISK_TURNS = 150;
const MOST_TURNS = 600;
const NOTHING_NEW = 204;
const NARROW = "(max-width: 63.9375em)";

// What a part held when it came, whatever scripts added to it since.
const came = new WeakMap();

export function answerAtOnce(bench) {
  const form = bench.querySelector("form");
  let asking = new AbortController();
  let timer = 0;

  async function ask() {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    try {
      if (await isTaken(bench, queryOf(form), signal)) {
        keepAddress(bench.dataset.waits);
        await fillIn(bench, form, signal);
      }
    } catch {
      if (!signal.aborted) say(bench, bench.dataset.failed);
    }
  }

  for (const part of bench.querySelectorAll("[data-part]")) came.set(part, part.innerHTML);
  form.addEventListener("input", ({ target }) => showValue(target));
  form.addEventListener("change", ({ target }) => {
    settleGroup(form, target);
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  // The answer stands above the sliders; on a phone they would push it out of sight.
  const sliders = form.querySelector(".bench__sliders");
  if (bench.dataset.waits && matchMedia(NARROW).matches) sliders.open = false;
  if (bench.dataset.waits) fillIn(bench, form, asking.signal);
  else if (!bench.querySelector(".workbench__remarks")) ask();
}

// A page that is not finished is asked again, until it is. Meanwhile only what says how far it is
// changes: who reads or fills in the rest is not disturbed.
export async function comeAgain(waiting) {
  let known = "";
  while (known !== undefined) {
    await new Promise((go) => setTimeout(go, LOOKED));
    known = await howFar(waiting, known).catch(() => known);
  }
  location.reload();
}

// Show how far it is, where that differs from what is `known`; undefined once it is finished.
async function howFar(waiting, known) {
  const answer = await fetch(location.href);
  if (!answer.ok) return known;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const newer = page.querySelector("[data-reloads]");
  const text = newer?.innerHTML;
  if (newer && text !== known) waiting.replaceChildren(...newer.childNodes);
  return text;
}

function queryOf(form) {
  const fields = [...new FormData(form)].filter(([, value]) => value !== "");
  return new URLSearchParams(/** @type {[string, string][]} */ (fields));
}

function showValue(input) {
  if (input.type !== "range") return;
  const words = input.dataset.words.split("|");
  const text = words[Math.round((input.valueAsNumber - Number(input.min)) / Number(input.step))];
  input.setAttribute("aria-valuetext", text);
  input.closest(".slider").querySelector("output").value = text;
}

// A group from the list takes the place of municipalities that were ticked, and the other way.
function settleGroup(form, { name, value }) {
  if (!["g", "gm", "namen"].includes(name)) return;
  form.querySelector("[name=eerst]")?.remove();
  const { g, namen } = form.elements;
  if (name !== "g") g.value = "eigen";
  else if (value !== "eigen") {
    namen.value = "";
    for (const box of form.querySelectorAll("[name=gm]:checked")) box.checked = false;
  }
}

function keepAddress(address) {
  history.replaceState(null, "", address);
  document.querySelector("link[rel=canonical]")?.setAttribute("href", address);
}

function say(bench, words) {
  const text = document.createElement("p");
  text.className = "notice notice--caution";
  text.textContent = words;
  partOf(bench, "answer").replaceChildren(text);
}

// Ask whether there is more, until there is nothing to come or another choice is asked. A picture
// comes at once; how firm it is, when the visitor looks at it for a second.
async function fillIn(bench, form, signal) {
  for (let turn = 0; turn < MOST_TURNS && !("done" in bench.dataset); turn += 1) {
    const { stage } = bench.dataset;
    const isSlow = stage !== "waiting" || turn >= BRISK_TURNS;
    const pause = isSlow ? LOOKED : turn < QUICK_TURNS ? SOON : LATER;
    await new Promise((go) => setTimeout(go, pause));
    if (signal.aborted) return;
    const query = queryOf(form);
    query.set("stand", stage);
    try {
      await isTaken(bench, query, signal);
    } catch {
      // The server may be busy, or starting again; the link to refresh stays.
      turn += QUICK_TURNS;
    }
  }
}

// Ask, and take in what came; true when it is about a choice that can be computed.
async function isTaken(bench, query, signal) {
  const answer = await fetch(`${bench.dataset.bench}?${query}`, { signal });
  if (answer.status === NOTHING_NEW) return true;
  const text = await answer.text();
  return !signal.aborted && takeIn(bench, text);
}

function partOf(bench, name) {
  return bench.querySelector(`[data-part="${name}"]`);
}

// Take in a page that came; true when it is about a choice that can be computed. Until there is a
// picture the last one stays.
function takeIn(bench, text) {
  /** @type {HTMLElement | null} */
  const newer = new DOMParser().parseFromString(text, "text/html").querySelector("[data-bench]");
  if (!newer) throw new Error("no workbench");
  const { waits, stage } = newer.dataset;
  const hasPicture = newer.querySelector("[data-part=picture] svg") !== null;
  const isFirst = bench.querySelector("[data-part=picture] svg") === null;
  bench.toggleAttribute("data-stale", !hasPicture && !isFirst);
  for (const part of newer.querySelectorAll("[data-part]")) {
    const { part: name } = /** @type {HTMLElement} */ (part).dataset;
    const isSaid = name === "remarks" || (name === "answer" && stage !== "waiting" && waits);
    if (hasPicture || isFirst || isSaid) swap(partOf(bench, name), part);
  }
  if (!waits) return false;
  Object.assign(bench.dataset, { waits, stage });
  if ("done" in newer.dataset) bench.dataset.done = "";
  else delete bench.dataset.done;
  return true;
}

function swap(part, newer) {
  if (newer.innerHTML === came.get(part)) return;
  came.set(part, newer.innerHTML);
  part.replaceChildren(...newer.childNodes);
  makePointable(part);
}
