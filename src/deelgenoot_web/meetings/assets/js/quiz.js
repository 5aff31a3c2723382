// Says of a quiz whether one's own answer was right, where this page still knows it: once a question is
// closed, nobody else does.
export function tellOwn(root, voteOf) {
  for (const place of root.querySelectorAll("[data-own-answer]")) {
    const vote = voteOf(place.dataset.ownAnswer);
    place.hidden = vote === undefined || vote === null;
    if (place.hidden) continue;
    const { right, options, all } = JSON.parse(place.dataset.quiz);
    const own = [vote].flat();
    const isRight = all ? own.join() === right.join() : right.includes(own[0]);
    place.querySelector("[data-own-what]").textContent = own
      .map((one) => options?.[one] ?? one)
      .join(", ");
    place.querySelector("[data-own-right]").hidden = !isRight;
    place.querySelector("[data-own-wrong]").hidden = isRight;
  }
}
