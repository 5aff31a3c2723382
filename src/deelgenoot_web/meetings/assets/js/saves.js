// A form that is kept while somebody types, and that others write in too. Nobody's text is lost:
// what only they changed comes in by itself; where both changed one field, both texts stand there
// until somebody chooses, and until then the other's text is what is kept.
const PAUSE = 800; // after the last key
const PATIENCE = 2000;

export class Saves {
  // told: { say(sentence), saved() }
  constructor(form, words, { say, saved }) {
    this.form = form;
    this.saved = saved;
    this.words = words;
    this.say = say;
    this.fields = [...form.querySelectorAll("input:not([type=hidden]), textarea")];
    this.line = form.querySelector("[data-answer]");
    this.version = Number(form.elements.version.value);
    this.base = this.typed;
    this.disputed = new Map();
    form.addEventListener("input", () => this.later(PAUSE));
    form.addEventListener("focusout", () => this.later(0));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save(event.submitter);
    });
    addEventListener("pagehide", () => this.isChanged() && this.send(this.content(), true));
  }

  get typed() {
    return Object.fromEntries(this.fields.map(({ name, value }) => [name, value]));
  }

  isChanged(isPause = false) {
    return this.fields.some((field) => this.wanted(field, isPause) !== this.base[field.name]);
  }

  // What a field should become; undecided it stays what the other wrote. An opgave that somebody is
  // writing anew stays in a pause as it was: half of it would be another, and leave its bundle.
  wanted(field, isPause) {
    const { name, value } = field;
    const isHeld = isPause && name.startsWith("top") && document.activeElement === field;
    return this.disputed.has(name) || (isHeld && this.base[name]) ? this.base[name] : value;
  }

  // With what was pressed goes all that stood there, also where somebody is writing.
  later(wait, isPause = true) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(undefined, isPause && !this.pressed), wait);
  }

  content(isPause = false) {
    const content = new URLSearchParams({ version: String(this.version) });
    for (const field of this.fields) content.set(field.name, this.wanted(field, isPause));
    if (this.pressed) content.set(this.pressed.name, this.pressed.value);
    return content;
  }

  send(body, keepalive = false) {
    const headers = { Accept: "application/json" };
    return fetch(this.form.getAttribute("action"), { method: "POST", headers, body, keepalive });
  }

  // One at a time; what is typed or pressed meanwhile goes next.
  async save(submitter, isPause = false) {
    if (submitter?.name) this.pressed = submitter;
    if (this.isBusy || !(this.pressed || this.isChanged(isPause))) return;
    this.isBusy = true;
    const { pressed } = this;
    const content = this.content(isPause);
    try {
      const isAgain = await this.take(await this.send(content), content);
      if (!isAgain && this.pressed === pressed) this.pressed = undefined;
      if (isAgain || this.pressed) this.later(0, isPause);
    } catch {
      this.tell(this.words.kept, true);
      this.later(PATIENCE + Math.random() * PATIENCE, isPause);
    } finally {
      this.isBusy = false;
    }
  }

  // True when it has to be sent once more, over what somebody else saved meanwhile.
  async take(answer, content) {
    if (answer.status === 429 || answer.status >= 500) throw new Error(answer.statusText);
    const { say, error, kept } = await answer.json();
    if (kept && answer.ok) {
      // What was sent is ours; what is typed since goes next.
      for (const name of Object.keys(this.base)) this.base[name] = content.get(name);
      this.merge(kept);
      this.tell(say);
      if (this.isChanged()) this.later(PAUSE);
      else this.saved();
    } else if (kept) {
      this.merge(kept);
      if (!this.disputed.size) return true;
      this.tell(error, true);
    } else this.tell(error, true);
    return false;
  }

  // Typed before the page loaded anew, over what stood there then.
  bringBack(drafts) {
    const kept = { version: this.version, ...this.typed };
    for (const [field, { text, base }] of drafts) {
      field.value = text;
      this.base[field.name] = base;
    }
    this.merge(kept);
    if (this.isChanged()) this.later(0);
  }

  // Somebody else saved.
  follow(place) {
    const element = place.querySelector("[data-kept]");
    const kept = element && JSON.parse(element.dataset.kept);
    if (kept && kept.version > this.version && !this.isBusy) this.merge(kept);
  }

  merge({ version, ...kept }) {
    this.version = version;
    this.form.elements.version.value = version;
    for (const field of this.fields) {
      const { name, value } = field;
      const theirs = kept[name];
      const isMine = this.disputed.has(name) || clean(value) !== clean(this.base[name]);
      const isTheirs = clean(theirs) !== clean(this.base[name]);
      if (!isMine && isTheirs) field.value = theirs;
      else if (isMine && isTheirs && clean(theirs) !== clean(value)) this.dispute(field, theirs);
      this.base[name] = isMine || isTheirs ? theirs : value;
    }
  }

  dispute(field, theirs) {
    this.settle(field);
    const notice = document.createElement("div");
    notice.className = "notice notice--caution dispute";
    const text = document.createElement("p");
    text.textContent = `${this.words.theirs} ${theirs || "–"}`;
    notice.append(
      text,
      this.choice(field, this.words.take, theirs),
      this.choice(field, this.words.hold),
    );
    field.after(notice);
    this.disputed.set(field.name, notice);
    this.say(text.textContent);
  }

  choice(field, words, text) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "utrecht-button utrecht-button--secondary-action";
    button.textContent = words;
    button.addEventListener("click", () => {
      this.settle(field);
      if (text !== undefined) field.value = text;
      field.focus();
      this.save();
    });
    return button;
  }

  settle({ name }) {
    this.disputed.get(name)?.remove();
    this.disputed.delete(name);
  }

  tell(text, isWrong = false) {
    this.line.textContent = text ?? "";
    this.line.className = isWrong ? "problem" : "quiet small";
  }
}

// The server keeps one line, without spaces at the ends.
const clean = (text) => text.trim().replace(/\s+/g, " ");
