// Pointing at a chart: what is nearest is named, for a mouse, a finger and the arrow keys alike.
// A tick is one pixel wide, so nobody has to hit it; an area of a map is hit or not.
const REACH = 40;
const GAP = 10;

// What has something to say: a mark of vega, whose renderer keeps the item in `__data__`, or one of
// our own drawings, by its `data-says`.
function speaks(mark) {
  return Boolean(mark.__data__?.tooltip ?? mark.dataset?.says);
}

function marksIn(stage) {
  return [...stage.querySelectorAll("svg *")].filter(speaks);
}

function said(mark) {
  return mark.__data__ ? Object.values(mark.__data__.tooltip) : mark.dataset.says.split("|");
}

// An area of a map, a band: its box says little of where it is.
function isShape(mark) {
  return mark.__data__ ? mark.__data__.mark.marktype === "shape" : mark.localName === "path";
}

function nearest(marks, x, y) {
  let found = null;
  let least = REACH;
  for (const mark of marks) {
    if (isShape(mark)) continue;
    const box = mark.getBoundingClientRect();
    const away = Math.hypot(
      Math.max(box.left - x, x - box.right, 0),
      Math.max(box.top - y, y - box.bottom, 0),
    );
    if (away < least) [found, least] = [mark, away];
  }
  return found;
}

// One mark for everything that is said, from left to right.
function inOrder(marks) {
  const once = new Map(marks.map((mark) => [said(mark).join("|"), mark]));
  const left = (mark) => mark.getBoundingClientRect().left;
  return [...once.values()].sort((one, other) => left(one) - left(other));
}

// A drawing of which the marks say what they are stays what it is.
export function pointAt(drawing) {
  const stage = document.createElement("div");
  stage.className = "figure__stage";
  stage.append(...drawing.childNodes);
  drawing.append(stage);
  pointable(stage, stage.querySelector("svg")?.getAttribute("aria-label"));
}

export function pointable(stage, description) {
  const tip = document.createElement("p");
  tip.className = "tip";
  tip.setAttribute("role", "status");
  stage.append(tip);
  stage.tabIndex = 0;
  // Arrow keys reach the page in an `application` only; its name is that of the drawing before.
  stage.setAttribute("role", "application");
  stage.removeAttribute("aria-roledescription");
  stage.setAttribute("aria-label", description);
  stage.querySelector("svg").setAttribute("aria-hidden", "true");
  // So that what a page says about a cluster holds for its marks here too.
  for (const mark of marksIn(stage)) {
    const group = mark.__data__?.datum.group;
    if (group) mark.classList.add("area", `c-${group}`);
  }
  /** @type {Element | null} */
  let shown = null;

  function show(mark) {
    if (mark === shown) return;
    shown?.classList.remove("is-pointed");
    shown = mark;
    tip.replaceChildren();
    if (!mark) return;
    mark.classList.add("is-pointed");
    const [name, text] = said(mark);
    const strong = document.createElement("strong");
    strong.textContent = name;
    tip.append(strong, ` ${text}`);
    place(mark.getBoundingClientRect(), stage.getBoundingClientRect());
  }

  function place(box, room) {
    const middle = (box.left + box.right) / 2 - room.left - tip.offsetWidth / 2;
    const above = box.top - room.top - tip.offsetHeight - GAP;
    tip.style.left = `${Math.max(0, Math.min(middle, room.width - tip.offsetWidth))}px`;
    tip.style.top = `${above}px`;
  }

  function point(event) {
    const under = event.target.closest("[data-says]") ?? event.target;
    show(speaks(under) ? under : nearest(marksIn(stage), event.clientX, event.clientY));
  }

  stage.addEventListener("pointermove", point);
  stage.addEventListener("pointerdown", point);
  stage.addEventListener("pointerleave", () => show(null));
  stage.addEventListener("blur", () => show(null));
  stage.addEventListener("keydown", (event) => {
    const marks = inOrder(marksIn(stage));
    const at = marks.findIndex((mark) => shown && said(mark).join() === said(shown).join());
    const to = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at < 0 ? marks.length - 1 : at - 1,
      ArrowUp: at < 0 ? marks.length - 1 : at - 1,
      Home: 0,
      End: marks.length - 1,
    }[event.key];
    if (event.key === "Escape") show(null);
    if (to === undefined) return;
    event.preventDefault();
    show(marks[Math.max(0, Math.min(to, marks.length - 1))]);
  });
}
