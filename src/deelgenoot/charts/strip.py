"""How does one cluster lie? Its members as ticks, on the axis that its dot line has.

A page sets the strips of all clusters under each other, each behind the name and the figure of its
cluster, so a strip carries no words of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deelgenoot.charts.dotline import DotLine
from deelgenoot.charts.figures import (
    Base,
    ClusterMembers,
    DrawnFigure,
    Mark,
    Point,
    Ring,
    Rows,
    Scene,
    Table,
)
from deelgenoot.charts.phrases import phrase
from deelgenoot.charts.scale import Scale
from deelgenoot.charts.shapes import QUIET, TICKS, shape

HEIGHT, AXIS = 28, 14


@dataclass(frozen=True, slots=True)
class StripFigure(DrawnFigure):
    """One cluster on one indicator; without a cluster the axis and the middle of the country."""

    line: DotLine
    base: Base
    group: ClusterMembers | None = None
    height = HEIGHT

    @property
    def template(self) -> str:
        """One for each kind of axis."""
        return f"strip-{self.line.scale.kind}"

    @property
    def classes(self) -> str:
        """The family, and the cluster."""
        return f"strip c-{self.group.letter}" if self.group else "strip"

    @property
    def scales(self) -> Mapping[str, Scale]:
        """The axis of the indicator."""
        return {"x": self.line.scale}

    def title(self, language: str) -> str:
        """Say what is shown, of which year."""
        about = self.line.subject
        label, year = about.label.in_language(language), about.year.in_language(language)
        return phrase("title", language, label=label, year=year)

    def sentence(self, language: str, marks: Sequence[Mark] = ()) -> str:
        """Say where the middle half of the cluster lies; its middle stands before the strip."""
        if self.group is None:
            value = self._format(self.line.country, language)
            n = len(self.base.areas)
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
        scale, figures = self.line.scale, self._figures_of(self.group.members if self.group else ())
        sides = {scale.side(value) for value in figures.values()}
        datasets: dict[str, Rows] = {
            "axis": [{}],
            "country": [{"value": self.line.country}],
            "ticks": [
                {"value": value, "colour": TICKS}
                for value in figures.values()
                if scale.side(value) == "inside"
            ],
            "below": [{"text": "‹", "colour": QUIET}] if "below" in sides else [],
            "above": [{"text": "›", "colour": QUIET}] if "above" in sides else [],
            "band": [],
        }
        if self.group and self._band:
            low, middle, high = self._band
            colour = shape(self.group.letter).colour
            datasets["band"] = [{"value": middle, "low": low, "high": high, "colour": colour}]
        return Scene({"low": scale.low, "high": scale.high}, datasets)

    def points(self, language: str, marks: Sequence[Mark] = ()) -> tuple[Point, ...]:
        """List the members on the axis."""
        figures = self._figures_of(self.group.members if self.group else ())
        return tuple(
            Point(
                round(self.line.scale.at(value), 2),
                AXIS,
                self.base.areas[code],
                self._format(value, language),
            )
            for code, value in figures.items()
        )

    def ring(self, language: str, code: str) -> Ring | None:
        """Place a ring around a member on the axis; around any area where no cluster is drawn."""
        figures = self._figures_of([code] if self.group is None else self.group.members)
        if code not in figures:
            return None
        words = f"{self.base.areas[code]} {self._format(figures[code], language)}"
        return Ring(self.line.scale.at(figures[code]), AXIS, words)

    @property
    def _band(self) -> tuple[float, float, float] | None:
        return self.line.bands.get(self.group.archetype) if self.group else None

    def _figures_of(self, codes: Sequence[str]) -> dict[str, float]:
        return {code: self.line.values[code] for code in codes if code in self.line.values}

    def _format(self, value: float, language: str) -> str:
        return self.line.subject.text_of(value, language)
