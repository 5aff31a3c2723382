"""Charts, maps and cards to take along: files with title and source, versions, frames."""

import csv
import struct
import xml.etree.ElementTree as ET
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from tests.web.visitor import Visitor

from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.atlas.notes.pictures import PictureName, compose_picture
from deelgenoot_web.atlas.notes.press import PRESS
from deelgenoot_web.atlas.views.take_along import FRAME_POLICY

TREND = "trend/inwoners/stad-in-transitie"
CHARTS = (
    TREND,
    "spread/banen",
    "members/banen/werkstad",
    "method/fit",
    "curve/gap",
    "map/clusters",
    "map/members/werkstad",
    "map/figure/banen",
)
FRAMES = ("/insluiten/kaart/", "/insluiten/clusters/werkstad/", "/insluiten/gemeenten/gouda/")
OTHER = "0.0.9-12345678"


def _get(path: str) -> Any:
    return Client().get(path)


def _tree(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - we drew it


def _words(svg: str) -> list[str]:
    return ["".join(one.itertext()) for one in _tree(svg).iter() if one.tag[-4:] == "text"]


@pytest.mark.parametrize("chart_id", CHARTS)
def test_each_chart_has_a_sound_page_whose_files_are_there(page: Visitor, chart_id: str) -> None:
    soup = page(f"/grafieken/{chart_id}/")
    page(f"/en/charts/{chart_id}/")
    files = [str(link["href"]) for link in soup.select("#inhoud a[download]")]
    assert len(files) == 7
    answers = {path: _get(path).status_code for path in files if ".png" not in path}
    assert set(answers.values()) == {200}


@pytest.mark.parametrize("chart_id", CHARTS)
def test_a_drawing_holds_its_title_and_its_source_with_the_version(chart_id: str) -> None:
    picture = compose_picture(PictureName(chart_id, "nl"))
    words = " ".join(_words(picture.svg))
    assert picture.title in words
    assert words.count("Bron: ") == 1
    assert release().version in words
    assert "var(" not in picture.svg
    assert "color-mix" not in picture.svg


def test_a_municipality_is_marked_and_named_in_the_drawing() -> None:
    words = _words(_get(f"/grafieken/{TREND}.svg?gm=GM0882").content.decode())
    assert "Landgraaf" in words
    assert "Landgraaf" not in _words(_get(f"/grafieken/{TREND}.svg").content.decode())


@pytest.mark.slow
def test_a_picture_has_two_pixels_for_each_of_the_drawing() -> None:
    answer = _get(f"/grafieken/{TREND}.png")
    assert (answer["Content-Type"], answer.content[:4]) == ("image/png", b"\x89PNG")
    height = float(_tree(compose_picture(PictureName(TREND, "nl")).svg).attrib["height"])
    assert struct.unpack(">II", answer.content[16:24]) == (1600, round(2 * height))
    assert PRESS.give(PictureName(TREND, "nl")) is PRESS.give(PictureName(TREND, "nl"))


@pytest.mark.parametrize(
    "path",
    [
        "/grafieken/trend/zwembaden/",
        "/grafieken/map/figure/zwembaden.svg",
        "/grafieken/map/zeeslag/",
        f"/grafieken/{TREND}.gif",
        f"/grafieken/{TREND}.svg?gm=GM9999",
        f"/grafieken/{TREND}/?" + "&".join(f"gm=GM{n:04}" for n in range(40)),
        "/insluiten/clusters/nergens/",
        "/insluiten/gemeenten/nergens/",
    ],
)
def test_what_is_not_there_is_not_answered(path: str) -> None:
    assert _get(path).status_code == 404


def test_the_figures_of_our_method_are_a_table_too() -> None:
    rows = list(csv.reader(StringIO(_get("/grafieken/method/fit.csv").content.decode())))
    assert len(rows) == 1 + 7
    assert rows[0][0] == "Cluster"


def test_a_link_with_a_version_gives_that_one_or_says_that_it_is_gone(page: Visitor) -> None:
    soup = page(f"/grafieken/{TREND}/")
    pinned = [str(one["href"]) for one in soup.select("a[download]") if "versie=" in one["href"]]
    assert [f"?versie={release().version}" in path for path in pinned] == [True] * 3
    for path in pinned:
        gone = page(path.replace(release().version, OTHER), status=410)
        assert OTHER in gone.text
        assert gone.select_one(f'#inhoud a[href="{path.partition("?")[0]}"]')
    assert _get(f"/kenmerken/banen/levels.csv?versie={OTHER}").status_code == 410
    assert _get(f"/kenmerken/banen/levels.csv?versie={release().version}").status_code == 200


def test_lines_for_programs_read_the_figures_of_this_version(page: Visitor) -> None:
    lines = [code.text for code in page("/grafieken/map/figure/banen/").select("pre code")]
    address = f"http://testserver/kenmerken/banen/levels.csv?versie={release().version}"
    assert lines == [
        f'pandas.read_csv("{address}")',
        f'read.csv("{address}", fileEncoding = "UTF-8")',
    ]


# --- in a frame of another site ---


@pytest.mark.parametrize("path", FRAMES)
def test_a_card_is_sound_names_its_source_and_has_no_script(page: Visitor, path: str) -> None:
    soup = page(path)
    assert soup.find("script") is None
    assert release().version in soup.select(".embed__source")[0].text
    assert all(link["target"] == "_blank" for link in soup.select("main a"))


@pytest.mark.parametrize("path", FRAMES)
def test_only_a_card_may_stand_in_a_frame(path: str) -> None:
    card, other = _get(path), _get("/clusters/werkstad/")
    assert (card.get("X-Frame-Options"), card["Content-Security-Policy"]) == (None, FRAME_POLICY)
    assert "script-src" not in FRAME_POLICY
    assert other["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in other["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in _get("/insluiten/nergens/")["Content-Security-Policy"]
    assert not card.cookies


def test_a_card_of_another_version_says_so(page: Visitor) -> None:
    assert OTHER in page("/insluiten/gemeenten/gouda/", versie=OTHER).select(".notice")[0].text
    assert not page("/insluiten/gemeenten/gouda/", versie=release().version).select(".notice")


def test_a_municipality_outside_the_selection_is_only_alike(page: Visitor) -> None:
    assert "lijkt het meest op" in page("/insluiten/gemeenten/amsterdam/").select("main")[0].text


@pytest.mark.parametrize(
    ("path", "frame"),
    [
        ("/grafieken/map/clusters/", "/insluiten/kaart/"),
        ("/clusters/werkstad/", "/insluiten/clusters/werkstad/"),
        ("/gemeenten/gouda/", "/insluiten/gemeenten/gouda/"),
    ],
)
def test_a_page_gives_the_lines_to_copy(page: Visitor, path: str, frame: str) -> None:
    lines = [code.text for code in page(path).select(".embed-fold code")]
    address = f'<iframe src="http://testserver{frame}'
    assert [line.startswith(address) for line in lines] == [True, True]
    assert f"?versie={release().version}" in lines[1]


@pytest.mark.parametrize(
    "path",
    ["/", "/clusters/werkstad/", "/gemeenten/gouda/", "/kenmerken/banen/", "/methode/",
     "/clusters/werkstad/handelingsperspectief/"],
)  # fmt: skip
def test_charts_on_pages_lead_to_their_files(page: Visitor, path: str) -> None:
    links = [str(one["href"]) for one in page(path).select('a[href^="/grafieken/"]')]
    assert links
    assert {_get(link).status_code for link in links} == {200}
