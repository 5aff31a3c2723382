"""What happened in a meeting, newest first."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.utils import timezone

from deelgenoot_web.meetings.models import LogLine, Meeting
from deelgenoot_web.meetings.placing import name_of_group

ON_A_PAGE = 50


@dataclass(frozen=True)
class LogDay:
    """What happened on one day, as far as it stands on the page."""

    day: date
    lines: tuple[tuple[LogLine, str], ...]
    """Each with its sentence."""


@dataclass(frozen=True)
class LogPage:
    """One page of what happened."""

    place: Page[LogLine]
    days: tuple[LogDay, ...]


def log_page(meeting: Meeting, number: str) -> LogPage:
    """The page with this number, the nearest one for another; days in the time zone of the site."""
    lines = meeting.log_lines.select_related("person", "group")
    place = Paginator(lines, ON_A_PAGE).get_page(number)
    with_sentences = (
        (line, line.sentence(name_of_group(line.group, meeting.study))) for line in place
    )
    days = groupby(with_sentences, key=lambda pair: timezone.localdate(pair[0].at))
    return LogPage(place, tuple(LogDay(day, tuple(found)) for day, found in days))
