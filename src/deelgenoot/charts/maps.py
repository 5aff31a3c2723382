"""Where? One drawing of all areas, painted when it is served: by cluster, or by figure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from itertools import pairwise

import msgspec

from deelgenoot.charts.dotline import DotLine
from deelgenoot.charts.figures import Base, ClusterMembers, PointerText, says_attribute
from deelgenoot.charts.labels import Label, LabelBox, place_label, place_labels, spread_out
from deelgenoot.charts.phrases import phrase
from deelgenoot.charts.shapes import shape, short

MARK = 15  # half the width of a mark, in units of the map
_ROOM = 29  # units between the middles of two marks
_CROWD = 120
"""With more marks than this none is pushed aside: each is small and stands where it belongs."""
_SMALL = 0.55
WIDE, NARROW = 32, 44
"""Size of a name in units: 14.5 px on a map that is shown 450 px wide, and on one of 328 px."""

Place = tuple[int, int]


class Outlines(msgspec.Struct, frozen=True):
    """A path per area, and a place inside it; whole units from the top left corner."""

    width: int
    height: int
    paths: dict[str, str]
    middles: dict[str, Place]


class Atlas(msgspec.Struct, frozen=True):
    """The map of one study."""

    outlines: Outlines
    between: tuple[str, ...]
    """Areas of the selection that lie between two clusters."""
    classes: dict[str, tuple[float, ...]]
    """Per indicator the upper limits of all classes but the last."""


@dataclass(frozen=True, slots=True)
class FigureClass:
    """A class of a map: its CSS name (`q1` is the lowest, `q0` has no figure), range and size."""

    css: str
    range: str
    n: int


@dataclass(frozen=True, slots=True)
class MapFocus:
    """Where the eye goes on a map: areas that step back, and one that gets a ring and its name."""

    still: frozenset[str] = frozenset()
    pin: str = ""


@dataclass(frozen=True)
class PaintedMap:
    """A map as it is served; `name` begins every id in it, so that a page may hold two."""

    atlas: Atlas
    base: Base
    name: str = "map"
    says: Mapping[str, PointerText] = field(default_factory=dict)
    """Per area what it says to a reader who points at it, where that goes with the map."""
    chart: str = ""
    """By what name a page finds what its areas say; nothing where that goes with the map."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Per area that has a page the address of it."""
    focus: MapFocus = MapFocus()

    def by_cluster(self, language: str) -> str:
        """Paint every area of the selection in the colour of its cluster, striped between two."""
        inside = "".join(self._group(group) for group in self.base.groups)
        marks = self._marks(self.base.groups)
        sentence = cluster_sentence(self.base, language)
        stripes = "".join(_stripes(self.name, group.letter) for group in self.base.groups)
        ground = self._ground(self.base.selected)
        inside += marks + self._pin()
        return self._root(f"<defs>{stripes}</defs>{ground}{inside}", sentence, "by-cluster")

    def members(self, group: ClusterMembers, language: str) -> str:
        """Paint one cluster in its colour with names, the rest of the selection in grey."""
        others = [code for code in self.base.selected if code not in group.members]
        paths = self._paths(others)
        inside = f'<g class="others">{paths}</g>{self._group(group)}'
        sentence = members_sentence(self.base, group, language)
        stripes = f"<defs>{_stripes(self.name, group.letter)}</defs>"
        ground = self._ground(self.base.selected)
        marks = self._marks([group])
        names = self._names(group, WIDE, "wide") + self._names(group, NARROW, "narrow")
        return self._root(f"{stripes}{ground}{inside}{marks}{names}", sentence, "by-members")

    def present(self, codes: Collection[str], language: str) -> str:
        """Paint the areas of the selection that are there in their cluster, the rest in grey."""
        here = [code for code in self.base.selected if code in codes]
        groups = [
            msgspec.structs.replace(
                group, members=tuple(code for code in group.members if code in here)
            )
            for group in self.base.groups
        ]
        others = self._paths(code for code in self.base.selected if code not in here)
        stripes = "".join(_stripes(self.name, group.letter) for group in groups)
        inside = "".join(self._group(group) for group in groups)
        sentence = phrase("present_map", language, n=len(here), all=len(self.base.selected))
        return self._root(
            f"<defs>{stripes}</defs>{self._ground(self.base.selected)}"
            f'<g class="others">{others}</g>{inside}{self._marks(groups)}',
            sentence,
            "by-present",
        )

    def by_figure(self, line: DotLine, language: str, pin_codes: Sequence[str] = ()) -> str:
        """Paint five classes from low to high in one hue; an area without a figure is open."""
        classes = {name: codes for name, codes in self._classes(line).items() if codes}
        inside = "".join(
            f'<g class="{name}">{self._paths(codes)}</g>' for name, codes in classes.items()
        )
        middles = self.atlas.outlines.middles
        pins = "".join(_ring(middles[code], MARK + 3) for code in pin_codes)
        n_classes = len(classes.keys() - {"q0"})
        sentence = figure_sentence(line, n_classes, len(self.base.areas), language)
        return self._root(inside + pins, sentence, "by-figure")

    def legend(self, line: DotLine, language: str) -> tuple[FigureClass, ...]:
        """List the classes of `by_figure` from low to high, with those without a figure last."""
        limits = self.atlas.classes[line.subject.id]
        texts = [line.subject.text_of(one, language) for one in limits]
        ranges = [
            phrase("and_less", language, high=texts[0]),
            *(phrase("range", language, low=low, high=high) for low, high in pairwise(texts)),
            phrase("and_more", language, low=texts[-1]),
            phrase("no_figure", language),
        ]
        counts = self._classes(line)
        names = [*(f"q{at}" for at in range(1, len(ranges))), "q0"]
        return tuple(
            FigureClass(name, text, len(counts[name]))
            for name, text in zip(names, ranges, strict=True)
            if counts[name]
        )

    def cluster_texts(self, language: str) -> dict[str, PointerText]:
        """Say of every area in which cluster it is, or that it is outside the selection."""
        outside = phrase("outside", language)
        texts = {code: (name, outside) for code, name in self.base.areas.items()}
        for group in self.base.groups:
            cluster = group.name.in_language(language)
            between = phrase("between", language, cluster=cluster)
            for code in group.members:
                is_between = code in self.atlas.between
                texts[code] = (self.base.areas[code], between if is_between else cluster)
        return texts

    def figure_texts(self, line: DotLine, language: str) -> dict[str, PointerText]:
        """Say of every area its figure."""
        none = phrase("no_figure", language)
        return {
            code: (name, line.subject.text_of(line.values[code], language))
            if code in line.values
            else (name, none)
            for code, name in self.base.areas.items()
        }

    def labels(self, group: ClusterMembers, size: int) -> tuple[Label, ...]:
        """Place the names of its members, at the size that a narrow or a wide map asks for."""
        outlines = self.atlas.outlines
        frame = LabelBox(0, 0, outlines.width, outlines.height)
        marks = [(self.base.areas[code], self.middles[code]) for code in sorted(group.members)]
        return place_labels(marks, size, MARK + 2, frame)

    @cached_property
    def middles(self) -> dict[str, tuple[float, float]]:
        """Where the marks of the selection stand, pushed apart where they would overlap."""
        codes = self.base.selected
        places = [self.atlas.outlines.middles[code] for code in codes]
        if self._is_crowded:
            return {code: (float(x), float(y)) for code, (x, y) in zip(codes, places, strict=True)}
        return dict(zip(codes, spread_out(places, _ROOM), strict=True))

    # --- parts ---

    @property
    def _is_crowded(self) -> bool:
        return len(self.base.selected) > _CROWD

    def _classes(self, line: DotLine) -> dict[str, list[str]]:
        limits = self.atlas.classes[line.subject.id]
        codes_of: dict[str, list[str]] = {f"q{at}": [] for at in range(len(limits) + 2)}
        for code in self.base.areas:
            value = line.values.get(code)
            codes_of["q0" if value is None else f"q{class_of(value, limits)}"].append(code)
        return codes_of

    def _root(self, inside: str, sentence: str, css: str) -> str:
        size = f"0 0 {self.atlas.outlines.width} {self.atlas.outlines.height}"
        chart = f' data-chart="{self.chart}"' if self.chart else ""
        return (
            f'<svg class="chart map {css}" xmlns="http://www.w3.org/2000/svg" viewBox="{size}" '
            f'role="img"{chart} aria-label="{escape(sentence)}">{inside}</svg>'
        )

    def _paths(self, codes: Iterable[str]) -> str:
        return "".join(self._path(code) for code in codes)

    def _path(self, code: str, fill: str = "") -> str:
        says = says_attribute(self.says.get(code))
        look = fill or self._step_back(code)
        path = f'<path data-gm="{code}"{says}{look} d="{self.atlas.outlines.paths[code]}"/>'
        return self._link(code, path)

    def _link(self, code: str, mark: str) -> str:
        """Lead from a mark to the page of its area; the list beside the map is for the keys."""
        if code not in self.links:
            return mark
        name, address = (escape(text) for text in (self.base.areas[code], self.links[code]))
        return f'<a href="{address}" aria-label="{name}" tabindex="-1">{mark}</a>'

    def _step_back(self, code: str) -> str:
        return ' class="still"' if code in self.focus.still else ""

    def _pin(self) -> str:
        """Ring the area in focus, and name it."""
        code = self.focus.pin
        if not code:
            return ""
        outlines = self.atlas.outlines
        place = self.middles.get(code, outlines.middles[code])
        frame = LabelBox(0, 0, outlines.width, outlines.height)
        others = [
            LabelBox(x - MARK, y - MARK, x + MARK, y + MARK)
            for one, (x, y) in self.middles.items()
            if one != code
        ]
        names = []
        for css, size in (("wide", WIDE), ("narrow", NARROW)):
            label = place_label((self.base.areas[code], place), others, size, MARK + 14, frame)
            if label:
                names.append(f'<g class="g-names {css}">{_name(label, size)}</g>')
        return _ring(place, MARK + 9) + "".join(names)

    def _ground(self, besides: Collection[str]) -> str:
        """Paint everything outside the selection, under the rest."""
        rest = [code for code in self.base.areas if code not in set(besides)]
        return f'<g class="ground">{self._paths(rest)}</g>'

    def _group(self, group: ClusterMembers) -> str:
        """Paint the areas of a cluster; those between two clusters are striped."""
        stripes = f' fill="url(#{self.name}-stripe-{group.letter})" class="striped"'
        paths = "".join(
            self._path(code, stripes if code in self.atlas.between else "")
            for code in sorted(group.members)
        )
        return f'<g class="area c-{group.letter}">{paths}</g>'

    def _marks(self, groups: Iterable[ClusterMembers]) -> str:
        return "".join(
            f'<g class="marks c-{group.letter}">'
            + "".join(self._mark(code, group) for code in sorted(group.members))
            + "</g>"
            for group in groups
        )

    def _mark(self, code: str, group: ClusterMembers) -> str:
        """Shape and letter, so that the colour never stands alone."""
        x, y = self.middles[code]
        figure = shape(group.letter)
        down = short(letter_down(group.letter), 1)
        small = f" scale({short(_SMALL)})" if self._is_crowded else ""
        says = says_attribute(self.says.get(code)) or f' data-gm="{code}"'
        mark = (
            f"<g{says}{self._step_back(code)} "
            f'transform="translate({short(x, 0)} {short(y, 0)}){small}">'
            f"{figure.svg_element(MARK)}"
            f'<text y="{down}">{escape(group.letter)}</text></g>'
        )
        return self._link(code, mark)

    def _names(self, group: ClusterMembers, size: int, css: str) -> str:
        inside = "".join(_name(label, size) for label in self.labels(group, size))
        return f'<g class="g-names {css}">{inside}</g>'


def _ring(place: tuple[float, float], radius: int) -> str:
    x, y = (short(at, 0) for at in place)
    circle = f'cx="{x}" cy="{y}" r="{radius}"'
    return f'<circle class="pin halo" {circle}/><circle class="pin" {circle}/>'


def letter_down(letter: str) -> float:
    """Compute how far below the middle of a mark its letter stands."""
    return 5.6 + shape(letter).letter_at * MARK


def cluster_sentence(base: Base, language: str) -> str:
    """Describe the map of all clusters to a reader who does not see it."""
    return phrase("cluster_map", language, n=len(base.selected))


def members_sentence(base: Base, group: ClusterMembers, language: str) -> str:
    """Describe the map of one cluster to a reader who does not see it."""
    names = sorted(base.areas[code] for code in group.members)
    cluster = group.name.in_language(language)
    return phrase("members_map", language, n=len(names), cluster=cluster, names=", ".join(names))


def figure_sentence(line: DotLine, n_classes: int, n_areas: int, language: str) -> str:
    """Describe the map of one indicator to a reader who does not see it."""
    sentence = phrase("map_sentence", language, n=n_areas, k=n_classes)
    return f"{phrase('map_title', language, **line.subject.words(language))}. {sentence}"


def class_of(value: float, limits: Sequence[float]) -> int:
    """Find the class, from 1; a value on a limit belongs to the class above it."""
    return 1 + sum(value >= limit for limit in limits)


def _stripes(name: str, letter: str) -> str:
    return (
        f'<pattern id="{name}-stripe-{letter}" class="stripes c-{letter}" width="14" height="14" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="between" width="14" height="14"/><rect class="line" width="8" height="14"/>'
        "</pattern>"
    )


def _name(label: Label, size: int) -> str:
    """Write a name; a line leads to it when it stands off its mark."""
    box = label.box
    line = ""
    if label.line:
        (x0, y0), (x1, y1) = label.line
        line = f'<path d="M{short(x0, 0)} {short(y0, 0)}L{short(x1, 0)} {short(y1, 0)}"/>'
    place = f'x="{short(box.left, 0)}" y="{short(box.top + size * 0.8, 0)}"'
    return f"{line}<text {place}>{escape(label.name)}</text>"
