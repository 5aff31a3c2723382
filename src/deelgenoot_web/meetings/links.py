"""Addresses that stand in letters and calendars: whole ones, that work without having signed in."""

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare

from deelgenoot_web.letters.links import absolute
from deelgenoot_web.meetings.models import Meeting, Registration

_SIGNER = Signer(salt="deelgenoot.meetings.registration")
_REPORT_SIGNER = Signer(salt="deelgenoot.meetings.report")


def token(registration: Registration) -> str:
    """What the personal link ends with: the row, and a signature that only the site can make."""
    signature = _SIGNER.signature(f"{registration.pk}:{registration.nonce}")
    return f"{registration.pk}-{signature}"


def registration_of(written: str) -> Registration | None:
    """The registration whose personal link ends with this; None for a forged or withdrawn one."""
    key, _, _ = written.partition("-")
    if not key.isdecimal() or len(key) > len("9223372036854775807") - 1:
        return None
    found = Registration.objects.select_related("meeting", "group").filter(pk=int(key)).first()
    if found is None:
        return None
    try:
        _SIGNER.unsign(f"{found.pk}:{found.nonce}:{written.partition('-')[2]}")
    except BadSignature:
        return None
    return found


def personal(registration: Registration) -> str:
    """The personal page of who registered."""
    return _whole("meetings:personal", registration.language, token(registration))


def report_key(meeting: Meeting) -> str:
    """What opens the report for who took part, also after their own data is gone."""
    return _REPORT_SIGNER.signature(str(meeting.uid))


def opens_report(meeting: Meeting, key: str) -> bool:
    """Whether `key` is the one of this meeting's report."""
    return constant_time_compare(key, report_key(meeting))


def report(meeting: Meeting, language: str) -> str:
    """The report, with the key for who took part."""
    address = _whole("meetings:report", language, meeting.slug)
    return f"{address}?sleutel={report_key(meeting)}"


def invitation(meeting: Meeting, language: str) -> str:
    """The page that everybody may read."""
    return _whole("meetings:invitation", language, meeting.slug)


def joining(meeting: Meeting) -> str:
    """Where somebody comes in with the code of the session, in the language that is on."""
    return _whole("meetings:join", translation.get_language() or "nl", meeting.join_code)


def leading(language: str) -> str:
    """Where somebody who leads a meeting signs in, and then finds it."""
    with translation.override(language):
        return absolute(f"{reverse('accounts:sign_in')}?next={reverse('meetings:organise')}")


def example_video(language: str) -> str:
    """Where the rooms of the example lead to."""
    return _whole("meetings:example_video", language)


def _whole(name: str, language: str, *arguments: str) -> str:
    with translation.override(language):
        return absolute(reverse(name, args=arguments))
