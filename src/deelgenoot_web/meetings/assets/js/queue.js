// What waits to be sent, in the order in which it was. Each page keeps its own: what several pages
// of one device kept together, each of them would send. A page holds the lock of its queue as long
// as it is open. Once it is gone the lock comes free, and another page takes over what it left.
export class Queue {
  constructor(name, grew) {
    this.prefix = `${name}#`;
    this.grew = grew;
    // Without locks (an older browser, or plain http) no page knows whether another is still open:
    // what waits then stays with its tab.
    this.own = navigator.locks ? this.prefix + newId() : this.prefix;
    this.known = new Set([this.own]);
    navigator.locks?.request(this.own, () => new Promise(() => {}));
  }

  get entries() {
    if (this.memory) return this.memory;
    try {
      return read(this.own);
    } catch {
      return [];
    }
  }

  set entries(all) {
    this.memory = undefined;
    try {
      if (all.length) store().setItem(this.own, JSON.stringify(all));
      else store().removeItem(this.own);
    } catch {
      // Without storage, or with a full one, it is kept as long as the page is open.
      this.memory = all;
    }
  }

  // Of other pages, once they are gone; each is waited for once. Votes at once, for a page may be
  // asleep until the question is closed, and the same vote twice is one.
  takeOver() {
    for (const other of navigator.locks ? this.pages() : []) this.adopt(other, ({ vote }) => vote);
    for (const left of navigator.locks ? this.others() : []) {
      this.known.add(left);
      navigator.locks.request(left, () => {
        this.adopt(left, () => true);
        this.grew();
      });
    }
  }

  // Move what `isOurs` says from the list of another page to this one, where the own is newer. A list
  // without any is not written: its page may be adding to it.
  adopt(other, isOurs) {
    try {
      const all = read(other);
      const ours = all.filter(isOurs);
      if (!ours.length) return;
      const keys = new Set(this.entries.map(({ key }) => key));
      this.entries = [...ours.filter(({ key }) => !keys.has(key)), ...this.entries];
      const rest = all.filter((entry) => !isOurs(entry));
      if (rest.length) store().setItem(other, JSON.stringify(rest));
      else store().removeItem(other);
    } catch {
      // What cannot be read there must not keep what is here from being sent.
    }
  }

  pages() {
    try {
      return Object.keys(store()).filter(
        (name) => name.startsWith(this.prefix) && name !== this.own,
      );
    } catch {
      return [];
    }
  }

  others() {
    return this.pages().filter((name) => !this.known.has(name));
  }
}

const store = () => (navigator.locks ? localStorage : sessionStorage);

const read = (name) => JSON.parse(store().getItem(name) ?? "[]");

// randomUUID is there only over https; a rehearsal in the hall may be without.
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
