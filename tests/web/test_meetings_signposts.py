"""The bars on top of the pages of a session: where to be now, whatever page somebody is on."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.utils import timezone
from tests.web import small_meeting as small
from tests.web.raw import texts
from tests.web.visitor import Visitor

from deelgenoot_web.meetings import bell, links
from deelgenoot_web.meetings.actions import director, joining, polls
from deelgenoot_web.meetings.models import Card, Meeting, Participant, Poll, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    meeting = small.made()
    meeting.may_walk_in = True
    meeting.save()
    return meeting


@pytest.fixture
def pages(page: Visitor, meeting: Meeting) -> dict[str, str]:
    """Come in on the device of `page`; the addresses where somebody may be, by name."""
    registration = small.registered(meeting, 1)
    token = links.token(registration)
    page.client.post(f"/aanmelding/{token}/mee/")
    group = Participant.objects.get().group
    assert group
    card = Card.objects.create(group=group, text="Zorg", kind="challenge", position=0)
    here = f"/bijeenkomsten/{meeting.slug}"
    board = f"{here}/groep/{group.position + 1}/"
    return {
        "plenary": f"{here}/mee/",
        "board": board,
        "card": f"{board}kaart/{card.pk}/",
        "personal": f"/aanmelding/{token}/",
        "talks": f"{here}/mee/tweetallen/",
    }


def _begin(meeting: Meeting, kind: str) -> None:
    item = meeting.programme.filter(kind=kind).last()
    assert item
    director.go_to(by=small.person(), meeting=meeting, item=item, now=timezone.now())


def _open_poll(meeting: Meeting, purpose: str = "closing") -> Poll:
    poll = Poll.objects.create(
        meeting=meeting,
        position=90,
        kind="choice",
        purpose=purpose,
        question="Wat eerst?",
        options=["Wonen", "Werk"],
    )
    polls.put_to_vote(by=small.person(), poll=poll, now=timezone.now())
    return poll


def _ways(page: Visitor, address: str) -> dict[str, str]:
    """The bars on a page that lead away from it: where to, by what they are of."""
    soup = page(address)
    [bars] = soup.select("[data-here]")
    here = str(bars["data-here"]).split()
    all_bars = bars.select("[data-to]")
    return {str(one["data-to"]): str(one["href"]) for one in all_bars if one["data-to"] not in here}


def test_the_closing_vote_is_one_tap_away_from_every_page(
    page: Visitor, meeting: Meeting, pages: dict[str, str]
) -> None:
    _begin(meeting, "plenary")
    poll = _open_poll(meeting)
    question = f"{pages['plenary']}#vraag-{poll.pk}"
    for name, address in pages.items():
        assert _ways(page, address)["question"] == question, name
    assert page(question).select_one(f"#vraag-{poll.pk}")
    polls.close(by=small.person(), poll=poll, now=timezone.now())
    for address in pages.values():
        assert "question" not in _ways(page, address)


@pytest.mark.parametrize(
    ("kind", "to", "without"), [("plenary", "plenary", "plenary"), ("groups", "groups", "board")]
)
def test_what_begins_is_one_tap_away_from_where_it_is_not(  # noqa: PLR0913, PLR0917 - fixtures
    page: Visitor, meeting: Meeting, pages: dict[str, str], kind: str, to: str, without: str
) -> None:
    assert [_ways(page, address) for address in pages.values()] == [{}] * len(pages)
    _begin(meeting, kind)
    at_board = {"board", "card"} if without == "board" else {"plenary"}
    for name, address in pages.items():
        ways = _ways(page, address)
        assert set(ways) == (set() if name in at_board else {to}), name
        if ways:
            target = page.client.get(ways[to])
            leads_to = target["Location"] if target.status_code == HTTPStatus.FOUND else ways[to]
            assert leads_to == pages["board" if to == "groups" else "plenary"]


def test_a_break_and_an_evaluation_are_called_what_they_are(
    page: Visitor, meeting: Meeting, pages: dict[str, str]
) -> None:
    _begin(meeting, "break")
    assert "Het is pauze:" in page(pages["board"]).text
    _open_poll(meeting, "evaluation")
    director.close(by=small.person(), meeting=meeting, now=timezone.now())
    bar = page(pages["board"]).select_one("[data-to=question]")
    assert bar
    assert "De evaluatie staat open:" in bar.text
    assert set(_ways(page, pages["board"])) == {"question"}


def test_a_message_stands_in_the_bars_of_every_page(
    page: Visitor, meeting: Meeting, pages: dict[str, str]
) -> None:
    group = Participant.objects.get().group
    director.say(by=small.person(), meeting=meeting, text="Nog vijf minuten", group=None)
    director.say(by=small.person(), meeting=meeting, text="Wie schrijft?", group=group)
    for name, address in pages.items():
        texts = [one.text for one in page(address).select("[data-here] .notice--said")]
        assert len(texts) == 2, name
        assert "Nog vijf minuten" in texts[0]
        assert "Wie schrijft?" in texts[1]


def test_somebody_without_a_group_is_not_sent_to_it(page: Visitor, meeting: Meeting) -> None:
    page.client.post(f"/mee/{meeting.join_code}/", {"name": "Deelnemer 1", "municipality": ""})
    plenary = f"/bijeenkomsten/{meeting.slug}/mee/"
    _begin(meeting, "groups")
    assert _ways(page, plenary) == {}
    assert page.client.get(f"/bijeenkomsten/{meeting.slug}/groep/")["Location"] == plenary


def test_who_leads_a_group_comes_there_and_back(page: Visitor, meeting: Meeting) -> None:
    group = meeting.groups.all()[2]
    page.client.force_login(small.role(meeting, Role.Kind.FACILITATOR, "g@voorbeeld.nl", group))
    here = f"/bijeenkomsten/{meeting.slug}"
    assert page.client.get(f"{here}/groep/")["Location"] == f"{here}/groep/3/"
    _begin(meeting, "plenary")
    assert _ways(page, f"{here}/groep/3/") == {"plenary": f"{here}/mee/"}
    # Before the groups their leaders may begin the steps; after them these are past.
    assert page(f"{here}/groep/3/").select("[data-to=plenary][data-after=groups]")
    first = meeting.programme.all()[0]
    director.go_to(by=small.person(), meeting=meeting, item=first, now=timezone.now())
    assert not page(f"{here}/groep/3/").select("[data-after]")


def test_the_personal_page_on_another_device_leads_in_while_the_session_is_on(
    page: Visitor, meeting: Meeting
) -> None:
    meeting.starts_at = timezone.now()
    meeting.ends_at = meeting.starts_at + timedelta(hours=2)
    meeting.save()
    registration = small.registered(meeting, 1)
    joining.join_registered(registration=registration)
    own = f"/aanmelding/{links.token(registration)}/"
    assert texts(page(own), "form.signposts strong") == ["De deur is open."]
    _begin(meeting, "plenary")
    personal = page(own)
    bar = personal.select_one("form.signposts")
    assert bar
    assert "De bijeenkomst is bezig." in bar.text
    assert bar["action"] == f"/aanmelding/{links.token(registration)}/mee/"
    assert personal.select("[data-screen]") == []


def test_every_screen_hears_that_a_question_opens_and_closes(
    meeting: Meeting, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(bell, "_listeners", [lambda _meeting, topics: heard.extend(topics)])
    with django_capture_on_commit_callbacks(execute=True):
        poll = _open_poll(meeting)
    assert "hall" in heard
    heard.clear()
    with django_capture_on_commit_callbacks(execute=True):
        polls.close(by=small.person(), poll=poll, now=timezone.now())
    assert "hall" in heard
