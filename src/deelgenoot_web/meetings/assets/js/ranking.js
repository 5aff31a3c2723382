// An order by buttons: first, up, down, last. The fields that hold the places follow. It begins in
// another order for everybody: who sends it untouched would else choose what the organiser put first.
const PLACES = {
  first: () => 0,
  up: (place) => place - 1,
  down: (place) => place + 1,
  last: (_place, all) => all - 1,
};

export function rankByButtons(form, words) {
  const list = form.querySelector("[data-ranking]");
  const told = form.querySelector("[data-tells]");
  const items = () => [...list.children];
  const field = (item) => item.querySelector("select");

  function draw(order) {
    // Moving only what stands elsewhere keeps the focus on the button that was pressed.
    order.forEach((item, place) => {
      if (list.children[place] !== item) list.insertBefore(item, list.children[place]);
    });
    order.forEach((item, place) => {
      field(item).value = place;
      for (const button of item.querySelectorAll("[data-move]")) {
        const isEnd = PLACES[button.dataset.move](place, order.length);
        button.setAttribute("aria-disabled", isEnd === place || isEnd < 0 || isEnd >= order.length);
      }
    });
  }

  const byPlace = () => items().sort((a, b) => Number(field(a).value) - Number(field(b).value));

  list.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-move]");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const item = button.closest("li");
    const order = items();
    const place = order.indexOf(item);
    order.splice(place, 1);
    order.splice(PLACES[button.dataset.move](place, order.length + 1), 0, item);
    draw(order);
    button.focus();
    field(item).dispatchEvent(new Event("input", { bubbles: true }));
    const what = item.querySelector("label").textContent;
    const n = order.indexOf(item) + 1;
    told.textContent = words.place
      .replace("%(what)s", what)
      .replace("%(n)s", n)
      .replace("%(all)s", order.length);
  });
  form.addEventListener("filled", () => draw(byPlace()));

  items().forEach((item) => {
    item.querySelector("[data-moves]").hidden = false;
    field(item).hidden = true;
  });
  draw(shuffled(items(), `${form.dataset.vote}-${form.closest("[data-who]")?.dataset.who}`));
}

// In an order that depends on the words alone.
export function shuffled(items, words) {
  const draw = numbers(words);
  return items
    .map((item) => ({ item, at: draw() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

// The same numbers for the same words, so that loading the page again changes nothing (FNV-1a, and
// the generator of Numerical Recipes).
function numbers(words) {
  let state = 2166136261;
  for (const sign of words) state = Math.imul(state ^ sign.charCodeAt(0), 16777619);
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8; // the low bits repeat soon
  };
}
