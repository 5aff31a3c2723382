// Figures that grow: a number of `data-rolls` goes to its new value in half a second, as the bar
// beside it does. At once for who prefers no motion.
const LASTS = 500;
const NUMBER = /^\s*(\d+)(\s?%?)\s*$/;
const shown = new WeakMap();
const rolling = new WeakMap();

export function rollFigures(place) {
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  for (const element of place.querySelectorAll("[data-rolls]")) {
    cancelAnimationFrame(rolling.get(element));
    const [, digits, unit] = element.textContent.match(NUMBER) ?? [];
    const goal = digits === undefined ? undefined : Number(digits);
    const from = shown.get(element);
    shown.set(element, goal);
    if (isStill || goal === undefined || from === undefined || from === goal) continue;
    roll(element, { from, goal, unit, start: performance.now() });
  }
}

function roll(element, course) {
  const step = (now) => {
    const part = Math.min(1, Math.max(0, (now - course.start) / LASTS));
    const value = Math.round(course.from + (course.goal - course.from) * part);
    element.textContent = `${value}${course.unit}`;
    if (part < 1) rolling.set(element, requestAnimationFrame(step));
  };
  step(course.start);
}
