"""Who takes part: known by a signed cookie for this one meeting, on any number of devices."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from deelgenoot_web.meetings.models import Meeting, Participant

_SALT = "deelgenoot.meetings.participant"
_LASTS = timedelta(days=7)


def participant_of(request: HttpRequest, meeting: Meeting) -> Participant | None:
    """The participant that this device is of; None before coming in, and after being deleted."""
    key = request.get_signed_cookie(_name(meeting), default=None, salt=_SALT, max_age=_LASTS)
    if key is None:
        return None
    return meeting.participants.select_related("group", "meeting").filter(pk=int(key)).first()


def remember(response: HttpResponse, participant: Participant) -> HttpResponse:
    """Let this device be of the participant from now on."""
    response.set_signed_cookie(
        _name(participant.meeting),
        str(participant.pk),
        salt=_SALT,
        max_age=_LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def forget(response: HttpResponse, meeting: Meeting) -> HttpResponse:
    """Let this device be of nobody."""
    response.delete_cookie(_name(meeting), samesite="Lax")
    return response


def _name(meeting: Meeting) -> str:
    return f"deelname-{meeting.pk}"
