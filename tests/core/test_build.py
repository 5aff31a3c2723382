"""The whole way from a study to a published typology."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from deelgenoot.errors import BadData, BadStudy
from deelgenoot.study import Study
from deelgenoot.typology.build import build
from deelgenoot.typology.published import Typology
from tests.core.small import CODES
from tests.core.test_study import edit

TOWNS, COUNTRY = set(CODES[:6]), set(CODES[6:11])


def test_towns_and_country_are_found_and_named(small_typology: Typology) -> None:
    town, country = small_typology.clusters
    assert (town.archetype, town.letter) == ("town", "T")
    assert set(town.members) >= TOWNS
    assert set(country.members) >= COUNTRY
    assert len(town.members) + len(country.members) == 12
    assert town.nearest == "country"
    # Along one axis every table has two ends, so chance finds these names as well.
    assert town.fit > 0.75
    assert (town.fit_word, country.fit_word) == ("chance", "chance")


def test_the_same_study_gives_the_same_bytes(small_folder: Path, small_typology: Typology) -> None:
    assert build(Study.load(small_folder)).to_json() == small_typology.to_json()


def test_the_order_of_the_selection_does_not_matter(
    small_folder: Path, small_typology: Typology
) -> None:
    path = small_folder / "selection.csv"
    header, *rows = path.read_text().splitlines()
    path.write_text("\n".join([header, *reversed(rows)]) + "\n")
    after = build(Study.load(small_folder))
    assert replace(after, study_hash="") == replace(small_typology, study_hash="")


def test_renaming_the_archetypes_renames_the_clusters_and_nothing_else(
    small_folder: Path, small_typology: Typology
) -> None:
    for name in ("archetypes.toml", "challenges.toml"):
        path = small_folder / name
        path.write_text(path.read_text().replace('"town"', '"burg"'))
    after = build(Study.load(small_folder))
    assert [c.members for c in after.clusters] == [c.members for c in small_typology.clusters]
    assert after.clusters[0].archetype == "burg"
    assert after.clusters[0].jaccard == small_typology.clusters[0].jaccard


def test_what_is_written_is_read_back(tmp_path: Path, small_typology: Typology) -> None:
    path = tmp_path / "typology.json"
    path.write_text(small_typology.to_json(), encoding="utf-8")
    assert Typology.read(path).to_json() == small_typology.to_json()


def test_a_file_of_another_shape_is_refused_with_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "typology.json"
    path.write_text('{"study": 1}')
    with pytest.raises(
        BadData, match=r"typology.json is not a published typology.*deelgenoot build"
    ):
        Typology.read(path)


def test_shares_reasons_and_distances_hang_together(small_typology: Typology) -> None:
    for member in small_typology.members.values():
        assert sum(member.shares.values()) == pytest.approx(1.0)
        near, far = member.distances[member.cluster], member.distances[member.next]
        assert sum(member.reasons.values()) == pytest.approx(far**2 - near**2, abs=1e-9)


def test_a_missing_figure_is_filled_and_said(small_typology: Typology) -> None:
    assert small_typology.members["C12"].filled == ("cars",)
    assert [code for code, m in small_typology.members.items() if m.filled] == ["C12"]
    band = next(b for b in small_typology.clusters[1].bands if b.indicator == "cars")
    assert band.n_measured == len(set(small_typology.clusters[1].members) - {"C12"})


def test_an_area_outside_the_selection_gets_its_nearest_cluster(small_folder: Path) -> None:
    edit(small_folder, "selection.csv", "C11\n", "")
    outside = build(Study.load(small_folder)).members["C11"]
    assert (outside.in_study, outside.cluster, outside.standing) == (False, "country", None)
    assert outside.shares == {}
    assert outside.distances["country"] < outside.distances["town"]


def test_a_cluster_that_is_too_small_is_refused(small_folder: Path) -> None:
    edit(small_folder, "study.toml", "smallest_cluster = 2", "smallest_cluster = 7")
    with pytest.raises(BadStudy, match=r"smallest cluster has . areas.*at least 7"):
        build(Study.load(small_folder))


def test_a_free_search_with_more_clusters_than_names_numbers_the_rest(small_folder: Path) -> None:
    edit(small_folder, "study.toml", "pull = 0.5", "pull = 0")
    edit(small_folder, "study.toml", "n_clusters = 2", "n_clusters = 3")
    typology = build(Study.load(small_folder))
    assert [c.archetype for c in typology.clusters][:2] == ["town", "country"]
    assert typology.clusters[2].name.nl.startswith("Cluster ")
    assert typology.fit_kept == pytest.approx(1.0)


def test_weights_let_each_theme_count_once(small_typology: Typology) -> None:
    assert dict(small_typology.weights) == {"old": 1.0, "homes": 1.0, "jobs": 0.5, "cars": 0.5}


def test_evidence_and_sharing_agree(small_typology: Typology) -> None:
    for cluster in small_typology.clusters:
        for challenge in cluster.challenges:
            answers = [
                small_typology.members[c].evidence.get(challenge.challenge) for c in cluster.members
            ]
            assert challenge.n_cluster == sum(answer is True for answer in answers)
            assert challenge.of_cluster == sum(answer is not None for answer in answers)


def test_numbers_are_published_to_six_significant_digits(small_typology: Typology) -> None:
    numbers = re.findall(r"-?\d+\.\d+(?:e-?\d+)?", small_typology.to_json())
    assert all(number == repr(float(f"{float(number):.6g}")) for number in numbers)
    assert len(numbers) > 100
    assert "-0.0" not in numbers


def test_a_study_without_archetypes_has_numbered_clusters(small_folder: Path) -> None:
    (small_folder / "archetypes.toml").write_text("archetype = []\n")
    (small_folder / "challenges.toml").write_text("challenge = []\n")
    text = (small_folder / "study.toml").read_text()
    (small_folder / "study.toml").write_text(text.replace("pull = 0.5", "pull = 0.0"))
    typology = build(Study.load(small_folder))
    assert [cluster.archetype for cluster in typology.clusters] == ["cluster-1", "cluster-2"]
    assert {cluster.fit for cluster in typology.clusters} == {0.0}
    assert sum(len(cluster.members) for cluster in typology.clusters) == 12
    assert [c.jaccard for c in typology.clusters] == [c.free_recovery for c in typology.clusters]


def test_another_method_gives_the_same_towns_and_country(small_folder: Path) -> None:
    study = small_folder / "study.toml"
    study.write_text(study.read_text().replace("[method]", '[method]\nalgorithm = "ward"'))
    town, country = build(Study.load(small_folder)).clusters
    assert (town.archetype, country.archetype) == ("town", "country")
    assert set(town.members) >= TOWNS
    assert set(country.members) >= COUNTRY
