// A page that is not finished asks whether there is more, and takes in what has changed.
import { makePointable } from "../../../site/assets/js/pointing.js";

const SOON = 150;
const LATER = 1000;
const QUICK_TURNS = 20;
const MOST_TURNS = 200;

// What a part held when it came, whatever scripts added to it since.
const came = new WeakMap();

export async function fillIn(outcome) {
  for (const part of outcome.querySelectorAll("[data-part]")) came.set(part, part.innerHTML);
  let turns = 0;
  while (!("done" in outcome.dataset) && turns < MOST_TURNS) {
    await new Promise((go) => setTimeout(go, turns < QUICK_TURNS ? SOON : LATER));
    turns += 1;
    try {
      const answer = await fetch(outcome.dataset.waits);
      const { stage } = await answer.json();
      if (stage !== outcome.dataset.stage) await takeIn(outcome);
    } catch {
      // The server may be busy, or starting again; the link to refresh stays.
      turns += QUICK_TURNS;
    }
  }
}

async function takeIn(outcome) {
  const answer = await fetch(location.href);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  /** @type {HTMLElement | null} */
  const newer = fresh.querySelector("[data-waits]");
  if (!newer) return;
  for (const part of outcome.querySelectorAll("[data-part]")) {
    const found = newer.querySelector(`[data-part="${part.dataset.part}"]`);
    if (!found || found.innerHTML === came.get(part)) continue;
    came.set(part, found.innerHTML);
    part.replaceChildren(...found.childNodes);
    makePointable(part);
  }
  outcome.dataset.stage = newer.dataset.stage;
  if ("done" in newer.dataset) outcome.dataset.done = "";
}
