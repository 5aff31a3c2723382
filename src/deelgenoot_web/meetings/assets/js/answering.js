// What somebody did with a question: answering it, answered it, or skipped it. Each shows as one
// thing: the form, or what was sent with a button to change it, or a button to answer after all.
import { fill, told } from "./ballot.js";
import { forget, isTouched } from "./parts.js";

const FIRST = "input, textarea, select:not([hidden]), [data-move]:not([aria-disabled='true'])";

export class Answering {
  // sentOf(poll): what the server has of this person; undefined when nothing
  constructor(screen, words, sentOf) {
    this.screen = screen;
    this.words = words;
    this.sentOf = sentOf;
    this.changing = new Set();
    this.skipped = new Set();
    this.received = new Map();
    screen.addEventListener("click", ({ target }) => {
      const poll = target.closest("[data-vote]")?.dataset.vote;
      if (target.closest("[data-skip]")) this.leave(poll);
      else if (target.closest("[data-change]")) this.begin(poll);
    });
  }

  show(root) {
    for (const form of root.querySelectorAll("form[data-vote]")) this.draw(form);
  }

  draw(form) {
    const poll = form.dataset.vote;
    const isSent = this.sentOf(poll) !== undefined;
    const isBusy = this.changing.has(poll) || isTouched(form);
    const state =
      isSent && !isBusy ? "answered" : this.skipped.has(poll) && !isSent ? "skipped" : "";
    form.hidden = state !== "";
    const skip = form.querySelector("[data-skip]");
    skip.hidden = false;
    skip.textContent = isSent ? this.words.leave : this.words.skip;
    for (const name of ["answered", "skipped"]) this.part(poll, name).hidden = state !== name;
    if (state === "answered") this.tell(form, poll);
  }

  tell(form, poll) {
    const place = this.part(poll, "answered");
    const when = this.received.get(poll);
    if (when) place.querySelector("[data-received]").textContent = when;
    const lines = told(form, this.words).map(([what, how]) => {
      const line = document.createElement("li");
      line.append(Object.assign(document.createElement("span"), { textContent: what }));
      const end = { className: "rows__end", textContent: how };
      if (how !== undefined) line.append(Object.assign(document.createElement("strong"), end));
      return line;
    });
    place.querySelector("[data-what]").replaceChildren(...lines);
  }

  part(poll, name) {
    return this.screen.querySelector(`[data-${name}][data-vote="${CSS.escape(poll)}"]`);
  }

  // The server has it. Who pressed the button goes on where it says so; whether that was here.
  arrived(poll, form, when) {
    this.changing.delete(poll);
    this.skipped.delete(poll);
    this.received.set(poll, when);
    const wasHere = form.contains(document.activeElement);
    this.draw(form);
    // Somebody who went on answering meanwhile stays where they are.
    if (!form.hidden || !wasHere) return false;
    this.part(poll, "answered").querySelector("[tabindex]").focus();
    return true;
  }

  begin(poll) {
    this.changing.add(poll);
    this.skipped.delete(poll);
    const form = this.screen.querySelector(`form[data-vote="${CSS.escape(poll)}"]`);
    this.draw(form);
    form.querySelector(FIRST).focus();
  }

  // Skips the question; or leaves what was sent as it is.
  leave(poll) {
    const form = this.screen.querySelector(`form[data-vote="${CSS.escape(poll)}"]`);
    const sent = this.sentOf(poll);
    this.changing.delete(poll);
    forget(form);
    if (sent === undefined) this.skipped.add(poll);
    else fill(form, sent);
    this.draw(form);
    this.part(poll, sent === undefined ? "skipped" : "answered")
      .querySelector("[tabindex]")
      .focus();
  }
}
