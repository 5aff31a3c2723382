"""The letters of the exchange, each in the language of its reader."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.atlas.edition import edition
from deelgenoot_web.exchange.challenges import challenge_title, subject_title
from deelgenoot_web.exchange.models import (
    DigestWish,
    Follow,
    HarvestOffer,
    Introduction,
    ModerationDecision,
    MunicipalChallenge,
    OpenCall,
    Practice,
    TextReaction,
)
from deelgenoot_web.exchange.models.moderation import ModeratedText
from deelgenoot_web.exchange.news import NewsItem, reaction_address
from deelgenoot_web.exchange.places import municipality_name
from deelgenoot_web.letters import actions as letters
from deelgenoot_web.letters.links import absolute

_FIRST_WORDS = 60
"""Signs of a reaction that stand for it in lists and letters."""
_MOST_IN_PART, _MOST_WORDS = 4, 80
"""Texts about one subject in a letter, and words of each."""


def ask_author(introduction: Introduction, when: Literal["asked", "reminded"]) -> None:
    """Ask the author of an approach to agree to an introduction; `when` tells the letters apart."""
    author = introduction.about.author
    if author is None:
        return
    with translation.override(author.language):
        text = _(
            "Een collega van %(municipality)s las uw bijdrage ‘%(title)s’ en wil met u "
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
                "%(who)s, %(municipality)s:\n\n"
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


def ask_for_text(offer: HarvestOffer, to: str, language: str) -> None:
    """Ask somebody to make an approach, an opgave or a call of what they wrote in a session."""
    with translation.override(language):
        text = _(
            "In de bijeenkomst ‘%(origin)s’ schreef u:\n\n%(text)s\n\n"
            "De begeleiding denkt dat andere gemeenten hier iets aan hebben. %(question)s "
            "Op deze pagina kiest u. Niemand leest iets tot u zelf publiceert:\n\n%(link)s"
        ) % {
            "origin": offer.origin,
            "text": offer.text,
            "question": harvest_question(offer),
            "link": _address("harvest", offer.nonce),
        }
        whole = _in_letter(text)
        subject = harvest_question(offer)
    letters.send(to=to, subject=subject, text=whole, key=f"exchange:harvest:{offer.pk}")


def harvest_question(offer: HarvestOffer) -> str:
    """Ask in one line what somebody is asked to make of what they wrote."""
    if offer.becomes == HarvestOffer.Becomes.CHALLENGE:
        return _("Wordt uw bijdrage een opgave?")
    if offer.becomes == HarvestOffer.Becomes.CALL:
        return _("Wordt uw bijdrage een oproep?")
    return _("Wordt uw bijdrage een aanpak?")


def ask_check(practice: Practice, reader: Person, today: date) -> None:
    """Ask somebody of its municipality whether an approach still is how it says."""
    with translation.override(reader.language):
        text = _(
            "Een jaar geleden schreef of controleerde u of een collega de aanpak ‘%(title)s’. "
            "Klopt die nog? Op deze pagina zegt u dat met één knop, of u wijzigt de tekst:\n\n"
            "%(link)s\n\n"
            "Antwoordt u niet, dan blijft de aanpak staan, met de datum van de laatste controle."
        ) % {"title": title_of(practice), "link": _address("practice", practice.pk)}
        _send(reader, _("Klopt uw aanpak nog?"), text, f"{practice.pk}:check:{today}")


def tell_hidden(decision: ModerationDecision) -> None:
    """Tell whose text it is that a moderator hid it, why, and how to object."""
    for reader in _told_about(decision.about):
        with translation.override(reader.language):
            text = _(
                "Een moderator heeft uw tekst ‘%(title)s’ verborgen. De reden:\n\n%(reason)s\n\n"
                "Uw tekst is bewaard en u kunt die nog lezen. Bent u het er niet mee eens? "
                "Op deze pagina maakt u bezwaar. Een andere moderator antwoordt:\n\n%(link)s"
            ) % _about(decision)
            key = f"decision:{decision.pk}:{reader.pk}"
            _send(reader, _("Uw tekst is verborgen"), text, key)


def tell_barred(decision: ModerationDecision) -> None:
    """Tell an author that they contribute no more, why, and how to object."""
    if decision.person is None:
        return
    with translation.override(decision.person.language):
        text = _(
            "U kunt op deelgenoot niets meer delen. De reden:\n\n%(reason)s\n\n"
            "Uw teksten blijven staan. Bent u het er niet mee eens? Op deze pagina "
            "maakt u bezwaar. Een andere moderator antwoordt:\n\n%(link)s"
        ) % _about(decision)
        _send(decision.person, _("U kunt niet meer bijdragen"), text, f"decision:{decision.pk}")


def tell_contributor_barred(person: Person, reason: str) -> None:
    """Tell somebody that an administrator lets them contribute no more, why, and whom to ask."""
    with translation.override(person.language):
        text = _(
            "U kunt op deelgenoot niets meer delen. De reden:\n\n%(reason)s\n\n"
            "Uw teksten blijven staan. Bent u het er niet mee eens? Schrijf dan de beheerder. Het "
            "adres staat op deze pagina:\n\n%(link)s"
        ) % {"reason": reason, "link": absolute(reverse("colophon"))}
        key = f"barred:{person.pk}:{timezone.now().isoformat()}"
        _send(person, _("U kunt niet meer bijdragen"), text, key)


def tell_answer(decision: ModerationDecision) -> None:
    """Tell the author, and who objected, what another moderator says to the appeal."""
    author = decision.person or decision.about.author
    is_hidden_again = decision.is_reversed and decision.later_hiding is not None
    for reader in {one for one in (author, decision.appealed_by) if one}:
        with translation.override(reader.language):
            outcome = (
                _("Het besluit is teruggedraaid.")
                if decision.is_reversed
                else _("Het besluit blijft staan.")
            )
            if is_hidden_again:
                outcome += " " + _("De tekst blijft verborgen door een later besluit.")
            text = _(
                "Een andere moderator heeft het bezwaar over ‘%(title)s’ gelezen. "
                "%(outcome)s\n\n%(answer)s\n\n%(link)s"
            ) % {**_about(decision), "outcome": outcome, "answer": decision.answer}
            key = f"decision:{decision.pk}:answer:{reader.pk}"
            _send(reader, _("Antwoord op het bezwaar"), text, key)


def tell_shown_again(decision: ModerationDecision) -> None:
    """Tell whose text it is that everybody can read it again."""
    for reader in _told_about(decision.about):
        with translation.override(reader.language):
            text = _("Iedereen kan uw tekst ‘%(title)s’ weer lezen:\n\n%(link)s") % {
                "title": title_of(decision.about),
                "link": absolute(address_of(decision.about)),
            }
            key = f"decision:{decision.pk}:{reader.pk}"
            _send(reader, _("Uw tekst is weer te lezen"), text, key)


def _told_about(text: ModeratedText) -> list[Person]:
    """List who hears what becomes of a text: its author, or the municipality of one who left."""
    if text.author:
        return [text.author]
    if isinstance(text, TextReaction) or not text.gm_code:
        return []
    return list(Person.objects.filter(gm_code=text.gm_code, is_barred=False))


def send_digest(wish: DigestWish, groups: Sequence[tuple[Follow, Sequence[NewsItem]]]) -> None:
    """Send somebody what is new about what they follow, with the texts themselves."""
    person = wish.person
    with translation.override(person.language):
        stop = _address("stop_digest", wish.nonce)
        parts = [_("Dit schreven anderen over wat u volgt."), *map(_digest_part, groups)]
        parts += [
            _("Een andere dag kiezen, of iets niet meer volgen: %(link)s")
            % {"link": _address("following")},
            _("Deze brief niet meer ontvangen: %(link)s") % {"link": stop},
        ]
        letters.send(
            to=person.email,
            subject=_("Nieuw over wat u volgt"),
            text=_in_letter("\n\n".join(parts)),
            key=f"exchange:digest:{wish.pk}:{timezone.now():%Y%m%d%H%M%S}",
            unsubscribe=stop,
        )


def _digest_part(group: tuple[Follow, Sequence[NewsItem]]) -> str:
    """Write the texts about one subject under its name; the rest of many by their number."""
    follow, items = group
    heading = subject_title(follow.kind, follow.value)
    lines = [heading, "-" * len(heading), *map(_digest_item, items[:_MOST_IN_PART])]
    if (n_more := len(items) - _MOST_IN_PART) > 0:
        words = ngettext("En nog %(n)s andere tekst.", "En nog %(n)s andere teksten.", n_more)
        lines.append(words % {"n": n_more})
    return "\n\n".join(["\n".join(lines[:2]), *lines[2:]])


def _digest_item(item: NewsItem) -> str:
    text = Truncator(item.text).words(_MOST_WORDS)
    return f"{news_title(item)}\n{text}\n{absolute(item.path)}"


def news_title(item: NewsItem) -> str:
    """Say in one line what kind of text this is, of which municipality, and what it is called."""
    title = item.title or challenge_title(edition(), item.challenge)
    slots = {"place": municipality_name(item.gm_code), "title": title}
    words = {
        "practice": _("Aanpak van %(place)s: %(title)s"),
        "call": _("Oproep van %(place)s: %(title)s"),
        "challenge": _("Opgave van %(place)s: %(title)s"),
        "reaction": _("Reactie van %(place)s op ‘%(title)s’"),
    }
    return words[item.kind] % slots


def title_of(about: ModeratedText) -> str:
    """Give the title that everybody reads, or that of the draft; a reaction's first words."""
    if isinstance(about, TextReaction):
        return _("reactie: %(words)s") % {"words": Truncator(about.text).chars(_FIRST_WORDS)}
    if isinstance(about, Practice) and about.current:
        return about.current.title
    return about.title


def address_of(about: ModeratedText) -> str:
    """Give the path of the page on which a text stands."""
    if isinstance(about, OpenCall):
        return reverse("exchange:call", args=[about.pk])
    if isinstance(about, MunicipalChallenge):
        return reverse("exchange:challenge", args=[about.challenge_id])
    if isinstance(about, Practice):
        return reverse("exchange:practice", args=[about.pk])
    return reaction_address(about)


def _about(decision: ModerationDecision) -> dict[str, str]:
    return {
        "title": title_of(decision.about),
        "reason": decision.reason,
        "link": _address("decision", decision.pk),
    }


def _address(name: str, *arguments: str | int) -> str:
    return absolute(reverse(f"exchange:{name}", args=arguments))


def _send(reader: Person, subject: str, text: str, key: str) -> None:
    letters.send(to=reader.email, subject=subject, text=_in_letter(text), key=f"exchange:{key}")


def _in_letter(text: str) -> str:
    return _("Goedendag,\n\n%(text)s\n\nMet vriendelijke groet,\ndeelgenoot\n") % {"text": text}
