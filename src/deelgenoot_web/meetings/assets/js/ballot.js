// The value of a vote from its form, and a form filled in from a vote, per kind of question.
// `forms/ballot.py` reads the same forms without a script.
/** @returns {HTMLInputElement[]} */
const named = (form, name) => [...form.querySelectorAll(`[name="${name}"]`)];
const number = (text) => (text ? Number(text) : null);
const picked = (form, name) => number(named(form, name).find((field) => field.checked)?.value);
const all = (form) => named(form, "value");
const texts = (form) => all(form).map((field) => field.value);

function pick(form, name, value) {
  for (const field of named(form, name)) field.checked = field.value === String(value ?? "");
}

const statements = (form) => form.querySelectorAll(".statement").length;
const perStatement = (form, then) => Array.from({ length: statements(form) }, (_, at) => then(at));
const AXES = ["impact", "feasible"];

const kinds = {
  choice: {
    value: (form) => picked(form, "value"),
    fill: (form, value) => pick(form, "value", value),
  },
  choices: {
    value: (form) =>
      all(form)
        .filter(({ checked }) => checked)
        .map(({ value }) => Number(value)),
    fill(form, value) {
      for (const field of all(form)) field.checked = value.includes(Number(field.value));
    },
  },
  scale: {
    value: (form) => perStatement(form, (at) => picked(form, `value${at}`)),
    fill(form, value) {
      for (const [at, step] of value.entries()) pick(form, `value${at}`, step);
    },
  },
  matrix: {
    value: (form) =>
      perStatement(form, (at) => {
        const pair = AXES.map((axis) => picked(form, axis + at));
        return pair.every((step) => step === null) ? null : pair;
      }),
    fill(form, value) {
      for (const [at, pair] of value.entries()) {
        for (const [of, axis] of AXES.entries()) pick(form, axis + at, pair?.[of]);
      }
    },
  },
  words: { value: texts, fill: put },
  text: { value: (form) => texts(form)[0], fill: (form, value) => put(form, [value]) },
  // A field per option holds its place; a vote is the options in their order.
  ranking: {
    value: (form) => {
      const options = [...form.querySelectorAll("[data-option]")];
      const place = (option) => Number(option.querySelector("select").value);
      return options
        .sort((a, b) => place(a) - place(b))
        .map(({ dataset }) => Number(dataset.option));
    },
    fill(form, order) {
      for (const [place, option] of order.entries()) {
        form.querySelector(`[data-option="${option}"] select`).value = place;
      }
    },
  },
  points: { value: (form) => texts(form).map(Number), fill: put },
  number: {
    value: (form) => number(texts(form)[0].trim()),
    fill: (form, value) => put(form, [value]),
  },
};

function put(form, values) {
  for (const [at, field] of all(form).entries()) field.value = values[at] ?? "";
}

// What a filled in form says, as [what, how much or which] lines; without the second only the first.
const textOf = (element) => element?.textContent.trim() ?? "";
const nameOf = (field) => textOf(field.closest("label"));
const chosen = (form) =>
  all(form)
    .filter(({ checked }) => checked)
    .map((field) => [nameOf(field)]);
const legends = (form) => [...form.querySelectorAll(".statement legend")].map(textOf);
const written = (form) =>
  texts(form)
    .filter((text) => text.trim())
    .map((text) => [text.trim()]);
const lines = {
  choice: chosen,
  choices: chosen,
  scale: (form, words) =>
    legends(form).map((what, at) => [what, picked(form, `value${at}`) ?? words.skipped]),
  matrix: (form, words) =>
    legends(form).map((what, at) => {
      const steps = AXES.map((axis) => picked(form, axis + at));
      return [what, steps.includes(null) ? words.skipped : steps.join(" × ")];
    }),
  words: written,
  text: written,
  number: written,
  ranking: (form) =>
    voteOf(form).map((option, at) => {
      return [textOf(form.querySelector(`[data-option="${option}"] label`)), at + 1];
    }),
  points: (form) =>
    [...form.querySelectorAll("[data-points]")].map((row) => {
      return [textOf(row.querySelector("label")), row.querySelector("input").value || "0"];
    }),
};

export const told = (form, words) => lines[form.dataset.kind](form, words);

export const voteOf = (form) => kinds[form.dataset.kind].value(form);

// Shows what was sent before; who draws more of it than its fields listens to `filled`.
export function fill(form, value) {
  if (JSON.stringify(voteOf(form)) === JSON.stringify(value)) return;
  kinds[form.dataset.kind].fill(form, value);
  form.dispatchEvent(new Event("filled"));
}
