"""The log says who came in, who gave or took a role, and who took a list of people along."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.web import small_meeting as small

from deelgenoot_web.accounts import actions
from deelgenoot_web.accounts.models import Person
from deelgenoot_web.exchange.actions import moderation
from deelgenoot_web.meetings.actions import leading
from deelgenoot_web.meetings.models import Role

Lines = Callable[[Callable[[], Any]], list[str]]


@pytest.fixture
def lines_of(caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any) -> Lines:
    """Give what a deed writes down once it is committed."""

    def listen(deed: Callable[[], Any]) -> list[str]:
        caplog.clear()
        with django_capture_on_commit_callbacks(execute=True):
            deed()
        return [one.getMessage() for one in caplog.records if one.name == "deelgenoot.audit"]

    return listen


@pytest.fixture
def boss() -> Person:
    return Person.objects.create(email="boss@town.example", is_administrator=True)


def test_what_is_written_down_reaches_the_log_of_the_server() -> None:
    assert logging.getLogger("deelgenoot.audit").isEnabledFor(logging.INFO)
    assert not logging.getLogger("deelgenoot").isEnabledFor(logging.INFO)


def test_signing_in_and_a_link_that_is_refused(client: Client, lines_of: Lines) -> None:
    link = actions.make_administrator(email="boss@town.example")
    path = link.removeprefix("http://127.0.0.1:8000")
    person = Person.objects.get().pk
    assert lines_of(lambda: client.get(path)) == []
    assert lines_of(lambda: client.post(path)) == [f"sign-in person={person}"]
    assert lines_of(lambda: Client().post(path)) == ["sign-in refused person=-"]
    assert lines_of(lambda: client.post("/account/overal-uitloggen/")) == [
        f"sign-out everywhere person={person}"
    ]


def test_roles_that_are_given_and_taken(boss: Person, lines_of: Lines) -> None:
    given = lines_of(
        lambda: actions.appoint(by=boss, email="new@town.example", role=actions.ORGANISER)
    )
    person = Person.objects.get(email="new@town.example")
    about = f"person={person.pk} by={boss.pk}"
    assert given == [f"role given: organiser {about}"]
    assert (
        lines_of(lambda: actions.appoint(by=boss, email=person.email, role=actions.ORGANISER)) == []
    )
    assert lines_of(lambda: actions.dismiss(by=boss, person=person, role=actions.ORGANISER)) == [
        f"role taken: organiser {about}"
    ]
    assert lines_of(lambda: actions.make_administrator(email=person.email)) == [
        f"role given: administrator person={person.pk} by=console"
    ]


def test_who_contributes_and_no_longer(boss: Person, lines_of: Lines) -> None:
    def invite() -> Person:
        return actions.invite(by=boss, email="new@town.example", gm_code="GM0301")

    given = lines_of(invite)
    person = Person.objects.get(email="new@town.example")
    about = f"person={person.pk} by={boss.pk}"
    assert given == [f"role given: contributor {about}"]
    taken = lines_of(
        lambda: moderation.bar_contributor(by=boss, person=person, reason="Werkt er niet")
    )
    assert taken == [f"role taken: contributor {about}"]
    assert lines_of(invite) == given


def test_who_leads_a_meeting_and_no_longer(boss: Person, lines_of: Lines) -> None:
    meeting = small.made()

    def give() -> Role:
        kind = Role.Kind.PRESENTER
        return leading.give(by=boss, meeting=meeting, email="x@town.example", kind=kind, group=None)

    given = lines_of(give)
    role = Role.objects.get(person__email="x@town.example")
    about = f"person={role.person_id} meeting={meeting.pk} by={boss.pk}"
    assert given == [f"role given: presenter {about}"]
    assert lines_of(give) == []
    assert lines_of(lambda: leading.take(by=boss, role=role)) == [f"role taken: presenter {about}"]


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/beheer/{slug}/aanmeldingen/lijst.csv", "registrations"),
        ("/bijeenkomsten/{slug}/verslag/uitkomsten.csv", "report"),
        ("/bijeenkomsten/{slug}/verslag/verslag.json", "report"),
    ],
)
def test_a_list_that_is_taken_along(client: Client, lines_of: Lines, path: str, what: str) -> None:
    meeting = small.made()
    client.force_login(small.person())
    lines = lines_of(lambda: client.get(path.format(slug=meeting.slug)))
    assert lines == [f"list taken: {what} meeting={meeting.pk} by={small.person().pk}"]
