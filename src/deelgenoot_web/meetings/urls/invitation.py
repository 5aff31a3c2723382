"""Before the session: the invitation, and the personal link of who registered."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.meetings.views import invitation, personal

urlpatterns = [
    path(_("bijeenkomsten/"), invitation.meetings, name="meetings"),
    path(_("bijeenkomsten/<slug:slug>/"), invitation.invitation, name="invitation"),
    path(_("bijeenkomsten/<slug:slug>/bijeenkomst.ics"), invitation.calendar_file, name="calendar"),
    path(_("bijeenkomsten/<slug:slug>/aanmelden/"), invitation.sign_up, name="sign_up"),
    path(_("bijeenkomsten/<slug:slug>/aangemeld/"), invitation.signed_up, name="signed_up"),
    path(
        _("bijeenkomsten/<slug:slug>/bevestigen/"), invitation.confirm_by_code, name="confirm_code"
    ),
    path(_("bijeenkomsten/<slug:slug>/reacties/"), invitation.react, name="react"),
    path(_("bijeenkomsten/<slug:slug>/reacties/dank/"), invitation.thanks, name="reacted"),
    path(_("aanmelding/<str:token>/"), personal.personal, name="personal"),
    path(_("aanmelding/<str:token>/bevestigen/"), personal.confirm, name="confirm"),
    path(_("aanmelding/<str:token>/afmelden/"), personal.cancel, name="cancel"),
    path(_("aanmelding/<str:token>/terug/"), personal.come_back, name="come_back"),
    path(_("aanmelding/<str:token>/wissen/"), personal.forget, name="forget"),
    path(
        _("aanmelding/<str:token>/bijeenkomst.ics"),
        personal.calendar_file,
        name="personal_calendar",
    ),
]
