"""What each role finds among its own meetings, and rows of others (all roles: test_every_route)."""

from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from tests.web import small_meeting as small

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings.actions.joining import join_registered
from deelgenoot_web.meetings.models import Group, Meeting, Role
from deelgenoot_web.meetings.urls.organiser import urlpatterns
from deelgenoot_web.meetings.views.who import remember

pytestmark = pytest.mark.django_db

ROLES = (
    "anonymous",
    "participant",
    "presenter",
    "facilitator",
    "other organiser",
    "administrator",
    "organiser",
)


def _addresses(meeting: Meeting) -> dict[str, str]:
    one = small.registered(meeting, 1)
    poll, item = meeting.polls.all()[0], meeting.programme.all()[0]
    field = meeting.fields.create(position=0, label="Waarover?")
    group = meeting.groups.all()[0]
    kept = {"poll": poll, "item": item, "field": field, "group": group, "attendant": one}
    paths = {}
    for pattern in urlpatterns:
        key = kept[pattern.name].pk if pattern.name in kept else 1
        route = str(pattern.pattern)
        for old, new in (("<slug:slug>", meeting.slug), ("<int:row>", key), ("<int:number>", key)):
            route = route.replace(old, str(new))
        paths[str(pattern.name)] = f"/{route}"
    return paths


def _person(role: str, meeting: Meeting) -> Person | None:
    kinds: dict[str, tuple[Role.Kind, Group | None]] = {
        "presenter": (Role.Kind.PRESENTER, None),
        "facilitator": (Role.Kind.FACILITATOR, meeting.groups.first()),
    }
    if role in kinds:
        kind, group = kinds[role]
        return small.role(meeting, kind, f"{role}@voorbeeld.nl", group)
    if role == "other organiser":
        other = small.person("ander@voorbeeld.nl")
        small.made(by=other)
        return other
    if role == "administrator":
        return Person.objects.create(email="beheer@voorbeeld.nl", is_administrator=True)
    return small.person() if role == "organiser" else None


def _client(role: str, meeting: Meeting) -> Client:
    client = Client()
    if person := _person(role, meeting):
        client.force_login(person)
    if role == "participant":
        answer: Any = client.get("/robots.txt")
        joined = join_registered(registration=small.registered(meeting, 2))
        client.cookies = remember(answer, joined).cookies
    return client


@pytest.mark.parametrize("role", ROLES)
def test_my_own_list_is_for_all_who_sign_in_and_a_new_meeting_for_organisers(role: str) -> None:
    meeting = small.made()
    client = _client(role, meeting)
    mine, new = client.get("/beheer/"), client.get("/beheer/nieuw/")
    if role in {"anonymous", "participant"}:
        assert {mine.status_code, new.status_code} == {302}
        return
    assert (meeting.title in mine.content.decode()) == (role != "administrator")
    may_make = role in {"organiser", "other organiser", "administrator"}
    assert (mine.status_code, new.status_code) == (200, 200 if may_make else 403)
    own = f"/beheer/{meeting.slug}/" in mine.content.decode()
    assert own == (role == "organiser")


def test_a_row_of_another_meeting_is_not_reached_through_the_own_one() -> None:
    own = small.made()
    other = small.made(by=small.person("ander@voorbeeld.nl"))
    theirs = _addresses(other)
    client = _client("organiser", own)
    for name in ("item", "poll", "field", "group", "attendant"):
        path = theirs[name].replace(other.slug, own.slug)
        assert client.post(path, {"do": "remove"}).status_code == 404, name
    assert other.programme.count() == own.programme.count()


@pytest.mark.parametrize("kind", [Role.Kind.ORGANISER, Role.Kind.FACILITATOR])
def test_the_database_keeps_a_role_once(kind: Role.Kind) -> None:
    meeting = small.made()
    group = meeting.groups.first() if kind == Role.Kind.FACILITATOR else None
    one = small.person("een@voorbeeld.nl", is_organiser=False)
    Role.objects.create(meeting=meeting, person=one, kind=kind, group=group)
    with pytest.raises(IntegrityError):
        Role.objects.create(meeting=meeting, person=one, kind=kind, group=group)
