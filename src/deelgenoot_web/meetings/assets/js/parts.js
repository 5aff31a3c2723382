// Puts what changed in its place: focus, what is being typed and what is folded open stay.
import { Idiomorph } from "idiomorph";
import { calmed } from "./calm.js";
import { keepFocus } from "./focus.js";

const touched = new WeakSet();
document.addEventListener("input", ({ target }) => target && touched.add(target), true);

export const isTouched = (form) => [...form.elements].some((field) => touched.has(field));

export function forget(form) {
  for (const field of form.elements) touched.delete(field);
}

// The form of a question stays as it is while the question is open: others' votes change nothing
// in it, and a script has put more into it than the server sent.
const isSameBallot = (old, fresh) => old.dataset?.vote && old.dataset.vote === fresh.dataset?.vote;

// What is being typed stays, and so does what its page showed before somebody began.
const isHeld = (node) => touched.has(node) || (node.name === "seen" && isTouched(node.form));

const config = {
  morphStyle: /** @type {const} */ ("innerHTML"),
  callbacks: {
    beforeNodeMorphed: (old, fresh) => !isHeld(old) && !isSameBallot(old, fresh),
    beforeNodeRemoved: (node) => !node.dataset?.answer,
    beforeAttributeUpdated: (name, node) => !(name === "open" && node.tagName === "DETAILS"),
  },
};

export class Parts {
  // say(sentence), changed(place)
  constructor(root, words, say, changed) {
    this.root = root;
    this.words = words;
    this.say = say;
    this.changed = changed;
    this.marked = marking(root.dataset.address);
    this.held = new Map();
    this.isPaused = false;
  }

  take(parts) {
    for (const [name, told] of Object.entries(parts)) {
      const html = this.marked(told);
      const place = this.root.querySelector(`[data-live="${CSS.escape(name)}"]`);
      if (!place) continue;
      if (this.isPaused || this.wouldJump(place, html)) this.hold(place, html);
      else
        this.put(
          place,
          calmed(place, html, this.words, (at, now) => this.put(at, now)),
        );
    }
  }

  put(place, html) {
    this.held.delete(place);
    const notice = place.previousElementSibling;
    if (notice?.matches("[data-held]")) notice.remove();
    // Another question begins clean: what was said of the one before goes with it.
    if (keyIn(html) !== keyOf(place)) {
      place.querySelectorAll("form").forEach(forget);
      for (const line of place.querySelectorAll("[data-answer]")) line.remove();
    }
    keepFocus(place, () => {
      Idiomorph.morph(place, html, config);
      this.changed(place);
    });
  }

  // Somebody is answering, and the question is another one now, or closed.
  wouldJump(place, html) {
    const isAnswering = [...place.querySelectorAll("form[data-vote]")].some(isTouched);
    return isAnswering && keyIn(html) !== keyOf(place);
  }

  hold(place, html) {
    this.held.set(place, html);
    const isOffered = place.previousElementSibling?.matches("[data-held]");
    if (!isOffered && !this.isPaused) this.offer(place);
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
      this.put(place, this.held.get(place));
      const heading = place.querySelector("h2");
      heading?.setAttribute("tabindex", "-1");
      heading?.focus();
    });
    notice.append(text, button);
    place.before(notice);
    this.say(this.words.closed);
  }

  pause(is) {
    this.isPaused = is;
    if (!is)
      this.take(Object.fromEntries([...this.held].map(([p, html]) => [p.dataset.live, html])));
  }
}

// Before the addresses of a tab in a rehearsal may stand who it is of (`views/who.py`). What is told
// is the same for everybody, so there it is put before them here. Told again, it stands there once.
function marking(address) {
  const mark = address.match(/^\/als\/[^/]+/)?.[0] ?? "";
  const plain = `="${address.slice(mark.length)}`;
  return (html) => (mark ? html.replaceAll(plain, `="${address}`) : html);
}

const keyIn = (html) => keyOf(new DOMParser().parseFromString(html, "text/html").body);
const keyOf = (within) => within.firstElementChild?.dataset.key;
