"""The approaches, choice by facets; what the figures ask while there are few."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.study import Challenge
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.wording import Option
from deelgenoot_web.exchange import finding, queries
from deelgenoot_web.exchange.challenges import (
    ids_with_theme,
    municipal_challenges,
    titles_of_added,
)
from deelgenoot_web.exchange.models import HarvestOffer, Practice
from deelgenoot_web.exchange.pages.cards import PracticeCard, practice_cards
from deelgenoot_web.exchange.places import municipality_name
from deelgenoot_web.exchange.wording import STAGES

ON_A_PAGE = 20
_MOST_QUESTIONS = 4
_YEARS_BACK = 12
_YEAR_SIGNS = 4


@dataclass(frozen=True)
class Facet:
    """A list to choose from: its name in the address, its label and its choices."""

    key: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class OpenChallenge:
    """An opgave that many municipalities show, and without an approach here."""

    id: str
    title: str
    sentence: str
    n: int
    of: int


@dataclass(frozen=True)
class FoundChallenge:
    """An opgave that a municipality added, and that answers the words."""

    id: str
    title: str
    place: str


@dataclass(frozen=True)
class PracticesPage:
    """All approaches that were asked for, a page of them at a time."""

    title: str
    description: str
    words: str
    """What was searched for; empty for all approaches, the newest first."""
    facets: tuple[Facet, ...]
    is_filtered: bool
    sentence: str
    cards: tuple[PracticeCard, ...]
    next_query: str
    previous_query: str
    is_empty: bool
    """There is no approach at all, whatever one chooses."""
    open_challenges: tuple[OpenChallenge, ...]
    challenges: tuple[FoundChallenge, ...]
    harvest: tuple[tuple[str, str], ...]
    """What a group of the example session brought back, as (what it can become, text), while all
    approaches are invented ones."""


def practices_page(edition: Edition, query: Mapping[str, str]) -> PracticesPage:
    """Make the page; `query` has `zoek`, the facets (`thema`, `opgave`, ...) and `pagina`."""
    facets = _facets(edition, query)
    choice = {f.key: o.value for f in facets for o in f.options if o.is_chosen and o.value}
    words = " ".join(query.get("zoek", "")[: finding.LONGEST].split())
    at = page_number(query.get("pagina", ""))
    numbers, challenge_numbers = (
        finding.find_texts(words, "practice", "challenge") if words else ([], [])
    )
    practice_filter = _filter(edition, choice) if choice else None
    cut, n_all, counts = (
        _by_number(practice_filter, numbers, at) if words else _newest(practice_filter, at)
    )
    cards = practice_cards(edition, cut)
    has_real = at > 1 or any(not one.is_example for one in cards)
    if words:
        choice["zoek"] = words
    return PracticesPage(
        title=_("U hoeft het wiel niet opnieuw uit te vinden"),
        description=_("Aanpakken van gemeenten: wat zij deden, wat werkte en wat niet."),
        words=words,
        facets=facets,
        is_filtered=bool(choice),
        sentence=_sentence(n_all),
        cards=cards[:ON_A_PAGE],
        next_query=_query(choice, at + 1) if len(cards) > ON_A_PAGE else "",
        previous_query=_query(choice, at - 1) if at > 1 else "",
        is_empty=counts == {},
        open_challenges=tuple(_open_challenges(edition, counts or {})) if not words else (),
        challenges=_found_challenges(challenge_numbers[:_MOST_QUESTIONS]),
        harvest=tuple(_example_harvest()) if counts is not None and not has_real else (),
    )


def _example_harvest() -> Iterator[tuple[str, str]]:
    """Read what was said in the example session, by a setting: the exchange knows no meetings."""
    labels: dict[str, str] = {
        HarvestOffer.Becomes.CHALLENGE: _("Opgave"),
        HarvestOffer.Becomes.PRACTICE: _("Aanpak"),
        HarvestOffer.Becomes.CALL: _("Oproep"),
    }
    for becomes, text in import_string(settings.HARVEST_OF_THE_EXAMPLE)():
        yield labels[becomes], text


Listing = tuple[list[Practice], int, dict[str, int] | None]
"""The approaches of a page and the first of the next, how many there are, and of each opgave."""


def _newest(choice: queries.PracticeFilter | None, at: int) -> Listing:
    """List what was chosen, the newest first."""
    rows = queries.filtered_practices(choice or queries.PracticeFilter())
    counts = queries.counts_by_challenge()
    n_all = rows.count() if choice else sum(counts.values())
    # Their numbers first: to put whole texts in order takes ten times as long.
    numbers = rows.values_list("pk", flat=True)[(at - 1) * ON_A_PAGE : at * ON_A_PAGE + 1]
    return _in_order(numbers), n_all, counts


def _by_number(choice: queries.PracticeFilter | None, numbers: list[int], at: int) -> Listing:
    """List what answers the words, of which these are the numbers, the best first."""
    if choice:
        chosen_numbers = queries.kept_by(choice, numbers)
        numbers = [one for one in numbers if one in chosen_numbers]
    return _in_order(numbers[(at - 1) * ON_A_PAGE : at * ON_A_PAGE + 1]), len(numbers), None


def _in_order(numbers: Iterable[int]) -> list[Practice]:
    """Find public approaches, in the order of these numbers."""
    in_order = list(numbers)
    rows = queries.practices_by_number(in_order)
    return [rows[one] for one in in_order if one in rows]


def _sentence(n_practices: int) -> str:
    words = ngettext("%(n)s aanpak", "%(n)s aanpakken", n_practices)
    return words % {"n": n_practices}


def page_number(text: str) -> int:
    """Read the number of a page; 1 for what is none."""
    return max(1, int(text)) if text.isdecimal() and len(text) < _YEAR_SIGNS else 1


def _query(choice: Mapping[str, str], page: int) -> str:
    return urlencode({**choice, "pagina": page})


def _filter(edition: Edition, choice: Mapping[str, str]) -> queries.PracticeFilter:
    challenges = gm_codes = None
    if theme := choice.get("thema"):
        challenges = ids_with_theme(theme)
    if challenge := choice.get("opgave"):
        challenges = {challenge} & (challenges if challenges is not None else {challenge})
    if cluster := choice.get("cluster"):
        members = edition.typology.members.values()
        gm_codes = {one.code for one in members if one.in_study and one.cluster == cluster}
    year = choice.get("jaar")
    return queries.PracticeFilter(
        challenges, gm_codes, choice.get("stand", ""), int(year) if year else None
    )


def _facets(edition: Edition, query: Mapping[str, str]) -> tuple[Facet, ...]:
    words = edition.words
    this_year = timezone.localdate().year
    facets = (
        ("thema", _("Thema"), [(t.id, words(t.label)) for t in edition.catalog.themes]),
        ("opgave", _("Opgave"), _challenge_choices(edition, query.get("opgave", ""))),
        (
            "cluster",
            _("Cluster"),
            [(c.archetype, words(c.name)) for c in edition.typology.clusters],
        ),
        ("stand", _("Stand"), [(key, str(label)) for key, label in STAGES.items()]),
        (
            "jaar",
            _("Jaar"),
            [(str(y), str(y)) for y in range(this_year, this_year - _YEARS_BACK, -1)],
        ),
    )
    return tuple(
        Facet(
            key,
            label,
            (
                Option("", _("Alle"), is_chosen=not query.get(key)),
                *(Option(value, name, query.get(key) == value) for value, name in pairs),
            ),
        )
        for key, label, pairs in facets
    )


def _challenge_choices(edition: Edition, challenge_id: str) -> list[tuple[str, str]]:
    """List the opgaven of the study; and that of a municipality, if that is `challenge_id`."""
    of_study = [(one.id, edition.words(one.title)) for one in edition.study.challenges]
    return [*of_study, *titles_of_added([challenge_id]).items()]


def _found_challenges(numbers: list[int]) -> tuple[FoundChallenge, ...]:
    """Describe the opgaven of municipalities that answer the words, the best first."""
    rows = {one.pk: one for one in municipal_challenges(numbers)} if numbers else {}
    return tuple(
        FoundChallenge(
            rows[one].challenge_id,
            rows[one].title,
            rows[one].example_name or municipality_name(rows[one].gm_code),
        )
        for one in numbers
        if one in rows
    )


def _open_challenges(edition: Edition, counts: Mapping[str, int]) -> list[OpenChallenge]:
    """List the opgaven that most municipalities of the selection show, and nobody answered yet."""
    members = [one for one in edition.typology.members.values() if one.in_study]

    def number(challenge: Challenge) -> int:
        return sum(bool(one.evidence.get(challenge.id)) for one in members)

    without_answer = [one for one in edition.study.challenges if one.rule and one.id not in counts]
    in_order = sorted(without_answer, key=lambda one: (-number(one), one.id))[:_MOST_QUESTIONS]
    return [
        OpenChallenge(
            one.id, edition.words(one.title), edition.words(one.sentence), number(one), len(members)
        )
        for one in in_order
    ]
