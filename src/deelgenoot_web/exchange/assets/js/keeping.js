// A draft that is kept while somebody writes. Without a script its button does the same.
const PAUSE = 1200; // after the last key
const PATIENCE = 4000;

/** @param {HTMLFormElement} form */
export function keepDraft(form) {
  const state = /** @type {HTMLElement} */ (form.querySelector("[data-state]"));
  const revision = /** @type {HTMLInputElement} */ (form.elements.namedItem("revision"));
  const similar = /** @type {HTMLElement} */ (form.querySelector("[data-similar]"));
  let shown = "";
  let timer = 0;
  let isBusy = false;
  let isChanged = false;
  let saving = Promise.resolve();

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!isBusy && isChanged) saving = save();
    }, wait);
  };

  const tell = (words, isWrong = false) => {
    state.textContent = words;
    state.toggleAttribute("data-problem", isWrong);
  };

  // One at a time; what is typed meanwhile goes next.
  async function save() {
    isBusy = true;
    isChanged = false;
    let isRefused = false;
    let problem = form.dataset.lost ?? "";
    try {
      const headers = { Accept: "application/json" };
      const body = new FormData(form);
      const answer = await fetch(location.pathname, { method: "POST", headers, body });
      if (answer.redirected) problem = form.dataset.signedOut ?? "";
      if (answer.redirected || answer.status >= 500) throw new Error(answer.statusText);
      const { revision: next, say, error, similar: beside } = await answer.json();
      if (answer.ok) revision.value = next;
      isRefused = !answer.ok;
      if (answer.ok && beside !== shown) similar.innerHTML = shown = beside;
      tell(answer.ok ? say : error, isRefused);
    } catch {
      isChanged = true;
      tell(problem, true);
    } finally {
      isBusy = false;
      if (isChanged) later(PATIENCE);
      // As it stands it would be refused again: it waits for the next key, and for who would leave.
      isChanged ||= isRefused;
    }
  }

  form.addEventListener("input", () => {
    isChanged = true;
    later(PAUSE);
  });
  // The button sends all that there is, with the number that a draft that is being saved will get.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (isBusy) {
      event.preventDefault();
      saving.then(() => form.requestSubmit(event.submitter));
      return;
    }
    isChanged = false;
  });
  addEventListener("online", () => later(0));
  addEventListener("beforeunload", (event) => isChanged && event.preventDefault());
}
