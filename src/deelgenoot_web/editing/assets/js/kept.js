// What somebody writes in a block stays on this device until it is saved, and not after signing out.
// When it is old it goes with the next page of this site, as does what meetings/assets/js/drafts.js
// keeps: before somebody is inside there are names in that, of whoever uses this device.
const HOUR = 60 * 60 * 1000;
const PREFIX = "deelgenoot-texts-";
const OF_SESSIONS = "deelgenoot-drafts-";
/** @type {[string, number][]} */
const KEPT_FOR = [
  [`${OF_SESSIONS}outside-`, HOUR],
  [OF_SESSIONS, 24 * HOUR],
  [PREFIX, 24 * HOUR],
];
const tabs = () => new BroadcastChannel("deelgenoot-signs-out");

/** @returns {{ at: number, isSent: boolean, fields: [string, string][] } | null} */
export const kept = (name) => stored(PREFIX + name);

function stored(name) {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null");
  } catch {
    return null;
  }
}

export function keep(name, fields, isSent = false) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify({ at: Date.now(), isSent, fields }));
  } catch {
    // Without storage a text lives as long as its page.
  }
}

export function drop(...names) {
  dropOf(PREFIX, names);
}

function dropOf(prefix, names) {
  try {
    for (const name of names) localStorage.removeItem(prefix + name);
  } catch {
    // Without storage there is nothing to drop.
  }
}

export function onSignOut(forget) {
  tabs().addEventListener("message", forget);
}

function names(prefix) {
  try {
    const all = Object.keys(localStorage).filter((one) => one.startsWith(prefix));
    return all.map((one) => one.slice(prefix.length));
  } catch {
    return [];
  }
}

// On every page: what is old goes, and all of it with whoever signs out.
export function tendKept() {
  for (const [prefix, time] of KEPT_FOR) {
    const isOld = (name) => !(Date.now() - (stored(prefix + name)?.at ?? 0) < time);
    dropOf(prefix, names(prefix).filter(isOld));
  }
  for (const form of document.querySelectorAll("form[data-signs-out]"))
    form.addEventListener("submit", () => {
      for (const prefix of [PREFIX, OF_SESSIONS]) dropOf(prefix, names(prefix));
      tabs().postMessage(null);
    });
  // The page that a saved block leads to: the block stands in its address.
  /** @type {HTMLElement | null} */
  const room = document.querySelector("[data-drafts]");
  const { drafts, number } = room?.dataset ?? {};
  const name = `${drafts}${location.hash.slice(1)}`;
  const sent = drafts ? kept(name) : null;
  if (sent?.isSent && Number(number) > Number(new Map(sent.fields).get("base"))) drop(name);
}
