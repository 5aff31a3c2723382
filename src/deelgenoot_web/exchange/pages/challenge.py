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
from deelgenoot_web.exchange.models import MunicipalChallenge
from deelgenoot_web.exchange.pages.calls import CallCard, call_cards
from deelgenoot_web.exchange.pages.cards import (
    PracticeCard,
    PracticePlace,
    place_of,
    place_of_code,
    practice_cards,
)
from deelgenoot_web.exchange.places import municipality_name
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
    n_concerned: int
    """How many municipalities say that it concerns them too."""


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
    is_corrected: bool
    """It was mended since it was hidden, and waits for a moderator."""


@dataclass(frozen=True)
class SharingCluster:
    """A cluster in which an opgave is shared."""

    archetype: str
    letter: str
    name: str


@dataclass(frozen=True)
class ConcernByFigures:
    """What the figures of the study say about where an opgave plays."""

    is_measured: bool
    """Whether there is a rule that figures can answer."""
    n_showing: int
    """How many municipalities of the selection show it, of `n_selected`."""
    n_selected: int
    clusters: tuple[SharingCluster, ...]
    """Those in which it is shared."""


@dataclass(frozen=True)
class ConcernByOwnWord:
    """Which municipalities say that an opgave concerns them, and what the visitor may say."""

    places: tuple[PracticePlace, ...]
    """In order of name."""
    may_tell: bool
    name: str
    """The municipality of a visitor who may tell; empty for others."""
    is_told: bool
    """Whether the municipality of the visitor says so."""


@dataclass(frozen=True)
class ChallengeExchangePage:
    """One opgave, with approaches, calls and which municipalities it concerns."""

    title: str
    description: str
    id: str
    explanation: SafeString
    themes: str
    municipal: MunicipalFacts | None
    """None for an opgave of the study."""
    by_figures: ConcernByFigures | None
    """None for an opgave that a municipality added."""
    by_own_word: ConcernByOwnWord
    practices: tuple[PracticeCard, ...]
    n_practices: int
    calls: tuple[CallCard, ...]


def challenges_page(edition: Edition, page: int) -> ChallengeExchangeList:
    """List the opgaven: of municipalities, the newest first, and those of the study."""
    cut = list(municipal_challenges()[(page - 1) * ON_A_PAGE : page * ON_A_PAGE + 1])
    counts, concerns = queries.counts_by_challenge(), queries.concerns_by_challenge()
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
                n_concerned=concerns.get(one.challenge_id, 0),
            )
            for one in cut[:ON_A_PAGE]
        ),
        of_study=tuple(
            _line_of_study(edition, one, counts.get(one.id, 0), concerns.get(one.id, 0))
            for one in edition.study.challenges
        ),
        newer=page - 1,
        older=page + 1 if len(cut) > ON_A_PAGE else 0,
    )


def challenge_page(
    edition: Edition, challenge: Challenge, row: MunicipalChallenge | None, person: Person | None
) -> ChallengeExchangePage:
    """Gather what there is about an opgave; `row` where a municipality added it."""
    practices = queries.filtered_practices(queries.PracticeFilter(challenges=[challenge.id]))
    sentence = edition.words(challenge.sentence)
    return ChallengeExchangePage(
        title=edition.words(challenge.title),
        description=" ".join(sentence.split())[:200],
        id=challenge.id,
        explanation=render(sentence),
        themes=themes_in_words(edition, challenge.themes),
        municipal=_municipal_facts(edition, row, person) if row else None,
        by_figures=None if row else _by_figures(edition, challenge),
        by_own_word=_by_own_word(edition, challenge.id, row, person),
        practices=practice_cards(edition, list(practices[:_MOST_CARDS])),
        n_practices=practices.count(),
        calls=call_cards(edition, list(queries.open_calls("", challenge.id)[:_MOST_CARDS])),
    )


def themes_in_words(edition: Edition, themes: tuple[str, ...]) -> str:
    """Name themes in a list, with commas between."""
    labels = {theme.id: edition.words(theme.label) for theme in edition.catalog.themes}
    return ", ".join(labels[one] for one in themes if one in labels)


def _by_figures(edition: Edition, challenge: Challenge) -> ConcernByFigures:
    members = [one for one in edition.typology.members.values() if one.in_study]
    return ConcernByFigures(
        is_measured=challenge.rule is not None,
        n_showing=sum(bool(one.evidence.get(challenge.id)) for one in members),
        n_selected=len(members),
        clusters=tuple(
            SharingCluster(cluster.archetype, cluster.letter, edition.words(cluster.name))
            for cluster in edition.typology.clusters
            for count in cluster.challenges
            if count.challenge == challenge.id and count.is_shared
        ),
    )


def _by_own_word(
    edition: Edition, challenge_id: str, row: MunicipalChallenge | None, person: Person | None
) -> ConcernByOwnWord:
    codes = queries.codes_concerned(challenge_id)
    places = (place_of_code(edition, code) for code in codes)
    may_tell = person is not None and rules.may_tell_concern(person, row)
    return ConcernByOwnWord(
        places=tuple(sorted(places, key=lambda place: place.name)),
        may_tell=may_tell,
        name=municipality_name(person.gm_code) if person and may_tell else "",
        is_told=person is not None and person.gm_code in codes,
    )


def _line_of_study(
    edition: Edition, challenge: Challenge, n_practices: int, n_concerned: int
) -> ChallengeLine:
    return ChallengeLine(
        id=challenge.id,
        title=edition.words(challenge.title),
        explanation="",
        themes=themes_in_words(edition, challenge.themes),
        place=None,
        is_example=False,
        n_practices=n_practices,
        n_concerned=n_concerned,
    )


def _municipal_facts(
    edition: Edition, row: MunicipalChallenge, person: Person | None
) -> MunicipalFacts:
    decision = appealable_decision(row)
    return MunicipalFacts(
        number=row.pk,
        place=place_of(edition, row),
        origin=row.origin,
        is_public=rules.is_public(row),
        is_example=row.is_example,
        may_report=rules.may_report(row),
        may_write=person is not None and rules.may_change_challenge(person, row),
        may_moderate=person is not None and may_moderate(person),
        hidden_because=row.hidden_because,
        decision=decision.pk if decision else None,
        is_corrected=decision is not None and decision.is_corrected,
    )
