"""Queries about reactions."""

from django.db.models import Q, QuerySet

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.rules import may_moderate
from deelgenoot_web.exchange.models import Practice, TextReaction

_PUBLIC = Practice.Standing.PUBLIC


def reactions_to(about: Practice | str, person: Person | None = None) -> QuerySet[TextReaction]:
    """List the reactions to an approach or to an opgave (its id), the newest first.

    A person sees the own hidden ones too, and a moderator all.
    """
    may_read = Q(standing=_PUBLIC)
    if person:
        may_read = Q() if may_moderate(person) else may_read | Q(author=person)
    place = {"challenge": about} if isinstance(about, str) else {"practice": about}
    return TextReaction.objects.filter(may_read, **place).order_by("-made_at", "-pk")


def reaction(number: int) -> TextReaction | None:
    """Find a reaction with its author and what it is about."""
    rows = TextReaction.objects.select_related("author", "practice__current")
    return rows.filter(pk=number).first()
