// A live screen: everything that follows, and everything that is sent.
import { Alarm } from "./alarm.js";
import { Answering } from "./answering.js";
import { Clock } from "./clock.js";
import { Device } from "./device.js";
import { Line } from "./stream.js";
import { Mine } from "./mine.js";
import { Outbox } from "./outbox.js";
import { Parts } from "./parts.js";
import { Saves } from "./saves.js";
import { Signposts } from "./signposts.js";
import { Voice } from "./voice.js";
import { Drafts, outside } from "./drafts.js";
import { fill } from "./ballot.js";
import { dividePoints } from "./points.js";
import { listenToKeys } from "./keys.js";
import { recall, remember } from "./memory.js";
import { tellOwn } from "./quiz.js";
import { Floats, sendSigns } from "./gestures.js";
import { isTouched } from "./parts.js";
import { rankByButtons } from "./ranking.js";
import { rollFigures } from "./rolling.js";

const RELOADED = "deelgenoot-reloaded";
const PATIENCE = 10000;
const ENHANCED = { points: dividePoints, ranking: rankByButtons };
const ready = new WeakSet();
let leftAt = 0;

export function start(screen) {
  const words = JSON.parse(document.querySelector("#words")?.textContent ?? "{}");
  const mine = new Mine(document.querySelector("#mine"));
  const voteOf = (poll) => mine.at(`votes.${poll}`);
  const voice = new Voice(screen.querySelector("[data-voice]"));
  const say = (sentence) => voice.say(sentence);
  const parts = new Parts(screen, words, say, (place) => {
    enhance(place, words);
    mine.lay(place);
    answering.show(place);
    tellOwn(place, voteOf);
    clock.show();
    rollFigures(place);
    signposts.show();
    alarm.hear();
    voice.read(place);
    saves?.follow(place);
    if (place.querySelector("[data-over]")) drafts.clear();
  });
  const clock = new Clock(screen, words, say);
  const answering = new Answering(screen, words, voteOf);
  enhance(screen, words);
  mine.lay(screen);
  answering.show(screen);
  const floats = new Floats(screen.querySelector("[data-floats]"));
  const signposts = new Signposts(screen);
  const alarm = new Alarm(screen);
  for (const place of screen.querySelectorAll("[data-live]")) voice.know(place);
  rollFigures(screen);
  const writing = screen.querySelector("form[data-saves]");
  const saves =
    writing &&
    new Saves(writing, words, {
      say,
      saved: () => drafts.forget(writing),
    });
  const drafts = new Drafts(screen, (field) =>
    field.form === writing ? saves.base[field.name] : field.defaultValue,
  );

  const refuse = (form, why) => {
    answer(form, why, true);
    voice.say(why);
  };
  const giveBack = (form, why) => {
    if (form) drafts.keep([...form.elements]);
    refuse(form, why);
  };
  new Outbox(screen, new Device(screen, reload), {
    taken: (form) => drafts.forget(form),
    done({ mine: more, say }, entry, form) {
      mine.add(more);
      mine.lay(screen);
      signposts.show();
      answer(form, entry.vote ? "" : (say ?? ""));
      const isRead = entry.vote && form && answering.arrived(form.dataset.vote, form, say);
      if (!isRead) voice.say(say);
    },
    waits({ vote, lasts }, form) {
      // After a reload the form is empty, and what it waits with stands in it again.
      if (vote && form && !isTouched(form)) fill(form, vote.value);
      answer(form, lasts ? words.tries : words.kept);
    },
    late: (_entry, form) => giveBack(form, words.late),
    // Of a page that is no longer right the server says so in a page, which is not for here.
    refused: (why, _entry, form) => giveBack(form, why ?? words.changed),
    isOfAnother: (form) => refuse(form, words.other),
  });
  addEventListener("submit", ({ defaultPrevented }) => {
    if (!defaultPrevented) leftAt = Date.now();
  });
  new Line(
    screen.dataset.screen,
    screen.dataset.ticket,
    {
      parts(fresh) {
        parts.take(fresh);
        // Of a meeting that was called off a page is left that says so, without forms.
        if (fresh.gone) reload();
      },
      time: (offset) => (clock.time = offset),
      up: (is) => showLine(screen, words, is),
      gestures: (counts) => floats.show(counts),
      reload,
    },
    "rests" in screen.dataset,
  );
  pauseButton(screen, words, parts);
  sendSigns(screen);
  listenToKeys(screen);
  if (screen.querySelector("[data-over]")) drafts.clear();
  drafts.bringBack();
  answering.show(screen);
  if (writing) saves.bringBack(drafts.waiting(writing.parentElement));
}

// What somebody types before coming in.
export function keepTyped(page) {
  new Drafts(outside(page), ({ defaultValue }) => defaultValue).bringBack();
}

// Forms that a script makes easier, once each.
function enhance(root, words) {
  for (const form of root.querySelectorAll("form[data-kind]")) {
    if (ready.has(form)) continue;
    ready.add(form);
    ENHANCED[form.dataset.kind]?.(form, words);
  }
}

// What became of a form, in a line of its own at its end.
function answer(form, text, isWrong = false) {
  if (!form) return;
  const line = form.querySelector("[data-answer]") ?? document.createElement("p");
  line.dataset.answer = "yes"; // stays while the question does
  line.className = isWrong ? "problem" : "quiet small";
  line.textContent = text;
  if (text) form.append(line);
  else line.remove();
}

function showLine(screen, words, isUp) {
  /** @type {HTMLElement | null} */
  const line = document.querySelector("[data-line]");
  if (!line) return;
  line.hidden = false;
  line.textContent = isUp ? words.up : words.down;
  line.classList.toggle("line--down", !isUp);
  screen.querySelector("[data-offline]").hidden = isUp;
}

function pauseButton(screen, words, parts) {
  const button = screen.querySelector("[data-pause]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    parts.pause(!parts.isPaused);
    button.textContent = parts.isPaused ? words.resume : words.pause;
  });
}

// The page makes a new ticket, or leads to where this person is now. Not again and again, and not
// while a form without `data-send` gets a page of its own as its answer: that would be lost.
function reload() {
  const last = Number(recall("sessionStorage", RELOADED));
  if (Date.now() - Math.max(last, leftAt) < PATIENCE) return;
  const isKnown = remember("sessionStorage", RELOADED, String(Date.now()));
  if (isKnown || performance.now() > PATIENCE) location.reload();
}
