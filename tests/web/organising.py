"""A meeting three weeks from now, and its organiser: fixtures of more than one file."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.web import small_meeting as small
from tests.web.visitor import Visitor

from deelgenoot_web.meetings.models import Meeting


@pytest.fixture(name="meeting")
def announced_meeting() -> Meeting:
    """A meeting three weeks from now, announced."""
    one = small.made()
    one.starts_at = timezone.now().replace(second=0, microsecond=0) + timedelta(weeks=3)
    one.ends_at = one.starts_at + timedelta(hours=2)
    one.save()
    return one


@pytest.fixture(name="organiser")
def signed_in_organiser(page: Visitor) -> Visitor:
    """The visitor, signed in as who organises `meeting`."""
    page.client.force_login(small.person())
    return page


def address(meeting: Meeting, *after: object) -> str:
    return "/".join(["/beheer", meeting.slug, *map(str, after), ""])
