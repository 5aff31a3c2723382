// What somebody types stays on this device until it is sent: it is there again after loading anew, in
// another tab, and after the browser started again. For a day at most, and not after the end. Before
// somebody is inside it is of whoever uses this device, with names in it: then for an hour, and
// without an address for mail. What is older goes in editing/assets/js/kept.js.
const PREFIX = "deelgenoot-drafts-";
const FORMS = "form:is([data-clears], [data-vote], [data-saves], [data-typed])";
const TYPED = "textarea, input:is([type=text], [type=number], :not([type]))";

export class Drafts {
  // baseOf(field): what stood there before somebody typed.
  constructor({ dataset: { screen, who } }, baseOf) {
    this.who = who;
    this.name = `${PREFIX}${screen}${who}`;
    this.baseOf = baseOf;
    document.addEventListener("input", ({ target }) => this.keep([target]));
    // Of a form that a script sends, the script says when it is kept elsewhere.
    document.addEventListener("submit", (event) => {
      const target = /** @type {HTMLFormElement} */ (event.target);
      if (target.matches("[data-forgets]")) this.clear();
      if (target.matches("[data-typed]:not([data-send])")) this.forget(target);
    });
    // Who leaves what was sent as it is, or skips a question, typed for nothing.
    document.addEventListener("click", (event) => {
      const target = /** @type {Element} */ (event.target);
      if (target.closest("[data-skip]")) this.forget(target.closest("form"));
    });
  }

  keep(fields) {
    const drafts = this.read();
    for (const field of fields.filter(isTyped)) {
      const base = this.baseOf(field);
      if (field.value === base) delete drafts[this.key(field)];
      else drafts[this.key(field)] = { text: field.value, base };
    }
    this.write(drafts);
  }

  // It was sent, or it waits to be sent.
  forget(form) {
    const drafts = this.read();
    for (const field of [...form.elements].filter(isTyped)) delete drafts[this.key(field)];
    this.write(drafts);
  }

  clear() {
    this.write({});
  }

  bringBack() {
    for (const [field, { text, base }] of this.waiting()) {
      // What another wrote there meanwhile is not put aside; of a question, what stands there now is
      // the answer that was being changed.
      const isKept = field.value === base || field.form.matches("[data-vote]");
      if (!isKept || field.form.matches("[data-saves]")) continue;
      field.value = text;
      // From now on it is something that is being typed: no part is put over it.
      field.dispatchEvent(new Event("input", { bubbles: true }));
      const fold = field.closest("details");
      if (fold) fold.open = true;
    }
  }

  waiting(within = document) {
    const drafts = this.read();
    /** @type {NodeListOf<HTMLInputElement>} */
    const fields = within.querySelectorAll(`${FORMS} :is(${TYPED})`);
    return [...fields].flatMap((field) => {
      const draft = drafts[this.key(field)];
      return draft ? [[field, draft]] : [];
    });
  }

  // A participant finds a text in another room too; who leads may write in several rooms at once. The
  // pages of two cards have the same fields.
  key({ id, name, form }) {
    const isAnywhere = id && this.who !== "0" && !form.matches("[data-saves], [data-typed]");
    return isAnywhere ? id : `${form.getAttribute("action")} ${id || name}`;
  }

  read() {
    return stored(this.name)?.drafts ?? {};
  }

  write(drafts) {
    try {
      if (Object.keys(drafts).length)
        localStorage.setItem(this.name, JSON.stringify({ at: Date.now(), drafts }));
      else localStorage.removeItem(this.name);
    } catch {
      // Without storage a text lives as long as its page.
    }
  }
}

// Of a page outside the session, named by its `data-remembers`.
export const outside = ({ dataset: { remembers } }) => ({
  dataset: { screen: `outside-${remembers}`, who: "" },
});

const isTyped = (field) => field.form?.matches(FORMS) && field.matches(TYPED);

function stored(name) {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null");
  } catch {
    return null;
  }
}
