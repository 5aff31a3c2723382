"""The addresses of the workbench; the query holds the whole recipe."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.workbench import views

app_name = "workbench"

urlpatterns = [
    path(_("werkbank/"), views.workbench, name="form"),
    path(_("werkbank/uitkomst/"), views.result, name="result"),
    path(_("werkbank/stand.json"), views.state, name="state"),
    path(_("werkbank/study.toml"), views.study_file, name="study_file"),
]
