// What every page loads. Everything works without it; it makes some things quicker.
import { printOpen } from "./print.js";
import { searchByKeys } from "./search.js";
import { fillIn } from "./workbench.js";

document.querySelectorAll("form.search[data-names]").forEach(searchByKeys);

// A switch sends its form; without script the form has a button.
document.querySelectorAll("[data-sends]").forEach((box) => {
  box.addEventListener("change", () => box.form?.requestSubmit());
});

// A chart is a drawing until somebody asks for more: only then is the machinery fetched.
document.querySelectorAll("button[data-spec]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const { makeInteractive } = await import("./chart.js");
      const figure = button.closest("figure");
      await makeInteractive(figure.querySelector(".figure__drawing"), button.dataset.spec);
      button.remove();
    } catch {
      button.replaceWith(document.createTextNode(button.dataset.failed));
    }
  });
});

// A button that prints can only work with a script: without one it is not there.
document.querySelectorAll("[data-prints]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});

document.querySelectorAll("[data-waits]").forEach(fillIn);

printOpen();
