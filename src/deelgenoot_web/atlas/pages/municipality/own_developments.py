"""A municipality over the years: every series of a theme, beside its cluster and the country."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.catalog import Catalog, Theme
from deelgenoot.charts.figures import Mark, Table
from deelgenoot.typology.published import Member
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.departures import (
    Departures,
    OwnCourse,
    depart_most,
    measure_course,
)

_LEAST_FIGURES = 2
"""With fewer there is nothing to join by a line."""
_GOOD_LENGTH = 5
"""With this many years, an indicator of the typology says more than a longer other series."""


N_SHOWN = 3
"""Series of a theme that stand in sight; the others fold out."""


@dataclass(frozen=True)
class Development:
    """One indicator over the years, with the line of the municipality, and where that breaks."""

    indicator: str
    chart_id: str
    query: str
    """The end of its address, with the municipality on it: `?gm=GM0301`."""
    title: str
    sentence: str
    svg: SafeString
    table: Table
    note: str


@dataclass(frozen=True)
class Departure:
    """An indicator in which it went another way than its cluster, with the changes."""

    indicator: str
    title: str
    sentence: str


@dataclass(frozen=True)
class ThemeDevelopments:
    """The series of one theme, the most telling first."""

    id: str
    label: str
    in_sight: tuple[Development, ...]
    more: tuple[Development, ...]

    @property
    def every(self) -> tuple[Development, ...]:
        """All of them, for in one table."""
        return self.in_sight + self.more


@dataclass(frozen=True)
class OwnDevelopments:
    """The themes that have a series, in their fixed order."""

    themes: tuple[ThemeDevelopments, ...]
    departures: tuple[Departure, ...]
    """Where it went another way than its cluster, beyond nine in ten of the selection."""
    overall: str
    """In how many series it went along, and of how many that cannot be told, in sentences."""
    n_series: int
    mergers: str
    """That figures from before a merger were computed; empty when none were."""
    without: str
    """The themes without figures over the years, in a sentence."""


def own_developments(edition: Edition, member: Member) -> OwnDevelopments:
    """Show the developments of one municipality."""
    own = _own_series(edition.catalog, member.code)
    maker = _DevelopmentsMaker(edition, member, own)
    series = {theme: maker.series(theme) for theme in edition.catalog.themes}
    without = [edition.words(theme.label).lower() for theme, ids in series.items() if not ids]
    name = edition.catalog.areas[member.code].name
    every = [one for ids in series.values() for one in ids]
    departures, overall = _departures(edition, member, every)
    return OwnDevelopments(
        themes=tuple(maker.theme(theme, ids) for theme, ids in series.items() if ids),
        departures=departures,
        overall=overall,
        n_series=sum(map(len, series.values())),
        mergers=_merger_note(name) if own.is_merged else "",
        without=_without(edition, without),
    )


def _departures(
    edition: Edition, member: Member, series: Sequence[str]
) -> tuple[tuple[Departure, ...], str]:
    """Name the largest departures, and count them all."""
    indicators = edition.catalog.indicators
    strong = [one for one in series if not indicators[one].weak]
    departures = depart_most(edition.release, strong, member)
    return tuple(
        Departure(one, edition.words(indicators[one].label), _course_words(edition, member, course))
        for one, course in departures.beyond[:N_SHOWN]
    ), along_words(edition.catalog.areas[member.code].name, departures, len(strong))


def along_words(name: str, departures: Departures, n_series: int) -> str:
    """Say in how many of its series a municipality went along, and of how many nobody can tell."""
    n_judged, n_untold = departures.n_judged, n_series - departures.n_judged
    along = _(
        "%(name)s ging bij %(n)s van de %(all)s reeksen ongeveer mee met het cluster: het "
        "verschil is er niet groter dan bij negen van de tien gemeenten. Zwakke cijfers "
        "tellen hierin niet mee."
    ) % {"name": name, "n": n_judged - len(departures.beyond), "all": n_judged}
    untold = ngettext(
        "Van %(n)s reeks van %(name)s is dat niet te zeggen: er zijn te weinig jaren op dezelfde "
        "grenzen, of een verandering in procenten zegt er niets.",
        "Van %(n)s reeksen van %(name)s is dat niet te zeggen: er zijn te weinig jaren op dezelfde "
        "grenzen, of een verandering in procenten zegt er niets.",
        n_untold,
    ) % {"name": name, "n": n_untold}
    return " ".join(words for words, n in ((along, n_judged), (untold, n_untold)) if n)


@dataclass(frozen=True)
class _Own:
    """The series of one municipality: where they break."""

    breaks: Mapping[str, tuple[int, ...]]
    """The years from which the figures are of another territory than before."""
    is_merged: bool


@cache
def _own_series(catalog: Catalog, code: str) -> _Own:
    """Measure the series of one municipality, once for both languages."""
    row = catalog.codes.index(code)
    series = {one: catalog.series(one) for one in catalog.indicators}
    return _Own(
        breaks={
            one: tuple(
                year for year, mark in zip(s.years, s.marks[row], strict=True) if mark == "break"
            )
            for one, s in series.items()
        },
        is_merged=any((s.marks[row] == "merged").any() for s in series.values()),
    )


@dataclass(frozen=True)
class _DevelopmentsMaker:
    """Makes the developments of one municipality."""

    edition: Edition
    member: Member
    own: _Own

    def series(self, theme: Theme) -> list[str]:
        """List the indicators of a theme that have a line, the most telling first."""
        usable = [
            i.id
            for i in self.edition.catalog.in_theme(theme.id)
            if self._chart_id(i.id) in self.edition.charts
            and self._n_figures(i.id) >= _LEAST_FIGURES
        ]
        return sorted(usable, key=self._rank)

    def theme(self, theme: Theme, series: Sequence[str]) -> ThemeDevelopments:
        """Draw every series of a theme, the first ones in sight."""
        developments = tuple(self._development(one) for one in series)
        return ThemeDevelopments(
            id=theme.id,
            label=self.edition.words(theme.label),
            in_sight=developments[:N_SHOWN],
            more=developments[N_SHOWN:],
        )

    def _n_figures(self, indicator: str) -> int:
        """Count the years of its line: an index has none where the territory changed."""
        path = self.edition.charts.trend(indicator).values.get(self.member.code, ())
        return sum(value is not None for value in path)

    def _rank(self, indicator: str) -> tuple[bool, bool, int]:
        """Order series: long ones of the typology first, weak ones last."""
        is_weak = self.edition.catalog.indicators[indicator].weak
        length = self._n_figures(indicator)
        is_telling = indicator in self.edition.typology.weights and length >= _GOOD_LENGTH
        return (is_weak, not is_telling, -length)

    def _label(self, indicator: str) -> str:
        return self.edition.words(self.edition.catalog.indicators[indicator].label)

    def _chart_id(self, indicator: str) -> str:
        return f"trend/{indicator}/{self.member.cluster}"

    def _development(self, indicator: str) -> Development:
        chart_id, marks = self._chart_id(indicator), (Mark(self.member.code),)
        return Development(
            indicator=indicator,
            chart_id=chart_id,
            query=f"?gm={self.member.code}",
            title=self._label(indicator),
            sentence=compare_courses(self.edition, indicator, self.member),
            svg=SafeString(self.edition.charts.svg(chart_id, self.edition.language, marks)),
            table=self.edition.charts.table(chart_id, self.edition.language, marks),
            note=_break_note(self.edition, self.own.breaks[indicator]),
        )


def compare_courses(edition: Edition, indicator: str, member: Member) -> str:
    """Set the change of a municipality beside those of its cluster and the country."""
    course = measure_course(edition.charts.trend(indicator), member.code, member.cluster)
    return _course_words(edition, member, course) if course else ""


def _course_words(edition: Edition, member: Member, course: OwnCourse) -> str:
    sentence = _(
        "Van %(start)s tot %(end)s: %(name)s %(own)s, het cluster %(cluster)s, het land "
        "%(country)s."
    )
    changes = {
        who: _change(edition, getattr(course, who), is_share=course.is_share)
        for who in ("own", "cluster", "country")
    }
    name = edition.catalog.areas[member.code].name
    return sentence % {"start": course.start, "end": course.end, "name": name, **changes}


def _change(edition: Edition, change: float, *, is_share: bool) -> str:
    """Write a change with its sign, in points or per cent."""
    decimals = 1 if is_share else 0
    sign = "+" if round(change, decimals) > 0 else ""
    number = sign + edition.number(change, decimals)
    return _("%s punt") % number if is_share else f"{number}%"


def _break_note(edition: Edition, years: tuple[int, ...]) -> str:
    if not years:
        return ""
    words = ngettext(
        "In %(years)s veranderden de grenzen. Daar begint de lijn opnieuw.",
        "In %(years)s veranderden de grenzen. Daar begint de lijn steeds opnieuw.",
        len(years),
    )
    return words % {"years": edition.join_names([str(year) for year in years])}


def _merger_note(name: str) -> str:
    words = _(
        "Cijfers van %(name)s van vóór een herindeling zijn berekend uit de gemeenten van toen, op "
        "de grenzen van nu."
    )
    return words % {"name": name}


def _without(edition: Edition, themes: list[str]) -> str:
    if not themes:
        return ""
    return _("Geen cijfers over meer jaren: %(themes)s.") % {"themes": edition.join_names(themes)}
