// Keeps a screen up to date: the stream, and asking every two seconds where that is held back.
const SILENT = 3500; // a stream without a word for so long is being held back
const STALLED = 25000; // two and a half beats
const ASK_EVERY = 2000;
const TRY_AGAIN = 60000;
const LATE = 3000; // a beat that was on its way for so long came through something that holds back

export class Line {
  // hear: { parts(parts), time(now), up(is), gestures(counts), reload() }
  // rests: not while nobody looks. A browser keeps six connections to a site, and a rehearsal has
  // more tabs than that: a seventh that listens would keep every page from loading.
  constructor(address, ticket, hear, rests) {
    this.ticket = ticket;
    this.address = address;
    this.hear = hear;
    this.rests = rests;
    this.told = {}; // the parts as the stream told them last
    this.offset = -Infinity; // the server's clock minus ours; the largest had the least delay
    this.connect();
    addEventListener("online", () => this.connect());
    addEventListener("offline", () => this.up(false));
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && rests) this.rest();
      else if (!document.hidden && !this.isUp) this.connect();
    });
  }

  // The browser itself reconnects, also in a background tab, after the random time that the server
  // gave with the connection; only where it gave up, or hears nothing, a new stream is made here.
  async connect() {
    if (this.rests && document.hidden) return;
    this.source?.close();
    this.source = undefined;
    this.told = {};
    this.wait(SILENT);
    const turn = {};
    this.turn = turn; // of two at once the later goes on
    const pass = await this.pass();
    if (turn !== this.turn) return;
    if (!pass) return this.lost();
    this.source = new EventSource(`${this.address}stroom?ticket=${encodeURIComponent(pass)}`);
    this.source.onmessage = ({ data }) => {
      this.alive();
      this.hear.parts(this.whole(JSON.parse(data).parts));
    };
    this.source.addEventListener("beat", ({ data }) => this.beat(JSON.parse(data).now));
    this.source.addEventListener("gestures", ({ data }) => this.hear.gestures(JSON.parse(data)));
    this.source.addEventListener("reload", () => this.hear.reload());
    this.source.addEventListener("restart", () => this.lost());
    this.source.onerror = () => this.lost();
  }

  // A ticket for the address of a stream, which proxies write down: good for a minute.
  async pass() {
    try {
      const answer = await this.fetch("kaartje");
      if (answer.status === 403 || answer.status === 410) this.hear.reload();
      return answer.ok ? (await answer.json()).ticket : undefined;
    } catch {
      return undefined;
    }
  }

  fetch(what, headers = {}) {
    const all = { ...headers, "X-Ticket": this.ticket };
    return fetch(`${this.address}${what}`, { headers: all, cache: "no-store" });
  }

  rest() {
    this.turn = undefined;
    this.source?.close();
    clearTimeout(this.patience);
    clearTimeout(this.again);
    this.stopAsking();
    this.isUp = undefined;
  }

  // A long part of which little changed comes as [lines that stay at its start, at its end, those
  // between]. What is asked for in between is left out here: the stream goes on from its own words.
  whole(parts) {
    for (const [name, told] of Object.entries(parts)) {
      if (Array.isArray(told)) {
        const [first, last, between] = told;
        const lines = this.told[name].split("\n");
        lines.splice(first, lines.length - first - last, ...between);
        parts[name] = lines.join("\n");
      }
      this.told[name] = parts[name];
    }
    return parts;
  }

  beat(now) {
    const isLate = Date.now() + this.offset - now > LATE;
    this.clock(now);
    if (!isLate) this.alive();
  }

  clock(now) {
    this.offset = Math.max(this.offset, now - Date.now());
    this.hear.time(this.offset);
  }

  alive() {
    this.isStreaming = true;
    this.version = undefined; // of what was asked for before
    this.stopAsking();
    this.up(true);
    this.wait(STALLED);
  }

  wait(patience) {
    clearTimeout(this.patience);
    this.patience = setTimeout(() => {
      this.startAsking();
      this.wait(TRY_AGAIN);
      if (patience !== SILENT) this.connect();
    }, patience);
  }

  lost() {
    this.up(false);
    this.startAsking();
    if (this.source && this.source.readyState !== EventSource.CLOSED) return;
    // The browser came back after a while, with a ticket that had run out: that was wait enough.
    const wait = this.isStreaming ? 0 : 500 + Math.random() * 1500;
    this.isStreaming = false;
    clearTimeout(this.again);
    this.again = setTimeout(() => this.connect(), wait);
  }

  up(is) {
    if (this.isUp === is) return;
    this.isUp = is;
    this.hear.up(is);
  }

  startAsking() {
    if (this.asking) return;
    this.asking = setInterval(() => this.ask(), ASK_EVERY);
    this.ask();
  }

  stopAsking() {
    clearInterval(this.asking);
    this.asking = undefined;
  }

  async ask() {
    if (this.isAsking) return;
    this.isAsking = true;
    try {
      const headers = this.version ? { "If-None-Match": this.version } : {};
      await this.take(await this.fetch("stand", headers));
    } catch {
      this.up(false);
    } finally {
      this.isAsking = false;
    }
  }

  async take(answer) {
    if (answer.status === 403 || answer.status === 410) return this.hear.reload();
    if (!this.asking) return;
    if (answer.status === 200) {
      const { now, states } = await answer.json();
      this.version = answer.headers.get("ETag");
      this.clock(now);
      for (const { parts } of states) this.hear.parts(parts);
    }
    if (answer.ok || answer.status === 304) this.up(true);
  }
}
