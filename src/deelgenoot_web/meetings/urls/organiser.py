"""Before and after: the pages of who organises."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.meetings.views.organiser import (
    attendance,
    details,
    groups,
    logbook,
    mailing,
    overview,
    pictures,
    rehearsal,
    rows,
    slides,
    talks,
    thanks,
)

urlpatterns = [
    path(_("beheer/"), overview.organise, name="organise"),
    path(_("beheer/nieuw/"), overview.new, name="new"),
    path(_("beheer/<slug:slug>/"), overview.overview, name="overview"),
    path(_("beheer/<slug:slug>/kopie/"), overview.copy, name="copy"),
    path(_("beheer/<slug:slug>/aankondigen/"), overview.announce, name="announce"),
    path(_("beheer/<slug:slug>/afgelasten/"), overview.call_off, name="call_off"),
    path(_("beheer/<slug:slug>/wissen/"), overview.wipe, name="wipe"),
    path(_("beheer/<slug:slug>/uitnodiging/"), details.details, name="details"),
    path(_("beheer/<slug:slug>/videolinks/"), details.video_links, name="links"),
    path(_("beheer/<slug:slug>/programma/"), rows.programme, name="programme"),
    path(_("beheer/<slug:slug>/programma/nieuw/"), rows.new_item, name="new_item"),
    path(_("beheer/<slug:slug>/programma/<int:row>/"), rows.item, name="item"),
    path(_("beheer/<slug:slug>/programma/<int:row>/dias/"), slides.slides, name="slides"),
    path(_("beheer/<slug:slug>/peilingen/"), rows.polls, name="polls"),
    path(_("beheer/<slug:slug>/peilingen/nieuw/"), rows.new_poll, name="new_poll"),
    path(_("beheer/<slug:slug>/peilingen/<int:row>/"), rows.poll, name="poll"),
    path(_("beheer/<slug:slug>/peilingen/<int:row>/afbeelding/"), pictures.picture, name="picture"),
    path(_("beheer/<slug:slug>/vragen/"), rows.fields, name="fields"),
    path(_("beheer/<slug:slug>/vragen/nieuw/"), rows.new_field, name="new_field"),
    path(_("beheer/<slug:slug>/vragen/<int:row>/"), rows.field, name="field"),
    path(_("beheer/<slug:slug>/groepen/"), groups.groups, name="groups"),
    path(_("beheer/<slug:slug>/groepen/<int:number>/"), groups.group, name="group"),
    path(_("beheer/<slug:slug>/tweetallen/"), talks.talks, name="talks"),
    path(_("beheer/<slug:slug>/leiding/"), groups.leaders, name="leaders"),
    path(_("beheer/<slug:slug>/aanmeldingen/"), attendance.attendance, name="attendance"),
    path(_("beheer/<slug:slug>/aanmeldingen/lijst.csv"), attendance.table, name="table"),
    path(
        _("beheer/<slug:slug>/aanmeldingen/<int:number>/"), attendance.attendant, name="attendant"
    ),
    path(_("beheer/<slug:slug>/bericht/"), mailing.mail, name="mail"),
    path(_("beheer/<slug:slug>/bedankbrief/"), thanks.thank, name="thank"),
    path(_("beheer/<slug:slug>/reacties/"), attendance.reactions, name="reactions"),
    path(_("beheer/<slug:slug>/oefenen/"), rehearsal.rehearsal, name="rehearsal"),
    path(_("beheer/<slug:slug>/logboek/"), logbook.logbook, name="logbook"),
    path(_("voorbeeld/"), rehearsal.example, name="example"),
    path(_("voorbeeld/videoruimte/"), rehearsal.example_video, name="example_video"),
]
