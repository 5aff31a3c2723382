"""The typology in words: short sentences, the same on the page, the command line and in a report.

Dutch words here follow the glossary: the municipality as subject, no rank, no judgement.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np

from deelgenoot.catalog import Catalog, Indicator
from deelgenoot.decoding import read_toml
from deelgenoot.rules import AtLeast, Condition
from deelgenoot.typology.challenges import Bools, count_part
from deelgenoot.typology.peers import Peer, PeerTrait, find_traits
from deelgenoot.typology.published import STAYS, Typology
from deelgenoot.words import Text

_TABLES = read_toml(Path(__file__).with_name("sentences.toml"), dict[str, dict[str, Text]])
_WORDS = _TABLES["words"]
FIT_WORDS, FIRMNESS_WORDS, STANDING_WORDS = (
    _TABLES[name] for name in ("fit", "firmness", "standing")
)
UNKNOWN_YEAR = _WORDS["unknown_year"]
_N_LIKEST = 2
"""Figures that say in what two municipalities are alike, where one theme counts."""
POINTS_OF_A_SCALE = frozenset({"afwijking", "verhouding"})
"""Units that readers cannot picture."""


def join_names(names: Sequence[str], language: str = "nl") -> str:
    """Join names as `language` does: `a, b en c`."""
    names = list(names)
    if len(names) < 2:  # noqa: PLR2004  one name needs no joining word
        return "".join(names)
    return ", ".join(names[:-1]) + _WORDS["and"].in_language(language) + names[-1]


def mid_sentence(label: str) -> str:
    """Write a label within a sentence: `WOZ-waarde` keeps its capitals, `Wonen` does not."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def full_tenths(share: float) -> int:
    """Count the full tenths of a share: what is under `STAYS` is never written as that."""
    return int(share * 10 + 1e-9)


def tenths(shares: Mapping[str, float], own: str) -> dict[str, int]:
    """Round shares to tenths by largest remainder, so that they make ten together.

    The `own` cluster's share is not rounded up to `STAYS`: there a place begins to be sure.
    """
    floors = {key: full_tenths(share) for key, share in shares.items()}
    n_left = 10 - sum(floors.values())
    is_kept_under = shares[own] < STAYS <= (floors[own] + 1) / 10
    by_remainder = sorted(
        (key for key in shares if not (is_kept_under and key == own)),
        key=lambda key: (floors[key] - shares[key] * 10, key),
    )
    for key in by_remainder[:n_left]:
        floors[key] += 1
    return {key: n for key, n in floors.items() if n}


def years(indicator: Indicator, language: str = "nl") -> str:
    """Write the years of a level: `2020`, `2014 en 2016`, `2011 tot en met 2020`."""
    every = sorted(indicator.level_years)
    if not every:
        return UNKNOWN_YEAR.in_language(language)
    if indicator.level_rule == "first":
        return str(indicator.level_years[0])
    return span(every, _WORDS["until"].in_language(language), language)


def span(every: Sequence[int], until: str, language: str = "nl") -> str:
    """Write years in order: a run as its ends with `until` between, else each year."""
    is_run = len(every) == every[-1] - every[0] + 1
    if is_run and len(every) > 2:  # noqa: PLR2004  two years are named apart
        return f"{every[0]}{until}{every[-1]}"
    return join_names([str(year) for year in every], language)


def value(catalog: Catalog, indicator: str, code: str, language: str = "nl") -> str | None:
    """Write one level as in a cell; None where there is no figure."""
    number = float(catalog.level([indicator])[catalog.codes.index(code), 0])
    if math.isnan(number):
        return None
    return catalog.indicators[indicator].text_of(number, language)


def peer_reasons(
    listing: Sequence[Peer], code: str, typology: Typology, catalog: Catalog, language: str = "nl"
) -> list[str]:
    """Say of each peer of a list why it resembles `code`, and what sets it apart from the others.

    Figures are of the themes that count; where that is one, those that are nearest are named too.
    Assumed figures and figures in points that few people know are not used, and what hardly sets a
    peer apart is left out (`find_traits`).
    """
    counting = set(listing[0].counting) if listing else set()
    telling = {
        one.id
        for one in catalog.indicators.values()
        if one.theme in counting and not one.assumed_year and one.unit not in POINTS_OF_A_SCALE
    }
    traits = find_traits(listing, typology, telling)
    themes = {one.id: mid_sentence(one.label.in_language(language)) for one in catalog.themes}
    reasons = []
    for peer in listing:
        alike = join_names([themes[theme] for theme in peer.alike], language)
        figures = (
            []
            if len(counting) > 1
            else likest_figures((peer.code, code), telling, typology, catalog, language)
        )
        like = "most_like" if len(counting) > 1 else "like_in" if figures else "like"
        reason = (
            _WORDS[like]
            .in_language(language)
            .format(
                name=catalog.areas[code].name, alike=alike, figures=join_names(figures, language)
            )
        )
        if trait := traits.get(peer.code):
            reason += _stands_out(trait, (peer.code, code), len(listing), catalog, language)
        reasons.append(reason)
    return reasons


def likest_figures(
    pair: tuple[str, str],
    indicators: Collection[str],
    typology: Typology,
    catalog: Catalog,
    language: str = "nl",
) -> list[str]:
    """Write the figures in which two municipalities are nearest, of those that both have.

    Near is by the difference of standard scores; the first municipality's figure stands first.
    """
    there, here = (typology.members[code] for code in pair)
    both = [one for one in typology.weights if one in indicators]
    both = [one for one in both if one not in (*there.filled, *here.filled)]
    nearest = sorted(both, key=lambda one: (abs(there.z[one] - here.z[one]), one))[:_N_LIKEST]
    return [_beside(one, pair, catalog, language) for one in nearest]


def _beside(indicator: str, pair: tuple[str, str], catalog: Catalog, language: str) -> str:
    """Write a figure of the first of a pair, with that of the second in brackets."""
    there, here = (value(catalog, indicator, code, language) for code in pair)
    label = mid_sentence(catalog.indicators[indicator].label.in_language(language))
    return f"{label} {there} ({catalog.areas[pair[1]].name}: {here})"


def _stands_out(
    trait: PeerTrait, pair: tuple[str, str], n_listed: int, catalog: Catalog, language: str
) -> str:
    """Say in which figure the first of a pair stands out, beside that of the second."""
    there, here = (value(catalog, trait.indicator, code, language) for code in pair)
    label = mid_sentence(catalog.indicators[trait.indicator].label.in_language(language))
    beside = f" ({catalog.areas[pair[1]].name}: {here})" if here else ""
    words = _TABLES["stands_out"][trait.side].in_language(language)
    return words.format(n=n_listed, label=label, figures=f"{there}{beside}")


def rule(
    conditions: AtLeast, catalog: Catalog, selection: Collection[str], language: str = "nl"
) -> str:
    """Say in one sentence when a challenge counts; `selection` holds the codes of the study."""
    is_selected = np.isin(catalog.codes, list(selection))
    parts = [_condition(c, catalog, is_selected, language) for c in conditions.of]
    if conditions.count == len(parts):
        words = join_names(parts, language)
        return f"{words[0].upper()}{words[1:]}."
    at_least = _WORDS["at_least"].in_language(language)
    return at_least.format(n=conditions.count, all=len(parts), parts="; ".join(parts))


def _condition(condition: Condition, catalog: Catalog, selection: Bools, language: str) -> str:
    indicator = catalog.indicators[condition.indicator]
    form = _form(condition)
    slots = {
        "label": mid_sentence(indicator.label.in_language(language)),
        "middle": _WORDS["middle"].in_language(language),
        "border": _border(condition, indicator, language),
        "n": round(100 * (condition.share or 0)),
        "years": f"{condition.start}–{condition.end}",
    }
    equals = ""
    if form == "among":
        part = count_part(catalog, condition, selection)
        slots |= {"n": part.n, "all": part.n_measured}
        if part.n_met > part.n:
            equals = _WORDS["equals"].in_language(language).format(n=part.n_met)
    return _TABLES[form][condition.side].in_language(language).format_map(slots) + equals


def _form(condition: Condition) -> str:
    if condition.start is not None:
        return "moved_beyond" if condition.value is None else "moved"
    if condition.share is None:
        return "beyond"
    return "among" if condition.group == "selectie" else "among_all"


def _border(condition: Condition, indicator: Indicator, language: str) -> str:
    if condition.value is None:
        return _WORDS["middle"].in_language(language)
    zero = _WORDS["zero"].in_language(language)
    return indicator.text_of(condition.value, language) if condition.value else zero
