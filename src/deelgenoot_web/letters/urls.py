"""The addresses of the mailbox."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.letters import views

app_name = "letters"

urlpatterns = [
    path(_("postvak/"), views.mailbox, name="mailbox"),
    path(_("postvak/sleutel/<str:key>/"), views.open_mailbox, name="open"),
    path(_("postvak/<int:number>/bijlage/"), views.attachment, name="attachment"),
]
