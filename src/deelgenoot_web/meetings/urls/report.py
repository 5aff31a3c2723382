"""After the session: what came out."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.meetings.views import report

_OF_REPORT = [
    path("", report.report, name="report"),
    path(_("uitkomsten.csv"), report.report_csv, name="report_csv"),
    path(_("uitkomsten.xlsx"), report.report_xlsx, name="report_xlsx"),
    path(_("verslag.pdf"), report.report_pdf, name="report_pdf"),
    path(_("verslag.json"), report.report_json, name="report_json"),
    path(_("publiceren/"), report.publish, name="publish_report"),
]
urlpatterns = [path(_("bijeenkomsten/<slug:slug>/verslag/"), include(_OF_REPORT))]
