"""Figures behind references, for one group of municipalities, and whether its claims hold."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from deelgenoot.catalog import Catalog, Indicator
from deelgenoot.errors import BadStudy, UnknownArea
from deelgenoot.perspectives.references import (
    MEMBERS,
    ClaimTest,
    FigureReference,
    Measure,
    split_text,
)
from deelgenoot.rules import Condition
from deelgenoot.typology import sentences
from deelgenoot.typology.challenges import condition_figures
from deelgenoot.words import Text, format_number

Floats = NDArray[np.float64]

_CLOSE = 0.1
"""Two figures are about equal (`~`) when they differ by at most this share of the larger."""
SHARES = frozenset({"below", "above", "falling", "rising"})
"""How many of the members that have a figure; those without one are not counted as a no."""
_COUNTS = SHARES | {"known", "size"}
_NAMES = frozenset({"lowest_name", "highest_name"})
_DIFFERENCES = frozenset({"change", "gap"})
"""Written without their sign: the words around them say which way, and the tests guard it."""
_UNTIL = "\N{EN DASH}"
_NO_FIGURE = Text("geen cijfer", "no figure")


@dataclass(frozen=True)
class ResolvedFigure:
    """A reference as it is read: the words, the indicator behind it and its year in words."""

    text: str
    indicator: str
    """Empty for the number of members."""
    when: str
    is_assumed: bool
    area: str = ""
    """The code of the municipality that it names, in place of a figure."""


@dataclass(frozen=True)
class GroupFigures:
    """The figures of one group of municipalities, beside the selection and the country.

    A group of one municipality is that municipality: its middle figure is its own.
    """

    catalog: Catalog
    members: tuple[str, ...]
    selection: tuple[str, ...]

    def resolve(self, reference: FigureReference, language: str) -> ResolvedFigure:
        """Write the figure of a reference. Raises BadStudy for an unknown indicator or year."""
        if reference.subject == MEMBERS:
            return ResolvedFigure(str(len(self.members)), "", "", is_assumed=False)
        indicator = self._indicator(reference)
        years = reference.measure.years
        when = _UNTIL.join(map(str, years)) if years else sentences.years(indicator, language)
        is_assumed = indicator.assumed_year and not years
        area = self._extreme(reference)[1] if reference.measure.kind in _NAMES else ""
        text = self.catalog.areas[area].name if area else self._write(reference, language)
        return ResolvedFigure(text, indicator.id, when, is_assumed, area)

    def write(self, text: Text, language: str) -> str:
        """Write a text of a perspective with its figures filled in."""
        return "".join(
            part if isinstance(part, str) else self.resolve(part, language).text
            for part in split_text(text.in_language(language))
        )

    def holds(self, test: ClaimTest) -> bool | None:
        """Tell whether a test holds; None where a figure is missing. Raises BadStudy as above."""
        left, right = self._side(test.left, test.right), self._side(test.right, test.left)
        if math.isnan(left) or math.isnan(right):
            return None
        if test.sign == "~":
            return abs(left - right) <= _CLOSE * max(abs(left), abs(right))
        return left < right if test.sign == "<" else left > right

    def value(self, reference: FigureReference) -> float:
        """Give the figure of a reference as a number, NaN without one. Raises BadStudy as above."""
        measure = reference.measure
        match measure.kind:
            case "zero" | "half" | "size":
                share = {"zero": 0.0, "half": 0.5, "size": 1.0}[measure.kind]
                value = len(self.members) * share
            case "own":
                value = float(self._figures(reference)[self._row_of(measure.area)])
            case "middle" | "change" | "gap":
                figures = self._figures(reference)
                beside = _middle(figures) if measure.kind == "gap" else 0.0
                value = _middle(figures[self._rows(measure)]) - beside
            case "lowest" | "highest" | "lowest_name" | "highest_name":
                value = self._extreme(reference)[0]
            case "known":
                value = float(self.count_known(reference))
            case _:
                value = self._count(reference)
        return value

    def count_known(self, reference: FigureReference) -> int:
        """Count the members that have the figure of a reference. Raises BadStudy as above."""
        return int((~np.isnan(self._own(reference))).sum())

    def _side(self, reference: FigureReference, other: FigureReference) -> float:
        """Give one side of a test: half is that of the members whom the other side can count."""
        if reference.measure.kind == "half" and other.measure.kind in SHARES:
            return self.count_known(other) / 2
        return self.value(reference)

    def _write(self, reference: FigureReference, language: str) -> str:
        value = self.value(reference)
        if math.isnan(value):
            return _NO_FIGURE.in_language(language)
        kind, indicator = reference.measure.kind, self._indicator(reference)
        in_points = indicator.unit == "%" and kind in _DIFFERENCES
        if in_points or kind == "change":
            text = format_number(abs(value), 1, language) + ("" if in_points else "%")
        elif kind in _COUNTS:
            text = str(int(value))
        else:
            text = indicator.text_of(abs(value) if kind == "gap" else value, language)
        return text

    def _extreme(self, reference: FigureReference) -> tuple[float, str]:
        """Find the lowest or highest figure of the members, and whose it is."""
        figures = self._figures(reference)
        by_code = [(float(figures[self._row[code]]), code) for code in self.members]
        present = [(value, code) for value, code in by_code if not math.isnan(value)]
        if not present:
            return math.nan, self.members[0]
        is_low = reference.measure.kind in ("lowest", "lowest_name")
        return min(present) if is_low else max(present)

    def _count(self, reference: FigureReference) -> float:
        """Count the members below or above the middle of the country, or that fell or rose.

        NaN where none of them has a figure.
        """
        own, kind = self._own(reference), reference.measure.kind
        if np.isnan(own).all():
            return math.nan
        bound = _middle(self._figures(reference)) if kind in ("below", "above") else 0.0
        is_met = own < bound if kind in ("below", "falling") else own > bound
        return float(is_met.sum())

    def _own(self, reference: FigureReference) -> Floats:
        """Give the figures of the members."""
        return self._figures(reference)[[self._row[code] for code in self.members]]

    def _figures(self, reference: FigureReference) -> Floats:
        """Give a figure per area: the level, that of a year, or the change between two years."""
        indicator, years = self._indicator(reference), reference.measure.years
        if not years:
            level: Floats = self.catalog.level([indicator.id])[:, 0]
            return level
        series = self.catalog.series(indicator.id)
        if unknown := [year for year in years if year not in series.years]:
            its_years = ", ".join(map(str, series.years))
            raise BadStudy(
                f"{indicator.id} has no year {unknown[0]}; its years are {its_years or 'none'}.",
                f"{indicator.id} heeft geen jaar {unknown[0]}; wel {its_years or 'geen enkel'}.",
            )
        if len(years) == 1:
            of_year: Floats = series.values[:, series.years.index(years[0])]
            return of_year
        start, end = years
        return condition_figures(
            self.catalog, Condition(indicator.id, "above", start=start, end=end)
        )

    def _indicator(self, reference: FigureReference) -> Indicator:
        if reference.subject not in self.catalog.indicators:
            raise BadStudy(
                f"'{reference.subject}' is no indicator of this study.",
                f"'{reference.subject}' is geen kenmerk van deze studie.",
            )
        return self.catalog.indicators[reference.subject]

    def _rows(self, measure: Measure) -> list[int]:
        codes = {"cluster": self.members, "selectie": self.selection, "land": self.catalog.codes}
        return [self._row[code] for code in codes[measure.scope]]

    def _row_of(self, name: str) -> int:
        try:
            area = self.catalog.areas.resolve(name).areas[0]
        except UnknownArea as error:
            raise BadStudy(error.message_in("en"), error.message_in("nl")) from error
        return self._row[area.code]

    @cached_property
    def _row(self) -> dict[str, int]:
        return {code: at for at, code in enumerate(self.catalog.codes)}


def _middle(figures: Floats) -> float:
    """Take the middle of the figures that there are; NaN without any."""
    present = figures[~np.isnan(figures)]
    return float(np.median(present)) if present.size else math.nan
