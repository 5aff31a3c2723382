"""The first page: find your municipality, see where the clusters are, recognise your own."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deelgenoot.areas import Area
from deelgenoot.perspectives.model import GENERAL
from deelgenoot.typology.published import Cluster
from deelgenoot.typology.sentences import mid_sentence
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release
from deelgenoot_web.atlas.pages.challenge.challenges import ChallengeLink, link
from deelgenoot_web.atlas.pages.parts.clusters import ClusterName, cluster_name
from deelgenoot_web.atlas.pages.parts.figures import page_addresses
from deelgenoot_web.atlas.pages.parts.prediction import PredictionSection, prediction_section
from deelgenoot_web.atlas.pages.parts.sureness import Sureness, group_sureness, name_sureness
from deelgenoot_web.atlas.pages.perspective.brief import PerspectiveBrief, perspective_brief
from deelgenoot_web.atlas.wording import count_of_municipalities, in_words

_N_EXAMPLES = 3


@dataclass(frozen=True)
class ClusterCard:
    """What a visitor needs to recognise a cluster."""

    cluster: ClusterName
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
    examples: tuple[Area, ...]
    map_svg: str
    cards: tuple[ClusterCard, ...]
    between: str
    """How many lie between two clusters, in words; empty without any."""
    n_all: int
    n_selected: int
    selection_reason: str
    challenges: tuple[ChallengeLink, ...]
    perspective: PerspectiveBrief | None
    """The one for all."""
    prediction: PredictionSection | None
    """What similar municipalities predict; None where that was not tried."""


def home_page(edition: Edition) -> HomePage:
    """Make the first page."""
    clusters = edition.typology.clusters
    counts = {"n": len(edition.study.selection), "clusters": in_words(len(clusters))}
    n_between = sum(m.standing == "between" for m in edition.typology.members.values())
    return HomePage(
        title=_("Welke gemeente lijkt op de uwe?"),
        description=_(
            "%(n)s middelgrote gemeenten, in %(clusters)s clusters met vergelijkbare cijfers. Zoek "
            "uw gemeente en vind gesprekspartners buiten uw eigen regio."
        )
        % counts,
        answer=_(
            "%(n)s middelgrote gemeenten, in %(clusters)s clusters met vergelijkbare cijfers. Vind "
            "gesprekspartners buiten uw eigen regio en leer van wat zij al doen."
        )
        % counts,
        examples=tuple(_examples(edition.release)),
        map_svg=edition.charts.cluster_map(edition.language, links=page_addresses(edition.release)),
        cards=tuple(_card(edition, cluster) for cluster in clusters),
        between=count_of_municipalities(n_between) if n_between else "",
        n_all=len(edition.catalog.codes),
        n_selected=len(edition.study.selection),
        selection_reason=mid_sentence(edition.words(edition.study.selection_reason)),
        challenges=tuple(link(edition, one) for one in edition.study.challenges if one.generic),
        perspective=perspective_brief(edition, GENERAL),
        prediction=prediction_section(edition),
    )


def _examples(release: Release) -> Iterator[Area]:
    """Pick the firmest member of some clusters that are not next to each other."""
    clusters = release.typology.clusters
    step = max(1, (len(clusters) - 1) // (_N_EXAMPLES - 1))
    for cluster in clusters[::step][:_N_EXAMPLES]:
        yield release.catalog.areas[cluster.members[0]]


def _card(edition: Edition, cluster: Cluster) -> ClusterCard:
    archetype = edition.study.archetype[cluster.archetype]
    count = count_of_municipalities(len(cluster.members))
    firmest = [edition.catalog.areas[code].name for code in cluster.members[:3]]
    return ClusterCard(
        cluster=cluster_name(edition, cluster),
        opgave=edition.words(archetype.opgave),
        count=count,
        firmest=_("%(count)s, zoals %(names)s")
        % {"count": count, "names": edition.join_names(firmest)},
        group=group_sureness(edition, cluster),
        fit=name_sureness(edition, cluster),
    )
