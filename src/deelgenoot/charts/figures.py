"""What every chart has: a title, a sentence, a table, a scale, and places for one area's own mark.

A figure is plain numbers and words. At build time an Altair template draws it; when it is served
the marks of the areas that the page is about are placed on the same scale. Nothing here knows
Altair, vega or numpy.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import msgspec

from deelgenoot.charts.scale import Scale
from deelgenoot.words import Text, format_figure

Rows = list[dict[str, Any]]
PointerText = tuple[str, str]
"""A name and a text for a reader who points at a mark."""
# Labels are shaped for the narrowest screen: 320 px with margins of 16. Wider only gives room.
NARROWEST = 288
MARGIN = 4.0
"""Per cent of the width at both ends of an axis: room for a dot and for an arrow."""
_WIDTH_OF_A_SIGN = 6.6  # px, Source Sans 3 bold at 14.5 px, on the generous side


class ClusterMembers(msgspec.Struct, frozen=True):
    """A cluster as a chart needs it."""

    archetype: str
    letter: str
    name: Text
    members: tuple[str, ...]


class Base(msgspec.Struct, frozen=True):
    """What all charts of one study share."""

    areas: dict[str, str]
    """Name by code, every area there is."""
    selected: tuple[str, ...]
    groups: tuple[ClusterMembers, ...]

    def group(self, archetype: str) -> ClusterMembers:
        """Find the cluster with this archetype; KeyError if there is none."""
        return {group.archetype: group for group in self.groups}[archetype]


class Subject(msgspec.Struct, frozen=True):
    """The indicator that a chart is about."""

    id: str
    label: Text
    unit: str
    decimals: int | None
    year: Text
    assumed_year: bool

    def words(self, language: str) -> dict[str, str]:
        """Write its label and its year, as a title asks for them."""
        label, year = self.label.in_language(language), self.year.in_language(language)
        return {"label": label, "year": year}

    def text_of(self, value: float, language: str) -> str:
        """Write a figure as in a label, never more precise than its source."""
        return format_figure(value, self.unit, language, self.decimals)


@dataclass(frozen=True, slots=True)
class Mark:
    """An area whose own figure is to be placed; `filled` when the study had to fill it in."""

    code: str
    is_filled: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a chart, written as people write them; `note` says what the scale is."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Overlay:
    """What is placed on a drawn chart: SVG, and how many pixels it needs above the drawing."""

    svg: str = ""
    lift: int = 0


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring around the own area of a reader: where its middle is, and what the chart says of it.

    `x` is in per cent of the width, `y` in pixels from the top of the drawing.
    """

    x: float
    y: float
    words: str

    @property
    def svg(self) -> str:
        """The ring itself."""
        return f'<circle class="g-mine" cx="{self.x:.2f}%" cy="{self.y:g}" r="10"/>'


class Point(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A place on a chart that a reader may point at, and what is there.

    `x` is in per cent of the width, `y` in pixels from the top of the drawing.
    """

    x: float
    y: float
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What a template draws: values for its parameters, rows for its named datasets."""

    params: Mapping[str, float] = field(default_factory=dict)
    datasets: Mapping[str, Rows] = field(default_factory=dict)


class Figure(ABC):
    """One chart of one study; every family of charts has a class that does this."""

    @property
    @abstractmethod
    def height(self) -> int:
        """In pixels; the width is that of the page."""

    @property
    @abstractmethod
    def classes(self) -> str:
        """Its CSS classes: the family, and `c-T` for a chart of the cluster with letter T."""

    @property
    @abstractmethod
    def scales(self) -> Mapping[str, Scale]:
        """`x` and `y`, as far as it has them."""

    @abstractmethod
    def title(self, language: str) -> str:
        """Say what is shown."""

    @abstractmethod
    def sentence(self, language: str, marks: Sequence[Mark] = ()) -> str:
        """Say in one sentence what a reader takes from the chart."""

    @abstractmethod
    def table(self, language: str, marks: Sequence[Mark] = ()) -> Table:
        """Write its numbers in rows."""

    @abstractmethod
    def points(self, language: str, marks: Sequence[Mark] = ()) -> tuple[Point, ...]:
        """List what a reader may point at."""

    def ring(self, language: str, code: str) -> Ring | None:
        """Place a ring around one area; None where it has no place on the chart."""
        return None

    def overlay(self, language: str, marks: Sequence[Mark] = ()) -> Overlay:
        """Place marks on the drawing when it is served; nothing where no area has a mark."""
        return Overlay()


class DrawnFigure(Figure):
    """A chart that is drawn once when a study is built, for everybody."""

    @property
    @abstractmethod
    def template(self) -> str:
        """The name of the Altair template that draws it."""

    @abstractmethod
    def words(self, language: str) -> Mapping[str, str]:
        """Write the labels in the drawing, by the name of their place."""

    @abstractmethod
    def scene(self, words: Mapping[str, str]) -> Scene:
        """Give what its template draws, with these words in their places."""


def places(figure: DrawnFigure) -> dict[str, str]:
    """Give the labels as `{name}`: the words of a language go in when the chart is served."""
    return {name: f"{{{name}}}" for name in figure.words("nl")}


def width_of(words: str) -> float:
    """Estimate how wide a label is, in pixels."""
    return len(words) * _WIDTH_OF_A_SIGN


def anchor(percent: float, *labels: str) -> str:
    """Choose how the longest of these labels stands here without leaving the drawing."""
    half = max(width_of(one) for one in labels) / 2
    here = percent * NARROWEST / 100
    if here < half:
        return "left"
    return "right" if NARROWEST - here < half else "center"


def text_at(percent: float, y: float, words: str, css: str, align: str = "center") -> str:
    """Make an SVG text; `align` is vega's word for its anchor."""
    attribute = {"left": "", "center": ' text-anchor="middle"', "right": ' text-anchor="end"'}[
        align
    ]
    place = f'x="{percent:.2f}%" y="{y:.1f}"'
    return f'<text class="{css}" {place}{attribute}>{escape(words)}</text>'


def says_attribute(text: PointerText | None) -> str:
    """Write the attribute with which a mark says what it is."""
    return f' data-says="{escape("|".join(text))}"' if text else ""
