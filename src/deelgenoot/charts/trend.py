"""How did it go? A cluster's middle area year by year, the country's, and one area's own line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import msgspec

from deelgenoot.charts import lines
from deelgenoot.charts.figures import (
    Base,
    ClusterMembers,
    Figure,
    Mark,
    Overlay,
    Point,
    Subject,
    Table,
)
from deelgenoot.charts.lines import ChartLine, Path
from deelgenoot.charts.phrases import join_parts, phrase
from deelgenoot.charts.scale import Scale, round_outward
from deelgenoot.charts.shapes import INK, QUIET, shape
from deelgenoot.words import format_figure, format_number

SELECTION = "alle"
"""What stands in place of a cluster for all areas of the selection together."""
INDEX = "index"
"""The unit of figures that are a part of their first year, which is 100."""
_NAME_FITS = 11  # signs, at the narrowest width


class Trend(msgspec.Struct, frozen=True):
    """The years of one indicator."""

    subject: Subject
    years: tuple[int, ...]
    country: Path
    groups: dict[str, Path]
    values: dict[str, Path]
    breaks: dict[str, tuple[int, ...]]
    """Per area the years whose figure is of another territory than the year before."""

    def middles(self, archetype: str | None = None) -> tuple[tuple[int, float], ...]:
        """List year and figure of the middle area of a cluster, or of the country."""
        path = self.groups.get(archetype, ()) if archetype else self.country
        years = zip(self.years, path, strict=bool(path))
        return tuple((year, value) for year, value in years if value is not None)


@dataclass(frozen=True, slots=True)
class TrendFigure(Figure):
    """The developments of one indicator, with or without a cluster.

    A panel stands beside those of the other clusters, and has one scale with them.
    """

    trend: Trend
    base: Base
    group: ClusterMembers | None = None
    is_panel: bool = False
    height = lines.HEIGHT

    @property
    def classes(self) -> str:
        """The family, and the cluster."""
        return f"trend c-{self.group.letter}" if self.group and self.group.letter else "trend"

    @property
    def scales(self) -> Mapping[str, Scale]:
        """Years along x, figures along y."""
        return self.scales_with(())

    def scales_with(self, marks: Sequence[Mark]) -> Mapping[str, Scale]:
        """Give the scales of a drawing: years along x, along y the range of its lines.

        Panels, and drawings without a line of one area, have the range of all clusters.
        """
        first, last = self.trend.years[0], self.trend.years[-1]
        base_lines = [line.path for line in self._base_lines("nl")]
        is_shared = self.is_panel or not marks
        base_paths = [self.trend.country, *self._groups] if is_shared else base_lines
        paths = [*base_paths, *(line.path for line in self._own("nl", marks))]
        values = [value for path in paths for value in path if value is not None]
        low, high = round_outward(min(values), max(values)) if values else (0.0, 1.0)
        return {
            "x": Scale("linear", first, last, lines.LEFT, lines.RIGHT),
            "y": Scale("linear", low, high, lines.BOTTOM, lines.TOP),
        }

    def title(self, language: str) -> str:
        """Say what is shown, from when to when."""
        values = {
            "label": self.trend.subject.label.in_language(language),
            "start": self.trend.years[0],
            "end": self.trend.years[-1],
        }
        if self.group is None:
            return phrase("trend_title", language, **values)
        cluster = self.group.name.in_language(language)
        return phrase("trend_title_cluster", language, cluster=cluster, **values)

    def sentence(self, language: str, marks: Sequence[Mark] = ()) -> str:
        """Say from what to what each line went."""
        parts = [self._course(line, language) for line in self._all(language, marks)]
        return f"{self.trend.subject.label.in_language(language)}: {join_parts(parts)}."

    def table(self, language: str, marks: Sequence[Mark] = ()) -> Table:
        """Write a row per year, a column per line."""
        every = self._all(language, marks)
        header = (phrase("year", language), *(line.name for line in every))
        rows = tuple(
            (str(year), *(self._cell(line.path[at], language) for line in every))
            for at, year in enumerate(self.trend.years)
        )
        return Table(header, rows)

    def points(self, language: str, marks: Sequence[Mark] = ()) -> tuple[Point, ...]:
        """List every year of every line."""
        scales = self.scales_with(marks)
        return tuple(
            Point(
                round(scales["x"].at(year), 2),
                round(scales["y"].at(value), 1),
                line.name,
                f"{self._format(value, language)} ({year})",
            )
            for line in (*self._base_lines(language), *self._own(language, marks))
            for year, value in line.points
        )

    def overlay(self, language: str, marks: Sequence[Mark] = ()) -> Overlay:
        """Draw the axes and every line, and place the names of the lines apart."""
        scales = self.scales_with(marks)
        every = (*self._base_lines(language), *self._own(language, marks, short=True))
        paths = "".join(lines.draw_line(line, scales["x"], scales["y"]) for line in every)
        names_at = lines.names(every, scales["y"], lambda value: self._format(value, language))
        years = sorted({year for line in every for year, _value in line.points})
        ends = {"low": scales["y"].low, "high": scales["y"].high}
        texts = {name: self._round(value, language) for name, value in ends.items()}
        frame = lines.draw_frame(years, scales["x"], phrase("scale", language, **texts))
        return Overlay(frame + paths + lines.labels(names_at))

    # --- parts ---

    @property
    def _groups(self) -> tuple[Path, ...]:
        return tuple(self.trend.groups.values())

    def _base_lines(self, language: str, *, short: bool = True) -> list[ChartLine]:
        """Make the lines of the drawing; when `short`, the cluster is called "cluster"."""
        years, name = self.trend.years, phrase("country", language)
        country = ChartLine("country", name, QUIET, years, self.trend.country)
        path = self._path_of(self.group) if self.group else None
        if self.group is None or path is None:
            return [country]
        label = self.group.name.in_language(language)
        if self.group.archetype == SELECTION:
            return [country, ChartLine("cluster", label, INK, years, path)]
        colour = shape(self.group.letter).colour
        label = phrase("cluster", language) if short else label
        return [country, ChartLine("cluster", label, colour, years, path)]

    def _path_of(self, group: ClusterMembers) -> Path | None:
        """Take the middle area of a cluster per year, or find that of the selection."""
        if group.archetype != SELECTION:
            return self.trend.groups.get(group.archetype)
        years = zip(*(self.trend.values[code] for code in group.members), strict=True)
        present = ([value for value in values if value is not None] for values in years)
        return tuple(median(values) if values else None for values in present)

    def _own(self, language: str, marks: Sequence[Mark], *, short: bool = False) -> list[ChartLine]:
        nothing: Path = (None,) * len(self.trend.years)
        own_lines = []
        for number, mark in enumerate(marks, start=1):
            name = self.base.areas[mark.code]
            if short and len(name) > _NAME_FITS:
                name = phrase("here", language)
            path = self.trend.values.get(mark.code, nothing)
            breaks = self.trend.breaks.get(mark.code, ())
            place = number if len(marks) > 1 else 0
            css = f"own l{number}" if place else "own"
            own_lines.append(ChartLine(css, name, INK, self.trend.years, path, breaks, place))
        return own_lines

    def _all(self, language: str, marks: Sequence[Mark]) -> list[ChartLine]:
        """List all lines as a reader asks for them: own area, its cluster, the country."""
        return [*self._own(language, marks), *reversed(self._base_lines(language, short=False))]

    def _course(self, line: ChartLine, language: str) -> str:
        if not line.points:
            return f"{line.name} {phrase('no_figure', language)}"
        (start, first), (end, last) = line.points[0], line.points[-1]
        ends = {"first": self._format(first, language), "last": self._format(last, language)}
        kind = "stayed" if ends["first"] == ends["last"] else "from_to"
        return f"{line.name} {phrase(kind, language, start=start, end=end, **ends)}"

    def _format(self, value: float, language: str) -> str:
        if self.trend.subject.unit == INDEX:
            return format_number(value, 1, language)
        return self.trend.subject.text_of(value, language)

    def _round(self, value: float, language: str) -> str:
        """Write the end of an axis, without decimals that say nothing."""
        decimals = 0 if float(value).is_integer() else self.trend.subject.decimals
        return format_figure(value, self.trend.subject.unit, language, decimals)

    def _cell(self, value: float | None, language: str) -> str:
        return phrase("no_figure", language) if value is None else self._format(value, language)
