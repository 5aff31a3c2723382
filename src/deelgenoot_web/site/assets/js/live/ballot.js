// The value of a vote, from its form, per kind of question.
const chosen = (form, name) => form.elements[name]?.value;
const numbers = (form, name) =>
  [...form.querySelectorAll(`[name="${name}"]`)].map((field) => Number(field.value));

export const kinds = {
  choice: (form) => Number(chosen(form, "value")),
  points: (form) => numbers(form, "value"),
};

export const valueOf = (form) => kinds[form.dataset.kind](form);
