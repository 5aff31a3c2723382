"""The figures that would have to be different for a municipality to be in another cluster."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deelgenoot.charts.figures import Table
from deelgenoot.charts.published import NeededFigure
from deelgenoot.typology.changes import Change, Shift
from deelgenoot.typology.explained import change_words
from deelgenoot.typology.published import Member
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.pages.parts.clusters import ClusterName, cluster_name

_N_SHOWN = 3
_SMALL, _LARGE = 0.1, 1 / 3
"""Shares of the selection that are passed on the way: up to here a small step, from here large."""


@dataclass(frozen=True)
class ShiftRow:
    """One figure that would be different, on the line that everybody knows."""

    label: str
    now: str
    target: str
    svg: str


@dataclass(frozen=True)
class ChangeRow:
    """One cluster that could be reached."""

    cluster: ClusterName
    shifts: tuple[ShiftRow, ...]


@dataclass(frozen=True)
class Elsewhere:
    """The nearest clusters that a municipality could be in; none when no cluster is near."""

    heading: str
    sentence: str
    rows: tuple[ChangeRow, ...]
    table: Table


def elsewhere(edition: Edition, member: Member) -> Elsewhere:
    """Show what would bring `member` into another cluster; outside the selection: nearer to it."""
    changes = edition.release.changes.smallest(member.code)
    name = edition.catalog.areas[member.code].name
    heading = (
        _("Wanneer zou %s in een ander cluster zitten?")
        if member.in_study
        else _("Wanneer zou %s meer op een ander cluster lijken?")
    )
    return Elsewhere(
        heading=heading % name,
        sentence=_sentence(edition, member, changes),
        rows=tuple(_row(edition, member, one) for one in changes[:_N_SHOWN]),
        table=_table(edition, changes),
    )


def _sentence(edition: Edition, member: Member, changes: Sequence[Change]) -> str:
    name = edition.catalog.areas[member.code].name
    if not edition.release.changes.is_at_home(member.code):
        return (
            _(
                "%s lijkt meer op het gemiddelde van een ander cluster dan op dat van het eigen. "
                "Daarom noemen wij geen cijfer dat dit zou veranderen."
            )
            % name
        )
    if not changes:
        words = (
            _(
                "Ook als een of twee van de cijfers die wij probeerden zo hoog of laag waren als "
                "ergens in de selectie, bleef %s in dit cluster."
            )
            if member.in_study
            else _(
                "Ook als een of twee van de cijfers die wij probeerden zo hoog of laag waren als "
                "ergens in de selectie, bleef %s het meest op dit cluster lijken."
            )
        )
        reserve = _(
            "Zwakke of aangevulde cijfers en cijfers van een aangenomen jaar bleven gelijk."
        )
        return f"{words % name} {reserve}"
    words = change_words(name, changes[0], edition.typology, edition.catalog, edition.language)
    return f"{words} {_size(edition, changes[0], len(edition.study.selection))}"


def _size(edition: Edition, change: Change, n_all: int) -> str:
    """Say how large the step is, by the number of municipalities that are passed."""
    counts = [shift.n_passed for shift in change.shifts]
    share = max(counts) / n_all
    words = (
        _("Dat is een kleine stap: er liggen %(n)s van de %(all)s gemeenten tussen.")
        if share <= _SMALL
        else _("Dat is een grote stap: er liggen %(n)s van de %(all)s gemeenten tussen.")
        if share >= _LARGE
        else _("Dat is een flinke stap: er liggen %(n)s van de %(all)s gemeenten tussen.")
    )
    return words % {"n": edition.join_names([str(n) for n in counts]), "all": n_all}


def _row(edition: Edition, member: Member, change: Change) -> ChangeRow:
    cluster = edition.typology.cluster(change.cluster)
    return ChangeRow(
        cluster_name(edition, cluster),
        tuple(_shift(edition, member, change, shift) for shift in change.shifts),
    )


def _shift(edition: Edition, member: Member, change: Change, shift: Shift) -> ShiftRow:
    indicator = edition.catalog.indicators[shift.indicator]
    step = NeededFigure(member.code, change.cluster, shift.now, shift.needed)
    return ShiftRow(
        label=edition.words(indicator.label),
        now=edition.figure(indicator, shift.now),
        target=edition.figure(indicator, shift.needed),
        svg=edition.charts.step(shift.indicator, step, edition.language),
    )


def _table(edition: Edition, changes: Sequence[Change]) -> Table:
    header = (_("Cluster"), _("Kenmerk"), _("Nu"), _("Nodig"), _("Gemeenten tussen beide cijfers"))
    return Table(header, tuple(_table_rows(edition, changes)))


def _table_rows(edition: Edition, changes: Sequence[Change]) -> Iterator[tuple[str, ...]]:
    for change in changes:
        name = edition.words(edition.typology.cluster(change.cluster).name)
        for shift in change.shifts:
            indicator = edition.catalog.indicators[shift.indicator]
            figures = (edition.figure(indicator, figure) for figure in (shift.now, shift.needed))
            yield name, edition.words(indicator.label), *figures, str(shift.n_passed)
