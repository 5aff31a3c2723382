"""All municipalities, each with its cluster or the one that it is most like."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import attrgetter
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.areas import Area
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.filtering import Filter, filtered_areas, known_filter
from deelgenoot_web.atlas.wording import Option


@dataclass(frozen=True)
class MunicipalityRow:
    """One municipality in a list; outside the selection, `cluster` is the one it is most like."""

    code: str
    name: str
    slug: str
    province: str
    population: str
    in_study: bool
    archetype: str
    letter: str
    cluster: str

    @property
    def is_outside(self) -> bool:
        """Whether it stands outside the selection."""
        return not self.in_study


@dataclass(frozen=True)
class ProvinceRows:
    """The municipalities of one province that stand outside the selection."""

    name: str
    rows: tuple[MunicipalityRow, ...]


@dataclass(frozen=True)
class MunicipalitiesPage:
    """The list of all municipalities."""

    title: str
    description: str
    count: str
    """How many municipalities pass the filter, in a sentence."""
    inside: tuple[MunicipalityRow, ...]
    """The municipalities of the selection."""
    outside: tuple[ProvinceRows, ...]
    n_outside: int
    clusters: tuple[Option, ...]
    provinces: tuple[Option, ...]
    name: str
    """What the name begins with, as the visitor typed it."""
    is_filtered: bool
    query: str
    """The filter as it stands in an address."""


def municipalities_page(edition: Edition, query: Filter) -> MunicipalitiesPage:
    """Make the list of the municipalities that pass the filter."""
    valid = known_filter(edition.release, query)
    rows = [row(edition, area) for area in filtered_areas(edition.release, valid)]
    outside = [one for one in rows if one.is_outside]
    n_all, n_selected = len(edition.catalog.codes), len(edition.study.selection)
    return MunicipalitiesPage(
        title=_("Waar hoort uw gemeente bij?"),
        description=_(
            "Alle %(all)s gemeenten van Nederland: de %(selected)s middelgrote met hun cluster, de "
            "andere met het cluster waar zij het meest op lijken."
        )
        % {"all": n_all, "selected": n_selected},
        count=_count(rows),
        inside=tuple(one for one in rows if one.in_study),
        outside=_by_province(outside),
        n_outside=len(outside),
        clusters=_clusters(edition, valid.cluster),
        provinces=tuple(
            Option(one, one, one == valid.province)
            for one in sorted({area.province for area in edition.catalog.areas})
        ),
        name=valid.name,
        is_filtered=valid != Filter(),
        query=urlencode(asdict(valid)),
    )


def _by_province(rows: Sequence[MunicipalityRow]) -> tuple[ProvinceRows, ...]:
    in_order = sorted(rows, key=attrgetter("province"))  # names stay in order within a province
    by_province = groupby(in_order, key=attrgetter("province"))
    return tuple(ProvinceRows(name, tuple(some)) for name, some in by_province)


def row(edition: Edition, area: Area) -> MunicipalityRow:
    """Make the row of one municipality in a list."""
    member = edition.typology.members[area.code]
    cluster = edition.typology.cluster(member.cluster)
    return MunicipalityRow(
        code=area.code,
        name=area.name,
        slug=area.slug,
        province=area.province,
        population=edition.number(area.population, 0),
        in_study=member.in_study,
        archetype=member.cluster,
        letter=cluster.letter,
        cluster=edition.words(cluster.name),
    )


def _count(rows: Sequence[MunicipalityRow]) -> str:
    n_inside = sum(row.in_study for row in rows)
    n_outside = len(rows) - n_inside
    inside = ngettext("%(n)s gemeente met een cluster", "%(n)s gemeenten met een cluster", n_inside)
    outside = ngettext(
        "%(n)s andere met het cluster waar zij het meest op lijkt",
        "%(n)s andere met het cluster waar zij het meest op lijken",
        n_outside,
    )
    slots = {"inside": inside % {"n": n_inside}, "outside": outside % {"n": n_outside}}
    return _("%(inside)s, en %(outside)s.") % slots


def _clusters(edition: Edition, archetype: str) -> tuple[Option, ...]:
    return tuple(
        Option(c.archetype, edition.words(c.name), c.archetype == archetype)
        for c in edition.typology.clusters
    )
