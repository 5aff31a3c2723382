"""What other sites may show in a frame: the map, a cluster or a municipality on a card."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from deelgenoot.areas import Area
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.pages.municipality.peers import peers, question
from deelgenoot_web.atlas.pages.municipality.standing import inside
from deelgenoot_web.atlas.pages.parts.clusters import ClusterName, cluster_name
from deelgenoot_web.atlas.pages.parts.sureness import group_sureness

_N_PEERS = 3


@dataclass(frozen=True)
class EmbedPage:
    """Everything in one frame."""

    title: str
    description: str
    lines: tuple[str, ...]
    """What the card says, a sentence each."""
    clusters: tuple[tuple[ClusterName, int], ...]
    """The clusters it names, with the number of their municipalities."""
    map_svg: SafeString
    """Empty on a card."""
    more: str
    """The address of the page that says more."""
    version: str


def embed_map(edition: Edition) -> EmbedPage:
    """Show all clusters on the map."""
    clusters = edition.typology.clusters
    return EmbedPage(
        title=_("De clusters op de kaart"),
        description=_("%(n)s middelgrote gemeenten in %(count)s clusters.")
        % {"n": len(edition.study.selection), "count": len(clusters)},
        lines=(),
        clusters=tuple((cluster_name(edition, one), len(one.members)) for one in clusters),
        map_svg=SafeString(edition.charts.cluster_map(edition.language)),
        more=reverse("atlas:clusters"),
        version=edition.release.version,
    )


def embed_cluster(edition: Edition, archetype: str) -> EmbedPage:
    """Show one cluster: its idea, its municipalities, and how firm it is."""
    cluster = edition.typology.cluster(archetype)
    name = cluster_name(edition, cluster)
    names = [edition.catalog.areas[code].name for code in cluster.members]
    return EmbedPage(
        title=name.name,
        description=name.idea,
        lines=(f"{edition.join_names(names)}.", group_sureness(edition, cluster).sentence),
        clusters=((name, len(names)),),
        map_svg=SafeString(""),
        more=reverse("atlas:cluster", args=[archetype]),
        version=edition.release.version,
    )


def embed_municipality(edition: Edition, area: Area) -> EmbedPage:
    """Show one municipality: its cluster, how sure, and who resembles it most."""
    member = edition.typology.members[area.code]
    cluster = edition.typology.cluster(member.cluster)
    name = cluster_name(edition, cluster)
    slots = {"name": area.name, "cluster": name.name}
    usual = question({}, [theme.id for theme in edition.catalog.themes])
    rows = peers(edition, area.code, usual).rows[:_N_PEERS]
    alike = edition.join_names([one.row.name for one in rows])
    words = (
        _("%(name)s hoort bij het cluster %(cluster)s.")
        if member.in_study
        else _("%(name)s lijkt het meest op het cluster %(cluster)s.")
    )
    sure = (f"{inside(edition, member).heading}.",) if member.in_study else ()
    return EmbedPage(
        title=area.name,
        description=words % slots,
        lines=(*sure, _("Buiten de eigen regio lijken hierop: %(names)s.") % {"names": alike}),
        clusters=((name, len(cluster.members)),),
        map_svg=SafeString(""),
        more=reverse("atlas:municipality", args=[area.slug]),
        version=edition.release.version,
    )
