"""The profile of a cluster or a municipality: where it stands, theme by theme, on dot lines.

A profile is the same for a cluster (its members as marks) and for a municipality (one dot, with
its figure beside it). Per theme the two indicators that say most stand in sight; the others fold
out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from deelgenoot.catalog import Catalog, Indicator, Theme
from deelgenoot.charts.figures import Mark, Table
from deelgenoot.typology.published import Cluster, Member
from deelgenoot.typology.sentences import POINTS_OF_A_SCALE, mid_sentence
from deelgenoot_web.atlas.edition import Edition, keep_few

Tag = Literal["assumed", "weak", "filled"]

N_SHOWN = 2
"""Indicators per theme that stand in sight."""
N_STANDOUTS = 3
"""Indicators that stand out most, each of another theme."""
CLEAR = 0.5
"""From this many standard deviations a difference is worth a sentence (Cohen's medium effect)."""

_MOST_MEMBERS = 0.9
"""Who lies beyond this share of a cluster stands out in it."""

# about whom -> nothing stands out, these are higher, these are lower
_SENTENCES = {
    "cluster": (
        gettext_lazy("Hierin verschilt het cluster weinig van de andere."),
        gettext_lazy("Hoger dan elders: %(names)s."),
        gettext_lazy("Lager dan elders: %(names)s."),
    ),
    "municipality": (
        gettext_lazy("Bijna gelijk aan het cluster."),
        gettext_lazy("Hoger dan het cluster: %(names)s."),
        gettext_lazy("Lager dan het cluster: %(names)s."),
    ),
}


@dataclass(frozen=True)
class IndicatorName:
    """An indicator as a row names it: what is measured, when, and with which reserve."""

    id: str
    label: str
    year: str
    tags: tuple[Tag, ...]


@dataclass(frozen=True)
class ProfileRow:
    """One indicator of a profile; `value` is empty in a profile without a column of figures."""

    name: IndicatorName
    value: str
    svg: str
    """The drawing; it carries its own sentence as its name."""


@dataclass(frozen=True)
class ThemeProfile:
    """One theme: a sentence, the rows in sight and the folded ones."""

    id: str
    label: str
    sentence: str
    in_sight: tuple[ProfileRow, ...]
    more: tuple[ProfileRow, ...]
    left_out: str = ""
    """The indicators that are left out where only differences are wanted, by name."""


@dataclass(frozen=True)
class LegendEntry:
    """One entry of the legend: a kind of sign of the part `chart_key`, its words, a cluster."""

    kind: str
    label: str
    letter: str = "none"


@dataclass(frozen=True)
class Profile:
    """All themes in their fixed order, the legend once, and every figure as a table."""

    themes: tuple[ThemeProfile, ...]
    standouts: tuple[ProfileRow, ...]
    """Of the themes that hold the largest clear differences the most telling row each."""
    keys: tuple[LegendEntry, ...]
    has_values: bool
    table: Table


def cluster_profile(edition: Edition, cluster: Cluster) -> Profile:
    """Set a cluster against the rest of the selection: most telling is the largest effect size."""
    differences = {b.indicator: b.effect for b in cluster.bands if b.effect is not None}
    return _ProfileMaker(edition, cluster, differences).profile


@keep_few
def municipality_profile(edition: Edition, code: str, *, only_differences: bool = False) -> Profile:
    """Set a municipality against its own cluster, or outside the selection the nearest one.

    Most telling are the indicators that differ most. Only those of the typology have a common
    scale, so only those stand in sight. With `only_differences` exactly those figures stand in
    sight that stand out in the cluster.
    """
    member = edition.typology.members[code]
    cluster = edition.typology.cluster(member.cluster)
    differences = {
        indicator: z - cluster.centre[indicator]
        for indicator, z in member.z.items()
        if indicator not in member.filled
    }
    return _ProfileMaker(edition, cluster, differences, member, only_differences).profile


def indicator_name(
    edition: Edition, indicator: Indicator, *, is_filled: bool = False
) -> IndicatorName:
    """Name a row, with the tags that belong to its figure."""
    tags: list[Tag] = []
    if indicator.assumed_year and not is_filled:
        tags.append("assumed")
    if indicator.weak:
        tags.append("weak")
    if is_filled:
        tags.append("filled")
    label = edition.words(indicator.label)
    return IndicatorName(indicator.id, label, edition.years(indicator), tuple(tags))


def in_sentence(label: str) -> str:
    """Fit a label in a sentence: without "per 1.000 inwoners" and without its capital."""
    return mid_sentence(label.partition(",")[0])


@dataclass(frozen=True)
class _ProfileMaker:
    """Makes a profile: the band of a cluster, with the dots of its members or of one member."""

    edition: Edition
    cluster: Cluster
    differences: Mapping[str, float]
    """Per indicator how far it stands from what it is compared with, in standard deviations."""
    member: Member | None = None
    only_differences: bool = False

    @cached_property
    def profile(self) -> Profile:
        return Profile(
            themes=tuple(self._theme(theme) for theme in self.edition.catalog.themes),
            standouts=tuple(map(self._row, self._standouts())),
            keys=tuple(self._keys()),
            has_values=self.member is not None,
            table=self._table(),
        )

    # --- themes ---

    def _theme(self, theme: Theme) -> ThemeProfile:
        indicators = self.edition.catalog.in_theme(theme.id)
        if self.only_differences:
            return self._differing(theme, indicators)
        telling = sorted(indicators, key=lambda i: -abs(self.differences.get(i.id, 0.0)))
        in_sight = telling[:N_SHOWN]
        others = [i for i in indicators if i not in in_sight]
        return ThemeProfile(
            id=theme.id,
            label=self.edition.words(theme.label),
            sentence=self._sentence(theme),
            in_sight=tuple(self._row(i) for i in in_sight),
            more=tuple(self._row(i) for i in others),
        )

    def _differing(self, theme: Theme, indicators: list[Indicator]) -> ThemeProfile:
        """Show only the indicators that lie apart from the cluster; name the others."""
        apart = {i.id: self._is_apart(i) for i in indicators}
        labels = {
            answer: [self._label(i) for i in indicators if apart[i.id] is answer]
            for answer in (False, None)
        }
        words = {
            False: _("Binnen het cluster: %(names)s."),
            None: _("Geen cijfer: %(names)s."),
        }
        sentences = [
            words[answer] % {"names": self.edition.join_names(names)}
            for answer, names in labels.items()
            if names
        ]
        return ThemeProfile(
            id=theme.id,
            label=self.edition.words(theme.label),
            sentence=_count_sentence(sum(answer is True for answer in apart.values()), len(apart)),
            in_sight=tuple(self._row(i) for i in indicators if apart[i.id]),
            more=(),
            left_out=" ".join(sentences),
        )

    def _is_apart(self, indicator: Indicator) -> bool | None:
        """Whether nine in ten of the cluster lie on one side of the figure; None without one."""
        codes, own = self.edition.catalog.codes, self.member.code if self.member else ""
        levels = self.edition.catalog.level([indicator.id])[:, 0]
        others = levels[[codes.index(code) for code in self.cluster.members if code != own]]
        others, figure = others[~np.isnan(others)], levels[codes.index(own)]
        if not others.size or np.isnan(figure):
            return None
        return bool(max(np.mean(others < figure), np.mean(others > figure)) >= _MOST_MEMBERS)

    def _sentence(self, theme: Theme) -> str:
        """Say what stands out, from figures whose year is known."""
        usable = self._clear(theme)
        alike, *sides = _SENTENCES["cluster" if self.member is None else "municipality"]
        sentences = []
        for side, words in zip((1, -1), sides, strict=True):
            on_side = [i for i in usable[:N_SHOWN] if self.differences[i.id] * side > 0]
            if on_side:
                names = self.edition.join_names([self._label(i) for i in on_side])
                sentences.append(words % {"names": names})
        if self.member is None and theme.id == self._most_telling:
            sentences.insert(0, _("Dit thema onderscheidt het cluster het meest."))
        return " ".join(sentences) or str(alike)

    def _clear(self, theme: Theme) -> list[Indicator]:
        """List the indicators of a theme that clearly differ, the most telling first."""
        usable = [
            i
            for i in self.edition.catalog.in_theme(theme.id)
            if not (i.assumed_year or i.weak) and self._is_clear(i)
        ]
        return sorted(usable, key=self._nearness)

    def _standouts(self) -> list[Indicator]:
        """Choose the clearest of each theme, in a unit that a reader knows without a page."""
        clear = [
            [i for i in self._clear(theme) if i.unit not in POINTS_OF_A_SCALE]
            for theme in self.edition.catalog.themes
        ]
        firsts = [indicator for some in clear for indicator in some[:1]]
        return sorted(firsts, key=self._nearness)[:N_STANDOUTS]

    def _nearness(self, indicator: Indicator) -> float:
        return -abs(self.differences[indicator.id])

    def _is_clear(self, indicator: Indicator) -> bool:
        return abs(self.differences.get(indicator.id, 0.0)) >= CLEAR

    def _label(self, indicator: Indicator) -> str:
        return in_sentence(self.edition.words(indicator.label))

    @cached_property
    def _most_telling(self) -> str:
        """The theme in which the indicators of the grouping differ most, on average."""
        weights = self.edition.typology.weights
        sizes: dict[str, list[float]] = {}
        for indicator, difference in self.differences.items():
            if indicator in weights:
                theme = self.edition.catalog.indicators[indicator].theme
                sizes.setdefault(theme, []).append(abs(difference))
        return max(sizes, key=lambda theme: float(np.mean(sizes[theme])))

    # --- rows ---

    def _row(self, indicator: Indicator) -> ProfileRow:
        is_filled = self._is_filled(indicator)
        chart_id = self._chart_id(indicator.id)
        marks = () if self.member is None else (Mark(self.member.code, is_filled),)
        return ProfileRow(
            name=indicator_name(self.edition, indicator, is_filled=is_filled),
            value=self._value(indicator),
            svg=self.edition.charts.svg(chart_id, self.edition.language, marks),
        )

    def _is_filled(self, indicator: Indicator) -> bool:
        return self.member is not None and indicator.id in self.member.filled

    def _chart_id(self, indicator: str) -> str:
        """Pick the line with this cluster on it; a bare line when no member has a figure."""
        kind = "members" if self.member is None else "dot"
        chart_id = f"{kind}/{indicator}/{self.cluster.archetype}"
        return chart_id if chart_id in self.edition.charts.ids else f"dot/{indicator}"

    def _value(self, indicator: Indicator) -> str:
        """Write the municipality's figure; where it has none, the one that the study filled in."""
        if self.member is None:
            return ""
        if self._is_filled(indicator):
            return self._figure(indicator, self._middles[indicator.id][0])
        own = self.edition.level(indicator.id, self.member.code)
        return own or _("geen cijfer")

    # --- legend and table ---

    def _keys(self) -> Iterator[LegendEntry]:
        n_selected, n_all = len(self.edition.study.selection), len(self.edition.catalog.codes)
        letter = self.cluster.letter
        if self.member is None:
            yield LegendEntry("member", _("gemeente uit dit cluster"), letter)
        else:
            yield LegendEntry("dot", self.edition.catalog.areas[self.member.code].name)
        yield LegendEntry("band", _("cluster: middelste gemeente en middelste helft"), letter)
        yield LegendEntry("country", _("middelste van alle %(n)s") % {"n": n_all})
        yield LegendEntry("tick", _("alle %(n)s uit de selectie") % {"n": n_selected})
        yield LegendEntry("beyond", _("valt buiten de lijn"))
        if self.member is not None:
            yield LegendEntry("assumed", _("jaar aangenomen"))
            if self.member.filled:
                yield LegendEntry("filled", _("aangevuld met het midden van de selectie"))

    def _table(self) -> Table:
        own = () if self.member is None else (self.edition.catalog.areas[self.member.code].name,)
        header = (
            _("Kenmerk"),
            _("Jaar"),
            *own,
            _("Cluster: middelste gemeente"),
            _("Cluster: middelste helft"),
            _("Middelste van de selectie"),
            _("Middelste van het land"),
        )
        indicators = [
            i for t in self.edition.catalog.themes for i in self.edition.catalog.in_theme(t.id)
        ]
        return Table(header, tuple(self._table_row(indicator) for indicator in indicators))

    def _table_row(self, indicator: Indicator) -> tuple[str, ...]:
        own = () if self.member is None else (self._value_with_tags(indicator),)
        band = self.cluster.band(indicator.id)
        half = _("geen cijfer")
        if band.low is not None and band.high is not None:
            ends = [self._figure(indicator, end) for end in (band.low, band.high)]
            half = _("%(low)s tot %(high)s") % {"low": ends[0], "high": ends[1]}
        selection, country = self._middles[indicator.id]
        return (
            self.edition.words(indicator.label),
            self.edition.years(indicator),
            *own,
            self._figure(indicator, band.middle),
            half,
            self._figure(indicator, selection),
            self._figure(indicator, country),
        )

    def _value_with_tags(self, indicator: Indicator) -> str:
        remark = _("aangevuld") if self._is_filled(indicator) else ""
        if indicator.assumed_year and not remark:
            remark = _("jaar aangenomen")
        value = self._value(indicator)
        return f"{value} ({remark})" if remark else value

    def _figure(self, indicator: Indicator, number: float | None) -> str:
        if number is None:
            return _("geen cijfer")
        return self.edition.figure(indicator, number)

    @property
    def _middles(self) -> Mapping[str, tuple[float, float]]:
        return _middles(self.edition.catalog, self.edition.study.selection)


def _count_sentence(n_apart: int, n_all: int) -> str:
    words = ngettext(
        "%(n)s van de %(all)s kenmerken verschilt duidelijk.",
        "%(n)s van de %(all)s kenmerken verschillen duidelijk.",
        n_apart,
    )
    return words % {"n": n_apart, "all": n_all}


@cache
def _middles(catalog: Catalog, selection: tuple[str, ...]) -> Mapping[str, tuple[float, float]]:
    """Give per indicator the middle of the selection and that of all areas."""
    levels = catalog.level(list(catalog.indicators))
    inside = np.isin(catalog.codes, selection)
    of_selection, of_all = (np.nanmedian(rows, axis=0) for rows in (levels[inside], levels))
    pairs = zip(map(float, of_selection), map(float, of_all), strict=True)
    return dict(zip(catalog.indicators, pairs, strict=True))
