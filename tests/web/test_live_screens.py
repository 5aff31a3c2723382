"""The screens of a session, as pages: each is whole without a script."""

import json
from http import HTTPStatus
from uuid import uuid4

import pytest
from django.utils import timezone
from tests.web import small_meeting as small
from tests.web.coming_in import come_in, open_meeting, post
from tests.web.visitor import Visitor

from deelgenoot_web.meetings import tickets
from deelgenoot_web.meetings.actions import director, polls, questions, votes
from deelgenoot_web.meetings.actions import meeting as meetings
from deelgenoot_web.meetings.models import Meeting, Message, Participant, Poll, Role, Vote
from deelgenoot_web.meetings.parts import paint_parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return open_meeting()


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


def test_a_screen_holds_a_ticket_for_its_own_topics(page: Visitor, meeting: Meeting) -> None:
    one = come_in(page, meeting)
    screen = page(f"/en/meetings/{meeting.slug}/live/").select_one("[data-screen]")
    assert screen is not None
    assert screen["data-screen"] == f"/live/{meeting.pk}/"
    ticket = tickets.read(str(screen["data-ticket"]), meeting.pk)
    expected = (("hall", "poll", f"room:{one.group_id}"), "en", one.pk)
    assert (ticket.topics, ticket.language, ticket.participant) == expected


def test_a_vote_without_script_is_kept_and_stands_on_the_page(
    page: Visitor, meeting: Meeting, poll: Poll
) -> None:
    come_in(page, meeting)
    address = f"/bijeenkomsten/{meeting.slug}/mee/stem/{poll.pk}/"

    answer = post(page, address, {"value": "1"})

    assert answer["Location"] == f"/bijeenkomsten/{meeting.slug}/mee/"
    assert Vote.objects.get().value == 1
    mine = page(f"/bijeenkomsten/{meeting.slug}/mee/").select_one("#mine")
    assert mine is not None
    assert json.loads(mine.get_text())["votes"] == {str(poll.pk): 1}
    refused = post(page, address, {"value": "7"})
    assert (refused.status_code, "Kies een van de antwoorden." in refused.content.decode()) == (
        422,
        True,
    )
    refused = post(page, address, {"value": "7"}, script=True)
    assert refused.json() == {"error": "Kies een van de antwoorden."}


def test_beside_the_button_stands_what_is_kept_of_an_answer(
    page: Visitor, meeting: Meeting, poll: Poll
) -> None:
    come_in(page, meeting)
    foot = page(f"/bijeenkomsten/{meeting.slug}/mee/").select_one(".sends__foot")
    assert foot
    assert "Anoniem: bij uw antwoord bewaren wij alleen uw cluster." in foot.text
    foot = page(f"/en/meetings/{meeting.slug}/live/").select_one(".sends__foot")
    assert foot
    assert "Anonymous: only your cluster is kept with your answer." in foot.text


def test_who_is_not_in_cannot_vote(page: Visitor, meeting: Meeting, poll: Poll) -> None:
    answer = post(page, f"/bijeenkomsten/{meeting.slug}/mee/stem/{poll.pk}/", {"value": "1"})
    assert answer.status_code == HTTPStatus.GONE
    assert not Vote.objects.exists()


def test_the_cookie_is_signed_and_for_one_meeting(page: Visitor, meeting: Meeting) -> None:
    one = come_in(page, meeting)
    cookie = page.client.cookies[f"deelname-{meeting.pk}"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    page.client.cookies[f"deelname-{meeting.pk}"] = f"{one.pk}:forged"
    answer = page.client.get(f"/bijeenkomsten/{meeting.slug}/mee/")
    assert answer["Location"] == f"/bijeenkomsten/{meeting.slug}/binnen/"


def test_the_organiser_drives_and_every_screen_says_where_we_are(
    page: Visitor, meeting: Meeting
) -> None:
    page.client.force_login(small.person())
    come_in(page, meeting)
    items = list(meeting.programme.all())
    desk = f"/bijeenkomsten/{meeting.slug}/regie/"
    groups = next(item for item in items if item.kind == "groups")

    answer = post(page, desk + "onderdeel/", {"item": groups.pk}, script=True)

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
    post(page, desk + "onderdeel/", {"minutes": "5"})
    meeting.refresh_from_db()
    assert (meeting.item_ends_at - before).total_seconds() == 300
    post(page, desk + "onderdeel/", {"close": "1"})
    meeting.refresh_from_db()
    assert (meeting.current_item, meeting.closed_at is not None) == (groups, True)
    assert post(page, desk + "onderdeel/", {"minutes": "999"}).status_code == 400


def test_on_a_screen_in_the_other_language_the_programme_says_which_it_is_in(
    page: Visitor, meeting: Meeting
) -> None:
    first, second = meeting.programme.all()[:2]
    director.go_to(by=small.person(), meeting=meeting, item=first, now=timezone.now())
    come_in(page, meeting)
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
    page.client.force_login(small.person())
    come_in(page, meeting)
    desk = f"/bijeenkomsten/{meeting.slug}/regie/bericht/"
    post(page, desk, {"text": "  Nog vijf minuten.  "})
    made = director.say(by=small.person(), meeting=meeting, text="Alleen daar", group=None)
    post(page, f"{desk}{made.pk}/terug/", {})
    shown = page(f"/bijeenkomsten/{meeting.slug}/mee/").select_one('[data-live="message"]')
    assert shown is not None
    assert shown.get_text(strip=True) == ""
    post(page, desk, {"text": "Welkom terug"})
    assert "Welkom terug" in page(f"/bijeenkomsten/{meeting.slug}/scherm/").get_text()
    assert post(page, desk, {"text": " "}).status_code == 422


def test_the_desk_takes_each_message_away_and_a_new_part_takes_all(
    page: Visitor, meeting: Meeting
) -> None:
    by = small.person()
    page.client.force_login(by)
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
    post(page, listed()[0], {})
    [left] = listed()
    assert Message.objects.filter(withdrawn_at=None).get().text == "Aan u"
    first = meeting.programme.first()
    assert first
    director.go_to(by=by, meeting=meeting, item=first, now=timezone.now())
    assert listed() == []
    director.say(by=by, meeting=meeting, text="Nog even", group=group)
    director.close(by=by, meeting=meeting, now=timezone.now())
    assert listed() == []
    assert post(page, left, {}).status_code == HTTPStatus.FOUND


def test_the_presenter_asks_closes_and_shows(page: Visitor, meeting: Meeting, poll: Poll) -> None:
    page.client.force_login(small.role(meeting, Role.Kind.PRESENTER, "presentator@voorbeeld.nl"))
    address = f"/bijeenkomsten/{meeting.slug}/regie/vraag/{poll.pk}/"
    for step, state, is_shown in (
        ("close", "closed", False),
        ("show", "closed", True),
        ("hide", "closed", False),
    ):
        post(page, address, {"do": step})
        poll.refresh_from_db()
        assert (poll.state, poll.is_shown) == (state, is_shown)
    later = Poll.objects.create(
        meeting=meeting, position=91, kind="choice", question="Later?", options=["Ja", "Nee"]
    )
    post(page, address, {"do": "again"})
    again = Poll.objects.get(round_of=poll)
    later.refresh_from_db()
    assert (again.state, again.position, later.position) == ("open", 91, 92)
    assert post(page, address, {"do": "dance"}).status_code == 400


def test_votes_by_a_plain_form_are_counted_for_who_watches_the_site(
    page: Visitor, meeting: Meeting, poll: Poll
) -> None:
    come_in(page, meeting)
    before = votes.outcomes.copy()
    for value in ("0", "1", "9"):
        post(page, f"/bijeenkomsten/{meeting.slug}/mee/stem/{poll.pk}/", {"value": value})
    assert votes.outcomes - before == {"accepted": 2, "unfit": 1}


def test_a_presenter_may_vote_too(page: Visitor, meeting: Meeting, poll: Poll) -> None:
    page.client.force_login(small.role(meeting, Role.Kind.PRESENTER, "presentator@voorbeeld.nl"))
    for _ in range(2):
        post(page, f"/bijeenkomsten/{meeting.slug}/mee/leiding/", {})
    assert Participant.objects.get().name == "presentator"
    post(page, f"/bijeenkomsten/{meeting.slug}/mee/stem/{poll.pk}/", {"value": "0"})
    assert Vote.objects.get().group is None


def test_who_came_by_the_code_is_counted_apart_from_who_registered(
    page: Visitor, meeting: Meeting
) -> None:
    page.client.force_login(small.person())
    group = small.registered(meeting, 1).group
    for number in (1, 2):
        Participant.objects.create(meeting=meeting, name=f"Inloper {number}", group=group)
    desk = page(f"/bijeenkomsten/{meeting.slug}/regie/")
    told = [" ".join(one.get_text().split()) for one in desk.select(".rooms li, .rows li")]
    assert any("2 deelnemers, 1 aangemeld" in text for text in told)
    assert any("2 binnen, 1 aangemeld" in text for text in told)


def test_a_draft_has_no_session(page: Visitor) -> None:
    draft = small.made(is_open=False)
    page.client.force_login(small.person())
    for path in ("mee/", "scherm/", "regie/", "binnen/"):
        page(f"/bijeenkomsten/{draft.slug}/{path}", status=404)


def test_who_comes_to_a_session_that_was_called_off_is_told_so(
    page: Visitor, meeting: Meeting, poll: Poll
) -> None:
    by = small.person()
    page.client.force_login(by)
    one = come_in(page, meeting)
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
    for path in ("mee/", "scherm/", "regie/", "regie/mensen/", "binnen/", "groep/", room, card):
        soup = page(f"{here}/{path}", status=HTTPStatus.GONE)
        assert "Dan hebt u hierover een e-mail gekregen." in soup.text
    assert page(f"/mee/{meeting.join_code}/", status=HTTPStatus.GONE).h1
    page(f"/en/meetings/{meeting.slug}/live/", status=HTTPStatus.GONE)
    of_leaders = (f"{room}stap/", "regie/onderdeel/", "regie/bericht/")
    for form in ("mee/hand/", card, f"{room}kaart/", *of_leaders):
        assert post(page, f"{here}/{form}", {"up": "1"}).status_code == HTTPStatus.GONE, form
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
    page.client.force_login(by)
    come_in(page, meeting, "")
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
    come_in(page, meeting)
    post(page, f"/bijeenkomsten/{meeting.slug}/mee/stem/{poll.pk}/", {"value": "0"})
    answer = post(page, f"/bijeenkomsten/{meeting.slug}/mee/weg/", {})
    assert "U bent uit de bijeenkomst" in answer.content.decode()
    assert not Participant.objects.exists()
    assert Vote.objects.count() == 1
    again = post(page, f"/bijeenkomsten/{meeting.slug}/mee/weg/", {})
    assert again.status_code == HTTPStatus.FOUND
