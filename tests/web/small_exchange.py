"""A few contributors and approaches for tests: made by the same actions as anybody's."""

from typing import Any
from uuid import uuid4

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.exchange.actions import conversation, following, pictures, practices
from deelgenoot_web.exchange.actions.conversation import ChallengeText
from deelgenoot_web.exchange.actions.harvest import HarvestPiece
from deelgenoot_web.exchange.actions.pictures import PictureWords
from deelgenoot_web.exchange.actions.practices import text_of
from deelgenoot_web.exchange.models import (
    TEXT_FIELDS,
    DigestWish,
    MunicipalChallenge,
    Practice,
    TextReaction,
)
from deelgenoot_web.pictures.messages import PagePicture

HEERLEN, ZUTPHEN, HOORN, DEN_HELDER = "GM0917", "GM0301", "GM0405", "GM0400"
# Figures of Heerlen and Zutphen both show it (a test says so).
CHALLENGE = "afwisseling-in-wonen-en-werken"

HARVEST = HarvestPiece("card:1", "Deel een verhuiscoach", "passende-woningen", "Sessie in mei")


def contributor(email: str = "a@heerlen.example", gm_code: str = HEERLEN) -> Person:
    return Person.objects.get_or_create(email=email, defaults={"gm_code": gm_code})[0]


def draft(by: Person, **text: Any) -> Practice:
    practice = practices.begin(by=by, key=uuid4(), title="Samen inkopen", challenge=CHALLENGE)
    fields = {"summary": "Wij kopen samen in.", "stage": "running", "success": "- Minder werk"}
    content = text_of(practice) | fields | text
    practices.save(by=by, practice=practice, revision=practice.revision, text=content)
    return practice


def public_practice(by: Person | None = None, **text: Any) -> Practice:
    who = by or contributor()
    practice = draft(who, **text)
    practices.publish(by=who, practice=practice)
    practice.refresh_from_db()
    return practice


def picture(
    practice: Practice,
    content: bytes = b"wide",
    text: str = "Een gevel met steigers",
    by: Person | None = None,
) -> str:
    """Put a picture in a draft, without a painter; return its digest."""
    page = PagePicture(content, b"narrow", "", (1600, 1200))
    words = PictureWords(text, "Foto: gemeente")
    digest = pictures.add(by=by or contributor(), practice=practice, picture=page, words=words)
    practice.refresh_from_db()
    return digest


def challenge(by: Person | None = None, title: str = "Nachtrust") -> MunicipalChallenge:
    text = ChallengeText(title, "Bewoners slapen slecht door verkeer.", ("quality_of_life",))
    return conversation.add_challenge(by=by or contributor(), key=uuid4(), text=text)


def reaction(by: Person, about: Practice | str, text: str = "Wij deden dit *ook*.") -> TextReaction:
    return conversation.react(by=by, key=uuid4(), about=about, text=text)


def follower(person: Person, kind: str = "opgave", value: str = CHALLENGE) -> DigestWish:
    following.follow(by=person, kind=kind, value=value)
    return DigestWish.objects.get(person=person)


def form_of(practice: Practice, **changes: Any) -> dict[str, Any]:
    """What a browser sends of the form, with these changes."""
    text = {name: getattr(practice, name) for name in TEXT_FIELDS}
    content = {name: "" if value is None else value for name, value in text.items()}
    return content | {"revision": practice.revision} | changes
