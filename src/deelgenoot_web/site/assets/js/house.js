// What every page loads. Everything works without it; it makes some things quicker.
import { offerInteraction } from "./interactive.js";
import { printOpen } from "./print.js";
import { searchByKeys } from "./search.js";
import { fillIn } from "./workbench.js";

document.querySelectorAll("form.search[data-names]").forEach(searchByKeys);

// A switch sends its form; without script the form has a button.
document.querySelectorAll("[data-sends]").forEach((box) => {
  box.addEventListener("change", () => box.form?.requestSubmit());
});

// A button that prints can only work with a script: without one it is not there.
document.querySelectorAll("[data-prints]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});

// Before a button is shown: what a page that is not finished holds is compared with what comes.
document.querySelectorAll("[data-waits]").forEach(fillIn);

document.querySelectorAll("button[data-within]").forEach(offerInteraction);

// A screen of a session that is on: only there its machinery is fetched.
const screen = document.querySelector("[data-screen]");
if (screen) import("./live/screen.js").then(({ start }) => start(screen));

printOpen();
