"""Which figures would have to be different for a municipality to be in another cluster."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deelgenoot.charts.figures import Table
from deelgenoot.charts.published import NeededFigure
from deelgenoot.typology.changes import Change, Shift
from deelgenoot.typology.explained import change_words
from deelgenoot.typology.published import Member
from deelgenoot.typology.sentences import listed
from deelgenoot_web.atlas.release import Release

_N_SHOWN = 3
_SMALL, _LARGE = 0.1, 1 / 3
"""Shares of the selection that are passed on the way: up to here a small step, from here large."""


@dataclass(frozen=True)
class ShiftRow:
    """One figure that would be different, on the line that everybody knows."""

    label: str
    now: str
    needed: str
    svg: str


@dataclass(frozen=True)
class ChangeRow:
    """One cluster that could be reached."""

    archetype: str
    letter: str
    name: str
    shifts: tuple[ShiftRow, ...]


@dataclass(frozen=True)
class Elsewhere:
    """The nearest clusters that a municipality could be in, or that none is near."""

    heading: str
    sentence: str
    rows: tuple[ChangeRow, ...]
    table: Table


def elsewhere(release: Release, member: Member, language: str) -> Elsewhere:
    """What would bring `member` into another cluster; outside the selection: nearer to another."""
    found = release.changes.smallest(member.code)
    name = release.catalog.areas[member.code].name
    heading = (
        _("Wanneer zou %s in een ander cluster zitten?")
        if member.in_study
        else _("Wanneer zou %s meer op een ander cluster lijken?")
    )
    return Elsewhere(
        heading=heading % name,
        sentence=_sentence(release, member, found, language),
        rows=tuple(_row(release, member, one, language) for one in found[:_N_SHOWN]),
        table=_table(release, found, language),
    )


def _sentence(release: Release, member: Member, found: Sequence[Change], language: str) -> str:
    name = release.catalog.areas[member.code].name
    if not found:
        return (
            _(
                "Geen enkel cijfer, en geen twee samen, brengen %s in een ander cluster zolang zij "
                "binnen de cijfers van de selectie blijven. Zij ligt dus niet dicht bij een grens."
            )
            % name
        )
    words = change_words(name, found[0], release.typology, release.catalog, language)
    return f"{words} {_size(found[0], len(release.study.selection), language)}"


def _size(change: Change, n_all: int, language: str) -> str:
    """How large the step is, by how many municipalities are passed."""
    counts = [shift.n_passed for shift in change.shifts]
    share = max(counts) / n_all
    words = (
        _("Dat is een kleine stap: er liggen %(n)s van de %(all)s gemeenten tussen.")
        if share <= _SMALL
        else _("Dat is een grote stap: er liggen %(n)s van de %(all)s gemeenten tussen.")
        if share >= _LARGE
        else _("Dat is een flinke stap: er liggen %(n)s van de %(all)s gemeenten tussen.")
    )
    return words % {"n": listed([str(n) for n in counts], language), "all": n_all}


def _row(release: Release, member: Member, change: Change, language: str) -> ChangeRow:
    cluster = release.typology.cluster(change.cluster)
    return ChangeRow(
        change.cluster,
        cluster.letter,
        cluster.name.in_language(language),
        tuple(_shift(release, member, change, shift, language) for shift in change.shifts),
    )


def _shift(
    release: Release, member: Member, change: Change, shift: Shift, language: str
) -> ShiftRow:
    one = release.catalog.indicators[shift.indicator]
    step = NeededFigure(member.code, change.cluster, shift.now, shift.needed)
    return ShiftRow(
        label=one.label.in_language(language),
        now=one.written(shift.now, language),
        needed=one.written(shift.needed, language),
        svg=release.charts.step(shift.indicator, step, language),
    )


def _table(release: Release, found: Sequence[Change], language: str) -> Table:
    header = (_("Cluster"), _("Kenmerk"), _("Nu"), _("Nodig"), _("Gemeenten ertussen"))
    return Table(header, tuple(_table_rows(release, found, language)))


def _table_rows(
    release: Release, found: Sequence[Change], language: str
) -> Iterator[tuple[str, ...]]:
    for change in found:
        name = release.typology.cluster(change.cluster).name.in_language(language)
        for shift in change.shifts:
            one = release.catalog.indicators[shift.indicator]
            figures = (one.written(figure, language) for figure in (shift.now, shift.needed))
            yield name, one.label.in_language(language), *figures, str(shift.n_passed)
