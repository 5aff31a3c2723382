// Who goes by keys stays where they were, also when `change` hides or takes away what had the focus:
// on the next button of the same form, or else on the part of the page around it; where nothing is
// left of that, at the top.
export function keepFocus(root, change) {
  const had = document.activeElement;
  const form = had?.closest("form");
  const around = [
    had?.closest("[data-live]"),
    had?.closest("section"),
    document.querySelector("h1"),
  ];
  const isOurs = had !== document.body && root.contains(had);
  change();
  const isElsewhere = ![had, document.body].includes(document.activeElement);
  if (!isOurs || isElsewhere || isVisible(had)) return;
  const button = [...(form?.querySelectorAll("button") ?? [])].find(isVisible);
  const place = /** @type {HTMLElement | undefined} */ (
    around.find((one) => one && isVisible(one))
  );
  if (!button) place?.setAttribute("tabindex", "-1");
  (button ?? place)?.focus({ preventScroll: true });
}

const isVisible = (element) => element.isConnected && element.getClientRects().length > 0;
