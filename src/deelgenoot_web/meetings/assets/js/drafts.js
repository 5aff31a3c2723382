// What somebody was typing is there again after the screen loaded anew, also in another room.
const NAME = "deelgenoot-drafts";

export function keepDrafts() {
  /** @type {NodeListOf<HTMLTextAreaElement>} */
  const fields = document.querySelectorAll("form[data-clears] textarea[id]");
  const drafts = [...fields].filter(({ value }) => value).map(({ id, value }) => [id, value]);
  sessionStorage.setItem(NAME, JSON.stringify(drafts));
}

export function bringDraftsBack() {
  const drafts = JSON.parse(sessionStorage.getItem(NAME) ?? "[]");
  sessionStorage.removeItem(NAME);
  for (const [id, text] of drafts) {
    const field = document.getElementById(id);
    if (!(field instanceof HTMLTextAreaElement) || field.value) continue;
    field.value = text;
    // From now on it is something that is being typed: no part is put over it.
    field.dispatchEvent(new Event("input", { bubbles: true }));
    const fold = field.closest("details");
    if (fold) fold.open = true;
  }
}
