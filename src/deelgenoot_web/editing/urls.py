"""The addresses of editing: perspectives, their blocks, versions and readers."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.editing import views

app_name = "editing"

urlpatterns = [
    path(_("redactie/"), views.perspectives, name="perspectives"),
    path(_("redactie/<slug:group>/"), views.read, name="read"),
    path(_("redactie/<slug:group>/blok/<slug:key>/"), views.block, name="block"),
    path(_("redactie/<slug:group>/blok/<slug:key>/voorbeeld/"), views.preview, name="preview"),
    path(_("redactie/<slug:group>/blok/<slug:key>/opmerking/"), views.remark, name="remark"),
    path(_("redactie/<slug:group>/versies/<int:number>/"), views.version, name="version"),
    path(_("redactie/<slug:group>/versies/<int:number>/terug/"), views.restore, name="restore"),
    path(_("redactie/<slug:group>/lezers/"), views.ask_reader, name="ask_reader"),
    path(
        _("redactie/<slug:group>/lezers/<int:number>/weg/"),
        views.withdraw_reader,
        name="withdraw_reader",
    ),
    path(_("redactie/<slug:group>/tekenen/"), views.sign, name="sign"),
    path(_("redactie/<slug:group>/publiceren/"), views.publish, name="publish"),
]
