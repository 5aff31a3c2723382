"""Home, the clusters and the opgaven: read what is asked, call one function, answer."""

from collections.abc import Callable, Container
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from deelgenoot_web.atlas.answers import csv_file, html, language
from deelgenoot_web.atlas.pages import challenges as opgaven
from deelgenoot_web.atlas.pages import cluster as one_cluster
from deelgenoot_web.atlas.pages import clusters as overview
from deelgenoot_web.atlas.pages import home as first
from deelgenoot_web.atlas.release import release


def home(request: HttpRequest) -> HttpResponse:
    return html(request, "atlas/home.html", _made(first.home, language()))


def clusters(request: HttpRequest) -> HttpResponse:
    return html(request, "atlas/clusters.html", _made(overview.clusters, language()))


def cluster(request: HttpRequest, archetype: str) -> HttpResponse:
    _known(archetype, [one.archetype for one in release().typology.clusters])
    page = _made(one_cluster.cluster, archetype, language())
    return html(request, "atlas/cluster.html", page, [("atlas:clusters", _("Clusters"))])


def challenges(request: HttpRequest) -> HttpResponse:
    return html(request, "atlas/challenges.html", _made(opgaven.challenges, language()))


def challenge(request: HttpRequest, challenge_id: str) -> HttpResponse:
    _known(challenge_id, release().study.challenge)
    page = _made(opgaven.challenge, challenge_id, language())
    return html(request, "atlas/challenge.html", page, [("atlas:challenges", _("Opgaven"))])


def clusters_csv(request: HttpRequest) -> HttpResponse:
    header, rows = overview.csv_table(release())
    return csv_file("clusters.csv", header, rows)


def cluster_csv(request: HttpRequest, archetype: str) -> HttpResponse:
    _known(archetype, [one.archetype for one in release().typology.clusters])
    header, rows = one_cluster.csv_table(release(), archetype)
    return csv_file(f"{archetype}.csv", header, rows)


def challenge_csv(request: HttpRequest, challenge_id: str) -> HttpResponse:
    _known(challenge_id, release().study.challenge)
    header, rows = opgaven.csv_table(release(), challenge_id)
    return csv_file(f"{challenge_id}.csv", header, rows)


@cache
def _made(make: Callable[..., Any], *asked: str) -> Any:
    """A page that is the same for everybody: made once, `asked` ends with the language."""
    return make(release(), *asked)


def _known(asked: str, known: Container[str]) -> None:
    if asked not in known:
        raise Http404(asked)
