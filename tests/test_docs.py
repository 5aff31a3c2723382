"""The docs name everything that can be typed, set or visited, and say what the programs say."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import docs_blocks
import yaml
from jsonschema import Draft7Validator, Draft202012Validator

from deelgenoot.study import Study

ROOT = Path(__file__).resolve().parents[1]


def page(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def missing_names(names: Iterable[str], text: str) -> list[str]:
    """The names that do not stand in `text` between backquotes."""
    return [name for name in names if f"`{name}`" not in text]


def test_each_make_target_has_a_sentence() -> None:
    targets = re.findall(r"^([a-z]+):", page("Makefile"), re.MULTILINE)
    assert len(targets) > 5
    text = re.findall(r"^make (\w+) +\S", page("docs/maintain/setup.md"), re.MULTILINE)
    assert text == targets


def test_each_address_of_the_site_is_described() -> None:
    addresses = docs_blocks.routes("nl")
    assert "/cookies/" in addresses
    text = page("docs/use/site.md").split("<!-- [[[cog")[0]
    assert missing_names(addresses, text) == []
    assert set(re.findall(r"^\| `(/[^`]*)`", text, re.MULTILINE)) == set(addresses)


def test_a_name_that_is_missing_is_found() -> None:
    assert missing_names(["/a/", "/b/"], "`/a/` and /b/") == ["/b/"]


def test_each_link_to_a_file_leads_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    links = [
        (path, target)
        for path in pages
        if "_build" not in path.parts
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    ]
    assert len(links) > 10
    assert [(p.name, t) for p, t in links if not (p.parent / t).exists()] == []


def test_the_readme_counts_the_selection_as_the_study_does() -> None:
    n_selected = str(len(Study.load().selection))
    phrase = r"(?:all|with) (\d+) (?:members of|municipalities in)"
    counts = re.findall(phrase, page("README.md"))
    assert counts == [n_selected, n_selected]


def test_decisions_have_a_number_of_their_own_and_are_short() -> None:
    decisions = sorted((ROOT / "docs/decisions").glob("*.md"))
    texts = {int(path.name[:4]): path.read_text(encoding="utf-8") for path in decisions}
    assert len(texts) == len(decisions)
    assert [n for n, text in texts.items() if not text.startswith(f"# {n}. ")] == []
    assert [n for n, text in texts.items() if len(text.splitlines()) > 35] == []
    parts = ("context", "decision", "consequences")
    assert [n for n, text in texts.items() if not all(p in text.lower() for p in parts)] == []


def test_citation_is_valid_and_of_this_version() -> None:
    citation = yaml.safe_load(page("CITATION.cff"))
    schema = yaml.safe_load(page("tests/schemas/citation-file-format-1.2.0.json"))
    assert [error.message for error in Draft7Validator(schema).iter_errors(citation)] == []
    project = tomllib.loads(page("pyproject.toml"))["project"]
    assert citation["version"] == project["version"]
    assert citation["license"] == project["license"]


def test_publiccode_is_valid() -> None:
    publiccode = yaml.safe_load(page("publiccode.yml"))
    schema = yaml.safe_load(page("tests/schemas/publiccode.json"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(publiccode)] == []
    assert publiccode["legal"]["license"] == "EUPL-1.2"


def test_a_publiccode_with_a_contract_must_name_the_contractor() -> None:
    publiccode = yaml.safe_load(page("publiccode.yml")) | {"maintenance": {"type": "contract"}}
    schema = yaml.safe_load(page("tests/schemas/publiccode.json"))
    errors = [error.message for error in Draft202012Validator(schema).iter_errors(publiccode)]
    assert errors == ["'contractors' is a required property"]


def test_licence_is_the_one_of_the_licences_folder() -> None:
    assert page("LICENSE") == page("LICENSES/EUPL-1.2.txt")
    assert page("LICENSE").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")


def test_each_licence_of_a_source_is_named_for_the_figures() -> None:
    metas = sorted((ROOT / "src/deelgenoot/sources").glob("*/meta.yml"))
    licences = {yaml.safe_load(path.read_text(encoding="utf-8"))["licence"] for path in metas}
    figures = tomllib.loads(page("REUSE.toml"))["annotations"][1]
    in_reuse = set(figures["SPDX-License-Identifier"].replace("LicenseRef-", "").split(" AND "))
    assert licences == in_reuse
