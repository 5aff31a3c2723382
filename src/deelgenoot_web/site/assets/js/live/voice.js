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

  // What a part says of itself in `data-say`, once it is something else.
  read(place) {
    const sentence = place.querySelector("[data-say]")?.dataset.say;
    if (sentence && place.dataset.said !== sentence) this.say(sentence);
    if (sentence) place.dataset.said = sentence;
  }
}
