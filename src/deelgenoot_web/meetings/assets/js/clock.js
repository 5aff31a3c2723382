// Counts down to what the server said, by the server's clock; says when five and one minute are left,
// and of a question (`data-lasts`, in seconds) when ten seconds are. Its ring empties along.
const SAID_AT = [300, 60];
const LAST = 10;

export class Clock {
  constructor(root, words, say) {
    this.root = root;
    this.words = words;
    this.say = say;
    this.offset = 0;
    this.said = new Set();
    setInterval(() => this.show(), 1000);
    this.show();
  }

  set time(offset) {
    this.offset = offset;
    this.show();
  }

  show() {
    const now = new Date(Date.now() + this.offset);
    for (const place of this.root.querySelectorAll("[data-now]")) {
      const [hours, minutes] = now
        .toLocaleTimeString("nl", { timeZone: "Europe/Amsterdam", timeStyle: "short" })
        .split(":");
      const time = `${hours}${place.dataset.now}${minutes}`; // a dot in Dutch, a colon in English
      if (place.textContent !== time) place.textContent = time;
    }
    for (const clock of this.root.querySelectorAll("[data-ends]")) {
      const left = Math.round((Date.parse(clock.dataset.ends) - Date.now() - this.offset) / 1000);
      const lasts = Number(clock.dataset.lasts ?? 0);
      const text = lasts ? written(Math.max(left, 0)) : this.inWords(left);
      if (clock.textContent !== text) clock.textContent = text;
      clock.classList.toggle(lasts ? "clock--last" : "clock--over", left <= (lasts ? LAST : 0));
      if (lasts) empty(clock.parentElement, left / lasts);
      this.announce(clock, left, lasts);
    }
  }

  inWords(left) {
    return left > 0 ? this.words.left.replace("%(time)s", written(left)) : this.words.over;
  }

  // Only a clock that says of what it is: an organiser has those of all rooms on one screen.
  announce({ dataset }, left, lasts) {
    const moments = lasts ? [...SAID_AT, LAST].filter((at) => at < lasts - LAST) : SAID_AT;
    for (const seconds of dataset.of ? moments : []) {
      const moment = `${dataset.of}:${dataset.ends}:${seconds}`;
      if (left > seconds || left <= seconds - LAST || this.said.has(moment)) continue;
      this.said.add(moment);
      const text = this.words[seconds < 60 ? "seconds" : seconds === 60 ? "minute" : "minutes"];
      const n = seconds < 60 ? seconds : seconds / 60;
      this.say(text.replace("%(n)s", n).replace("%(what)s", dataset.of));
    }
  }
}

const written = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

function empty(timer, share) {
  const ring = timer.querySelector("[stroke-dashoffset]");
  ring?.setAttribute("stroke-dashoffset", String(100 - 100 * Math.min(Math.max(share, 0), 1)));
}
