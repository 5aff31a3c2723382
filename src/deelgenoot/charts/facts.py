"""The numbers behind every chart, from the catalogue and the published typology."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from deelgenoot.catalog import Catalog, Indicator, Series
from deelgenoot.charts import why
from deelgenoot.charts.dotline import DotLine
from deelgenoot.charts.figures import MARGIN, Base, ClusterMembers, Subject
from deelgenoot.charts.lines import BOTTOM, TOP, Path
from deelgenoot.charts.ranking import Ranking, Score
from deelgenoot.charts.scale import Kind, Scale
from deelgenoot.charts.spread import FigureSpread
from deelgenoot.charts.trend import INDEX, Trend
from deelgenoot.charts.why import ReasonFrame
from deelgenoot.typology.published import Typology
from deelgenoot.typology.sentences import UNKNOWN_YEAR
from deelgenoot.words import Text

Floats = NDArray[np.float64]

_EDGES = (1.5, 98.5)
_REACH = 98
_MOST = (3, 97)
_CLASSES = 24
_LEAST_YEARS = 3
_ROUND = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Facts:
    """One study's numbers. `transforms` says on which scale the study measures an indicator."""

    catalog: Catalog
    typology: Typology
    transforms: Mapping[str, str]

    @cached_property
    def base(self) -> Base:
        """What all charts share."""
        names = {area.code: area.name for area in self.catalog.areas}
        selected = tuple(c for c in self.catalog.codes if self.typology.members[c].in_study)
        groups = tuple(
            ClusterMembers(c.archetype, c.letter, c.name, tuple(c.members))
            for c in self.typology.clusters
        )
        return Base({code: names[code] for code in self.catalog.codes}, selected, groups)

    def dotline(self, indicator: str) -> DotLine:
        """Where everybody stands on one indicator; a ValueError if nobody has a figure."""
        levels, chosen = self._levels(indicator)
        country, selection = _middle(levels), _middle(chosen)
        bands = {}
        for cluster in self.typology.clusters:
            for band in cluster.bands:
                if band.indicator == indicator and band.middle is not None:
                    low, high = (band.middle if q is None else q for q in (band.low, band.high))
                    bands[cluster.archetype] = (low, band.middle, high)
        needed = [country, *(quarter for band in bands.values() for quarter in band)]
        return DotLine(
            subject=self.subject(indicator),
            scale=self._axis(indicator, chosen, needed),
            values=self._by_code(levels),
            country=country,
            selection=selection,
            bands=bands,
        )

    def spread(self, indicator: str) -> FigureSpread:
        """How all areas are spread over one indicator."""
        levels, chosen = self._levels(indicator)
        held = levels[~np.isnan(levels)]
        scale = self._axis(indicator, levels, [])
        if scale.kind == "log":
            limits = np.geomspace(scale.low, scale.high, _CLASSES + 1)
        else:
            limits = np.linspace(scale.low, scale.high, _CLASSES + 1)
        quarters = np.percentile(held, (0, 25, 50, 75, 100))
        return FigureSpread(
            self.subject(indicator),
            scale,
            tuple(_short(one) for one in limits),
            _counted(held, limits),
            _counted(chosen[~np.isnan(chosen)], limits),
            self._by_code(levels),
            *(_short(one) for one in quarters),
        )

    def trend(self, indicator: str) -> Trend | None:
        """The years of one indicator; None where there are too few for a line."""
        series, subject = self.catalog.series(indicator), self.subject(indicator)
        if len(series.years) < _LEAST_YEARS:
            return None
        if subject.unit == "n":
            series, subject = indexed(series, subject)
        groups = {
            cluster.archetype: _path(_middles(series.values[self._rows(cluster.members)]))
            for cluster in self.typology.clusters
        }
        country = _middles(series.values)
        return Trend(
            subject=subject,
            years=series.years,
            scale=self._levels_scale(series, [country, *groups.values()]),
            country=_path(country),
            groups=groups,
            values={
                c: _path(row) for c, row in zip(self.catalog.codes, series.values, strict=True)
            },
            breaks=_breaks(self.catalog.codes, series),
        )

    def firmness(self) -> Ranking:
        """How much of each cluster returns: with anchors, without, and by the anchors alone."""
        scores = [
            Score(c.archetype, c.jaccard, c.jaccard_free, c.jaccard_null)
            for c in self.typology.clusters
        ]
        return Ranking("firmness", Scale("linear", 0, 1, MARGIN, 100 - MARGIN), _ordered(scores))

    def fit(self) -> Ranking:
        """How well each name fits its cluster."""
        scores = [Score(c.archetype, c.fit) for c in self.typology.clusters]
        low = min(0.0, *(score.first for score in scores))
        return Ranking("fit", Scale("linear", low, 1, MARGIN, 100 - MARGIN), _ordered(scores))

    def reach(self) -> ReasonFrame:
        """How far the bars of a theme reach: almost as far as any area of the selection needs."""
        sums = [
            abs(value)
            for member in self.typology.members.values()
            if member.in_study
            for value in self._per_theme(member.reasons).values()
        ]
        reach = rounded(0, float(np.percentile(sums, _REACH)))[1]
        return ReasonFrame(Scale("linear", -reach, reach, why.MARGIN, 100 - why.MARGIN))

    def _per_theme(self, reasons: Mapping[str, float]) -> Mapping[str, float]:
        sums: dict[str, float] = {}
        for indicator, value in reasons.items():
            theme = self.catalog.indicators[indicator].theme
            sums[theme] = sums.get(theme, 0.0) + value
        return sums

    def subject(self, indicator: str) -> Subject:
        """An indicator as a chart names it."""
        one = self.catalog.indicators[indicator]
        return Subject(
            one.id, one.label, one.unit, one.decimals, years_in_words(one), one.assumed_year
        )

    # --- parts ---

    def _levels(self, indicator: str) -> tuple[Floats, Floats]:
        """All levels, and those of the selection."""
        levels: Floats = self.catalog.level([indicator])[:, 0]
        return levels, levels[self._rows(self.base.selected)]

    def _rows(self, codes: Sequence[str]) -> list[int]:
        return [self._row_of[code] for code in codes]

    @cached_property
    def _row_of(self) -> Mapping[str, int]:
        return {code: at for at, code in enumerate(self.catalog.codes)}

    def _by_code(self, levels: Floats) -> dict[str, float]:
        pairs = zip(self.catalog.codes, levels, strict=True)
        return {code: _short(level) for code, level in pairs if not np.isnan(level)}

    def _axis(self, indicator: str, values: Floats, needed: Sequence[float]) -> Scale:
        """From percentile 1.5 to 98.5, wider where the middle of the country or a band needs it."""
        held = values[~np.isnan(values)]
        low, high = np.percentile(held, _EDGES)
        low, high = _outward(min([low, *needed]), max([high, *needed]))
        kind: Kind = "log" if self.transforms.get(indicator) == "log" and low > 0 else "linear"
        if low == high:  # everybody the same: the middle of an axis one unit to each side
            low, high, kind = low - 1, high + 1, "linear"
        return Scale(kind, low, high, MARGIN, 100 - MARGIN)

    def _levels_scale(self, series: Series, shown: Sequence[Floats | Path]) -> Scale:
        """Round values around every cluster's line and, each year, most of the selection."""
        chosen = series.values[self._rows(self.base.selected)]
        known = chosen[:, ~np.isnan(chosen).all(axis=0)]
        ends = np.nanpercentile(known, _MOST, axis=0)
        every = [*ends.ravel(), *(value for path in shown for value in path if value is not None)]
        held = [float(value) for value in every if not np.isnan(value)]
        low, high = rounded(min(held), max(held))
        return Scale("linear", low, high, BOTTOM, TOP)


def indexed(series: Series, subject: Subject) -> tuple[Series, Subject]:
    """Numbers of people or things with the first year as 100: a town and a village on one scale.

    An area without a figure in that year, or on another territory since, has none at all.
    """
    broken = (series.marks == "break").any(axis=1)
    start = np.where(broken | (series.values[:, 0] == 0), np.nan, series.values[:, 0])
    label = subject.label
    first = series.years[0]
    return (
        Series(series.years, series.values / start[:, None] * 100, series.marks),
        Subject(
            subject.id,
            Text(f"{label.nl} ({first} = 100)", f"{label.en} ({first} = 100)"),
            INDEX,
            None,
            subject.year,
            subject.assumed_year,
        ),
    )


def rounded(low: float, high: float) -> tuple[float, float]:
    """Round values just around `low` and `high`, at most an eighth of what lies between them."""
    if low == high:
        low, high = low - 1, high + 1
    step = (high - low) / 8
    power = 10.0 ** np.floor(np.log10(step))
    size = next(one * power for one in _ROUND if one * power >= step)
    return _short(np.floor(low / size) * size), _short(np.ceil(high / size) * size)


def years_in_words(indicator: Indicator) -> Text:
    """`2020`, `2018 tot 2020`, `2021 (anders 2018)`; or that the year is unknown."""
    years = indicator.level_years
    if len(years) < 2:  # noqa: PLR2004  one year is named as it is
        return Text(str(years[0]), str(years[0])) if years else UNKNOWN_YEAR
    if indicator.level_rule == "first":
        rest = ", ".join(str(year) for year in years[1:])
        return Text(f"{years[0]}, anders {rest}", f"{years[0]}, else {rest}")
    first, last = min(years), max(years)
    if last - first == len(years) - 1 and len(years) > 2:  # noqa: PLR2004 (two are named apart)
        return Text(f"gemiddeld {first} tot {last}", f"average {first} to {last}")
    named = [str(year) for year in sorted(years)]
    return Text(f"gemiddeld {' en '.join(named)}", f"average {' and '.join(named)}")


def _outward(low: float, high: float) -> tuple[float, float]:
    """Both ends at three significant digits of the larger one, further apart, never nearer."""
    largest = max(abs(low), abs(high))
    size = 10.0 ** (np.floor(np.log10(largest)) - 2) if largest else 1.0
    below = np.floor(low / size) * size
    # A log axis that begins above zero keeps doing so.
    return _short(low if below <= 0 < low else below), _short(np.ceil(high / size) * size)


def _middle(values: Floats) -> float:
    held = values[~np.isnan(values)]
    if not held.size:
        msg = "No area has a figure, so there is nothing to draw."
        raise ValueError(msg)
    return _short(np.median(held))


def _middles(values: Floats) -> Floats:
    """The middle of each column; NaN where fewer than half of the rows have a figure."""
    known = ~np.isnan(values)
    enough = known.sum(axis=0) * 2 >= len(values)
    middles = np.full(values.shape[1], np.nan)
    middles[enough] = np.nanmedian(values[:, enough], axis=0)
    return middles


def _path(values: Floats) -> Path:
    return tuple(None if np.isnan(value) else _short(value) for value in values)


def _breaks(codes: Sequence[str], series: Series) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for row, column in np.argwhere(series.marks == "break"):
        found.setdefault(codes[row], []).append(series.years[column])
    return {code: tuple(years) for code, years in sorted(found.items())}


def _counted(values: Floats, limits: Floats) -> tuple[int, ...]:
    counts, _ = np.histogram(np.clip(values, limits[0], limits[-1]), limits)
    return tuple(int(count) for count in counts)


def _ordered(scores: Sequence[Score]) -> tuple[Score, ...]:
    return tuple(sorted(scores, key=lambda score: (-score.first, score.archetype)))


def _short(value: float) -> float:
    """Six significant digits, as the published typology has."""
    return float(f"{value:.6g}") + 0.0
