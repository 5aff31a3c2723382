"""The report of a session: results, harvests, boards and questions, without anybody's name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from deelgenoot_web.atlas.facts.workbooks import Worksheet
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
from deelgenoot_web.meetings.placing import harvests_by_room, letter_of, name_of_group
from deelgenoot_web.meetings.queries.outcomes import columns_of, count_votes, draw_outcome
from deelgenoot_web.meetings.tally import Result, TallyLine


@dataclass(frozen=True)
class GroupReport:
    """A group: how many people took part, its harvest, and the cards on its board."""

    group: Group
    name: str
    letter: str
    """The mark of its cluster; empty for a group of the organiser's own."""
    n_people: int
    harvest: Harvest | None
    cards: tuple[tuple[Card, int], ...]
    """(card, dots), most dots first."""

    @property
    def was_used(self) -> bool:
        """Whether somebody was there or left something, apart from the cards that were laid out."""
        is_written = any(n or not card.challenge_id for card, n in self.cards)
        return bool(self.n_people or self.harvest or is_written)


@dataclass(frozen=True)
class ReportedOutcome:
    """A poll with the part of its result that may be shown."""

    poll: Poll
    result: Result
    groups: tuple[tuple[str, tuple[TallyLine, ...]], ...]
    """The name and lines of each group that may be shown, in the order of the groups."""
    outcome: Outcome
    """The result as the screens of the session show it."""
    nth: int
    """Which round of its question this is, from 1."""
    n_rounds: int


@dataclass(frozen=True)
class Report:
    """The report: the page, and the files to download."""

    title: str
    description: str
    meeting: Meeting
    n_people: int
    n_municipalities: int
    polls: tuple[ReportedOutcome, ...]
    rooms: tuple[GroupReport, ...]
    n_unused: int
    """How many rooms are left out, as nobody was there and nothing was written."""
    bundles: tuple[tuple[Bundle, tuple[str, ...]], ...]
    """(bundle, names of the groups that brought it), confirmed ones only."""
    questions: tuple[tuple[Question, int], ...]
    """(question, upvotes) that were shown or answered, most first."""

    @property
    def closing(self) -> ReportedOutcome | None:
        """The last vote on what to go on with of which something may be shown."""
        closing = Poll.Purpose.CLOSING
        votes = [one for one in self.polls if one.poll.purpose == closing and one.result.lines]
        return votes[-1] if votes else None

    @property
    def others(self) -> tuple[ReportedOutcome, ...]:
        """All polls but the closing vote."""
        return tuple(one for one in self.polls if one is not self.closing)


def report_of(meeting: Meeting, *, for_organiser: bool) -> Report:
    """Make the report. The evaluation is for the organiser, unless the session showed it."""
    took_part = meeting.took_part
    rooms = tuple(_rooms(meeting, took_part["groups"]))
    rooms_used = tuple(room for room in rooms if room.was_used)
    day = timezone.localtime(meeting.starts_at)
    return Report(
        title=_("Verslag: %(title)s") % {"title": meeting.title},
        description=_("De uitkomsten van de bijeenkomst van %(day)s.") % {"day": f"{day:%d-%m-%Y}"},
        meeting=meeting,
        n_people=took_part["people"],
        n_municipalities=took_part["municipalities"],
        polls=tuple(_polls(meeting, for_organiser=for_organiser)),
        rooms=rooms_used,
        n_unused=len(rooms) - len(rooms_used),
        bundles=tuple(_bundles(meeting)),
        questions=tuple(_questions(meeting)),
    )


def rows(report: Report) -> Iterator[tuple[object, ...]]:
    """List the results as one long table: poll, kind, group ("alle" for all), answer, numbers."""
    texts, numbers = ("vraag", "soort", "groep", "antwoord"), ("waarde", "tweede", "aantal")
    yield (*texts, *numbers, "goed", "bron", "ronde")
    for entry in report.polls:
        yield from _lines(entry, "alle", entry.result.lines)
        for group, lines in entry.groups:
            yield from _lines(entry, group, lines)


def sheets(report: Report) -> list[Worksheet]:
    """Lay the report out as sheets: results, what groups brought back, cards and questions."""
    header, *results = rows(report)
    harvest_rows = [
        (room.name, room.n_people, *_harvest_cells(room.harvest))
        for room in report.rooms
        if room.harvest
    ]
    card_rows = [
        (room.name, card.get_kind_display(), card.text, n)
        for room in report.rooms
        for card, n in room.cards
    ]
    bundle_rows = [(bundle.title, ", ".join(names)) for bundle, names in report.bundles]
    question_rows = [(question.text, n) for question, n in report.questions]
    sentences = (_("belangrijkste opgave"), _("wat werkt"), _("wat nodig is"))
    group = _("groep")
    return [
        Worksheet(_("Uitkomsten"), [str(word) for word in header], results),
        Worksheet(_("Oogst"), [group, _("deelnemers"), _("top drie"), *sentences], harvest_rows),
        Worksheet(_("Gedeelde opgaven"), [_("opgave"), _("groepen")], bundle_rows),
        Worksheet(_("Kaarten"), [group, _("soort"), _("kaart"), _("stippen")], card_rows),
        Worksheet(_("Vragen"), [_("vraag"), _("gesteund")], question_rows),
    ]


def _harvest_cells(harvest: Harvest) -> tuple[str, ...]:
    top = "; ".join(one["text"] for one in harvest.top)
    return top, harvest.main_challenge, harvest.what_works, harvest.what_is_needed


def document(report: Report) -> dict[str, Any]:
    """Return everything on the page as plain values, for a program."""
    meeting = report.meeting
    return {
        "title": meeting.title,
        "startsAt": meeting.starts_at.isoformat(),
        "endsAt": meeting.ends_at.isoformat(),
        "participants": report.n_people,
        "municipalities": report.n_municipalities,
        "polls": [_poll_document(outcome) for outcome in report.polls],
        "groups": [_room_document(room) for room in report.rooms],
        "sharedChallenges": [
            {"title": bundle.title, "groups": list(names)} for bundle, names in report.bundles
        ],
        "questions": [{"text": one.text, "upvotes": n} for one, n in report.questions],
    }


def _rooms(meeting: Meeting, n_in: Mapping[str, int]) -> Iterator[GroupReport]:
    on_board = Card.objects.filter(is_hidden=False, merged_into=None).annotate(n=DOTS_SHOWN)
    on_board = on_board.select_related("came_from")
    groups = meeting.groups.filter(joined_into=None).prefetch_related(
        Prefetch("cards", queryset=on_board)
    )
    harvests = harvests_by_room(meeting)
    for group in groups:
        cards = [(card, card.n) for card in group.cards.all()]  # type: ignore[attr-defined]  # a count
        yield GroupReport(
            group=group,
            name=name_of_group(group, meeting.study),
            letter=letter_of(group, meeting.study),
            n_people=n_in.get(str(group.pk), 0),
            harvest=harvests.get(group.pk),
            cards=tuple(sorted(cards, key=lambda one: -one[1])),
        )


def _polls(meeting: Meeting, *, for_organiser: bool) -> Iterator[ReportedOutcome]:
    closed_polls = meeting.polls.filter(state=Poll.State.CLOSED)
    polls = list(closed_polls.prefetch_related("votes", "hidden_words", "merged_words"))
    families = [poll.round_of_id or poll.pk for poll in polls]
    for place, (poll, family) in enumerate(zip(polls, families, strict=True), start=1):
        is_private = poll.purpose == Poll.Purpose.EVALUATION and not poll.is_shown
        if for_organiser or not is_private:
            nth = families[:place].count(family)
            yield _reported_outcome(poll, nth, families.count(family))


def _reported_outcome(poll: Poll, nth: int, n_rounds: int) -> ReportedOutcome:
    tally = count_votes(poll)
    groups = [
        (column.name, tally.by_group[column.key])
        for column in columns_of(poll.meeting, tally)
        if column.key in tally.by_group
    ]
    outcome = draw_outcome(poll, tally)
    return ReportedOutcome(poll, tally, tuple(groups), outcome, nth, n_rounds)


def _bundles(meeting: Meeting) -> Iterator[tuple[Bundle, tuple[str, ...]]]:
    bundles = meeting.bundles.filter(is_confirmed=True)
    for bundle in bundles.prefetch_related("entries__harvest__group"):
        groups = (entry.harvest.group for entry in bundle.entries.all())
        names = dict.fromkeys(name_of_group(group, meeting.study) for group in groups)
        yield bundle, tuple(names)


def _questions(meeting: Meeting) -> list[tuple[Question, int]]:
    questions = meeting.questions.filter(state__in=[Question.State.SHOWN, Question.State.ANSWERED])
    pairs = [(one, len(one.upvotes.all())) for one in questions.prefetch_related("upvotes")]
    return sorted(pairs, key=lambda one: -one[1])


def _lines(
    entry: ReportedOutcome, group: str, lines: tuple[TallyLine, ...]
) -> Iterator[tuple[object, ...]]:
    """List lines with what was right in a quiz: the answers that were, or the number of figures."""
    quiz = entry.outcome.quiz
    for line in lines:
        values = [
            _value_as_told(entry, line, 2),
            line.second and round(line.second, 2),
            line.n or None,
        ]
        numbers = ["" if value is None else value for value in values]
        texts = (entry.poll.question, entry.poll.kind, group, line.label)
        is_right = quiz is not None and line.label in quiz.right
        right: object = "ja" if is_right else "nee" if quiz else ""
        if is_right and entry.poll.answer:
            right = entry.poll.answer["n"]
        source = quiz.source if quiz and is_right else ""
        yield (*texts, *numbers, right, source, entry.nth)


def _value_as_told(entry: ReportedOutcome, line: TallyLine, places: int) -> float | None:
    """Return the value as pages tell it: of a ranking the place from the top; None where too few
    people said something about it."""
    if line.n == 0:
        return None
    is_ranking = entry.poll.kind == Poll.Kind.RANKING
    return round(len(line.counts) - line.value if is_ranking else line.value, places)


def _poll_document(outcome: ReportedOutcome) -> dict[str, Any]:
    return {
        "question": outcome.poll.question,
        "kind": outcome.poll.kind,
        "purpose": outcome.poll.purpose,
        "round": outcome.nth,
        "votes": outcome.result.n_votes if outcome.result.lines else None,
        "all": [_line_document(outcome, line) for line in outcome.result.lines],
        "byGroup": {
            name: [_line_document(outcome, line) for line in lines]
            for name, lines in outcome.groups
        },
        "quiz": _quiz_document(outcome),
    }


def _quiz_document(entry: ReportedOutcome) -> dict[str, Any] | None:
    quiz = entry.outcome.quiz
    if quiz is None:
        return None
    answer = entry.poll.answer
    return {
        "right": answer["n"] if answer else sorted(quiz.right),
        "nRight": quiz.n_right,
        "source": quiz.source,
    }


def _line_document(entry: ReportedOutcome, line: TallyLine) -> dict[str, Any]:
    values: dict[str, Any] = {
        "label": line.label,
        "value": _value_as_told(entry, line, 4),
        "n": line.n or None,
    }
    if line.second is not None:
        values["second"] = round(line.second, 4)
    if line.counts:
        values["counts"] = list(line.counts)
    return values


def _room_document(room: GroupReport) -> dict[str, Any]:
    harvest = room.harvest
    return {
        "name": room.name,
        "archetype": room.group.archetype,
        "participants": room.n_people,
        "top": [one["text"] for one in harvest.top] if harvest else [],
        "mainChallenge": harvest.main_challenge if harvest else "",
        "whatWorks": harvest.what_works if harvest else "",
        "whatIsNeeded": harvest.what_is_needed if harvest else "",
        "cards": [_card_document(card, n, room.group.meeting.study) for card, n in room.cards],
    }


def _card_document(card: Card, n_dots: int, study: str) -> dict[str, Any]:
    return {
        "kind": card.kind,
        "text": card.text,
        "dots": n_dots,
        "challenge": card.challenge_id,
        # Of a group that was joined to this one.
        "cameFrom": name_of_group(card.came_from, study),
    }
