"""One municipality: where it belongs, how it stands, whom to talk to and about what."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from deelgenoot.areas import Area
from deelgenoot.words import grouped
from deelgenoot_web.atlas.pages.arrival import notice
from deelgenoot_web.atlas.pages.evidence import Evidence, evidence
from deelgenoot_web.atlas.pages.own_developments import OwnDevelopments, own_developments
from deelgenoot_web.atlas.pages.own_figures import OwnFigures, own_figures
from deelgenoot_web.atlas.pages.peers import PeersPart, PeersQuery, peers
from deelgenoot_web.atlas.pages.profile import Profile, municipality_profile
from deelgenoot_web.atlas.pages.standing import (
    ClusterName,
    InsideStanding,
    OutsideStanding,
    cluster_name,
    inside,
    outside,
)
from deelgenoot_web.atlas.pages.ways import OwnWay, own_way
from deelgenoot_web.atlas.pages.why import ClusterReasons, why
from deelgenoot_web.atlas.release import Release

_N_COMPARED = 2


@dataclass(frozen=True)
class MunicipalityQuery:
    """What a visitor asked of the page: whom to look among, what to see, and where from."""

    question: PeersQuery
    only_differences: bool = False
    came_from: str = ""


@dataclass(frozen=True)
class MunicipalityPage:
    """Everything on the page of one municipality."""

    title: str
    description: str
    code: str
    slug: str
    facts: str
    """Province, region and inhabitants, on one line."""
    arrival: str
    """What became of the name that was asked for; empty when it was asked by its own."""
    inside: InsideStanding | None
    outside: OutsideStanding | None
    cluster: ClusterName
    """The one it belongs to, or is most like."""
    only_differences: bool
    profile: Profile
    why: ClusterReasons
    developments: OwnDevelopments
    way: OwnWay | None
    """Its way along the two main axes; None where the figures do not allow it."""
    peers: PeersPart
    evidence: Evidence
    figures: OwnFigures
    compared: tuple[str, ...]
    """Slugs of itself and its nearest peers, to compare next."""


def municipality(
    release: Release, area: Area, asked: MunicipalityQuery, language: str
) -> MunicipalityPage:
    """The page of `area`, for every municipality of the reference year."""
    member = release.typology.members[area.code]
    found = peers(release, area.code, asked.question, language)
    return MunicipalityPage(
        title=area.name,
        description=_description(release, area, language),
        code=area.code,
        slug=area.slug,
        facts=_facts(release, area, language),
        arrival=notice(release.catalog.areas, asked.came_from, area, language),
        inside=inside(release, member, language) if member.in_study else None,
        outside=None if member.in_study else outside(release, member, language),
        cluster=cluster_name(release, release.typology.cluster(member.cluster), language),
        only_differences=asked.only_differences,
        profile=municipality_profile(
            release, area.code, language, only_differences=asked.only_differences
        ),
        why=why(release, member, language),
        way=own_way(release, area.code, language),
        developments=own_developments(release, member, language),
        peers=found,
        evidence=evidence(release, member, language),
        figures=own_figures(release, member, language),
        compared=(area.slug, *(one.row.slug for one in found.rows[:_N_COMPARED])),
    )


def _description(release: Release, area: Area, language: str) -> str:
    member = release.typology.members[area.code]
    cluster = release.typology.cluster(member.cluster).name.in_language(language)
    said = {"name": area.name, "cluster": cluster}
    belongs = (
        _("%(name)s hoort bij het cluster %(cluster)s.")
        if member.in_study
        else _("%(name)s lijkt het meest op het cluster %(cluster)s.")
    )
    more = _("Met cijfers per thema, opgaven en gemeenten elders die op %(name)s lijken.")
    return f"{belongs % said} {more % said}"


def _facts(release: Release, area: Area, language: str) -> str:
    return _("%(province)s · regio %(region)s · %(population)s inwoners (%(year)s)") % {
        "province": area.province,
        "region": area.region,
        "population": grouped(area.population, 0, language),
        "year": release.catalog.areas.year,
    }
