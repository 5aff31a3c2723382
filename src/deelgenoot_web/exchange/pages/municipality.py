"""The approaches for the opgaven that the figures of a municipality show, best match first."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deelgenoot.areas import Area
from deelgenoot.study import Challenge
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.edition import edition as current_edition
from deelgenoot_web.exchange import queries
from deelgenoot_web.exchange.challenges import challenges_of
from deelgenoot_web.exchange.likeness import region_of, resemble
from deelgenoot_web.exchange.matching import Candidate, MatchReader, rank
from deelgenoot_web.exchange.models import Practice
from deelgenoot_web.exchange.pages.cards import PracticeCard, practice_card
from deelgenoot_web.exchange.pages.reasons import MatchReason, reason_of

MOST_OFFERED = 4
_MOST_PEERS = 5
_MOST_ADDED = 5
_MOST_TITLES = 3


@dataclass(frozen=True)
class OfferedPractice:
    """An approach with the reason why it stands here; an invented one has none."""

    card: PracticeCard
    reason: MatchReason | None


@dataclass(frozen=True)
class ChallengeShelf:
    """An opgave of the municipality, with the approaches for it."""

    id: str
    title: str
    practices: tuple[OfferedPractice, ...]
    n_all: int
    """How many there are, also those that do not stand here."""
    n_showing: int
    """How many municipalities of the selection show this opgave."""
    is_own: bool
    """The municipality added this opgave itself."""


@dataclass(frozen=True)
class ExchangePeer:
    """A municipality outside the region that resembles this one."""

    name: str
    slug: str
    letter: str
    themes: str


@dataclass(frozen=True)
class OfferedPage:
    """All that the exchange has for one municipality."""

    title: str
    description: str
    name: str
    slug: str
    shelves: tuple[ChallengeShelf, ...]
    empty_shelves: tuple[ChallengeShelf, ...]
    peers: tuple[ExchangePeer, ...]
    n_selected: int


def offered_page(edition: Edition, area: Area) -> OfferedPage:
    """Rank the approaches of others for the opgaven that the figures of a municipality show."""
    by_place = {one.id: one for one in challenges_of(area.code)[:_MOST_ADDED]}
    challenges = own_challenges(edition, area.code) | by_place
    ranking = rank(
        MatchReader(area.code, region_of(edition.release, area.code), tuple(challenges)),
        queries.candidates(list(challenges)),
        lambda code, challenge: distance_on(edition, area.code, code, challenges[challenge]),
    )
    numbers = [one.number for row in ranking.values() for one in row[:MOST_OFFERED]]
    rows = queries.practices_by_number(numbers)
    shelves = [_shelf(edition, area, challenges[key], ranking[key], rows) for key in challenges]
    return OfferedPage(
        title=_("Voor %(municipality)s") % {"municipality": area.name},
        description=_(
            "Aanpakken voor de opgaven van %(municipality)s, van gemeenten die erop lijken. Eerst "
            "van buiten de regio."
        )
        % {"municipality": area.name},
        name=area.name,
        slug=area.slug,
        shelves=tuple(one for one in shelves if one.practices),
        empty_shelves=tuple(one for one in shelves if not one.practices),
        peers=tuple(_peers(edition, area)),
        n_selected=len(edition.study.selection),
    )


@dataclass(frozen=True)
class AwaitingTexts:
    """What others wrote about the opgaven of a municipality, for a letter."""

    name: str
    slug: str
    n_practices: int
    titles: tuple[str, ...]
    """Of the newest approaches."""


def what_awaits(gm_code: str) -> AwaitingTexts | None:
    """Find what others wrote about the opgaven of a municipality; None for an unknown code."""
    now = current_edition()
    if gm_code not in now.typology.members:
        return None
    area = now.catalog.areas[gm_code]
    rows = queries.filtered_practices(
        queries.PracticeFilter(challenges=[*own_challenges(now, gm_code)])
    )
    rows = rows.filter(example_name="").exclude(gm_code=gm_code)
    titles = tuple(one.current.title for one in rows[:_MOST_TITLES] if one.current)
    return AwaitingTexts(area.name, area.slug, rows.count(), titles)


def own_challenges(edition: Edition, code: str) -> dict[str, Challenge]:
    """List the opgaven that the figures show; those of its own cluster first, then the generic."""
    member = edition.typology.members[code]
    shows = [one for one in edition.study.challenges if member.evidence.get(one.id)]
    shows.sort(key=lambda one: (member.cluster not in one.archetypes, not one.generic))
    return {one.id: one for one in shows}


def distance_on(edition: Edition, reader: str, other: str, challenge: Challenge) -> float:
    """Say how little two municipalities (codes) resemble each other; infinite for one unknown."""
    if other not in edition.typology.members:
        return float("inf")
    return resemble(edition.release, reader, other, challenge).distance


def _shelf(
    edition: Edition,
    area: Area,
    challenge: Challenge,
    ranking: tuple[Candidate, ...],
    rows: Mapping[int, Practice],
) -> ChallengeShelf:
    on_the_shelf = [rows[one.number] for one in ranking[:MOST_OFFERED] if one.number in rows]
    members = [one for one in edition.typology.members.values() if one.in_study]
    return ChallengeShelf(
        id=challenge.id,
        title=edition.words(challenge.title),
        practices=tuple(
            OfferedPractice(
                practice_card(edition, one, {}), own_reason(edition, area, one, challenge)
            )
            for one in on_the_shelf
        ),
        n_all=len(ranking),
        n_showing=sum(bool(one.evidence.get(challenge.id)) for one in members),
        is_own=challenge.id not in edition.study.challenge,
    )


def own_reason(
    edition: Edition, area: Area, practice: Practice, challenge: Challenge
) -> MatchReason | None:
    """Say why an approach can be of use here; None for an invented municipality."""
    if practice.gm_code not in edition.typology.members:
        return None
    return reason_of(edition, area, edition.catalog.areas[practice.gm_code], challenge)


def _peers(edition: Edition, area: Area) -> list[ExchangePeer]:
    labels = {theme.id: edition.words(theme.label).lower() for theme in edition.catalog.themes}
    nearest = edition.release.peers.nearest(
        area.code, besides=region_of(edition.release, area.code), n=_MOST_PEERS
    )
    return [
        ExchangePeer(
            name=edition.catalog.areas[one.code].name,
            slug=edition.catalog.areas[one.code].slug,
            letter=edition.typology.cluster(edition.typology.members[one.code].cluster).letter,
            themes=edition.join_names([labels[theme] for theme in one.alike]),
        )
        for one in nearest
    ]
