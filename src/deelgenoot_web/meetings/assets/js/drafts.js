// What somebody was typing is there again after the screen loaded anew, also in another room, or
// after they looked at another page of the session.
const name = () => {
  const who = document.querySelector("[data-who]");
  return `deelgenoot-drafts-${who instanceof HTMLElement ? who.dataset.who : ""}`;
};

export function keepDrafts() {
  /** @type {NodeListOf<HTMLTextAreaElement>} */
  const fields = document.querySelectorAll("form[data-clears] textarea[id]");
  const drafts = read();
  for (const { id, value } of fields) drafts[id] = value;
  sessionStorage.setItem(name(), JSON.stringify(drafts));
}

export function bringDraftsBack() {
  addEventListener("pagehide", keepDrafts);
  for (const [id, text] of Object.entries(read())) {
    const field = document.getElementById(id);
    if (!text || !(field instanceof HTMLTextAreaElement) || field.value) continue;
    field.value = text;
    // From now on it is something that is being typed: no part is put over it.
    field.dispatchEvent(new Event("input", { bubbles: true }));
    const fold = field.closest("details");
    if (fold) fold.open = true;
  }
}

const read = () => JSON.parse(sessionStorage.getItem(name()) ?? "{}");
