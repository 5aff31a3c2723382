// Keys for who presents, also those of a clicker: `data-shortcut="ArrowRight PageDown"` on a button.
// They can be switched off. `data-blank` is the button that makes the screen black, and back.
import { recall, remember } from "./memory.js";

const OFF = "deelgenoot-keys-off";

const TYPED = "input:not([type=checkbox]), textarea, select";

export function listenToKeys(screen) {
  /** @type {HTMLInputElement | null} */
  const toggle = document.querySelector("[data-keys]");
  if (!toggle) return;
  toggle.checked = !recall("localStorage", OFF);
  toggle.addEventListener("change", () =>
    remember("localStorage", OFF, toggle.checked ? null : "1"),
  );
  const blank = screen.querySelector("[data-blank]");
  const turnBlack = (is) => blank?.setAttribute("aria-pressed", is);
  blank?.addEventListener("click", () => turnBlack(blank.getAttribute("aria-pressed") !== "true"));
  addEventListener("keydown", (event) => {
    const { target } = event;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
    const isTyped = target instanceof Element && target.closest(TYPED);
    // A chart takes the arrows for itself.
    if (!toggle.checked || !isPlain || isTyped || event.defaultPrevented) return;
    const key = event.key.toLowerCase();
    const button = [...screen.querySelectorAll("[data-shortcut]")].find(({ dataset }) =>
      dataset.shortcut.toLowerCase().split(" ").includes(key),
    );
    if (!button) return;
    event.preventDefault();
    // Whoever goes on wants to see where to.
    if (button !== blank) turnBlack(false);
    button.click();
  });
}
