"""People who lead: the letters they get, and who takes over when nobody leads a group."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from tests.web import small_meeting as small
from tests.web.visitor import Visitor

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.letters.models import Letter
from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.actions import joining, leading, presence, purge, reminders
from deelgenoot_web.meetings.actions import meeting as meetings
from deelgenoot_web.meetings.models import Group, Meeting, Role
from deelgenoot_web.meetings.queries.workspace import standings
from deelgenoot_web.meetings.views import who

pytestmark = pytest.mark.django_db
FACILITATOR, PRESENTER = "gespreksleider@voorbeeld.nl", "presentator@voorbeeld.nl"


@pytest.fixture
def meeting() -> Meeting:
    meeting = small.made()
    groups = list(meeting.groups.all())
    small.role(meeting, Role.Kind.FACILITATOR, FACILITATOR, groups[0])
    leader = small.role(meeting, Role.Kind.PRESENTER, PRESENTER)
    Role.objects.create(meeting=meeting, person=leader, kind="facilitator", group=groups[1])
    return meeting


def _letters(words: str) -> list[str]:
    letters = Letter.objects.filter(subject__startswith=words, key__contains=":leader:")
    return sorted(letters.values_list("to", flat=True))


def test_everybody_who_leads_hears_of_a_new_time_once(meeting: Meeting) -> None:
    by = small.person()
    later = meeting.starts_at + timedelta(minutes=30)
    meetings.change(by=by, meeting=meeting, now=small.NOW, starts_at=later)
    assert _letters("De bijeenkomst is gewijzigd") == [FACILITATOR, PRESENTER]
    letter = Letter.objects.get(to=FACILITATOR)
    assert "10.30 tot" in letter.text
    assert "/inloggen/" in letter.text
    meetings.change(by=by, meeting=meeting, now=small.NOW, intro="Anders")
    assert len(_letters("De bijeenkomst is gewijzigd")) == 2


def test_who_leads_hears_that_it_is_off(meeting: Meeting) -> None:
    meetings.call_off(by=small.person(), meeting=meeting, now=small.NOW)
    assert _letters("De bijeenkomst gaat niet door") == [FACILITATOR, PRESENTER]


def test_who_leads_hears_of_a_draft_what_the_letter_of_the_role_made_known(
    meeting: Meeting,
) -> None:
    by, kind = small.person(), Role.Kind.ORGANISER
    Meeting.objects.update(state=Meeting.State.DRAFT)
    leading.give(by=by, meeting=meeting, email="collega@voorbeeld.nl", kind=kind, group=None)
    assert "10.00 tot" in Letter.objects.get(to="collega@voorbeeld.nl").text
    meeting.refresh_from_db()
    others = ["collega@voorbeeld.nl", FACILITATOR, PRESENTER]
    later = meeting.starts_at + timedelta(minutes=30)
    meetings.change(by=by, meeting=meeting, now=small.NOW, starts_at=later)
    assert _letters("De bijeenkomst is gewijzigd") == others
    meetings.delete_draft(by=by, meeting=meeting, now=small.NOW)
    assert _letters("De bijeenkomst gaat niet door") == others
    assert not Meeting.objects.exists()


def test_who_leads_hears_that_a_draft_is_off(meeting: Meeting) -> None:
    Meeting.objects.update(state=Meeting.State.DRAFT)
    meetings.call_off(by=small.person(), meeting=meeting, now=small.NOW)
    assert _letters("De bijeenkomst gaat niet door") == [FACILITATOR, PRESENTER]


def test_a_draft_of_which_the_day_is_past_is_deleted_without_a_letter(meeting: Meeting) -> None:
    Meeting.objects.update(state=Meeting.State.DRAFT)
    after = meeting.ends_at + timedelta(days=1)
    meetings.delete_draft(by=small.person(), meeting=meeting, now=after)
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("days", "told"), [(30, [FACILITATOR, PRESENTER]), (0, [])], ids=["to come", "past"]
)
def test_who_leads_hears_of_the_new_day_of_a_draft_of_which_the_day_is_past(
    meeting: Meeting, days: int, told: list[str]
) -> None:
    Meeting.objects.update(state=Meeting.State.DRAFT)
    meeting.refresh_from_db()
    moved = timedelta(days=days, minutes=30)
    day = {"starts_at": meeting.starts_at + moved, "ends_at": meeting.ends_at + moved}
    after = meeting.ends_at + timedelta(days=1)
    meetings.change(by=small.person(), meeting=meeting, now=after, **day)
    assert _letters("De bijeenkomst is gewijzigd") == told


def test_letters_about_a_template_name_no_time_and_a_change_of_it_is_told_to_nobody(
    meeting: Meeting,
) -> None:
    by, kind = small.person(), Role.Kind.ORGANISER
    Meeting.objects.update(state=Meeting.State.DRAFT, is_template=True)
    meeting.refresh_from_db()
    leading.give(by=by, meeting=meeting, email="collega@voorbeeld.nl", kind=kind, group=None)
    letter = Letter.objects.get()
    assert meeting.title in letter.subject
    assert "/inloggen/" in letter.text
    assert " uur" not in letter.text
    assert "2026" not in letter.text
    later = meeting.starts_at + timedelta(minutes=30)
    meetings.change(by=by, meeting=meeting, now=small.NOW, starts_at=later)
    meetings.delete_draft(by=by, meeting=meeting, now=small.NOW)
    assert Letter.objects.count() == 1


def test_who_leads_is_reminded_twice_and_each_time_once(meeting: Meeting) -> None:
    everybody = sorted([FACILITATOR, PRESENTER, small.person().email])
    assert reminders.remind_due(meeting.starts_at - timedelta(days=3)) == 0
    assert _letters("Herinnering") == []
    for before in (timedelta(days=2), timedelta(hours=30)):
        reminders.remind_due(meeting.starts_at - before)
        assert _letters("Herinnering") == everybody
    for _twice in range(2):
        reminders.remind_due(meeting.starts_at - timedelta(minutes=59))
        assert _letters("Herinnering") == sorted(everybody * 2)


def test_a_group_without_a_leader_is_flagged_once_people_come(
    page: Visitor, meeting: Meeting
) -> None:
    page.client.force_login(small.person())

    def flags() -> tuple[list[str], list[str]]:
        [standing] = standings([Meeting.objects.get(pk=meeting.pk)], small.NOW)
        words = [one.words for one in standing.concerns if one.where == "leaders"]
        rooms = page(f"/bijeenkomsten/{meeting.slug}/regie/").select(".rooms > li:has(.flag)")
        return words, [room.a.text for room in rooms if room.a]

    assert flags() == ([], [])
    group = small.registered(meeting, 1).group
    assert group
    assert flags() == ([f"Nog geen gespreksleider voor: {group.name}."], [group.name])
    led = meeting.groups.all()[0]
    led.joined_into = group
    led.save()
    assert flags() == ([], [])


def test_another_takes_over_in_one_click_from_the_list_of_people(
    page: Visitor, meeting: Meeting
) -> None:
    page.client.force_login(small.person())
    Meeting.objects.filter(pk=meeting.pk).update(may_walk_in=True)
    meeting.refresh_from_db()
    one = joining.join_registered(registration=small.registered(meeting, 1))
    by_code = joining.walk_in(meeting=meeting, name="Inloper", gm_code=small.HEERLEN)
    assert one.group
    people = f"/bijeenkomsten/{meeting.slug}/regie/mensen/"
    [button] = page(people).select("form[action$='/leidt/'] button")
    assert " ".join(button.text.split()) == "Laat Deelnemer 1 leiden"
    assert page(people).select_one(f"#groep-{one.group.pk}")

    page.client.post(f"{people}{one.pk}/leidt/")

    role = Role.objects.get(person__email="deelnemer1@voorbeeld.nl")
    assert (role.kind, role.group) == ("facilitator", one.group)
    assert Letter.objects.filter(to="deelnemer1@voorbeeld.nl", key__contains=":role:").count() == 1
    assert page(people).select("form[action$='/leidt/']") == []
    assert page.client.post(f"{people}{by_code.pk}/leidt/").status_code == 422
    stranger = Client()
    assert stranger.post(f"{people}{one.pk}/leidt/").status_code == 403
    with pytest.raises(leading.NoAddressError):
        leading.let_lead(by=small.person(), participant=by_code)


def test_who_takes_over_reads_on_the_phone_that_the_link_in_the_letter_is_all_it_takes(
    page: Visitor, meeting: Meeting, django_capture_on_commit_callbacks: Any
) -> None:
    one = joining.join_registered(registration=small.registered(meeting, 1))
    assert one.group
    page.client.cookies.update(who.remember(HttpResponse(), one).cookies)
    room = f"/bijeenkomsten/{meeting.slug}/groep/{one.group.position + 1}/"
    screens = (room, f"/bijeenkomsten/{meeting.slug}/mee/")
    heard: list[str] = []
    bell.listen(lambda _meeting, topics: heard.extend(topics))

    def links() -> list[str]:
        return [str(a["href"]) for path in screens for a in page(path).select("[href*=next]")]

    assert links() == []
    with django_capture_on_commit_callbacks(execute=True):
        leading.let_lead(by=small.person(), participant=one)
    assert f"who:{one.pk}" in heard, "open screens load anew"
    assert links() == [f"/inloggen/?next={room}"] * 2
    page.client.force_login(Person.objects.get(email=one.email))
    assert links() == []
    assert page(room).select_one("#oogst-zinnen")


@dataclass(frozen=True)
class LedGroup:
    """A group with two people and one leader, in a session that begins in a minute."""

    meeting: Meeting
    group: Group
    leader: Person

    def flags(self, at: datetime) -> list[str]:
        """What the overview says of people who lead and are not there."""
        [standing] = standings([Meeting.objects.get(pk=self.meeting.pk)], at)
        return [one.words for one in standing.concerns if one.where == "people"]


@pytest.fixture
def led(meeting: Meeting) -> LedGroup:
    starts_at = timezone.now() + timedelta(minutes=16)
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=2)
    )
    registered = [small.registered(meeting, number) for number in (1, 2)]
    group = registered[0].group
    assert group
    leader = small.role(meeting, Role.Kind.FACILITATOR, "weg@voorbeeld.nl", group)
    return LedGroup(meeting, group, leader)


def test_a_leader_who_is_gone_is_flagged_from_a_quarter_before_the_beginning(
    led: LedGroup,
) -> None:
    now = timezone.now()
    flag = f"De gespreksleider is er niet: {led.group.name}."
    assert led.flags(now) == []
    soon = now + timedelta(minutes=1)
    assert led.flags(soon) == [flag]
    presence.notice(meeting=led.meeting.pk, people=[led.leader.pk], now=soon)
    assert led.flags(soon + timedelta(seconds=60)) == []
    assert led.flags(soon + timedelta(seconds=61)) == [flag]
    Meeting.objects.filter(pk=led.meeting.pk).update(closed_at=soon)
    assert led.flags(soon + timedelta(hours=1)) == []


def test_the_desk_flags_a_missing_leader_until_their_room_is_open(
    page: Visitor, led: LedGroup
) -> None:
    Meeting.objects.filter(pk=led.meeting.pk).update(starts_at=timezone.now())

    def is_flagged() -> bool:
        page.client.force_login(small.person())
        desk = page(f"/bijeenkomsten/{led.meeting.slug}/regie/")
        flags = [flag.text for flag in desk.select(".rooms .flag") if led.group.name in flag.text]
        assert all("De gespreksleider is er niet." in flag for flag in flags)
        return bool(flags)

    assert is_flagged()
    page.client.force_login(led.leader)
    page(f"/bijeenkomsten/{led.meeting.slug}/groep/{led.group.position + 1}/")
    assert not is_flagged()


def test_when_somebody_led_is_forgotten_with_the_people(led: LedGroup) -> None:
    presence.notice(meeting=led.meeting.pk, people=[led.leader.pk], now=timezone.now())
    assert Role.objects.exclude(seen_at=None).get().person == led.leader
    purge.purge(meeting=led.meeting, now=timezone.now())
    presence.notice(meeting=led.meeting.pk, people=[led.leader.pk], now=timezone.now())
    assert not Role.objects.exclude(seen_at=None).exists()


def test_who_lowers_a_hand_without_scripts_goes_on_where_they_lead(meeting: Meeting) -> None:
    group = meeting.groups.all()[0]
    ways = []
    for email in (FACILITATOR, small.person().email):
        raised = meeting.participants.create(name="Anna", group=group, hand_raised_at=small.NOW)
        client = Client()
        client.force_login(Person.objects.get(email=email))
        address = f"/bijeenkomsten/{meeting.slug}/regie/hand/{raised.pk}/"
        answer = client.post(address, follow=True)
        raised.refresh_from_db()
        ways.append((answer.request["PATH_INFO"], answer.status_code, raised.hand_raised_at))
    here = f"/bijeenkomsten/{meeting.slug}/"
    assert ways == [(f"{here}groep/1/", 200, None), (f"{here}regie/", 200, None)]
