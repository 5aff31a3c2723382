"""Whole addresses for letters and calendars, which work without signing in."""

from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare

from deelgenoot_web.letters.links import absolute
from deelgenoot_web.meetings.models import Meeting, Registration

_SIGNER = Signer(salt="deelgenoot.meetings.registration")
_CODE_SIGNER = Signer(salt="deelgenoot.meetings.confirmation")
_CODE_LASTS = timedelta(hours=1)
_REPORT_SIGNER = Signer(salt="deelgenoot.meetings.report")
_DOOR_SIGNER = Signer(salt="deelgenoot.meetings.door")
_DOOR_KEY_LENGTH = 8
"""48 bits: nobody guesses it, and the picture of the link stays coarse enough to read from afar."""


def token(registration: Registration) -> str:
    """Return the end of the personal link: the row, and a signature that only the site can make."""
    signature = _SIGNER.signature(f"{registration.pk}:{registration.nonce}")
    return f"{registration.pk}-{signature}"


def registration_of(text: str) -> Registration | None:
    """Find the registration whose personal link ends with `text`; None for a forged one."""
    key, _, signature = text.partition("-")
    if not key.isdecimal() or len(key) > len("9223372036854775807") - 1:
        return None
    registration = (
        Registration.objects.select_related("meeting", "group").filter(pk=int(key)).first()
    )
    if registration is None:
        return None
    try:
        _SIGNER.unsign(f"{registration.pk}:{registration.nonce}:{signature}")
    except BadSignature:
        return None
    return registration


def confirmation_code(registration: Registration) -> str:
    """Return the six digits that prove, typed, that somebody reads the mail of this address."""
    signature = _CODE_SIGNER.signature(f"{registration.pk}:{registration.nonce}")
    return f"{int.from_bytes(signature.encode()) % 1_000_000:06d}"


def registration_by_code(
    meeting: Meeting, email: str, code: str, now: datetime
) -> Registration | None:
    """Find who asked for a place with this address; None when the code is not theirs.

    It works until an hour after confirming, for who clicks twice.
    """
    entry = meeting.registrations.filter(email=email.strip().lower()).first()
    if entry is None or not constant_time_compare(code, confirmation_code(entry)):
        return None
    is_fresh = now - entry.registered_at < _CODE_LASTS
    return entry if entry.state == Registration.State.ASKED or is_fresh else None


def personal(registration: Registration) -> str:
    """Return the address of the personal page of a registration."""
    return _whole("meetings:personal", registration.language, token(registration))


def report_key(meeting: Meeting) -> str:
    """Return the key that opens the report for participants, also after their data is wiped."""
    return _REPORT_SIGNER.signature(str(meeting.uid))


def opens_report(meeting: Meeting, key: str) -> bool:
    """Whether `key` is the one of this meeting's report."""
    return constant_time_compare(key, report_key(meeting))


def report(meeting: Meeting, language: str) -> str:
    """Return the address of the report, with the key for participants."""
    address = _whole("meetings:report", language, meeting.slug)
    return f"{address}?sleutel={report_key(meeting)}"


def municipality(slug: str, language: str) -> str:
    """Return the address of the page of a municipality, with whom it resembles."""
    return _whole("atlas:municipality", language, slug)


def invitation(meeting: Meeting, language: str) -> str:
    """Return the address of the invitation, which everybody may read."""
    return _whole("meetings:invitation", language, meeting.slug)


def door(join_code: str) -> str:
    """Return the end of the link that lets people in: the code, and a key that nobody guesses."""
    return f"{join_code}-{_DOOR_SIGNER.signature(join_code)[:_DOOR_KEY_LENGTH]}"


def opens_door(text: str) -> bool:
    """Whether `text` is the end of such a link, and not a code that somebody may have guessed."""
    return constant_time_compare(text, door(text.partition("-")[0]))


def joining(meeting: Meeting) -> str:
    """Return the address that lets people in, in the active language."""
    return _whole("meetings:join", translation.get_language() or "nl", door(meeting.join_code))


def leading(language: str) -> str:
    """Return the address where a leader signs in and then finds their meetings."""
    with translation.override(language):
        return absolute(f"{reverse('accounts:sign_in')}?next={reverse('meetings:organise')}")


def example_video(language: str) -> str:
    """Return the address that the video rooms of the example lead to."""
    return _whole("meetings:example_video", language)


def _whole(name: str, language: str, *arguments: str) -> str:
    with translation.override(language):
        return absolute(reverse(name, args=arguments))
