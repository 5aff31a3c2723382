"""Every address of the site, for every role: who gets in, and that all others are turned away."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver
from tests.web import roles
from tests.web.roles import INVITATION, MEETINGS, ORGANISER, SIGNED_IN, address, converters
from tests.web.test_accounts_roles import EXPECTED as OF_ACCOUNTS
from tests.web.test_editing import ROUTES as OF_EDITING
from tests.web.test_exchange_routes import EXPECTED as OF_EXCHANGE

from deelgenoot_web.meetings.models import Meeting, Participant

pytestmark = pytest.mark.django_db

# The machine decides and not the person (test_rehearsal.py, test_shell_answers.py).
OF_THE_MACHINE = {"meetings:example", "meetings:example_video"}
# What everybody may read, and what asks nothing of who they are.
PUBLIC = {"atlas", "workbench", "cookies", "accessibility", "colophon", "privacy", ""}
TURNED_AWAY = {HTTPStatus.FORBIDDEN, HTTPStatus.GONE}
CHANGES = ("INSERT", "UPDATE", "DELETE")
SCRIPT = {"Accept": "application/json"}
# Pages that answer both who reads and who sends; every other address does one of the two.
WITH_FORM = """
accounts:asked accounts:editors accounts:moderators accounts:organisers accounts:own
accounts:sign_in accounts:use_link atlas:reference delete_own_data editing:block
exchange:ask_caller exchange:ask_introduction exchange:bar exchange:contributors
exchange:decision exchange:edit exchange:edit_challenge exchange:edit_reaction
exchange:following exchange:harvest exchange:introduction exchange:moderate
exchange:moderate_call exchange:moderate_challenge exchange:moderate_reaction exchange:new
exchange:new_call exchange:new_challenge exchange:pictures exchange:react
exchange:react_to_challenge exchange:report exchange:report_call exchange:report_challenge
exchange:report_reaction exchange:stop_digest letters:open meetings:attendance
meetings:attendant meetings:call_off meetings:card meetings:copy meetings:details
meetings:example meetings:field meetings:group meetings:groups meetings:item meetings:join
meetings:leaders meetings:links meetings:mail meetings:new meetings:new_field meetings:new_item
meetings:new_poll meetings:personal meetings:picture meetings:poll meetings:reactions
meetings:rehearsal meetings:slides meetings:talks meetings:thank meetings:wipe take_deck
"""
_SLOT = re.compile("<(int|slug|str|path|uuid):[a-z_]+>")
_INVENTED = {"int": "1", "uuid": "00000000-0000-0000-0000-000000000000"}
# What leads into the session when all is well.
OWN_DATA = {"own_data", "own_data_file", "delete_own_data", "deleted_data"}  # test_own_data.py
LEADS_IN = {"join_leading", "join_registered", "join", "enter", "code", "my_room"}


def _routes(
    resolver: URLResolver | None = None, space: str = "", above: str = "/"
) -> Iterator[tuple[str, str]]:
    """Every address by its name, with the room that it is of, and its path with invented rows."""
    for one in (resolver or get_resolver()).url_patterns:
        path = above + _SLOT.sub(lambda slot: _INVENTED.get(slot[1], "x"), str(one.pattern))
        if isinstance(one, URLPattern):
            yield f"{space}{one.name or ''}", path
        else:
            yield from _routes(one, f"{one.namespace}:" if one.namespace else space, path)


def test_no_address_is_forgotten_here() -> None:
    listed = {f"meetings:{name}" for name in MEETINGS} | OF_THE_MACHINE
    listed |= {f"editing:{name}" for name in OF_EDITING}  # test_editing.py
    listed |= {f"exchange:{name}" for name in OF_EXCHANGE} | {
        "offer_card",
        "offer_sentence",
        *OWN_DATA,
    }
    listed |= {"take_deck", "show_figure"}  # test_meetings_slides.py, test_meetings_figures.py
    found = {name for name, _path in _routes() if name.partition(":")[0] not in PUBLIC}
    of_accounts = {name for name in found if name.startswith(("accounts:", "letters:"))}
    assert {name.partition(":")[2] for name in of_accounts} == set(OF_ACCOUNTS)
    assert found - of_accounts == listed


def test_only_a_page_with_a_form_answers_what_is_sent_to_it() -> None:
    client = Client()
    answering = {
        name
        for name, path in _routes()
        if HTTPStatus.METHOD_NOT_ALLOWED
        not in {client.post(path).status_code, client.get(path).status_code}
    }
    assert answering == set(WITH_FORM.split())


@pytest.fixture
def meeting() -> Meeting:
    return roles.meeting_that_is_on()


@pytest.fixture
def own(meeting: Meeting) -> Participant:
    return roles.first_participant(meeting)


@pytest.fixture
def clients(meeting: Meeting, own: Participant) -> dict[str, Client]:
    return roles.browsers(meeting, own)


@pytest.fixture
def which(meeting: Meeting, own: Participant) -> dict[str, Any]:
    return roles.rows_in_addresses(meeting, own)


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
        path, entered = address(name, which), set()
        for role, client in clients.items():
            cookies = SimpleCookie(client.cookies)
            with transaction.atomic():
                answer: Any = getattr(client, method)(path, headers=SCRIPT)
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
        path = address(name, which)
        for role in ("organiser", "participant"):
            with CaptureQueriesContext(connection) as asked:
                answer = clients[role].get(path)
            changed = [one["sql"] for one in asked if one["sql"].startswith(CHANGES)]
            # How often the invitation was opened is counted, and nothing about who.
            if name == "invitation":
                changed = [sql for sql in changed if "meetings_viewcount" not in sql]
            # Whoever leads a room is there, also without the stream of a script.
            if name == "room":
                changed = [sql for sql in changed if '"seen_at"' not in sql]
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
        if "token" in converters(name):
            answer = getattr(clients["stranger"], method)(address(name, forged))
            assert answer.status_code == HTTPStatus.NOT_FOUND, name


def test_a_link_that_was_withdrawn_opens_nothing(
    own: Participant, clients: dict[str, Client], which: dict[str, Any]
) -> None:
    assert own.registration
    own.registration.nonce = "another"
    own.registration.save()
    assert clients["participant"].get(address("personal", which)).status_code == 404
    assert clients["stranger"].post(address("join_registered", which)).status_code == 404
