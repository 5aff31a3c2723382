"""The approaches for the opgaven that the figures of a municipality show, best match first."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, zip_longest

from django.utils.translation import gettext as _

from deelgenoot.areas import Area
from deelgenoot.study import Challenge
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.edition import edition as current_edition
from deelgenoot_web.atlas.wording import condition_value
from deelgenoot_web.exchange import queries
from deelgenoot_web.exchange.challenges import challenges_of
from deelgenoot_web.exchange.likeness import region_of, resemble
from deelgenoot_web.exchange.mail import news_title
from deelgenoot_web.exchange.matching import Candidate, MatchReader, rank
from deelgenoot_web.exchange.models import Follow, Practice
from deelgenoot_web.exchange.news import NewsScope, news
from deelgenoot_web.exchange.pages.cards import PracticeCard, practice_card
from deelgenoot_web.exchange.pages.reasons import MatchReason, reason_of

MOST_OFFERED = 4
_MOST_PEERS = 5
_MOST_ADDED = 5
_MOST_NEWS = 5
_MOST_ALIKE = 3
"""Municipalities beside an opgave that have it too."""
_OF_THE_CHALLENGE = 2.0
"""How heavy a theme of the opgave weighs in that."""
_MOST_TITLES = 3
_MOST_COMPARED = 100
"""Approaches that are compared for one letter: a session sends hundreds of them at once."""


@dataclass(frozen=True)
class OfferedPractice:
    """An approach with the reason why it stands here; an invented one has none."""

    card: PracticeCard
    reason: MatchReason | None


@dataclass(frozen=True)
class OwnSign:
    """A figure of the municipality that the rule of an opgave looks at."""

    indicator: str
    label: str
    value: str


@dataclass(frozen=True)
class ExchangePeer:
    """A municipality outside the region that resembles this one."""

    name: str
    slug: str
    letter: str
    themes: str


@dataclass(frozen=True)
class ChallengeShelf:
    """An opgave of the municipality, with the approaches for it."""

    id: str
    title: str
    practices: tuple[OfferedPractice, ...]
    n_all: int
    """How many there are, also those that do not stand here."""
    n_showing: int
    """How many municipalities of the selection show this opgave, of `n_selected`."""
    n_selected: int
    signs: tuple[OwnSign, ...]
    peers: tuple[ExchangePeer, ...]
    """The most alike of those that show it too."""
    is_own: bool
    """The municipality added this opgave itself."""


@dataclass(frozen=True)
class ClusterNews:
    """What is new in the cluster of the municipality, written by others."""

    cluster: str
    subject: str
    """As the form writes it with which one follows the cluster."""
    lines: tuple[tuple[str, str], ...]
    """(words, path of the page), the newest first."""


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
    news: ClusterNews


def offered_page(edition: Edition, area: Area) -> OfferedPage:
    """Rank the approaches of others for the opgaven that the figures of a municipality show."""
    challenges = _all_challenges(edition, area.code)
    ranking = _ranking(edition, area, challenges, queries.candidates(list(challenges)))
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
        peers=tuple(_peers(edition, area, _MOST_PEERS)),
        news=_cluster_news(edition, area),
    )


def _all_challenges(edition: Edition, code: str) -> dict[str, Challenge]:
    """List the opgaven that the figures show, and then those that the municipality added."""
    by_place = {one.id: one for one in challenges_of(code)[:_MOST_ADDED]}
    return own_challenges(edition, code) | by_place


def _ranking(
    edition: Edition,
    area: Area,
    challenges: Mapping[str, Challenge],
    candidates: Iterable[Candidate],
) -> dict[str, tuple[Candidate, ...]]:
    return rank(
        MatchReader(area.code, region_of(edition.release, area.code), tuple(challenges)),
        candidates,
        lambda code, challenge: distance_on(edition, area.code, code, challenges[challenge]),
    )


@dataclass(frozen=True)
class AwaitingTexts:
    """What others wrote about the opgaven of a municipality, for a letter."""

    name: str
    slug: str
    n_practices: int
    texts: tuple[tuple[str, str], ...]
    """(title, why it can be of use here): first the best match of each opgave."""


def what_awaits(gm_code: str) -> AwaitingTexts | None:
    """Find what others wrote about the opgaven of a municipality; None for an unknown code."""
    now = current_edition()
    if gm_code not in now.typology.members:
        return None
    area = now.catalog.areas[gm_code]
    challenges = _all_challenges(now, gm_code)
    candidates = queries.candidates(list(challenges))
    of_others = [one for one in candidates if one.gm_code not in {"", gm_code}]
    newest = sorted(of_others, key=lambda one: -one.number)[:_MOST_COMPARED]
    ranking = _ranking(now, area, challenges, newest)
    in_order = [one for one in chain(*zip_longest(*ranking.values())) if one][:_MOST_TITLES]
    rows = queries.practices_by_number([one.number for one in in_order])
    texts = tuple(
        _title_and_reason(now, area, rows[one.number], challenges[one.challenge])
        for one in in_order
        if one.number in rows
    )
    return AwaitingTexts(area.name, area.slug, len(of_others), texts)


def _title_and_reason(
    edition: Edition, area: Area, practice: Practice, challenge: Challenge
) -> tuple[str, str]:
    reason = own_reason(edition, area, practice, challenge)
    title = practice.current.title if practice.current else practice.title
    return title, reason.alike if reason else ""


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
    showing = [one.code for one in members if one.evidence.get(challenge.id)]
    weights = dict.fromkeys(challenge.themes, _OF_THE_CHALLENGE)
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
        n_showing=len(showing),
        n_selected=len(members),
        signs=tuple(_signs(edition, area.code, challenge)),
        peers=tuple(_peers(edition, area, _MOST_ALIKE, showing, weights)),
        is_own=challenge.id not in edition.study.challenge,
    )


def own_reason(
    edition: Edition, area: Area, practice: Practice, challenge: Challenge
) -> MatchReason | None:
    """Say why an approach can be of use here; None for an invented municipality."""
    if practice.gm_code not in edition.typology.members:
        return None
    return reason_of(edition, area, edition.catalog.areas[practice.gm_code], challenge)


def _signs(edition: Edition, code: str, challenge: Challenge) -> Iterator[OwnSign]:
    for condition in challenge.rule.of if challenge.rule else ():
        indicator = edition.catalog.indicators[condition.indicator]
        value = condition_value(edition, condition, code)
        yield OwnSign(indicator.id, edition.words(indicator.label), value)


def _peers(
    edition: Edition,
    area: Area,
    most: int,
    among: Collection[str] | None = None,
    weights: Mapping[str, float] | None = None,
) -> Iterator[ExchangePeer]:
    """Find the municipalities outside the region that resemble this one most."""
    labels = {theme.id: edition.words(theme.label).lower() for theme in edition.catalog.themes}
    region = region_of(edition.release, area.code)
    nearest = edition.release.peers.nearest(area.code, weights, among=among, besides=region, n=most)
    for peer in nearest:
        cluster = edition.typology.cluster(edition.typology.members[peer.code].cluster)
        yield ExchangePeer(
            name=edition.catalog.areas[peer.code].name,
            slug=edition.catalog.areas[peer.code].slug,
            letter=cluster.letter,
            themes=edition.join_names([labels[theme] for theme in peer.alike]),
        )


def _cluster_news(edition: Edition, area: Area) -> ClusterNews:
    members = edition.typology.members
    cluster = members[area.code].cluster
    codes = {one.code for one in members.values() if one.in_study and one.cluster == cluster}
    others = NewsScope(gm_codes=frozenset(codes - {area.code}))
    return ClusterNews(
        cluster=edition.words(edition.typology.cluster(cluster).name),
        subject=f"{Follow.Kind.CLUSTER}:{cluster}",
        lines=tuple((news_title(one), one.path) for one in news(others, _MOST_NEWS)),
    )
