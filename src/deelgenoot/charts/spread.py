"""How common is which figure? All areas in bars along one axis, those of the selection in front."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import msgspec

from deelgenoot.charts.dots import FigureDot, Kind, dot_heights, place_dots
from deelgenoot.charts.figures import (
    NARROWEST,
    Base,
    DrawnFigure,
    Mark,
    Overlay,
    Point,
    Rows,
    Scene,
    Subject,
    Table,
    anchor,
    text_at,
    width_of,
)
from deelgenoot.charts.phrases import join_parts, phrase
from deelgenoot.charts.scale import Scale
from deelgenoot.words import format_figure

_MOST_DECIMALS = 6
TOP, BASE, HEIGHT = 20, 120, 166
"""Where the highest bar ends, where all begin and where the chart ends, in pixels."""


class FigureSpread(msgspec.Struct, frozen=True):
    """The figures of one indicator, counted in classes that are equally wide on the axis."""

    subject: Subject
    scale: Scale
    limits: tuple[float, ...]
    """Where classes meet, one more than there are classes; the outer two hold what lies beyond."""
    every: tuple[int, ...]
    selected: tuple[int, ...]
    values: dict[str, float]
    least: float
    quarter: float
    middle: float
    three_quarters: float
    most: float

    @property
    def counts(self) -> Scale:
        """The axis along which areas are counted."""
        return Scale("linear", 0, max(self.every), BASE, TOP)


@dataclass(frozen=True, slots=True)
class SpreadFigure(DrawnFigure):
    """The distribution of one indicator."""

    spread: FigureSpread
    base: Base
    height = HEIGHT
    classes = "spread"

    @property
    def template(self) -> str:
        """One for each kind of axis."""
        return f"spread-{self.spread.scale.kind}"

    @property
    def scales(self) -> Mapping[str, Scale]:
        """The axis of the indicator, and that of the counts."""
        return {"x": self.spread.scale, "y": self.spread.counts}

    def title(self, language: str) -> str:
        """Ask the question that the chart answers."""
        return phrase("spread_title", language, **self.spread.subject.words(language))

    def sentence(self, language: str, marks: Sequence[Mark] = ()) -> str:
        """Say where the middle half lies, and where these areas stand."""
        spread = self.spread
        figures = {
            "low": spread.quarter,
            "high": spread.three_quarters,
            "least": spread.least,
            "most": spread.most,
        }
        texts = {name: self._format(value, language) for name, value in figures.items()}
        sentence = phrase("spread", language, n=len(spread.values), **texts)
        own = [
            phrase(
                "of_one",
                language,
                name=self.base.areas[mark.code],
                value=self._format(spread.values[mark.code], language),
            )
            for mark in marks
            if mark.code in spread.values
        ]
        return f"{sentence} {join_parts(own)}." if own else sentence

    def table(self, language: str, marks: Sequence[Mark] = ()) -> Table:
        """Write a row per class, with the number of areas in it."""
        header = tuple(phrase(name, language) for name in ("class", "n_all", "n_selected"))
        counts = zip(self.spread.every, self.spread.selected, strict=True)
        return Table(
            header,
            tuple(
                (self._class(at, language), str(every), str(selected))
                for at, (every, selected) in enumerate(counts)
            ),
            phrase(f"scale_{self.spread.scale.kind}", language, **self._ends(language)),
        )

    def words(self, language: str) -> Mapping[str, str]:
        """Write the figures at both ends, the middle of all, and the count of the highest bar."""
        value = self._format(self.spread.middle, language)
        return {
            **self._outermost(language),
            "country": phrase("country_value", language, value=value),
            "most": phrase("most", language, n=max(self.spread.every)),
        }

    def scene(self, words: Mapping[str, str]) -> Scene:
        """Give rows for the template."""
        spread = self.spread
        bars = [
            {
                "low": spread.limits[at],
                "high": spread.limits[at + 1],
                "every": every,
                "selected": selected,
            }
            for at, (every, selected) in enumerate(zip(spread.every, spread.selected, strict=True))
        ]
        longest = [self.words(other)["country"] for other in ("nl", "en")]
        country = {
            "value": spread.middle,
            "text": words["country"],
            "align": anchor(spread.scale.at(spread.middle), *longest),
        }
        datasets: dict[str, Rows] = {
            "axis": [{"most": words["most"]}],
            "below": [{"text": words["low"]}],
            "above": [{"text": words["high"]}],
            "bars": bars,
            "country": [country],
        }
        ends = {"low": spread.scale.low, "high": spread.scale.high, "most": max(spread.every)}
        return Scene(ends, datasets)

    def points(self, language: str, marks: Sequence[Mark] = ()) -> tuple[Point, ...]:
        """List the bars at their tops, and these areas where their dots are."""
        spread, dots = self.spread, self._dots(marks)
        x, counts = spread.scale, spread.counts
        bars = [
            Point(
                round((x.at(low) + x.at(high)) / 2, 2),
                round(counts.at(every), 1),
                self._class(at, language),
                phrase("count", language, n=every),
            )
            for at, ((low, high), every) in enumerate(
                zip(pairwise(spread.limits), spread.every, strict=True)
            )
        ]
        own = [
            Point(
                round(x.at(dot.value), 2),
                height,
                self.base.areas[dot.code],
                self._format(dot.value, language),
            )
            for dot, height in zip(dots, dot_heights(x, dots, BASE), strict=True)
        ]
        return (*bars, *own)

    def overlay(self, language: str, marks: Sequence[Mark] = ()) -> Overlay:
        """Place the areas as dots on the axis; one that is alone has its name above the bars."""
        dots = self._dots(marks)
        over = place_dots(self.spread.scale, dots, BASE)
        name = self._name_above(dots[0]) if dots and len(marks) == 1 else ""
        return Overlay(name + over.svg, over.lift)

    # --- parts ---

    def _dots(self, marks: Sequence[Mark]) -> list[FigureDot]:
        figures = self.spread.values
        kind: Kind = "assumed" if self.spread.subject.assumed_year else ""
        return [
            FigureDot(mark.code, figures[mark.code], kind, number * (len(marks) > 1))
            for number, mark in enumerate(marks, start=1)
            if mark.code in figures
        ]

    def _name_above(self, dot: FigureDot) -> str:
        """Write the name of an area as low as the bars below it leave room, and a line to its dot.

        Not as high as the count of the highest bar, which stands at the left.
        """
        spread, name = self.spread, self.base.areas[dot.code]
        place, width = spread.scale.at(dot.value), 100 * width_of(name) / NARROWEST
        align = anchor(place, name)
        left = place - {"left": 0, "center": width / 2, "right": width}[align]
        below = [
            every
            for every, (low, high) in zip(spread.every, pairwise(spread.limits), strict=True)
            if spread.scale.at(low) < left + width and left < spread.scale.at(high)
        ]
        y = max(TOP + 12, spread.counts.at(max(below)) - 6)
        line = f'<line class="g-leads" x1="{place:.2f}%" x2="{place:.2f}%" y1="{y + 4:.1f}"'
        return f'{line} y2="{BASE}"/>{text_at(place, y, name, "g-named", align)}'

    def _format(self, value: float, language: str) -> str:
        return self.spread.subject.text_of(value, language)

    def _ends(self, language: str) -> dict[str, str]:
        scale = self.spread.scale
        return {
            "low": self._format(scale.low, language),
            "high": self._format(scale.high, language),
        }

    def _outermost(self, language: str) -> dict[str, str]:
        """Write the lowest and the highest figure, with a sign where the axis ends before it."""
        spread = self.spread
        least = phrase("least", language, value=self._format(spread.least, language))
        most = phrase("greatest", language, value=self._format(spread.most, language))
        return {
            "low": f"‹ {least}" if spread.scale.side(spread.least) == "below" else least,
            "high": f"{most} ›" if spread.scale.side(spread.most) == "above" else most,
        }

    def _class(self, at: int, language: str) -> str:
        """Write the range of a class; the outer ones have no end."""
        low, high = self._limit_texts(language)[at : at + 2]
        if at == 0:
            return phrase("and_less", language, high=high)
        if at == len(self.spread.every) - 1:
            return phrase("and_more", language, low=low)
        return phrase("range", language, low=low, high=high)

    def _limit_texts(self, language: str) -> list[str]:
        """Write the limits, in so many decimals that no class begins and ends with one figure."""
        spread = self.spread
        tries = [
            [format_figure(one, spread.subject.unit, language, decimals) for one in spread.limits]
            for decimals in (None, *range(1, _MOST_DECIMALS + 1))
        ]
        differing = (texts for texts in tries if all(low != high for low, high in pairwise(texts)))
        return next(differing, tries[0])
