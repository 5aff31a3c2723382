"""Before the session: the invitation, and the personal link of who registered."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.meetings.views import invitation, personal

_OF_MEETING = [
    path("", invitation.invitation, name="invitation"),
    path(_("aanmelden/"), invitation.sign_up, name="sign_up"),
    path(_("aangemeld/"), invitation.signed_up, name="signed_up"),
    path(_("bevestigen/"), invitation.confirm_by_code, name="confirm_code"),
    path(_("reacties/"), invitation.react, name="react"),
    path(_("reacties/dank/"), invitation.thanks, name="reacted"),
]
_OF_REGISTRATION = [
    path("", personal.personal, name="personal"),
    path(_("bevestigen/"), personal.confirm, name="confirm"),
    path(_("afmelden/"), personal.cancel, name="cancel"),
    path(_("terug/"), personal.come_back, name="come_back"),
    path(_("wissen/"), personal.forget, name="forget"),
]
urlpatterns = [
    path(_("bijeenkomsten/"), invitation.meetings, name="meetings"),
    path(_("bijeenkomsten/<slug:slug>/"), include(_OF_MEETING)),
    path(_("bijeenkomsten/<slug:slug>/bijeenkomst.ics"), invitation.calendar_file, name="calendar"),
    path(_("aanmelding/<str:token>/"), include(_OF_REGISTRATION)),
    path(
        _("aanmelding/<str:token>/bijeenkomst.ics"),
        personal.calendar_file,
        name="personal_calendar",
    ),
]
