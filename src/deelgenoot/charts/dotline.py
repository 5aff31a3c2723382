"""Where do we stand? The selection as ticks, one cluster as a band, one area as a dot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
from deelgenoot.charts.shapes import INK, QUIET, shape

HEIGHT = 57
AXIS = 27  # px from the top; the label of the cluster stands above, that of the country below


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
class DotFigure(DrawnFigure):
    """One dot line: of a cluster, with or without its members as marks, or of no cluster."""

    line: DotLine
    base: Base
    group: ClusterMembers | None = None
    with_members: bool = False
    height = HEIGHT

    @property
    def template(self) -> str:
        """One for each kind of axis."""
        return f"dotline-{self.line.scale.kind}"

    @property
    def classes(self) -> str:
        """The family, and the cluster."""
        return f"dotline c-{self.group.letter}" if self.group else "dotline"

    @property
    def scales(self) -> Mapping[str, Scale]:
        """The axis of the indicator."""
        return {"x": self.line.scale}

    def title(self, language: str) -> str:
        """Say what is shown, of which year."""
        about = self.line.subject
        values = {
            "label": about.label.in_language(language),
            "year": about.year.in_language(language),
        }
        if self.group is None:
            return phrase("title", language, **values)
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
        parts.append(phrase("of_country", language, n=len(self.base.areas), value=value))
        about = self.line.subject
        head = phrase(
            "title",
            language,
            label=about.label.in_language(language),
            year=about.year.in_language(language),
        )
        return f"{head}: {join_parts(parts)}."

    def table(self, language: str, marks: Sequence[Mark] = ()) -> Table:
        """Write the figures in rows, with the ends of the axis."""
        rows = [(self.base.areas[m.code], self._text(m, language)) for m in marks]
        if self.group and self._band:
            low, middle, high = (self._format(one, language) for one in self._band)
            name = self._name(language)
            rows.append((phrase("middle", language, cluster=name), middle))
            half = phrase("range", language, low=low, high=high)
            rows.append((phrase("half", language, cluster=name), half))
            if self.with_members:
                rows += self._members(language)
        selection = phrase("selection", language, n=len(self.base.selected))
        rows.append((selection, self._format(self.line.selection, language)))
        every = phrase("all", language, n=len(self.base.areas))
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
        scale = self.line.scale
        figures = [self.line.values[c] for c in self.base.selected if c in self.line.values]
        sides = {scale.side(value) for value in figures}
        datasets: dict[str, Rows] = {
            "ticks": [{"value": value} for value in figures if scale.side(value) == "inside"],
            "axis": [{}],
            "below": [{"text": "‹", "colour": QUIET}] if "below" in sides else [],
            "above": [{"text": "›", "colour": QUIET}] if "above" in sides else [],
            "band": [],
            "country": [self._label_row(self.line.country, words["country"], "country")],
        }
        if self._band:
            low, middle, high = self._band
            row = self._label_row(middle, words["middle"], "middle")
            colour = shape(self.group.letter).colour if self.group else INK
            datasets["band"] = [{**row, "low": low, "high": high, "colour": colour, "ink": INK}]
        return Scene({"low": scale.low, "high": scale.high}, datasets)

    def points(self, language: str, marks: Sequence[Mark] = ()) -> tuple[Point, ...]:
        """List the areas of the selection on the axis, and these areas where their dots are."""
        dots = self._dots(marks)
        heights = dict.fromkeys((*self.base.selected, *self._placed_members()), float(AXIS))
        values = {code: self.line.values[code] for code in heights if code in self.line.values}
        for dot, height in zip(dots, dot_heights(self.line.scale, dots, AXIS), strict=True):
            values[dot.code], heights[dot.code] = dot.value, height
        texts = {mark.code: self._text(mark, language) for mark in marks}
        return tuple(
            Point(
                round(self.line.scale.at(value), 2),
                heights[code],
                self.base.areas[code],
                texts.get(code) or self._format(value, language),
            )
            for code, value in values.items()
        )

    def overlay(self, language: str, marks: Sequence[Mark] = ()) -> Overlay:
        """Place the members of the cluster, where wanted, and the dots of these areas."""
        members = place_members(self.line.scale, self._member_values(), self._letter, AXIS)
        dots = place_dots(self.line.scale, self._dots(marks), AXIS)
        return Overlay(members + dots.svg, dots.lift)

    def ring(self, language: str, code: str) -> Ring | None:
        """Place a ring around one area on the axis."""
        if code not in self.line.values:
            return None
        words = f"{self.base.areas[code]} {self._text(Mark(code), language)}"
        return Ring(self.line.scale.at(self.line.values[code]), AXIS, words)

    # --- parts ---

    @property
    def _band(self) -> tuple[float, float, float] | None:
        return self.line.bands.get(self.group.archetype) if self.group else None

    @property
    def _letter(self) -> str:
        return self.group.letter if self.group else ""

    def _name(self, language: str) -> str:
        return self.group.name.in_language(language) if self.group else ""

    def _format(self, value: float, language: str) -> str:
        return self.line.subject.text_of(value, language)

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

    def _placed_members(self) -> list[str]:
        if not (self.group and self.with_members):
            return []
        return [code for code in self.group.members if code in self.line.values]

    def _member_values(self) -> list[float]:
        return [self.line.values[code] for code in self._placed_members()]

    def _members(self, language: str) -> list[tuple[str, str]]:
        codes = self._placed_members()
        return [(self.base.areas[c], self._text(Mark(c), language)) for c in codes]

    def _label_row(self, value: float, words: str, name: str) -> dict[str, Any]:
        longest = [self.words(language)[name] for language in ("nl", "en")]
        align = anchor(self.line.scale.at(value), *longest)
        return {"value": value, "text": words, "align": align}
