"""The command line: answers, JSON, and what is said when something cannot be answered."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from deelgenoot.cli import main

Capture = pytest.CaptureFixture[str]


def answer(capsys: Capture, *arguments: str) -> Any:
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_clusters_as_json_hold_all_74_once(capsys: Capture) -> None:
    clusters = answer(capsys, "clusters")
    members = [code for cluster in clusters for code in cluster["members"]]
    assert len(clusters) == 7
    assert len(members) == len(set(members)) == 74
    assert {"archetype", "name", "members", "fit", "fit_kept"} <= clusters[0].keys()
    assert {"jaccard", "free_recovery", "jaccard_null", "jaccard_p"} <= clusters[0].keys()


def test_clusters_for_people_name_every_cluster_and_its_firmness(capsys: Capture) -> None:
    assert main(["clusters"]) == 0
    out = capsys.readouterr().out
    assert out.count("groep ") == 7
    assert "W  Werkstad (groep stevig, naam past niet beter dan bij toeval)" in out


def test_a_municipality_of_the_study_is_shown_with_its_cluster(capsys: Capture) -> None:
    entry = answer(capsys, "show", "Kerkrade")
    assert (entry["gm_code"], entry["cluster"]) == ("GM0928", "stad-in-transitie")
    assert entry["distances"][entry["cluster"]] == min(entry["distances"].values())
    assert sum(entry["shares"].values()) == pytest.approx(1, abs=1e-4)


def test_the_second_cluster_is_the_one_it_falls_in_most_after_its_own(capsys: Capture) -> None:
    entry = answer(capsys, "show", "Terneuzen")
    shares = sorted(entry["shares"].values(), reverse=True)
    assert (entry["share"], entry["second_share"]) == tuple(shares[:2])
    assert entry["shares"][entry["second"]] == shares[1]


def test_why_and_what_would_change_it_are_shown_and_add_up(capsys: Capture) -> None:
    entry = answer(capsys, "show", "Veenendaal")
    why, parts = entry["why"], (entry["why"]["themes"], entry["why"]["indicators"])
    assert all(sum(part.values()) == pytest.approx(why["difference"]) for part in parts)
    near, far = (entry["distances"][entry[key]] for key in ("cluster", "next"))
    assert why["difference"] == pytest.approx(far**2 - near**2, abs=1e-4)
    sizes = [change["size"] for change in entry["changes"]]
    assert sizes == sorted(sizes)
    assert {"indicator", "now", "needed"} <= entry["changes"][0]["shifts"][0].keys()
    assert 0 < entry["border"]["distance"] < min(entry["distances"].values())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["Veenendaal"], "Veenendaal zou bij Centrumstad met uitdagingen horen als één cijfer"),
        (["Gouda", "--lang", "en"], "No two figures together would change that."),
    ],
)
def test_what_would_change_a_cluster_is_said_and_so_is_that_nothing_would(
    capsys: Capture, arguments: list[str], sentence: str
) -> None:
    assert main(["show", *arguments]) == 0
    assert sentence in capsys.readouterr().out


def test_a_cluster_tells_what_sets_it_apart_and_by_which_rule(capsys: Capture) -> None:
    for cluster in answer(capsys, "clusters"):
        assert all(one["low"] <= one["effect"] <= one["high"] for one in cluster["effects"])
        assert set(cluster["typical"]) < set(cluster["members"])
        assert {rule["cluster"] for rule in cluster["rules"]} <= {cluster["archetype"]}
        assert cluster["rules_right_unseen"] <= cluster["rules_right"] <= 1


def test_one_outside_the_study_finds_its_nearest_cluster(capsys: Capture) -> None:
    entry = answer(capsys, "show", "Amsterdam")
    assert (entry["in_study"], entry["standing"], entry["shares"]) == (False, None, {})
    assert entry["cluster"] == min(entry["distances"], key=entry["distances"].get)


def test_a_newer_municipality_lists_its_parts_and_an_older_one_its_successor(
    capsys: Capture,
) -> None:
    newer = answer(capsys, "show", "Dijk en Waard")
    assert newer["how"] == "parts"
    assert [area["name"] for area in newer["areas"]] == ["Heerhugowaard", "Langedijk"]
    older = answer(capsys, "show", "Bussum")
    assert (older["how"], older["name"]) == ("successor", "Gooise Meren")


def test_five_peers_lie_outside_the_region_and_have_a_reason(capsys: Capture) -> None:
    entry = answer(capsys, "show", "Zutphen")
    peers = answer(capsys, "peers", "Zutphen")
    assert len(peers["peers"]) == 5
    regions = [answer(capsys, "show", peer["gm_code"])["region"] for peer in peers["peers"]]
    assert entry["region"] not in regions
    assert all(p["reason"].startswith("Lijkt het meest op Zutphen in ") for p in peers["peers"])
    distances = [peer["distance"] for peer in peers["peers"]]
    assert distances == sorted(distances)


def test_weights_and_region_change_who_comes_first(capsys: Capture) -> None:
    plain = answer(capsys, "peers", "Zutphen", "--n", "70")["peers"]
    housing = answer(
        capsys, "peers", "Zutphen", "--n", "70", "--theme", "woningmarkt=9", "--outside", "province"
    )["peers"]
    assert [p["gm_code"] for p in plain] != [p["gm_code"] for p in housing]
    assert len(housing) < len(plain)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["show", "Zutfen"],
            "Geen gemeente gevonden met de naam of code 'Zutfen'. Bedoelt u Zutphen",
        ),
        (["show", "Zutfen", "--lang", "en"], "Did you mean Zutphen"),
        (["peers", "Zutphen", "--theme", "housing=veel"], "schrijf housing=2"),
        (["peers", "Zutphen", "--theme", "weer=1"], "geen thema 'weer'. Thema's: demography"),
        (["peers", "Zutphen", "--theme", "housing=-2"], "met een getal van 0 tot 1000"),
        (["peers", "Zutphen", "--theme", "housing=1e999", "--lang", "en"], "from 0 to 1000"),
        (["peers", "Zutphen", "--n", "-3"], "--n -3: geef op hoeveel er moeten komen"),
        (["clusters", "klein"], "geen studie 'klein'"),
    ],
)
def test_what_cannot_be_answered_exits_with_2_and_says_how_to_go_on(
    capsys: Capture, arguments: list[str], sentence: str
) -> None:
    assert main(arguments) == 2
    assert sentence in capsys.readouterr().err


def test_a_file_that_is_not_there_is_told(small_folder: Path, capsys: Capture) -> None:
    (small_folder / "data" / "levels.csv").unlink()
    assert main(["clusters", str(small_folder)]) == 2
    assert capsys.readouterr().err.endswith("levels.csv: No such file or directory.\n")


def test_a_full_disk_is_told(small_folder: Path, capsys: Capture) -> None:
    (small_folder / "typology.json").symlink_to("/dev/full")
    assert main(["build", str(small_folder)]) == 2
    assert capsys.readouterr().err.endswith("deelgenoot: No space left on device.\n")


def test_who_stops_a_command_reads_nothing(tmp_path: Path) -> None:
    pipe = tmp_path / "reference.csv"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "deelgenoot.cli", "compare", str(pipe)]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    with running, pipe.open("w"):  # opens when the command begins to read
        running.send_signal(signal.SIGINT)
        _out, err = running.communicate()
    assert (running.returncode, err) == (130, "")


def test_a_year_that_is_zero_is_no_year_of_the_study(capsys: Capture) -> None:
    assert main(["years", "--year", "0"]) == 2
    assert "cijfers van 0. Wel die van: " in capsys.readouterr().err


def test_no_weight_above_zero_is_said(capsys: Capture) -> None:
    themes = ["demography", "housing", "economy", "amenities", "quality_of_life", "social"]
    zeros = [word for theme in [*themes, "governance"] for word in ("--theme", f"{theme}=0")]
    assert main(["peers", "Zutphen", *zeros]) == 2
    assert "Geef minstens één thema een gewicht boven nul" in capsys.readouterr().err


@pytest.mark.slow
def test_help_answers_without_loading_the_figures() -> None:

    result = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "deelgenoot.cli", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert "numpy" not in result.stderr
    assert "peers" in result.stdout


def test_a_reference_is_laid_beside_the_typology(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "reference.csv"
    path.write_text("code,cluster\nKerkrade,X\nGM0917,X\nZeist,Y\nDe Bilt,X\n")
    agreement = answer(capsys, "compare", str(path))
    (differs,) = agreement["differ"]
    assert (agreement["n_areas"], differs["code"], differs["group"]) == (4, "GM0310", "X")
    assert sum(differs["reasons"].values()) > 0
    assert main(["compare", str(path)]) == 0
    assert "De Bilt (GM0310): Aantrekkelijke woonstad | X" in capsys.readouterr().out


def test_a_reference_that_cannot_be_read_is_said(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "reference.csv"
    assert main(["compare", str(path)]) == 2
    assert "reference.csv is niet te lezen" in capsys.readouterr().err
    path.write_text("code,cluster\nZutfen,A\n")
    assert main(["compare", "--lang", "en", str(path)]) == 2
    assert "Line 2: no municipality found" in capsys.readouterr().err
