// A short sound when something new stands in `data-sound`: a group calls, a hand goes up. It can be
// switched off, which this device remembers. A browser is silent until somebody did something on the page.
import { recall, remember } from "./memory.js";

const OFF = "deelgenoot-sound-off";
const NOTES = [660, 880]; // Hz
const LASTS = 0.18; // seconds each
const LOUD = 0.2;

export class Alarm {
  constructor(screen) {
    this.screen = screen;
    /** @type {AudioContext | undefined} */
    this.context = undefined;
    this.toggle = screen.querySelector("[data-sounds]");
    if (!this.toggle) return;
    this.toggle.closest("[hidden]").hidden = false;
    this.toggle.checked = !recall("localStorage", OFF);
    this.toggle.addEventListener("change", () => {
      remember("localStorage", OFF, this.toggle.checked ? null : "1");
      if (this.toggle.checked) this.sound();
    });
    // A tablet counts a click, not that a finger came down.
    for (const deed of ["click", "keydown"]) addEventListener(deed, () => this.wake());
    this.known = this.calls();
  }

  // Also again: a browser may put the sound to rest when its page was away.
  wake() {
    this.context ??= new AudioContext();
    if (this.context.state !== "running") this.context.resume().catch(() => {});
  }

  calls() {
    const marked = [...this.screen.querySelectorAll("[data-sound]")];
    return new Set(marked.flatMap(({ dataset }) => dataset.sound.trim().split(/\s+/)));
  }

  hear() {
    if (!this.toggle) return;
    const calls = this.calls();
    const isNew = [...calls].some((call) => !this.known?.has(call));
    this.known = calls;
    if (isNew && this.toggle.checked) this.sound();
  }

  sound() {
    const { context } = this;
    if (!context) return;
    this.wake();
    NOTES.forEach((note, at) => {
      const tone = new OscillatorNode(context, { frequency: note });
      const volume = new GainNode(context, { gain: LOUD });
      const begin = context.currentTime + at * LASTS;
      volume.gain.setTargetAtTime(0, begin + LASTS / 2, LASTS / 6);
      tone.connect(volume).connect(context.destination);
      tone.start(begin);
      tone.stop(begin + LASTS);
    });
    this.screen.dataset.sounded = Number(this.screen.dataset.sounded ?? 0) + 1;
  }
}
