"""While it is on: coming in, and the screens of who takes part and who leads."""

from django.urls import URLPattern, URLResolver, include, path
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

_OF_DESK = [
    path("", screens.desk, name="desk"),
    path(_("onderdeel/"), director.drive, name="drive"),
    path(_("bericht/"), director.say, name="say"),
    path(_("bericht/<int:message_id>/terug/"), director.withdraw, name="withdraw"),
    path(_("vraag/<int:poll_id>/"), polls.drive_poll, name="drive_poll"),
    path(_("vraag/<int:poll_id>/woord/"), moderation.moderate_word, name="moderate_word"),
    path(_("vraag/<int:poll_id>/samen/"), moderation.merge_words, name="merge_words"),
    path(
        _("vraag/<int:poll_id>/antwoord/<uuid:vote_id>/"),
        moderation.moderate_answer,
        name="moderate_answer",
    ),
    path(_("zaalvraag/<uuid:question_id>/"), questions.moderate, name="moderate_question"),
    path(_("zaalvraag/<uuid:question_id>/groot/"), questions.spotlight, name="spotlight"),
    path("hand/<int:participant_id>/", questions.lower_hand, name="lower_hand"),
]
_OF_AUDIENCE = [
    path("", screens.take_part, name="take_part"),
    path(_("leiding/"), joining.join_leading, name="join_leading"),
    path(_("stem/<int:poll_id>/"), polls.vote, name="vote"),
    path(_("vraag/"), questions.ask, name="ask"),
    path(_("vraag/<uuid:question_id>/"), questions.upvote, name="upvote"),
    path("hand/", questions.hand, name="hand"),
    path(_("tweetallen/"), talks.own_talks, name="own_talks"),
    path(_("tweetallen/agenda.ics"), talks.calendar, name="talks_calendar"),
]
_OF_MEETING: list[URLPattern | URLResolver] = [
    path(_("binnen/"), screens.enter, name="enter"),
    path(
        _("dias/<int:deck>/<int:number>/<slug:size>.webp"),
        slides.slide_picture,
        name="slide_picture",
    ),
    path(
        _("afbeelding/<int:picture>/<slug:size>.webp"),
        slides.poll_picture,
        name="poll_picture",
    ),
    path(_("scherm/"), screens.stage, name="stage"),
    path(_("presenteren/"), screens.present, name="present"),
    path(_("regie/"), include(_OF_DESK)),
]
urlpatterns = [
    path(_("aanmelding/<str:token>/mee/"), joining.join_registered, name="join_registered"),
    path(_("mee/"), joining.code, name="code"),
    path(_("mee/<str:code>/"), joining.join, name="join"),
    path(_("bijeenkomsten/<slug:slug>/mee/"), include(_OF_AUDIENCE)),
    path(_("bijeenkomsten/<slug:slug>/mee/weg/"), joining.leave, name="leave"),
    path(_("bijeenkomsten/<slug:slug>/mee/reactie/"), questions.gesture, name="gesture"),
    path(_("bijeenkomsten/<slug:slug>/"), include(_OF_MEETING)),
]
