"""All municipalities: which cluster each is in, or which one it is most like."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.areas import Area, folded
from deelgenoot.typology.published import Typology
from deelgenoot.words import grouped
from deelgenoot_web.atlas.release import Release

CSV_HEADER = (
    "gm_code",
    "name",
    "province",
    "region",
    "population",
    "in_selection",
    "cluster",
    "next",
    "distance",
    "distance_to_next",
    "share_of_draws",
)


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
class Initial:
    """The municipalities whose names begin with one letter."""

    letter: str
    rows: tuple[MunicipalityRow, ...]


@dataclass(frozen=True)
class Option:
    """One choice in a list of a form."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    """What a visitor asked to see: an archetype and a province, both empty for everything."""

    cluster: str = ""
    province: str = ""


@dataclass(frozen=True)
class MunicipalitiesPage:
    """The list of all municipalities."""

    title: str
    description: str
    count: str
    """How many there are of what was asked for, in a sentence."""
    initials: tuple[Initial, ...]
    clusters: tuple[Option, ...]
    provinces: tuple[Option, ...]
    is_filtered: bool
    query: str
    """The filter as it stands in an address."""


def municipalities(release: Release, asked: Filter, language: str) -> MunicipalitiesPage:
    """The list, with only what was asked for; a filter that does not exist is no filter."""
    held = _known(release, asked)
    rows = _asked_for(release, held, language)
    named = groupby(rows, key=lambda row: folded(row.name)[0].upper())
    n_all, n_selected = len(release.catalog.codes), len(release.study.selection)
    return MunicipalitiesPage(
        title=_("Waar hoort uw gemeente bij?"),
        description=_(
            "Alle %(all)s gemeenten van Nederland: de %(selected)s middelgrote met hun cluster, de "
            "andere met het cluster waar zij het meest op lijken."
        )
        % {"all": n_all, "selected": n_selected},
        count=_count(rows),
        initials=tuple(Initial(letter, tuple(some)) for letter, some in named),
        clusters=_clusters(release.typology, held.cluster, language),
        provinces=tuple(
            Option(one, one, one == held.province)
            for one in sorted({area.province for area in release.catalog.areas})
        ),
        is_filtered=held != Filter(),
        query=urlencode(asdict(held)),
    )


def row(release: Release, area: Area, language: str) -> MunicipalityRow:
    """One municipality as it stands in a list."""
    member = release.typology.members[area.code]
    cluster = release.typology.cluster(member.cluster)
    return MunicipalityRow(
        code=area.code,
        name=area.name,
        slug=area.slug,
        province=area.province,
        population=grouped(area.population, 0, language),
        in_study=member.in_study,
        archetype=member.cluster,
        letter=cluster.letter,
        cluster=cluster.name.in_language(language),
    )


def csv_rows(release: Release, asked: Filter, language: str) -> list[tuple[object, ...]]:
    """The same list under `CSV_HEADER`, with plain numbers."""
    rows: list[tuple[object, ...]] = []
    for shown in _asked_for(release, _known(release, asked), language):
        area = release.catalog.areas[shown.code]
        member = release.typology.members[shown.code]
        rows.append(
            (
                area.code,
                area.name,
                area.province,
                area.region,
                area.population,
                int(member.in_study),
                member.cluster,
                member.next,
                member.distances[member.cluster],
                member.distances[member.next],
                member.shares.get(member.cluster, ""),
            )
        )
    return rows


def _known(release: Release, asked: Filter) -> Filter:
    provinces = {area.province for area in release.catalog.areas}
    archetypes = {cluster.archetype for cluster in release.typology.clusters}
    return Filter(
        cluster=asked.cluster if asked.cluster in archetypes else "",
        province=asked.province if asked.province in provinces else "",
    )


def _asked_for(release: Release, held: Filter, language: str) -> list[MunicipalityRow]:
    return [
        row(release, area, language)
        for area in release.catalog.areas
        if held.province in {"", area.province}
        and held.cluster in {"", release.typology.members[area.code].cluster}
    ]


def _count(rows: Sequence[MunicipalityRow]) -> str:
    n_inside = sum(row.in_study for row in rows)
    n_outside = len(rows) - n_inside
    inside = ngettext("%(n)s gemeente met een cluster", "%(n)s gemeenten met een cluster", n_inside)
    outside = ngettext(
        "%(n)s andere met het cluster waar zij het meest op lijkt",
        "%(n)s andere met het cluster waar zij het meest op lijken",
        n_outside,
    )
    said = {"inside": inside % {"n": n_inside}, "outside": outside % {"n": n_outside}}
    return _("%(inside)s, en %(outside)s.") % said


def _clusters(typology: Typology, chosen: str, language: str) -> tuple[Option, ...]:
    return tuple(
        Option(c.archetype, c.name.in_language(language), c.archetype == chosen)
        for c in typology.clusters
    )
