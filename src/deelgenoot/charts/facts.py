"""The numbers behind every chart, from the catalogue and the published typology."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from deelgenoot.catalog import Catalog, Indicator, Series
from deelgenoot.charts import why
from deelgenoot.charts.dotline import DotLine
from deelgenoot.charts.figures import MARGIN, Base, ClusterMembers, Subject
from deelgenoot.charts.lines import Path
from deelgenoot.charts.phrases import phrase
from deelgenoot.charts.ranking import Ranking, Score
from deelgenoot.charts.scale import Kind, Scale, round_outward
from deelgenoot.charts.spread import FigureSpread
from deelgenoot.charts.trend import INDEX, Trend
from deelgenoot.charts.why import ReasonFrame
from deelgenoot.typology.assessment import Predictions, PullTried
from deelgenoot.typology.levels import of_other_land
from deelgenoot.typology.published import Typology
from deelgenoot.typology.sentences import UNKNOWN_YEAR
from deelgenoot.words import Text, format_number

Floats = NDArray[np.float64]

_EDGES = (1.5, 98.5)
_REACH = 98
_CLASSES = 24
_LEAST_YEARS = 3


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
        selection = tuple(c for c in self.catalog.codes if self.typology.members[c].in_study)
        groups = tuple(
            ClusterMembers(c.archetype, c.letter, c.name, tuple(c.members))
            for c in self.typology.clusters
        )
        return Base({code: names[code] for code in self.catalog.codes}, selection, groups)

    def dotline(self, indicator: str) -> DotLine:
        """Collect where all areas stand on one indicator; ValueError if none has a figure."""
        levels, of_selection = self._levels(indicator)
        country, selection = _middle(levels), _middle(of_selection)
        bands = {}
        for cluster in self.typology.clusters:
            for band in cluster.bands:
                if band.indicator == indicator and band.middle is not None:
                    low, high = (band.middle if q is None else q for q in (band.low, band.high))
                    bands[cluster.archetype] = (low, band.middle, high)
        inside = [country, *(quarter for band in bands.values() for quarter in band)]
        return DotLine(
            subject=self.subject(indicator),
            scale=self._axis(indicator, of_selection, inside),
            values=self._by_code(levels),
            country=country,
            selection=selection,
            bands=bands,
        )

    def spread(self, indicator: str) -> FigureSpread:
        """Count how all areas are spread over one indicator."""
        levels, of_selection = self._levels(indicator)
        figures = levels[~np.isnan(levels)]
        scale = self._axis(indicator, levels, [])
        if scale.kind == "log":
            limits = np.geomspace(scale.low, scale.high, _CLASSES + 1)
        else:
            limits = np.linspace(scale.low, scale.high, _CLASSES + 1)
        quarters = np.percentile(figures, (0, 25, 50, 75, 100))
        return FigureSpread(
            self.subject(indicator),
            scale,
            tuple(_short(one) for one in limits),
            _count_classes(figures, limits),
            _count_classes(of_selection[~np.isnan(of_selection)], limits),
            self._by_code(levels),
            *(_short(one) for one in quarters),
        )

    def trend(self, indicator: str) -> Trend | None:
        """Collect the years of one indicator; None where there are too few for a line."""
        series, subject = self.catalog.series(indicator), self.subject(indicator)
        if len(series.years) < _LEAST_YEARS:
            return None
        if subject.unit == "n":
            series, subject = index_series(series, subject)
        # As for a level: a figure of another territory is of no municipality that is counted.
        figures_here = np.where(of_other_land(self.catalog, indicator), np.nan, series.values)
        groups = {
            cluster.archetype: _path(_middles(figures_here[self._rows(cluster.members)]))
            for cluster in self.typology.clusters
        }
        country = _middles(figures_here)
        return Trend(
            subject=subject,
            years=series.years,
            country=_path(country),
            groups=groups,
            values={
                c: _path(row) for c, row in zip(self.catalog.codes, series.values, strict=True)
            },
            breaks=_breaks(self.catalog.codes, series),
        )

    def firmness(self) -> Ranking:
        """Rank how much of each cluster returns: with anchors, without, by anchors alone."""
        scores = [
            Score(c.archetype, c.jaccard, c.free_recovery, c.jaccard_null)
            for c in self.typology.clusters
        ]
        return Ranking("firmness", Scale("linear", 0, 1, MARGIN, 100 - MARGIN), _rank(scores))

    def fit(self) -> Ranking:
        """Rank how well each name fits its cluster."""
        scores = [Score(c.archetype, c.fit) for c in self.typology.clusters]
        low = min(0.0, *(score.first for score in scores))
        return Ranking("fit", Scale("linear", low, 1, MARGIN, 100 - MARGIN), _rank(scores))

    def prediction(self, predictions: Predictions) -> Ranking:
        """Rank how much each way to choose municipalities predicts, from 0: no more than nothing.

        The axis ends on round tenths.
        """
        n = predictions.n_peers
        scores = tuple(
            Score(one.grouping, one.r2, 0.0, name=_text(f"way_{one.grouping}", n=n))
            for one in predictions.by
        )
        ends = [floor(10 * scores[-1].first) / 10, ceil(10 * scores[0].first) / 10]
        scale = Scale("linear", min(0.0, ends[0]), max(0.1, ends[1]), MARGIN, 100 - MARGIN)
        return Ranking("prediction", scale, scores)

    def frontier(self, pulls: Sequence[PullTried], own_pull: float) -> Ranking:
        """List the pulls: what their clusters predict, the weakest Jaccard, what is recovered."""
        scores = tuple(
            Score(
                f"{one.pull:g}",
                one.r2 or 0.0,
                one.jaccard_least,
                one.recovery,
                _text("pull_chosen" if one.pull == own_pull else "pull_one", pull=one.pull),
            )
            for one in pulls
        )
        return Ranking("frontier", Scale("linear", 0, 1, MARGIN, 100 - MARGIN), scores)

    def reach(self) -> ReasonFrame:
        """Set how far the bars of a theme reach: as far as nearly all of the selection needs."""
        sums = [
            abs(value)
            for member in self.typology.members.values()
            if member.in_study
            for value in self._per_theme(member.reasons).values()
        ]
        reach = round_outward(0, float(np.percentile(sums, _REACH)))[1]
        return ReasonFrame(Scale("linear", -reach, reach, why.MARGIN, 100 - why.MARGIN))

    def _per_theme(self, reasons: Mapping[str, float]) -> Mapping[str, float]:
        sums: dict[str, float] = {}
        for indicator, value in reasons.items():
            theme = self.catalog.indicators[indicator].theme
            sums[theme] = sums.get(theme, 0.0) + value
        return sums

    def subject(self, indicator: str) -> Subject:
        """Describe an indicator as a chart names it."""
        item = self.catalog.indicators[indicator]
        return Subject(
            item.id, item.label, item.unit, item.decimals, years_in_words(item), item.assumed_year
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

    def _axis(self, indicator: str, values: Floats, inside: Sequence[float]) -> Scale:
        """Run from percentile 1.5 to 98.5, wider where the middle of the country or a band is."""
        figures = values[~np.isnan(values)]
        low, high = np.percentile(figures, _EDGES)
        low, high = _outward(min([low, *inside]), max([high, *inside]))
        kind: Kind = "log" if self.transforms.get(indicator) == "log" and low > 0 else "linear"
        if low == high:  # everybody the same: the middle of an axis one unit to each side
            low, high, kind = low - 1, high + 1, "linear"
        return Scale(kind, low, high, MARGIN, 100 - MARGIN)


def index_series(series: Series, subject: Subject) -> tuple[Series, Subject]:
    """Set the first year of counts to 100, so that a town and a village share one scale.

    An area without a figure in that year, or on another territory since, has none at all.
    """
    is_broken = (series.marks == "break").any(axis=1)
    start = np.where(is_broken | (series.values[:, 0] == 0), np.nan, series.values[:, 0])
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


def years_in_words(indicator: Indicator) -> Text:
    """Write the years: `2020`, `2018 tot 2020`, `2021 (anders 2018)`, or unknown."""
    years = indicator.level_years
    if len(years) < 2:  # noqa: PLR2004  one year is named as it is
        return Text(str(years[0]), str(years[0])) if years else UNKNOWN_YEAR
    if indicator.level_rule == "first":
        rest = ", ".join(str(year) for year in years[1:])
        return Text(f"{years[0]}, anders {rest}", f"{years[0]}, else {rest}")
    first, last = min(years), max(years)
    if last - first == len(years) - 1 and len(years) > 2:  # noqa: PLR2004 (two are named apart)
        return Text(f"gemiddeld {first} tot {last}", f"average {first} to {last}")
    names = [str(year) for year in sorted(years)]
    return Text(f"gemiddeld {' en '.join(names)}", f"average {' and '.join(names)}")


def _text(name: str, **values: float) -> Text:
    """Fill a phrase in both languages, numbers as people write them."""
    nl, en = (
        phrase(name, language, **{key: _number_text(one, language) for key, one in values.items()})
        for language in ("nl", "en")
    )
    return Text(nl, en)


def _number_text(value: float, language: str) -> str:
    decimals = len(f"{value:g}".partition(".")[2])
    return format_number(value, decimals, language)


def _outward(low: float, high: float) -> tuple[float, float]:
    """Round both ends outward to three significant digits of the larger one."""
    largest = max(abs(low), abs(high))
    size = 10.0 ** (np.floor(np.log10(largest)) - 2) if largest else 1.0
    below = np.floor(low / size) * size
    # A log axis that begins above zero keeps doing so.
    return _short(low if below <= 0 < low else below), _short(np.ceil(high / size) * size)


def _middle(values: Floats) -> float:
    figures = values[~np.isnan(values)]
    if not figures.size:
        msg = "No area has a figure, so there is nothing to draw."
        raise ValueError(msg)
    return _short(np.median(figures))


def _middles(values: Floats) -> Floats:
    """Take the middle of each column; NaN where fewer than half of the rows have a figure."""
    is_known = ~np.isnan(values)
    enough = is_known.sum(axis=0) * 2 >= len(values)
    middles = np.full(values.shape[1], np.nan)
    middles[enough] = np.nanmedian(values[:, enough], axis=0)
    return middles


def _path(values: Floats) -> Path:
    return tuple(None if np.isnan(value) else _short(value) for value in values)


def _breaks(codes: Sequence[str], series: Series) -> dict[str, tuple[int, ...]]:
    years_of: dict[str, list[int]] = {}
    for row, column in np.argwhere(series.marks == "break"):
        years_of.setdefault(codes[row], []).append(series.years[column])
    return {code: tuple(years) for code, years in sorted(years_of.items())}


def _count_classes(values: Floats, limits: Floats) -> tuple[int, ...]:
    counts, _ = np.histogram(np.clip(values, limits[0], limits[-1]), limits)
    return tuple(int(count) for count in counts)


def _rank(scores: Sequence[Score]) -> tuple[Score, ...]:
    return tuple(sorted(scores, key=lambda score: (-score.first, score.archetype)))


def _short(value: float) -> float:
    """Round to six significant digits, as the published typology does."""
    return float(f"{value:.6g}") + 0.0
