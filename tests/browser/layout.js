// Finds what a visitor would call broken on the page as wide as it is now; layout.py runs this.
window.layout = (() => {
  const SLACK = 2;
  // A column up to this wide may be there for the space in it.
  const NARROW = 40;
  // Between these a browser may end a line; what stands between two of them is to stay whole.
  const WORD = /[^\s\u00ad\u200b\-‐–—/]{2,}/g;
  // An address is no word: it is broken wherever it must be.
  const ADDRESS = /\S*(:\/\/|@|\.[a-z]+\/)\S*/g;
  // A line of text is taller than its letters: this part of it, above and below, is empty.
  const ABOVE = 0.22,
    BELOW = 0.16;
  const EVERYWHERE = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };

  const HIDDEN = { opacityProperty: true, visibilityProperty: true };

  const name = (tag) =>
    tag.localName +
    [...tag.classList]
      .slice(0, 2)
      .map((one) => `.${one}`)
      .join("");
  const path = (tag) =>
    [tag.parentElement?.parentElement, tag.parentElement, tag]
      .filter(Boolean)
      .map(name)
      .join(" > ");
  const short = (text) => `«${text.trim().replace(/\s+/g, " ").slice(0, 40)}»`;
  const both = (a, b) => ({
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  });
  const wide = (box) => box.right - box.left;
  const tall = (box) => box.bottom - box.top;

  function linesOf(node) {
    const tag = node.parentElement;
    // Chromium gives such text the width that it would have without being fitted to a length.
    if (tag instanceof SVGTextElement && tag.hasAttribute("textLength"))
      return [tag.getBoundingClientRect()];
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter((one) => one.width > 0.5 && one.height > 0.5);
  }

  // What an element lets be seen of the text in it: `seen` now, `kept` also after a visitor scrolled.
  // Not `isShown`: it is there for who listens. `floats`: it stands over other text on purpose.
  function framed(frames, tag) {
    if (!tag) return { seen: EVERYWHERE, kept: { ...EVERYWHERE, left: -scrollX }, isShown: true };
    if (frames.has(tag)) return frames.get(tag);
    const style = getComputedStyle(tag);
    // Only where it is placed from does an element clip one that is placed.
    const isPlaced = /absolute|fixed/.test(style.position) && tag.offsetParent !== undefined;
    const frame = { ...framed(frames, isPlaced ? tag.offsetParent : tag.parentElement) };
    frame.floats ||= /sticky|fixed/.test(style.position);
    frame.isShown &&= style.clipPath === "none";
    const clips = { x: style.overflowX !== "visible", y: style.overflowY !== "visible" };
    // What the root or the body clips, the window scrolls to.
    if ((clips.x || clips.y) && tag !== document.documentElement && tag !== document.body) {
      const box = tag.getBoundingClientRect();
      const cut = {
        ...EVERYWHERE,
        ...(clips.x && { left: box.left, right: box.right }),
        ...(clips.y && { top: box.top, bottom: box.bottom }),
      };
      const scrolls = /auto|scroll/.test(style.overflowX + style.overflowY);
      frame.seen = both(frame.seen, cut);
      frame.kept = scrolls ? EVERYWHERE : both(frame.kept, cut);
      frame.isShown &&= wide(box) > 1 && tall(box) > 1;
    }
    frames.set(tag, frame);
    return frame;
  }

  function texts() {
    const frames = new Map(),
      found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const tag = node.parentElement;
      if (!node.data.trim() || !tag.checkVisibility(HIDDEN)) continue;
      const frame = framed(frames, tag);
      // Chromium gives text of a drawing a place also where it is not drawn, but its element no size.
      const isDrawn = !(tag instanceof SVGElement) || tag.getBoundingClientRect().width > 0;
      if (!frame.isShown || !isDrawn) continue;
      const lines = linesOf(node);
      if (lines.length) found.push({ node, tag, frame, lines });
    }
    return found;
  }

  function broken({ node, tag, lines }) {
    if (lines.length < 2) return [];
    const range = document.createRange();
    const at = (index) => {
      range.setStart(node, index);
      range.setEnd(node, index + 1);
      return range.getBoundingClientRect();
    };
    const words = node.data.replace(ADDRESS, (one) => " ".repeat(one.length));
    return [...words.matchAll(WORD)]
      .filter(({ 0: word, index }) => at(index + word.length - 1).top >= at(index).bottom - SLACK)
      .map(([word]) => `a word is broken: ${short(word)} in ${path(tag)}`);
  }

  function cut({ node, tag, frame: { kept }, lines }) {
    const past = lines.flatMap((line) => [
      kept.left - line.left,
      line.right - kept.right,
      kept.top - (line.top + ABOVE * line.height),
      line.bottom - BELOW * line.height - kept.bottom,
    ]);
    const most = Math.max(...past);
    if (most <= SLACK) return [];
    return [`text is cut off: ${short(node.data)} in ${path(tag)}, ${Math.round(most)} px`];
  }

  function overlaps(all) {
    const inks = all
      .filter(({ frame }) => !frame.floats)
      .flatMap(({ node, tag, frame, lines }) =>
        lines
          .map((line) =>
            both(frame.seen, {
              left: line.left,
              right: line.right,
              top: line.top + ABOVE * line.height,
              bottom: line.bottom - BELOW * line.height,
            }),
          )
          .filter((box) => wide(box) > SLACK && tall(box) > SLACK)
          .map((box) => ({ node, tag, box })),
      );
    inks.sort((a, b) => a.box.top - b.box.top);
    const found = [];
    inks.forEach((one, index) => {
      for (let next = index + 1; inks[next]?.box.top < one.box.bottom - SLACK; next += 1) {
        const other = inks[next],
          shared = both(one.box, other.box);
        if (one.tag !== other.tag && wide(shared) > SLACK && tall(shared) > SLACK) {
          const [first, second] = [one, other].map(
            (ink) => `${short(ink.node.data)} in ${path(ink.tag)}`,
          );
          const size = `${Math.round(wide(shared))} by ${Math.round(tall(shared))} px`;
          found.push(`texts overlap: ${first} and ${second}, ${size}`);
        }
      }
    });
    return found;
  }

  // The boxes of what stands in a grid; bare text is in a box too.
  const inFlow = (grid) =>
    [...grid.childNodes].flatMap((child) => {
      if (child.nodeType === Node.TEXT_NODE) return linesOf(child);
      if (child.nodeType !== Node.ELEMENT_NODE) return [];
      const style = getComputedStyle(child);
      if (style.display === "contents") return inFlow(child);
      return /absolute|fixed/.test(style.position) ? [] : [child.getBoundingClientRect()];
    });

  function empty(grid) {
    const style = getComputedStyle(grid);
    // A list may end before its row does.
    if (/^[ou]l$/.test(grid.localName) || !style.display.endsWith("grid")) return [];
    const tracks = style.gridTemplateColumns.match(/[\d.]+px/g) ?? [];
    if (tracks.length < 2 || !grid.checkVisibility()) return [];
    const boxes = inFlow(grid),
      gap = parseFloat(style.columnGap) || 0;
    const padding = parseFloat(style.borderLeftWidth) + parseFloat(style.paddingLeft);
    let left = grid.getBoundingClientRect().left + padding;
    return tracks.map(parseFloat).flatMap((width, index) => {
      const track = { ...EVERYWHERE, left, right: left + width };
      left = track.right + gap;
      const isUsed = boxes.some((box) => wide(both(box, track)) > 1);
      if (width <= NARROW || isUsed) return [];
      return [
        `column ${index + 1} of ${tracks.length} is empty: ${path(grid)}, ${Math.round(width)} px`,
      ];
    });
  }

  // What sticks out of the page; inside a part that scrolls by itself nothing does.
  function sideways() {
    const root = document.documentElement,
      room = root.clientWidth;
    if (root.scrollWidth <= room) return [];
    const scrolls = (tag) =>
      tag.parentElement &&
      tag.parentElement !== document.body &&
      (getComputedStyle(tag.parentElement).overflowX !== "visible" || scrolls(tag.parentElement));
    const found = [...document.querySelectorAll("body *")].filter(
      (tag) => tag.getBoundingClientRect().right > room + 0.5 && !scrolls(tag),
    );
    return (found.length ? found : [document.body]).map(
      (tag) => `the page scrolls sideways, ${root.scrollWidth} px: ${path(tag)} sticks out`,
    );
  }

  function faults() {
    for (const one of document.getAnimations()) one.finish();
    const all = texts();
    return [
      ...new Set([
        ...sideways(),
        ...all.flatMap(broken),
        ...all.flatMap(cut),
        ...overlaps(all),
        ...[...document.querySelectorAll("body *")].flatMap(empty),
      ]),
    ];
  }

  return { faults, sideways };
})();
