"""A reference typology beside ours, by hand."""

from pathlib import Path

import pytest

from deelgenoot.errors import BadStudy
from deelgenoot.study import Study
from deelgenoot.typology.compare import compare_groups
from deelgenoot.typology.published import Typology
from deelgenoot.typology.reference import BadReference


def reference(typology: Typology) -> dict[str, str]:
    """The same clusters under other names."""
    return {m.code: {"town": "A", "country": "B"}[m.cluster] for m in typology.members.values()}


def test_the_same_groups_under_other_names_agree_fully(small_typology: Typology) -> None:
    agreement = compare_groups(small_typology, reference(small_typology))
    assert (agreement.ari, round(agreement.ami, 9), agreement.differ) == (1.0, 1.0, ())
    assert agreement.matched == {"town": "A", "country": "B"}


def test_who_differs_is_named_and_counted(small_typology: Typology) -> None:
    other = reference(small_typology) | {"C01": "B"}
    agreement = compare_groups(small_typology, other)
    assert [(d.code, d.cluster, d.group, d.instead) for d in agreement.differ] == [
        ("C01", "town", "B", "country")
    ]
    n_town = len(small_typology.cluster("town").members)
    assert agreement.counts["town"] == {"A": n_town - 1, "B": 1}
    assert 0 < agreement.ari < 1


def test_why_one_differs_sums_to_how_much_nearer_it_is_to_its_own(
    small_typology: Typology,
) -> None:
    agreement = compare_groups(small_typology, reference(small_typology) | {"C01": "B"})
    distances = small_typology.members["C01"].distances
    nearer = distances["country"] ** 2 - distances["town"] ** 2
    assert sum(agreement.differ[0].reasons.values()) == pytest.approx(nearer, rel=1e-4)
    # Town and country are the two nearest here, so these are the published reasons.
    reasons = small_typology.members["C01"].reasons
    assert agreement.differ[0].reasons == pytest.approx(reasons, rel=1e-4, abs=1e-6)


def test_a_group_that_stands_for_no_cluster_gives_no_reasons(small_typology: Typology) -> None:
    agreement = compare_groups(small_typology, reference(small_typology) | {"C01": "Z"})
    assert (agreement.differ[0].instead, agreement.differ[0].reasons) == (None, {})
    assert agreement.groups == ("A", "B", "Z")


def test_only_areas_that_both_have_count(small_typology: Typology) -> None:
    other = {code: group for code, group in reference(small_typology).items() if code != "C12"}
    agreement = compare_groups(small_typology, other | {"C99": "A"})
    assert (agreement.n_areas, agreement.not_there, agreement.not_here) == (11, ("C12",), ("C99",))


def test_nothing_in_common_is_an_error(small_typology: Typology) -> None:
    with pytest.raises(BadReference, match="Geen van deze gemeenten"):
        compare_groups(small_typology, {"C99": "A"})


def test_a_study_names_the_reference_beside_it(small_folder: Path) -> None:
    text = (small_folder / "study.toml").read_text()
    (small_folder / "study.toml").write_text('reference = "other.csv"\n' + text)
    with pytest.raises(BadStudy, match=r"'other.csv' is not beside it"):
        Study.load(small_folder)
    (small_folder / "other.csv").write_text("code,cluster\nC01,A\n")
    study = Study.load(small_folder)
    assert study.reference == small_folder / "other.csv"
    (small_folder / "other.csv").write_text("code,cluster\nC01,B\n")
    assert Study.load(small_folder).hash == study.hash
