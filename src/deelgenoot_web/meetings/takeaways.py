"""What somebody takes home about their own municipality: whom to call, and on which opgaven."""

from dataclasses import dataclass

from deelgenoot.typology.peers import own_region
from deelgenoot.words import Language
from deelgenoot_web.atlas.facts.opgaven import cluster_opgaven
from deelgenoot_web.atlas.facts.release import release

N_PEERS = 5


@dataclass(frozen=True)
class Takeaway:
    """A municipality, the five that resemble it most, and the opgaven that it shows and shares."""

    slug: str
    name: str
    cluster: str
    """Empty for a municipality outside the study, which has no cluster of its own."""
    peers: tuple[str, ...]
    """The nearest municipalities outside the own region, as its page lists them first."""
    opgaven: tuple[str, ...]
    """The opgaven of the cluster that the figures of this municipality show."""


def takeaway_for(study: str, gm_code: str, language: Language) -> Takeaway | None:
    """Gather what somebody of this municipality takes home; None without a municipality."""
    of = release(study)
    if gm_code not in of.typology.members:
        return None
    area, member = of.catalog.areas[gm_code], of.typology.members[gm_code]
    region = own_region(of.catalog.areas, gm_code, "region")
    peers = of.peers.nearest(gm_code, besides=region, n=N_PEERS)
    cluster = of.typology.cluster(member.cluster)
    challenges = [
        one for one in cluster_opgaven(of, cluster).to_discuss if member.evidence.get(one.id)
    ]
    return Takeaway(
        slug=area.slug,
        name=area.name,
        cluster=cluster.name.in_language(language) if member.in_study else "",
        peers=tuple(of.catalog.areas[peer.code].name for peer in peers),
        opgaven=tuple(one.title.in_language(language) for one in challenges if member.in_study),
    )
