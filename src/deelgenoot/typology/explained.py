"""The typology explained in words: the rule of a cluster, its members, and what would change it.

Read from what is published, in both languages; the same on the page and on the command line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deelgenoot.catalog import Catalog
from deelgenoot.decoding import read_toml
from deelgenoot.typology.changes import Change, Shift
from deelgenoot.typology.published import Band, Bound, Cluster, Member, TreeRule, Typology
from deelgenoot.typology.sentences import join_names, mid_sentence
from deelgenoot.words import Text

_N_TYPICAL = 3
_HALF = 0.5
_WORDS = read_toml(Path(__file__).with_name("explained.toml"), dict[str, Text])


def typical(typology: Typology, cluster: Cluster) -> tuple[str, ...]:
    """List the three members nearest to the centre, among those that are sure of their place."""
    firm = [code for code in cluster.members if typology.members[code].standing == "firm"]
    firm.sort(key=lambda code: (typology.members[code].distances[cluster.archetype], code))
    return tuple(firm[:_N_TYPICAL])


@dataclass(frozen=True)
class Loose:
    """A member that is not sure of its place."""

    code: str
    share: float
    """Of the draws of areas in which it stays."""
    kept_redrawn: float
    """The same for draws of indicators."""
    second: str
    """The archetype of the cluster in which it falls most often besides."""
    second_share: float


def loose(typology: Typology, cluster: Cluster) -> tuple[Loose, ...]:
    """List the borderline members, from the one that stays least."""
    members = [typology.members[code] for code in reversed(cluster.members)]
    return tuple(
        Loose(m.code, m.shares[m.cluster], m.kept_redrawn or 0.0, other, m.shares[other])
        for m in members
        if m.standing != "firm"
        for other in [second(m)]
    )


def second(member: Member) -> str:
    """Find the archetype in which a member falls most often after its own."""
    others = [archetype for archetype in member.shares if archetype != member.cluster]
    return max(others, key=lambda archetype: (member.shares[archetype], archetype))


def telling(cluster: Cluster, among: Mapping[str, object]) -> tuple[Band, ...]:
    """List the bands of these indicators that have an effect, the largest first."""
    having = [b for b in cluster.bands if b.indicator in among and b.effect is not None]
    return tuple(sorted(having, key=lambda b: (-abs(b.effect or 0), b.indicator)))


def rules_of(typology: Typology, archetype: str) -> tuple[TreeRule, ...]:
    """List the rules that lead to a cluster; empty where the tree leads no area to it."""
    return tuple(rule for rule in typology.rule_tree.rules if rule.cluster == archetype)


def reasons_against(typology: Typology, member: Member, archetype: str) -> Mapping[str, float]:
    """Give per indicator the squared distance to another centre minus that to the own one.

    Weighted, in standard deviations; together they are the difference in squared distance.
    """
    if archetype == member.next:
        return member.reasons
    own, other = (typology.cluster(one).pulled_centre for one in (member.cluster, archetype))
    return {
        indicator: weight
        * (
            (member.z[indicator] - other[indicator]) ** 2
            - (member.z[indicator] - own[indicator]) ** 2
        )
        for indicator, weight in typology.weights.items()
    }


def misfits(typology: Typology, member: Member, signature: Mapping[str, int]) -> tuple[str, ...]:
    """List the indicators on which a member is the other way than its description, most first.

    A grade says high (+) or low (-); what lies half a standard deviation or more on the other side
    of the average counts.
    """
    sides = {one: grade * member.z[one] for one, grade in signature.items() if one in member.z}
    against = {one: side for one, side in sides.items() if side <= -_HALF * abs(signature[one])}
    return tuple(sorted(against, key=lambda one: (against[one], one)))


def theme_sums(catalog: Catalog, reasons: Mapping[str, float]) -> dict[str, float]:
    """Sum per theme, in the fixed order, what its indicators add to the case for a cluster."""
    sums = {theme.id: 0.0 for theme in catalog.themes}
    for indicator, reason in reasons.items():
        sums[catalog.indicators[indicator].theme] += reason
    return sums


def adding_up(values: Mapping[str, float], decimals: int) -> dict[str, float]:
    """Round so that the written parts add up to the written sum (largest remainder)."""
    size = 10.0**-decimals
    steps = {key: value / size for key, value in values.items()}
    floors = {key: int(step // 1) for key, step in steps.items()}
    n_left = round(sum(steps.values())) - sum(floors.values())
    by_remainder = sorted(values, key=lambda key: (floors[key] - steps[key], key))
    for key in by_remainder[:n_left]:
        floors[key] += 1
    return {key: round(floors[key] * size, decimals) + 0.0 for key in values}


# --- in words ---


def bound_words(bound: Bound, catalog: Catalog, language: str = "nl") -> str:
    """Write a bound: `huurwoningen van corporaties: meer dan 29%`."""
    indicator = catalog.indicators[bound.indicator]
    side = _WORDS["more_than" if bound.is_above else "at_most"].in_language(language)
    label = mid_sentence(indicator.label.in_language(language))
    return f"{label}: {side} {indicator.text_of(bound.threshold, language)}"


def rule_words(rule: TreeRule, catalog: Catalog, language: str = "nl") -> str:
    """Write the bounds of a rule, one after the other."""
    return "; ".join(bound_words(bound, catalog, language) for bound in rule.bounds)


def change_words(
    name: str, change: Change, typology: Typology, catalog: Catalog, language: str = "nl"
) -> str:
    """Write `Veenendaal zou bij X horen als één cijfer anders was: 24,0 in plaats van 18,9.`"""
    parts = [_shift_words(shift, catalog, language) for shift in change.shifts]
    cluster = typology.cluster(change.cluster).name.in_language(language)
    figures = join_names(parts, language)
    words = _WORDS["one_change" if len(parts) == 1 else "two_changes"].in_language(language)
    return words.format(name=name, cluster=cluster, figures=figures)


def _shift_words(shift: Shift, catalog: Catalog, language: str) -> str:
    indicator = catalog.indicators[shift.indicator]
    label = mid_sentence(indicator.label.in_language(language))
    target, now = (indicator.text_of(figure, language) for figure in (shift.needed, shift.now))
    return f"{label} {target} {_WORDS['rather_than'].in_language(language)} {now}"


def why_words(member: Member, typology: Typology, catalog: Catalog, language: str = "nl") -> str:
    """Say which themes point most to the own cluster rather than the next."""
    sums = adding_up(theme_sums(catalog, member.reasons), 1)
    labels = {theme.id: mid_sentence(theme.label.in_language(language)) for theme in catalog.themes}
    own, other = (
        typology.cluster(one).name.in_language(language) for one in (member.cluster, member.next)
    )
    strongest = sorted(sums, key=lambda theme: -sums[theme])[:2]
    themes = join_names([labels[theme] for theme in strongest], language)
    return _WORDS["why"].in_language(language).format(own=own, other=other, themes=themes)
