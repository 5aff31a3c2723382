"""What came out of a session: results, harvests, boards and questions, without anybody's name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from deelgenoot_web.meetings.models import (
    DOTS_SHOWN,
    Bundle,
    Card,
    Group,
    Harvest,
    Meeting,
    Poll,
    Question,
)
from deelgenoot_web.meetings.outcomes import Outcome
from deelgenoot_web.meetings.placing import harvests_by_room, letter_of
from deelgenoot_web.meetings.queries.attendance import harmless
from deelgenoot_web.meetings.queries.outcomes import counted, drawn, groups_in
from deelgenoot_web.meetings.tally import Result, TallyLine


@dataclass(frozen=True)
class GroupReport:
    """A group: how many took part, what it brought back, and the cards on its board."""

    group: Group
    letter: str
    """The mark of its cluster; empty for a group of the organiser's own."""
    n_people: int
    harvest: Harvest | None
    cards: tuple[tuple[Card, int], ...]
    """(card, dots), most dots first."""

    @property
    def was_used(self) -> bool:
        """Whether somebody was there, or left something; not just the cards that were laid out."""
        is_written = any(n or not card.challenge_id for card, n in self.cards)
        return bool(self.n_people or self.harvest or is_written)


@dataclass(frozen=True)
class ReportedOutcome:
    """One poll with what may be shown of it."""

    poll: Poll
    result: Result
    groups: tuple[tuple[Group, tuple[TallyLine, ...]], ...]
    """The lines of each group that may be shown, in the order of the groups."""
    outcome: Outcome
    """The same as the screens of the session show it."""


@dataclass(frozen=True)
class Report:
    """The page, and all that can be taken along."""

    title: str
    description: str
    meeting: Meeting
    n_people: int
    n_municipalities: int
    polls: tuple[ReportedOutcome, ...]
    rooms: tuple[GroupReport, ...]
    n_unused: int
    """Rooms that are left out, as nobody was there and nothing was written."""
    bundles: tuple[tuple[Bundle, tuple[str, ...]], ...]
    """(bundle, names of the groups that brought it), confirmed ones only."""
    questions: tuple[tuple[Question, int], ...]
    """(question, upvotes) that were shown or answered, most first."""

    @property
    def closing(self) -> ReportedOutcome | None:
        """The vote on where to go on, when there was one."""
        found = [one for one in self.polls if one.poll.purpose == Poll.Purpose.CLOSING]
        return found[-1] if found else None


def report(meeting: Meeting, *, for_organiser: bool) -> Report:
    """All of it. The evaluation is for the organiser, unless it was shown in the session."""
    rooms = tuple(_rooms(meeting))
    used = tuple(room for room in rooms if room.was_used)
    day = timezone.localtime(meeting.starts_at)
    return Report(
        title=_("Verslag: %(title)s") % {"title": meeting.title},
        description=_("Wat er uit de bijeenkomst van %(day)s kwam.") % {"day": f"{day:%d-%m-%Y}"},
        meeting=meeting,
        n_people=_n_people(meeting),
        n_municipalities=_n_municipalities(meeting),
        polls=tuple(_polls(meeting, for_organiser=for_organiser)),
        rooms=used,
        n_unused=len(rooms) - len(used),
        bundles=tuple(_bundles(meeting)),
        questions=tuple(_questions(meeting)),
    )


def rows(found: Report) -> Iterator[tuple[object, ...]]:
    """The results as one long table: poll, kind, group ("alle" for everybody), answer, numbers.

    What people wrote is no formula in it.
    """
    yield ("vraag", "soort", "groep", "antwoord", "waarde", "tweede", "aantal")
    for told in found.polls:
        yield from _lines(told.poll, "alle", told.result.lines)
        for group, lines in told.groups:
            yield from _lines(told.poll, group.name, lines)


def document(found: Report) -> dict[str, Any]:
    """Everything on the page as plain values, for a program."""
    meeting = found.meeting
    return {
        "title": meeting.title,
        "startsAt": meeting.starts_at.isoformat(),
        "endsAt": meeting.ends_at.isoformat(),
        "participants": found.n_people,
        "municipalities": found.n_municipalities,
        "polls": [_poll_document(told) for told in found.polls],
        "groups": [_room_document(room) for room in found.rooms],
        "sharedChallenges": [
            {"title": bundle.title, "groups": list(names)} for bundle, names in found.bundles
        ],
        "questions": [{"text": one.text, "upvotes": n} for one, n in found.questions],
    }


def _n_people(meeting: Meeting) -> int:
    kept = meeting.attendance
    return kept["people"] if kept else meeting.participants.count()


def _n_municipalities(meeting: Meeting) -> int:
    kept = meeting.attendance
    if kept:
        return int(kept["municipalities"])
    codes = meeting.participants.exclude(gm_code="").values("gm_code")
    return codes.order_by().distinct().count()


def _rooms(meeting: Meeting) -> Iterator[GroupReport]:
    on_board = Card.objects.filter(is_hidden=False, merged_into=None).annotate(n=DOTS_SHOWN)
    on_board = on_board.select_related("came_from")
    groups = meeting.groups.filter(joined_into=None).prefetch_related(
        Prefetch("cards", queryset=on_board)
    )
    harvests = harvests_by_room(meeting)
    for group in groups:
        counted = [(card, card.n) for card in group.cards.all()]  # type: ignore[attr-defined]  # annotated
        yield GroupReport(
            group=group,
            letter=letter_of(group, meeting.study),
            n_people=_n_in(meeting, group),
            harvest=harvests.get(group.pk),
            cards=tuple(sorted(counted, key=lambda one: -one[1])),
        )


def _n_in(meeting: Meeting, group: Group) -> int:
    kept = meeting.attendance
    if kept:
        return int(kept["groups"].get(str(group.pk), 0))
    return group.participants.count()


def _polls(meeting: Meeting, *, for_organiser: bool) -> Iterator[ReportedOutcome]:
    closed = meeting.polls.filter(state=Poll.State.CLOSED)
    for poll in closed.prefetch_related("votes", "hidden_words"):
        is_private = poll.purpose == Poll.Purpose.EVALUATION and not poll.is_shown
        if for_organiser or not is_private:
            yield _told(poll)


def _told(poll: Poll) -> ReportedOutcome:
    found = counted(poll)
    groups = [
        (group, found.by_group[group.pk])
        for group in groups_in(poll.meeting, found)
        if group.pk in found.by_group
    ]
    return ReportedOutcome(poll, found, tuple(groups), drawn(poll, found))


def _bundles(meeting: Meeting) -> Iterator[tuple[Bundle, tuple[str, ...]]]:
    confirmed = meeting.bundles.filter(is_confirmed=True)
    for bundle in confirmed.prefetch_related("entries__harvest__group"):
        names = dict.fromkeys(entry.harvest.group.name for entry in bundle.entries.all())
        yield bundle, tuple(names)


def _questions(meeting: Meeting) -> list[tuple[Question, int]]:
    seen = meeting.questions.filter(state__in=[Question.State.SHOWN, Question.State.ANSWERED])
    counted = [(one, len(one.upvotes.all())) for one in seen.prefetch_related("upvotes")]
    return sorted(counted, key=lambda one: -one[1])


def _lines(poll: Poll, group: str, lines: tuple[TallyLine, ...]) -> Iterator[tuple[object, ...]]:
    for line in lines:
        second = "" if line.second is None else round(line.second, 2)
        written = (harmless(text) for text in (poll.question, poll.kind, group, line.label))
        yield (*written, round(line.value, 2), second, line.n)


def _poll_document(told: ReportedOutcome) -> dict[str, Any]:
    return {
        "question": told.poll.question,
        "kind": told.poll.kind,
        "purpose": told.poll.purpose,
        "votes": told.result.n_votes if told.result.lines else None,
        "all": [_line_document(line) for line in told.result.lines],
        "byGroup": {
            group.name: [_line_document(line) for line in lines] for group, lines in told.groups
        },
    }


def _line_document(line: TallyLine) -> dict[str, Any]:
    said: dict[str, Any] = {"label": line.label, "value": round(line.value, 4), "n": line.n}
    if line.second is not None:
        said["second"] = round(line.second, 4)
    if line.counts:
        said["counts"] = list(line.counts)
    return said


def _room_document(room: GroupReport) -> dict[str, Any]:
    harvest = room.harvest
    return {
        "name": room.group.name,
        "archetype": room.group.archetype,
        "participants": room.n_people,
        "top": [one["text"] for one in harvest.top] if harvest else [],
        "mainChallenge": harvest.main_challenge if harvest else "",
        "whatWorks": harvest.what_works if harvest else "",
        "whatIsNeeded": harvest.what_is_needed if harvest else "",
        "cards": [_card_document(card, n) for card, n in room.cards],
    }


def _card_document(card: Card, n_dots: int) -> dict[str, Any]:
    return {
        "kind": card.kind,
        "text": card.text,
        "dots": n_dots,
        "challenge": card.challenge_id,
        # Of a group that was joined to this one.
        "cameFrom": card.came_from.name if card.came_from else "",
    }
