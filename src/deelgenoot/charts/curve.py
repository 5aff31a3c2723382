"""A measure for each number of clusters, beside the same measure on figures without a pattern."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from deelgenoot.charts.figures import MARGIN, DrawnFigure, Mark, Point, Rows, Scene, Table
from deelgenoot.charts.phrases import phrase
from deelgenoot.charts.scale import Scale
from deelgenoot.words import format_number

HEIGHT = 168
TOP, BOTTOM, NUMBERS = 22, 130, 150

_DECIMALS = {"calinski_harabasz": 1}
_LARGE, _SMALL = 140, 40


class Curve(msgspec.Struct, frozen=True):
    """One measure. `null` and `spread` may be empty; all have a value per number in `ks`."""

    measure: str
    ks: tuple[int, ...]
    study: tuple[float, ...]
    null: tuple[float, ...]
    spread: tuple[float, ...]
    """Standard errors of `study`."""
    chosen: int
    scale: Scale


@dataclass(frozen=True, slots=True)
class CurveFigure(DrawnFigure):
    """A line for the study, a dashed one for what has no pattern, a stroke at the chosen number."""

    curve: Curve
    template = "curve"
    classes = "curve"
    height = HEIGHT

    @property
    def scales(self) -> Mapping[str, Scale]:
        """Numbers of clusters along x, the measure along y."""
        low, high = self.curve.ks[0], self.curve.ks[-1]
        return {"x": Scale("linear", low, high, MARGIN, 100 - MARGIN), "y": self.curve.scale}

    def title(self, language: str) -> str:
        """Ask the question that the measure answers."""
        return phrase(f"k_{self.curve.measure}", language)

    def sentence(self, language: str, marks: Sequence[Mark] = ()) -> str:
        """Say the measure at the chosen number, and from what to what it runs."""
        curve = self.curve
        value = self.text_of(curve.study[self._at], language)
        here = phrase("k_at", language, k=curve.chosen, value=value)
        if curve.null:
            null = self.text_of(curve.null[self._at], language)
            here = f"{here}; {phrase('k_null_at', language, value=null)}"
        ends = (curve.study[0], curve.study[-1])
        first, last = (self.text_of(end, language) for end in ends)
        run = phrase(
            "k_from_to", language, first=first, low=curve.ks[0], last=last, high=curve.ks[-1]
        )
        return f"{self.title(language)} {here}; {run}."

    def table(self, language: str, marks: Sequence[Mark] = ()) -> Table:
        """Write a row per number of clusters."""
        curve = self.curve
        beside = curve.null or curve.spread
        names = ("k_count", "k_own", "k_null" if curve.null else "k_spread")
        rows = tuple(
            (str(k), self.text_of(own, language), self.text_of(other, language))
            for k, own, other in zip(curve.ks, curve.study, beside, strict=True)
        )
        return Table(tuple(phrase(name, language) for name in names), rows)

    def words(self, language: str) -> Mapping[str, str]:
        """Write the ends of the scale."""
        ends = {"low": self.curve.scale.low, "high": self.curve.scale.high}
        return {name: self._round(end, language) for name, end in ends.items()}

    def scene(self, words: Mapping[str, str]) -> Scene:
        """Give rows for the template."""
        curve = self.curve
        study = [
            {"k": k, "value": own, "size": _LARGE if k == curve.chosen else _SMALL}
            for k, own in zip(curve.ks, curve.study, strict=True)
        ]
        datasets: dict[str, Rows] = {
            "frame": [{"y": TOP}, {"y": BOTTOM}],
            "chosen": [{"k": curve.chosen}],
            "spread": [
                {"k": k, "low": own - error, "high": own + error}
                for k, own, error in zip(
                    curve.ks, curve.study, curve.spread, strict=bool(curve.spread)
                )
            ],
            "null": [
                {"k": k, "value": one}
                for k, one in zip(curve.ks, curve.null, strict=bool(curve.null))
            ],
            "study": study,
            "others": [{"k": k, "text": str(k)} for k in curve.ks if k != curve.chosen],
            "ends": [
                {"y": BOTTOM - 5, "text": words["low"]},
                {"y": TOP - 6, "text": words["high"]},
            ],
        }
        params = {"first": curve.ks[0], "last": curve.ks[-1], "low": curve.scale.low}
        return Scene({**params, "high": curve.scale.high}, datasets)

    def points(self, language: str, marks: Sequence[Mark] = ()) -> tuple[Point, ...]:
        """List both lines at every number of clusters."""
        x, y = self.scales["x"], self.curve.scale
        return tuple(
            Point(
                round(x.at(k), 2),
                round(y.at(value), 1),
                phrase("k_groups", language, k=k),
                f"{phrase(name, language).lower()} {self.text_of(value, language)}",
            )
            for name, values in (("k_own", self.curve.study), ("k_null", self.curve.null))
            for k, value in zip(self.curve.ks, values, strict=bool(values))
        )

    def text_of(self, number: float, language: str) -> str:
        """Write a value of this measure."""
        return format_number(number, _DECIMALS.get(self.curve.measure, 2), language)

    @property
    def _at(self) -> int:
        return self.curve.ks.index(self.curve.chosen)

    def _round(self, end: float, language: str) -> str:
        return format_number(end, 0, language) if end.is_integer() else self.text_of(end, language)
