// Polite sentences, one after the other. What happens is said once, and none of it is lost; how
// many answered so far only when nothing else was said for a while.
import { leadsAway } from "./signposts.js";

const APART = 2000;
const LULL = 20000;
// Who reads the page line by line should not come upon what was said long ago.
const STAYS = 8000;

export class Voice {
  constructor(element) {
    this.element = element;
    this.last = -LULL;
    this.waiting = [];
    this.counts = new Map();
    this.told = new WeakMap();
  }

  say(sentence) {
    if (!sentence || this.waiting.includes(sentence)) return;
    this.waiting.push(sentence);
    this.speak();
  }

  speak() {
    clearTimeout(this.timer);
    if (!this.waiting.length && !this.counts.size) return this.fade();
    const wait = this.last + (this.waiting.length ? APART : LULL) - performance.now();
    if (wait <= 0) {
      this.element.textContent = this.waiting.shift() ?? this.oneCount();
      this.last = performance.now();
    }
    this.timer = setTimeout(() => this.speak(), wait > 0 ? wait : APART);
  }

  oneCount() {
    const [[place, count]] = this.counts;
    this.counts.delete(place);
    return count;
  }

  fade() {
    this.timer = setTimeout(() => (this.element.textContent = ""), STAYS);
  }

  // What the page began with was read with it.
  know(place) {
    this.told.set(place, saysOf(place));
  }

  // What a part says of itself in `data-say`, once it is something else; otherwise how it stands
  // in `data-say-now`, but not to somebody who is filling in something there.
  read(place) {
    const before = this.told.get(place) ?? { events: [] };
    const { events, now } = saysOf(place);
    this.told.set(place, { events, now });
    // Two parts may say the same: the question itself, and the bar that leads to it.
    const isSaid = (sentence) => sentence === this.element.textContent;
    const fresh = events.filter((one) => !before.events.includes(one) && !isSaid(one));
    for (const sentence of fresh) this.say(sentence);
    const isBusy = document.activeElement?.closest("[data-live]") === place;
    if (fresh.length) this.counts.delete(place);
    else if (now && now !== before.now && !isBusy) this.counts.set(place, now);
    this.speak();
  }
}

function saysOf(place) {
  const all = [...place.querySelectorAll("[data-say], [data-say-now]")]
    .filter(leadsAway)
    .map(({ dataset }) => dataset);
  return {
    events: all.map(({ say }) => say).filter(Boolean),
    now: all.map(({ sayNow }) => sayNow).find(Boolean),
  };
}
