"""One approach, for everybody to read, and what its reader can do with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.safestring import SafeString

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.rules import may_contribute, may_moderate
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.exchange import queries, rules
from deelgenoot_web.exchange.challenges import challenge_title, find_challenge
from deelgenoot_web.exchange.comparing import TextPiece, cut_by_change
from deelgenoot_web.exchange.models import (
    Introduction,
    ModerationDecision,
    Practice,
    PracticeText,
    PracticeVersion,
)
from deelgenoot_web.exchange.pages.cards import (
    PracticePlace,
    place_of,
    stage_of,
    years_of,
)
from deelgenoot_web.exchange.pages.municipality import own_reason
from deelgenoot_web.exchange.pages.pictures import PictureOnPage, pictures_of
from deelgenoot_web.exchange.pages.reasons import MatchReason
from deelgenoot_web.exchange.places import area_of
from deelgenoot_web.exchange.queries import moderation
from deelgenoot_web.exchange.texts import render
from deelgenoot_web.exchange.wording import (
    COSTS,
    EFFORT,
    LABELS,
    LICENCE_ADDRESSES,
    LICENCE_NAMES,
    STAGES,
)

_STORY = ("story", "partners", "lesson", "figures", "reading")


@dataclass(frozen=True)
class PracticeSection:
    """A part of the story: its heading and its text as HTML."""

    key: str
    heading: str
    html: SafeString


@dataclass(frozen=True)
class PracticeReader:
    """What somebody who signed in can do here."""

    reason: MatchReason | None
    name: str
    """The municipality of the reader; empty for who has none."""
    may_use: bool
    does_use: bool
    may_ask: bool
    may_contribute: bool
    introduction: Introduction | None
    may_write: bool
    may_moderate: bool
    decision: ModerationDecision | None
    """That by which a hidden text is hidden."""


@dataclass(frozen=True)
class PracticePage:
    """An approach as it was published last."""

    title: str
    description: str
    number: int
    is_example: bool
    is_public: bool
    is_hidden: bool
    hidden_because: str
    stage: str
    years: str
    place: PracticePlace
    success: SafeString
    setback: SafeString
    sections: tuple[PracticeSection, ...]
    pictures: tuple[PictureOnPage, ...]
    challenge_id: str
    challenge: str
    costs: str
    effort: str
    checked_at: date | None
    version: int
    n_uses: int
    origin: str
    licence: str
    licence_address: str
    """Of what the licence says, in the language of the page."""
    wants_check: bool
    """Its municipality last said more than a year ago that this is how it is."""


@dataclass(frozen=True)
class FieldChange:
    """What changed in one part of an approach between two versions."""

    label: str
    pieces: tuple[TextPiece, ...]


def practice_page(edition: Edition, practice: Practice) -> PracticePage:
    """Make the page of an approach that has a version."""
    version = practice.current or PracticeVersion()
    challenge = find_challenge(version.challenge)
    return PracticePage(
        title=version.title,
        description=version.summary,
        number=practice.pk,
        is_example=practice.is_example,
        is_public=rules.is_public(practice),
        is_hidden=practice.standing == Practice.Standing.HIDDEN,
        hidden_because=practice.hidden_because,
        stage=stage_of(version),
        years=years_of(version),
        place=place_of(edition, practice),
        success=render(version.success),
        setback=render(version.setback),
        sections=tuple(_sections(version)),
        pictures=pictures_of(practice.pk, version),
        challenge_id=challenge.id if challenge else "",
        challenge=edition.words(challenge.title)
        if challenge
        else challenge_title(edition, version.challenge, {}),
        costs=str(COSTS.get(version.costs, "")),
        effort=str(EFFORT.get(version.effort, "")),
        checked_at=practice.checked_at,
        version=version.number or 0,
        n_uses=getattr(practice, "n_uses", 0),
        origin=practice.origin,
        licence=LICENCE_NAMES[version.licence],
        licence_address=f"{LICENCE_ADDRESSES[version.licence]}{edition.language}",
        wants_check=rules.wants_check(practice, timezone.localdate()),
    )


def practice_reader(edition: Edition, practice: Practice, person: Person) -> PracticeReader:
    """Find what this person can do with an approach."""
    area = area_of(person.gm_code)
    challenge = find_challenge(practice.current.challenge) if practice.current else None
    is_elsewhere = area is not None and practice.gm_code != person.gm_code
    may_use = rules.may_use(person, practice)
    return PracticeReader(
        reason=own_reason(edition, area, practice, challenge)
        if area and challenge and is_elsewhere
        else None,
        name=area.name if area else "",
        may_use=may_use,
        does_use=may_use and queries.is_used_by(practice, person.gm_code),
        may_ask=rules.may_ask_introduction(person, practice),
        may_contribute=may_contribute(person),
        introduction=queries.own_introduction(person, practice),
        may_write=rules.may_write(person, practice),
        may_moderate=may_moderate(person),
        decision=moderation.appealable_decision(practice),
    )


def field_changes(
    edition: Edition, old: PracticeVersion, new: PracticeVersion
) -> Iterator[FieldChange]:
    """List the parts that differ between two versions, word by word."""
    for name, label in LABELS.items():
        before, after = (part_in_words(edition, version, name) for version in (old, new))
        if before != after:
            yield FieldChange(str(label), cut_by_change(before, after))


def part_in_words(edition: Edition, text: PracticeText, name: str) -> str:
    """Write one part of an approach as its page says it; empty where nothing was said."""
    value = str(getattr(text, name) or "")
    if name == "challenge":
        return challenge_title(edition, value)
    words: Mapping[str, Mapping[str, object]] = {
        "stage": STAGES,
        "costs": COSTS,
        "effort": EFFORT,
        "licence": LICENCE_NAMES,
    }
    return str(words.get(name, {}).get(value, value))


def _sections(version: PracticeVersion) -> Iterator[PracticeSection]:
    for name in _STORY:
        if text := getattr(version, name):
            yield PracticeSection(name, str(LABELS[name]), render(text))
