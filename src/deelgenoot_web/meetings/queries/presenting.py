"""What somebody who presents has to know: what is on, how late it is, what one press does."""

from dataclasses import dataclass
from datetime import timedelta

from deelgenoot_web.meetings.models import Meeting, Poll, ProgrammeItem, Question
from deelgenoot_web.meetings.queries.clicker import Click, Clicks, clicks_of, may_be_put
from deelgenoot_web.meetings.queries.moderation import WordMerging, merging_of
from deelgenoot_web.meetings.queries.place import MeetingMoment, place_of
from deelgenoot_web.meetings.queries.questions import OPEN, AudienceQuestion, questions_of
from deelgenoot_web.meetings.queries.scene import OnScreen, on_screen

MOST_QUESTIONS = 8
"""Questions from the audience that a phone lists; the desk has all."""


@dataclass(frozen=True)
class Presenting:
    """The screen of who presents. `number` of `n_parts` is the part of the programme, 0 before."""

    now: OnScreen
    place: MeetingMoment
    clicks: Clicks
    number: int
    n_parts: int
    minutes_late: int
    """Minutes that this part will end after the programme says; below 0: before that."""
    to_come: Poll | None
    """The first question that was not put yet."""
    spotlight: Question | None
    merging: WordMerging | None
    """The words of the cloud that is on."""
    questions: list[AudienceQuestion]
    """The questions that were shown, most upvotes first."""

    @property
    def minutes_early(self) -> int:
        """Minutes that this part will end before the programme says; 0 when it is late."""
        return max(-self.minutes_late, 0)

    @property
    def begins(self) -> ProgrammeItem | None:
        """The part that the large button begins: the first one, or once no question is left."""
        forward = self.clicks.forward
        return forward.item if forward and forward.do == "begin" else None

    @property
    def forward(self) -> Click | None:
        """What the large button does with a question, where it begins no part."""
        return None if self.begins else self.clicks.forward

    @property
    def may_ask(self) -> Poll | None:
        """The question that a second button puts, where the large one goes through the slides."""
        is_on_slides = self.place.slides is not None and self.now.question is None
        return self.to_come if is_on_slides else None

    @property
    def notes(self) -> str:
        """The notes with the question on the screen, or else with the part that is on."""
        of_question = self.now.question.poll.notes if self.now.question else ""
        return of_question or (self.place.item.notes if self.place.item else "")


def presenting_of(meeting: Meeting) -> Presenting:
    """Say what is on, and what comes after it."""
    now, place, polls = on_screen(meeting), place_of(meeting), list(meeting.polls.all())
    on = now.question.poll if now.question else None
    items = list(meeting.programme.all())
    questions = questions_of(meeting, OPEN)
    spotlight = meeting.spotlight if now.scene == "spotlight" else None
    return Presenting(
        now=now,
        place=place,
        clicks=clicks_of(polls, now, place),
        number=items.index(place.item) + 1 if place.item else 0,
        n_parts=len(items),
        minutes_late=_minutes_late(meeting, place, items),
        to_come=next((poll for poll in polls if may_be_put(poll, place)), None),
        spotlight=spotlight,
        merging=merging_of(on),
        questions=[one for one in questions if one.question != spotlight][:MOST_QUESTIONS],
    )


def _minutes_late(meeting: Meeting, place: MeetingMoment, items: list[ProgrammeItem]) -> int:
    if place.item is None or place.ends_at is None:
        return 0
    minutes = sum(one.minutes for one in items[: items.index(place.item) + 1])
    planned_end = meeting.starts_at + timedelta(minutes=minutes)
    return round((place.ends_at - planned_end).total_seconds() / 60)
