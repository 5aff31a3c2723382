"""The addresses of the workbench; the query holds the whole recipe."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.workbench import views

app_name = "workbench"

urlpatterns = [
    path(_("werkbank/"), views.workbench, name="form"),
    path(_("werkbank/uitkomst/"), views.result, name="result"),
    path(_("werkbank/uitkomst/deel/"), views.part, name="part"),
    path(_("werkbank/stand.json"), views.state, name="state"),
    path(_("werkbank/trekkracht/"), views.stress, name="stress"),
    path(_("werkbank/uitkomst.csv"), views.table, name="table_csv"),
    path(_("werkbank/uitkomst.xlsx"), views.table, {"ending": "xlsx"}, name="table_xlsx"),
    path(_("werkbank/uitkomst.csv-metadata.json"), views.table_about, name="table_about"),
    path(_("werkbank/study.toml"), views.study_file, name="study_file"),
]
