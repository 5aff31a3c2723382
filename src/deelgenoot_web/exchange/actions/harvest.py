"""Actions that carry what was written in a session to the exchange: its author decides."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.exchange import mail
from deelgenoot_web.exchange.actions.calls import CallText, call
from deelgenoot_web.exchange.actions.conversation import ChallengeText, add_challenge
from deelgenoot_web.exchange.actions.practices import begin
from deelgenoot_web.exchange.models import HarvestOffer, MunicipalChallenge, OpenCall, Practice

KEPT = timedelta(days=30)
"""How long a question waits, and how long after an answer it is not asked again."""
_LONGEST_TITLE = 120


class AnsweredError(Exception):
    """What was written was declined, and is forgotten."""


@dataclass(frozen=True)
class HarvestPiece:
    """What was written in a session: on what, the words, its opgave, where, and what is asked."""

    source: str
    text: str
    challenge: str
    origin: str
    becomes: str = HarvestOffer.Becomes.PRACTICE


@transaction.atomic
def offer(*, harvest: HarvestPiece, to: str, language: str) -> bool:
    """Ask the author, by mail, to make this of it; False when something was asked already."""
    row, is_new = HarvestOffer.objects.get_or_create(
        source=harvest.source,
        defaults={
            "nonce": secrets.token_urlsafe(20),
            "text": harvest.text,
            "challenge": harvest.challenge,
            "origin": harvest.origin,
            "becomes": harvest.becomes,
            "made_at": timezone.now(),
        },
    )
    if is_new:
        mail.ask_for_text(row, to, language)
    return is_new


@transaction.atomic
def take(*, by: Person, offer: HarvestOffer) -> Practice:
    """Begin a draft with what was written, for the municipality of `by`.

    The same draft when it was taken already. Raises PermissionDenied, and AnsweredError.
    """
    offer = HarvestOffer.objects.select_for_update().get(pk=offer.pk)
    if offer.is_answered and not Practice.objects.filter(key=offer.key).exists():
        raise AnsweredError
    title = offer.text[:_LONGEST_TITLE]
    practice = begin(by=by, key=offer.key, title=title, challenge=offer.challenge)
    if not offer.is_answered:
        practice.story, practice.origin = offer.text, offer.origin
        practice.save(update_fields=["story", "origin"])
        _close(offer)
    return practice


@transaction.atomic
def take_challenge(*, by: Person, offer: HarvestOffer, text: ChallengeText) -> MunicipalChallenge:
    """Add an opgave with its origin, in the words that its author left standing.

    Raises PermissionDenied, and TooManyTextsError.
    """
    challenge = add_challenge(by=by, key=offer.key, text=text, origin=offer.origin)
    _close(offer)
    return challenge


@transaction.atomic
def take_call(*, by: Person, offer: HarvestOffer, text: CallText) -> OpenCall:
    """Place a call with its origin, in the words that its author left standing.

    Raises PermissionDenied, and TooManyCallsError.
    """
    row = call(by=by, key=offer.key, text=text, origin=offer.origin)
    _close(offer)
    return row


@transaction.atomic
def decline(*, offer: HarvestOffer) -> None:
    """Forget what was written, as whoever has the link from the letter."""
    _close(offer)


def forget_offers(now: datetime) -> None:
    """Remove questions that were asked long ago, answered or not."""
    HarvestOffer.objects.filter(made_at__lt=now - KEPT).delete()


def _close(offer: HarvestOffer) -> None:
    offer.text, offer.is_answered = "", True
    offer.save(update_fields=["text", "is_answered"])
