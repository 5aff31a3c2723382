"""The reactions to an approach or to an opgave, the newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.exchange.models import ModerationDecision, Practice, TextReaction
from deelgenoot_web.exchange.pages.cards import PracticePlace, place_of
from deelgenoot_web.exchange.pages.list import page_number
from deelgenoot_web.exchange.queries.conversation import reactions_to
from deelgenoot_web.exchange.queries.moderation import hiding_decisions
from deelgenoot_web.exchange.rules import is_public, may_change_reaction, may_report
from deelgenoot_web.exchange.texts import render

ON_A_PAGE = 10
_MOST_DIGITS = 18


@dataclass(frozen=True)
class ReactionLine:
    """A reaction, and what its reader can do with it."""

    number: int
    html: SafeString
    place: PracticePlace
    made_at: datetime
    is_changed: bool
    is_example: bool
    may_change: bool
    may_report: bool
    hidden_because: str
    decision: ModerationDecision | None
    """That by which it is hidden; its author and moderators see a hidden one."""


@dataclass(frozen=True)
class ReactionList:
    """A page of reactions: how many there are, and the numbers of the pages beside it."""

    lines: tuple[ReactionLine, ...]
    n_all: int
    newer: int
    """0 for none, as for `older`."""
    older: int


def reaction_list(
    edition: Edition, about: Practice | str, person: Person | None, query: Mapping[str, str]
) -> ReactionList:
    """List the reactions to an approach or to an opgave (its id), for this reader.

    `query` has the number of a page (`reacties`), or of the reaction that a link leads to
    (`reactie`).
    """
    rows = reactions_to(about, person)
    page = _page_with(rows, query.get("reactie", "")) or page_number(query.get("reacties", ""))
    n_all = rows.count()
    cut = list(rows[(page - 1) * ON_A_PAGE : page * ON_A_PAGE])
    hidden_numbers = [one.pk for one in cut if not is_public(one)]
    decisions = hiding_decisions(hidden_numbers) if hidden_numbers else {}
    return ReactionList(
        lines=tuple(_line(edition, one, person, decisions.get(one.pk)) for one in cut),
        n_all=n_all,
        newer=page - 1,
        older=page + 1 if n_all > page * ON_A_PAGE else 0,
    )


def _page_with(rows: QuerySet[TextReaction], number: str) -> int:
    """Say on which page a reaction stands; 0 for one that is not there."""
    is_number = number.isdecimal() and len(number) <= _MOST_DIGITS
    row = rows.filter(pk=int(number)).first() if is_number else None
    if row is None:
        return 0
    newer = rows.filter(Q(made_at__gt=row.made_at) | Q(made_at=row.made_at, pk__gt=row.pk))
    return newer.count() // ON_A_PAGE + 1


def _line(
    edition: Edition,
    reaction: TextReaction,
    person: Person | None,
    decision: ModerationDecision | None,
) -> ReactionLine:
    return ReactionLine(
        number=reaction.pk,
        html=render(reaction.text),
        place=place_of(edition, reaction),
        made_at=reaction.made_at,
        is_changed=reaction.changed_at is not None,
        is_example=reaction.is_example,
        may_change=person is not None and may_change_reaction(person, reaction),
        may_report=may_report(reaction),
        hidden_because=reaction.hidden_because,
        decision=decision,
    )
