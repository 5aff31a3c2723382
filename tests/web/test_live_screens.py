"""Coming in and the screens, as pages: each is whole without a script."""

import json
import re
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web import small_meeting as small
from tests.web.visitor import Visitor

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.origin import network_of
from deelgenoot_web.meetings import links, tickets
from deelgenoot_web.meetings.actions import director, polls, questions, votes
from deelgenoot_web.meetings.actions import meeting as meetings
from deelgenoot_web.meetings.allowance import Allowance
from deelgenoot_web.meetings.models import (
    Meeting,
    Message,
    Participant,
    Poll,
    Registration,
    Role,
    Vote,
)
from deelgenoot_web.meetings.parts import paint_parts
from deelgenoot_web.meetings.views import joining

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    made = small.made()
    made.may_walk_in = True
    made.plenary_url = "https://video.example/plenair"
    made.save()
    made.groups.update(video_url="https://video.example/groep")
    return made


@pytest.fixture
def poll(meeting: Meeting) -> Poll:
    made = Poll.objects.create(
        meeting=meeting,
        position=90,
        kind="choice",
        question="Wat eerst?",
        options=["Wonen", "Werk"],
    )
    polls.put_to_vote(by=small.person(), poll=made, now=timezone.now())
    return made


def _post(page: Visitor, path: str, data: dict[str, Any], *, script: bool = False) -> Any:
    headers = {"Accept": "application/json"} if script else {}
    page.last = page.client.post(path, data, headers=headers)
    return page.last


def _inside(page: Visitor, meeting: Meeting, municipality: str = "Heerlen") -> Participant:
    data = {"name": "Deelnemer 1", "municipality": municipality}
    answer = _post(page, f"/mee/{meeting.join_code}/", data)
    assert answer.status_code == HTTPStatus.FOUND, answer.content.decode()
    return Participant.objects.latest("pk")


def _signed_in(page: Visitor, person: Person) -> None:
    page.client.force_login(person)


def test_the_code_leads_in_and_to_the_own_group(page: Visitor, meeting: Meeting) -> None:
    page("/mee/")
    page.last = page.client.get("/mee/", {"code": f" {meeting.join_code} "})
    assert page.last["Location"] == f"/mee/{meeting.join_code}/"
    assert re.fullmatch("[2-9]{9}", meeting.join_code)
    page.last = page.client.get("/mee/", {"code": meeting.spoken_code})
    assert page.last["Location"] == f"/mee/{meeting.join_code}/"
    page(f"/mee/{meeting.join_code}/")

    one = _inside(page, meeting)

    assert one.group is not None
    assert (one.name, one.gm_code, one.group.archetype) == (
        "Deelnemer 1",
        small.HEERLEN,
        "stad-in-transitie",
    )
    screen = page(f"/bijeenkomsten/{meeting.slug}/mee/")
    assert screen.select_one('[data-live="door"] a')["href"] == meeting.plenary_url  # type: ignore[index]
    assert "Stad in transitie" in screen.select_one("header").get_text()  # type: ignore[union-attr]


def test_who_guesses_codes_is_held_and_nobody_elsewhere(
    page: Visitor, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Allowance(per_second=0.001, burst=3)
    monkeypatch.setattr(joining, "GUESSES", slow)
    wrong = "222222222"
    assert page.client.get("/mee/", {"code": wrong}).status_code == 404
    assert page.client.get(f"/mee/{wrong}/").status_code == 302
    assert page.client.get(f"/mee/{wrong}/").status_code == 302
    assert "veel verkeerde codes" in page("/mee/", 429, code=meeting.join_code).text
    assert page.client.get(f"/mee/{meeting.join_code}/").status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    assert elsewhere.get(f"/mee/{meeting.join_code}/").status_code == 200


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8:1:2::7", "2001:db8:1:2:ffff::1", True),
        ("2001:db8:1:2::7", "2001:db8:1:3::7", False),
        ("2001:db8::7", "2001:db8::ffff:1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
    ],
)
def test_guesses_are_counted_per_network(one: str, other: str, is_same: bool) -> None:
    names = [network_of(address) for address in (one, other)]
    assert (names[0] == names[1]) is is_same


def test_a_flood_of_newcomers_is_held(
    page: Visitor, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "NEWCOMERS", Allowance(per_second=0.001, burst=2))
    path = f"/mee/{meeting.join_code}/"
    codes = [Client().post(path, {"name": f"Deelnemer {n}"}).status_code for n in range(3)]
    assert codes == [302, 302, 429]
    assert meeting.participants.count() == 2


def test_the_organiser_locks_the_door_and_who_is_inside_stays(
    page: Visitor, meeting: Meeting
) -> None:
    one = _inside(page, meeting)
    desk = Visitor()
    _signed_in(desk, small.person())
    people, drive = (f"/bijeenkomsten/{meeting.slug}/regie/{at}/" for at in ("mensen", "onderdeel"))
    assert "De deur is open" in desk(people).text
    assert _post(desk, drive, {"door": "locked"})["Location"] == people
    assert "De deur is op slot" in desk(people).text
    Client().post(f"/mee/{meeting.join_code}/", {"name": "Deelnemer 2"})
    assert list(meeting.participants.all()) == [one]
    page(f"/bijeenkomsten/{meeting.slug}/mee/")
    registration = small.registered(meeting, 3)
    link = f"/aanmelding/{links.token(registration)}/mee/"
    assert Client().post(link)["Location"] == f"/bijeenkomsten/{meeting.slug}/mee/"
    _post(desk, drive, {"door": "open"})
    Client().post(f"/mee/{meeting.join_code}/", {"name": "Deelnemer 2"})
    assert meeting.participants.count() == 3


def test_a_form_that_is_sent_twice_lets_one_in(page: Visitor, meeting: Meeting) -> None:
    path = f"/mee/{meeting.join_code}/"
    field = page(path).select_one("input[name=form]")
    assert field
    filled = {"name": "Deelnemer 1", "municipality": "Heerlen", "form": field["value"]}
    answers = [Client().post(path, filled) for _ in range(2)]  # before the cookie of the first
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Participant.objects.count() == 1
    # Another one on the same device, from the page that the browser kept.
    Client().post(path, filled | {"name": "Deelnemer 2"})
    assert Participant.objects.count() == 2


def test_who_comes_back_by_an_old_page_is_who_they_were(page: Visitor, meeting: Meeting) -> None:
    path, screen = f"/mee/{meeting.join_code}/", f"/bijeenkomsten/{meeting.slug}/mee/"
    one = _inside(page, meeting)
    # By the code, from before coming in, and by the form that the browser kept.
    assert page.client.get(path)["Location"] == screen
    assert page.client.get(f"/bijeenkomsten/{meeting.slug}/binnen/")["Location"] == screen
    for municipality in ("Heerlen", "", "Nergens"):
        again = {"name": "deelnemer 1", "municipality": municipality, "form": str(uuid4())}
        assert _post(page, path, again)["Location"] == screen
    assert list(Participant.objects.all()) == [one]


def test_somebody_else_on_the_same_device_says_so(page: Visitor, meeting: Meeting) -> None:
    path, screen = f"/mee/{meeting.join_code}/", f"/bijeenkomsten/{meeting.slug}/mee/"
    first = _inside(page, meeting)
    kept: dict[str, Any] = {"name": "Deelnemer 2", "municipality": "Zutphen", "form": str(uuid4())}
    asked = page.post(path, **kept)  # an old page: nobody is taken for another
    assert list(Participant.objects.all()) == [first]
    other = page(screen).select_one("a[href$='?anders']")
    assert other
    for soup in (asked, page(path, anders="")):
        assert "Op dit toestel doet Deelnemer 1 al mee." in soup.text
        assert soup.select_one(f"a[href='{screen}']")
        assert soup.select_one("input[name=anders][value='1']")
    assert asked.select_one("#naam")["value"] == "Deelnemer 2"  # type: ignore[index]
    for _twice in range(2):
        answer = _post(page, path, kept | {"anders": "1"})
        assert answer["Location"] == screen
    assert [one.name for one in Participant.objects.all()] == ["Deelnemer 1", "Deelnemer 2"]
    assert "Zutphen" in page(screen).text
    _post(page, path, {"name": "Deelnemer 2", "municipality": "Heerlen", "anders": "1"})
    assert Participant.objects.filter(name="Deelnemer 2").count() == 2


def test_an_older_page_of_who_took_part_before_sends_nothing_in_the_name_of_who_does_now(
    page: Visitor, meeting: Meeting
) -> None:
    first = _inside(page, meeting)
    other = {"name": "Deelnemer 2", "municipality": "Heerlen", "anders": "1"}
    _post(page, f"/mee/{meeting.join_code}/", other)
    second = Participant.objects.latest("pk")
    assert first.group
    assert first.group == second.group
    here = f"/bijeenkomsten/{meeting.slug}"
    hand, card = f"{here}/mee/hand/", f"{here}/groep/{first.group.position + 1}/kaart/"

    def sent(path: str, data: dict[str, str], who: Participant) -> Any:
        headers = {"Accept": "application/json", "X-Who": str(who.pk)}
        return page.client.post(path, data, headers=headers)

    forms = ((hand, {"up": "1"}), (card, {"text": "Een kaart", "kind": "challenge"}))
    for path, data in forms:
        answer = sent(path, data, first)
        assert answer.status_code == HTTPStatus.CONFLICT
        why = "Op dit toestel doet nu iemand anders mee. Laad de pagina opnieuw."
        assert answer.json() == {"error": why}
    assert not meeting.participants.exclude(hand_raised_at=None).exists()
    assert not first.group.cards.filter(text="Een kaart").exists()
    for path, data in forms:
        assert sent(path, data, second).status_code == HTTPStatus.OK
    second.refresh_from_db()
    assert second.hand_raised_at
    assert first.group.cards.get(text="Een kaart").author == second


def test_an_unknown_code_and_what_is_not_filled_in_are_said(
    page: Visitor, meeting: Meeting
) -> None:
    assert "geen bijeenkomst met de code 000000" in page("/mee/", 404, code="000000").get_text()
    for data, why in (
        ({"name": "", "municipality": "Heerlen"}, "Vul uw naam in."),
        ({"name": "Deelnemer 1", "municipality": "Heerle"}, "Wij kennen geen gemeente ‘Heerle’."),
    ):
        answer = _post(page, f"/mee/{meeting.join_code}/", data)
        assert (answer.status_code, why in answer.content.decode()) == (422, True)
    assert not Participant.objects.exists()


def test_without_walk_in_the_code_leads_to_what_else_can_be_done(
    page: Visitor, meeting: Meeting
) -> None:
    Meeting.objects.update(may_walk_in=False)
    answer = _post(page, f"/mee/{meeting.join_code}/", {"name": "Deelnemer 1"})
    assert answer["Location"] == f"/bijeenkomsten/{meeting.slug}/mee/"
    assert not Participant.objects.exists()
    assert "persoonlijke link" in page(f"/bijeenkomsten/{meeting.slug}/binnen/").get_text()


def test_the_personal_link_leads_in_on_every_device_as_the_same_person(
    page: Visitor, meeting: Meeting
) -> None:
    token = links.token(small.registered(meeting, 1))
    address = reverse("meetings:join_registered", args=[token])
    assert page.client.get(address).status_code == HTTPStatus.METHOD_NOT_ALLOWED

    for device in (Client(), Client()):
        answer = device.post(address)
        assert answer["Location"] == f"/bijeenkomsten/{meeting.slug}/mee/"
        screen = device.get(answer["Location"])
        assert screen.status_code == HTTPStatus.OK
        assert screen["Cache-Control"] == "private, no-store"

    assert Participant.objects.count() == 1
    assert page.client.post("/aanmelding/1-forged/mee/").status_code == HTTPStatus.NOT_FOUND


def test_who_moved_up_from_the_waiting_list_says_a_name_before_coming_in(
    page: Visitor, meeting: Meeting
) -> None:
    meeting.starts_at = timezone.now()
    meeting.save()
    one = small.registered(meeting, 1)
    Registration.objects.update(name="", group=None)
    address = f"/aanmelding/{links.token(one)}/"
    assert "Doe mee" not in page(address).get_text()
    assert _post(page, f"{address}mee/", {})["Location"] == address
    assert not Participant.objects.exists()
    Registration.objects.update(name="Deelnemer 1")
    assert "Doe mee" in page(address).get_text()


def test_a_screen_holds_a_ticket_for_its_own_topics(page: Visitor, meeting: Meeting) -> None:
    one = _inside(page, meeting)
    screen = page(f"/en/meetings/{meeting.slug}/live/").select_one("[data-screen]")
    assert screen is not None
    assert screen["data-screen"] == f"/live/{meeting.pk}/"
    ticket = tickets.read(str(screen["data-ticket"]), meeting.pk)
    expected = (("hall", "poll", f"room:{one.group_id}"), "en", one.pk)
    assert (ticket.topics, ticket.language, ticket.participant) == expected


def test_a_vote_without_script_is_kept_and_stands_on_the_page(
    page: Visitor, meeting: Meeting, poll: Poll
) -> None:
    _inside(page, meeting)
    address = f"/bijeenkomsten/{meeting.slug}/mee/stem/{poll.pk}/"

    answer = _post(page, address, {"value": "1"})

    assert answer["Location"] == f"/bijeenkomsten/{meeting.slug}/mee/"
    assert Vote.objects.get().value == 1
    mine = page(f"/bijeenkomsten/{meeting.slug}/mee/").select_one("#mine")
    assert mine is not None
    assert json.loads(mine.get_text())["votes"] == {str(poll.pk): 1}
    refused = _post(page, address, {"value": "7"})
    assert (refused.status_code, "Kies een van de antwoorden." in refused.content.decode()) == (
        422,
        True,
    )
    refused = _post(page, address, {"value": "7"}, script=True)
    assert refused.json() == {"error": "Kies een van de antwoorden."}


def test_beside_the_button_stands_what_is_kept_of_an_answer(
    page: Visitor, meeting: Meeting, poll: Poll
) -> None:
    _inside(page, meeting)
    foot = page(f"/bijeenkomsten/{meeting.slug}/mee/").select_one(".sends__foot")
    assert foot
    assert "Anoniem: bij uw antwoord bewaren wij alleen uw cluster." in foot.text
    foot = page(f"/en/meetings/{meeting.slug}/live/").select_one(".sends__foot")
    assert foot
    assert "Anonymous: only your cluster is kept with your answer." in foot.text


def test_who_is_not_in_cannot_vote(page: Visitor, meeting: Meeting, poll: Poll) -> None:
    answer = _post(page, f"/bijeenkomsten/{meeting.slug}/mee/stem/{poll.pk}/", {"value": "1"})
    assert answer.status_code == HTTPStatus.GONE
    assert not Vote.objects.exists()


def test_the_cookie_is_signed_and_for_one_meeting(page: Visitor, meeting: Meeting) -> None:
    one = _inside(page, meeting)
    cookie = page.client.cookies[f"deelname-{meeting.pk}"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    page.client.cookies[f"deelname-{meeting.pk}"] = f"{one.pk}:forged"
    answer = page.client.get(f"/bijeenkomsten/{meeting.slug}/mee/")
    assert answer["Location"] == f"/bijeenkomsten/{meeting.slug}/binnen/"


def test_the_organiser_drives_and_every_screen_says_where_we_are(
    page: Visitor, meeting: Meeting
) -> None:
    _signed_in(page, small.person())
    _inside(page, meeting)
    items = list(meeting.programme.all())
    desk = f"/bijeenkomsten/{meeting.slug}/regie/"
    groups = next(item for item in items if item.kind == "groups")

    answer = _post(page, desk + "onderdeel/", {"item": groups.pk}, script=True)

    assert answer.json() == {"mine": {}, "say": ""}
    meeting.refresh_from_db()
    assert meeting.item_ends_at is not None
    before = meeting.item_ends_at
    for path in ("mee/", "scherm/", "regie/"):
        now = page(f"/bijeenkomsten/{meeting.slug}/{path}").select_one('[data-live="now"]')
        assert now is not None
        assert groups.title in now.get_text()
    door = page(f"/bijeenkomsten/{meeting.slug}/mee/").select_one('[data-live="door"] a')
    assert door is not None
    assert (door["href"], "Naar de video van mijn groep" in door.get_text()) == (
        "https://video.example/groep",
        True,
    )
    _post(page, desk + "onderdeel/", {"minutes": "5"})
    meeting.refresh_from_db()
    assert (meeting.item_ends_at - before).total_seconds() == 300
    _post(page, desk + "onderdeel/", {"close": "1"})
    meeting.refresh_from_db()
    assert (meeting.current_item, meeting.closed_at is not None) == (groups, True)
    assert _post(page, desk + "onderdeel/", {"minutes": "999"}).status_code == 400


def test_on_a_screen_in_the_other_language_the_programme_says_which_it_is_in(
    page: Visitor, meeting: Meeting
) -> None:
    first, second = meeting.programme.all()[:2]
    director.go_to(by=small.person(), meeting=meeting, item=first, now=timezone.now())
    _inside(page, meeting)
    for path, language in (("/en/meetings", "nl"), ("/bijeenkomsten", None)):
        last = "live" if language else "mee"
        now = page(f"{path}/{meeting.slug}/{last}/").select_one('[data-live="now"]')
        assert now
        for item in (first, second):
            words = now.find(string=item.title)
            assert words
            assert words.parent
            assert words.parent.get("lang") == language


def test_a_message_stands_on_every_screen_until_it_is_withdrawn(
    page: Visitor, meeting: Meeting
) -> None:
    _signed_in(page, small.person())
    _inside(page, meeting)
    desk = f"/bijeenkomsten/{meeting.slug}/regie/bericht/"
    _post(page, desk, {"text": "  Nog vijf minuten.  "})
    made = director.say(by=small.person(), meeting=meeting, text="Alleen daar", group=None)
    _post(page, f"{desk}{made.pk}/terug/", {})
    shown = page(f"/bijeenkomsten/{meeting.slug}/mee/").select_one('[data-live="message"]')
    assert shown is not None
    assert shown.get_text(strip=True) == ""
    _post(page, desk, {"text": "Welkom terug"})
    assert "Welkom terug" in page(f"/bijeenkomsten/{meeting.slug}/scherm/").get_text()
    assert _post(page, desk, {"text": " "}).status_code == 422


def test_the_desk_takes_each_message_away_and_a_new_part_takes_all(
    page: Visitor, meeting: Meeting
) -> None:
    by = small.person()
    _signed_in(page, by)
    group = meeting.groups.all()[1]
    director.say(by=by, meeting=meeting, text="Eerder")
    director.say(by=by, meeting=meeting, text="Aan allen")
    director.say(by=by, meeting=meeting, text="Aan u", group=group)

    def listed() -> list[str]:
        messages = page(f"/bijeenkomsten/{meeting.slug}/regie/").select(
            "[data-live=desk-messages] form"
        )
        return [str(form["action"]) for form in messages]

    assert len(listed()) == 2
    _post(page, listed()[0], {})
    [left] = listed()
    assert Message.objects.filter(withdrawn_at=None).get().text == "Aan u"
    first = meeting.programme.first()
    assert first
    director.go_to(by=by, meeting=meeting, item=first, now=timezone.now())
    assert listed() == []
    director.say(by=by, meeting=meeting, text="Nog even", group=group)
    director.close(by=by, meeting=meeting, now=timezone.now())
    assert listed() == []
    assert _post(page, left, {}).status_code == HTTPStatus.FOUND


def test_the_presenter_asks_closes_and_shows(page: Visitor, meeting: Meeting, poll: Poll) -> None:
    _signed_in(page, small.role(meeting, Role.Kind.PRESENTER, "presentator@voorbeeld.nl"))
    address = f"/bijeenkomsten/{meeting.slug}/regie/vraag/{poll.pk}/"
    for step, state, is_shown in (
        ("close", "closed", False),
        ("show", "closed", True),
        ("hide", "closed", False),
    ):
        _post(page, address, {"do": step})
        poll.refresh_from_db()
        assert (poll.state, poll.is_shown) == (state, is_shown)
    later = Poll.objects.create(
        meeting=meeting, position=91, kind="choice", question="Later?", options=["Ja", "Nee"]
    )
    _post(page, address, {"do": "again"})
    again = Poll.objects.get(round_of=poll)
    later.refresh_from_db()
    assert (again.state, again.position, later.position) == ("open", 91, 92)
    assert _post(page, address, {"do": "dance"}).status_code == 400


def test_votes_by_a_plain_form_are_counted_for_who_watches_the_site(
    page: Visitor, meeting: Meeting, poll: Poll
) -> None:
    _inside(page, meeting)
    before = votes.outcomes.copy()
    for value in ("0", "1", "9"):
        _post(page, f"/bijeenkomsten/{meeting.slug}/mee/stem/{poll.pk}/", {"value": value})
    assert votes.outcomes - before == {"accepted": 2, "unfit": 1}


def test_a_presenter_may_vote_too(page: Visitor, meeting: Meeting, poll: Poll) -> None:
    _signed_in(page, small.role(meeting, Role.Kind.PRESENTER, "presentator@voorbeeld.nl"))
    for _ in range(2):
        _post(page, f"/bijeenkomsten/{meeting.slug}/mee/leiding/", {})
    assert Participant.objects.get().name == "presentator"
    _post(page, f"/bijeenkomsten/{meeting.slug}/mee/stem/{poll.pk}/", {"value": "0"})
    assert Vote.objects.get().group is None


def test_who_came_by_the_code_is_counted_apart_from_who_registered(
    page: Visitor, meeting: Meeting
) -> None:
    _signed_in(page, small.person())
    group = small.registered(meeting, 1).group
    for number in (1, 2):
        Participant.objects.create(meeting=meeting, name=f"Inloper {number}", group=group)
    desk = page(f"/bijeenkomsten/{meeting.slug}/regie/")
    told = [" ".join(one.get_text().split()) for one in desk.select(".rooms li, .rows li")]
    assert any("2 deelnemers, 1 aangemeld" in text for text in told)
    assert any("2 binnen, 1 aangemeld" in text for text in told)


def test_a_draft_has_no_session(page: Visitor) -> None:
    draft = small.made(is_open=False)
    _signed_in(page, small.person())
    for path in ("mee/", "scherm/", "regie/", "binnen/"):
        page(f"/bijeenkomsten/{draft.slug}/{path}", status=404)


def test_who_comes_to_a_session_that_was_called_off_is_told_so(
    page: Visitor, meeting: Meeting, poll: Poll
) -> None:
    by = small.person()
    _signed_in(page, by)
    one = _inside(page, meeting)
    assert one.group
    meetings.call_off(by=by, meeting=meeting, now=small.NOW)
    meeting.refresh_from_db()
    # A screen that is open follows; a page that is loaded says it too.
    parts = paint_parts(meeting, ["hall", "poll", "stage", f"room:{one.group.pk}"])
    for part in ("now", "poll", "stage-scene"):
        assert "Deze bijeenkomst gaat niet door." in parts[part]
    assert (parts["signpost"], parts["door"]) == ("", "")
    here = f"/bijeenkomsten/{meeting.slug}"
    room = f"groep/{one.group.position + 1}/"
    card = f"{room}kaart/{uuid4()}/"
    for path in ("mee/", "scherm/", "regie/", "binnen/", "groep/", room, card):
        soup = page(f"{here}/{path}", status=HTTPStatus.GONE)
        assert "Dan hebt u hierover een e-mail gekregen." in soup.text
    assert page(f"/mee/{meeting.join_code}/", status=HTTPStatus.GONE).h1
    page(f"/en/meetings/{meeting.slug}/live/", status=HTTPStatus.GONE)
    for form in ("mee/hand/", card, f"{room}kaart/", f"{room}stap/"):
        assert _post(page, f"{here}/{form}", {"up": "1"}).status_code == HTTPStatus.GONE, form
    page(f"/bijeenkomsten/{meeting.slug}x/mee/", status=HTTPStatus.NOT_FOUND)


@pytest.mark.parametrize("is_asked", [True, False])
def test_nothing_is_left_to_press_where_people_lead_a_session_that_was_called_off(
    meeting: Meeting, poll: Poll, *, is_asked: bool
) -> None:
    by = small.person()
    if not is_asked:
        polls.close(by=by, poll=poll, now=small.NOW)
    one = Participant.objects.create(meeting=meeting, name="Deelnemer 1")
    questions.ask(by=one, question_id=uuid4(), text="Hoe laat?", with_name=True)
    topics = ["stage", "presenter", "calls", "desk", "tally", f"lead:{meeting.groups.all()[0].pk}"]
    before = paint_parts(meeting, topics)
    meetings.call_off(by=by, meeting=meeting, now=small.NOW)
    meeting.refresh_from_db()
    after = paint_parts(meeting, topics)
    assert before.keys() == after.keys()
    assert "<button" in before["programme"] + before["presenter-keys"] + before["stage-keys"]
    assert [name for name, html in after.items() if "<button" in html or "<form" in html] == []
    assert "Deze bijeenkomst gaat niet door." in after["presenter"]
    assert "Wij beginnen om" not in "".join(after.values())


@pytest.mark.parametrize("path", ["mee/", "scherm/", "regie/"])
def test_screens_are_whole_in_both_languages_at_every_stage(
    page: Visitor, meeting: Meeting, poll: Poll, path: str
) -> None:
    by = small.person()
    _signed_in(page, by)
    _inside(page, meeting, "")
    english = {"mee/": "live/", "scherm/": "screen/", "regie/": "director/"}[path]

    def look() -> None:
        page(f"/bijeenkomsten/{meeting.slug}/{path}")
        page(f"/en/meetings/{meeting.slug}/{english}")

    look()
    polls.close(by=by, poll=poll, now=timezone.now())
    look()
    polls.show(by=by, poll=poll)
    look()
    for item in (meeting.programme.all()[0], meeting.programme.last()):
        assert item is not None
        director.go_to(by=by, meeting=meeting, item=item, now=timezone.now())
        look()
    director.close(by=by, meeting=meeting, now=timezone.now())
    look()


def test_who_leaves_is_forgotten_at_once_and_what_they_chose_stays(
    page: Visitor, meeting: Meeting, poll: Poll
) -> None:
    _inside(page, meeting)
    _post(page, f"/bijeenkomsten/{meeting.slug}/mee/stem/{poll.pk}/", {"value": "0"})
    answer = _post(page, f"/bijeenkomsten/{meeting.slug}/mee/weg/", {})
    assert "U bent uit de bijeenkomst" in answer.content.decode()
    assert not Participant.objects.exists()
    assert Vote.objects.count() == 1
    again = _post(page, f"/bijeenkomsten/{meeting.slug}/mee/weg/", {})
    assert again.status_code == HTTPStatus.FOUND
