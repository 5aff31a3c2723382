"""Calls: what municipalities seek and offer, and which of others fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.wording import Option
from deelgenoot_web.exchange import queries
from deelgenoot_web.exchange.actions.calls import LASTS
from deelgenoot_web.exchange.challenges import challenge_title, find_challenge, titles_of_added
from deelgenoot_web.exchange.likeness import region_of
from deelgenoot_web.exchange.matching import Candidate, MatchReader, rank
from deelgenoot_web.exchange.models import OpenCall
from deelgenoot_web.exchange.pages.cards import PracticePlace, place_of_code
from deelgenoot_web.exchange.pages.list import Facet, page_number
from deelgenoot_web.exchange.pages.municipality import distance_on
from deelgenoot_web.exchange.pages.reasons import MatchReason, reason_of
from deelgenoot_web.exchange.places import challenge_choices, place_to_match
from deelgenoot_web.exchange.wording import CALLS

ON_A_PAGE = 20
MOST_MATCHES = 5
_MOST_CANDIDATES = 200
"""Of an opgave the newest calls are compared: comparing takes a millisecond each."""


@dataclass(frozen=True)
class CallCard:
    """A call in a list; a match has a reason."""

    number: int
    kind: str
    title: str
    challenge: str
    place: PracticePlace
    made_on: date
    is_open: bool
    reason: MatchReason | None = None


@dataclass(frozen=True)
class CallsPage:
    """The calls that are open, a page of them at a time."""

    title: str
    description: str
    facets: tuple[Facet, ...]
    is_filtered: bool
    cards: tuple[CallCard, ...]
    next_query: str
    previous_query: str


@dataclass(frozen=True)
class CallPage:
    """One call, with the calls of others that fit it best."""

    title: str
    description: str
    card: CallCard
    message: str
    challenge_id: str
    origin: str
    ends_on: date
    closed_because: str
    matches: tuple[CallCard, ...]


def calls_page(edition: Edition, query: Mapping[str, str]) -> CallsPage:
    """Make the list; `query` has `soort`, `opgave` and `pagina`."""
    options = [*challenge_choices(), *titles_of_added([query.get("opgave", "")]).items()]
    facets = (
        _facet("soort", _("Soort"), [(key, str(words)) for key, words in CALLS.items()], query),
        _facet("opgave", _("Opgave"), options, query),
    )
    choice = {f.key: o.value for f in facets for o in f.options if o.is_chosen and o.value}
    at = page_number(query.get("pagina", ""))
    rows = queries.open_calls(choice.get("soort", ""), choice.get("opgave", ""))
    cut = list(rows[(at - 1) * ON_A_PAGE : at * ON_A_PAGE + 1])
    return CallsPage(
        title=_("Vraag en aanbod"),
        description=_("Wat gemeenten van elkaar zoeken en elkaar bieden."),
        facets=facets,
        is_filtered=bool(choice),
        cards=call_cards(edition, cut[:ON_A_PAGE]),
        next_query=urlencode({**choice, "pagina": at + 1}) if len(cut) > ON_A_PAGE else "",
        previous_query=urlencode({**choice, "pagina": at - 1}) if at > 1 else "",
    )


def call_page(edition: Edition, call: OpenCall) -> CallPage:
    """Show a call, with the calls of the other kind that fit it best."""
    return CallPage(
        title=call.title,
        description=str(CALLS[call.kind]),
        card=call_card(edition, call),
        message=call.message,
        challenge_id=call.challenge if find_challenge(call.challenge) else "",
        origin=call.origin,
        ends_on=timezone.localdate(call.made_at + LASTS),
        closed_because=call.closed_because,
        matches=tuple(_matches(edition, call)),
    )


def call_cards(edition: Edition, calls: Sequence[OpenCall]) -> tuple[CallCard, ...]:
    """Describe the calls of a list."""
    own_titles = titles_of_added([one.challenge for one in calls])
    return tuple(call_card(edition, one, own_titles=own_titles) for one in calls)


def call_card(
    edition: Edition,
    call: OpenCall,
    reason: MatchReason | None = None,
    own_titles: Mapping[str, str] | None = None,
) -> CallCard:
    """Describe a call; `own_titles` as for `practice_card`."""
    return CallCard(
        number=call.pk,
        kind=str(CALLS[call.kind]),
        title=call.title,
        challenge=challenge_title(edition, call.challenge, own_titles),
        place=place_of_code(edition, call.gm_code),
        made_on=timezone.localdate(call.made_at),
        is_open=call.closed_at is None,
        reason=reason,
    )


def _facet(key: str, label: str, pairs: list[tuple[str, str]], query: Mapping[str, str]) -> Facet:
    options = (Option(value, name, query.get(key) == value) for value, name in pairs)
    return Facet(key, label, (Option("", _("Alle"), is_chosen=not query.get(key)), *options))


def _matches(edition: Edition, call: OpenCall) -> list[CallCard]:
    """Rank the offers for who seeks, and the seekers for who offers, as approaches are ranked.

    An organisation resembles nobody: its calls get the newest of others.
    """
    challenge = find_challenge(call.challenge)
    if challenge is None or call.closed_at:
        return []
    other = OpenCall.Kind.OFFER if call.kind == OpenCall.Kind.SEEK else OpenCall.Kind.SEEK
    rows = {one.pk: one for one in queries.open_calls(other, challenge.id)[:_MOST_CANDIDATES]}
    titles = {challenge.id: edition.words(challenge.title)}
    if call.gm_code not in edition.typology.members:
        of_others = [one for one in rows.values() if one.gm_code != call.gm_code]
        return [call_card(edition, one, None, titles) for one in of_others[:MOST_MATCHES]]
    reader = MatchReader(call.gm_code, region_of(edition.release, call.gm_code), (challenge.id,))
    ranking = rank(
        reader,
        [Candidate(one.pk, place_to_match(one.gm_code), one.challenge) for one in rows.values()],
        lambda code, _challenge: distance_on(edition, call.gm_code, code, challenge),
    )
    areas = edition.catalog.areas
    return [
        call_card(
            edition,
            rows[one.number],
            reason_of(edition, areas[call.gm_code], areas[one.gm_code], challenge)
            if one.gm_code in edition.typology.members
            else None,
            titles,
        )
        for one in ranking[challenge.id][:MOST_MATCHES]
    ]
