"""What people who lead do is written down: who, what and when, and nothing of its content."""

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from tests.web import small_meeting as small
from tests.web.visitor import Visitor

from deelgenoot_web.meetings import actions
from deelgenoot_web.meetings.actions import (
    board,
    calls,
    copying,
    director,
    gestures,
    groups,
    harvest,
    invitation,
    joining,
    leading,
    mailing,
    moderation,
    moving,
    pictures,
    polls,
    purge,
    questions,
    registration,
    report,
    rows,
    script,
    seating,
    slides,
    talks,
    thanks,
    together,
)
from deelgenoot_web.meetings.actions import meeting as meetings
from deelgenoot_web.meetings.actions.talks import TalkChoice
from deelgenoot_web.meetings.edits import Edit, mark, values_of
from deelgenoot_web.meetings.logbook import IN_A_ROW, log
from deelgenoot_web.meetings.models import (
    Bundle,
    BundleEntry,
    Call,
    Card,
    Field,
    Harvest,
    LogEvent,
    LogLine,
    Meeting,
    Message,
    Participant,
    Poll,
    ProgrammeItem,
    Question,
    Reaction,
    Registration,
    Role,
    SlideDeck,
    TalkRound,
    Vote,
)
from deelgenoot_web.meetings.queries.logbook import ON_A_PAGE
from deelgenoot_web.pictures.messages import PagePicture

pytestmark = pytest.mark.django_db
Parts = dict[str, Any]
Queries = Any
E = LogEvent
TYPED = "Geheim7391"
"""All that anybody types here, also as the name of a group."""
LETTER = thanks.ThanksLetter(TYPED, {"nl": "", "en": ""})
LINK = f"https://video.voorbeeld.nl/{TYPED}"
TOP = [{"text": TYPED, "challenge_id": ""}, {"text": f"{TYPED} 2", "challenge_id": ""}]
KINDS: dict[str, tuple[type[rows.Row], str, Parts]] = {
    "item": (ProgrammeItem, "title", {"minutes": 5}),
    "poll": (Poll, "question", {"kind": "text"}),
    "field": (Field, "label", {}),
}
"""Of each kind of row: what holds its text, and what else it cannot do without."""


def _part(name: str) -> Callable[[Parts], Any]:
    return lambda parts: parts[name]


def _edit(name: str, field: str) -> Callable[[Parts], Edit]:
    return lambda parts: Edit({field: TYPED}, mark(values_of(parts[name], [field])))


def _seen_picture(parts: Parts) -> str:
    return mark(values_of(parts["poll"], ["picture_id", "picture_text"]))


def _text(parts: Parts) -> Edit:
    return Edit({"picture_text": TYPED}, _seen_picture(parts))


def _links(parts: Parts) -> Edit:
    now = groups.links_of(parts["meeting"])
    return Edit(dict.fromkeys(now, LINK), mark(now))


def _role(kind: Role.Kind) -> Callable[[Parts], Role]:
    def give_role(parts: Parts) -> Role:
        group = parts["group"] if kind == Role.Kind.FACILITATOR else None
        person = small.role(parts["meeting"], kind, "rol@voorbeeld.nl", group)
        return person.meeting_roles.get()

    return give_role


def _ended(parts: Parts) -> Meeting:
    meeting: Meeting = parts["meeting"]
    meeting.closed_at = parts["now"]
    meeting.save(update_fields=["closed_at"])
    return meeting


def _with_slides(parts: Parts) -> ProgrammeItem:
    deck = SlideDeck.objects.create(name=TYPED, n_pages=1, n_done=1, changed_at=parts["now"])
    meeting: Meeting = parts["meeting"]
    meeting.current_item = meeting.programme.filter(kind=ProgrammeItem.Kind.PLENARY)[0]
    meeting.current_item.deck = deck
    meeting.current_item.save()
    meeting.save()
    return meeting.current_item


def _published(parts: Parts) -> Meeting:
    meeting: Meeting = parts["meeting"]
    meeting.report_published_at = parts["now"]
    meeting.save(update_fields=["report_published_at"])
    return meeting


def _timed(parts: Parts) -> Poll:
    poll: Poll = parts["open"]
    poll.closes_at = parts["now"]
    poll.save(update_fields=["closes_at"])
    return poll


def _poll_with_result(parts: Parts) -> Poll:
    poll: Poll = parts["closed"]
    poll.is_shown = True
    poll.save(update_fields=["is_shown"])
    return poll


def _moves(parts: Parts) -> list[seating.Move]:
    seen = {parts["registration"].pk: seating.GroupSeat(parts["group"].pk, by_hand=False)}
    return seating.moves_to(parts["meeting"], parts["other"], seen)


def _unconfirmed(parts: Parts) -> Registration:
    one: Registration = parts["registration"]
    Registration.objects.filter(pk=one.pk).update(state=Registration.State.ASKED)
    return one


Case = tuple[Callable[..., Any], LogEvent, Parts]
"""An action, the line that it leaves, and what it is given beside the part of its name."""


def _talk_choice(parts: Parts) -> TalkChoice:
    return TalkChoice((parts["participant"].pk,), 1, 5, small.STARTS)


def _talk_round(parts: Parts) -> TalkRound:
    return TalkRound.objects.create(
        meeting=parts["meeting"], number=1, starts_at=parts["now"], minutes=5
    )


LEAVE_A_LINE: list[Case] = [
    (board.add, E.CARD_ADDED, {"kind": Card.Kind.IDEA}),
    (board.edit, E.CARD_EDITED, {"version": 1}),
    (board.hide, E.CARD_HIDDEN, {"is_hidden": True}),
    (board.hide, E.CARD_BACK, {"is_hidden": False}),
    (board.merge, E.CARDS_MERGED, {"into": _part("twin")}),
    (board.part, E.CARD_PARTED, {}),
    (board.stack, E.CARD_STACKED, {}),
    (board.comment, E.COMMENT_ADDED, {}),
    (board.hide_comment, E.COMMENT_HIDDEN, {"is_hidden": True}),
    (board.hide_comment, E.COMMENT_BACK, {"is_hidden": False}),
    (board.sort, E.CARDS_SORTED, {}),
    (calls.call, E.ORGANISER_CALLED, {}),
    (calls.answer, E.CALL_ANSWERED, {}),
    (director.go_to, E.ITEM_BEGUN, {}),
    (director.add_minutes, E.ITEM_TIMED, {}),
    (director.close, E.MEETING_CLOSED, {}),
    (director.set_door, E.DOOR_LOCKED, {"is_open": False}),
    (director.set_door, E.DOOR_OPENED, {"is_open": True}),
    (director.reopen, E.MEETING_REOPENED, {"meeting": _ended}),
    (director.say, E.EVERYBODY_TOLD, {}),
    (director.say, E.GROUP_TOLD, {"group": _part("group")}),
    (director.withdraw, E.MESSAGE_WITHDRAWN, {}),
    (director.show_harvests, E.HARVESTS_SHOWN, {"is_shown": True}),
    (director.show_harvests, E.HARVESTS_HIDDEN, {"is_shown": False}),
    (director.spotlight, E.QUESTION_SPOTLIT, {}),
    *((director.take_off, event, {"scene": one}) for one, (event, _) in director.TAKES_OFF.items()),
    (director.show_slide, E.SLIDE_SHOWN, {"item": _with_slides, "number": 1}),
    (director.show_figure, E.FIGURE_SHOWN, {"figure": TYPED}),
    (director.show_talks, E.TALKS_SHOWN, {"talk_round": _talk_round}),
    (director.show_talks, E.TALKS_HIDDEN, {"talk_round": None}),
    (slides.upload, E.SLIDES_ADDED, {"pdf": TYPED.encode()}),
    (slides.take, E.SLIDES_ADDED, {"deck": slides.AtlasDeck("alle", TYPED, 1)}),
    (slides.remove, E.SLIDES_REMOVED, {"item": _with_slides}),
    (pictures.illustrate, E.POLL_CHANGED, {"picture": PagePicture(b"a", b"a", ""), "edit": _text}),
    (pictures.remove_picture, E.POLL_CHANGED, {"seen_mark": _seen_picture}),
    (groups.add, E.GROUP_ADDED, {}),
    (groups.rename, E.GROUP_RENAMED, {"edit": _edit("group", "name")}),
    (groups.remove, E.GROUP_REMOVED, {"group": _part("own")}),
    (groups.set_links, E.LINKS_CHANGED, {"edit": _links}),
    (harvest.save, E.HARVEST_WRITTEN, {"version": 1}),
    (harvest.mark_ready, E.HARVEST_READY, {"is_ready": True}),
    (harvest.mark_ready, E.HARVEST_UNREADY, {"is_ready": False}),
    (harvest.suggest, E.BUNDLES_SUGGESTED, {}),
    (harvest.confirm, E.BUNDLE_CONFIRMED, {}),
    (harvest.put_in, E.BUNDLE_FILLED, {"rank": 2}),
    (harvest.take_out, E.BUNDLE_EMPTIED, {}),
    (harvest.dissolve, E.BUNDLE_DISSOLVED, {}),
    (harvest.make_closing_vote, E.CLOSING_VOTE_MADE, {"question": TYPED}),
    *((invitation.moderate, E(f"reaction.{one}"), {"state": one}) for one in Reaction.State),
    (leading.give, E.ORGANISER_ADDED, {"kind": Role.Kind.ORGANISER, "group": None}),
    (leading.give, E.PRESENTER_ADDED, {"kind": Role.Kind.PRESENTER, "group": None}),
    (leading.give, E.FACILITATOR_ADDED, {"kind": Role.Kind.FACILITATOR}),
    (leading.let_lead, E.FACILITATOR_ADDED, {}),
    *((leading.take, E(f"{one}.removed"), {"role": _role(one)}) for one in Role.Kind),
    (mailing.mail, E.LETTER_SENT, {"mailing": mailing.Mailing("all", TYPED, TYPED, "a")}),
    (meetings.make, E.MEETING_MADE, {"plan": meetings.Plan("clusters", small.STARTS, title=TYPED)}),
    (meetings.announce, E.MEETING_ANNOUNCED, {}),
    (meetings.change, E.MEETING_CHANGED, {"intro": TYPED}),
    (meetings.revise, E.MEETING_CHANGED, {"edit": _edit("meeting", "intro")}),
    (meetings.call_off, E.MEETING_CALLED_OFF, {}),
    (moderation.hide_word, E.WORD_HIDDEN, {}),
    (moderation.bring_back_word, E.WORD_BACK, {}),
    (moderation.merge_word, E.WORD_MERGED, {"into": "ander"}),
    (gestures.set_gestures, E.GESTURES_ON, {"is_on": True}),
    (gestures.set_gestures, E.GESTURES_OFF, {"is_on": False}),
    (moderation.part_word, E.WORD_PARTED, {}),
    (moderation.moderate_answer, E.ANSWER_HIDDEN, {"is_hidden": True}),
    (moderation.moderate_answer, E.ANSWER_BACK, {"is_hidden": False}),
    (moving.move, E.PERSON_PLACED, {"group": _part("other")}),
    (moving.move, E.PERSON_UNPLACED, {"group": None}),
    (polls.put_to_vote, E.POLL_OPENED, {}),
    (polls.take_back, E.POLL_TAKEN_BACK, {"poll": _part("open")}),
    (polls.close, E.POLL_CLOSED, {"poll": _part("open")}),
    (polls.give_time, E.POLL_TIMED, {"poll": _part("open"), "seconds": 30}),
    (polls.stop_time, E.POLL_UNTIMED, {"poll": _timed}),
    (polls.show, E.POLL_SHOWN, {"poll": _part("closed")}),
    (polls.split, E.POLL_SPLIT, {"poll": _poll_with_result, "is_split": True}),
    (polls.hide, E.POLL_HIDDEN, {"poll": _part("closed")}),
    (polls.ask_again, E.POLL_ASKED_AGAIN, {}),
    *((questions.moderate, E(f"question.{one}"), {"state": one}) for one in Question.State),
    (questions.lower_hand, E.HAND_LOWERED, {}),
    (registration.place, E.PERSON_PLACED, {"group": _part("other")}),
    (registration.confirm, E.PERSON_CONFIRMED, {"registration": _unconfirmed}),
    (registration.cancel, E.PERSON_SIGNED_OFF, {}),
    (thanks.thank, E.THANKS_SENT, {"meeting": _published, "letter": LETTER}),
    (copying.copy, E.MEETING_COPIED, {"starts": ()}),
    (copying.save_as_template, E.TEMPLATE_SAVED, {}),
    (report.publish, E.REPORT_PUBLISHED, {"audience": Meeting.Audience.PUBLIC}),
    (report.withdraw, E.REPORT_WITHDRAWN, {}),
    (script.go_to, E.STEP_BEGUN, {"step": 1}),
    (script.add_minutes, E.STEP_TIMED, {}),
    (seating.move_all, E.PEOPLE_PLACED, {"moves": _moves}),
    (together.join, E.GROUP_JOINED, {"group": _part("other"), "into": _part("group")}),
    (together.part, E.GROUP_PARTED, {"group": _part("joined")}),
    (talks.plan, E.TALKS_PLANNED, {"choice": _talk_choice}),
    (talks.remove, E.TALKS_REMOVED, {}),
]
for word, (kind, text, more) in KINDS.items():
    one = "row" if word == "item" else word
    row = {"row": _part(one), "edit": _edit(one, text)}
    LEAVE_A_LINE += [
        (rows.add, E(f"{word}.added"), {"kind": kind, "values": {text: TYPED, **more}}),
        (rows.change, E(f"{word}.changed"), row),
        (rows.move, E(f"{word}.moved"), {"row": _part(one), "step": -1}),
        (rows.remove, E(f"{word}.removed"), row),
    ]

# What participants do is content or a vote: each row of it says whose it is, and no line does.
KEEP_WHO: list[tuple[Callable[..., Any], Parts]] = [
    (board.give_dot, {"dot_id": uuid4()}),
    (board.take_dot, {}),
    (moving.share_contact, {"shares": True}),
    (questions.ask, {"with_name": True}),
    (questions.upvote, {"wants": True}),
    (questions.raise_hand, {"is_up": True}),
]
OF_THE_CLOCK = {E.POLL_TIME_OVER, E.POLL_SHOWN_IN_TIME}
# Coming in is no change of the meeting; who did is seen among the participants.
COME_IN = {joining.join_leading}
# The lines about a meeting go with it.
END_ALL_LINES = {meetings.delete_draft}


@pytest.fixture
def parts() -> Parts:
    """One of everything that an action may be about, by the name that actions give it."""
    meeting = small.made()
    register = small.registered(meeting, 1)
    one = joining.join_registered(registration=register)
    assert one.group
    meeting.current_item = meeting.programme.filter(kind=ProgrammeItem.Kind.GROUPS)[0]
    meeting.save()
    found = {
        "by": small.person(),
        "meeting": meeting,
        "item": meeting.current_item,
        "registration": register,
        "participant": one,
        "group": one.group,
        "other": meeting.groups.exclude(pk=one.group.pk)[0],
        "own": meeting.groups.create(position=20, name=TYPED),
        "joined": meeting.groups.create(position=21, name=TYPED, joined_into=one.group),
        "message": Message.objects.create(meeting=meeting, text=TYPED),
        "question": questions.ask(by=one, question_id=uuid4(), text=TYPED, with_name=True),
        "reaction": Reaction.objects.create(meeting=meeting, name=TYPED, text=TYPED),
        "call": Call.objects.create(group=one.group),
        "minutes": 5,
        "now": small.NOW,
        **dict.fromkeys(("title", "name", "stem"), TYPED),
        "text": f"{TYPED}!",
        "email": f"{TYPED}@voorbeeld.nl",
        "card_id": uuid4(),
        "comment_id": uuid4(),
        "question_id": uuid4(),
    }
    found |= _rows(meeting) | _board(one) | _harvest(found)
    LogLine.objects.all().delete()
    return found


def _rows(meeting: Meeting) -> Parts:
    closed = meeting.polls.create(
        position=80, kind="words", question=TYPED, state=Poll.State.CLOSED, secret=None
    )
    return {
        **{
            word: kind.objects.create(meeting=meeting, position=90, **{text: TYPED}, **more)
            for word, (kind, text, more) in KINDS.items()
            if word != "item"
        },
        "row": meeting.programme.create(position=90, title=TYPED, minutes=5),
        "open": meeting.polls.create(position=81, kind="text", question=TYPED, state="open"),
        "closed": closed,
        "vote": Vote.objects.create(poll=closed, voter="a", value=TYPED),
    }


def _board(one: Participant) -> Parts:
    assert one.group
    card, twin = [
        board.add(by=one, group=one.group, card_id=uuid4(), kind=Card.Kind.IDEA, text=TYPED)
        for _ in range(2)
    ]
    remark = board.comment(by=one, card=card, comment_id=uuid4(), text=TYPED)
    return {"card": card, "twin": twin, "remark": remark}


def _harvest(parts: Parts) -> Parts:
    made = Harvest.objects.create(group=parts["group"], top=TOP)
    Harvest.objects.create(group=parts["other"], top=TOP[1:])
    bundle = Bundle.objects.create(meeting=parts["meeting"], title=TYPED)
    written = harvest.HarvestText((harvest.Top(TYPED),), TYPED, TYPED, TYPED)
    entry = BundleEntry.objects.create(bundle=bundle, harvest=made, rank=1)
    return {"harvest": made, "words": written, "bundle": bundle, "entry": entry}


def _done(parts: Parts, action: Callable[..., Any], own: Parts) -> None:
    """Call an action with what it must have, and with what is its own in this case."""
    wanted = inspect.signature(action).parameters.values()
    must_have = {one.name for one in wanted if one.default is one.empty} | {"by"}
    given = {name: parts[name] for name in must_have if name in parts and name not in own}
    action(**given, **{name: v(parts) if inspect.isfunction(v) else v for name, v in own.items()})


def _name(action: Callable[..., Any]) -> str:
    return f"{action.__module__.rpartition('.')[2]}.{action.__name__}"


def _that_take_who() -> Iterator[str]:
    for found in pkgutil.iter_modules(actions.__path__):
        module = import_module(f"{actions.__name__}.{found.name}")
        for one in vars(module).values():
            is_own = inspect.isfunction(one) and one.__module__ == module.__name__
            is_public = is_own and not one.__name__.startswith("_")
            if is_public and "by" in inspect.signature(one).parameters:
                yield _name(one)


def test_each_action_that_takes_who_did_it_is_tried_here() -> None:
    known = (
        {one[0] for one in LEAVE_A_LINE} | {one[0] for one in KEEP_WHO} | COME_IN | END_ALL_LINES
    )
    # Writes the line of two other actions.
    assert set(_that_take_who()) - {"moving.log_placing"} == {_name(one) for one in known}


def test_each_sentence_is_of_some_action() -> None:
    assert {event for _action, event, _own in LEAVE_A_LINE} == set(LogEvent) - OF_THE_CLOCK


@pytest.mark.parametrize(
    ("action", "event", "own"), LEAVE_A_LINE, ids=lambda one: getattr(one, "value", "")
)
def test_what_somebody_who_leads_does_is_one_line_without_content(
    parts: Parts, action: Callable[..., Any], event: LogEvent, own: Parts
) -> None:
    _done(parts, action, own)
    line = LogLine.objects.get()
    assert (line.person, line.event, line.times) == (parts["by"], event, 1)
    assert TYPED not in str(LogLine.objects.values().get())
    assert "None" not in str(line)


@pytest.mark.parametrize(("action", "own"), KEEP_WHO, ids=lambda one: getattr(one, "__name__", ""))
def test_what_a_participant_does_is_no_line(
    parts: Parts, action: Callable[..., Any], own: Parts
) -> None:
    _done(parts | {"by": parts["participant"]}, action, own)
    assert not LogLine.objects.exists()


@pytest.mark.parametrize("case", LEAVE_A_LINE[:2] + LEAVE_A_LINE[6:8])
def test_a_participant_at_the_board_leaves_no_line_either(parts: Parts, case: Case) -> None:
    action, _event, own = case
    _done(parts | {"by": parts["participant"]}, action, own)
    assert not LogLine.objects.exists()


def test_who_signs_off_by_themselves_leaves_no_line(parts: Parts) -> None:
    registration.cancel(registration=parts["registration"], now=small.NOW)
    assert not LogLine.objects.exists()


def test_the_same_deed_several_times_in_a_row_is_one_line(parts: Parts) -> None:
    group, other = parts["group"], parts["other"]
    for one in (group, group, other, group):
        log(by=parts["by"], event=E.HARVEST_WRITTEN, about=one)
    assert [(one.group, one.times) for one in LogLine.objects.all()] == [
        (group, 1),
        (other, 1),
        (group, 2),
    ]
    LogLine.objects.update(at=timezone.now() - IN_A_ROW)
    log(by=parts["by"], event=E.HARVEST_WRITTEN, about=group)
    assert LogLine.objects.count() == 4


def test_a_part_has_its_number_and_a_group_its_name_as_long_as_it_is_there(parts: Parts) -> None:
    log(by=parts["by"], event=E.POLL_OPENED, about=parts["meeting"].polls.all()[2])
    log(by=parts["by"], event=E.GROUP_PARTED, about=parts["own"])
    parted, opened = LogLine.objects.all()
    assert str(opened) == "Peiling 3 is gesteld."
    assert str(parted) == f"Groep {TYPED} is weer apart."
    parts["own"].delete()
    parted.refresh_from_db()
    assert str(parted) == "Groep (weggehaald) is weer apart."


def test_no_action_keeps_others_from_writing_a_line_about_a_meeting_that_it_locks() -> None:
    """On PostgreSQL a row that refers to the meeting would wait for it, and who waits for whoever
    writes that row, as for its group, would wait for ever."""
    sources = [path.read_text("utf-8") for path in Path(*actions.__path__).glob("*.py")]
    assert [one for one in sources if "Meeting.objects.select_for_update()" in one] == []


def test_lines_go_with_the_personal_data_and_none_follow(parts: Parts) -> None:
    other = small.made()
    log(by=parts["by"], event=E.LINKS_CHANGED, about=parts["meeting"])
    purge.purge(meeting=parts["meeting"], now=small.NOW)
    report.withdraw(by=parts["by"], meeting=parts["meeting"])
    assert {one.meeting for one in LogLine.objects.all()} == {other}


@pytest.fixture
def organiser(page: Visitor) -> Visitor:
    page.client.force_login(small.person())
    return page


def _address(meeting: Meeting) -> str:
    return f"/beheer/{meeting.slug}/logboek/"


def test_the_page_says_when_what_and_who(organiser: Visitor) -> None:
    meeting = small.made()
    leader = small.role(
        meeting, Role.Kind.FACILITATOR, "leider@voorbeeld.nl", meeting.groups.all()[0]
    )
    for _ in range(3):
        log(by=leader, event=E.CARD_HIDDEN, about=meeting.groups.all()[0])
    at = timezone.now().replace(year=2026, month=12, day=11, hour=9, minute=5)
    LogLine.objects.filter(person=leader).update(at=at)
    found = organiser(_address(meeting))
    [row] = found.select(".logbook")[0].select("tbody tr")
    assert [" ".join(one.text.split()) for one in row.select("td")] == [
        "10.05",
        f"Een kaart van groep {meeting.groups.all()[0]} is verborgen. (3 keer)",
        "leider@voorbeeld.nl",
    ]
    assert found.select("h2")[0].text == "vrijdag 11 december 2026"
    assert "The session was announced." in organiser(f"/en/organise/{meeting.slug}/log/").text
    leader.delete()
    assert "iemand die er niet meer is" in organiser(_address(meeting)).text


@pytest.mark.parametrize("event", sorted(OF_THE_CLOCK))
def test_the_page_says_what_the_clock_did(organiser: Visitor, event: LogEvent) -> None:
    meeting = small.made()
    LogLine.objects.all().delete()
    log(by=None, event=event, about=meeting.polls.all()[0])
    cells = organiser(_address(meeting)).select(".logbook tbody td")
    assert cells[-1].text.strip() == "de klok"


def test_the_page_of_a_meeting_without_lines_says_so(organiser: Visitor) -> None:
    meeting = small.made()
    LogLine.objects.all().delete()
    assert "Er is nog niets gebeurd." in organiser(_address(meeting)).text
    purge.purge(meeting=meeting, now=small.NOW)
    assert "Dit is op 2 november 2026 gewist" in organiser(_address(meeting)).text


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_asks_the_database_the_same_for_one_line_and_for_three(
    organiser: Visitor, django_assert_num_queries: Queries, n: int
) -> None:
    meeting = small.made()
    LogLine.objects.all().delete()
    for event in list(LogEvent)[:n]:
        log(by=small.person(), event=event, about=meeting.groups.all()[0])
    with django_assert_num_queries(6):
        organiser.client.get(_address(meeting))


def test_what_is_too_much_for_one_page_is_on_the_next(organiser: Visitor) -> None:
    meeting, at = small.made(), timezone.now() + timedelta(hours=1)
    LogLine.objects.bulk_create(
        LogLine(meeting=meeting, person=small.person(), at=at, event=E.LINKS_CHANGED)
        for _ in range(ON_A_PAGE)
    )
    first = organiser(_address(meeting))
    assert len(first.select("tbody tr")) == ON_A_PAGE
    assert [one["href"] for one in first.select("nav.actions a")] == ["?pagina=2"]
    last = organiser(_address(meeting) + "?pagina=99")
    assert len(last.select("tbody tr")) == 2
    assert [one["href"] for one in last.select("nav.actions a")] == ["?pagina=1"]
