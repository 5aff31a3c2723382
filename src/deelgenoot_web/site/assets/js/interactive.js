// A chart is a drawing until somebody asks for more: only then is the machinery fetched. A page may
// hold sixty drawings behind one button, so each changes when it is a screen away or nearer.
export function offerInteraction(button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    const drawings = button
      .closest(button.dataset.within)
      .querySelectorAll("[data-spec], [data-points]");
    try {
      await inView(drawings, makeInteractive);
      say(button, button.dataset.hint);
    } catch {
      say(button, button.dataset.failed);
    }
  });
}

async function makeInteractive(drawing) {
  if (drawing.dataset.spec) await (await import("./chart.js")).draw(drawing);
  else (await import("./pointing.js")).pointAt(drawing);
}

// Done when the first is.
function inView(drawings, make) {
  return new Promise((done, failed) => {
    const watching = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (!isIntersecting) continue;
          watching.unobserve(target);
          make(target).then(done, failed);
        }
      },
      { rootMargin: "100% 0px" },
    );
    for (const drawing of drawings) watching.observe(drawing);
  });
}

// The button had the focus: what comes in its place takes it over, and is read out.
function say(button, words) {
  const said = document.createElement("p");
  said.className = "figure__said quiet small";
  said.tabIndex = -1;
  said.textContent = words;
  button.replaceWith(said);
  said.focus({ preventScroll: true });
}
