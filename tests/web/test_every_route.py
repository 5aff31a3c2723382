"""Every address of the site, for every role: who gets in, and that all others are turned away."""

from collections.abc import Iterator
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from tests.web import small_meeting as small
from tests.web.test_accounts_roles import EXPECTED as OF_ACCOUNTS
from tests.web.test_editing import ROUTES as OF_EDITING

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import links, urls
from deelgenoot_web.meetings.actions import board, calls, director, joining, questions
from deelgenoot_web.meetings.models import Bundle, Card, Meeting, Participant, Poll, Role, Vote
from deelgenoot_web.meetings.views.who import remember

pytestmark = pytest.mark.django_db

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
    "applaud": ("post", TAKING_PART),
    "own_talks": ("get", TAKING_PART),
    "talks_calendar": ("get", TAKING_PART),
    "stage": ("get", PRESENTING),
    "drive_poll": ("post", PRESENTING),
    "desk": ("get", DIRECTING),
    "drive": ("post", DIRECTING),
    "say": ("post", DIRECTING),
    "withdraw": ("post", DIRECTING),
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
            *("logbook", "talks"),
        ),
        ("get", DIRECTING),
    ),
}
MEETINGS = GROUPS | SESSION | INVITATION | ORGANISER
# The machine decides and not the person (test_rehearsal.py, test_shell_answers.py).
OF_THE_MACHINE = {"meetings:example", "meetings:example_video"}
# What everybody may read, and what asks nothing of who they are.
PUBLIC = {"atlas", "workbench", "cookies", "accessibility", "colophon", "privacy", ""}
TURNED_AWAY = {HTTPStatus.FORBIDDEN, HTTPStatus.GONE}
CHANGES = ("INSERT", "UPDATE", "DELETE")
SCRIPT = {"Accept": "application/json"}
# What leads into the session when all is well.
LEADS_IN = {"join_leading", "join_registered", "join", "enter", "code", "my_room"}


def _names(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """Every address by its name, with the room that it is of."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLPattern):
            yield f"{space}{one.name or ''}"
        else:
            yield from _names(one, f"{one.namespace}:" if one.namespace else space)


def test_no_address_is_forgotten_here() -> None:
    listed = {f"meetings:{name}" for name in MEETINGS} | OF_THE_MACHINE
    listed |= {f"editing:{name}" for name in OF_EDITING}  # test_editing.py
    found = {name for name in _names() if name.partition(":")[0] not in PUBLIC}
    of_accounts = {name for name in found if name.startswith(("accounts:", "letters:"))}
    assert {name.partition(":")[2] for name in of_accounts} == set(OF_ACCOUNTS)
    assert found - of_accounts == listed


@pytest.fixture
def meeting() -> Meeting:
    made = small.made()
    made.may_walk_in = True
    made.starts_at = timezone.now()
    made.save()
    return made


@pytest.fixture
def own(meeting: Meeting) -> Participant:
    """Who takes part in the group that everything here is about."""
    return joining.join_registered(registration=small.registered(meeting, 1))


@pytest.fixture
def clients(meeting: Meeting, own: Participant) -> dict[str, Client]:
    """A browser for each role."""
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
        "participant of another group": _participant(meeting, other_group.pk),
        "participant of another meeting": _participant(elsewhere, elsewhere.groups.all()[0].pk),
    }
    made = {role: Client() for role in EVERYBODY}
    for role, person in people.items():
        made[role].force_login(person)
    for role, one in theirs.items():
        answer: Any = made[role].get("/robots.txt")
        made[role].cookies = remember(answer, one).cookies
    return made


def _participant(meeting: Meeting, group: int) -> Participant:
    return Participant.objects.create(meeting=meeting, name="Deelnemer", group_id=group)


@pytest.fixture
def which(meeting: Meeting, own: Participant) -> dict[str, Any]:
    """What stands in the addresses."""
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
        "poll": {"row": meeting.polls.all()[0].pk},
        "field": {"row": meeting.fields.create(position=0, label="Waarover?").pk},
    }


def _wanted(name: str) -> list[str]:
    """What has to be filled in in an address."""
    [one] = [one for one in urls.urlpatterns if one.name == name]
    return list(one.pattern.converters)


def _address(name: str, which: dict[str, Any]) -> str:
    own = which.get(name, {})
    kwargs = {one: own.get(one, which.get(one)) for one in _wanted(name)}
    address = reverse(f"meetings:{name}", kwargs=kwargs)
    return f"{address}?kind=choice" if name == "new_poll" else address


def _is_in(answer: Any, name: str, slug: str) -> bool:
    """Whether somebody got in. Raises AssertionError for what is neither that nor turning away."""
    assert answer.status_code != HTTPStatus.NOT_FOUND, name
    assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, name
    if answer.status_code != HTTPStatus.FOUND:
        return answer.status_code not in TURNED_AWAY
    if answer["Location"].startswith("/inloggen/"):
        return False
    session = f"/bijeenkomsten/{slug}/"
    elsewhere = answer["Location"].removeprefix(session)
    is_away = elsewhere.startswith(("binnen/", "mee/", "groep/")) or not elsewhere
    return name in LEADS_IN or not is_away


def test_each_address_lets_in_who_may_and_turns_all_others_away(
    clients: dict[str, Client], which: dict[str, Any]
) -> None:
    for name, (method, allowed) in MEETINGS.items():
        address, entered = _address(name, which), set()
        for role, client in clients.items():
            cookies = SimpleCookie(client.cookies)
            with transaction.atomic():
                answer: Any = getattr(client, method)(address, headers=SCRIPT)
                if _is_in(answer, name, which["slug"]):
                    entered.add(role)
                elif name in ORGANISER and role not in SIGNED_IN:
                    assert answer["Location"].startswith("/inloggen/?next=/beheer/"), name
                transaction.set_rollback(True)
            client.cookies = cookies
        assert entered == allowed, name


def test_a_get_changes_nothing_so_programs_that_open_every_link_do_no_harm(
    clients: dict[str, Client], which: dict[str, Any]
) -> None:
    for name, (method, _allowed) in MEETINGS.items():
        address = _address(name, which)
        for role in ("organiser", "participant"):
            with CaptureQueriesContext(connection) as asked:
                answer = clients[role].get(address)
            changed = [one["sql"] for one in asked if one["sql"].startswith(CHANGES)]
            # How often the invitation was opened is counted, and nothing about who.
            if name == "invitation":
                changed = [sql for sql in changed if "meetings_viewcount" not in sql]
            assert changed == [], name
            assert method == "get" or answer.status_code in {302, 405}, name


@pytest.mark.parametrize(
    "forge",
    [
        lambda token: f"{token[:-1]}{'a' if token[-1] != 'a' else 'b'}",
        lambda token: f"{int(token.partition('-')[0]) + 1}-{token.partition('-')[2]}",
        lambda token: token.partition("-")[0],
        lambda _token: "-",
        lambda _token: f"{'9' * 30}-{'a' * 43}",
    ],
)
def test_a_forged_link_opens_nothing(
    clients: dict[str, Client], which: dict[str, Any], forge: Any
) -> None:
    forged = which | {"token": forge(which["token"])}
    for name, (method, _allowed) in INVITATION.items():
        if "token" in _wanted(name):
            answer = getattr(clients["stranger"], method)(_address(name, forged))
            assert answer.status_code == HTTPStatus.NOT_FOUND, name


def test_a_link_that_was_withdrawn_opens_nothing(
    own: Participant, clients: dict[str, Client], which: dict[str, Any]
) -> None:
    assert own.registration
    own.registration.nonce = "another"
    own.registration.save()
    assert clients["participant"].get(_address("personal", which)).status_code == 404
    assert clients["stranger"].post(_address("join_registered", which)).status_code == 404
