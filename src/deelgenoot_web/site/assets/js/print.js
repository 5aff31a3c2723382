// Folds open on paper, also where the style sheet cannot do it; of a page in parts only those parts
// that belong there.
const LEFT_OUT = ".parts details:not(.part--on-paper)";

export function printOpen() {
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    const all = document.querySelector("main")?.querySelectorAll("details") ?? [];
    opened = [...all].filter((part) => !part.open && !part.matches(LEFT_OUT));
    for (const part of opened) part.open = true;
  });
  addEventListener("afterprint", () => {
    for (const part of opened) part.open = false;
  });
}
