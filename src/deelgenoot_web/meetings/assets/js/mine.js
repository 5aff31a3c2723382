// Lays what is personal over the parts, which are the same for everybody.
//   data-mine-has="votes.12"      shown where there is something
//   data-mine-lacks="votes.12"    shown where there is nothing
//   data-mine-checked="votes.12"  checked, or pressed, where it is (among) the element's value
//   data-mine-text="dots.left"    the text
//   data-mine-count="dots.given"  how many are the element's value, as data-own for the look
//   data-mine-less="dots.given"   one less than that, as the value of a hidden field
//   data-turns                    on such a button: its value is what pressing it now means
// Forms of questions are filled in with the vote that was sent.
import { fill } from "./ballot.js";
import { keepFocus } from "./focus.js";
import { isTouched } from "./parts.js";

export class Mine {
  constructor(element) {
    this.all = element ? JSON.parse(element.textContent) : {};
  }

  add(more) {
    for (const [name, value] of Object.entries(more ?? {})) {
      const isMap = value && typeof value === "object" && !Array.isArray(value);
      this.all[name] = isMap ? { ...this.all[name], ...value } : value;
    }
  }

  at(path) {
    return path.split(".").reduce((within, name) => within?.[name], this.all);
  }

  lay(root) {
    keepFocus(root, () => this.put(root));
  }

  put(root) {
    const each = (name, then) => {
      for (const element of root.querySelectorAll(`[data-mine-${name}]`)) {
        then(element, this.at(element.getAttribute(`data-mine-${name}`)));
      }
    };
    each("has", (element, value) => (element.hidden = !isThere(value)));
    each("lacks", (element, value) => (element.hidden = isThere(value)));
    each("text", (element, value) => (element.textContent = value ?? ""));
    each("checked", mark);
    each("count", ({ dataset }, value) => (dataset.own = count(value, dataset)));
    each("less", (field, value) => (field.value = Math.max(0, count(value, field.dataset) - 1)));
    for (const form of root.querySelectorAll("form[data-vote]")) {
      const value = this.at(`votes.${form.dataset.vote}`);
      if (isThere(value) && !isTouched(form)) fill(form, value);
    }
  }
}

const isThere = (value) => {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== false && value !== "";
};

const count = (all, own) => (all ?? []).filter((one) => one === own.value).length;

function mark(element, value) {
  const own = element.dataset.value ?? element.value;
  const is = Array.isArray(value) ? value.map(String).includes(own) : String(value) === own;
  if (element.tagName === "BUTTON") {
    element.setAttribute("aria-pressed", is);
    if ("turns" in element.dataset) element.value = is ? "0" : "1";
  }
  // What somebody is choosing now stays; only what was sent is laid over.
  else if (isThere(value) && !(element.form && isTouched(element.form))) element.checked = is;
}
