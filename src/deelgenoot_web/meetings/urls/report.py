"""After the session: what came out."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.meetings.views import report

urlpatterns = [
    path(_("bijeenkomsten/<slug:slug>/verslag/"), report.report, name="report"),
    path(
        _("bijeenkomsten/<slug:slug>/verslag/uitkomsten.csv"), report.report_csv, name="report_csv"
    ),
    path(
        _("bijeenkomsten/<slug:slug>/verslag/uitkomsten.xlsx"),
        report.report_xlsx,
        name="report_xlsx",
    ),
    path(_("bijeenkomsten/<slug:slug>/verslag/verslag.pdf"), report.report_pdf, name="report_pdf"),
    path(
        _("bijeenkomsten/<slug:slug>/verslag/verslag.json"), report.report_json, name="report_json"
    ),
    path(_("bijeenkomsten/<slug:slug>/verslag/publiceren/"), report.publish, name="publish_report"),
]
