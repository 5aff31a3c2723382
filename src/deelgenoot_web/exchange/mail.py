"""The letters of the exchange, each in the language of its reader."""

from datetime import date
from typing import Literal

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.exchange.models import (
    HarvestOffer,
    Introduction,
    ModerationDecision,
    OpenCall,
    Practice,
)
from deelgenoot_web.exchange.places import municipality_name
from deelgenoot_web.letters import actions as letters
from deelgenoot_web.letters.links import absolute


def ask_author(introduction: Introduction, when: Literal["asked", "reminded"]) -> None:
    """Ask the author of an approach to agree to an introduction; `when` tells the letters apart."""
    author = introduction.about.author
    if author is None:
        return
    with translation.override(author.language):
        text = _(
            "Een collega van de gemeente %(municipality)s las uw bijdrage ‘%(title)s’ en wil met u "
            "in contact komen.\n\n"
            "Op deze pagina leest u de vraag en kiest u of u elkaar wilt leren kennen:\n\n"
            "%(link)s\n\n"
            "Uw e-mailadres geven wij pas door als u akkoord gaat. Antwoordt u niet, dan vervalt "
            "de vraag vanzelf, drie weken nadat uw collega die stelde."
        ) % {
            "municipality": municipality_name(introduction.asker.gm_code),
            "title": title_of(introduction.about),
            "link": _address("introduction", introduction.nonce),
        }
        _send(author, _("Een collega wil met u kennismaken"), text, f"{introduction.pk}:{when}")


def introduce(introduction: Introduction) -> None:
    """Give both their addresses, now that both agree."""
    author = introduction.about.author
    if author is None:
        return
    for reader, other in ((author, introduction.asker), (introduction.asker, author)):
        with translation.override(reader.language):
            text = _(
                "U wilt allebei kennismaken over ‘%(title)s’. Dit is het adres van "
                "%(who)s, gemeente %(municipality)s:\n\n"
                "%(email)s\n\n"
                "De ander krijgt uw adres ook. Spreek zelf af hoe u elkaar spreekt."
            ) % {
                "title": title_of(introduction.about),
                "who": other.name or _("uw collega"),
                "municipality": municipality_name(other.gm_code),
                "email": other.email,
            }
            _send(reader, _("U kunt kennismaken"), text, f"{introduction.pk}:met:{reader.pk}")


def tell_no_contact(introduction: Introduction) -> None:
    """Tell who asked that there will be no introduction, in the same words whatever the reason."""
    asker = introduction.asker
    with translation.override(asker.language):
        text = _(
            "Uw vraag om kennis te maken over ‘%(title)s’ leidde nu niet tot contact. "
            "Wij hebben geen adres doorgegeven. Meer aanpakken vindt u hier:\n\n%(link)s"
        ) % {"title": title_of(introduction.about), "link": _address("practices")}
        _send(asker, _("Over uw vraag om kennis te maken"), text, f"{introduction.pk}:closed")


def ask_for_practice(offer: HarvestOffer, to: str, language: str) -> None:
    """Ask somebody to make an approach of what they wrote in a session."""
    with translation.override(language):
        text = _(
            "In de bijeenkomst ‘%(origin)s’ schreef u:\n\n%(text)s\n\n"
            "De begeleiding denkt dat andere gemeenten hier iets aan hebben. Wilt u er een aanpak "
            "van maken? Op deze pagina kiest u of er een concept komt. Niemand leest dat tot u "
            "publiceert:\n\n%(link)s"
        ) % {"origin": offer.origin, "text": offer.text, "link": _address("harvest", offer.nonce)}
        whole = _in_letter(text)
        subject = _("Wordt uw bijdrage een aanpak?")
    letters.send(to=to, subject=subject, text=whole, key=f"exchange:harvest:{offer.pk}")


def ask_check(practice: Practice, today: date) -> None:
    """Ask the author whether the approach still is how it says."""
    if practice.author is None:
        return
    with translation.override(practice.author.language):
        text = _(
            "Een jaar geleden schreef of controleerde uw gemeente de aanpak ‘%(title)s’. Klopt die "
            "nog? Op deze pagina zegt u dat met één knop, of u wijzigt de tekst:\n\n%(link)s\n\n"
            "Antwoordt u niet, dan blijft de aanpak staan, met de datum van de laatste controle."
        ) % {"title": title_of(practice), "link": _address("practice", practice.pk)}
        _send(practice.author, _("Klopt uw aanpak nog?"), text, f"{practice.pk}:check:{today}")


def tell_hidden(decision: ModerationDecision) -> None:
    """Tell the author that a moderator hid the approach, why, and how to object."""
    author = decision.practice.author
    if author is None:
        return
    with translation.override(author.language):
        text = _(
            "Een moderator heeft uw aanpak ‘%(title)s’ verborgen. De reden:\n\n%(reason)s\n\n"
            "Uw tekst is bewaard; u kunt die nog lezen en wijzigen. Bent u het er niet mee eens? "
            "Op deze pagina maakt u bezwaar. Een andere moderator antwoordt:\n\n%(link)s"
        ) % _about(decision)
        _send(author, _("Uw aanpak is verborgen"), text, f"decision:{decision.pk}")


def tell_barred(decision: ModerationDecision) -> None:
    """Tell an author that they contribute no more, why, and how to object."""
    if decision.person is None:
        return
    with translation.override(decision.person.language):
        text = _(
            "U kunt op deelgenoot geen aanpakken meer delen. De reden:\n\n%(reason)s\n\n"
            "Aanpakken van uw gemeente blijven staan. Bent u het er niet mee eens? Op deze pagina "
            "maakt u bezwaar. Een andere moderator antwoordt:\n\n%(link)s"
        ) % _about(decision)
        _send(decision.person, _("U kunt niet meer bijdragen"), text, f"decision:{decision.pk}")


def tell_answer(decision: ModerationDecision) -> None:
    """Tell the author what another moderator says to the appeal."""
    author = decision.person or decision.practice.author
    if author is None:
        return
    with translation.override(author.language):
        outcome = (
            _("Het besluit is teruggedraaid.")
            if decision.is_reversed
            else _("Het besluit blijft staan.")
        )
        text = _(
            "Een andere moderator heeft uw bezwaar gelezen. %(outcome)s\n\n%(answer)s\n\n%(link)s"
        ) % {**_about(decision), "outcome": outcome, "answer": decision.answer}
        _send(author, _("Antwoord op uw bezwaar"), text, f"decision:{decision.pk}:answer")


def tell_shown_again(practice: Practice) -> None:
    """Tell the author that everybody can read the approach again."""
    if practice.author is None:
        return
    with translation.override(practice.author.language):
        text = _("Iedereen kan uw aanpak ‘%(title)s’ weer lezen:\n\n%(link)s") % {
            "title": title_of(practice),
            "link": _address("practice", practice.pk),
        }
        _send(practice.author, _("Uw aanpak is weer te lezen"), text, _standing_key(practice))


def tell_call_closed(call: OpenCall) -> None:
    """Tell the author that a moderator closed the call, and why."""
    with translation.override(call.author.language):
        text = _(
            "Een moderator heeft uw oproep ‘%(title)s’ gesloten. De reden:\n\n%(reason)s\n\n"
            "U leest de oproep hier nog:\n\n%(link)s"
        ) % {
            "title": call.title,
            "reason": call.closed_because,
            "link": _address("call", call.pk),
        }
        _send(call.author, _("Uw oproep is gesloten"), text, f"call:{call.pk}:closed")


def title_of(about: Practice | OpenCall) -> str:
    """Give the title that everybody reads, or that of the draft."""
    if isinstance(about, Practice) and about.current:
        return about.current.title
    return about.title


def _about(decision: ModerationDecision) -> dict[str, str]:
    return {
        "title": title_of(decision.practice),
        "reason": decision.reason,
        "link": _address("decision", decision.pk),
    }


def _standing_key(practice: Practice) -> str:
    return f"{practice.pk}:{practice.standing}:{timezone.now():%Y%m%d%H%M%S%f}"


def _address(name: str, *arguments: str | int) -> str:
    return absolute(reverse(f"exchange:{name}", args=arguments))


def _send(reader: Person, subject: str, text: str, key: str) -> None:
    letters.send(to=reader.email, subject=subject, text=_in_letter(text), key=f"exchange:{key}")


def _in_letter(text: str) -> str:
    return _("Goedendag,\n\n%(text)s\n\nMet vriendelijke groet,\ndeelgenoot\n") % {"text": text}
