"""Pages of municipalities as they are read, and who is most alike, computed by hand."""

from functools import lru_cache

from bs4 import BeautifulSoup
from django.test import Client
from tests.web import raw
from tests.web.quick_soup import read_html
from tests.web.raw import texts

ZUTPHEN = "GM0301"


@lru_cache(maxsize=16)  # one page takes some 10 MB as a tree
def read_page(
    slug: str, query: str = "", english: bool = False, only_id: str | None = None
) -> BeautifulSoup:
    """A page, or what stands in it under one id, read once.

    `test_each_kind_of_page_is_sound` looks at its form.
    """
    base = "/en/municipalities" if english else "/gemeenten"
    answer = Client().get(f"{base}/{slug}/?{query}")
    assert answer.status_code == 200
    return read_html(answer.content.decode(), only_id)


def peers_of(slug: str, query: str = "") -> list[str]:
    return texts(read_page(slug, query, only_id="gesprekspartners"), ".peer__name")


def nearest_by_hand(code: str, excluded: set[str], pool: list[str]) -> list[str]:
    """The nearest by the root of the weighted squared differences, as the method says."""
    weights, mine = raw.typology()["weights"], raw.member(code)["z"]

    def distance(other: str) -> float:
        theirs = raw.member(other)["z"]
        return float(sum(w * (mine[i] - theirs[i]) ** 2 for i, w in weights.items()) ** 0.5)

    allowed = [c for c in pool if c != code and c not in excluded]
    return sorted(allowed, key=lambda c: (distance(c), c))


def names_of(codes: list[str]) -> list[str]:
    named = {row["code"]: row["name"] for row in raw.rows("areas.csv")}
    return [named[code] for code in codes]


def selection() -> list[str]:
    return [code for code, m in raw.typology()["members"].items() if m["in_study"]]


def slug_of(code: str) -> str:
    return next(row["slug"] for row in raw.rows("areas.csv") if row["code"] == code)
