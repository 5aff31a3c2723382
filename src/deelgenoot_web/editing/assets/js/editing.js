// Writing a perspective: the preview follows what is typed; too much is said before it is sent.
const PAUSE = 400;

export function followWriting(writing) {
  const form = writing.querySelector("form");
  const preview = writing.querySelector("[data-shown]");
  const said = writing.querySelector("[data-said]");
  let asking = new AbortController();
  let timer = 0;

  function isTooLong() {
    const fields = [...form.querySelectorAll("textarea")];
    return fields.some((field) => field.value.length > Number(writing.dataset.longest));
  }

  async function renew() {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    said.textContent = isTooLong() ? writing.dataset.tooLong : "";
    if (said.textContent) return;
    try {
      const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
      const answer = await fetch(writing.dataset.preview, { method: "POST", body, signal });
      if (!answer.ok) throw new Error(String(answer.status));
      preview.innerHTML = await answer.text();
    } catch {
      if (!signal.aborted) said.textContent = writing.dataset.failed;
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(renew, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    if (!isTooLong()) return;
    event.preventDefault();
    said.textContent = writing.dataset.tooLong;
    said.scrollIntoView({ block: "center" });
  });
}
