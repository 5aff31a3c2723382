"""The rooms of the groups, and what the organiser does with them and with what they bring back."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.meetings.views import board, bundles, harvest, moving, room

_OF_CARD = [
    path("", board.card, name="card"),
    path(_("reactie/"), board.comment, name="comment"),
    path(_("stip/"), board.dot, name="dot"),
    path(_("kop/"), board.heading, name="heading"),
    path(_("samen/"), board.merge, name="merge"),
    path(_("verberg/"), board.hide, name="hide_card"),
]
_OF_GROUP: list[URLPattern | URLResolver] = [
    path("", room.room, name="room"),
    path(_("kaart/"), board.add, name="add_card"),
    path(_("kaart/<uuid:card_id>/"), include(_OF_CARD)),
    path(_("reactie/<uuid:comment_id>/verberg/"), board.hide_comment, name="hide_comment"),
    path(_("sorteer/"), board.sort, name="sort"),
    path(_("klaarleggen/"), board.lay_out, name="lay_out"),
    path(_("stap/"), harvest.step, name="step"),
    path(_("roep/"), harvest.call, name="call"),
    path(_("oogst/"), harvest.save, name="save_harvest"),
    path(_("oogst/klaar/"), harvest.ready, name="harvest_ready"),
    path(_("contactlijst/"), harvest.contact, name="contact"),
]
_OF_DESK = [
    path(_("mensen/"), moving.people, name="people"),
    path(_("mensen/<int:participant_id>/"), moving.move, name="move"),
    path(_("mensen/<int:participant_id>/leidt/"), moving.let_lead, name="let_lead"),
    path(_("roep/<int:call_id>/"), moving.answer_call, name="answer_call"),
    path(_("oogst/"), bundles.drive, name="drive_harvests"),
    path(_("bundel/<int:bundle_id>/"), bundles.drive_bundle, name="drive_bundle"),
]
urlpatterns = [
    path(_("bijeenkomsten/<slug:slug>/groep/"), room.my_room, name="my_room"),
    path(_("bijeenkomsten/<slug:slug>/groep/<int:number>/"), include(_OF_GROUP)),
    path(_("bijeenkomsten/<slug:slug>/regie/"), include(_OF_DESK)),
]
