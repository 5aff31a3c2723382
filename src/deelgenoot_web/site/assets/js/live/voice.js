// One polite sentence at a time, at most one in ten seconds; what was said is not said again.
const APART = 10000;

export class Voice {
  constructor(element) {
    this.element = element;
    this.last = -APART;
    this.next = "";
  }

  say(sentence) {
    if (!this.element || !sentence || sentence === this.element.textContent) return;
    this.next = sentence;
    clearTimeout(this.timer);
    const wait = this.last + APART - performance.now();
    this.timer = setTimeout(() => this.speak(), Math.max(0, wait));
  }

  speak() {
    this.element.textContent = this.next;
    this.last = performance.now();
  }

  // What a part says of itself in `data-say`, once it is something else; otherwise how it stands
  // in `data-say-now`, but not to somebody who is filling in something there.
  read(place) {
    const { say = "", sayNow = "" } = place.querySelector("[data-say]")?.dataset ?? {};
    const isBusy = document.activeElement?.closest("[data-live]") === place;
    if (say && place.dataset.said !== say) this.say(say);
    else if (sayNow && place.dataset.saidNow !== sayNow && !isBusy) this.say(sayNow);
    if (say) Object.assign(place.dataset, { said: say, saidNow: sayNow });
  }
}
