"""What can be taken along: every file of the package, byte for byte, and its description."""

import hashlib
import json
from typing import Any

import pytest
from django.test import Client
from tests.web.visitor import Visitor

from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.atlas.pages.method.data import size_words
from deelgenoot_web.atlas.pages.parts.sources import licence_words, source_words

STUDY = release().study.folder
PACKAGE = json.loads((STUDY / "data" / "datapackage.json").read_text(encoding="utf-8"))


def _words(tag: Any) -> str:
    return " ".join(tag.get_text().split())


def test_the_page_lists_every_file_of_the_package_with_its_size(page: Visitor) -> None:
    soup = page("/data/")
    shown = {_words(row.a): _words(row.select_one(".rows__end")) for row in soup.select(".file")}
    assert list(shown) == [*(one["path"] for one in PACKAGE["resources"]), "datapackage.json"]
    for one in PACKAGE["resources"]:
        assert shown[one["path"]].endswith(size_words(Edition(release(), "nl"), one["bytes"]))


def test_every_file_is_described_in_the_language_of_the_page(page: Visitor) -> None:
    dutch, english = page("/data/"), page("/en/data/")
    for one, other in zip(dutch.select(".file"), english.select(".file"), strict=True):
        assert _words(one.select_one("p")) != _words(other.select_one("p"))


def test_sources_without_a_known_licence_are_counted_and_named(page: Visitor) -> None:
    soup = page("/data/")
    rows = [[_words(cell) for cell in row.select("th, td")] for row in soup.select("tbody tr")]
    assert [row[0] for row in rows] == [
        " ".join(one["title"].split()) for one in PACKAGE["sources"]
    ]
    n_unknown = sum(one["licence"] == "onbekend" for one in PACKAGE["sources"])
    assert sum(row[1] == "onbekend" for row in rows) == n_unknown > 1
    assert f"Van {n_unknown} bronnen kennen wij de licentie niet" in _words(soup.main)


@pytest.mark.parametrize("prefix", ["/data/", "/en/data/"])
@pytest.mark.parametrize("one", PACKAGE["resources"], ids=lambda one: str(one["name"]))
def test_a_file_is_given_byte_for_byte_as_the_package_describes_it(
    client: Client, one: dict[str, Any], prefix: str
) -> None:
    answer = client.get(f"{prefix}{one['path']}")
    assert answer.status_code == 200
    assert f"sha256:{hashlib.sha256(answer.content).hexdigest()}" == one["hash"]
    assert answer["Content-Disposition"] == f'attachment; filename="{one["path"]}"'


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("levels.csv", "text/csv"),
        ("indicators.json", "application/json"),
        ("boundaries.geojson", "application/geo+json"),
        ("datapackage.json", "application/json"),
        ("typology.json", "application/json"),
    ],
)
def test_each_kind_of_file_has_its_own_type(client: Client, name: str, media_type: str) -> None:
    assert client.get(f"/data/{name}")["Content-Type"] == f"{media_type}; charset=utf-8"


def test_the_typology_is_the_one_the_site_shows(client: Client) -> None:
    taken = json.loads(client.get("/data/typology.json").content)
    assert taken["study_hash"] == release().typology.study_hash
    assert len(taken["members"]) == 355


@pytest.mark.parametrize(
    "name", ["secret_key", "study.toml", "levels", "..", "%2e%2e%2fstudy.toml", "charts.zip"]
)
def test_nothing_else_is_given(client: Client, name: str) -> None:
    assert client.get(f"/data/{name}").status_code == 404


@pytest.mark.parametrize(
    ("n_bytes", "written"),
    [(44, "44 bytes"), (29_790, "29,8 kB"), (512_981, "513 kB"), (1_113_000, "1.113 kB")],
)
def test_sizes_are_written_as_people_write_them(n_bytes: int, written: str) -> None:
    assert size_words(Edition(release(), "nl"), n_bytes) == written


def test_what_is_not_known_of_a_source_is_said_in_words() -> None:
    assert licence_words("CC-BY-4.0") == "CC BY 4.0"
    assert licence_words("onbekend") == "onbekend"
    assert source_words("Kiesraad") == "Kiesraad"
