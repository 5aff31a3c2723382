"""Home, the clusters and the opgaven: read the address, call one function, answer."""

from collections.abc import Container

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deelgenoot.perspectives.model import GENERAL
from deelgenoot_web.atlas.answers import Ending, html, table_file
from deelgenoot_web.atlas.edition import edition
from deelgenoot_web.atlas.facts import tables
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.atlas.pages.challenge.challenges import challenge_page, challenges_page
from deelgenoot_web.atlas.pages.cluster.list import clusters_page
from deelgenoot_web.atlas.pages.cluster.page import cluster_page
from deelgenoot_web.atlas.pages.deck.page import deck_page
from deelgenoot_web.atlas.pages.home import home_page
from deelgenoot_web.atlas.pages.perspective.page import perspective_page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return html(request, "atlas/home.html", home_page(edition()))


@require_safe
def clusters(request: HttpRequest) -> HttpResponse:
    return html(request, "atlas/clusters.html", clusters_page(edition()))


@require_safe
def cluster(request: HttpRequest, archetype: str) -> HttpResponse:
    _check_known(archetype, release().typology.archetypes)
    page = cluster_page(edition(), archetype)
    return html(request, "atlas/cluster.html", page, [("atlas:clusters", _("Clusters"))])


@require_safe
def perspective(request: HttpRequest, group: str) -> HttpResponse:
    _check_known(group, release().perspectives)
    page = perspective_page(edition(), group)
    return html(request, "atlas/perspective.html", page, [("atlas:clusters", _("Clusters"))])


@require_safe
def deck(request: HttpRequest, archetype: str = GENERAL) -> HttpResponse:
    _check_known(archetype, release().perspectives)
    return html(request, "atlas/deck.html", deck_page(edition(), archetype))


@require_safe
def challenges(request: HttpRequest) -> HttpResponse:
    return html(request, "atlas/challenges.html", challenges_page(edition()))


@require_safe
def challenge(request: HttpRequest, challenge_id: str) -> HttpResponse:
    _check_known(challenge_id, release().study.challenge)
    page = challenge_page(edition(), challenge_id)
    return html(request, "atlas/challenge.html", page, [("atlas:challenges", _("Opgaven"))])


@require_safe
def clusters_table(request: HttpRequest, ending: Ending = "csv") -> HttpResponse:
    return table_file("clusters", ending, tables.clusters_table(release()))


@require_safe
def cluster_table(request: HttpRequest, archetype: str, ending: Ending = "csv") -> HttpResponse:
    _check_known(archetype, release().typology.archetypes)
    return table_file(archetype, ending, tables.cluster_table(release(), archetype))


@require_safe
def challenge_table(
    request: HttpRequest, challenge_id: str, ending: Ending = "csv"
) -> HttpResponse:
    _check_known(challenge_id, release().study.challenge)
    return table_file(challenge_id, ending, tables.challenge_table(release(), challenge_id))


def _check_known(name: str, names: Container[str]) -> None:
    if name not in names:
        raise Http404(name)
