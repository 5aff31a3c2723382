// Lists keep their order while somebody reads: `data-calm` changes it by a button, `data-calm="10"`
// at most once in so many seconds. New entries come at the end until then.
const last = new WeakMap();

// `html` with its lists in the order that `place` shows now.
export function calmed(place, html, words, put) {
  const old = place.querySelector("[data-calm]");
  if (!old) return html;
  const body = new DOMParser().parseFromString(html, "text/html").body;
  const fresh = body.querySelector("[data-calm]");
  if (!fresh) return html;
  const shown = [...old.children].map(({ id }) => id);
  const wanted = [...fresh.children];
  const known = (item) => (shown.includes(item.id) ? shown.indexOf(item.id) : shown.length);
  const kept = [...wanted].sort((a, b) => known(a) - known(b));
  if (kept.every((item, at) => item === wanted[at]) || isTime(place, old)) return html;
  fresh.append(...kept);
  if (!old.dataset.calm) fresh.before(button(place, html, words, put));
  return body.innerHTML;
}

function isTime(place, list) {
  const seconds = Number(list.dataset.calm);
  const now = performance.now();
  if (!seconds || now - (last.get(place) ?? -Infinity) < seconds * 1000) return false;
  last.set(place, now);
  return true;
}

const waiting = new WeakMap();
document.addEventListener("click", ({ target }) => {
  if (!(target instanceof Element)) return;
  const place = target.closest("[data-order]")?.closest("[data-live]");
  if (place) waiting.get(place)?.();
});

function button(place, html, words, put) {
  waiting.set(place, () => {
    put(place, html);
    const list = place.querySelector("[data-calm]");
    list.setAttribute("tabindex", "-1");
    list.focus();
  });
  const made = document.createElement("button");
  made.type = "button";
  made.className = "utrecht-button utrecht-button--subtle";
  made.dataset.order = "";
  made.textContent = words.order;
  return made;
}
