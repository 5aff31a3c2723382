// Signs of the audience: a phone sends at most one a second, the large screen lets them float by.
const APART = 1000;
const MOST = 6; // of one kind at a time: of more the number says more than the crowd
const COUNTED = 10000;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

export function sendSigns(screen) {
  let last = -APART;
  screen.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-gestures]")) return;
    event.preventDefault();
    const key = event.submitter;
    key.classList.remove("gestures__key--sent");
    requestAnimationFrame(() => key.classList.add("gestures__key--sent"));
    const now = performance.now();
    if (now - last < APART) return;
    last = now;
    const headers = { "X-Ticket": screen.dataset.ticket, "Content-Type": "application/json" };
    const body = JSON.stringify({ kind: key.value });
    // One that is lost is lost: nobody waits for it, and sending it later would say something else.
    fetch(`${screen.dataset.screen}gebaar`, { method: "POST", headers, body }).catch(() => {});
  });
}

export class Floats {
  constructor(place) {
    this.place = place;
    this.recent = [];
  }

  show(counts) {
    // Behind another window nothing flies, and so nothing would go away.
    if (!this.place || document.hidden) return;
    if (calm.matches) this.count(counts);
    else for (const [kind, n] of Object.entries(counts)) this.fly(kind, n);
  }

  drawn(kind) {
    const template = this.place.querySelector(`template[data-gesture="${CSS.escape(kind)}"]`);
    return template?.content.firstElementChild.cloneNode(true);
  }

  fly(kind, n) {
    for (let at = 0; at < Math.min(n, MOST); at++) {
      const float = document.createElement("div");
      float.className = "float";
      float.append(this.drawn(kind) ?? "");
      if (at === 0 && n > MOST) float.append(`\u00d7 ${n}`);
      float.style.insetInlineEnd = `${Math.random() * 80}%`;
      float.style.animationDelay = `${Math.random() * 500}ms`;
      float.addEventListener("animationend", () => float.remove());
      this.place.append(float);
    }
  }

  // Without motion: how many there were in the last seconds.
  count(counts) {
    const now = performance.now();
    this.recent.push({ at: now, counts });
    this.tell();
    setTimeout(() => this.tell(), COUNTED + 50);
  }

  tell() {
    const since = performance.now() - COUNTED;
    this.recent = this.recent.filter(({ at }) => at > since);
    const sums = new Map();
    for (const { counts } of this.recent) {
      for (const [kind, n] of Object.entries(counts)) sums.set(kind, (sums.get(kind) ?? 0) + n);
    }
    for (const old of this.place.querySelectorAll(".floats__n")) old.remove();
    for (const [kind, n] of sums) {
      const line = Object.assign(document.createElement("p"), { className: "floats__n" });
      line.append(this.drawn(kind) ?? "", String(n));
      this.place.append(line);
    }
  }
}
