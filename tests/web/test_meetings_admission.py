"""Which tickets still open the door of the live screens: by who takes part and who leads now."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from tests.web import small_meeting as small

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import bell, tickets
from deelgenoot_web.meetings.actions import leading
from deelgenoot_web.meetings.models import Meeting, Participant, Role
from deelgenoot_web.meetings.queries.admission import admit
from deelgenoot_web.meetings.tickets import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return small.made()


def _participant(meeting: Meeting) -> Participant:
    return Participant.objects.create(
        meeting=meeting, name="Deelnemer 1", group=meeting.groups.first()
    )


def _of(person: Person, meeting: Meeting, topics: tuple[str, ...]) -> Ticket:
    return Ticket(meeting.pk, topics, "nl", 0, person.pk, person.sign_in)


def test_a_ticket_lets_in_who_is_still_there(meeting: Meeting) -> None:
    one, gone = _participant(meeting), _participant(meeting)
    room = f"room:{one.group_id}"
    shown = [
        Ticket(meeting.pk, ("hall", room), "nl", one.pk),
        Ticket(meeting.pk, ("hall", "room:999"), "nl", one.pk),
        Ticket(meeting.pk + 1, ("hall",), "nl", one.pk),
        Ticket(meeting.pk, ("hall",), "nl", gone.pk),
        Ticket(meeting.pk, ("stage",), "nl", 0),
    ]
    gone.delete()
    assert admit(shown) == [True, False, False, False, False]


def test_a_ticket_of_who_leads_is_good_as_long_as_the_role(meeting: Meeting) -> None:
    own, elsewhere = meeting.groups.all()[:2]
    facilitator = small.role(meeting, Role.Kind.FACILITATOR, "f@voorbeeld.nl", own)
    presenter = small.role(meeting, Role.Kind.PRESENTER, "p@voorbeeld.nl")
    topics: list[tuple[str, ...]] = [
        ("hall", f"room:{own.pk}", f"board:{own.pk}", f"lead:{own.pk}"),
        ("hall", f"room:{elsewhere.pk}"),
        ("hall", "stage"),
        ("hall", "desk"),
    ]

    def may(person: Person) -> list[bool]:
        return admit([_of(person, meeting, heard) for heard in topics])

    assert may(small.person()) == [True, True, True, True]
    assert may(presenter) == [False, False, True, False]
    assert may(facilitator) == [True, False, False, False]
    leading.take(by=small.person(), role=meeting.roles.get(person=facilitator))
    leading.take(by=small.person(), role=meeting.roles.get(person=presenter))
    assert may(facilitator) == may(presenter) == [False] * 4
    other = small.made(by=small.person("ander@voorbeeld.nl"))
    assert admit([_of(small.person(), other, ("hall",))]) == [False]


def test_who_leads_and_takes_part_hears_both(meeting: Meeting) -> None:
    one = _participant(meeting)
    other = meeting.groups.all()[1]
    leads = small.role(meeting, Role.Kind.FACILITATOR, "f@voorbeeld.nl", other)
    rooms = (f"room:{one.group_id}", f"lead:{other.pk}")
    assert admit(
        [
            Ticket(meeting.pk, rooms, "nl", one.pk, leads.pk, leads.sign_in),
            Ticket(meeting.pk, rooms, "nl", one.pk),
            _of(leads, meeting, rooms),
        ]
    ) == [True, False, False]


def test_taking_a_role_away_ends_its_screens_after_the_commit(
    meeting: Meeting, django_capture_on_commit_callbacks: Any
) -> None:
    presenter = small.role(meeting, Role.Kind.PRESENTER, "p@voorbeeld.nl")
    heard: list[tuple[str, ...]] = []
    bell.listen(lambda _meeting, topics: heard.append(topics))
    try:
        with django_capture_on_commit_callbacks(execute=True):
            leading.take(by=small.person(), role=meeting.roles.get(person=presenter))
    finally:
        bell._listeners.pop()
    assert f"leads:{presenter.pk}" in heard[-1]


@pytest.fixture
def heard() -> Iterator[list[tuple[int, tuple[str, ...], int]]]:
    """What rings, and how many sessions there are at that moment."""
    rung: list[tuple[int, tuple[str, ...], int]] = []
    bell.listen(lambda meeting, topics: rung.append((meeting, topics, Session.objects.count())))
    yield rung
    bell._listeners.pop()


@pytest.mark.django_db(transaction=True)  # what is committed, and when, is what this is about
@pytest.mark.parametrize("way_out", ["/uitloggen/", "/account/overal-uitloggen/"])
def test_who_signs_out_has_no_screens_of_who_leads_any_more(
    client: Client,
    meeting: Meeting,
    heard: list[tuple[int, tuple[str, ...], int]],
    way_out: str,
) -> None:
    client.force_login(small.person())
    desk = f"/bijeenkomsten/{meeting.slug}/regie/"
    assert client.get(desk).status_code == HTTPStatus.OK
    heard.clear()
    client.post(way_out)
    # The screens load anew, and find nobody.
    assert heard == [(bell.EVERY_MEETING, (f"leads:{small.person().pk}",), 0)]
    assert client.get(desk)["Location"] == f"/inloggen/?next={desk}"
    room = client.get(f"/bijeenkomsten/{meeting.slug}/groep/1/", follow=True)
    assert "Leidt u deze bijeenkomst? Log in" in room.content.decode()


@pytest.mark.parametrize("way_out", ["/uitloggen/", "/account/overal-uitloggen/"])
def test_after_signing_out_a_ticket_of_before_lets_nobody_in(
    client: Client, meeting: Meeting, way_out: str
) -> None:
    def ticket() -> Ticket:
        client.force_login(small.person())
        page = client.get(f"/bijeenkomsten/{meeting.slug}/regie/").content.decode()
        [found] = re.findall('data-ticket="(.*?)"', page)
        return tickets.read(found, meeting.pk)

    before = ticket()
    assert admit([before]) == [True]
    client.post(way_out)
    assert admit([before, ticket()]) == [False, True]


def test_many_tickets_take_two_questions_to_the_database(
    meeting: Meeting, django_assert_num_queries: Any
) -> None:
    one = _participant(meeting)
    shown = [
        Ticket(meeting.pk, ("hall",), "nl", one.pk),
        _of(small.person(), meeting, ("desk",)),
    ]
    with django_assert_num_queries(2):
        assert admit(shown * 50) == [True] * 100
