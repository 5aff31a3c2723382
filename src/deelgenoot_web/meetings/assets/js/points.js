// Dividing 100 points: buttons of 5, arrows of 1 (the field's own), page keys of 10; what is left
// always stands there, and is said after a pause.
const ALL = 100;
const PAUSE = 1000;
const PAGES = { PageUp: 10, PageDown: -10 };
const within = (value) => Math.min(ALL, Math.max(0, value));

export function dividePoints(form, words) {
  const rows = [...form.querySelectorAll("[data-points]")].map((row) => new Row(row));
  const button = form.querySelector("[type=submit]");
  const line = form.querySelector("[data-left]");
  const bar = form.querySelector("[data-left-bar] rect");
  bar.parentElement.removeAttribute("hidden");
  const told = form.querySelector("[data-tells]");
  const left = () => ALL - rows.reduce((sum, row) => sum + row.points, 0);
  let pause;

  function show(event) {
    const rest = left();
    for (const row of rows) row.show(rest);
    line.hidden = false;
    const [most, more] = line.querySelectorAll("[data-rest], [data-given]");
    most.textContent =
      rest === 0 ? words.all : filled(rest > 0 ? words.points_left : words.points_over, rest);
    more.textContent = filled(words.divided, ALL - rest);
    bar.setAttribute("width", within(ALL - rest));
    line.classList.toggle("problem", rest < 0);
    button.textContent =
      rest === 0 ? words.send : filled(rest > 0 ? words.divide : words.remove, rest);
    button.setAttribute("aria-disabled", rest !== 0);
    clearTimeout(pause);
    if (event) pause = setTimeout(() => (told.textContent = most.textContent), PAUSE);
  }

  for (const row of rows) {
    row.field.addEventListener("keydown", (event) => {
      if (!(event.key in PAGES)) return;
      event.preventDefault();
      row.add(PAGES[event.key], left());
    });
    for (const one of row.buttons) {
      one.addEventListener("click", () => row.add(Number(one.dataset.step), left()));
    }
  }
  form.addEventListener("input", show);
  form.addEventListener("filled", () => show());
  // Before the outbox hears of it: what is not complete is not sent.
  form.addEventListener("submit", (event) => {
    if (left() === 0) return;
    event.preventDefault();
    event.stopPropagation();
    told.textContent = button.textContent;
    rows[0].field.focus();
  });
  show();
}

class Row {
  constructor(row) {
    this.field = row.querySelector("input");
    this.bar = row.querySelector("rect");
    this.buttons = [...row.querySelectorAll("[data-step]")];
    for (const one of this.buttons) one.hidden = false;
  }

  get points() {
    return Math.round(Number(this.field.value)) || 0;
  }

  // Never more than there is left to give.
  add(step, rest) {
    this.field.value = within(this.points + Math.min(step, Math.max(rest, 0)));
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  show(rest) {
    this.bar.setAttribute("width", within(this.points));
    const [less, more] = this.buttons;
    less.setAttribute("aria-disabled", this.points <= 0);
    more.setAttribute("aria-disabled", rest <= 0);
  }
}

const filled = (text, n) => text.replace("%(n)s", Math.abs(n));
