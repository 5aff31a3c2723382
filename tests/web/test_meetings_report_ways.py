"""The ways to the report: from wherever somebody looks for it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.web import small_meeting as small
from tests.web.visitor import Visitor

from deelgenoot_web.meetings import bell, links
from deelgenoot_web.meetings.actions import director, report
from deelgenoot_web.meetings.models import Meeting, Registration
from deelgenoot_web.meetings.parts import paint_parts

pytestmark = pytest.mark.django_db
Audience = Meeting.Audience


@pytest.fixture
def registration() -> Registration:
    """Somebody who registered for a meeting that ended an hour before its time."""
    meeting = small.made()
    registration = small.registered(meeting, 1)
    meeting.starts_at, meeting.ends_at = (
        timezone.now() - timedelta(hours=hours) for hours in (3, -1)
    )
    meeting.save()
    director.close(by=small.person(), meeting=meeting, now=timezone.now())
    registration.refresh_from_db()
    return registration


def _publish(meeting: Meeting, audience: Audience) -> None:
    report.publish(by=small.person(), meeting=meeting, audience=audience, now=timezone.now())


def _ways(page: Visitor, address: str) -> set[str]:
    """Where the links of a page to a report lead."""
    return {str(one["href"]) for one in page(address).select("a[href*='/verslag/']")}


def test_the_organiser_comes_there_from_desk_overview_and_every_page_of_the_workspace(
    page: Visitor, registration: Registration
) -> None:
    page.client.force_login(small.person())
    slug = registration.meeting.slug
    address = f"/bijeenkomsten/{slug}/verslag/"
    pages = [f"/bijeenkomsten/{slug}/regie/", "/beheer/", f"/beheer/{slug}/"]
    for path in (*pages, f"/beheer/{slug}/programma/"):
        assert _ways(page, path) == {address}, path
    assert "Alleen organisatoren zien het verslag" in page(f"/beheer/{slug}/").text
    _publish(registration.meeting, Audience.PUBLIC)
    assert "Het verslag is gepubliceerd voor: iedereen." in page(f"/beheer/{slug}/").text
    assert page(address).select("form[action$='/publiceren/']")


@pytest.mark.parametrize(
    ("audience", "visitor", "personal", "participant"),
    [
        (None, False, False, False),
        (Audience.ORGANISERS, False, False, False),
        (Audience.PARTICIPANTS, False, True, True),
        (Audience.PUBLIC, True, True, True),
    ],
)
def test_each_is_led_there_once_the_report_is_for_them(  # noqa: PLR0913, PLR0917 - the table
    page: Visitor,
    registration: Registration,
    audience: Audience | None,
    visitor: bool,
    personal: bool,
    participant: bool,
) -> None:
    meeting = registration.meeting
    if audience:
        _publish(meeting, audience)
    invitation = f"/bijeenkomsten/{meeting.slug}/"
    own = f"/aanmelding/{links.token(registration)}/"
    assert bool(_ways(page, invitation)) is visitor
    assert bool(_ways(page, "/bijeenkomsten/")) is visitor
    ways = _ways(page, own)
    assert ways == ({links.report(meeting, "nl")} if personal else set())
    for way in ways:
        assert page(way.partition("://")[2].partition("/")[2].join(["/", ""])).h1
    page.client.post(f"{own}mee/")
    for path in (f"{invitation}mee/", invitation):
        assert bool(_ways(page, path)) is participant, path


def test_the_large_screen_hears_that_the_report_is_there(
    registration: Registration, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[str] = []
    bell.listen(lambda _meeting, topics: heard.extend(topics))
    with django_capture_on_commit_callbacks(execute=True):
        _publish(registration.meeting, Audience.PUBLIC)
    bell._listeners.pop()
    assert {*bell.HALL, *bell.SHOW} <= set(heard)
    scene = paint_parts(Meeting.objects.get(), ["stage"])["stage-scene"]
    assert "Het verslag staat klaar, ook op uw telefoon." in scene
