// Writing a perspective: the preview follows what is typed; too much is said before it is sent.
// What is not saved is kept on this device, and offered again.
import { drop, keep, kept, onSignOut } from "./kept.js";

const PAUSE = 400;

export function followWriting(writing) {
  const form = writing.querySelector("form");
  const preview = writing.querySelector("[data-shown]");
  const said = writing.querySelector("[data-said]");
  const state = writing.querySelector("[data-state]");
  const { draft: name } = writing.dataset;
  let asking = new AbortController();
  let timer = 0;
  let isChanged = "unsaved" in writing.dataset;
  let isOffered = false;
  let isSignedOut = false;

  function isTooLong() {
    const fields = [...form.querySelectorAll("textarea")];
    return fields.some((field) => field.value.length > Number(writing.dataset.longest));
  }

  /** @returns {[string, string][]} */
  const typed = () =>
    [...new FormData(form)].flatMap(([field, value]) =>
      field === "act" ? [] : [[field, String(value)]],
    );

  // What was kept before waits until somebody says what is to be done with it.
  const keepTyped = (isSent = false) => isOffered || isSignedOut || keep(name, typed(), isSent);

  // Signed out in another tab: nothing is kept until an answer says that somebody is signed in.
  onSignOut(() => {
    isSignedOut = true;
    asking.abort();
    drop(name);
  });

  async function renew() {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    said.textContent = isTooLong() ? writing.dataset.tooLong : "";
    if (said.textContent) return;
    let problem = writing.dataset.failed;
    try {
      const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
      const answer = await fetch(writing.dataset.preview, { method: "POST", body, signal });
      if (answer.redirected) problem = writing.dataset.signedOut;
      if (answer.redirected || !answer.ok) throw new Error(String(answer.status));
      if (isSignedOut) {
        isSignedOut = false;
        keepTyped();
      }
      preview.innerHTML = await answer.text();
      state.textContent = preview.querySelector("[data-renewed]").textContent;
    } catch {
      if (!signal.aborted) said.textContent = problem;
    }
  }

  function offer(offered) {
    const before = kept(name);
    if (!before || isChanged) return;
    if (words(before.fields) === words(typed())) return drop(name);
    isOffered = true;
    const back = offered.querySelector("form");
    for (const [field, value] of before.fields) {
      const hidden = Object.assign(document.createElement("input"), { type: "hidden", value });
      hidden.name = field;
      back.append(hidden);
    }
    offered.querySelector("[data-drops]").addEventListener("click", () => {
      isOffered = false;
      offered.hidden = true;
      drop(name);
      if (isChanged) keepTyped();
      form.querySelector("textarea").focus();
    });
    offered.hidden = false;
  }

  function leave() {
    isChanged = false;
  }

  form.addEventListener("input", () => {
    isChanged = true;
    keepTyped();
    clearTimeout(timer);
    timer = setTimeout(renew, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    if (isTooLong()) {
      event.preventDefault();
      said.textContent = writing.dataset.tooLong;
      said.scrollIntoView({ block: "center" });
      return;
    }
    if (event.submitter?.value === "save") keepTyped(true);
    leave();
  });
  addEventListener("beforeunload", (event) => isChanged && event.preventDefault());
  for (const link of document.querySelectorAll("a[data-drops]"))
    link.addEventListener("click", () => {
      drop(name);
      leave();
    });
  if (isChanged) keepTyped();
  offer(document.querySelector("[data-offer]"));
}

// As the server reads them: empty fields and rows of spaces say nothing; the version is no word.
const words = (fields) =>
  JSON.stringify(
    fields
      .filter(([name]) => name !== "base")
      .map(([name, value]) => [name, value.split(/\s+/).join(" ").trim()])
      .filter(([, value]) => value),
  );
