"""The one thing that the large screen shows now, and what phones wait with."""

from dataclasses import dataclass
from typing import Literal

from deelgenoot_web.meetings.models import Meeting, Poll, ProgrammeItem, Question
from deelgenoot_web.meetings.queries.place import SlidePlace, place_of
from deelgenoot_web.meetings.queries.polls import PollOnScreen, has_result_on, is_of_now, poll_on

Scene = Literal[
    "question",
    "result",
    "closed",
    "off",
    "over",
    "harvests",
    "spotlight",
    "figure",
    "talks",
    "slide",
    "break",
    "groups",
    "audience",
    "part",
    "welcome",
]


@dataclass(frozen=True)
class OnScreen:
    """A scene; `question` is the question of the first three. "off": the meeting was called off."""

    scene: Scene
    question: PollOnScreen | None = None

    @property
    def is_chosen(self) -> bool:
        """Whether somebody chose it besides the programme, over what stands there else."""
        return self.scene in {"spotlight", "figure", "talks", "harvests"}


def on_screen(meeting: Meeting) -> OnScreen:
    """Say what the screens show: an open question, a result, or what the organiser chose last."""
    if meeting.state == Meeting.State.CANCELLED:
        return OnScreen("off")
    question = poll_on(meeting)
    if question and (scene := _scene_of_poll(question.poll, meeting)):
        return OnScreen(scene, question)
    if meeting.closed_at:
        return OnScreen("over")
    return OnScreen(_scene_chosen(meeting) or _scene_of_programme(meeting))


def _scene_of_poll(poll: Poll, meeting: Meeting) -> Scene | None:
    """Name the scene of the last poll; None once the organiser moved on to something else."""
    if poll.state == Poll.State.OPEN:
        return "question"
    if has_result_on(poll, meeting):
        return "result"
    return "closed" if is_of_now(poll, meeting) else None


def _scene_chosen(meeting: Meeting) -> Scene | None:
    """Name the scene that somebody chose besides the programme; None for the programme itself."""
    if meeting.spotlight and meeting.spotlight.state == Question.State.SHOWN:
        return "spotlight"
    if meeting.figure:
        return "figure"
    if meeting.talk_round_id:
        return "talks"
    return "harvests" if meeting.shows_harvests else None


def _scene_of_programme(meeting: Meeting) -> Scene:
    place = place_of(meeting)
    if place.item is None:
        return "audience" if _has_audience_questions(meeting) else "welcome"
    if place.item.kind == ProgrammeItem.Kind.BREAK:
        return "break"
    if place.item.kind == ProgrammeItem.Kind.GROUPS:
        return "groups"
    return _scene_of_part(meeting, place.slides)


def _scene_of_part(meeting: Meeting, slides: SlidePlace | None) -> Scene:
    if slides and slides.number:
        return "slide"
    return "audience" if _has_audience_questions(meeting) else "part"


def _has_audience_questions(meeting: Meeting) -> bool:
    return meeting.questions.filter(state=Question.State.SHOWN).exists()
