// Parts that somebody opened are open again after a reload, and on the way back to the page.
// Browsers open by themselves what an address leads to; this does it in those that do not.
const folds = () => [...document.querySelectorAll("main details")];

export function keepOpen() {
  const known = folds();
  const open = history.state?.open;
  if (open)
    for (const [at, fold] of known.entries()) fold.toggleAttribute("open", open.includes(at));
  reveal();
  addEventListener("hashchange", () => {
    reveal();
    remember();
  });
  document.querySelector("main")?.addEventListener("toggle", remember, true);
  followReader();
}

function reveal() {
  let fold = document.querySelector(":target")?.closest("details");
  while (fold) {
    fold.setAttribute("open", "");
    fold = fold.parentElement?.closest("details");
  }
}

function remember() {
  const open = folds().flatMap((fold, at) => (fold.hasAttribute("open") ? [at] : []));
  history.replaceState({ ...history.state, open }, "");
}

// The list says which part is being read.
function followReader() {
  /** @type {NodeListOf<HTMLElement>} */
  const anchors = document.querySelectorAll(".contents a");
  const links = new Map(
    [...anchors].map((link) => {
      const part = document.querySelector(link.getAttribute("href") ?? "")?.closest(".part");
      return [part, link];
    }),
  );
  const seen = new IntersectionObserver(
    (entries) => {
      const entry = entries.find((one) => one.isIntersecting);
      if (!entry) return;
      for (const [part, link] of links) {
        if (part !== entry.target) link.removeAttribute("aria-current");
        else {
          link.setAttribute("aria-current", "true");
          // On a phone the list is a strip: the part being read stands in sight.
          link.closest("ul")?.scrollTo({ left: link.offsetLeft - 24 });
        }
      }
    },
    { rootMargin: "-20% 0px -79% 0px" },
  );
  for (const part of links.keys()) if (part) seen.observe(part);
}
