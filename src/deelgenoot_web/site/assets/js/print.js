// Folded parts open on paper, also where the style sheet cannot do it.
export function printOpen() {
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    const all = document.querySelector("main")?.querySelectorAll("details") ?? [];
    opened = [...all].filter((part) => !part.open);
    for (const part of opened) part.open = true;
  });
  addEventListener("afterprint", () => {
    for (const part of opened) part.open = false;
  });
}
