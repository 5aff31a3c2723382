"""Actions of who leaves: what somebody wrote stays under the name of the municipality, or goes."""

from django.db import transaction

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.exchange.actions.indexing import index
from deelgenoot_web.exchange.actions.introductions import end_questions_to
from deelgenoot_web.exchange.models import (
    ChallengeConcern,
    DigestWish,
    MunicipalChallenge,
    Practice,
    TextReaction,
)


@transaction.atomic
def leave(*, by: Person, keeps_texts: bool) -> None:
    """Part a person from the exchange: their questions, calls and what they follow go.

    Who asked to get to know them, and waits, is told that it comes to nothing.

    Approaches that they began, opgaven that they added, reactions, and their word that an opgave
    concerns the municipality stay, without their author, or go with all versions.
    """
    end_questions_to(by)
    by.introductions.all().delete()
    by.calls.all().delete()
    by.follows.all().delete()
    DigestWish.objects.filter(person=by).delete()
    _part_from_conversation(by, keeps_texts=keeps_texts)
    rows = Practice.objects.filter(author=by)
    if keeps_texts:
        rows.update(author=None)
        return
    # A row loses its version before it goes itself, and without one it may not be public.
    rows.update(standing=Practice.Standing.WITHDRAWN)
    for practice in rows:
        index(practice)
    rows.delete()


def _part_from_conversation(by: Person, *, keeps_texts: bool) -> None:
    reactions = TextReaction.objects.filter(author=by)
    challenges = MunicipalChallenge.objects.filter(author=by)
    concerns = ChallengeConcern.objects.filter(author=by)
    if keeps_texts:
        for rows in (reactions, challenges, concerns):
            rows.update(author=None)
        return
    reactions.delete()
    concerns.delete()
    challenges.update(standing=Practice.Standing.WITHDRAWN)
    for challenge in challenges:
        index(challenge)
        TextReaction.objects.filter(challenge=challenge.challenge_id).delete()
        ChallengeConcern.objects.filter(challenge=challenge.challenge_id).delete()
    challenges.delete()
