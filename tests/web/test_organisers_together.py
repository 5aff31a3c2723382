"""Two organisers at once: what one did is not undone by a page that the other loaded before."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from tests.web import small_meeting as small

from deelgenoot_web.meetings.actions import joining, questions
from deelgenoot_web.meetings.models import Group, Meeting, Participant, Question, Reaction, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return small.made()


@pytest.fixture
def other(meeting: Meeting) -> Client:
    """The other organiser, whose page was loaded before."""
    client = Client()
    client.force_login(small.role(meeting, Role.Kind.ORGANISER, "tweede@voorbeeld.nl"))
    return client


def _says(answer: Any, words: str, status: int = 409) -> None:
    assert answer.status_code == status
    assert words in answer.content.decode()


def _hidden(client: Client, path: str) -> str:
    """What the page of a form says it showed."""
    content = client.get(path).content.decode()
    return content.partition('name="seen" value="')[2].partition('"')[0]


def test_a_name_of_a_group_is_not_written_over(meeting: Meeting, other: Client) -> None:
    group = meeting.groups.all()[0]
    path = f"/beheer/{meeting.slug}/groepen/{group.pk}/"
    seen = _hidden(other, path)
    Group.objects.filter(pk=group.pk).update(name="Noord")

    answer = other.post(path, {"do": "rename", "name": "Zuid", "seen": seen})

    _says(answer, "Een ander schreef hier intussen: Noord", 422)
    assert Group.objects.get(pk=group.pk).name == "Noord"
    seen = answer.content.decode().partition('name="seen" value="')[2].partition('"')[0]
    other.post(path, {"do": "rename", "name": "Zuid", "seen": seen})
    assert Group.objects.get(pk=group.pk).name == "Zuid"


def test_a_group_that_was_joined_meanwhile_is_not_joined_elsewhere(
    meeting: Meeting, other: Client
) -> None:
    group, into, elsewhere = meeting.groups.all()[:3]
    path = f"/beheer/{meeting.slug}/groepen/{group.pk}/"
    other.post(path, {"do": "join", "into": into.pk})
    other.post(path, {"do": "join", "into": into.pk})  # twice is once

    answer = other.post(path, {"do": "join", "into": elsewhere.pk}, follow=True)

    _says(answer, f"is al samengevoegd met {into.name}", 200)
    assert Group.objects.get(pk=group.pk).joined_into == into


def test_a_group_that_was_joined_elsewhere_meanwhile_is_not_parted_from_there(
    meeting: Meeting, other: Client
) -> None:
    group, into, elsewhere = meeting.groups.all()[:3]
    path = f"/beheer/{meeting.slug}/groepen/{group.pk}/"
    other.post(path, {"do": "join", "into": into.pk})
    seen = _hidden(other, f"/beheer/{meeting.slug}/groepen/")
    Group.objects.filter(pk=group.pk).update(joined_into=elsewhere)

    answer = other.post(path, {"do": "part", "seen": seen}, follow=True)

    _says(answer, "intussen met een andere samengevoegd", 200)
    assert Group.objects.get(pk=group.pk).joined_into == elsewhere


def test_a_role_that_is_gone_already_is_said(meeting: Meeting, other: Client) -> None:
    person = small.role(meeting, Role.Kind.PRESENTER, "p@voorbeeld.nl")
    role = meeting.roles.get(person=person)
    path = f"/beheer/{meeting.slug}/leiding/"
    assert other.post(path, {"role": role.pk}).status_code == 302
    _says(other.post(path, {"role": role.pk}), "deze rol is al afgenomen", 422)


def test_a_reaction_that_another_judged_is_not_judged_unseen(
    meeting: Meeting, other: Client
) -> None:
    one = Reaction.objects.create(meeting=meeting, name="Deelnemer 1", text="Goed plan")
    path = f"/beheer/{meeting.slug}/reacties/"
    seen = _hidden(other, path)
    assert seen == "new"
    Reaction.objects.update(state="hidden")

    _says(other.post(path, {"reaction": one.pk, "state": "shown", "seen": seen}), "is nu")

    assert Reaction.objects.get().state == "hidden"
    assert (
        other.post(path, {"reaction": one.pk, "state": "hidden", "seen": "new"}).status_code == 302
    )
    other.post(path, {"reaction": one.pk, "state": "shown", "seen": "hidden"})
    assert Reaction.objects.get().state == "shown"


def test_a_question_that_another_hid_is_not_shown_by_an_old_button(
    meeting: Meeting, other: Client
) -> None:
    by = joining.join_registered(registration=small.registered(meeting, 1))
    one = questions.ask(by=by, question_id=uuid4(), text="Waarom?", with_name=False)
    path = f"/bijeenkomsten/{meeting.slug}/regie/zaalvraag/{one.pk}/"
    Question.objects.update(state="hidden")
    headers = {"Accept": "application/json"}

    answer = other.post(path, {"state": "shown", "seen": "new"}, headers=headers)

    assert (answer.status_code, Question.objects.get().state) == (409, "hidden")
    assert "deze vraag is nu verborgen" in answer.json()["error"]
    assert (
        other.post(path, {"state": "shown", "seen": "hidden"}, headers=headers).status_code == 200
    )


def test_who_was_moved_meanwhile_is_not_moved_again(meeting: Meeting, other: Client) -> None:
    one = joining.join_registered(registration=small.registered(meeting, 1))
    assert one.group_id
    first, second = meeting.groups.exclude(pk=one.group_id)[:2]
    people = f"/bijeenkomsten/{meeting.slug}/regie/mensen/"
    seen = _hidden(other, people)
    assert seen == str(one.group_id)
    path = f"{people}{one.pk}/"
    assert other.post(path, {"group": first.pk, "seen": seen}).status_code == 302
    assert other.post(path, {"group": first.pk, "seen": seen}).status_code == 302  # twice is once

    _says(other.post(path, {"group": second.pk, "seen": seen}), "intussen verplaatst")

    assert Participant.objects.get(pk=one.pk).group == first


def test_who_was_placed_meanwhile_is_not_placed_again(meeting: Meeting, other: Client) -> None:
    one = small.registered(meeting, 1)
    assert one.group_id
    first, second = meeting.groups.exclude(pk=one.group_id)[:2]
    path = f"/beheer/{meeting.slug}/aanmeldingen/{one.pk}/"
    seen = _hidden(other, path)
    assert other.post(path, {"group": first.pk, "seen": seen}).status_code == 302

    _says(other.post(path, {"group": second.pk, "seen": seen}), "intussen geplaatst")

    one.refresh_from_db()
    assert one.group == first
