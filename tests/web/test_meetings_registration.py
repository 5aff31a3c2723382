"""Signing up: a place or the waiting list, the right group, letters and calendars that follow."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.urls import reverse
from django.utils.formats import date_format
from icalendar import Calendar
from pytest_django import Settings
from tests.web.small_meeting import HEERLEN, NOW, STARTS, VEERE, made, person, registered
from tests.web.visitor import Visitor

from deelgenoot.errors import UnknownArea
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.letters.models import Letter
from deelgenoot_web.meetings import bell, links, notes
from deelgenoot_web.meetings.actions import joining, purge, together
from deelgenoot_web.meetings.actions import meeting as meetings
from deelgenoot_web.meetings.actions import registration as registrations
from deelgenoot_web.meetings.actions.registration import Details
from deelgenoot_web.meetings.actions.reminders import remind_due
from deelgenoot_web.meetings.edits import Edit, mark
from deelgenoot_web.meetings.forms.plain import plain_line
from deelgenoot_web.meetings.models import Meeting, Participant, Registration
from deelgenoot_web.meetings.placing import cluster_of, code_of

pytestmark = pytest.mark.django_db
State = Registration.State


def _states(meeting: Meeting) -> list[str]:
    return [one.state for one in meeting.registrations.order_by("registered_at")]


def _group(registration: Registration) -> str | None:
    registration.refresh_from_db()
    return registration.group.archetype if registration.group else None


def test_a_meeting_of_the_pattern_has_the_programme_of_two_hours_and_a_group_per_cluster() -> None:
    one = made()
    assert [item.minutes for item in one.programme.all()] == [5, 50, 5, 40, 20]
    assert one.ends_at - one.starts_at == timedelta(hours=2)
    assert one.groups.count() == 7
    assert sum(step["minutes"] for step in one.programme.get(kind="groups").script) == 40


def test_the_group_follows_from_the_cluster_of_the_municipality() -> None:
    one = registered(made(), 1, HEERLEN)
    assert _group(one) == release().typology.members[HEERLEN].cluster


def test_a_municipality_outside_the_study_goes_to_the_nearest_cluster() -> None:
    one = registered(made(), 1, "GM0344")  # Utrecht
    assert _group(one) == cluster_of("middelgroot", "GM0344")


def test_without_a_municipality_there_is_no_group_until_somebody_places() -> None:
    meeting = made()
    one = registered(meeting, 1, "")
    assert _group(one) is None
    there = meeting.groups.get(archetype="werkstad")
    registrations.place(by=person(), registration=one, group=there)
    assert _group(one) == "werkstad"


def test_placed_by_hand_stays_when_the_municipality_changes_and_goes_back_when_asked() -> None:
    meeting = made()
    one = registered(meeting, 1)
    registrations.place(
        by=person(), registration=one, group=meeting.groups.get(archetype="werkstad")
    )
    registrations.change(registration=one, details=Details("Deelnemer 1", VEERE))
    assert _group(one) == "werkstad"
    registrations.place(by=person(), registration=one, group=None)
    assert _group(one) == cluster_of("middelgroot", VEERE)


def test_a_full_meeting_has_a_waiting_list_that_asks_no_name() -> None:
    meeting = made(capacity=1)
    registered(meeting, 1)
    waits = registered(meeting, 2)
    assert _states(meeting) == [State.CONFIRMED, State.WAITING]
    assert (waits.name, waits.gm_code, waits.group) == ("", "", None)


def test_who_signs_off_gives_the_place_to_the_first_who_waits() -> None:
    meeting = made(capacity=1)
    first, second, third = (registered(meeting, number) for number in (1, 2, 3))
    registrations.cancel(registration=first, now=NOW)
    assert _states(meeting) == [State.CANCELLED, State.CONFIRMED, State.WAITING]
    assert Letter.objects.filter(key__endswith=":moved-up").count() == 1
    second.refresh_from_db()
    assert second.state == State.CONFIRMED
    assert third.state == State.WAITING


def test_signing_off_twice_frees_one_place_only() -> None:
    meeting = made(capacity=1)
    first = registered(meeting, 1)
    registered(meeting, 2)
    registered(meeting, 3)
    registrations.cancel(registration=first, now=NOW)
    registrations.cancel(registration=first, now=NOW)
    assert _states(meeting) == [State.CANCELLED, State.CONFIRMED, State.WAITING]


def test_nobody_overtakes_who_waits() -> None:
    meeting = made(capacity=1)
    first = registered(meeting, 1)
    registered(meeting, 2)
    first.delete()  # a row lost outside the actions: there is a place, and somebody waits for it
    registered(meeting, 3)
    assert _states(meeting) == [State.WAITING, State.WAITING]
    registrations.fill_places(meeting=meeting, now=NOW)
    assert _states(meeting) == [State.CONFIRMED, State.WAITING]


def test_who_comes_back_after_signing_off_joins_the_end_of_the_line() -> None:
    meeting = made(capacity=1)
    first = registered(meeting, 1)
    registered(meeting, 2)
    registrations.cancel(registration=first, now=NOW)
    registered(meeting, 3)
    again = registrations.register(
        meeting=meeting,
        email=first.email,
        language="nl",
        details=None,
        now=NOW + timedelta(minutes=9),
    )
    assert (again.pk, again.state) == (first.pk, State.WAITING)
    assert meeting.registrations.order_by("registered_at").last() == again


def test_registering_twice_keeps_the_place_and_mails_the_same_link() -> None:
    meeting = made()
    first = registered(meeting, 1)
    second = registrations.register(
        meeting=meeting,
        email=" DEELNEMER1@voorbeeld.nl",
        language="nl",
        details=Details(name="Iemand anders", gm_code=VEERE),
        now=NOW + timedelta(hours=1),
    )
    assert (second.pk, second.name, second.gm_code) == (first.pk, "Deelnemer 1", HEERLEN)
    texts = Letter.objects.filter(to=first.email).values_list("text", flat=True)
    assert len(texts) == 2
    assert all(links.personal(first) in text for text in texts)


def test_joined_groups_take_everybody_along_and_part_again() -> None:
    meeting = made()
    one, other = registered(meeting, 1, HEERLEN), registered(meeting, 2, VEERE)
    small, large = one.group, other.group
    assert small
    assert large
    together.join(by=person(), group=small, into=large)
    assert _group(one) == large.archetype
    assert registered(meeting, 3, HEERLEN).group == large
    small.refresh_from_db()
    together.part(by=person(), group=small)
    assert _group(one) == small.archetype
    assert _group(other) == large.archetype


def test_moving_somebody_moves_who_already_joined() -> None:
    meeting = made()
    one = registered(meeting, 1)
    there = meeting.groups.get(archetype="voorstad")
    joined = Participant.objects.create(meeting=meeting, registration=one, group=one.group)
    registrations.place(by=person(), registration=one, group=there)
    joined.refresh_from_db()
    assert joined.group == there


@pytest.mark.parametrize(
    "go",
    [
        lambda one: registrations.forget(registration=one.registration, now=NOW),
        lambda one: registrations.cancel(registration=one.registration, now=NOW),
        lambda one: joining.leave(participant=one),
        lambda one: purge.purge(meeting=one.meeting, now=NOW),
    ],
    ids=["forget", "cancel", "leave", "purge"],
)
def test_who_goes_has_no_screen_left_that_follows(
    go: Callable[[Participant], None], django_capture_on_commit_callbacks: Any
) -> None:
    inside = joining.join_registered(registration=registered(made(), 1))
    theirs = f"{bell.WHO}{inside.pk}"
    heard: list[str] = []
    bell.listen(lambda _meeting, topics: heard.extend(topics))
    with django_capture_on_commit_callbacks(execute=True):
        go(inside)
    assert theirs in heard


def test_forgetting_leaves_nothing_of_somebody() -> None:
    meeting = made(capacity=1)
    one = registered(meeting, 1)
    Participant.objects.create(meeting=meeting, registration=one, name=one.name)
    registered(meeting, 2)
    registrations.forget(registration=one, now=NOW)
    assert _states(meeting) == [State.CONFIRMED]
    assert not Participant.objects.exists()


def test_what_cannot_be_undone_is_asked_for_twice(page: Visitor) -> None:
    one = registered(made(), 1)
    soup = page(reverse("meetings:personal", args=[links.token(one)]))
    form = soup.select_one("form[action$='/wissen/']")
    assert form is not None
    fold = form.find_parent("details")
    assert fold is not None
    assert not fold.has_attr("open")
    assert "kan niet ongedaan worden gemaakt" in form.text
    assert page.client.post(str(form["action"])).status_code == 200
    assert not Registration.objects.exists()


@pytest.mark.parametrize("forged", ["", "1", "1-", "x-y", "9" * 40 + "-a", "0-" + "a" * 43, "1-é"])
def test_a_forged_personal_link_leads_to_nobody(forged: str) -> None:
    registered(made(), 1)
    assert links.registration_of(forged) is None


def test_a_personal_link_leads_to_its_own_registration_until_it_is_withdrawn() -> None:
    one = registered(made(), 1)
    written = links.token(one)
    assert links.registration_of(written) == one
    assert links.registration_of(written.replace(f"{one.pk}-", f"{one.pk + 1}-")) is None
    one.nonce = "another"
    one.save()
    assert links.registration_of(written) is None


def _call_off(meeting: Meeting) -> None:
    meetings.call_off(by=person(), meeting=meeting, now=NOW)


def _end(meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(closed_at=NOW)


@pytest.mark.parametrize("stop", [_call_off, _end], ids=["called off", "over"])
def test_nobody_moves_up_or_is_confirmed_once_a_meeting_is_called_off_or_over(
    stop: Callable[[Meeting], None],
) -> None:
    meeting = made(capacity=2)
    first, second, _third = (registered(meeting, number) for number in (1, 2, 3))
    asked = registrations.ask(
        meeting=meeting, email="a@voorbeeld.nl", language="nl", details=None, now=NOW
    )
    stop(meeting)
    n_letters = Letter.objects.count()
    registrations.cancel(registration=first, now=NOW)
    registrations.forget(registration=second, now=NOW)
    registrations.confirm(registration=asked, now=NOW)
    edit = Edit({"capacity": 9}, mark({"capacity": 2}))
    meetings.revise(by=person(), meeting=meeting, edit=edit, now=NOW)
    states = set(meeting.registrations.values_list("email", "state"))
    assert states == {
        (first.email, State.CANCELLED),
        ("deelnemer3@voorbeeld.nl", State.WAITING),
        (asked.email, State.ASKED),
    }
    assert Letter.objects.count() == n_letters


def _ask(meeting: Meeting, after: timedelta) -> Registration:
    details = Details(name="Deelnemer 1", gm_code=HEERLEN)
    return registrations.ask(
        meeting=meeting, email="a@voorbeeld.nl", language="nl", details=details, now=NOW + after
    )


def test_the_days_to_confirm_count_from_the_last_letter_of_which_an_hour_has_one() -> None:
    meeting = made()
    hour, late = timedelta(hours=1), timedelta(days=Registration.DAYS_TO_CONFIRM)
    n_letters = []
    # The second is within the hour, and yet past the full one on the clock.
    for after in (timedelta(minutes=50), timedelta(minutes=70), late, late + hour):
        asked = _ask(meeting, after)
        n_letters.append(Letter.objects.count())
    assert n_letters == [1, 1, 2, 3]
    purge.forget_unconfirmed(NOW + late + late)
    assert registrations.confirm(registration=asked, now=NOW + late + late).state == "confirmed"


def _event(letter: Letter | None) -> tuple[str, Any]:
    assert letter
    calendar = Calendar.from_ical(letter.attachment_text)
    (event,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), event


def test_a_change_of_time_reaches_calendars_by_the_same_uid_and_a_higher_sequence() -> None:
    meeting = made()
    one = registered(meeting, 1)
    later, ends = STARTS + timedelta(hours=1), STARTS + timedelta(hours=3)
    meetings.change(by=person(), meeting=meeting, now=NOW, starts_at=later, ends_at=ends)
    first, second = Letter.objects.filter(to=one.email).order_by("pk")
    (method, before), (again, after) = _event(first), _event(second)
    assert (method, again) == ("REQUEST", "REQUEST")
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert (before["DTSTART"].dt, after["DTSTART"].dt) == (STARTS, later)
    assert [alarm["TRIGGER"].dt for alarm in after.walk("VALARM")] == [timedelta(minutes=-15)]


def test_signing_off_and_calling_off_reach_calendars_as_cancelled() -> None:
    meeting = made()
    first, second = registered(meeting, 1), registered(meeting, 2)
    registrations.cancel(registration=first, now=NOW)
    meetings.call_off(by=person(), meeting=meeting, now=NOW)
    for address in (first.email, second.email):
        method, event = _event(Letter.objects.filter(to=address).order_by("pk").last())
        assert (method, str(event["STATUS"])) == ("CANCEL", "CANCELLED")


def test_only_who_has_a_place_gets_it_in_a_calendar_and_out_of_it() -> None:
    meeting = made(capacity=1)
    registered(meeting, 1)
    waits, signs_off = registered(meeting, 2), registered(meeting, 3)
    later = STARTS + timedelta(hours=3)
    meetings.change(by=person(), meeting=meeting, now=NOW, ends_at=later)
    registrations.cancel(registration=signs_off, now=NOW)
    meetings.call_off(by=person(), meeting=meeting, now=NOW)
    letters = Letter.objects.filter(to__in=[waits.email, signs_off.email])
    by_kind = {(one.to, one.key.split(":")[4]): one for one in letters}
    assert {one.attachment_text for one in letters} == {""}
    assert set(by_kind) == {
        *((waits.email, kind) for kind in ("waiting", "changed", "called-off")),
        *((signs_off.email, kind) for kind in ("waiting", "changed", "off")),
    }
    assert "U staat nog op de wachtlijst." in by_kind[waits.email, "changed"].text


def test_without_an_address_for_questions_the_sender_of_the_letter_invites(
    settings: Settings,
) -> None:
    settings.DEFAULT_FROM_EMAIL = "Bijeenkomsten <bijeenkomsten@voorbeeld.nl>"
    meeting = made()
    Meeting.objects.update(contact="")
    one = registered(Meeting.objects.get(), 1)
    meetings.call_off(by=person(), meeting=meeting, now=NOW)
    letters = Letter.objects.filter(to=one.email).order_by("pk")
    for method, event in map(_event, letters):
        assert method in {"REQUEST", "CANCEL"}
        assert str(event["ORGANIZER"]) == "mailto:bijeenkomsten@voorbeeld.nl"
        assert str(event["ATTENDEE"]) == f"mailto:{one.email}"
    assert len(letters) == 2


def test_a_change_that_calendars_need_not_hear_of_sends_no_letter() -> None:
    meeting = made()
    registered(meeting, 1)
    meetings.change(by=person(), meeting=meeting, now=NOW, intro="Anders")
    assert Letter.objects.count() == 1


def test_no_letter_leaves_a_rehearsal() -> None:
    meeting = made()
    meeting.is_rehearsal = True
    meeting.save()
    registered(meeting, 1)
    assert not Letter.objects.exists()


def test_a_municipality_is_understood_by_any_name_or_code_since_2010() -> None:
    assert code_of("middelgroot", "heerlen") == code_of("middelgroot", "GM0917") == "GM0917"


def test_a_municipality_that_became_several_or_is_unknown_gets_suggestions() -> None:
    with pytest.raises(UnknownArea):
        code_of("middelgroot", "Atlantis")


def test_a_double_click_sends_one_letter() -> None:
    meeting = made()
    for _ in range(2):
        registered(meeting, 1)
    assert Letter.objects.count() == 1


def _has_address(text: str, *, is_name: bool = True) -> bool:
    try:
        plain_line(text, is_name=is_name)
    except forms.ValidationError:
        return True
    return False


def test_an_address_is_known_by_any_ending_and_no_name_is_taken_for_one() -> None:
    addresses = ("bit.ly/abc", "t.co/abc", "x.com", "http:/kwaad", "Win: kwaad.xyz/pak", "evil.de.")
    more = ("kwaad.amsterdam!", "KWAAD.XYZ")
    assert [text for text in (*addresses, *more) if not _has_address(text)] == []
    names = ("J.P. de Vries", "A.B.Jansen", "Th.de Boer", "St. Jan", "mr.dr. Jansen", "drs.Jansen")
    others = ("prof.dr.ir. Jansen", "Ant.Jansen", "A.Jansen/B.Jansen", "fam.de Boer", "Drs.de Wit")
    assert [text for text in (*names, *others) if _has_address(text)] == []


def test_a_job_or_an_organisation_may_have_any_abbreviation() -> None:
    jobs = ("plv.directeur", "beleidsmedewerker soc.domein", "Adviseur wonen/zorg", "Min.BZK")
    assert [text for text in jobs if _has_address(text, is_name=False)] == []
    assert _has_address("www.kwaad.xyz", is_name=False)


def test_a_letter_to_an_address_that_is_not_proven_carries_no_words_of_who_asked() -> None:
    meeting = made()
    words = Details(name="Uw prijs", organisation="Winnaars", job="Klik hier")
    entry = registrations.ask(
        meeting=meeting, email="ander@voorbeeld.nl", language="nl", details=words, now=NOW
    )
    confirmed = registrations.register(
        meeting=meeting, email="zelf@voorbeeld.nl", language="nl", details=words, now=NOW
    )
    registrations.cancel(registration=entry, now=NOW, by=person())
    told = list(Letter.objects.filter(to="ander@voorbeeld.nl"))
    assert len(told) == 2
    for letter in told:
        assert letter.text.startswith("Goedendag,")
        assert not [one for one in ("prijs", "Winnaars", "Klik") if one in letter.text]
    assert Letter.objects.get(to=confirmed.email).text.startswith("Beste Uw prijs,")
    registrations.cancel(registration=confirmed, now=NOW)
    parting = Letter.objects.filter(to=confirmed.email).latest("pk")
    assert parting.text.startswith("Beste Uw prijs,")


def test_two_who_share_an_address_hear_at_once_that_each_needs_one() -> None:
    meeting = made()
    registered(meeting, 1)
    for name in ("Deelnemer 2", "Deelnemer 2"):
        registrations.register(
            meeting=meeting,
            email="deelnemer1@voorbeeld.nl",
            language="nl",
            details=Details(name=name, gm_code=VEERE),
            now=NOW + timedelta(minutes=1, seconds=5),
        )
    assert meeting.registrations.get().name == "Deelnemer 1"
    [_first, told] = Letter.objects.order_by("pk")
    assert "meld die dan aan met een eigen e-mailadres" in told.text


def test_everybody_is_reminded_two_days_and_an_hour_before_and_no_oftener() -> None:
    meeting = made(capacity=1)
    registered(meeting, 1)
    registered(meeting, 2)  # waits, and hears nothing
    minutes = [3000, 2880, 2879, 300, 60, 59, 1, -1]
    sent = [remind_due(STARTS - timedelta(minutes=before)) for before in minutes]
    assert sent == [0, 1, 0, 0, 1, 0, 0, 0]
    letters = Letter.objects.filter(key__contains=":reminder:")
    assert letters.exclude(key__contains=":leader:").count() == 2


def test_who_registers_the_day_before_is_reminded_an_hour_before_only() -> None:
    meeting = made()
    one = registered(meeting, 1)
    Registration.objects.filter(pk=one.pk).update(registered_at=STARTS - timedelta(days=1))
    sent = [remind_due(STARTS - timedelta(hours=before)) for before in (20, 1)]
    assert sent == [0, 1]


@pytest.mark.parametrize(
    ("before", "beginning"),
    [
        (timedelta(days=2), "Op {day} om 10.00 uur begint"),
        (timedelta(days=1), "Morgen om 10.00 uur begint"),
        (timedelta(hours=1), "Vandaag om 10.00 uur begint"),
    ],
)
def test_a_reminder_says_when_the_session_begins_and_ends_with_who_wrote_it(
    before: timedelta, beginning: str
) -> None:
    meeting = made()
    Meeting.objects.filter(pk=meeting.pk).update(organiser_name="Netwerk M", contact="m@m.example")
    one = registered(meeting, 1)
    one.meeting.refresh_from_db()
    notes.reminder(one, STARTS - before)
    text = Letter.objects.get(key__contains=":reminder:").text
    assert beginning.format(day=date_format(STARTS, "DATE_FORMAT")) in text
    assert text.endswith("\n\nMet vriendelijke groet,\nNetwerk M\nm@m.example")


def test_the_calendar_file_of_a_session_that_is_called_off_says_so(page: Visitor) -> None:
    meeting = made()
    invitation = f"/bijeenkomsten/{meeting.slug}/"
    seen = []
    for state in (Meeting.State.OPEN, Meeting.State.CANCELLED):
        Meeting.objects.update(state=state)
        text = page.client.get(f"{invitation}bijeenkomst.ics").content.decode()
        words = ("STATUS:CONFIRMED", "STATUS:CANCELLED", "BEGIN:VALARM")
        ways = page(invitation).select("a[href$='.ics']")
        seen.append((len(ways), [one in text for one in words]))
    assert seen == [(1, [True, False, True]), (0, [False, True, False])]
