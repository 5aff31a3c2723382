"""Where do we stand? The selection as ticks, one cluster as a band, one area as a dot.

How does one cluster lie? Its members as ticks, on the axis that its dot line has. A page sets the
strips of all clusters under each other, each behind the name and the figure of its cluster, so a
strip carries no words of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

from deelgenoot.charts.dots import FigureDot, Kind, dot_heights, place_dots, place_members
from deelgenoot.charts.figures import (
    Base,
    ClusterMembers,
    DrawnFigure,
    Mark,
    Overlay,
    Point,
    Ring,
    Rows,
    Scene,
    Subject,
    Table,
    anchor,
)
from deelgenoot.charts.phrases import join_parts, phrase
from deelgenoot.charts.scale import Scale
from deelgenoot.charts.shapes import INK, QUIET, TICKS, shape

HEIGHT = 57
AXIS = 27  # px from the top; the label of the cluster stands above, that of the country below
STRIP_HEIGHT, STRIP_AXIS = 28, 14


class DotLine(msgspec.Struct, frozen=True):
    """The figures of one indicator, the same for every cluster and every area."""

    subject: Subject
    scale: Scale
    values: dict[str, float]
    country: float
    selection: float
    """Middle of the selection: what the study fills in where a figure is missing."""
    bands: dict[str, tuple[float, float, float]]
    """Per cluster that has figures: first quartile, middle, third quartile of its members."""


@dataclass(frozen=True, slots=True)
class AxisFigure(DrawnFigure):
    """What a dot line and a strip share: an indicator, and the cluster whose band it shows."""

    line: DotLine
    base: Base
    group: ClusterMembers | None = None
    family: ClassVar[str]

    @property
    def template(self) -> str:
        """One for each kind of axis."""
        return f"{self.family}-{self.line.scale.kind}"

    @property
    def classes(self) -> str:
        """The family, and the cluster."""
        return f"{self.family} c-{self.group.letter}" if self.group else self.family

    @property
    def scales(self) -> Mapping[str, Scale]:
        """The axis of the indicator."""
        return {"x": self.line.scale}

    def _about(self, language: str) -> str:
        """Say what is shown, of which year."""
        return phrase("title", language, **self.line.subject.words(language))

    def _scene(self, figures: Sequence[float], look: dict[str, str], **datasets: Rows) -> Scene:
        """Give rows for the template: figures as ticks, those beyond the axis as an arrow."""
        scale = self.line.scale
        sides = {scale.side(value) for value in figures}
        rows: dict[str, Rows] = {
            "ticks": [{"value": one, **look} for one in figures if scale.side(one) == "inside"],
            "axis": [{}],
            "below": [{"text": "‹", "colour": QUIET}] if "below" in sides else [],
            "above": [{"text": "›", "colour": QUIET}] if "above" in sides else [],
        }
        return Scene({"low": scale.low, "high": scale.high}, rows | datasets)

    def _point(self, code: str, value: float, height: float, text: str) -> Point:
        return Point(round(self.line.scale.at(value), 2), height, self.base.areas[code], text)

    def _ring(self, code: str, height: float, text: str) -> Ring:
        x = self.line.scale.at(self.line.values[code])
        return Ring(x, height, f"{self.base.areas[code]} {text}")

    @property
    def _band(self) -> tuple[float, float, float] | None:
        return self.line.bands.get(self.group.archetype) if self.group else None

    def _format(self, value: float, language: str) -> str:
        return self.line.subject.text_of(value, language)

    def _figures_of(self, codes: Sequence[str]) -> dict[str, float]:
        return {code: self.line.values[code] for code in codes if code in self.line.values}


@dataclass(frozen=True, slots=True)
class DotFigure(AxisFigure):
    """One dot line: of a cluster, with or without its members as marks, or of no cluster."""

    with_members: bool = False
    family = "dotline"
    height = HEIGHT

    def title(self, language: str) -> str:
        """Say what is shown, of which year, and of which cluster."""
        if self.group is None:
            return self._about(language)
        values = self.line.subject.words(language)
        return phrase("title_cluster", language, cluster=self._name(language), **values)

    def sentence(self, language: str, marks: Sequence[Mark] = ()) -> str:
        """Say in one sentence what a reader would take from the drawing."""
        parts = [
            phrase("of_one", language, name=self.base.areas[m.code], value=self._text(m, language))
            for m in marks
        ]
        if self._band:
            value = self._format(self._band[1], language)
            parts.append(phrase("of_cluster", language, cluster=self._name(language), value=value))
        value = self._format(self.line.country, language)
        parts.append(phrase("of_country", language, n=len(self.line.values), value=value))
        return f"{self._about(language)}: {join_parts(parts)}."

    def table(self, language: str, marks: Sequence[Mark] = ()) -> Table:
        """Write the figures in rows, with the ends of the axis."""
        rows = [(self.base.areas[m.code], self._text(m, language)) for m in marks]
        if self.group and self._band:
            low, middle, high = (self._format(one, language) for one in self._band)
            name = self._name(language)
            rows.append((phrase("middle", language, cluster=name), middle))
            half = phrase("range", language, low=low, high=high)
            rows.append((phrase("half", language, cluster=name), half))
            codes = self._placed_members()
            rows += [(self.base.areas[one], self._text(Mark(one), language)) for one in codes]
        selection = phrase("selection", language, n=len(self.base.selected))
        rows.append((selection, self._format(self.line.selection, language)))
        every = phrase("all", language, n=len(self.line.values))
        rows.append((every, self._format(self.line.country, language)))
        ends = {
            "low": self._format(self.line.scale.low, language),
            "high": self._format(self.line.scale.high, language),
        }
        note = phrase(f"scale_{self.line.scale.kind}", language, **ends)
        return Table((phrase("who", language), phrase("figure", language)), tuple(rows), note)

    def words(self, language: str) -> Mapping[str, str]:
        """Write the label above the band and the one below the triangle."""
        value = self._format(self.line.country, language)
        labels = {"country": phrase("country_value", language, value=value)}
        if self._band:
            value = self._format(self._band[1], language)
            labels["middle"] = phrase("cluster_value", language, value=value)
        return labels

    def scene(self, words: Mapping[str, str]) -> Scene:
        """Give rows for the template; figures beyond the axis are an arrow at its end."""
        figures = list(self._figures_of(self.base.selected).values())
        country = [self._label_row(self.line.country, words["country"], "country")]
        band: Rows = []
        if self._band:
            low, middle, high = self._band
            row = self._label_row(middle, words["middle"], "middle")
            colour = shape(self._letter).colour
            band = [{**row, "low": low, "high": high, "colour": colour, "ink": INK}]
        return self._scene(figures, {}, band=band, country=country)

    def points(self, language: str, marks: Sequence[Mark] = ()) -> tuple[Point, ...]:
        """List the areas of the selection on the axis, and these areas where their dots are."""
        dots = self._dots(marks)
        heights = dict.fromkeys((*self.base.selected, *self._placed_members()), float(AXIS))
        values = self._figures_of(tuple(heights))
        for dot, height in zip(dots, dot_heights(self.line.scale, dots, AXIS), strict=True):
            values[dot.code], heights[dot.code] = dot.value, height
        texts = {mark.code: self._text(mark, language) for mark in marks}
        return tuple(
            self._point(
                code, value, heights[code], texts.get(code) or self._format(value, language)
            )
            for code, value in values.items()
        )

    def overlay(self, language: str, marks: Sequence[Mark] = ()) -> Overlay:
        """Place the members of the cluster, where wanted, and the dots of these areas."""
        figures = list(self._placed_members().values())
        members = place_members(self.line.scale, figures, self._letter, AXIS)
        dots = place_dots(self.line.scale, self._dots(marks), AXIS)
        return Overlay(members + dots.svg, dots.lift)

    def ring(self, language: str, code: str) -> Ring | None:
        """Place a ring around one area on the axis."""
        if code not in self.line.values:
            return None
        return self._ring(code, AXIS, self._text(Mark(code), language))

    # --- parts ---

    @property
    def _letter(self) -> str:
        return self.group.letter if self.group else ""

    def _name(self, language: str) -> str:
        return self.group.name.in_language(language) if self.group else ""

    def _value(self, mark: Mark) -> float | None:
        """Find the own figure, or the middle of the selection where the study filled it in."""
        return self.line.values.get(mark.code, self.line.selection if mark.is_filled else None)

    def _text(self, mark: Mark, language: str) -> str:
        value = self._value(mark)
        if value is None:
            return phrase("no_figure", language)
        remarks = []
        if mark.code not in self.line.values:
            remarks.append(phrase("filled", language))
        elif self.line.subject.assumed_year:
            remarks.append(phrase("assumed", language))
        if self.line.scale.side(value) != "inside":
            remarks.append(phrase("beyond", language))
        figure = self._format(value, language)
        return f"{figure} ({', '.join(remarks)})" if remarks else figure

    def _dots(self, marks: Sequence[Mark]) -> list[FigureDot]:
        has_numbers = len(marks) > 1
        dots = []
        for number, mark in enumerate(marks, start=1):
            value = self._value(mark)
            if value is None:
                continue
            own = mark.code in self.line.values
            kind: Kind = "assumed" if self.line.subject.assumed_year else ""
            kind = kind if own else "filled"
            dots.append(FigureDot(mark.code, value, kind, number if has_numbers else 0))
        return dots

    def _placed_members(self) -> dict[str, float]:
        if not (self.group and self.with_members):
            return {}
        return self._figures_of(self.group.members)

    def _label_row(self, value: float, words: str, name: str) -> dict[str, Any]:
        longest = [self.words(language)[name] for language in ("nl", "en")]
        align = anchor(self.line.scale.at(value), *longest)
        return {"value": value, "text": words, "align": align}


@dataclass(frozen=True, slots=True)
class StripFigure(AxisFigure):
    """One cluster on one indicator; without a cluster the axis and the middle of the country."""

    family = "strip"
    height = STRIP_HEIGHT

    def title(self, language: str) -> str:
        """Say what is shown, of which year."""
        return self._about(language)

    def sentence(self, language: str, marks: Sequence[Mark] = ()) -> str:
        """Say where the middle half of the cluster lies; its middle stands before the strip."""
        if self.group is None:
            value = self._format(self.line.country, language)
            n = len(self.line.values)
            return f"{self.title(language)}: {phrase('of_country', language, n=n, value=value)}."
        half = phrase("half", language, cluster=self.group.name.in_language(language))
        if self._band is None:
            return f"{half}: {phrase('no_figure', language)}"
        low, _middle, high = (self._format(one, language) for one in self._band)
        return f"{half}: {phrase('range', language, low=low, high=high)}"

    def table(self, language: str, marks: Sequence[Mark] = ()) -> Table:
        """Write every member with its figure; without a cluster the whole selection."""
        figures = self._figures_of(self.group.members if self.group else self.base.selected)
        rows = tuple(
            (self.base.areas[code], self._format(value, language))
            for code, value in figures.items()
        )
        return Table((phrase("who", language), phrase("figure", language)), rows)

    def words(self, language: str) -> Mapping[str, str]:
        """Give no labels: they stand before the strip."""
        return {}

    def scene(self, words: Mapping[str, str]) -> Scene:
        """Give rows for the template; members beyond the axis are an arrow at its end."""
        band: Rows = []
        if self.group and self._band:
            low, middle, high = self._band
            colour = shape(self.group.letter).colour
            band = [{"value": middle, "low": low, "high": high, "colour": colour}]
        figures, country = list(self._members().values()), [{"value": self.line.country}]
        return self._scene(figures, {"colour": TICKS}, band=band, country=country)

    def points(self, language: str, marks: Sequence[Mark] = ()) -> tuple[Point, ...]:
        """List the members on the axis."""
        return tuple(
            self._point(code, value, STRIP_AXIS, self._format(value, language))
            for code, value in self._members().items()
        )

    def ring(self, language: str, code: str) -> Ring | None:
        """Place a ring around a member on the axis; around any area where no cluster is drawn."""
        figures = self._members() if self.group else self._figures_of([code])
        if code not in figures:
            return None
        return self._ring(code, STRIP_AXIS, self._format(figures[code], language))

    def _members(self) -> dict[str, float]:
        return self._figures_of(self.group.members if self.group else ())
