"""The addresses of signing in and of accounts."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.accounts import views

app_name = "accounts"
_ORGANISERS, _EDITORS, _MODERATORS = (
    {"name": one} for one in ("organisers", "editors", "moderators")
)

urlpatterns = [
    path(_("inloggen/"), views.sign_in, name="sign_in"),
    path(_("inloggen/gevraagd/"), views.link_asked, name="asked"),
    path(_("inloggen/te-vaak/"), views.link_asked_often, name="asked_often"),
    path(_("inloggen/extern/"), views.ask_provider, name="ask_provider"),
    path(_("inloggen/extern/terug/"), views.from_provider, name="from_provider"),
    path(_("inloggen/<slug:token>/"), views.use_link, name="use_link"),
    path(_("uitloggen/"), views.sign_out, name="sign_out"),
    path(_("account/"), views.own, name="own"),
    path(_("account/overal-uitloggen/"), views.sign_out_everywhere, name="sign_out_everywhere"),
    path(_("account/organisatoren/"), views.people_with_role, _ORGANISERS, "organisers"),
    path(_("account/organisatoren/<int:number>/weg/"), views.dismiss, _ORGANISERS, "dismiss"),
    path(_("account/redacteuren/"), views.people_with_role, _EDITORS, "editors"),
    path(_("account/redacteuren/<int:number>/weg/"), views.dismiss, _EDITORS, "dismiss_editor"),
    path(_("account/moderatoren/"), views.people_with_role, _MODERATORS, "moderators"),
    path(
        _("account/moderatoren/<int:number>/weg/"),
        views.dismiss,
        _MODERATORS,
        "dismiss_moderator",
    ),
]
