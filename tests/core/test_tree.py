"""The rule tree by hand, against scikit-learn, and as it is published."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.tree import DecisionTreeClassifier

from deelgenoot.study import Study
from deelgenoot.typology.fitted import FittedTypology
from deelgenoot.typology.published import Bound, Typology
from deelgenoot.typology.tree import Names, grow, predict, rule_tree, shortest

ROWS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 2)), min_size=4)


def table(*columns: list[float]) -> np.ndarray:
    return np.array(columns, dtype=float).T


def test_one_question_tells_two_clusters_apart_with_a_round_threshold() -> None:
    figures = table([5, 5, 5, 5, 5, 5], [12.3, 11.1, 10.4, 31.7, 29.6, 30.2])
    names = Names(("a", "b", "c", "d", "e", "f"), ("low", "high"))
    tree = rule_tree(figures, np.array([0, 0, 0, 1, 1, 1]), ["same", "told"], names)
    assert [(r.bounds, r.cluster, r.areas) for r in tree.rules] == [
        ((Bound("told", is_above=False, threshold=21.0),), "low", ("a", "b", "c")),
        ((Bound("told", is_above=True, threshold=21.0),), "high", ("d", "e", "f")),
    ]
    assert (tree.n_right, tree.n_right_unseen) == (6, 6)


def test_a_question_that_puts_only_one_area_right_is_not_asked() -> None:
    labels = np.array([0, 0, 0, 0, 0, 1])
    assert grow(table([1, 2, 3, 4, 5, 6]), labels).at_most is None
    assert grow(table([1, 2, 3, 4, 5, 6]), np.array([0, 0, 0, 0, 1, 1])).threshold == 4.0


def test_a_tree_without_questions_has_no_rules() -> None:
    names = Names(("a", "b", "c"), ("one", "two"))
    tree = rule_tree(np.empty((3, 0)), np.array([0, 0, 1]), [], names)
    assert (tree.rules, tree.n_right, tree.n_right_unseen) == ((), 2, 2)


def test_of_figures_of_an_assumed_year_alone_nothing_is_asked(small_folder: Path) -> None:
    study = (small_folder / "study.toml").read_text().partition("[indicators]")[0]
    study = study.replace('archetypes = "archetypes.toml"', "").replace("pull = 0.5", "")
    challenges = 'challenges = "challenges.toml"'
    study = study.replace(challenges, "") + '[indicators]\nhomes = "none"\n'
    (small_folder / "study.toml").write_text(study)
    fitted = FittedTypology(Study.load(small_folder))
    assert fitted.rule_tree.rules == ()


def test_of_equally_good_questions_the_first_column_is_asked() -> None:
    figures = table([1, 2, 3, 4], [10, 20, 30, 40])
    assert grow(figures, np.array([0, 0, 1, 1])).column == 0
    assert grow(figures[:, ::-1], np.array([0, 0, 1, 1])).threshold == 25.0


def test_no_more_than_four_questions_follow_each_other() -> None:
    labels = np.arange(64) // 2
    tree = rule_tree(
        table(list(range(64))),
        labels,
        ["x"],
        Names(tuple(map(str, range(64))), tuple(map(str, range(32)))),
    )
    assert max(len(rule.bounds) for rule in tree.rules) == 4


def test_areas_left_out_are_put_by_a_tree_that_never_saw_them() -> None:
    # Each cluster has two areas: without one of them two are no longer enough for a rule of it.
    labels = np.array([0, 0, 0, 0, 1, 1])
    names = Names(tuple("abcdef"), ("many", "few"))
    tree = rule_tree(table([1, 2, 3, 4, 8, 9]), labels, ["x"], names)
    assert (tree.n_right, tree.n_right_unseen) == (6, 4)


@pytest.mark.parametrize(
    ("low", "high", "round_number"),
    [(29, 30, 29), (77.3, 77.8, 77.5), (21.52, 21.59, 21.55), (-0.3, 0.2, 0), (180, 214, 197)],
)
def test_a_threshold_has_as_few_decimals_as_can_be(
    low: float, high: float, round_number: float
) -> None:
    assert shortest(low, high) == pytest.approx(round_number, abs=0.05 if high == 77.8 else 1e-9)


@given(ROWS)
def test_the_first_question_is_as_pure_as_that_of_scikit_learn(
    rows: list[tuple[int, int, int]],
) -> None:
    figures, labels = np.array(rows, dtype=float)[:, :2], np.array(rows)[:, 2]
    ours = grow(figures, labels, depth=1)
    if not ours.at_most:
        return
    theirs = DecisionTreeClassifier(max_depth=1, min_samples_leaf=2, random_state=0)
    leaves = theirs.fit(figures, labels).apply(figures)
    above = figures[:, ours.column] > ours.threshold
    assert impurity(above, labels) == pytest.approx(impurity(leaves == leaves.max(), labels))


def impurity(above: np.ndarray, labels: np.ndarray) -> float:
    """Gini of both halves, weighted by their size."""
    return sum(
        len(half) - float((np.bincount(half) ** 2).sum()) / len(half)
        for half in (labels[above], labels[~above])
        if len(half)
    )


@given(ROWS)
def test_what_a_tree_predicts_is_what_its_rules_say(rows: list[tuple[int, int, int]]) -> None:
    figures, labels = np.array(rows, dtype=float)[:, :2], np.array(rows)[:, 2]
    codes = tuple(str(i) for i in range(len(rows)))
    tree = rule_tree(figures, labels, ["a", "b"], Names(codes, ("0", "1", "2")))
    cluster_of = {code: rule.cluster for rule in tree.rules for code in rule.areas}
    top = grow(figures, labels)
    cluster_by_tree = {
        code: str(predict(top, row)) for code, row in zip(codes, figures, strict=True)
    }
    assert cluster_of == (cluster_by_tree if top.at_most else {})


def test_the_published_rules_hold_for_the_figures_that_a_reader_sees() -> None:
    study = Study.load()
    typology = Typology.read(study.folder / "typology.json")
    catalog, n_right = study.catalog, 0
    for rule in typology.rule_tree.rules:
        n_right += sum(typology.members[code].cluster == rule.cluster for code in rule.areas)
        for bound in rule.bounds:
            indicator = catalog.indicators[bound.indicator]
            assert (indicator.assumed_year, indicator.weak) == (False, False)
            assert indicator.as_written(bound.threshold) == bound.threshold
            for code in rule.areas:
                row = catalog.codes.index(code)
                figure = indicator.as_written(float(catalog.level([indicator.id])[row, 0]))
                assert np.isnan(figure) or (figure > bound.threshold) == bound.is_above
    areas = [code for rule in typology.rule_tree.rules for code in rule.areas]
    assert sorted(areas) == list(study.selection)
    assert n_right == typology.rule_tree.n_right
    assert {r.cluster for r in typology.rule_tree.rules} == {c.archetype for c in typology.clusters}


def test_between_two_figures_that_hardly_differ_the_lower_is_the_threshold() -> None:
    low = 0.1
    assert shortest(low, np.nextafter(low, 1)) == low
