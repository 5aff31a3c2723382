"""The letters of a meeting: short, with the personal link, in the language of the registration."""

import secrets
from datetime import datetime, timedelta
from typing import Literal

from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelgenoot.words import Language
from deelgenoot_web.accounts.models import Person
from deelgenoot_web.atlas.edition import active_language
from deelgenoot_web.letters import actions as letters
from deelgenoot_web.letters.models import Attachment
from deelgenoot_web.meetings import calendars, links
from deelgenoot_web.meetings.models import Meeting, Registration, Role
from deelgenoot_web.meetings.placing import name_of_group
from deelgenoot_web.meetings.takeaways import Takeaway, takeaway_for

Invite = Literal["REQUEST", "CANCEL"] | None
ASKS_AGAIN_AFTER = timedelta(hours=1)
"""So long somebody who asks for a place again gets no other letter to confirm."""
_CHANGED = gettext_lazy(
    "Titel, dag of tijd van de bijeenkomst is gewijzigd. Hieronder vindt u de nieuwe gegevens."
)


def ask_to_confirm(registration: Registration, now: datetime) -> None:
    """Ask somebody to prove the address, by a link or a code; once for each time of asking."""
    with translation.override(registration.language):
        text = _(
            "U vroeg een plaats bij deze bijeenkomst. U hebt die zodra u bevestigt dat dit adres "
            "van u is. Open uw persoonlijke link hieronder en kies “Bevestig mijn aanmelding”, of "
            "vul deze code in op de pagina waar u zich aanmeldde: %(code)s.\n\n"
            "Hebt u zich niet aangemeld? Dan hoeft u niets te doen: na %(days)s dagen zijn deze "
            "gegevens weg."
        ) % {"code": links.confirmation_code(registration), "days": Registration.DAYS_TO_CONFIRM}
        _send(registration, now, _("Bevestig uw aanmelding"), text, "ask", None)


def confirm_registration(registration: Registration, now: datetime) -> None:
    """Confirm a place, or one on the waiting list."""
    with translation.override(registration.language):
        if registration.state == Registration.State.WAITING:
            text = _(
                "De bijeenkomst is vol. U staat op de wachtlijst. Komt er een plaats vrij, dan "
                "krijgt u vanzelf bericht. Pas dan vragen wij uw naam."
            )
            _send(registration, now, _("U staat op de wachtlijst"), text, "waiting", None)
        else:
            text = _("U bent aangemeld. De uitnodiging voor uw agenda zit bij deze e-mail.")
            _send(registration, now, _("U bent aangemeld"), text, "confirmed", "REQUEST")


def known_already(registration: Registration, now: datetime) -> None:
    """Send the same link once more to somebody who registers twice; at most once an hour."""
    with translation.override(registration.language):
        text = _(
            "U had zich al aangemeld. Hieronder staat uw persoonlijke link nog een keer. Elk "
            "e-mailadres geeft één plaats: komt er nog iemand, meld die dan aan met een eigen "
            "e-mailadres."
        )
        _send(registration, now, _("Uw aanmelding"), text, f"again:{now:%Y%m%d%H}", None)


def moved_up(registration: Registration, now: datetime) -> None:
    """Offer a place to somebody on the waiting list; now the name is asked."""
    with translation.override(registration.language):
        text = _(
            "Er is een plaats vrijgekomen en die is voor u. Vul via uw persoonlijke link nog uw "
            "naam en uw gemeente in. Kunt u niet komen? Meld u dan af, dan krijgt iemand anders de "
            "plaats."
        )
        _send(registration, now, _("Er is een plaats voor u"), text, "moved-up", "REQUEST")


def confirm_cancellation(registration: Registration, now: datetime, *, had_place: bool) -> None:
    """Confirm that somebody signed off; only who had a place has it in a calendar."""
    with translation.override(registration.language):
        text = _("U bent afgemeld. Toch komen? Meld u dan opnieuw aan.")
        invite: Invite = "CANCEL" if had_place else None
        _send(registration, now, _("U bent afgemeld"), text, f"off:{now:%Y%m%d%H%M}", invite)


def tell_of_change(registration: Registration, now: datetime) -> None:
    """Tell that the organiser changed the time or place; calendars follow by the same UID.

    Who waits for a place hears that this is still so, and gets nothing for a calendar.
    """
    with translation.override(registration.language):
        key, text = f"changed:{registration.meeting.sequence}", str(_CHANGED)
        invite: Invite = "REQUEST"
        if registration.state == Registration.State.WAITING:
            text, invite = " ".join([text, _("U staat nog op de wachtlijst.")]), None
        _send(registration, now, _("De bijeenkomst is gewijzigd"), text, key, invite)


def called_off(registration: Registration, now: datetime) -> None:
    """Tell that the meeting does not take place; calendars of who had a place too."""
    has_place = registration.state == Registration.State.CONFIRMED
    with translation.override(registration.language):
        text = _("De bijeenkomst gaat niet door.")
        invite: Invite = "CANCEL" if has_place else None
        _send(registration, now, _("De bijeenkomst gaat niet door"), text, "called-off", invite)


def reminder(registration: Registration, now: datetime) -> None:
    """Remind somebody of the meeting; the key holds the hour, since there are two reminders."""
    with translation.override(registration.language):
        text = _("%(when)s begint de bijeenkomst waarvoor u bent aangemeld.") % {
            "when": _when(registration.meeting, now)
        }
        _send(registration, now, _("Herinnering"), text, f"reminder:{now:%Y%m%d%H}", None)


def from_organiser(
    registration: Registration, subject: str, text: str, key: str, now: datetime
) -> None:
    """Send what the organiser wrote to all, or to a group."""
    with translation.override(registration.language):
        _send(registration, now, subject, text, key, None)


def report_is_there(registration: Registration, now: datetime) -> None:
    """Tell that the report can be read."""
    with translation.override(registration.language):
        text = _("Het verslag van de bijeenkomst staat klaar: %(url)s") % {
            "url": links.report(registration.meeting, registration.language)
        }
        _send(registration, now, _("Het verslag"), text, "report", None)


def thank(registration: Registration, text: str, now: datetime) -> None:
    """Thank somebody who took part; `text` as `thanks_text` wrote it, in their language."""
    with translation.override(registration.language):
        _send(registration, now, _("Dank u wel"), text, "thanks", None)


def thanks_text(meeting: Meeting, gm_code: str, words: str, results: str) -> str:
    """Write the letter of thanks in the active language, for somebody of this municipality.

    After the `words` of the organiser come the report, the `results`, the own municipality, and
    what the site has for it afterwards (`settings.WORDS_AFTER_A_SESSION`: meetings know no other
    room).
    """
    language = active_language()
    report_words = _("Het verslag staat hier: %(url)s") % {"url": links.report(meeting, language)}
    takeaway = takeaway_for(meeting.study, gm_code, language)
    own = _takeaway_words(takeaway, language) if takeaway else ""
    after = import_string(settings.WORDS_AFTER_A_SESSION)(gm_code)
    return "\n\n".join(filter(None, [words, report_words, results, own, after]))


def _takeaway_words(takeaway: Takeaway, language: Language) -> str:
    slots = {
        "name": takeaway.name,
        "cluster": takeaway.cluster,
        "peers": ", ".join(takeaway.peers),
        "opgaven": "; ".join(takeaway.opgaven),
        "url": links.municipality(takeaway.slug, language),
    }
    lines = [_("Gemeenten elders die het meest op %(name)s lijken: %(peers)s.") % slots]
    if takeaway.opgaven:
        lines.append(_("Opgaven die %(name)s deelt met %(cluster)s: %(opgaven)s.") % slots)
    return "\n".join([*lines, _("Meer daarover: %(url)s") % slots])


def leads(role: Role) -> None:
    """Tell somebody which role they got, and where to sign in."""
    meeting, person = role.meeting, role.person
    with translation.override(person.language):
        what = name_of_group(role.group, meeting.study) or meeting.title
        words = _("U bent %(role)s: %(what)s.") % {"role": role.get_kind_display(), "what": what}
        key = f"meeting:{meeting.pk}:role:{role.pk}:{secrets.token_hex(4)}"
        _send_to_leader(meeting, person, words, words, key)


def tell_leader_of_change(meeting: Meeting, person: Person) -> None:
    """Tell somebody with a role that the title or time changed."""
    with translation.override(person.language):
        key = leader_key(meeting, person, f"changed:{meeting.sequence}")
        _send_to_leader(meeting, person, _("De bijeenkomst is gewijzigd"), str(_CHANGED), key)


def tell_leader_it_is_off(meeting: Meeting, person: Person) -> None:
    """Tell somebody with a role that the meeting does not take place."""
    with translation.override(person.language):
        words = _("De bijeenkomst gaat niet door")
        _send_to_leader(meeting, person, words, f"{words}.", leader_key(meeting, person, "off"))


def remind_leader(meeting: Meeting, person: Person, key: str, now: datetime) -> None:
    """Remind somebody with a role of the meeting."""
    with translation.override(person.language):
        text = _("%(when)s begint de bijeenkomst waarbij u een rol hebt.") % {
            "when": _when(meeting, now)
        }
        _send_to_leader(meeting, person, _("Herinnering"), text, key)


def leader_key(meeting: Meeting, person: Person, kind: str) -> str:
    """Name a letter to a leader, so that it goes once."""
    return f"meeting:{meeting.pk}:leader:{person.pk}:{kind}"


def _send_to_leader(meeting: Meeting, person: Person, subject: str, text: str, key: str) -> None:
    if meeting.is_rehearsal:
        return
    sign_in = _("U logt in met dit e-mailadres; een wachtwoord is er niet: %(url)s")
    url = links.leading(person.language)
    facts = [] if meeting.is_template else [_facts(meeting)]
    letters.send(
        to=person.email,
        subject=f"{subject}: {meeting.title}"[:200],
        text="\n\n".join(
            [_("Goedendag,"), text, *facts, sign_in % {"url": url}, _closing(meeting)]
        ),
        key=key,
    )


def _send(  # noqa: PLR0913, PLR0917 - the parts of one letter, by the functions above only
    registration: Registration, now: datetime, subject: str, text: str, kind: str, invite: Invite
) -> None:
    meeting = registration.meeting
    if meeting.is_rehearsal:
        return
    letters.send(
        to=registration.email,
        subject=f"{subject}: {meeting.title}",
        text="\n\n".join(
            [
                _greeting(registration, had_place=invite == "CANCEL"),
                text,
                _facts(meeting),
                _foot(registration),
                _closing(meeting),
            ]
        ),
        key=f"meeting:{meeting.pk}:{registration.pk}:{registration.registered_at:%Y%m%d%H%M%S}:{kind}",
        attachment=invite and _attachment(registration, now, invite),
    )


def _greeting(registration: Registration, *, had_place: bool) -> str:
    # Until the address is proven, the name is what a stranger wants it to read.
    is_proven = had_place or registration.state == Registration.State.CONFIRMED
    name = registration.name if is_proven else ""
    return _("Beste %(name)s,") % {"name": name} if name else _("Goedendag,")


def _facts(meeting: Meeting) -> str:
    start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    day = formats.date_format(start, "DATE_FORMAT")
    hours = _("%(start)s tot %(end)s uur") % {
        "start": formats.date_format(start, "TIME_FORMAT"),
        "end": formats.date_format(end, "TIME_FORMAT"),
    }
    return f"{meeting.title}\n{day}, {hours}"


def _foot(registration: Registration) -> str:
    return (
        _("Meedoen, wijzigen of afmelden: %(url)s") % {"url": links.personal(registration)}
        + "\n"
        + _("Deze link is van u alleen. Stuur hem niet door.")
    )


def _closing(meeting: Meeting) -> str:
    """Say who writes, and where an answer goes."""
    who = meeting.organiser_name or _("De organisator van deze bijeenkomst")
    lines = [_("Met vriendelijke groet,"), who, *([meeting.contact] if meeting.contact else [])]
    return "\n".join(lines)


def _when(meeting: Meeting, now: datetime) -> str:
    """Say when a meeting begins, as the beginning of a sentence."""
    start, today = timezone.localtime(meeting.starts_at), timezone.localtime(now).date()
    slots = {
        "day": formats.date_format(start, "DATE_FORMAT"),
        "time": formats.date_format(start, "TIME_FORMAT"),
    }
    if start.date() == today:
        return _("Vandaag om %(time)s uur") % slots
    if start.date() == today + timedelta(days=1):
        return _("Morgen om %(time)s uur") % slots
    return _("Op %(day)s om %(time)s uur") % slots


def _attachment(
    registration: Registration, now: datetime, method: Literal["REQUEST", "CANCEL"]
) -> Attachment:
    text = calendars.calendar(
        registration.meeting, registration.language, now, registration, method
    )
    return Attachment("bijeenkomst.ics", f"text/calendar; method={method}; charset=utf-8", text)
