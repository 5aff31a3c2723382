"""The typology in words: short sentences, the same on the page, the command line and in a report.

Dutch words here follow the glossary: the municipality as subject, no rank, no judgement.
"""

import math
from collections.abc import Mapping, Sequence

from deelgenoot.catalog import Catalog, Indicator
from deelgenoot.study import AtLeast, Condition
from deelgenoot.typology.peers import Peer
from deelgenoot.typology.published import Firmness, FitWord, Standing, Typology
from deelgenoot.words import Text, grouped

FIT_WORDS: dict[FitWord, Text] = {
    "good": Text("past goed", "fits well"),
    "fair": Text("past redelijk", "fits fairly well"),
    "weak": Text("past zwak", "fits poorly"),
}
FIRMNESS_WORDS: dict[Firmness, Text] = {
    "firm": Text("stevig", "firm"),
    "fair": Text("redelijk stevig", "fairly firm"),
    "varying": Text("wisselend", "varying"),
}
STANDING_WORDS: dict[Standing, Text] = {
    "firm": Text("stevig", "sure"),
    "fair": Text("redelijk", "fairly sure"),
    "between": Text("ertussenin", "in between"),
}
UNKNOWN_YEAR = Text("jaar onbekend", "year unknown")


def listed(names: Sequence[str], language: str = "nl") -> str:
    """`a, b en c` as it is written in `language`."""
    names = list(names)
    if len(names) < 2:  # noqa: PLR2004  one name needs no joining word
        return "".join(names)
    joining = " and " if language == "en" else " en "
    return ", ".join(names[:-1]) + joining + names[-1]


def mid_sentence(label: str) -> str:
    """A label as it stands within a sentence: `WOZ-waarde` keeps its capitals, `Wonen` does not."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def tenths(shares: Mapping[str, float]) -> dict[str, int]:
    """Shares as ten marks: rounded by largest remainder, so that they make ten together."""
    floors = {key: int(share * 10 + 1e-9) for key, share in shares.items()}
    left = 10 - sum(floors.values())
    by_remainder = sorted(shares, key=lambda key: (floors[key] - shares[key] * 10, key))
    for key in by_remainder[:left]:
        floors[key] += 1
    return {key: n for key, n in floors.items() if n}


def years(indicator: Indicator, language: str = "nl") -> str:
    """The years that a level stands for: `2020`, `2014 en 2016`, `2011 tot en met 2020`."""
    every = sorted(indicator.level_years)
    if not every:
        return UNKNOWN_YEAR.in_language(language)
    if indicator.level_rule == "first":
        return str(indicator.level_years[0])
    return span(every, " to " if language == "en" else " tot en met ", language)


def span(every: Sequence[int], until: str, language: str = "nl") -> str:
    """Years in order: a run as its ends with `until` between, else each one."""
    is_run = len(every) == every[-1] - every[0] + 1
    if is_run and len(every) > 2:  # noqa: PLR2004  two years are named apart
        return f"{every[0]}{until}{every[-1]}"
    return listed([str(year) for year in every], language)


def value(catalog: Catalog, indicator: str, code: str, language: str = "nl") -> str | None:
    """One level as it stands in a cell; None where there is no figure."""
    number = float(catalog.level([indicator])[catalog.codes.index(code), 0])
    if math.isnan(number):
        return None
    return catalog.indicators[indicator].written(number, language)


def peer_reason(
    peer: Peer, code: str, typology: Typology, catalog: Catalog, language: str = "nl"
) -> str:
    """Why `peer` resembles `code`: two themes alike, and one difference in figures.

    The figures come from the theme that differs most; assumed or filled figures are not used.
    """
    themes = {one.id: mid_sentence(one.label.in_language(language)) for one in catalog.themes}
    name = catalog.areas[code].name
    alike = listed([themes[theme] for theme in peer.alike], language)
    other = themes[peer.different]
    figures = _difference(peer, code, typology, catalog, language)
    if peer.different in peer.alike:
        return _within_one_theme(name, alike, figures, language)
    if language == "en":
        return f"Most like {name} in {alike}. Differs most in {other}{figures}."
    return f"Lijkt het meest op {name} in {alike}. Verschilt het meest in {other}{figures}."


def _within_one_theme(name: str, theme: str, figures: str, language: str) -> str:
    """The reason where one theme alone counts: there is no other to differ in."""
    if language == "en":
        differs = f" Differs most in{figures.removeprefix(':')}." if figures else ""
        return f"Like {name} in {theme}.{differs}"
    differs = f" Verschilt daarin het meest in{figures.removeprefix(':')}." if figures else ""
    return f"Lijkt op {name} in {theme}.{differs}"


def _difference(peer: Peer, code: str, typology: Typology, catalog: Catalog, language: str) -> str:
    """The figures that differ most in the theme and also differ as written; "" without any."""
    mine, theirs = typology.members[code], typology.members[peer.code]
    figures = {
        column: [value(catalog, column, c, language) for c in (peer.code, code)]
        for column in typology.weights
        if catalog.indicators[column].theme == peer.different
        and not catalog.indicators[column].assumed_year
    }
    gaps = mine.filled + theirs.filled
    usable = [c for c, (one, other) in figures.items() if c not in gaps and one != other]
    if not usable:
        return ""
    column = max(usable, key=lambda c: abs(mine.z[c] - theirs.z[c]))
    label = mid_sentence(catalog.indicators[column].label.in_language(language))
    against = "against" if language == "en" else "tegen"
    return f": {label}, {figures[column][0]} {against} {figures[column][1]}"


def rule(needed: AtLeast, catalog: Catalog, n_selected: int, language: str = "nl") -> str:
    """When a challenge counts, in one sentence."""
    parts = [_condition(c, catalog, n_selected, language) for c in needed.of]
    if needed.count == len(parts):
        return _sentence(listed(parts, language))
    joined = "; ".join(parts)
    if language == "en":
        return f"At least {needed.count} of these {len(parts)}: {joined}."
    return f"Ten minste {needed.count} van deze {len(parts)}: {joined}."


def _condition(condition: Condition, catalog: Catalog, n_selected: int, language: str) -> str:
    label = mid_sentence(catalog.indicators[condition.indicator].label.in_language(language))
    counted = round((condition.share or 0) * n_selected)
    if condition.start is not None:
        return _change(condition, label, counted, catalog, language)
    if condition.value is not None:
        zero = {"nl": "nul", "en": "zero"}[language]
        written = catalog.indicators[condition.indicator].written(condition.value, language)
        bound = written if condition.value else zero
        words = {"below": ("onder", "below"), "above": ("boven", "above")}[condition.side]
        return f"{label} {words[language == 'en']} {bound}"
    nl, en = ("laagste", "lowest") if condition.side == "low" else ("hoogste", "highest")
    if language == "en":
        return f"{label} among the {en} {counted} of {n_selected}"
    return f"{label} bij de {nl} {counted} van de {n_selected}"


def _change(condition: Condition, label: str, counted: int, catalog: Catalog, language: str) -> str:
    period = f"{condition.start}–{condition.end}"
    if condition.value is None:
        nl, en = ("kleinste", "least") if condition.side == "low" else ("grootste", "most")
        if language == "en":
            return f"{label}: one of the {counted} that rose {en} ({period})"
        return f"{label}: bij de {counted} met de {nl} stijging ({period})"
    in_points = catalog.indicators[condition.indicator].unit == "%"
    unit = {"nl": "punten" if in_points else "%", "en": "points" if in_points else "%"}[language]
    bound = grouped(condition.value, 0, language) + (f" {unit}" if in_points else unit)
    if condition.value == 0:
        words = {"below": ("is gedaald", "fell"), "above": ("is gestegen", "rose")}[condition.side]
        return f"{label} {words[language == 'en']} ({period})"
    words = {"below": ("veranderde minder dan", "changed less than")}.get(
        condition.side, ("veranderde meer dan", "changed more than")
    )
    return f"{label} {words[language == 'en']} {bound} ({period})"


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:] + "."
