// The bars on top that say where to be now, and what the organiser says. They stay in sight while
// the page is scrolled, are off while what they lead to is in sight, and stand in the title of the tab.
//   data-here="groups"       on the bars: where this page is itself, so nothing leads there
//   data-to="groups"         on a bar: where it leads
//   data-plan="3-17"         on the bar to the talks: which plan; data-own-plan: that of this page
//   data-title="Naar uw groep"  on anything in sight: what comes before the title
//   data-read                on a button of a message: it has been read on this device
import { keepFocus } from "./focus.js";
import { recall, remember } from "./memory.js";

const READ = "deelgenoot-read";

// Whether a bar leads away from this page; anything that is no bar does.
export const leadsAway = (element) => {
  const here = element.closest("[data-here]")?.dataset.here.split(" ") ?? [];
  return !here.includes(element.dataset.to) || element.matches(".signposts--anew [data-plan]");
};

export class Signposts {
  constructor(screen) {
    this.screen = screen;
    this.title = document.title;
    this.bars = screen.querySelector("[data-here]");
    // Its last line at the edge of the screen is not enough to be asked.
    this.watch = new IntersectionObserver(
      (seen) => this.bars.classList.toggle("signposts--there", seen.at(-1)?.isIntersecting),
      { rootMargin: "-30% 0px" },
    );
    this.bars?.addEventListener("click", ({ target }) => {
      const message = target.closest("[data-read]")?.closest("[id]");
      if (!message) return;
      remember("sessionStorage", READ, JSON.stringify([...read(), message.id]));
      keepFocus(this.bars, () => this.show());
    });
    this.show();
  }

  show() {
    const plan = this.bars?.querySelector("[data-plan]")?.dataset.plan;
    const own = document.querySelector("[data-own-plan]")?.getAttribute("data-own-plan");
    this.bars?.classList.toggle("signposts--anew", Boolean(plan && own != null && plan !== own));
    for (const button of this.bars?.querySelectorAll("[data-read]") ?? []) {
      button.hidden = false;
      const message = button.closest("[id]");
      message.hidden = read().includes(message.id);
    }
    const news = [...this.screen.querySelectorAll("[data-title]")].find(
      (element) => !element.closest("[hidden]") && leadsAway(element),
    );
    const title = news ? `${news.dataset.title.trim()} · ${this.title}` : this.title;
    if (document.title !== title) document.title = title;
    this.follow();
  }

  // The question on this page that a bar leads to.
  follow() {
    const bar = this.bars?.querySelector("[data-to=question]");
    const isHere = bar && new URL(bar.href).pathname === location.pathname;
    const place = isHere ? document.querySelector(bar.hash)?.closest("section") : undefined;
    if (place === this.place) return;
    this.watch.disconnect();
    this.place = place;
    this.bars.classList.remove("signposts--there");
    if (place) this.watch.observe(place);
  }
}

const read = () => JSON.parse(recall("sessionStorage", READ) ?? "[]");
