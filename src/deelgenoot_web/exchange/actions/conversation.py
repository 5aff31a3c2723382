"""Actions of the conversation: add an opgave, share one, react, change and remove one's texts."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.rules import may_contribute, require, speaks_for_municipality
from deelgenoot_web.exchange.actions.indexing import index
from deelgenoot_web.exchange.challenges import find_challenge, municipal_challenge
from deelgenoot_web.exchange.models import (
    ChallengeConcern,
    MunicipalChallenge,
    Practice,
    TextReaction,
)
from deelgenoot_web.exchange.rules import (
    is_public,
    may_change_challenge,
    may_change_reaction,
    may_react,
    may_remove_reaction,
    may_tell_concern,
    may_write,
)

MOST_CHALLENGES = 20
"""Public opgaven that one municipality adds."""
MOST_REACTIONS = 20
"""Reactions of one person in a day."""
_DAY = timedelta(days=1)


class TooManyTextsError(Exception):
    """Somebody wrote as much as one may write."""


@dataclass(frozen=True)
class ChallengeText:
    """What a municipality says about an opgave that it adds, with the ids of its themes."""

    title: str
    explanation: str
    themes: tuple[str, ...]

    @property
    def digest(self) -> str:
        """The hash by which a page says what it showed."""
        return sha256(repr(self).encode()).hexdigest()


class ChallengeChangedError(Exception):
    """Somebody else changed the opgave meanwhile."""


@transaction.atomic
def add_challenge(
    *, by: Person, key: UUID, text: ChallengeText, origin: str = ""
) -> MunicipalChallenge:
    """Add an opgave, for everybody to read; the same `key` again gives the same opgave.

    Other words with that key come from who went back to the form: they take the place of the first.
    Raises PermissionDenied, and TooManyTextsError.
    """
    require(speaks_for_municipality(by))
    # Locked, so that forms sent at once are counted one after the other.
    Person.objects.select_for_update().get(pk=by.pk)
    before = MunicipalChallenge.objects.filter(key=key).first()
    if before:
        require(before.gm_code == by.gm_code)
        present = challenge_text(before)
        if present != text:
            require(before.author_id == by.pk)
            change_challenge(by=by, challenge=before, seen=present.digest, text=text)
            before.refresh_from_db()
        return before
    own = MunicipalChallenge.objects.filter(gm_code=by.gm_code).exclude(
        standing=Practice.Standing.WITHDRAWN
    )
    if own.count() >= MOST_CHALLENGES:
        raise TooManyTextsError
    challenge = MunicipalChallenge.objects.create(
        key=key,
        gm_code=by.gm_code,
        author=by,
        made_at=timezone.now(),
        origin=origin,
        **_fields(text),
    )
    index(challenge)
    return challenge


@transaction.atomic
def change_challenge(
    *, by: Person, challenge: MunicipalChallenge, seen: str, text: ChallengeText
) -> None:
    """Change what an opgave says. Raises PermissionDenied, ChallengeChangedError.

    What a moderator hid stays so, for them to read anew.
    `seen` is the digest of what the page said, so that nobody overwrites what another wrote.
    """
    row = MunicipalChallenge.objects.select_for_update().get(pk=challenge.pk)
    require(may_change_challenge(by, row))
    present = challenge_text(row)
    if present == text:
        return
    if present.digest != seen:
        raise ChallengeChangedError
    for name, value in _fields(text).items():
        setattr(row, name, value)
    row.changed_at = timezone.now()
    row.save(update_fields=[*_fields(text), "changed_at"])
    index(row)


def challenge_text(row: MunicipalChallenge) -> ChallengeText:
    """Give what an opgave says now."""
    return ChallengeText(row.title, row.explanation, row.themes)


@transaction.atomic
def withdraw_challenge(*, by: Person, challenge: MunicipalChallenge) -> None:
    """Let nobody read an opgave any more; approaches about it stay. Raises PermissionDenied."""
    require(may_write(by, challenge) and is_public(challenge))
    challenge.standing = Practice.Standing.WITHDRAWN
    challenge.save(update_fields=["standing"])
    index(challenge)


@transaction.atomic
def tell_concern(*, by: Person, challenge_id: str, is_concerned: bool) -> None:
    """Say whether an opgave concerns the municipality of `by` too. Raises PermissionDenied."""
    require(find_challenge(challenge_id) is not None)
    require(may_tell_concern(by, municipal_challenge(challenge_id)))
    place = {"challenge": challenge_id, "gm_code": by.gm_code}
    if is_concerned:
        ChallengeConcern.objects.get_or_create(**place, defaults={"author": by})
    else:
        ChallengeConcern.objects.filter(**place).delete()


@transaction.atomic
def react(*, by: Person, key: UUID, about: Practice | str, text: str) -> TextReaction:
    """React to an approach, or to an opgave (its id); the same `key` gives the same reaction.

    Other words with that key come from who went back to the form: they take the place of the first.
    Raises PermissionDenied, and TooManyTextsError.
    """
    require(_may_react(by, about))
    # Locked, so that forms sent at once are counted one after the other.
    Person.objects.select_for_update().get(pk=by.pk)
    before = TextReaction.objects.filter(key=key).first()
    if before:
        require(before.author_id == by.pk)
        if before.text != text:
            change_reaction(by=by, reaction=before, text=text)
        return before
    now = timezone.now()
    if TextReaction.objects.filter(author=by, made_at__gt=now - _DAY).count() >= MOST_REACTIONS:
        raise TooManyTextsError
    place = {"challenge": about} if isinstance(about, str) else {"practice": about}
    return TextReaction.objects.create(
        key=key, gm_code=by.gm_code, author=by, made_at=now, text=text, **place
    )


@transaction.atomic
def change_reaction(*, by: Person, reaction: TextReaction, text: str) -> None:
    """Change what a reaction says; what a moderator hid stays so. Raises PermissionDenied."""
    require(may_change_reaction(by, reaction))
    if reaction.text != text:
        reaction.text, reaction.changed_at = text, timezone.now()
        reaction.save(update_fields=["text", "changed_at"])


@transaction.atomic
def remove_reaction(*, by: Person, reaction: TextReaction) -> None:
    """Delete a reaction, with what was reported about it. Raises PermissionDenied."""
    require(may_remove_reaction(by, reaction))
    reaction.delete()


def _may_react(by: Person, about: Practice | str) -> bool:
    if isinstance(about, str):
        return may_contribute(by) and find_challenge(about) is not None
    return may_react(by, about)


def _fields(text: ChallengeText) -> dict[str, str]:
    return {
        "title": text.title,
        "explanation": text.explanation,
        "theme_list": " ".join(text.themes),
    }
