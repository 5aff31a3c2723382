"""Every address of the sessions with who may enter, and a world with somebody in each role."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, reverse
from django.utils import timezone
from tests.web import small_meeting as small

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import links, urls
from deelgenoot_web.meetings.actions import board, calls, director, joining, questions
from deelgenoot_web.meetings.models import (
    Bundle,
    Card,
    Meeting,
    Participant,
    Poll,
    PollPicture,
    Role,
    SlideDeck,
    SlidePicture,
    Vote,
)
from deelgenoot_web.meetings.views.who import remember

LED = {"facilitator", "organiser"}
OF_THE_GROUP = {"participant", *LED}
TAKING_PART = {"participant", "participant of another group"}
DIRECTING = {"organiser"}
PRESENTING = {"organiser", "presenter"}
LEADING = {*PRESENTING, "facilitator", "facilitator of another group"}
EVERYBODY = {
    *LEADING,
    *TAKING_PART,
    "participant of another meeting",
    "organiser of another meeting",
    "administrator",
    "stranger",
}
SIGNED_IN = {*LEADING, "organiser of another meeting", "administrator"}

# Name of the address: how it is asked for, and who gets in.
GROUPS: dict[str, tuple[str, set[str]]] = {
    "room": ("get", OF_THE_GROUP),
    "add_card": ("post", OF_THE_GROUP),
    "card": ("get", OF_THE_GROUP),
    "comment": ("post", OF_THE_GROUP),
    "heading": ("post", OF_THE_GROUP),
    "dot": ("post", {"participant"}),
    "contact": ("post", {"participant"}),
    "merge": ("post", LED),
    "hide_card": ("post", LED),
    "hide_comment": ("post", LED),
    "sort": ("post", LED),
    "lay_out": ("post", LED),
    "step": ("post", LED),
    "call": ("post", LED),
    "save_harvest": ("post", LED),
    "harvest_ready": ("post", LED),
    "lower_hand": ("post", LED),
}
SESSION: dict[str, tuple[str, set[str]]] = {
    "code": ("get", EVERYBODY),
    "my_room": ("get", EVERYBODY),  # leads to where one may be
    "join": ("get", EVERYBODY),
    "enter": ("get", EVERYBODY),
    "join_leading": ("post", LEADING),
    "take_part": ("get", TAKING_PART),
    "leave": ("post", TAKING_PART),
    "vote": ("post", TAKING_PART),
    "ask": ("post", TAKING_PART),
    "upvote": ("post", TAKING_PART),
    "hand": ("post", TAKING_PART),
    "gesture": ("post", TAKING_PART),
    "own_talks": ("get", TAKING_PART),
    "talks_calendar": ("get", TAKING_PART),
    "stage": ("get", PRESENTING),
    "present": ("get", PRESENTING),
    "spotlight": ("post", PRESENTING),
    "drive_poll": ("post", PRESENTING),
    "desk": ("get", DIRECTING),
    "drive": ("post", DIRECTING),
    "slide_picture": ("get", {*LEADING, *TAKING_PART}),
    "poll_picture": ("get", {*LEADING, *TAKING_PART}),
    "say": ("post", DIRECTING),
    "withdraw": ("post", DIRECTING),
    "merge_words": ("post", PRESENTING),
    "moderate_word": ("post", DIRECTING),
    "moderate_answer": ("post", DIRECTING),
    "moderate_question": ("post", DIRECTING),
    "people": ("get", DIRECTING),
    "move": ("post", DIRECTING),
    "let_lead": ("post", DIRECTING),
    "answer_call": ("post", DIRECTING),
    "drive_harvests": ("post", DIRECTING),
    "drive_bundle": ("post", DIRECTING),
    # Not published: for who directs.
    "report": ("get", DIRECTING),
    "report_csv": ("get", DIRECTING),
    "report_json": ("get", DIRECTING),
    "report_xlsx": ("get", DIRECTING),
    "report_pdf": ("get", DIRECTING),
    "publish_report": ("post", DIRECTING),
}
INVITATION: dict[str, tuple[str, set[str]]] = {
    "meetings": ("get", EVERYBODY),
    "invitation": ("get", EVERYBODY),
    "calendar": ("get", EVERYBODY),
    "sign_up": ("post", EVERYBODY),
    "signed_up": ("get", EVERYBODY),
    "confirm_code": ("post", EVERYBODY),
    "confirm": ("post", EVERYBODY),
    "react": ("post", EVERYBODY),
    "reacted": ("get", EVERYBODY),
    # The link is the key, whoever has it.
    "personal": ("get", EVERYBODY),
    "personal_calendar": ("get", EVERYBODY),
    "cancel": ("post", EVERYBODY),
    "come_back": ("post", EVERYBODY),
    "forget": ("post", EVERYBODY),
    "join_registered": ("post", EVERYBODY),
}
ORGANISER: dict[str, tuple[str, set[str]]] = {
    "organise": ("get", SIGNED_IN),  # one's own list
    "new": ("get", {"organiser", "organiser of another meeting", "administrator"}),
    "announce": ("post", DIRECTING),
    **dict.fromkeys(
        (
            *("overview", "call_off", "wipe", "details", "links", "programme", "new_item", "item"),
            *("polls", "new_poll", "poll", "fields", "new_field", "field", "groups", "group"),
            *("leaders", "attendance", "table", "attendant", "mail", "reactions", "rehearsal"),
            *("logbook", "talks", "thank", "copy", "slides", "picture"),
        ),
        ("get", DIRECTING),
    ),
}
MEETINGS = GROUPS | SESSION | INVITATION | ORGANISER


def meeting_that_is_on() -> Meeting:
    """Make a meeting that begins now, which one may walk into."""
    meeting = small.made()
    meeting.may_walk_in = True
    meeting.starts_at = timezone.now()
    meeting.save()
    return meeting


def first_participant(meeting: Meeting) -> Participant:
    """Let somebody in who takes part in the group that everything here is about."""
    return joining.join_registered(registration=small.registered(meeting, 1))


def browsers(meeting: Meeting, own: Participant) -> dict[str, Client]:
    """Give a browser for each role."""
    assert own.group
    other_group = meeting.groups.exclude(pk=own.group.pk)[0]
    elsewhere = small.made(by=small.person("ander@voorbeeld.nl"))
    people = {
        "organiser": small.person(),
        "facilitator": small.role(meeting, Role.Kind.FACILITATOR, "f@voorbeeld.nl", own.group),
        "facilitator of another group": small.role(
            meeting, Role.Kind.FACILITATOR, "o@voorbeeld.nl", other_group
        ),
        "presenter": small.role(meeting, Role.Kind.PRESENTER, "p@voorbeeld.nl"),
        "organiser of another meeting": small.person("ander@voorbeeld.nl"),
        "administrator": Person.objects.create(email="a@voorbeeld.nl", is_administrator=True),
    }
    theirs = {
        "participant": own,
        "participant of another group": participant_in(meeting, other_group.pk),
        "participant of another meeting": participant_in(elsewhere, elsewhere.groups.all()[0].pk),
    }
    clients = {role: Client() for role in EVERYBODY}
    for role, person in people.items():
        clients[role].force_login(person)
    for role, participant in theirs.items():
        clients[role].cookies = remember(HttpResponse(), participant).cookies
    return clients


def participant_in(meeting: Meeting, group: int) -> Participant:
    """Let somebody into a group of a meeting."""
    return Participant.objects.create(meeting=meeting, name="Deelnemer", group_id=group)


def rows_in_addresses(meeting: Meeting, own: Participant) -> dict[str, Any]:
    """Make a row for everything that stands in addresses; give what to fill in."""
    by, group, registration = small.person(), own.group, own.registration
    assert group
    assert registration
    card = board.add(by=own, group=group, card_id=uuid4(), kind=Card.Kind.IDEA, text="Zorg")
    poll = Poll.objects.create(
        meeting=meeting, position=90, kind="text", question="Wat?", state="closed", secret=None
    )
    question = questions.ask(by=own, question_id=uuid4(), text="Waarom?", with_name=True)
    questions.moderate(by=by, question=question, state=question.State.SHOWN)
    director.say(by=by, meeting=meeting, text="Welkom", group=None)
    remark = board.comment(by=own, card=card, comment_id=uuid4(), text="Ook")
    return {
        "slug": meeting.slug,
        "code": meeting.join_code,
        "token": links.token(registration),
        "number": group.position + 1,
        "card_id": card.pk,
        "comment_id": remark.pk,
        "poll_id": poll.pk,
        "vote_id": Vote.objects.create(poll=poll, voter="a", value="Zorg").pk,
        "question_id": question.pk,
        "message_id": meeting.messages.all()[0].pk,
        "participant_id": own.pk,
        "call_id": calls.call(by=by, group=group).pk,
        "bundle_id": Bundle.objects.create(meeting=meeting, title="Zorg").pk,
        # In the workspace of the organiser rows have their own keys.
        "group": {"number": group.pk},
        "attendant": {"number": registration.pk},
        "item": {"row": meeting.programme.all()[0].pk},
        "slides": {"row": meeting.programme.all()[0].pk},
        "deck": deck_of(meeting).pk,
        "slide_picture": {"number": 1, "size": "wide"},
        "poll": {"row": meeting.polls.all()[0].pk},
        "picture": {"row": meeting.polls.all()[0].pk},
        "poll_picture": {"picture": picture_of(poll).pk, "size": "wide"},
        "field": {"row": meeting.fields.create(position=0, label="Waarover?").pk},
    }


def picture_of(poll: Poll) -> PollPicture:
    """Give a question that was put a picture."""
    picture = PollPicture.objects.create(wide=b"a", narrow=b"a", size=2, added_at=timezone.now())
    Poll.objects.filter(pk=poll.pk).update(picture=picture, picture_text="Een toren")
    return picture


def deck_of(meeting: Meeting) -> SlideDeck:
    """Give the first part of the programme a slide."""
    deck = SlideDeck.objects.create(name="Start.pdf", changed_at=timezone.now())
    SlidePicture.objects.create(deck=deck, number=1, wide=b"a", narrow=b"a")
    meeting.programme.filter(position=0).update(deck=deck)
    return deck


def converters(name: str) -> list[str]:
    """List what has to be filled in in an address."""
    return dict(_slots(urls.urlpatterns))[name]


def _slots(patterns: Iterable[Any], above: Sequence[str] = ()) -> Iterator[tuple[str, list[str]]]:
    for one in patterns:
        every = [*above, *one.pattern.converters]
        if isinstance(one, URLResolver):
            yield from _slots(one.url_patterns, every)
        else:
            yield str(one.name), every


def address(name: str, rows: dict[str, Any]) -> str:
    """Fill in an address."""
    own = rows.get(name, {})
    kwargs = {one: own.get(one, rows.get(one)) for one in converters(name)}
    path = reverse(f"meetings:{name}", kwargs=kwargs)
    return f"{path}?kind=choice" if name == "new_poll" else path
