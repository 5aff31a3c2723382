"""While it is on: coming in, and the screens of who takes part and who leads."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.meetings.views import (
    director,
    joining,
    moderation,
    polls,
    questions,
    screens,
    slides,
    talks,
)

urlpatterns = [
    path(_("aanmelding/<str:token>/mee/"), joining.join_registered, name="join_registered"),
    path(_("mee/"), joining.code, name="code"),
    path(_("mee/<str:code>/"), joining.join, name="join"),
    path(_("bijeenkomsten/<slug:slug>/binnen/"), screens.enter, name="enter"),
    path(_("bijeenkomsten/<slug:slug>/mee/"), screens.take_part, name="take_part"),
    path(_("bijeenkomsten/<slug:slug>/mee/weg/"), joining.leave, name="leave"),
    path(_("bijeenkomsten/<slug:slug>/mee/leiding/"), joining.join_leading, name="join_leading"),
    path(_("bijeenkomsten/<slug:slug>/mee/stem/<int:poll_id>/"), polls.vote, name="vote"),
    path(_("bijeenkomsten/<slug:slug>/mee/vraag/"), questions.ask, name="ask"),
    path(
        _("bijeenkomsten/<slug:slug>/mee/vraag/<uuid:question_id>/"),
        questions.upvote,
        name="upvote",
    ),
    path(_("bijeenkomsten/<slug:slug>/mee/hand/"), questions.hand, name="hand"),
    path(_("bijeenkomsten/<slug:slug>/mee/reactie/"), questions.gesture, name="gesture"),
    path(_("bijeenkomsten/<slug:slug>/mee/tweetallen/"), talks.own_talks, name="own_talks"),
    path(
        _("bijeenkomsten/<slug:slug>/mee/tweetallen/agenda.ics"),
        talks.calendar,
        name="talks_calendar",
    ),
    path(
        _("bijeenkomsten/<slug:slug>/dias/<int:deck>/<int:number>/<slug:size>.webp"),
        slides.slide_picture,
        name="slide_picture",
    ),
    path(_("bijeenkomsten/<slug:slug>/scherm/"), screens.stage, name="stage"),
    path(_("bijeenkomsten/<slug:slug>/presenteren/"), screens.present, name="present"),
    path(_("bijeenkomsten/<slug:slug>/regie/"), screens.desk, name="desk"),
    path(_("bijeenkomsten/<slug:slug>/regie/onderdeel/"), director.drive, name="drive"),
    path(_("bijeenkomsten/<slug:slug>/regie/bericht/"), director.say, name="say"),
    path(
        _("bijeenkomsten/<slug:slug>/regie/bericht/<int:message_id>/terug/"),
        director.withdraw,
        name="withdraw",
    ),
    path(
        _("bijeenkomsten/<slug:slug>/regie/vraag/<int:poll_id>/"),
        polls.drive_poll,
        name="drive_poll",
    ),
    path(
        _("bijeenkomsten/<slug:slug>/regie/vraag/<int:poll_id>/woord/"),
        moderation.moderate_word,
        name="moderate_word",
    ),
    path(
        _("bijeenkomsten/<slug:slug>/regie/vraag/<int:poll_id>/samen/"),
        moderation.merge_words,
        name="merge_words",
    ),
    path(
        _("bijeenkomsten/<slug:slug>/regie/vraag/<int:poll_id>/antwoord/<uuid:vote_id>/"),
        moderation.moderate_answer,
        name="moderate_answer",
    ),
    path(
        _("bijeenkomsten/<slug:slug>/regie/zaalvraag/<uuid:question_id>/"),
        questions.moderate,
        name="moderate_question",
    ),
    path(
        _("bijeenkomsten/<slug:slug>/regie/zaalvraag/<uuid:question_id>/groot/"),
        questions.spotlight,
        name="spotlight",
    ),
    path(
        _("bijeenkomsten/<slug:slug>/regie/hand/<int:participant_id>/"),
        questions.lower_hand,
        name="lower_hand",
    ),
]
