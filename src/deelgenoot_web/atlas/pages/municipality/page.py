"""One municipality: its cluster, its figures, its peers and its opgaven."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from deelgenoot.areas import Area
from deelgenoot_web.atlas.edition import Edition, keep_few
from deelgenoot_web.atlas.facts.years import newest_since
from deelgenoot_web.atlas.pages.municipality.arrival import notice
from deelgenoot_web.atlas.pages.municipality.evidence import Evidence, evidence
from deelgenoot_web.atlas.pages.municipality.own_developments import (
    OwnDevelopments,
    own_developments,
)
from deelgenoot_web.atlas.pages.municipality.own_figures import OwnFigures, own_figures
from deelgenoot_web.atlas.pages.municipality.peers import PeersPart, PeersQuery, peers
from deelgenoot_web.atlas.pages.municipality.standing import (
    InsideStanding,
    OutsideStanding,
    inside,
    outside,
)
from deelgenoot_web.atlas.pages.municipality.why import ClusterReasons, why
from deelgenoot_web.atlas.pages.parts.clusters import ClusterName, cluster_name
from deelgenoot_web.atlas.pages.parts.profile import Profile, municipality_profile
from deelgenoot_web.atlas.pages.perspective.own import OwnPerspective, own_perspective

_N_COMPARED = 2
_POPULATION = "inwoners"
"""The indicator that counts people, in a catalogue that has one."""


@dataclass(frozen=True)
class MunicipalityQuery:
    """A visitor's question to the page: among whom to look, what to see, and the former name."""

    question: PeersQuery
    only_differences: bool = False
    came_from: str = ""
    against: str = ""
    """The cluster with which the own one is compared; nothing for the next nearest."""


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
    """What became of the former name that led here; empty without one."""
    inside: InsideStanding | None
    outside: OutsideStanding | None
    cluster: ClusterName
    """The cluster it belongs to, or is most like."""
    only_differences: bool
    against: str
    """The cluster that the visitor compares the own one with; empty for the next nearest."""
    profile: Profile
    why: ClusterReasons
    developments: OwnDevelopments
    peers: PeersPart
    perspective: OwnPerspective | None
    """The perspective of its cluster beside its own figures; None where there is none."""
    evidence: Evidence
    figures: OwnFigures
    to_compare: tuple[str, ...]
    """Slugs of itself and its nearest peers, to compare next."""


def municipality_page(edition: Edition, area: Area, query: MunicipalityQuery) -> MunicipalityPage:
    """Make the page of `area`, for every municipality of the reference year."""
    member = edition.typology.members[area.code]
    lasting = _lasting_parts(edition, area.code)
    peers_part = peers(edition, area.code, query.question)
    return MunicipalityPage(
        title=area.name,
        description=_description(edition, area),
        code=area.code,
        slug=area.slug,
        facts=_facts(edition, area),
        arrival=notice(edition, query.came_from, area),
        inside=inside(edition, member) if member.in_study else None,
        outside=None if member.in_study else outside(edition, member),
        cluster=cluster_name(edition, edition.typology.cluster(member.cluster)),
        only_differences=query.only_differences,
        against=query.against,
        profile=municipality_profile(edition, area.code, only_differences=query.only_differences),
        why=why(edition, member, query.against),
        developments=lasting.developments,
        peers=peers_part,
        perspective=lasting.perspective,
        evidence=lasting.evidence,
        figures=own_figures(edition, member),
        to_compare=(area.slug, *(one.row.slug for one in peers_part.rows[:_N_COMPARED])),
    )


@dataclass(frozen=True)
class _LastingParts:
    """The parts that no question changes and that take longest to make."""

    developments: OwnDevelopments
    perspective: OwnPerspective | None
    evidence: Evidence


@keep_few
def _lasting_parts(edition: Edition, code: str) -> _LastingParts:
    member = edition.typology.members[code]
    return _LastingParts(
        own_developments(edition, member),
        own_perspective(edition, member),
        evidence(edition, member),
    )


def _description(edition: Edition, area: Area) -> str:
    member = edition.typology.members[area.code]
    cluster = edition.words(edition.typology.cluster(member.cluster).name)
    slots = {"name": area.name, "cluster": cluster}
    belongs = (
        _("%(name)s hoort bij het cluster %(cluster)s.")
        if member.in_study
        else _("%(name)s lijkt het meest op het cluster %(cluster)s.")
    )
    more = _("Met cijfers per thema, opgaven en gemeenten elders die op %(name)s lijken.")
    return f"{belongs % slots} {more % slots}"


def _facts(edition: Edition, area: Area) -> str:
    slots = {
        "province": area.province,
        "region": area.region,
        "population": edition.number(area.population, 0),
        "year": edition.catalog.areas.year,
    }
    newest = (
        newest_since(edition.release, _POPULATION, area.code, edition.catalog.areas.year)
        if _POPULATION in edition.catalog.indicators
        else None
    )
    if newest is None:
        return _("%(province)s · regio %(region)s · %(population)s inwoners (%(year)s)") % slots
    slots |= {"newest": edition.number(newest[1], 0), "now": newest[0]}
    return (
        _(
            "%(province)s · regio %(region)s · %(newest)s inwoners (%(now)s); %(population)s in "
            "%(year)s, het jaar van de indeling"
        )
        % slots
    )
