"""The addresses of the atlas: Dutch words in Dutch, English words under /en/.

Each page module offers a frozen context and a function that makes it; a view turns an address into
one call. A page that does not exist yet has no entry here.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.atlas.views import (
    clusters,
    figures,
    municipalities,
    notes,
    reference,
    take_along,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

app_name = "atlas"

_as_workbook = lazy(lambda route: f"{route}".removesuffix("csv") + "xlsx", str)


def _table(route: "_StrPromise", view: Callable[..., HttpResponse], name: str) -> list[URLPattern]:
    """Give the two addresses of a table: as CSV, and as a workbook."""
    view = take_along.require_version(view)
    return [
        path(route, view, name=f"{name}_csv"),
        path(_as_workbook(route), view, {"ending": "xlsx"}, name=f"{name}_xlsx"),  # type: ignore[no-untyped-call]  # `lazy`
    ]


urlpatterns = [
    path("", clusters.home, name="home"),
    path(_("clusters/"), clusters.clusters, name="clusters"),
    *_table(_("clusters/clusters.csv"), clusters.clusters_table, "clusters"),
    path(_("clusters/dias/"), clusters.deck, name="study_deck"),
    path(_("clusters/<slug:archetype>/dias/"), clusters.deck, name="cluster_deck"),
    path(_("clusters/<slug:archetype>/"), clusters.cluster, name="cluster"),
    *_table(_("clusters/<slug:archetype>/cijfers.csv"), clusters.cluster_table, "cluster"),
    path(_("clusters/startnotitie.pdf"), notes.study_note, name="study_note"),
    path(_("clusters/<slug:archetype>/startnotitie.pdf"), notes.cluster_note, name="cluster_note"),
    path(
        _("clusters/<slug:group>/handelingsperspectief/"), clusters.perspective, name="perspective"
    ),
    path(_("opgaven/"), clusters.challenges, name="challenges"),
    path(_("opgaven/<slug:challenge_id>/"), clusters.challenge, name="challenge"),
    *_table(_("opgaven/<slug:challenge_id>/cijfers.csv"), clusters.challenge_table, "challenge"),
    path(_("gemeenten/"), municipalities.municipalities, name="municipalities"),
    *_table(_("gemeenten/gemeenten.csv"), municipalities.municipalities_file, "municipalities"),
    path(_("gemeenten/namen.json"), municipalities.names, name="names"),
    path(_("gemeenten/<str:slug>/"), municipalities.municipality, name="municipality"),
    *_table(
        _("gemeenten/<str:slug>/cijfers.csv"), municipalities.municipality_file, "municipality"
    ),
    path(
        _("gemeenten/<str:slug>/startnotitie.pdf"),
        notes.municipality_note,
        name="municipality_note",
    ),
    path(_("gemeenten/<str:slug>/wethouder.pdf"), notes.alderman_note, name="alderman_note"),
    path(_("vergelijken/"), municipalities.compare, name="compare"),
    *_table(_("vergelijken/vergelijking.csv"), municipalities.compare_file, "compare"),
    path(_("zoeken/"), municipalities.search, name="search"),
    path(_("themas/"), figures.themes, name="themes"),
    path(_("themas/<slug:slug>/"), figures.theme, name="theme"),
    path(_("kenmerken/"), figures.indicators, name="indicators"),
    path(_("kenmerken/<slug:indicator_id>/"), figures.indicator, name="indicator"),
    *_table(
        _("kenmerken/<slug:indicator_id>/<str:kind>.csv"), figures.indicator_table, "indicator"
    ),
    path(
        _("kenmerken/<slug:indicator_id>/<str:kind>.csv-metadata.json"),
        take_along.require_version(figures.indicator_about),
        name="indicator_about",
    ),
    path(_("methode/"), figures.method, name="method"),
    path(_("methode/stevigheid/"), figures.firmness, name="firmness"),
    path(_("methode/door-de-tijd/"), figures.years, name="years"),
    path(_("methode/andere-indeling/"), reference.reference, name="reference"),
    path(_("data/"), figures.data, name="data"),
    path("data/<str:name>", figures.data_file, name="data_file"),
    path(_("grafieken/<path:chart_id>.json"), figures.chart, name="chart"),
    *_table(_("grafieken/<path:chart_id>.csv"), take_along.chart_table, "chart"),
    path(_("grafieken/<path:chart_id>.<slug:ending>"), take_along.picture, name="picture"),
    path(_("grafieken/<path:chart_id>/"), take_along.take_along, name="take_along"),
    path(_("insluiten/kaart/"), take_along.embed_map, name="embed_map"),
    path(_("insluiten/clusters/<slug:archetype>/"), take_along.embed_cluster, name="embed_cluster"),
    path(
        _("insluiten/gemeenten/<str:slug>/"),
        take_along.embed_municipality,
        name="embed_municipality",
    ),
]
