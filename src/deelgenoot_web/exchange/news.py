"""What is new in the exchange, about everything or about a subject that can be followed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Q, QuerySet
from django.urls import reverse

from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.exchange.challenges import (
    find_challenge,
    ids_with_theme,
    municipal_challenges,
    titles_of_added,
)
from deelgenoot_web.exchange.models import Follow, OpenCall, Practice, PracticeVersion, TextReaction
from deelgenoot_web.exchange.places import own_challenge_number

NewsKind = Literal["practice", "call", "challenge", "reaction"]
_PUBLIC = Practice.Standing.PUBLIC


@dataclass(frozen=True)
class NewsScope:
    """What is asked for: about these opgaven (ids), of these municipalities; None for all."""

    challenges: frozenset[str] | None = None
    gm_codes: frozenset[str] | None = None


@dataclass(frozen=True)
class NewsItem:
    """A text that is new, with the path of its page."""

    kind: NewsKind
    title: str
    """What it is called, or what it reacts to; empty for a reaction to an opgave of the study."""
    text: str
    path: str
    at: datetime
    gm_code: str
    challenge: str
    """The id of the opgave that it is about."""
    author: int | None


def scope_of(kind: str, value: str) -> NewsScope | None:
    """Say what a subject covers; None for one that is not there."""
    typology = release().typology
    if kind == Follow.Kind.CHALLENGE and find_challenge(value):
        return NewsScope(challenges=frozenset({value}))
    if kind == Follow.Kind.THEME and value in {one.id for one in release().catalog.themes}:
        return NewsScope(challenges=frozenset(ids_with_theme(value)))
    if kind == Follow.Kind.CLUSTER and value in {one.archetype for one in typology.clusters}:
        members = typology.members.values()
        codes = (one.code for one in members if one.in_study and one.cluster == value)
        return NewsScope(gm_codes=frozenset(codes))
    return None


def news(scope: NewsScope, most: int, since: datetime | None = None) -> list[NewsItem]:
    """List what is new within a scope, the newest first: at most `most`. It takes five queries."""
    items = [
        *_new_practices(scope, most, since),
        *_new_calls(scope, most, since),
        *_new_challenges(scope, most, since),
        *_new_reactions(scope, most, since),
    ]
    return sorted(items, key=lambda one: (one.at, one.path), reverse=True)[:most]


def concerns(item: NewsItem, scope: NewsScope) -> bool:
    """Whether a text is within a scope."""
    is_about = scope.challenges is None or item.challenge in scope.challenges
    return is_about and (scope.gm_codes is None or item.gm_code in scope.gm_codes)


def group_news(
    items: Iterable[NewsItem], scopes: Sequence[NewsScope]
) -> list[tuple[int, list[NewsItem]]]:
    """Put each text under the first scope that it is within, as (place of the scope, texts).

    What is within none is left out, and so is a scope without any.
    """
    groups: dict[int, list[NewsItem]] = {}
    for item in items:
        place = next((n for n, scope in enumerate(scopes) if concerns(item, scope)), None)
        if place is not None:
            groups.setdefault(place, []).append(item)
    return sorted(groups.items())


def _within(scope: NewsScope, challenge: str, gm_code: str) -> Q:
    """Say which rows are within a scope, by the names of their columns."""
    within = Q()
    if scope.challenges is not None:
        within &= Q(**{f"{challenge}__in": scope.challenges})
    if scope.gm_codes is not None:
        within &= Q(**{f"{gm_code}__in": scope.gm_codes})
    return within


def _since(column: str, since: datetime | None) -> Q:
    return Q(**{f"{column}__gt": since}) if since else Q()


def _new_practices(scope: NewsScope, most: int, since: datetime | None) -> Iterator[NewsItem]:
    rows = PracticeVersion.objects.filter(
        _within(scope, "practice__current__challenge", "practice__gm_code"),
        _since("published_at", since),
        number=1,
        practice__standing=_PUBLIC,
        practice__example_name="",
    ).select_related("practice__current")
    for row in rows.order_by("-published_at", "-pk")[:most]:
        practice, text = row.practice, row.practice.current or row
        yield NewsItem(
            kind="practice",
            title=text.title,
            text=text.summary,
            path=reverse("exchange:practice", args=[practice.pk]),
            at=row.published_at,
            gm_code=practice.gm_code,
            challenge=text.challenge,
            author=practice.author_id,
        )


def _new_calls(scope: NewsScope, most: int, since: datetime | None) -> Iterator[NewsItem]:
    rows = OpenCall.objects.filter(
        _within(scope, "challenge", "gm_code"), _since("made_at", since), closed_at=None
    )
    for row in rows.order_by("-made_at", "-pk")[:most]:
        yield NewsItem(
            kind="call",
            title=row.title,
            text=row.message,
            path=reverse("exchange:call", args=[row.pk]),
            at=row.made_at,
            gm_code=row.gm_code,
            challenge=row.challenge,
            author=row.author_id,
        )


def _new_challenges(scope: NewsScope, most: int, since: datetime | None) -> Iterator[NewsItem]:
    numbers = None
    if scope.challenges is not None:
        numbers = [own_challenge_number(one) for one in scope.challenges]
    rows = municipal_challenges([one for one in numbers if one] if numbers is not None else None)
    of_places = Q() if scope.gm_codes is None else Q(gm_code__in=scope.gm_codes)
    for row in rows.filter(of_places, _since("made_at", since), example_name="")[:most]:
        yield NewsItem(
            kind="challenge",
            title=row.title,
            text=row.explanation,
            path=reverse("exchange:challenge", args=[row.challenge_id]),
            at=row.made_at,
            gm_code=row.gm_code,
            challenge=row.challenge_id,
            author=row.author_id,
        )


def _new_reactions(scope: NewsScope, most: int, since: datetime | None) -> Iterator[NewsItem]:
    cut = list(_reactions(scope, since).order_by("-made_at", "-pk")[:most])
    own_titles = titles_of_added({one.challenge for one in cut})
    for row in cut:
        if own_challenge_number(row.challenge) and row.challenge not in own_titles:
            continue  # to an opgave that is hidden or withdrawn
        current = row.practice.current if row.practice else None
        yield NewsItem(
            kind="reaction",
            title=current.title if current else own_titles.get(row.challenge, ""),
            text=row.text,
            path=reaction_address(row),
            at=row.made_at,
            gm_code=row.gm_code,
            challenge=current.challenge if current else row.challenge,
            author=row.author_id,
        )


def reaction_address(row: TextReaction) -> str:
    """Give the path of the page, of what may be many, on which a reaction stands."""
    if row.practice_id:
        page = reverse("exchange:practice", args=[row.practice_id])
    else:
        page = reverse("exchange:challenge", args=[row.challenge])
    return f"{page}?reactie={row.pk}#reactie-{row.pk}"


def _reactions(scope: NewsScope, since: datetime | None) -> QuerySet[TextReaction]:
    about = Q()
    if scope.challenges is not None:
        about = Q(challenge__in=scope.challenges)
        about |= Q(practice__current__challenge__in=scope.challenges)
    of_places = Q() if scope.gm_codes is None else Q(gm_code__in=scope.gm_codes)
    is_readable = Q(practice=None) | Q(practice__standing=_PUBLIC)
    rows = TextReaction.objects.filter(
        about, of_places, is_readable, _since("made_at", since), standing=_PUBLIC, example_name=""
    )
    return rows.select_related("practice__current")
