"""Copies of a meeting: at other dates, as a template, and what begins with one."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from tests.web import small_meeting as small
from tests.web.organising import (
    address,
    announced_meeting,  # noqa: F401 - a fixture
    signed_in_organiser,  # noqa: F401 - a fixture
)
from tests.web.postgres import apart
from tests.web.visitor import Visitor

from deelgenoot_web.meetings.actions import copying, polls, purge
from deelgenoot_web.meetings.actions import meeting as meetings
from deelgenoot_web.meetings.models import Field, Meeting, Poll, Role
from deelgenoot_web.meetings.queries.workspace import mine, standings

pytestmark = pytest.mark.django_db


@pytest.fixture(name="held")
def held_meeting(meeting: Meeting) -> Meeting:
    """A meeting that has people, a role, a video link, an answered question and a closing vote."""
    small.registered(meeting, 1)
    first, second = meeting.groups.all()[:2]
    small.role(meeting, Role.Kind.FACILITATOR, "gespreksleider@voorbeeld.nl", first)
    second.joined_into, second.video_url = first, "https://video.example/zaal"
    second.save()
    Field.objects.create(meeting=meeting, position=0, label="Wat brengt u mee?")
    poll = meeting.polls.all()[0]
    polls.put_to_vote(by=small.person(), poll=poll, now=timezone.now())
    polls.close(by=small.person(), poll=poll, now=timezone.now())
    Poll.objects.create(meeting=meeting, position=9, kind="choice", purpose="closing", question="?")
    return meeting


def _dates(meeting: Meeting, *weeks: int) -> list[datetime]:
    return [meeting.starts_at + timedelta(weeks=number) for number in weeks]


def test_a_series_takes_the_programme_along_and_no_people_or_results(held: Meeting) -> None:
    copies = copying.copy(
        by=small.person(), meeting=held, title="Vervolg", starts=_dates(held, 1, 2)
    )
    assert [one.starts_at for one in copies] == _dates(held, 1, 2)
    for copy in copies:
        assert (copy.state, copy.title, copy.intro) == ("draft", "Vervolg", held.intro)
        assert copy.ends_at - copy.starts_at == held.ends_at - held.starts_at
        for rows in ("programme", "fields"):
            titles = [str(one) for one in getattr(held, rows).all()]
            assert [str(one) for one in getattr(copy, rows).all()] == titles
        questions = [str(one) for one in held.polls.exclude(purpose="closing")]
        assert [str(one) for one in copy.polls.all()] == questions
        assert set(copy.polls.values_list("state", flat=True)) == {"draft"}
        groups = list(copy.groups.values_list("name", flat=True))
        assert groups == list(held.groups.values_list("name", flat=True))
        assert set(copy.groups.values_list("joined_into", "video_url")) == {(None, "")}
        assert (copy.registrations.count(), copy.participants.count()) == (0, 0)
        assert [(one.kind, one.person) for one in copy.roles.all()] == [
            ("organiser", small.person())
        ]
    assert len({one.slug for one in copies} | {one.join_code for one in copies}) == 4


def test_registration_closes_at_the_same_time_of_the_day_in_a_copy(meeting: Meeting) -> None:
    here = timezone.get_default_timezone()
    # The clock goes forward between the end of the registration and the copy.
    closes_at, starts_at, anew, wanted = (
        datetime(2090, month, day, hour, tzinfo=here).astimezone(UTC)
        for month, day, hour in ((5, 8, 12), (5, 15, 10), (3, 27, 10), (3, 20, 12))
    )
    meeting.starts_at, meeting.ends_at = starts_at, starts_at + timedelta(hours=2)
    meeting.registration_closes_at = closes_at
    [copied] = copying.copy(by=small.person(), meeting=meeting, title="Later", starts=[anew])
    assert copied.registration_closes_at == wanted


def test_the_form_makes_one_for_each_date(organiser: Visitor, held: Meeting) -> None:
    first, second = (f"{timezone.localtime(at):%Y-%m-%dT%H:%M}" for at in _dates(held, 1, 2))
    page = address(held, "kopie")
    assert organiser(address(held)).select(f"a[href='{page}']")
    sent = {"title": "Vervolg", "do": "copy", "date1": second, "date3": first}
    assert organiser.client.post(page, sent).url == "/beheer/"  # type: ignore[attr-defined]
    starts = Meeting.objects.filter(title="Vervolg").values_list("starts_at", flat=True)
    assert list(starts) == _dates(held, 1, 2)


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ({}, "Vul dit in."),
        ({"date1": "2020-01-01T10:00"}, "Dit is al voorbij. Kies een latere tijd."),
        ({"date1": "2090-01-01T10:00", "date2": "2090-01-01T10:00"}, "Dit moment staat er twee"),
    ],
)
def test_a_date_that_cannot_be_is_refused(
    organiser: Visitor, meeting: Meeting, dates: dict[str, str], words: str
) -> None:
    sent = {"title": "Vervolg", "do": "copy", **dates}
    answer = organiser.client.post(address(meeting, "kopie"), sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Meeting.objects.filter(title="Vervolg").exists()


def test_a_meeting_begins_with_an_own_template(organiser: Visitor, held: Meeting) -> None:
    organiser.client.post(address(held, "kopie"), {"title": "Ons sjabloon", "do": "template"})
    template = Meeting.objects.get(is_template=True)
    item = template.programme.all()[0]
    item.title = "Welkom bij ons"
    item.save()
    page = organiser("/beheer/")
    assert [one.text for one in page.select("#sjablonen li a")] == ["Ons sjabloon"]
    overview = organiser(address(template))
    [way] = [str(one["href"]) for one in overview.select("a[href*='sjabloon=']")]
    chosen = organiser(way).select_one("select[name=pattern_name] option[selected]")
    assert chosen
    assert chosen.text.strip() == "Ons sjabloon"
    starts_at = f"{timezone.localtime(held.starts_at):%Y-%m-%dT%H:%M}"
    sent = {"pattern_name": chosen["value"], "starts_at": starts_at, "language": "nl"}
    organiser.client.post(way, sent | {"study": "middelgroot", "title": ""})
    begun = Meeting.objects.get(title="Ons sjabloon", is_template=False)
    assert begun.programme.all()[0].title == "Welkom bij ons"
    assert begun.starts_at == held.starts_at


def test_an_own_template_in_another_language_or_of_another_study_is_refused(
    organiser: Visitor, meeting: Meeting
) -> None:
    template = copying.save_as_template(by=small.person(), meeting=meeting, title="Van ons")
    sent = {"pattern_name": f"eigen-{template.pk}", "starts_at": "2090-01-01T10:00"}
    sent |= {"language": "en", "study": "middelgroot"}
    answer = organiser.client.post("/beheer/nieuw/", sent)
    assert answer.status_code == 422
    assert "in een andere taal geschreven: Nederlands." in answer.content.decode()
    Meeting.objects.filter(pk=template.pk).update(languages="en", study="anders")
    answer = organiser.client.post("/beheer/nieuw/", sent)
    assert "is van het onderzoek anders." in answer.content.decode()
    Meeting.objects.filter(pk=template.pk).update(languages="nl-en", study="middelgroot")
    assert organiser.client.post("/beheer/nieuw/", sent).status_code == 302


def test_a_template_is_of_its_organisers_alone(page: Visitor, meeting: Meeting) -> None:
    template = copying.save_as_template(by=small.person(), meeting=meeting, title="Van ons")
    other = small.person("ander@voorbeeld.nl")
    page.client.force_login(other)
    assert not page("/beheer/nieuw/").select("option[value^='eigen-']")
    assert page.client.get(address(template)).status_code == 403
    sent = {"pattern_name": f"eigen-{template.pk}", "starts_at": "2090-01-01T10:00"}
    sent |= {"language": "nl", "study": "middelgroot"}
    assert page.client.post("/beheer/nieuw/", sent).status_code == 422


def test_a_template_never_takes_place(meeting: Meeting) -> None:
    template = copying.save_as_template(by=small.person(), meeting=meeting, title="Van ons")
    meetings.announce(by=small.person(), meeting=template)
    meetings.call_off(by=small.person(), meeting=template, now=timezone.now())
    template.refresh_from_db()
    long_after = template.ends_at + timedelta(days=400)
    assert (template.state, template in purge.overdue(long_after)) == ("draft", False)
    [standing] = standings([template], long_after)
    assert (standing.stage, standing.concerns) == ("template", ())
    page = mine(small.person(), timezone.now())
    assert (page.templates, [one.meeting for one in page.coming]) == ((template,), [meeting])
    template.state = Meeting.State.OPEN
    with pytest.raises(IntegrityError):
        template.save()


def test_copies_of_one_day_get_addresses_of_their_own(meeting: Meeting) -> None:
    first, second, third = copying.copy(
        by=small.person(), meeting=meeting, title="Vervolg", starts=_dates(meeting, 1, 1, 2)
    )
    assert second.slug.startswith(f"{first.slug}-")
    assert third.slug == f"vervolg-{third.starts_at:%Y-%m-%d}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_copies_made_at_once_get_addresses_of_their_own(meeting: Meeting) -> None:
    def save() -> Meeting:
        return copying.save_as_template(by=small.person(), meeting=meeting, title="Sjabloon")

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first = save()
            waiting = pool.submit(apart(save))
            assert not wait([waiting], timeout=0.3).done, "the second waits for the first"
        waiting.result()
    assert Meeting.objects.filter(slug__startswith=first.slug, is_template=True).count() == 2


def test_who_may_make_no_meetings_makes_no_copies(page: Visitor, meeting: Meeting) -> None:
    helper = small.person("helper@voorbeeld.nl", is_organiser=False)
    Role.objects.create(meeting=meeting, person=helper, kind=Role.Kind.ORGANISER)
    page.client.force_login(helper)
    assert not page(address(meeting)).select("a[href$='/kopie/']")
    assert page.client.get(address(meeting, "kopie")).status_code == 403


def test_several_people_present(page: Visitor, meeting: Meeting) -> None:
    for email in ("een@voorbeeld.nl", "twee@voorbeeld.nl"):
        who = small.role(meeting, Role.Kind.PRESENTER, email)
        page.client.force_login(who)
        assert page.client.get(f"/bijeenkomsten/{meeting.slug}/scherm/").status_code == 200
