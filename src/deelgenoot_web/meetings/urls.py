"""The addresses of the working sessions."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.meetings.views import invitation, personal

app_name = "meetings"

urlpatterns = [
    path(_("bijeenkomsten/<slug:slug>/"), invitation.invitation, name="invitation"),
    path(_("bijeenkomsten/<slug:slug>/bijeenkomst.ics"), invitation.calendar_file, name="calendar"),
    path(_("aanmelding/<str:token>/"), personal.personal, name="personal"),
]
