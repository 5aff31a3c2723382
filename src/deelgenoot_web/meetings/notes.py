"""The letters of a meeting: short, with the personal link, in the language of who registered."""

import secrets
from datetime import datetime
from typing import Literal

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from deelgenoot_web.letters import actions as letters
from deelgenoot_web.letters.models import Attachment
from deelgenoot_web.meetings import calendars, links
from deelgenoot_web.meetings.models import Meeting, Registration, Role

Invite = Literal["REQUEST", "CANCEL"] | None


def registered(one: Registration, now: datetime) -> None:
    """A place, or one on the waiting list."""
    with translation.override(one.language):
        if one.state == Registration.State.WAITING:
            _send(one, now, _("U staat op de wachtlijst"), _waiting(), "waiting", None)
        else:
            _send(one, now, _("U bent aangemeld"), _confirmed(), "confirmed", "REQUEST")


def known_already(one: Registration, now: datetime) -> None:
    """The same link once more, for who registers twice; at most once an hour."""
    with translation.override(one.language):
        text = _(
            "U had zich al aangemeld. Hieronder staat uw persoonlijke link nog een keer. Elk "
            "e-mailadres geeft één plaats: komt er nog iemand, meld die dan aan met een eigen "
            "e-mailadres."
        )
        _send(one, now, _("Uw aanmelding"), text, f"again:{now:%Y%m%d%H}", None)


def moved_up(one: Registration, now: datetime) -> None:
    """From the waiting list to a place; now the name is asked."""
    with translation.override(one.language):
        text = _(
            "Er is een plaats vrijgekomen en die is voor u. Vul via uw persoonlijke link nog uw "
            "naam en uw gemeente in. Kunt u niet komen? Meld u dan af, dan krijgt iemand anders de "
            "plaats."
        )
        _send(one, now, _("Er is een plaats voor u"), text, "moved-up", "REQUEST")


def cancelled(one: Registration, now: datetime) -> None:
    """Somebody signed off."""
    with translation.override(one.language):
        text = _("U bent afgemeld. Toch komen? Meld u dan opnieuw aan.")
        _send(one, now, _("U bent afgemeld"), text, f"off:{now:%Y%m%d%H%M}", "CANCEL")


def changed(one: Registration, now: datetime) -> None:
    """The organiser changed when or where; calendars follow by the same UID."""
    with translation.override(one.language):
        text = _("De bijeenkomst is gewijzigd. Hieronder staat hoe het nu is.")
        key = f"changed:{one.meeting.sequence}"
        _send(one, now, _("De bijeenkomst is gewijzigd"), text, key, "REQUEST")


def called_off(one: Registration, now: datetime) -> None:
    """The whole meeting does not take place."""
    with translation.override(one.language):
        text = _("De bijeenkomst gaat niet door.")
        _send(one, now, _("De bijeenkomst gaat niet door"), text, "called-off", "CANCEL")


def reminder(one: Registration, now: datetime) -> None:
    """Some time before; by the hour, since there are two."""
    with translation.override(one.language):
        text = _("Binnenkort is de bijeenkomst waarvoor u zich hebt aangemeld.")
        _send(one, now, _("Herinnering"), text, f"reminder:{now:%Y%m%d%H}", None)


def from_organiser(one: Registration, subject: str, text: str, key: str, now: datetime) -> None:
    """What the organiser wrote to all, or to a group."""
    with translation.override(one.language):
        _send(one, now, subject, text, key, None)


def report_is_there(one: Registration, now: datetime) -> None:
    """The report can be read."""
    with translation.override(one.language):
        text = _("Het verslag van de bijeenkomst staat klaar: %(url)s") % {
            "url": links.report(one.meeting, one.language)
        }
        _send(one, now, _("Het verslag"), text, "report", None)


def leads(role: Role) -> None:
    """To somebody who was given a role: what it is, and where to sign in."""
    meeting, person = role.meeting, role.person
    if meeting.is_rehearsal:
        return
    with translation.override(person.language):
        what = role.group.name if role.group else meeting.title
        words = _("U bent %(role)s: %(what)s.") % {"role": role.get_kind_display(), "what": what}
        sign_in = _("U logt in met dit e-mailadres; een wachtwoord is er niet: %(url)s")
        letters.send(
            to=person.email,
            subject=f"{words} {meeting.title}"[:200],
            text="\n\n".join(
                [
                    _("Goedendag,"),
                    words,
                    _facts(meeting),
                    sign_in % {"url": links.leading(person.language)},
                ]
            ),
            key=f"meeting:{meeting.pk}:role:{role.pk}:{secrets.token_hex(4)}",
        )


def _confirmed() -> str:
    return _("U bent aangemeld. De uitnodiging voor uw agenda zit bij deze e-mail.")


def _waiting() -> str:
    return _(
        "De bijeenkomst is vol. U staat op de wachtlijst. Komt er een plaats vrij, dan krijgt u "
        "vanzelf bericht. Pas dan vragen wij uw naam."
    )


def _send(  # noqa: PLR0913, PLR0917 - the parts of one letter, by the functions above only
    one: Registration, now: datetime, subject: str, text: str, kind: str, invite: Invite
) -> None:
    meeting = one.meeting
    if meeting.is_rehearsal:
        return
    letters.send(
        to=one.email,
        subject=f"{subject}: {meeting.title}",
        text="\n\n".join([_greeting(one), text, _facts(meeting), _foot(one)]),
        key=f"meeting:{meeting.pk}:{one.pk}:{one.registered_at:%Y%m%d%H%M%S}:{kind}",
        attachment=invite and _attachment(one, now, invite),
    )


def _greeting(one: Registration) -> str:
    return _("Beste %(name)s,") % {"name": one.name} if one.name else _("Goedendag,")


def _facts(meeting: Meeting) -> str:
    start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    day = formats.date_format(start, "DATE_FORMAT")
    hours = _("%(start)s tot %(end)s uur") % {
        "start": formats.date_format(start, "TIME_FORMAT"),
        "end": formats.date_format(end, "TIME_FORMAT"),
    }
    return f"{meeting.title}\n{day}, {hours}"


def _foot(one: Registration) -> str:
    return (
        _("Meedoen, wijzigen of afmelden: %(url)s") % {"url": links.personal(one)}
        + "\n"
        + _("Deze link is van u alleen. Stuur hem niet door.")
    )


def _attachment(
    one: Registration, now: datetime, method: Literal["REQUEST", "CANCEL"]
) -> Attachment:
    text = calendars.calendar(one.meeting, one.language, now, one, method)
    return Attachment("bijeenkomst.ics", f"text/calendar; method={method}; charset=utf-8", text)
