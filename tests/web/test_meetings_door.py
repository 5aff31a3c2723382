"""Guessing codes of sessions is slow, also from everywhere; who has the link comes in."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone
from tests.web import small_meeting as small
from tests.web.visitor import Visitor

from deelgenoot_web.accounts.origin import network_of
from deelgenoot_web.meetings import links
from deelgenoot_web.meetings.actions import director, purge
from deelgenoot_web.meetings.actions import meeting as meetings
from deelgenoot_web.meetings.allowance import Allowance
from deelgenoot_web.meetings.models import Meeting, Registration
from deelgenoot_web.meetings.views import joining

pytestmark = pytest.mark.django_db

WRONG = "222222222"
"""Nine times the same is drawn once in 134 million times."""


@pytest.fixture
def meeting() -> Meeting:
    meeting = small.made()
    meeting.may_walk_in = True
    meeting.save(update_fields=["may_walk_in"])
    return meeting


@pytest.fixture(autouse=True)
def brakes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Brakes that let go after an hour: many from one network, four from all, two of few."""
    for name, burst in (("GUESSES", 50), ("ALL_GUESSES", 4), ("FEW_GUESSES", 2), ("_TOLD", 1)):
        monkeypatch.setattr(joining, name, Allowance(per_second=1 / 3600, burst=burst))


def _status(code: str, address: str) -> int:
    return int(Client(REMOTE_ADDR=address).get(f"/mee/{code}/").status_code)


def _guess_from_everywhere() -> None:
    for number in range(4):
        assert _status(WRONG, f"198.51.100.{number}") == HTTPStatus.FOUND


def test_while_many_guess_each_network_may_try_few(
    meeting: Meeting, caplog: pytest.LogCaptureFixture
) -> None:
    _guess_from_everywhere()
    assert [_status(WRONG, "192.0.2.1") for _ in range(3)] == [302, 302, 429]
    assert _status(meeting.join_code, "192.0.2.1") == HTTPStatus.TOO_MANY_REQUESTS
    # Who types the right code elsewhere notices nothing; the log has one line.
    assert _status(meeting.join_code, "192.0.2.2") == HTTPStatus.OK
    lines = [record.getMessage() for record in caplog.records]
    assert [line for line in lines if not line.startswith("Too Many Requests")] == [
        "Many wrong codes of sessions: each network may try only few for now"
    ]


def test_a_hall_where_people_come_in_is_not_shut_by_their_typing_errors(meeting: Meeting) -> None:
    _guess_from_everywhere()
    typed = [WRONG, meeting.join_code] * 5
    assert [_status(code, "192.0.2.1") for code in typed] == [302, 200] * 5


def test_without_many_guesses_a_network_may_err_more_often(meeting: Meeting) -> None:
    assert [_status(WRONG, "192.0.2.1") for _ in range(3)] == [302] * 3
    assert _status(meeting.join_code, "192.0.2.1") == HTTPStatus.OK


def test_who_has_the_link_comes_in_whatever_others_guess(meeting: Meeting) -> None:
    _guess_from_everywhere()
    for _ in range(50):
        _status(WRONG, "192.0.2.1")
    link = links.joining(meeting)
    path = link[link.index("/mee/") :]
    hall = Client(REMOTE_ADDR="192.0.2.1")
    forged = f"/mee/{meeting.join_code}-AAAAAAAA/"
    assert hall.get(forged).status_code == HTTPStatus.TOO_MANY_REQUESTS
    page = hall.get(path)
    assert page.status_code == HTTPStatus.OK
    assert f'action="{path}"' in page.content.decode()
    assert hall.post(path, {"name": "Deelnemer 1"}).status_code == HTTPStatus.FOUND
    assert meeting.participants.count() == 1


def test_the_overview_gives_the_link(page: Visitor, meeting: Meeting) -> None:
    page.client.force_login(small.person())
    overview = page(f"/beheer/{meeting.slug}/")
    [link] = overview.select("a[href^='/mee/']")
    assert link["href"] == f"/mee/{links.door(meeting.join_code)}/"
    assert link.text == meeting.spoken_code


def test_a_forged_link_is_a_wrong_code(meeting: Meeting) -> None:
    answer = Client().get(f"/mee/{meeting.join_code}-AAAAAAAA/")
    assert answer["Location"] == "/mee/"
    assert _status(f"{WRONG}-", "192.0.2.1") == HTTPStatus.FOUND


def test_a_link_to_a_session_that_was_called_off_says_so(page: Visitor, meeting: Meeting) -> None:
    meetings.call_off(by=small.person(), meeting=meeting, now=small.NOW)
    assert page(f"/mee/{links.door(meeting.join_code)}/", status=HTTPStatus.GONE).h1


def test_every_way_into_a_session_whose_people_were_wiped_says_that_it_is_over(
    page: Visitor, meeting: Meeting
) -> None:
    small.registered(meeting, 1)
    meeting.registrations.update(shares_contact=True)
    link = links.token(meeting.registrations.get())
    purge.purge(meeting=meeting, now=small.NOW)
    page.client.force_login(small.person())
    ways = (f"/mee/{links.door(meeting.join_code)}/", f"/bijeenkomsten/{meeting.slug}/binnen/")
    for way in ways:
        [heading] = page(way, status=HTTPStatus.GONE).select("h1")
        assert heading.text == "Deze bijeenkomst is voorbij"
    assert page.last["Cache-Control"] == "private, no-store"
    buttons = (f"/aanmelding/{link}/mee/", f"/bijeenkomsten/{meeting.slug}/mee/leiding/")
    for button in (ways[0], *buttons):
        answer = page.client.post(button, {"name": "Deelnemer 2"})
        assert (answer.status_code, b"is voorbij" in answer.content) == (HTTPStatus.GONE, True)
    assert not meeting.participants.exists()


def test_the_way_in_of_the_invitation_does_not_give_the_code_away(
    page: Visitor, meeting: Meeting
) -> None:
    shown = page(f"/bijeenkomsten/{meeting.slug}/binnen/")
    assert shown.select_one("main .actions a")["href"] == "/mee/"  # type: ignore[index]
    assert meeting.join_code not in str(shown)


def test_a_provider_is_taken_together_where_few_may_be_tried() -> None:
    names = {network_of(f"2001:db8:7:{number:x}::1", 48) for number in range(9)}
    assert names == {"2001:db8:7::/48"}


def test_the_doors_of_a_session_that_ended_say_so_until_there_is_an_evaluation_to_fill_in(
    page: Visitor, meeting: Meeting
) -> None:
    Meeting.objects.update(closed_at=timezone.now(), current_item=meeting.programme.first())
    ways = (f"/mee/{links.door(meeting.join_code)}/", f"/bijeenkomsten/{meeting.slug}/binnen/")
    report = f"/bijeenkomsten/{meeting.slug}/verslag/"
    seen = []
    for changes in ({}, {"report_published_at": timezone.now(), "report_for": "public"}):
        Meeting.objects.update(**changes)
        for way in ways:
            shown = page(way, status=HTTPStatus.GONE)
            seen.append(
                (str(shown.h1 and shown.h1.text), bool(shown.select(f"a[href='{report}']")))
            )
    assert seen == [("Deze bijeenkomst is voorbij", is_there) for is_there in (0, 0, 1, 1)]
    assert page.client.post(ways[0], {"name": "Deelnemer 1"}).status_code == HTTPStatus.GONE
    assert not meeting.participants.exists()
    page.client.force_login(small.person())
    assert page(ways[1]).select("form[action$='/mee/leiding/']")
    page.client.logout()
    meeting.polls.filter(purpose="evaluation").update(state="open")
    assert [page.client.get(way).status_code for way in ways] == [200, 200]
    assert page.client.post(ways[0], {"name": "Deelnemer 1"}).status_code == HTTPStatus.FOUND
    meeting.polls.update(state="draft")
    assert page.client.get(ways[0]).status_code == HTTPStatus.FOUND, "who was inside comes back"


def test_a_session_that_runs_late_keeps_its_doors(page: Visitor, meeting: Meeting) -> None:
    one, now = small.registered(meeting, 1), timezone.now()
    own, overview = f"/aanmelding/{links.token(one)}/", f"/beheer/{meeting.slug}/"
    invitation = f"/bijeenkomsten/{meeting.slug}/"
    page.client.force_login(small.person())
    doors = [f"/bijeenkomsten/{meeting.slug}/{end}/" for end in ("regie", "scherm", "presenteren")]
    item = meeting.programme.first()
    seen = []
    for minutes, is_begun in ((10, True), (10, False), (600, True)):
        Meeting.objects.update(
            starts_at=now - timedelta(days=1),
            ends_at=now - timedelta(minutes=minutes),
            current_item=item if is_begun else None,
        )
        mine, theirs = page(own), page(overview)
        seen.append(
            (
                "is geweest" in mine.text,
                bool(mine.select("form[action$='/mee/']")),
                [door for door in doors if theirs.select(f"main .actions a[href='{door}']")],
            )
        )
        assert ("is geweest" in page(invitation).text) == ("is geweest" in mine.text)
    assert seen == [(False, True, doors), (True, False, []), (True, False, doors)]


@pytest.mark.parametrize("state", ["asked", "waiting"])
def test_who_has_no_place_hears_that_a_session_was_only_when_it_runs_no_more(
    page: Visitor, meeting: Meeting, state: str
) -> None:
    one, now = small.registered(meeting, 1), timezone.now()
    Registration.objects.update(state=state, name="", group=None)
    Meeting.objects.update(
        starts_at=now - timedelta(hours=2),
        ends_at=now - timedelta(minutes=10),
        current_item=meeting.programme.first(),
    )
    own = f"/aanmelding/{links.token(one)}/"
    late = page(own).text
    assert ("U had nog geen plaats." in late, "is geweest" in late) == (True, False)
    Meeting.objects.update(closed_at=now)
    assert "De bijeenkomst is geweest. U had geen plaats." in page(own).text


def test_a_report_before_the_end_does_not_say_that_the_session_was(
    page: Visitor, meeting: Meeting
) -> None:
    one = small.registered(meeting, 1)
    Meeting.objects.update(report_published_at=timezone.now())
    own = page(f"/aanmelding/{links.token(one)}/").text
    assert ("staan in het verslag" in own, "is geweest" in own) == (True, False)


def test_ending_asks_first_and_is_taken_back_within_an_hour(
    page: Visitor, meeting: Meeting
) -> None:
    by, now = small.person(), timezone.now()
    page.client.force_login(by)
    desk = f"/bijeenkomsten/{meeting.slug}/regie/"
    last = meeting.programme.last()
    assert last
    director.go_to(by=by, meeting=meeting, item=last, now=now)
    [button] = page(desk).select("button[name=close]")
    assert button.find_parent("details")
    assert button.find_parent("details").get("open") is None  # type: ignore[union-attr]

    page.client.post(f"{desk}onderdeel/", {"close": "1"})
    assert page(desk).select("button[name=close]") == []
    assert page(desk).select("button[name=reopen]")
    page.client.post(f"{desk}onderdeel/", {"reopen": "1"})
    meeting.refresh_from_db()
    assert (meeting.closed_at, meeting.current_item) == (None, last)

    director.close(by=by, meeting=meeting, now=timezone.now() - timedelta(minutes=61))
    assert page(desk).select("button[name=reopen]"), "it was only tried out"
    just_now = timezone.now()
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=just_now - timedelta(hours=2))
    for wiped in ({}, {"closed_at": just_now, "purged_at": just_now}):
        Meeting.objects.filter(pk=meeting.pk).update(**wiped)
        assert page(desk).select("button[name=reopen]") == []
        for late in ({"reopen": "1"}, {"item": last.pk}):
            answer = page.client.post(f"{desk}onderdeel/", late)
            assert answer.status_code == 409
            assert "meer: de bijeenkomst is al langer dan een uur" in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.closed_at
