// The list of municipalities follows what is typed above it; without scripts its form does that.
import { plain } from "../../../site/assets/js/search.js";

export function narrow(form) {
  const input = form.querySelector("input[name=name]");
  const places = [...document.querySelectorAll(".place")].map((place) => {
    const name = place.querySelector("a")?.firstChild?.textContent ?? "";
    return { place, name: ` ${plain(name)}` };
  });
  const groups = [...document.querySelectorAll(".places__part")];
  const none = document.querySelector("[data-none]");
  let saying = 0;

  // Said after a pause, so that a reader is not interrupted at every letter.
  const say = (count) => {
    clearTimeout(saying);
    saying = setTimeout(() => {
      const { foundOne, foundMany } = form.dataset;
      const words = count === 1 ? foundOne : foundMany.replace("{n}", String(count));
      form.querySelector("[role=status]").textContent = words;
    }, 400);
  };

  input.addEventListener("input", () => {
    const wanted = ` ${plain(input.value)}`;
    for (const { place, name } of places) place.toggleAttribute("hidden", !name.includes(wanted));
    for (const group of groups) {
      group.toggleAttribute("hidden", !group.querySelector(".place:not([hidden])"));
      if (group.matches("details")) group.toggleAttribute("open", wanted !== " ");
    }
    const count = places.filter(({ place }) => !place.hasAttribute("hidden")).length;
    none?.toggleAttribute("hidden", count > 0);
    say(count);
  });
}
