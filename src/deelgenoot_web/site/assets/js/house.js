// What every page loads. Everything works without it; it makes some things quicker.
import { keepOpen } from "./folding.js";
import { makePointable } from "./pointing.js";
import { printOpen } from "./print.js";
import { offerSharing } from "./share.js";
import { searchByKeys } from "./search.js";
import { narrow } from "../../../atlas/assets/js/narrowing.js";
import { followWriting } from "../../../editing/assets/js/editing.js";
import { tendKept } from "../../../editing/assets/js/kept.js";
import { keepDraft } from "../../../exchange/assets/js/keeping.js";
import { answerAtOnce, comeAgain } from "../../../workbench/assets/js/workbench.js";

/** @returns {NodeListOf<HTMLElement>} */
const marked = (selector) => document.querySelectorAll(selector);

for (const form of marked("form.search[data-names]")) searchByKeys(form);

// Who opens the box in the header wants to type in it.
for (const fold of marked(".header__find")) {
  fold.addEventListener(
    "toggle",
    () => fold.matches("[open]") && fold.querySelector("input")?.focus(),
  );
}

// A switch sends its form; without script the form has a button.
for (const box of marked("[data-sends]")) {
  box.addEventListener("change", () => box.closest("form")?.requestSubmit());
}

// A button that prints can only work with a script: without one it is not there.
for (const button of marked("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

for (const button of marked("[data-shares]")) offerSharing(button);

for (const form of marked("[data-narrows]")) narrow(form);

// Before a button is shown: what the workbench holds is compared with what comes.
for (const bench of marked("[data-bench]")) answerAtOnce(bench);
for (const waiting of marked("[data-reloads]")) comeAgain(waiting);

tendKept();
for (const writing of marked("[data-preview]")) followWriting(writing);
for (const form of document.forms) if (form.matches("[data-keeps]")) keepDraft(form);

makePointable(document);
if (document.querySelector(".parts")) keepOpen();

// A screen of a session that is on: only there its machinery is fetched.
const screen = document.querySelector("[data-screen]");
const outside = document.querySelector("[data-remembers]");
if (screen || outside)
  import("../../../meetings/assets/js/screen.js").then(({ start, keepTyped }) =>
    screen ? start(screen) : keepTyped(outside),
  );

printOpen();
