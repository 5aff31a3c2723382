"""The addresses of the atlas: Dutch words in Dutch, English words under /en/.

Each page module offers a frozen context and a function that makes it; a view turns an address into
one call. A page that does not exist yet has no entry here.
"""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.atlas.views import clusters, figures, municipalities, reference

app_name = "atlas"

urlpatterns = [
    path("", clusters.home, name="home"),
    path(_("clusters/"), clusters.clusters, name="clusters"),
    path(_("clusters/clusters.csv"), clusters.clusters_csv, name="clusters_csv"),
    path(_("clusters/<slug:archetype>/"), clusters.cluster, name="cluster"),
    path(_("clusters/<slug:archetype>/cijfers.csv"), clusters.cluster_csv, name="cluster_csv"),
    path(
        _("clusters/<slug:group>/handelingsperspectief/"), clusters.perspective, name="perspective"
    ),
    path(_("opgaven/"), clusters.challenges, name="challenges"),
    path(_("opgaven/<slug:challenge_id>/"), clusters.challenge, name="challenge"),
    path(
        _("opgaven/<slug:challenge_id>/cijfers.csv"), clusters.challenge_csv, name="challenge_csv"
    ),
    path(_("gemeenten/"), municipalities.municipalities, name="municipalities"),
    path(
        _("gemeenten/gemeenten.csv"), municipalities.municipalities_csv, name="municipalities_csv"
    ),
    path(_("gemeenten/namen.json"), municipalities.names, name="names"),
    path(_("gemeenten/<str:slug>/"), municipalities.municipality, name="municipality"),
    path(
        _("gemeenten/<str:slug>/cijfers.csv"),
        municipalities.municipality_csv,
        name="municipality_csv",
    ),
    path(_("vergelijken/"), municipalities.compare, name="compare"),
    path(_("vergelijken/vergelijking.csv"), municipalities.compare_csv, name="compare_csv"),
    path(_("zoeken/"), municipalities.search, name="search"),
    path(_("themas/"), figures.themes, name="themes"),
    path(_("themas/<slug:slug>/"), figures.theme, name="theme"),
    path(_("kenmerken/"), figures.indicators, name="indicators"),
    path(_("kenmerken/<slug:indicator_id>/"), figures.indicator, name="indicator"),
    path(
        _("kenmerken/<slug:indicator_id>/<str:kind>.csv"),
        figures.indicator_csv,
        name="indicator_csv",
    ),
    path(
        _("kenmerken/<slug:indicator_id>/<str:kind>.csv-metadata.json"),
        figures.indicator_about,
        name="indicator_about",
    ),
    path(_("methode/"), figures.method, name="method"),
    path(_("methode/stevigheid/"), figures.firmness, name="firmness"),
    path(_("methode/door-de-tijd/"), figures.years, name="years"),
    path(_("methode/andere-indeling/"), reference.reference, name="reference"),
    path(_("data/"), figures.data, name="data"),
    path("data/<str:name>", figures.data_file, name="data_file"),
    path(_("grafieken/<path:chart_id>.json"), figures.chart, name="chart"),
]
