// Counts down to what the server said, by the server's clock; says when five and one minute are left.
const SAID_AT = [5, 1];

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
      const text = left > 0 ? `${this.words.left} ${written(left)}` : this.words.over;
      if (clock.textContent !== text) clock.textContent = text;
      clock.classList.toggle("clock--over", left <= 0);
      this.announce(clock, left);
    }
  }

  // Only a clock that says of what it is: an organiser has those of all rooms on one screen.
  announce({ dataset }, left) {
    for (const minutes of dataset.of ? SAID_AT : []) {
      const moment = `${dataset.of}:${dataset.ends}:${minutes}`;
      if (left > minutes * 60 || left <= minutes * 60 - 10 || this.said.has(moment)) continue;
      this.said.add(moment);
      const text = minutes === 1 ? this.words.minute : this.words.minutes;
      this.say(text.replace("%(n)s", minutes).replace("%(what)s", dataset.of));
    }
  }
}

const written = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
