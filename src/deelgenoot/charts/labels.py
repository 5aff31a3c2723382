"""Names on a map: beside their mark where there is room, else further off with a line to it."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_SIGN = 0.5  # width of a sign as a part of its size, for Source Sans 3 at 600
_RINGS = (0, 24, 48, 80, 120, 170, 230, 300)
_DIRECTIONS = 16
_STEPS = 60

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class LabelBox:
    """A rectangle with its edges."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "LabelBox") -> bool:
        """Tell whether the two overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other: "LabelBox") -> bool:
        """Tell whether this lies wholly inside `other`."""
        return (
            self.left >= other.left
            and self.top >= other.top
            and self.right <= other.right
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True, slots=True)
class Label:
    """A name with its box, and where its line begins and ends when it stands off its mark."""

    name: str
    box: LabelBox
    line: tuple[Point, Point] | None


def spread_out(points: Sequence[Point], room: float) -> tuple[Point, ...]:
    """Push points apart until `room` lies between any two, each moved as little as needed."""
    places = [list(point) for point in points]
    for _ in range(_STEPS):
        has_moved = False
        for at, first in enumerate(places):
            for second in places[at + 1 :]:
                has_moved = _push_apart(first, second, room) or has_moved
        if not has_moved:
            break
    return tuple((x, y) for x, y in places)


def _push_apart(first: list[float], second: list[float], room: float) -> bool:
    dx, dy = second[0] - first[0], second[1] - first[1]
    away = math.hypot(dx, dy)
    if away >= room:
        return False
    # Two on one spot part sideways, the first to the left.
    along, up = (dx / away, dy / away) if away else (1.0, 0.0)
    push = (room - away) / 2 + 0.01
    first[0], first[1] = first[0] - along * push, first[1] - up * push
    second[0], second[1] = second[0] + along * push, second[1] + up * push
    return True


def place_labels(
    marks: Sequence[tuple[str, Point]], size: float, mark: float, frame: LabelBox
) -> tuple[Label, ...]:
    """Place a label of this size at every mark (name, point) that has room inside the frame.

    Those with the nearest neighbours choose first; no label covers another or a mark.
    """
    boxes = [_around(point, mark) for _, point in marks]
    label_of: dict[int, Label] = {}
    for at in sorted(range(len(marks)), key=lambda one: (_nearest(marks, one), marks[one][0])):
        name, point = marks[at]
        for label in _candidates(name, point, size, mark):
            others = [label.box.meets(box) for k, box in enumerate(boxes) if k != at]
            if label.box.within(frame) and not any(others):
                label_of[at] = label
                boxes.append(label.box)
                break
    return tuple(label_of[at] for at in sorted(label_of))


def place_label(
    mark: tuple[str, Point], besides: Sequence[LabelBox], size: float, room: float, frame: LabelBox
) -> Label | None:
    """Place the label of one mark, `room` from its middle, where it covers nothing of `besides`."""
    for label in _candidates(*mark, size, room):
        if label.box.within(frame) and not any(label.box.meets(box) for box in besides):
            return label
    return None


def _nearest(marks: Sequence[tuple[str, Point]], at: int) -> float:
    here = marks[at][1]
    return min((math.dist(here, point) for k, (_, point) in enumerate(marks) if k != at), default=0)


def _around(point: Point, half: float) -> LabelBox:
    return LabelBox(point[0] - half, point[1] - half, point[0] + half, point[1] + half)


def _candidates(name: str, point: Point, size: float, mark: float) -> Iterator[Label]:
    """Try right, left, above and below first; then ever wider rings, with a line."""
    width, height = len(name) * size * _SIGN, size
    x, y = point
    gap = mark + size / 4
    for left, top in (
        (x + gap, y - height / 2),
        (x - gap - width, y - height / 2),
        (x - width / 2, y - gap - height),
        (x - width / 2, y + gap),
    ):
        yield Label(name, LabelBox(left, top, left + width, top + height), None)
    for ring in _RINGS[1:]:
        for turn in range(_DIRECTIONS):
            angle = turn * math.tau / _DIRECTIONS
            yield _off(name, (width, height), _ray(point, angle, mark, mark + ring), angle)


def _ray(point: Point, angle: float, start: float, end: float) -> tuple[Point, Point]:
    """Make a line from `start` to `end` units from a point, in this direction."""
    x, y = point
    along, up = math.cos(angle), -math.sin(angle)
    return (x + along * start, y + up * start), (x + along * end, y + up * end)


def _off(name: str, size: Point, line: tuple[Point, Point], angle: float) -> Label:
    """Place a label so that the line from its mark meets the nearest edge."""
    along, up = math.cos(angle), -math.sin(angle)
    left = line[1][0] - size[0] * (1 - along) / 2
    top = line[1][1] - size[1] * (1 - up) / 2
    return Label(name, LabelBox(left, top, left + size[0], top + size[1]), line)
