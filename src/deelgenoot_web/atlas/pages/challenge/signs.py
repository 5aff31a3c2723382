"""The municipalities that show a challenge, with the figures that its rule is about."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from deelgenoot.areas import Area
from deelgenoot.rules import AtLeast, Condition
from deelgenoot.study import Challenge
from deelgenoot.typology.challenges import condition_border, condition_figures, holds
from deelgenoot.typology.sentences import rule
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.pages.parts.clusters import ClusterName, cluster_name
from deelgenoot_web.atlas.pages.parts.profile import IndicatorName, indicator_name

Floats = NDArray[np.float64]

_PERCENT = "%"


@dataclass(frozen=True)
class SignColumn:
    """One figure that a rule is about, and the bound from which it counts."""

    name: IndicatorName
    bound: str
    """`31% of meer`."""


@dataclass(frozen=True)
class SignCell:
    """A figure; `counts` when it meets its part of the rule."""

    value: str
    counts: bool


@dataclass(frozen=True)
class SignRow:
    """One municipality: whether the rule holds, and by which figures."""

    area: Area
    cluster: ClusterName
    answer: bool | None
    """None where a missing figure decides."""
    answer_word: str
    """The answer in a word."""
    cells: tuple[SignCell, ...]


@dataclass(frozen=True)
class Signs:
    """A rule in words, its figures, and some municipalities."""

    rule: str
    columns: tuple[SignColumn, ...]
    rows: tuple[SignRow, ...]


def signs(edition: Edition, challenge: Challenge, codes: Sequence[str]) -> Signs | None:
    """Make the signs of the municipalities `codes`, in that order; None without a rule."""
    if challenge.rule is None:
        return None
    maker = _SignsMaker(edition, challenge.id, challenge.rule)
    return Signs(
        rule=rule(challenge.rule, edition.catalog, edition.study.selection, edition.language),
        columns=tuple(maker.column(condition) for condition in challenge.rule.of),
        rows=tuple(maker.row(code) for code in codes),
    )


@dataclass(frozen=True)
class _SignsMaker:
    """Makes the signs of one challenge."""

    edition: Edition
    challenge: str
    rule: AtLeast

    def column(self, condition: Condition) -> SignColumn:
        """Make the head of a column: the figure, and the bound from which it counts."""
        indicator = self.edition.catalog.indicators[condition.indicator]
        name = indicator_name(self.edition, indicator)
        if condition.start is not None:
            # A change has its own years; that the year of the level is assumed says nothing of it.
            tags = tuple(tag for tag in name.tags if tag == "weak")
            name = IndicatorName(name.id, name.label, f"{condition.start}–{condition.end}", tags)
        return SignColumn(name, self._bound(condition))

    def row(self, code: str) -> SignRow:
        """Make the row of one municipality."""
        member = self.edition.typology.members[code]
        answer = member.evidence.get(self.challenge)
        return SignRow(
            area=self.edition.catalog.areas[code],
            cluster=cluster_name(self.edition, self.edition.typology.cluster(member.cluster)),
            answer=answer,
            answer_word={True: _("ja"), False: _("nee"), None: _("onbekend")}[answer],
            cells=tuple(self._cells(self.edition.catalog.codes.index(code))),
        )

    def _cells(self, at: int) -> list[SignCell]:
        return [
            SignCell(self._figure_words(condition, float(figures[at])), counts=bool(met[at] == 1))
            for condition, figures, met in self.figures
        ]

    @cached_property
    def inside(self) -> NDArray[np.bool_]:
        """Which areas are in the selection, in order of the catalogue's codes."""
        selection = set(self.edition.study.selection)
        return np.array([code in selection for code in self.edition.catalog.codes])

    @cached_property
    def figures(self) -> list[tuple[Condition, Floats, Floats]]:
        """Per condition the figures of all areas, and where it holds."""
        catalog = self.edition.catalog
        return [
            (one, condition_figures(catalog, one), holds(catalog, one, self.inside))
            for one in self.rule.of
        ]

    def _bound(self, condition: Condition) -> str:
        """Write from which figure a condition holds; zero as a word: "0,0%" looks rounded."""
        words = {
            "low": _("%s of minder"),
            "high": _("%s of meer"),
            "below": _("minder dan %s"),
            "above": _("meer dan %s"),
        }
        figures = condition_figures(self.edition.catalog, condition)
        border = condition_border(condition, figures, self.inside)
        figure = _("nul") if condition.value == 0 else self._figure_words(condition, border)
        if condition.share is None and condition.value is None:
            figure = _("%(figure)s, de middelste van het land") % {"figure": figure}
        return words[condition.side] % figure

    def _figure_words(self, condition: Condition, number: float) -> str:
        if math.isnan(number):
            return _("geen cijfer")
        indicator = self.edition.catalog.indicators[condition.indicator]
        if condition.start is None:
            return self.edition.figure_beside(indicator, number, condition.value)
        if indicator.unit == _PERCENT:
            return _("%s punt") % self.edition.change(number)
        return f"{self.edition.change(number)}%"
