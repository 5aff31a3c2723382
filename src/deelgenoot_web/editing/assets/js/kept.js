// What somebody writes in a block stays on this device until it is saved, and not after signing out.
// After a day it goes with the next page of this site.
const KEPT_FOR = 24 * 60 * 60 * 1000;
const PREFIX = "deelgenoot-texts-";
const OF_SESSIONS = "deelgenoot-drafts-"; // of meetings/assets/js/drafts.js
const tabs = () => new BroadcastChannel("deelgenoot-signs-out");

/** @returns {{ at: number, isSent: boolean, fields: [string, string][] } | null} */
export function kept(name) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name) ?? "null");
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

function names(prefix = PREFIX) {
  try {
    const all = Object.keys(localStorage).filter((one) => one.startsWith(prefix));
    return all.map((one) => one.slice(prefix.length));
  } catch {
    return [];
  }
}

// On every page: what is a day old goes, and all of it with whoever signs out.
export function tendKept() {
  drop(...names().filter((name) => !(Date.now() - (kept(name)?.at ?? 0) < KEPT_FOR)));
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
