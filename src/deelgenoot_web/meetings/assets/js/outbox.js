// What is sent waits on this device until the server has it. Twice is once: ids come from here.
import { forget } from "./parts.js";
import { Queue, newId } from "./queue.js";
import { voteOf } from "./ballot.js";

const KEPT_FOR = 24 * 60 * 60 * 1000;
const PATIENCE = 2000;
const LONGEST = 15000; // for the answer to what may be sent twice
const WRITTEN = "textarea, input:not([type=hidden], [type=checkbox], [type=radio])";

export class Outbox {
  // told: { taken(form), done(answer, entry, form), waits(entry, form), late(entry, form),
  //   refused(why, entry, form), isOfAnother(form) }; `why` is missing where the server gave none.
  constructor(screen, device, told) {
    this.address = screen.dataset.screen;
    this.ticket = screen.dataset.ticket;
    // By who it is of: who else takes part on this device sends nothing in their name.
    const name = `deelgenoot${this.address}${device.who}`;
    this.queue = new Queue(name, () => this.flush());
    this.device = device;
    this.told = told;
    this.forms = new Map(); // of what was sent from this page, the form
    // What a page that sleeps was still waiting for, another may have sent.
    this.pages = globalThis.BroadcastChannel && new BroadcastChannel(name);
    this.pages?.addEventListener("message", ({ data }) => this.hear(data));
    document.addEventListener("submit", (event) => this.submit(event));
    document.addEventListener("click", once);
    addEventListener("online", () => this.flush());
    this.flush();
  }

  submit(event) {
    const form = event.target;
    if (!form.matches("form[data-send]")) return;
    event.preventDefault();
    if (this.device.isOfAnother) return this.told.isOfAnother(form);
    if (form.dataset.confirm && !confirm(form.dataset.confirm)) return;
    const entry = form.dataset.vote ? this.vote(form) : this.form(form, event.submitter);
    this.forms.set(entry.key, form);
    this.add(entry);
    this.told.taken(form);
  }

  vote(form) {
    const poll = Number(form.dataset.vote);
    const content = { poll, value: voteOf(form) };
    return { key: `vote:${poll}`, url: `${this.address}stem`, vote: content };
  }

  form(form, submitter) {
    // Sent again while it waits, it is the same thing.
    const id = form.elements.id;
    if (id && !id.value) Object.assign(id, { value: newId(), isMade: true });
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form, submitter)) data.append(name, String(value));
    const url = form.getAttribute("action");
    // `data-once`: only the last of what waits counts. `data-lasts`, of a form or of all in it: after
    // so many seconds none, since what somebody meant then may be wrong now.
    const key = data.get("id") || ("once" in form.dataset ? url : newId());
    const { lasts } = form.closest("[data-lasts]")?.dataset ?? {};
    return { key, url, body: `${data}`, hasId: !!id, lasts: lasts ? lasts * 1000 : undefined };
  }

  // Takes the place of what waits under the same key. With an id that is the same text sent again:
  // another text is sent as well, of which the server makes a thing of its own.
  add(entry) {
    const isAnother = ({ key, body }) => key !== entry.key || (entry.hasId && body !== entry.body);
    const others = this.queue.entries.filter(isAnother);
    this.queue.entries = [...others, { ...entry, at: Date.now() }];
    this.flush();
  }

  // One at a time, in the order in which they were sent; but votes first, for a question may close.
  async flush() {
    // What waits stays for whom it is of.
    if (this.isBusy || this.device.isOfAnother) return;
    this.isBusy = true;
    clearTimeout(this.again);
    const { queue } = this;
    try {
      queue.takeOver();
      for (let entry = next(queue); entry; entry = next(queue)) {
        const wait = timeLeft(entry) > 0 ? await this.send(entry) : this.giveUp(entry);
        if (wait) {
          this.again = setTimeout(() => this.flush(), wait);
          break;
        }
        queue.entries = queue.entries.filter(({ key, at }) => key !== entry.key || at !== entry.at);
      }
    } finally {
      this.isBusy = false;
    }
  }

  // Said in the form it was sent from only: after a reload nobody can tell which of several that was.
  giveUp(entry) {
    this.told.late(entry, this.forms.has(entry.key) ? this.formOf(entry) : undefined);
    this.forms.delete(entry.key);
    return 0;
  }

  // Milliseconds to wait before sending it again; 0 when that is not needed.
  async send(entry) {
    let answer;
    try {
      answer = await fetch(entry.url, this.request(entry));
    } catch {
      this.told.waits(entry, this.formOf(entry));
      return PATIENCE + Math.random() * PATIENCE;
    }
    if (answer.status === 429 || answer.status >= 500) {
      this.told.waits(entry, this.formOf(entry));
      return 1000 * (answer.headers.get("Retry-After") ?? 2) + Math.random() * PATIENCE;
    }
    const content = await answer.json().catch(() => ({}));
    if (entry.vote) this.pages?.postMessage({ entry, content, isDone: answer.ok });
    this.settle(entry, content, answer.ok);
    if (answer.ok && "seen" in content) this.handOn(entry, content.seen);
    return 0;
  }

  // What waits was pressed over what this made of it, not over what another did.
  handOn({ url, at }, seen) {
    this.queue.entries = this.queue.entries.map((entry) => {
      const body = new URLSearchParams(entry.body);
      if (entry.url !== url || entry.at < at || !body.has("seen")) return entry;
      body.set("seen", seen);
      return { ...entry, body: `${body}` };
    });
  }

  settle(entry, content, isDone) {
    const form = this.formOf(entry);
    const { id, seen } = form?.elements ?? {};
    // What the page showed, for the next time: also after having heard what another made of it.
    if (seen && "seen" in content) seen.value = content.seen;
    // Another text may wait under the same id, sent from the same form.
    const isLast = !this.queue.entries.some(({ key, at }) => key === entry.key && at !== entry.at);
    if (isDone) {
      // A line may be slow: what was typed meanwhile is not what was sent.
      if (form && isAsSent(form, entry)) sent(form);
      if (id?.isMade && isLast) Object.assign(id, { value: "", isMade: false });
      this.told.done(content, entry, form);
    } else this.told.refused(content.error, entry, form);
    if (isLast) this.forms.delete(entry.key);
  }

  // Another page sent a vote, perhaps one that this page kept; unless a newer one waits here. That it
  // was refused matters only where it came from: elsewhere the form never held it.
  hear({ entry, content, isDone }) {
    if (this.queue.entries.some(({ key }) => key === entry.key)) return;
    if (isDone || this.forms.has(entry.key)) this.settle(entry, content, isDone);
  }

  // Several forms may have one address; after a reload the first will do.
  formOf({ key, url, vote }) {
    const own = this.forms.get(key);
    if (own?.isConnected) return own;
    const mark = vote ? `data-vote="${vote.poll}"` : `action="${CSS.escape(url)}"`;
    return document.querySelector(`form[data-send][${mark}]`);
  }

  request(entry) {
    const { vote, body, hasId, lasts } = entry;
    const headers = { Accept: "application/json" };
    if (!vote) {
      const told = { ...headers, "X-Who": this.device.who };
      const wait = lasts ? timeLeft(entry) : LONGEST;
      const signal = lasts || hasId ? AbortSignal.timeout(wait) : undefined;
      return { method: "POST", headers: told, body: new URLSearchParams(body), signal };
    }
    const told = { ...headers, "X-Ticket": this.ticket, "Content-Type": "application/json" };
    return { method: "POST", headers: told, body: JSON.stringify(vote) };
  }
}

const timeLeft = ({ at, lasts = KEPT_FOR }) => at + lasts - Date.now();

const next = ({ entries }) => entries.find(({ vote }) => vote) ?? entries[0];

// Who leads presses twice in one go, and in between the next button came where this one was. More
// time and the next slide are meant more often, after a press that meant the same.
const OFTEN = "[name=minutes], [name=slide], [value=longer]";
let wasOften = false;

function once(event) {
  const button = event.target.closest("[data-lasts] [type=submit]");
  const isOften = button?.matches(OFTEN) ?? false;
  if (event.detail > 1 && button && !(isOften && wasOften)) event.preventDefault();
  wasOften = isOften;
}

function isAsSent(form, { vote, body }) {
  if (vote) return JSON.stringify(voteOf(form)) === JSON.stringify(vote.value);
  const was = new URLSearchParams(body);
  const written = [...form.elements].filter((field) => field.matches(WRITTEN));
  return written.every(({ name, value }) => was.get(name) === value);
}

function sent(form) {
  forget(form);
  // What is kept and stays in its field is what the page shows when it is loaded anew.
  if ("typed" in form.dataset) for (const field of form.elements) field.defaultValue = field.value;
  if ("clears" in form.dataset) form.reset();
}
