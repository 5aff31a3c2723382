"""The first page: find your municipality, see where the clusters are, recognise your own."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.typology.published import Cluster
from deelgenoot.typology.sentences import listed, mid_sentence
from deelgenoot_web.atlas.pages.challenges import ChallengeLink, link
from deelgenoot_web.atlas.pages.figures import spec_url
from deelgenoot_web.atlas.pages.sureness import Sureness, group_sureness, in_words, name_sureness
from deelgenoot_web.atlas.release import Release

_N_EXAMPLES = 3


@dataclass(frozen=True)
class HomeMunicipality:
    """A municipality by name, with the end of its address."""

    name: str
    slug: str


@dataclass(frozen=True)
class ClusterCard:
    """What a visitor needs to recognise a cluster."""

    archetype: str
    letter: str
    name: str
    idea: str
    opgave: str
    count: str
    """`15 gemeenten`."""
    firmest: str
    """`15 gemeenten, zoals Zutphen, Waalwijk en Vlissingen`."""
    group: Sureness
    fit: Sureness


@dataclass(frozen=True)
class HomePage:
    """Everything on the first page."""

    title: str
    description: str
    answer: str
    examples: tuple[HomeMunicipality, ...]
    map_svg: str
    map_spec_url: str
    cards: tuple[ClusterCard, ...]
    between: str
    """How many lie between two clusters, in words; empty without any."""
    n_all: int
    n_selected: int
    selection_reason: str
    challenges: tuple[ChallengeLink, ...]


def home(release: Release, language: str) -> HomePage:
    """The first page, in `language`."""
    clusters = release.typology.clusters
    counts = {"n": len(release.study.selection), "clusters": in_words(len(clusters))}
    n_between = sum(m.standing == "between" for m in release.typology.members.values())
    return HomePage(
        title=_("Welke gemeente lijkt op de uwe?"),
        description=_(
            "%(n)s middelgrote gemeenten, in %(clusters)s clusters met dezelfde opgaven. Zoek uw "
            "gemeente en vind gesprekspartners buiten uw eigen regio."
        )
        % counts,
        answer=_(
            "%(n)s middelgrote gemeenten, in %(clusters)s clusters met dezelfde opgaven. Vind "
            "gesprekspartners buiten uw eigen regio en leer van wat zij al doen."
        )
        % counts,
        examples=tuple(_examples(release)),
        map_svg=release.charts.cluster_map(language),
        map_spec_url=spec_url("map/clusters"),
        cards=tuple(_card(release, cluster, language) for cluster in clusters),
        between=count_of_municipalities(n_between) if n_between else "",
        n_all=len(release.catalog.codes),
        n_selected=len(release.study.selection),
        selection_reason=mid_sentence(release.study.selection_reason.in_language(language)),
        challenges=tuple(
            link(release, one, language) for one in release.study.challenges if one.generic
        ),
    )


def count_of_municipalities(number: int) -> str:
    """`1 gemeente`, `15 gemeenten`."""
    return ngettext("%(n)s gemeente", "%(n)s gemeenten", number) % {"n": number}


def _examples(release: Release) -> Iterator[HomeMunicipality]:
    """The firmest member of some clusters that are not next to each other."""
    clusters = release.typology.clusters
    step = max(1, (len(clusters) - 1) // (_N_EXAMPLES - 1))
    for cluster in clusters[::step][:_N_EXAMPLES]:
        area = release.catalog.areas[cluster.members[0]]
        yield HomeMunicipality(area.name, area.slug)


def _card(release: Release, cluster: Cluster, language: str) -> ClusterCard:
    archetype = release.study.archetype[cluster.archetype]
    count = count_of_municipalities(len(cluster.members))
    firmest = [release.catalog.areas[code].name for code in cluster.members[:3]]
    return ClusterCard(
        archetype=cluster.archetype,
        letter=cluster.letter,
        name=cluster.name.in_language(language),
        idea=archetype.idea.in_language(language),
        opgave=archetype.opgave.in_language(language),
        count=count,
        firmest=_("%(count)s, zoals %(names)s")
        % {"count": count, "names": listed(firmest, language)},
        group=group_sureness(release.typology, cluster, language),
        fit=name_sureness(cluster, language),
    )
