"""What the invitation says."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from deelgenoot_web.meetings.models import Meeting, Registration

# Raw HTML in what an organiser writes is shown as text, and images are left out: nothing from
# elsewhere is loaded.
_MARKDOWN = MarkdownIt("js-default", {"html": False}).disable("image")


@dataclass(frozen=True)
class Part:
    """One line of the programme, with the time at which it starts."""

    starts_at: datetime
    title: str
    text: str


@dataclass(frozen=True)
class Invitation:
    """The page that everybody may read."""

    title: str
    description: str
    meeting: Meeting
    intro: str
    programme: tuple[Part, ...]
    n_taken: int
    n_municipalities: int


def invitation(meeting: Meeting) -> Invitation:
    """All of one invitation; times in the time zone of the site."""
    coming = meeting.registrations.filter(state=Registration.State.CONFIRMED)
    codes = set(coming.exclude(gm_code="").values_list("gm_code", flat=True))
    return Invitation(
        title=meeting.title,
        description=meeting.for_whom or _("Een online werksessie."),
        meeting=meeting,
        intro=_MARKDOWN.render(meeting.intro),
        programme=_programme(meeting),
        n_taken=coming.count(),
        n_municipalities=len(codes),
    )


def _programme(meeting: Meeting) -> tuple[Part, ...]:
    starts_at = timezone.localtime(meeting.starts_at)
    parts = []
    for item in meeting.programme.all():
        parts.append(Part(starts_at, item.title, item.text))
        starts_at += timedelta(minutes=item.minutes)
    return (*parts, Part(starts_at, _("Einde"), ""))
