"""One number per cluster, or two beside each other, on one axis: for the page about the method.

The same for ways to choose municipalities, and for pulls, with how much each predicts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from deelgenoot.charts.figures import Base, DrawnFigure, Mark, Point, Rows, Scene, Table
from deelgenoot.charts.phrases import join_parts, phrase
from deelgenoot.charts.scale import Scale
from deelgenoot.charts.shapes import shape
from deelgenoot.words import Text, format_figure, format_number

ROW = 46  # px per cluster: its name, and under it the marks
_DECIMALS = 2
_STROKE = 6  # px above and below the line
_COLUMNS = {
    "firmness": ("anchored", "free", "null"),
    "fit": ("fit_column",),
    "prediction": ("prediction_column",),
    "frontier": ("frontier_first", "frontier_second", "frontier_null"),
}
_HEADS = {"prediction": "way", "frontier": "pull"}
_COMPARED = {
    "firmness": ("free", "null"),
    "fit": ("free", "null"),
    "prediction": ("prediction_zero", "null"),
    "frontier": ("frontier_second", "frontier_null"),
}
"""What the open dot and the stroke stand for."""


class Score(msgspec.Struct, frozen=True):
    """What a cluster has, and what that is compared with; `null` is what chance would give."""

    archetype: str
    first: float
    second: float | None = None
    null: float | None = None
    name: Text | None = None
    """Of what is no cluster."""

    @property
    def numbers(self) -> tuple[float, ...]:
        """List the numbers that the cluster has."""
        return tuple(one for one in (self.first, self.second, self.null) if one is not None)


class Ranking(msgspec.Struct, frozen=True):
    """The clusters in order of the first number, or what else is compared in its own order."""

    about: Literal["firmness", "fit", "prediction", "frontier"]
    scale: Scale
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class RankingFigure(DrawnFigure):
    """A row per cluster: its mark at the first number, an open dot and a stroke at the others."""

    ranking: Ranking
    base: Base
    template = "ranking"
    classes = "ranking"

    @property
    def height(self) -> int:
        """A row per cluster and one for the ends of the axis."""
        return ROW * len(self.ranking.scores) + 26

    @property
    def scales(self) -> Mapping[str, Scale]:
        """The axis of the number."""
        return {"x": self.ranking.scale}

    def title(self, language: str) -> str:
        """Ask the question that the chart answers."""
        return phrase(f"{self.ranking.about}_title", language)

    def sentence(self, language: str, marks: Sequence[Mark] = ()) -> str:
        """Say every cluster with its numbers."""
        parts = [
            phrase(
                f"{self.ranking.about}_one",
                language,
                name=self._name(score, language),
                first=self._score(score.first, language),
                second=self._score(score.second, language),
                null=self._score(score.null, language),
            )
            for score in self.ranking.scores
        ]
        return phrase(self.ranking.about, language, all=join_parts(parts))

    def table(self, language: str, marks: Sequence[Mark] = ()) -> Table:
        """Write a row per cluster."""
        columns = tuple(phrase(name, language) for name in _COLUMNS[self.ranking.about])
        rows = tuple(
            (
                self._name(score, language),
                *(self._score(one, language) for one in score.numbers[: len(columns)]),
            )
            for score in self.ranking.scores
        )
        head = phrase(_HEADS.get(self.ranking.about, "group"), language)
        return Table((head, *columns), rows)

    def words(self, language: str) -> Mapping[str, str]:
        """Write the names, the numbers and the ends of the axis."""
        labels = {
            "low": self._score(self.ranking.scale.low, language),
            "high": self._score(self.ranking.scale.high, language),
        }
        for at, score in enumerate(self.ranking.scores):
            labels[f"name{at}"] = self._name(score, language)
            labels[f"first{at}"] = self._score(score.first, language)
        return labels

    def scene(self, words: Mapping[str, str]) -> Scene:
        """Give rows for the template."""
        rows: Rows = []
        for at, score in enumerate(self.ranking.scores):
            mark = shape(self._letter(score))
            rows.append(
                {
                    "title": at * ROW + 14,
                    "line": at * ROW + 32,
                    "first": score.first,
                    "second": score.second,
                    "null": score.null,
                    "above": at * ROW + 32 - _STROKE,
                    "under": at * ROW + 32 + _STROKE,
                    "name": words[f"name{at}"],
                    "text": words[f"first{at}"],
                    "colour": mark.colour,
                    "shape": mark.vega,
                }
            )
        scale = self.ranking.scale
        foot = len(rows) * ROW + 18
        ends = [
            {"value": scale.low, "y": foot, "text": words["low"], "align": "left"},
            {"value": scale.high, "y": foot, "text": words["high"], "align": "right"},
        ]
        with_second = [row for row in rows if row["second"] is not None]
        datasets = {"rows": rows, "compared": with_second, "ends": ends}
        return Scene({"low": scale.low, "high": scale.high}, datasets)

    def points(self, language: str, marks: Sequence[Mark] = ()) -> tuple[Point, ...]:
        """List the numbers of every row on its line."""
        second, null = _COMPARED[self.ranking.about]
        return tuple(
            Point(
                round(self.ranking.scale.at(number), 2),
                at * ROW + 32,
                self._name(score, language),
                " ".join(
                    (*([phrase(what, language)] if what else ()), self._score(number, language))
                ),
            )
            for at, score in enumerate(self.ranking.scores)
            for what, number in (("", score.first), (second, score.second), (null, score.null))
            if number is not None
        )

    def _name(self, score: Score, language: str) -> str:
        if score.name:
            return score.name.in_language(language)
        return self.base.group(score.archetype).name.in_language(language)

    def _letter(self, score: Score) -> str:
        return "" if score.name else self.base.group(score.archetype).letter

    def _score(self, value: float | None, language: str) -> str:
        if value is None:
            return ""
        if self.ranking.about == "prediction":
            return format_figure(100 * value, "%", language, 0)
        return format_number(value, 0 if float(value).is_integer() else _DECIMALS, language)
