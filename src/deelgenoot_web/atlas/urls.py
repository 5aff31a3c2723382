"""The addresses of the atlas: Dutch words in Dutch, English words under /en/.

Each page module offers a frozen context and a function that makes it; `views` turns an address into
one call. A page that does not exist yet has no entry here.
"""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.atlas import figure_views, place_views, reference_views, views

app_name = "atlas"

urlpatterns = [
    path("", views.home, name="home"),
    path(_("clusters/"), views.clusters, name="clusters"),
    path(_("clusters/clusters.csv"), views.clusters_csv, name="clusters_csv"),
    path(_("clusters/<slug:archetype>/"), views.cluster, name="cluster"),
    path(_("clusters/<slug:archetype>/cijfers.csv"), views.cluster_csv, name="cluster_csv"),
    path(_("opgaven/"), views.challenges, name="challenges"),
    path(_("opgaven/<slug:challenge_id>/"), views.challenge, name="challenge"),
    path(_("opgaven/<slug:challenge_id>/cijfers.csv"), views.challenge_csv, name="challenge_csv"),
    path(_("gemeenten/"), place_views.municipalities, name="municipalities"),
    path(_("gemeenten/gemeenten.csv"), place_views.municipalities_csv, name="municipalities_csv"),
    path(_("gemeenten/namen.json"), place_views.names, name="names"),
    path(_("gemeenten/<str:slug>/"), place_views.municipality, name="municipality"),
    path(
        _("gemeenten/<str:slug>/cijfers.csv"), place_views.municipality_csv, name="municipality_csv"
    ),
    path(_("vergelijken/"), place_views.compare, name="compare"),
    path(_("vergelijken/vergelijking.csv"), place_views.compare_csv, name="compare_csv"),
    path(_("zoeken/"), place_views.search, name="search"),
    path(_("themas/"), figure_views.themes, name="themes"),
    path(_("themas/<slug:slug>/"), figure_views.theme, name="theme"),
    path(_("kenmerken/"), figure_views.indicators, name="indicators"),
    path(_("kenmerken/<slug:indicator_id>/"), figure_views.indicator, name="indicator"),
    path(
        _("kenmerken/<slug:indicator_id>/<str:kind>.csv"),
        figure_views.indicator_csv,
        name="indicator_csv",
    ),
    path(
        _("kenmerken/<slug:indicator_id>/<str:kind>.csv-metadata.json"),
        figure_views.indicator_about,
        name="indicator_about",
    ),
    path(_("methode/"), figure_views.method, name="method"),
    path(_("methode/stevigheid/"), figure_views.firmness, name="firmness"),
    path(_("methode/door-de-tijd/"), figure_views.years, name="years"),
    path(_("methode/andere-indeling/"), reference_views.reference, name="reference"),
    path(_("data/"), figure_views.data, name="data"),
    path("data/<str:name>", figure_views.data_file, name="data_file"),
    path(_("grafieken/<path:chart_id>.json"), figure_views.chart, name="chart"),
]
