"""The opgaven that people talk about, and all that the exchange has about one of them."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from deelgenoot.study import Challenge
from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.rules import may_moderate
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.exchange import queries, rules
from deelgenoot_web.exchange.challenges import municipal_challenges
from deelgenoot_web.exchange.models import MunicipalChallenge, Practice
from deelgenoot_web.exchange.pages.calls import CallCard, call_cards
from deelgenoot_web.exchange.pages.cards import (
    PracticeCard,
    PracticePlace,
    place_of,
    practice_cards,
)
from deelgenoot_web.exchange.queries.moderation import appealable_decision
from deelgenoot_web.exchange.texts import render

ON_A_PAGE = 20
_MOST_CARDS = 6


@dataclass(frozen=True)
class ChallengeLine:
    """An opgave in the list; one of the study has no place."""

    id: str
    title: str
    explanation: str
    themes: str
    place: PracticePlace | None
    is_example: bool
    n_practices: int


@dataclass(frozen=True)
class ChallengeExchangeList:
    """Opgaven of municipalities, a page of them at a time, and those of the study."""

    title: str
    description: str
    municipal: tuple[ChallengeLine, ...]
    of_study: tuple[ChallengeLine, ...]
    newer: int
    """The number of the page before; 0 for none, as for `older`."""
    older: int


@dataclass(frozen=True)
class MunicipalFacts:
    """What is said of an opgave because a municipality added it."""

    number: int
    place: PracticePlace
    origin: str
    is_public: bool
    is_example: bool
    may_report: bool
    may_write: bool
    may_moderate: bool
    hidden_because: str
    decision: int | None


@dataclass(frozen=True)
class ChallengeExchangePage:
    """One opgave, with approaches, calls and who shows it."""

    title: str
    description: str
    id: str
    explanation: SafeString
    themes: str
    municipal: MunicipalFacts | None
    """None for an opgave of the study."""
    n_showing: int
    """How many municipalities of the selection show it by their figures, of `n_selected`."""
    n_selected: int
    practices: tuple[PracticeCard, ...]
    n_practices: int
    calls: tuple[CallCard, ...]


def challenges_page(edition: Edition, page: int) -> ChallengeExchangeList:
    """List the opgaven: of municipalities, the newest first, and those of the study."""
    cut = list(municipal_challenges()[(page - 1) * ON_A_PAGE : page * ON_A_PAGE + 1])
    counts = queries.counts_by_challenge()
    return ChallengeExchangeList(
        title=_("Opgaven"),
        description=_("Waar gemeenten aan werken: opgaven uit de studie, en die zij zelf noemen."),
        municipal=tuple(
            ChallengeLine(
                id=one.challenge_id,
                title=one.title,
                explanation=one.explanation,
                themes=themes_in_words(edition, one.themes),
                place=place_of(edition, one),
                is_example=one.is_example,
                n_practices=counts.get(one.challenge_id, 0),
            )
            for one in cut[:ON_A_PAGE]
        ),
        of_study=tuple(
            _line_of_study(edition, one, counts.get(one.id, 0)) for one in edition.study.challenges
        ),
        newer=page - 1,
        older=page + 1 if len(cut) > ON_A_PAGE else 0,
    )


def challenge_page(
    edition: Edition, challenge: Challenge, row: MunicipalChallenge | None, person: Person | None
) -> ChallengeExchangePage:
    """Gather what there is about an opgave; `row` where a municipality added it."""
    members = [one for one in edition.typology.members.values() if one.in_study]
    practices = queries.filtered_practices(queries.PracticeFilter(challenges=[challenge.id]))
    sentence = edition.words(challenge.sentence)
    return ChallengeExchangePage(
        title=edition.words(challenge.title),
        description=" ".join(sentence.split())[:200],
        id=challenge.id,
        explanation=render(sentence),
        themes=themes_in_words(edition, challenge.themes),
        municipal=_municipal_facts(edition, row, person) if row else None,
        n_showing=sum(bool(one.evidence.get(challenge.id)) for one in members),
        n_selected=len(members),
        practices=practice_cards(edition, list(practices[:_MOST_CARDS])),
        n_practices=practices.count(),
        calls=call_cards(edition, list(queries.open_calls("", challenge.id)[:_MOST_CARDS])),
    )


def themes_in_words(edition: Edition, themes: tuple[str, ...]) -> str:
    """Name themes in a list, with commas between."""
    labels = {theme.id: edition.words(theme.label) for theme in edition.catalog.themes}
    return ", ".join(labels[one] for one in themes if one in labels)


def _line_of_study(edition: Edition, challenge: Challenge, n_practices: int) -> ChallengeLine:
    return ChallengeLine(
        id=challenge.id,
        title=edition.words(challenge.title),
        explanation="",
        themes=themes_in_words(edition, challenge.themes),
        place=None,
        is_example=False,
        n_practices=n_practices,
    )


def _municipal_facts(
    edition: Edition, row: MunicipalChallenge, person: Person | None
) -> MunicipalFacts:
    is_hidden = row.standing == Practice.Standing.HIDDEN
    decision = appealable_decision(row) if is_hidden else None
    return MunicipalFacts(
        number=row.pk,
        place=place_of(edition, row),
        origin=row.origin,
        is_public=rules.is_public(row),
        is_example=row.is_example,
        may_report=rules.may_report(row),
        may_write=person is not None and rules.may_write(person, row) and rules.is_public(row),
        may_moderate=person is not None and may_moderate(person),
        hidden_because=row.hidden_because,
        decision=decision.pk if decision else None,
    )
