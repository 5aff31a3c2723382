"""The rooms of the groups, and what the organiser does with them and with what they bring back."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.meetings.views import board, bundles, harvest, moving, room

urlpatterns = [
    path(_("bijeenkomsten/<slug:slug>/groep/"), room.my_room, name="my_room"),
    path(_("bijeenkomsten/<slug:slug>/groep/<int:number>/"), room.room, name="room"),
    path(_("bijeenkomsten/<slug:slug>/groep/<int:number>/kaart/"), board.add, name="add_card"),
    path(
        _("bijeenkomsten/<slug:slug>/groep/<int:number>/kaart/<uuid:card_id>/"),
        board.card,
        name="card",
    ),
    path(
        _("bijeenkomsten/<slug:slug>/groep/<int:number>/kaart/<uuid:card_id>/reactie/"),
        board.comment,
        name="comment",
    ),
    path(
        _("bijeenkomsten/<slug:slug>/groep/<int:number>/kaart/<uuid:card_id>/stip/"),
        board.dot,
        name="dot",
    ),
    path(
        _("bijeenkomsten/<slug:slug>/groep/<int:number>/kaart/<uuid:card_id>/kop/"),
        board.heading,
        name="heading",
    ),
    path(
        _("bijeenkomsten/<slug:slug>/groep/<int:number>/kaart/<uuid:card_id>/samen/"),
        board.merge,
        name="merge",
    ),
    path(
        _("bijeenkomsten/<slug:slug>/groep/<int:number>/kaart/<uuid:card_id>/verberg/"),
        board.hide,
        name="hide_card",
    ),
    path(
        _("bijeenkomsten/<slug:slug>/groep/<int:number>/reactie/<uuid:comment_id>/verberg/"),
        board.hide_comment,
        name="hide_comment",
    ),
    path(_("bijeenkomsten/<slug:slug>/groep/<int:number>/sorteer/"), board.sort, name="sort"),
    path(
        _("bijeenkomsten/<slug:slug>/groep/<int:number>/klaarleggen/"),
        board.lay_out,
        name="lay_out",
    ),
    path(_("bijeenkomsten/<slug:slug>/groep/<int:number>/stap/"), harvest.step, name="step"),
    path(_("bijeenkomsten/<slug:slug>/groep/<int:number>/roep/"), harvest.call, name="call"),
    path(
        _("bijeenkomsten/<slug:slug>/groep/<int:number>/oogst/"), harvest.save, name="save_harvest"
    ),
    path(
        _("bijeenkomsten/<slug:slug>/groep/<int:number>/oogst/klaar/"),
        harvest.ready,
        name="harvest_ready",
    ),
    path(
        _("bijeenkomsten/<slug:slug>/groep/<int:number>/contactlijst/"),
        harvest.contact,
        name="contact",
    ),
    path(_("bijeenkomsten/<slug:slug>/regie/mensen/"), moving.people, name="people"),
    path(
        _("bijeenkomsten/<slug:slug>/regie/mensen/<int:participant_id>/"),
        moving.move,
        name="move",
    ),
    path(
        _("bijeenkomsten/<slug:slug>/regie/mensen/<int:participant_id>/leidt/"),
        moving.let_lead,
        name="let_lead",
    ),
    path(
        _("bijeenkomsten/<slug:slug>/regie/roep/<int:call_id>/"),
        moving.answer_call,
        name="answer_call",
    ),
    path(_("bijeenkomsten/<slug:slug>/regie/oogst/"), bundles.drive, name="drive_harvests"),
    path(
        _("bijeenkomsten/<slug:slug>/regie/bundel/<int:bundle_id>/"),
        bundles.drive_bundle,
        name="drive_bundle",
    ),
]
