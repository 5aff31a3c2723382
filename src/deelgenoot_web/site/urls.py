"""Every address of the site. Dutch has the short ones, English stands under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.site import decks, handing_on, own_data, stage_figures, views

handler400 = "deelgenoot_web.site.errors.bad_request"
handler403 = "deelgenoot_web.site.errors.forbidden"
handler404 = "deelgenoot_web.site.errors.not_found"
handler500 = "deelgenoot_web.site.errors.server_error"

urlpatterns = [
    path("robots.txt", views.robots),
    path("favicon.ico", views.favicon),
    path(".well-known/security.txt", views.security),
    *i18n_patterns(
        path("", include("deelgenoot_web.atlas.urls")),
        path("", include("deelgenoot_web.workbench.urls")),
        path("", include("deelgenoot_web.meetings.urls")),
        path("", include("deelgenoot_web.exchange.urls")),
        path("", include("deelgenoot_web.accounts.urls")),
        path("", include("deelgenoot_web.letters.urls")),
        path("", include("deelgenoot_web.editing.urls")),
        path(
            _("bijeenkomsten/<slug:slug>/groep/<int:number>/kaart/<uuid:card_id>/aanpak/"),
            handing_on.offer_card,
            name="offer_card",
        ),
        path(
            _("bijeenkomsten/<slug:slug>/groep/<int:number>/oogst/aanpak/"),
            handing_on.offer_sentence,
            name="offer_sentence",
        ),
        path(_("account/gegevens/"), own_data.own_data, name="own_data"),
        path(_("account/gegevens.json"), own_data.own_data_file, name="own_data_file"),
        path(_("account/gegevens/wissen/"), own_data.delete_own_data, name="delete_own_data"),
        path(_("account/gewist/"), own_data.deleted_data, name="deleted_data"),
        path(
            _("beheer/<slug:slug>/programma/<int:row>/dias/cluster/"),
            decks.take_deck,
            name="take_deck",
        ),
        path(
            _("bijeenkomsten/<slug:slug>/regie/cijfers/"),
            stage_figures.show_figure,
            name="show_figure",
        ),
        path("cookies/", views.cookies, name="cookies"),
        path(_("toegankelijkheid/"), views.accessibility, name="accessibility"),
        path(_("colofon/"), views.colophon, name="colophon"),
        path("privacy/", views.privacy, name="privacy"),
        prefix_default_language=False,
    ),
]
