"""The few figures by which clusters can be recognised: the rule tree, and a cluster's rules."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.charts.figures import Table
from deelgenoot.typology.explained import bound_words, rule_words, rules_of
from deelgenoot.typology.published import Bound, Cluster, TreeRule
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.pages.parts.clusters import ClusterName, cluster_name
from deelgenoot_web.atlas.wording import capital, in_words


@dataclass(frozen=True)
class RuleOf:
    """One rule that leads to a cluster, bound by bound, and how well it works."""

    bounds: tuple[str, ...]
    members: str
    """How many municipalities lie within the bounds, and which of them are of another cluster."""


@dataclass(frozen=True)
class ClusterRules:
    """The rules of one cluster; none when no branch of the tree ends there."""

    rules: tuple[RuleOf, ...]
    outsiders: str
    """The members that no rule finds; empty when there are none."""


@dataclass(frozen=True)
class End:
    """The end of a branch: a cluster, and the mark of each municipality that ends here."""

    cluster: ClusterName
    letters: str
    words: str


@dataclass(frozen=True)
class Branch:
    """One answer to a question: what it says, and the answers to the next question or the end."""

    answer: str
    branches: tuple["Branch", ...]
    end: End | None


@dataclass(frozen=True)
class Tree:
    """The rule tree as a page shows it."""

    sentences: tuple[str, ...]
    branches: tuple[Branch, ...]
    table: Table


def cluster_rules(edition: Edition, cluster: Cluster) -> ClusterRules:
    """Put the rules by which `cluster` can be recognised in words."""
    rules = rules_of(edition.typology, cluster.archetype)
    in_rules = {code for rule in rules for code in rule.areas}
    outside = [code for code in cluster.members if code not in in_rules]
    return ClusterRules(
        tuple(_rule(edition, cluster, rule) for rule in rules),
        _("Niet zo te vinden: %s.") % _names(edition, outside) if outside else "",
    )


def _rule(edition: Edition, cluster: Cluster, rule: TreeRule) -> RuleOf:
    others = [code for code in rule.areas if code not in cluster.members]
    words = ngettext(
        "%(n)s gemeente voldoet hieraan.", "%(n)s gemeenten voldoen hieraan.", len(rule.areas)
    ) % {"n": capital(in_words(len(rule.areas)))}
    if others:
        names = _names(edition, others)
        elsewhere = _("In een ander cluster zitten: %s.") % names
        words = f"{words} {elsewhere}"
    bounds = (capital(bound_words(one, edition.catalog, edition.language)) for one in rule.bounds)
    return RuleOf(tuple(bounds), words)


def _names(edition: Edition, codes: Sequence[str]) -> str:
    return edition.join_names(sorted(edition.catalog.areas[code].name for code in codes))


def tree(edition: Edition) -> Tree:
    """Show the whole tree, with how well it works."""
    rule_tree, n_all = edition.typology.rule_tree, len(edition.study.selection)
    counts = {"right": rule_tree.n_right, "unseen": rule_tree.n_right_unseen, "all": n_all}
    sentences = (
        _(
            "Met enkele vragen komen %(right)s van de %(all)s gemeenten in hun eigen cluster uit. "
            "De berekening zelf kijkt naar alle kenmerken; dit is een vuistregel."
        ),
        _(
            "Toetsen wij de vuistregels op gemeenten die er niet voor zijn gebruikt, dan kloppen ze"
            " in %(unseen)s van de %(all)s gevallen. Lees een vuistregel dus als een samenvatting, "
            "niet als de reden."
        ),
    )
    return Tree(
        tuple(words % counts for words in sentences),
        _branches(edition, rule_tree.rules, 0),
        _table(edition),
    )


def _branches(edition: Edition, rules: Sequence[TreeRule], depth: int) -> tuple[Branch, ...]:
    """Collect the answers to the question at `depth` that these rules share."""
    groups: dict[Bound, list[TreeRule]] = {}
    for rule in rules:
        groups.setdefault(rule.bounds[depth], []).append(rule)
    answers = []
    for bound, below in groups.items():
        answer = capital(bound_words(bound, edition.catalog, edition.language))
        is_end = len(below) == 1 and len(below[0].bounds) == depth + 1
        branches = () if is_end else _branches(edition, below, depth + 1)
        answers.append(Branch(answer, branches, _end(edition, below[0]) if is_end else None))
    return tuple(answers)


def _end(edition: Edition, rule: TreeRule) -> End:
    cluster = edition.typology.cluster(rule.cluster)
    letters = {c.archetype: c.letter for c in edition.typology.clusters}
    here = [letters[edition.typology.members[code].cluster] for code in rule.areas]
    here.sort(key=lambda letter: (letter != cluster.letter, letter))
    counts = {"n": here.count(cluster.letter), "all": len(here)}
    return End(
        cluster_name(edition, cluster),
        "".join(here),
        _("%(n)s van de %(all)s") % counts,
    )


def _table(edition: Edition) -> Table:
    header = (_("Cluster"), _("Regel"), _("Gemeenten"), _("In dit cluster"), _("In een ander"))
    rules = edition.typology.rule_tree.rules
    return Table(header, tuple(_table_row(edition, rule) for rule in rules))


def _table_row(edition: Edition, rule: TreeRule) -> tuple[str, ...]:
    cluster = edition.typology.cluster(rule.cluster)
    others = [code for code in rule.areas if code not in cluster.members]
    return (
        edition.words(cluster.name),
        rule_words(rule, edition.catalog, edition.language),
        str(len(rule.areas)),
        str(len(rule.areas) - len(others)),
        _names(edition, others),
    )
