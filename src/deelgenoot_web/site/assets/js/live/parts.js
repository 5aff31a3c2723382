// Puts what changed in its place: focus, what is being typed and what is folded open stay.
import { Idiomorph } from "idiomorph";

const touched = new WeakSet();
document.addEventListener("input", ({ target }) => touched.add(target), true);

export const isTouched = (form) => [...form.elements].some((field) => touched.has(field));

export function forget(form) {
  for (const field of form.elements) touched.delete(field);
}

const config = {
  morphStyle: "innerHTML",
  callbacks: {
    beforeNodeMorphed: (old) => !touched.has(old),
    beforeAttributeUpdated: (name, node) => !(name === "open" && node.tagName === "DETAILS"),
  },
};

export class Parts {
  constructor(root, words, changed) {
    this.root = root;
    this.words = words;
    this.changed = changed;
    this.held = new Map();
    this.isPaused = false;
  }

  take(parts) {
    for (const [name, html] of Object.entries(parts)) {
      const place = this.root.querySelector(`[data-live="${CSS.escape(name)}"]`);
      if (!place) continue;
      if (this.isPaused || this.wouldJump(place, html)) this.hold(place, html);
      else this.put(place, html);
    }
  }

  put(place, html) {
    this.held.delete(place);
    place.previousElementSibling?.matches("[data-held]") && place.previousElementSibling.remove();
    Idiomorph.morph(place, html, config);
    this.changed(place);
  }

  // Somebody is answering, and the question is another one now, or closed.
  wouldJump(place, html) {
    const isAnswering = [...place.querySelectorAll("form[data-vote]")].some(isTouched);
    if (!isAnswering) return false;
    const fresh = new DOMParser().parseFromString(html, "text/html");
    return keyOf(fresh.body) !== keyOf(place);
  }

  hold(place, html) {
    const isNew = !this.held.has(place);
    this.held.set(place, html);
    if (isNew && !this.isPaused) this.offer(place);
  }

  offer(place) {
    const notice = document.createElement("div");
    notice.className = "notice notice--caution held";
    notice.dataset.held = "";
    const text = document.createElement("p");
    text.textContent = this.words.closed;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "utrecht-button utrecht-button--primary-action";
    button.textContent = this.words.next;
    button.addEventListener("click", () => {
      place.querySelectorAll("form").forEach(forget);
      this.put(place, this.held.get(place));
      const heading = place.querySelector("h2");
      heading?.setAttribute("tabindex", "-1");
      heading?.focus();
    });
    notice.append(text, button);
    place.before(notice);
  }

  pause(is) {
    this.isPaused = is;
    if (!is) this.take(Object.fromEntries([...this.held].map(([p, html]) => [p.dataset.live, html])));
  }
}

const keyOf = (within) => within.querySelector("[data-key]")?.dataset.key;
