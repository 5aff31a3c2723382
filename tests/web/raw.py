"""The files of the release as they are, so that a page test need not ask the code it tests."""

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag

import deelgenoot

STUDY = Path(next(iter(deelgenoot.__path__))) / "studies" / "middelgroot"


@cache
def typology() -> Any:
    """`typology.json`."""
    return json.loads((STUDY / "typology.json").read_text(encoding="utf-8"))


def member(code: str) -> Any:
    """One municipality in it."""
    return typology()["members"][code]


@cache
def rows(name: str) -> list[dict[str, str]]:
    """A table of the data package."""
    with (STUDY / "data" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def indicators() -> dict[str, Any]:
    """The indicators by id."""
    about = json.loads((STUDY / "data" / "indicators.json").read_text(encoding="utf-8"))
    return {one["id"]: one for one in about["indicators"]}


def cluster(archetype: str) -> Any:
    """One cluster of `typology.json`."""
    return next(c for c in typology()["clusters"] if c["archetype"] == archetype)


def level(code: str, indicator: str) -> str:
    """One figure as it stands in `levels.csv`; empty where there is none."""
    return next(row[indicator] for row in rows("levels.csv") if row["code"] == code)


def area(slug: str) -> dict[str, str]:
    """One municipality in `areas.csv`."""
    return next(row for row in rows("areas.csv") if row["slug"] == slug)


def words(tag: Tag | BeautifulSoup | None) -> str:
    """The text in a tag, with single spaces."""
    assert tag is not None
    return " ".join(tag.get_text().split())


def flat(text: str) -> str:
    """A text with single plain spaces, as `words` gives it."""
    return " ".join(text.split())


def texts(soup: BeautifulSoup | Tag, selector: str) -> list[str]:
    """The texts of all tags that a selector finds."""
    return [words(tag) for tag in soup.select(selector)]
