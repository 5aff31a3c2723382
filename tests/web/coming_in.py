"""A visitor of the pages of a session: comes in by the code, and sends forms."""

from http import HTTPStatus
from typing import Any

from tests.web import small_meeting as small
from tests.web.visitor import Visitor

from deelgenoot_web.meetings.models import Meeting, Participant


def open_meeting() -> Meeting:
    """Make a meeting that one may walk into, with video rooms."""
    made = small.made()
    made.may_walk_in = True
    made.plenary_url = "https://video.example/plenair"
    made.save()
    made.groups.update(video_url="https://video.example/groep")
    return made


def post(page: Visitor, path: str, data: dict[str, Any], *, script: bool = False) -> Any:
    headers = {"Accept": "application/json"} if script else {}
    page.last = page.client.post(path, data, headers=headers)
    return page.last


def come_in(page: Visitor, meeting: Meeting, municipality: str = "Heerlen") -> Participant:
    data = {"name": "Deelnemer 1", "municipality": municipality}
    answer = post(page, f"/mee/{meeting.join_code}/", data)
    assert answer.status_code == HTTPStatus.FOUND, answer.content.decode()
    return Participant.objects.latest("pk")
