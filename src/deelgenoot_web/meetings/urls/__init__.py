"""The addresses of the working sessions, by who comes there."""

from deelgenoot_web.meetings.urls import groups, invitation, organiser, report, session

app_name = "meetings"

urlpatterns = [
    *invitation.urlpatterns,
    *session.urlpatterns,
    *groups.urlpatterns,
    *report.urlpatterns,
    *organiser.urlpatterns,
]
