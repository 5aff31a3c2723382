"""A reference typology beside ours, by hand."""

from pathlib import Path

import pytest

from deelgenoot.errors import BadChoice
from deelgenoot.study import Study
from deelgenoot.typology.compare import compared, read_reference
from deelgenoot.typology.published import Typology


def reference(typology: Typology) -> dict[str, str]:
    """The same clusters under other names."""
    return {m.code: {"town": "A", "country": "B"}[m.cluster] for m in typology.members.values()}


def test_the_same_groups_under_other_names_agree_fully(small_typology: Typology) -> None:
    found = compared(small_typology, reference(small_typology))
    assert (found.ari, round(found.ami, 9), found.differ) == (1.0, 1.0, ())
    assert found.matched == {"town": "A", "country": "B"}


def test_who_differs_is_named_and_counted(small_typology: Typology) -> None:
    other = reference(small_typology) | {"C01": "B"}
    found = compared(small_typology, other)
    assert found.differ == (("C01", "town", "B"),)
    n_town = len(small_typology.cluster("town").members)
    assert found.counts["town"] == {"A": n_town - 1, "B": 1}
    assert 0 < found.ari < 1


def test_only_areas_that_both_have_count(small_typology: Typology) -> None:
    other = {code: group for code, group in reference(small_typology).items() if code != "C12"}
    found = compared(small_typology, other | {"C99": "A"})
    assert (found.n_areas, found.not_there, found.not_here) == (11, ("C12",), ("C99",))


def test_nothing_in_common_is_an_error(small_typology: Typology) -> None:
    with pytest.raises(BadChoice, match="no area that is in the study"):
        compared(small_typology, {"C99": "A"})


def test_a_reference_is_read_by_code_or_name(tmp_path: Path, small: Study) -> None:
    path = tmp_path / "reference.csv"
    path.write_text("code,cluster\nC01,A\nCounty 02,B\n")
    assert read_reference(path, small.catalog.areas) == {"C01": "A", "C02": "B"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gemeente;groep\nC01;A\n", "needs the columns 'code' and 'cluster'"),
        ("code,cluster\nC01,A\nCounty 1,B\n", "line 3: .*County 1"),
        ("code,cluster\nC01,A\nCounty 01,B\n", r"line 3: County 01 \(C01\) was already given"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(
    tmp_path: Path, small: Study, text: str, said: str
) -> None:
    path = tmp_path / "reference.csv"
    path.write_text(text)
    with pytest.raises(BadChoice, match=said):
        read_reference(path, small.catalog.areas)


def test_a_reference_that_is_not_there_is_said(tmp_path: Path, small: Study) -> None:
    with pytest.raises(BadChoice, match=r"nowhere.csv cannot be read"):
        read_reference(tmp_path / "nowhere.csv", small.catalog.areas)
