// Pointing at a chart: what is nearest is named, for a mouse, a finger and the arrow keys alike.
// A tick is one pixel wide, so nobody has to hit it; an area of a map is hit or not.
const REACH = 40;
const GAP = 14;
// A bar and a row of a chart are long: beside them is farther away than above or below.
const UPRIGHT = 1 / 3;
const CHARTS = "svg.chart:is([data-chart], :has([data-says]))";
const PARTS = "figure, table, ul, ol, details, section";

/** @typedef {{ words: string[], mark?: Element, box: () => DOMRect }} Target */

/** @type {WeakMap<Element, Promise<Target[]>>} */
const known = new WeakMap();
const tip = document.createElement("p");
tip.className = "tip";
tip.setAttribute("role", "status");
/** @type {Target | undefined} */
let shown;
/** @type {Event} */
let latest;

// The charts in `root` can be pointed at. Of those in one list only one is reached by Tab.
export function makePointable(root) {
  const charts = root.querySelectorAll(CHARTS);
  if (charts.length && !tip.isConnected) listen();
  for (const chart of charts) {
    chart.tabIndex = chart === listOf(chart)[0] ? 0 : -1;
    // Arrow keys reach the page in an `application` only; its name is that of the drawing.
    chart.setAttribute("role", "application");
  }
}

function listen() {
  document.querySelector("main")?.append(tip);
  document.addEventListener("pointermove", point);
  document.addEventListener("pointerdown", point);
  document.addEventListener("focusin", () => {
    const chart = document.activeElement;
    if (chart?.matches(`${CHARTS}:focus-visible`)) say([words("chartKeys")], chart);
  });
  document.addEventListener("focusout", () => show(undefined));
  document.addEventListener("keydown", press);
}

function words(name) {
  return document.body.dataset[name] ?? "";
}

function listOf(chart) {
  const part = chart.closest(PARTS);
  return [...document.querySelectorAll(CHARTS)].filter((other) => other.closest(PARTS) === part);
}

// What has something to say: the marks themselves, or what the address of the chart answers.
function targetsOf(chart) {
  if (!known.has(chart)) {
    const targets = find(chart);
    known.set(chart, targets);
    targets.catch(() => known.delete(chart));
  }
  return known.get(chart) ?? [];
}

async function find(chart) {
  if (!chart.dataset.chart) {
    return [...chart.querySelectorAll("[data-says]")].map((mark) =>
      onMark(mark, mark.dataset.says.split("|")),
    );
  }
  const [id, ...codes] = chart.dataset.chart.split(" ");
  const query = codes.length ? `?${codes.map((code) => `gm=${code}`).join("&")}` : "";
  const answer = await fetch(words("charts").replace("*", id) + query);
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  const { points, areas } = await answer.json();
  return points
    ? points.map((point) => onPlace(chart, point))
    : [...chart.querySelectorAll("[data-gm]")].map((mark) => onMark(mark, areas[mark.dataset.gm]));
}

function onMark(mark, texts) {
  return { words: texts, mark, box: () => mark.getBoundingClientRect() };
}

function onPlace(chart, [x, y, ...texts]) {
  const box = () => {
    const { left, top, width } = chart.getBoundingClientRect();
    return new DOMRect(left + (width * x) / 100, top + y, 0, 0);
  };
  return { words: texts, chart, x, y, box };
}

function nearest(targets, x, y) {
  let found;
  let least = REACH;
  for (const target of targets) {
    // An area of a map, a band: its box says little of where it is.
    if (target.mark?.localName === "path") continue;
    const box = target.box();
    const away = Math.hypot(
      Math.max(box.left - x, x - box.right, 0),
      Math.max(box.top - y, y - box.bottom, 0) * UPRIGHT,
    );
    if (away < least) [found, least] = [target, away];
  }
  return found;
}

async function point(event) {
  latest = event;
  const chart = event.target.closest(CHARTS);
  if (!chart) {
    // A finger that was lifted leaves what it pointed at.
    if (event.pointerType !== "touch" || event.type === "pointerdown") show(undefined);
    return;
  }
  const targets = await targetsOrFailure(chart);
  if (!targets || latest !== event) return;
  const hit = event.target.closest("[data-says], [data-gm]");
  show(
    targets.find(({ mark }) => mark && mark === hit) ??
      nearest(targets, event.clientX, event.clientY),
  );
}

async function targetsOrFailure(chart) {
  try {
    return await targetsOf(chart);
  } catch {
    say([words("chartFailed")], chart);
  }
}

function show(target) {
  if (target && target === shown) return;
  shown?.mark?.classList.remove("is-pointed");
  document.querySelector(".g-pointed")?.remove();
  shown = target;
  tip.replaceChildren();
  if (!target) return;
  if (target.mark) target.mark.classList.add("is-pointed");
  else ring(target);
  say(target.words, target.mark ?? target);
}

function ring({ chart, x, y }) {
  const circle = document.createElementNS(chart.namespaceURI, "circle");
  circle.setAttribute("class", "g-pointed");
  circle.setAttribute("cx", `${x}%`);
  circle.setAttribute("cy", y);
  circle.setAttribute("r", "8");
  chart.append(circle);
}

// The words stand above what they are about, and inside the page.
function say([name, text = ""], about) {
  const strong = document.createElement("strong");
  strong.textContent = name;
  tip.replaceChildren(strong, ` ${text}`);
  const room = (tip.offsetParent ?? document.body).getBoundingClientRect();
  const box = about.box?.() ?? about.getBoundingClientRect();
  const widest = document.documentElement.clientWidth - tip.offsetWidth;
  const left = (box.left + box.right - tip.offsetWidth) / 2;
  const above = box.top - tip.offsetHeight - GAP;
  tip.style.left = `${Math.max(0, Math.min(left, widest)) - room.left}px`;
  tip.style.top = `${(above < 0 ? box.bottom + GAP : above) - room.top}px`;
}

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

async function press(event) {
  const { target: chart, key } = event;
  if (!chart.matches?.(CHARTS) || event.altKey || event.ctrlKey || event.metaKey) return;
  if (key === "Escape") show(undefined);
  const list = listOf(chart);
  const step = STEPS[key];
  if (!step && key !== "Home" && key !== "End") return;
  event.preventDefault();
  if (key.endsWith("Up") || key.endsWith("Down")) {
    const other = list[list.indexOf(chart) + step];
    if (list.length > 1) return other && turnTo(chart, other);
  }
  const targets = inOrder((await targetsOrFailure(chart)) ?? []);
  if (!targets.length) return;
  const said = shown?.words.join("|");
  const at = targets.findIndex((target) => target.words.join("|") === said);
  const to = step
    ? at < 0 && step < 0
      ? targets.length - 1
      : at + step
    : key === "Home"
      ? 0
      : Infinity;
  show(targets[Math.max(0, Math.min(to, targets.length - 1))]);
}

function turnTo(chart, other) {
  chart.tabIndex = -1;
  other.tabIndex = 0;
  other.focus();
}

// One target for everything that is said, from left to right; what a map is set in is passed over.
function inOrder(targets) {
  const own = targets.filter(({ mark }) => !mark?.closest(".ground"));
  const once = new Map(own.map((target) => [target.words.join("|"), target]));
  return [...once.values()].sort((one, other) => one.box().left - other.box().left);
}
