"""Two organisers at once: what one did is not undone by a page that the other loaded before."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.web import small_meeting as small
from tests.web.visitor import Visitor

from deelgenoot_web.meetings import links
from deelgenoot_web.meetings.actions import (
    harvest,
    joining,
    moving,
    questions,
    registration,
    rehearsal,
)
from deelgenoot_web.meetings.models import (
    Bundle,
    Field,
    Group,
    Meeting,
    Participant,
    Poll,
    ProgrammeItem,
    Question,
    Reaction,
    Role,
    Vote,
)

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


def test_several_of_whom_one_was_placed_meanwhile_all_stay_and_it_is_said_who(
    meeting: Meeting, other: Client
) -> None:
    people = [small.registered(meeting, number) for number in (1, 2)]
    own = people[0].group
    first, second = [group for group in meeting.groups.all() if group != own][:2]
    path = f"/beheer/{meeting.slug}/aanmeldingen/"
    who = [f"{one.pk}.{one.group_id}.0" for one in people]
    registration.place(by=small.person(), registration=people[1], group=first)

    refused = other.post(path, {"who": who, "group": second.pk})

    _says(refused, f"Een ander was u voor bij: Deelnemer 2 ({first.name})")
    _says(refused, f'value="{people[0].pk}.{people[0].group_id}.0" checked')
    now = f"{people[1].pk}.{first.pk}.1"
    _says(refused, f'value="{now}" checked')
    assert {one.group for one in meeting.registrations.all()} == {own, first}
    known = {"who": [who[0], now], "group": second.pk}
    token = other.post(path, known, follow=True).content.decode()
    assert {one.group for one in meeting.registrations.all()} == {second}
    registration.place(by=small.person(), registration=people[1], group=first)
    back = token.partition('name="back" value="')[2].partition('"')[0]
    # Put back where the other had placed this one: that is where it is already.
    assert other.post(path, {"back": back}).status_code == 302
    assert {one.group for one in meeting.registrations.all()} == {own, first}


def test_a_part_that_another_changed_meanwhile_is_not_taken_out_unseen(
    meeting: Meeting, other: Client
) -> None:
    item = meeting.programme.all()[0]
    path = f"/beheer/{meeting.slug}/programma/{item.pk}/"
    seen = _hidden(other, path)
    meeting.programme.filter(pk=item.pk).update(title="Inloop")

    answer = other.post(path, {"do": "remove", "seen": seen}, follow=True)

    _says(answer, "dit is intussen gewijzigd", 200)
    assert meeting.programme.filter(pk=item.pk).exists()
    other.post(path, {"do": "remove", "seen": _hidden(other, path)})
    assert not meeting.programme.filter(pk=item.pk).exists()


ROWS = (
    ("programma", ProgrammeItem, {"title": "Inloop met koffie", "kind": "plenary", "minutes": "5"}),
    ("peilingen", Poll, {"question": "Met koffie?", "kind": "choice", "options": "Ja\nNee"}),
    ("vragen", Field, {"label": "Koffie of thee?", "kind": "choice", "choices": "Ja\nNee"}),
)


@pytest.mark.parametrize(("section", "model", "typed"), ROWS)
def test_what_another_took_out_meanwhile_can_be_put_back_as_a_new_one(
    page: Visitor, meeting: Meeting, section: str, model: Any, typed: dict[str, str]
) -> None:
    page.client.force_login(small.person())
    new = f"/beheer/{meeting.slug}/{section}/nieuw/"
    query = "?kind=choice" if model is Poll else ""
    assert page.client.post(new + query, typed).status_code == 302
    made = model.objects.latest("pk")
    path = f"/beheer/{meeting.slug}/{section}/{made.pk}/"
    hidden = page(path).select("form.entries input[type=hidden]")
    sent = {str(one["name"]): one.get("value", "") for one in hidden} | typed
    made.delete()

    soup = page.post(path, status=409, **sent)

    text = next(iter(typed.values()))
    assert "Een ander haalde dit intussen weg." in soup.text
    form = soup.select("form.entries")[0]
    assert (form["action"], text in str(form)) == (new + query, True)
    assert not model.objects.filter(pk=made.pk).exists()
    assert page.client.post(new + query, typed).status_code == 302
    again = model.objects.latest("pk")
    assert (str(again), again.meeting) == (text, meeting)
    for asked in ("up", "remove"):
        answer = page.client.post(path, {**sent, "do": asked}, follow=True)
        assert "Een ander had dit al weggehaald." in answer.content.decode()
    assert page.client.get(path).status_code == 404
    assert page.client.post(path, {}).status_code == (404 if model is Poll else 409)


def test_a_report_that_another_published_for_fewer_is_not_opened_to_more_unseen(
    meeting: Meeting, other: Client
) -> None:
    path = f"/bijeenkomsten/{meeting.slug}/verslag/"
    seen = _hidden(other, path)
    publish = f"{path}publiceren/"
    first = {"audience": "organisers", "seen": seen}
    assert [other.post(publish, first).status_code for _ in range(2)] == [302, 302]

    _says(other.post(publish, {"audience": "public", "seen": seen}), "alleen organisatoren")
    _says(other.post(publish, {"seen": "public"}), "alleen organisatoren")

    assert Meeting.objects.get().report_for == "organisers"
    other.post(publish, {"audience": "public", "seen": "organisers"})
    assert Meeting.objects.get().report_for == "public"
    other.post(publish, {"seen": "public"})
    _says(other.post(publish, {"audience": "participants", "seen": "public"}), "niet meer")


@pytest.fixture
def bundle(meeting: Meeting) -> Bundle:
    return Bundle.objects.create(meeting=meeting, title="Zorg")


def test_a_name_that_another_gave_to_what_recurs_is_not_written_over(
    meeting: Meeting, other: Client, bundle: Bundle
) -> None:
    path = f"/bijeenkomsten/{meeting.slug}/regie/bundel/{bundle.pk}/"
    seen = _hidden(other, f"/bijeenkomsten/{meeting.slug}/regie/")
    assert seen == "Zorg"
    mine = {"do": "confirm", "title": "Zorg dichtbij", "seen": seen}
    Bundle.objects.update(title="Zorg thuis")

    _says(other.post(path, mine), "U schreef “Zorg dichtbij”")
    told = other.post(path, mine, headers={"Accept": "application/json"})

    assert (told.status_code, told.json()["seen"]) == (409, "Zorg thuis")
    assert Bundle.objects.get().title == "Zorg thuis"
    known = mine | {"seen": told.json()["seen"]}
    saved = other.post(path, known, headers={"Accept": "application/json"})
    assert (saved.json()["seen"], Bundle.objects.get().title) == ("Zorg dichtbij",) * 2
    assert other.post(path, mine).status_code == 302  # twice is once
    Bundle.objects.all().delete()
    _says(other.post(path, mine), "dit voorstel is er niet meer")


def test_a_closing_vote_that_another_changed_is_not_made_anew_unseen(
    meeting: Meeting, other: Client
) -> None:
    for group, top in zip(meeting.groups.all(), ("Zorg", "Wonen"), strict=False):
        written = harvest.HarvestText((harvest.Top(top),), "", "", "")
        harvest.save(by=small.person(), group=group, words=written, version=0)
    path, script = f"/bijeenkomsten/{meeting.slug}/regie/oogst/", {"Accept": "application/json"}
    desk = other.get(f"/bijeenkomsten/{meeting.slug}/regie/").content.decode()
    assert '<input type="hidden" name="seen" value="">' in desk
    mine = {"do": "vote", "question": "Waarmee?", "seen": ""}
    made = [other.post(path, mine, headers=script) for _ in range(2)]  # twice is once
    assert [one.status_code for one in made] == [200, 200]
    poll = meeting.polls.get(purpose="closing", question="Waarmee?")
    meeting.polls.filter(pk=poll.pk).update(options=["Zorg", "Werk"])
    again = mine | {"question": "Waarmee verder?", "seen": made[1].json()["seen"]}

    refused = other.post(path, again, headers=script)

    assert refused.status_code == 409
    assert "wijzigde de slotkeuze" in refused.json()["error"]
    assert meeting.polls.get(pk=poll.pk).options == ["Zorg", "Werk"]
    known = again | {"seen": refused.json()["seen"]}
    assert other.post(path, known, headers=script).status_code == 200
    assert not meeting.polls.filter(pk=poll.pk).exists()


def test_a_rehearsal_that_another_began_meanwhile_is_not_wiped_by_an_old_page(
    meeting: Meeting, other: Client
) -> None:
    path = f"/beheer/{meeting.slug}/oefenen/"
    seen = _hidden(other, path)
    begun = rehearsal.start(meeting=meeting, now=small.NOW)

    answer = other.post(path, {"do": "start", "seen": seen}, follow=True)

    _says(answer, "Er is intussen een oefening begonnen", 200)
    assert list(meeting.rehearsals.all()) == [begun]
    other.post(path, {"do": "start", "seen": begun.slug})
    assert begun not in meeting.rehearsals.all()


def _closed(meeting: Meeting, kind: str, answer: object) -> Poll:
    """Of seven people, who all said this."""
    state = Poll.State.CLOSED
    poll = Poll.objects.create(meeting=meeting, position=99, kind=kind, state=state, secret=None)
    for voter in range(7):
        Vote.objects.create(poll=poll, voter=str(voter), value=answer)
    return poll


def test_a_button_that_hides_or_brings_back_says_which_so_an_old_page_undoes_nothing(
    meeting: Meeting, other: Client
) -> None:
    """A word, a written answer: with two states an old button says what its page shows already."""
    words, texts = _closed(meeting, "words", ["zorg"]), _closed(meeting, "text", "Zorg")
    vote, regie = texts.votes.all()[0], f"/bijeenkomsten/{meeting.slug}/regie/vraag/"
    addresses = [f"{regie}{words.pk}/woord/", f"{regie}{texts.pk}/antwoord/{vote.pk}/"]

    def hidden() -> tuple[int, int]:
        return words.hidden_words.count(), texts.votes.filter(is_hidden=True).count()

    for deed, expected in (("hide", (1, 7)), ("back", (0, 0))):
        for address in addresses * 2:
            assert other.post(address, {"do": deed, "stem": "zorg"}).status_code == 302
        assert hidden() == expected


def test_details_that_were_changed_elsewhere_meanwhile_are_not_written_over(
    page: Visitor, meeting: Meeting
) -> None:
    one = small.registered(meeting, 1)
    path = reverse("meetings:personal", args=[links.token(one)])
    seen = _hidden(page.client, path)
    # In the room of the group, on the phone: consent given, and not to be taken back unseen.
    moving.share_contact(by=joining.join_registered(registration=one), shares=True)
    mine = {"municipality": "Heerlen", "name": "Deelnemer 1", "job": "Adviseur", "seen": seen}

    refused = page.client.post(path, mine)

    _says(refused, "Dit is intussen gewijzigd")
    _says(refused, "In de contactlijst: ja")
    _says(refused, 'value="Adviseur"')
    one.refresh_from_db()
    assert (one.shares_contact, one.job) == (True, "")
    seen = refused.content.decode().partition('name="seen" value="')[2].partition('"')[0]
    for _ in range(2):  # twice is once
        assert page.client.post(path, mine | {"seen": seen}).status_code == 302
    one.refresh_from_db()
    assert (one.shares_contact, one.job) == (False, "Adviseur")
