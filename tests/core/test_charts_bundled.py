"""The charts of the bundled study: all there, all readable, and light enough to send."""

import gzip
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import pytest

from deelgenoot.charts.draw import draw
from deelgenoot.charts.figures import Mark
from deelgenoot.charts.lines import RIGHT
from deelgenoot.charts.published import Charts
from deelgenoot.charts.trend import INDEX
from deelgenoot.study import Study
from deelgenoot.typology.assessment import Assessment
from deelgenoot.typology.published import Typology

pytestmark = pytest.mark.slow

ZUTPHEN, AMSTERDAM = Mark("GM0301"), Mark("GM0363")


@pytest.fixture(scope="module")
def study() -> Study:
    return Study.load()


@pytest.fixture(scope="module")
def archive(study: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("bundled") / "charts.zip"
    typology = Typology.read(study.folder / "typology.json")
    assessment = Assessment.read(study.folder / "assessment.json")
    draw(study, typology, target, assessment=assessment)
    return target


@pytest.fixture(scope="module")
def charts(archive: Path) -> Charts:
    return Charts.open(archive)


def test_the_archive_is_light(archive: Path) -> None:
    assert archive.stat().st_size < 1_000_000


def test_every_indicator_has_its_charts(charts: Charts, study: Study) -> None:
    for indicator in study.catalog.indicators:
        assert {f"dot/{indicator}", f"spread/{indicator}"} <= charts.ids
        for archetype in study.archetype:
            assert f"members/{indicator}/{archetype}" in charts
    assert f"trend/65plus/{next(iter(study.archetype))}" in charts


def test_every_chart_is_well_formed_and_stays_inside(charts: Charts) -> None:
    for chart_id in charts.ids:
        root = ET.fromstring(charts.svg(chart_id, "nl", [ZUTPHEN, AMSTERDAM]))  # noqa: S314
        for element in root.iter():
            for side in ("x", "cx"):
                place = element.get(side, "0%")
                if place.endswith("%"):
                    assert 0 <= float(place[:-1]) <= 100, (chart_id, place)


def test_labels_fit_the_narrowest_page(charts: Charts) -> None:
    """A middle anchor is only given where half of the label has room on both sides."""
    for chart_id in charts.ids:
        if not chart_id.startswith("dot/"):
            continue
        labels = re.findall(
            r'x="([\d.]+)%" y="\d+" text-anchor="middle">([^<]+)<', charts.svg(chart_id, "nl")
        )
        for place, words in labels:
            half, here = len(words) * 6 / 2, float(place) * 288 / 100
            assert half <= here <= 288 - half, (chart_id, words)


def test_names_of_lines_stand_right_of_them(charts: Charts) -> None:
    svg = charts.svg("trend/65plus", "nl", [ZUTPHEN])
    assert f'class="name-own" x="{RIGHT + 3}%"' in svg


def test_maps_are_light(charts: Charts) -> None:
    svgs = [charts.cluster_map("nl"), charts.figure_map("woz", "nl")]
    svgs += [charts.members_map(group.archetype, "nl") for group in charts.base.groups]
    for svg in svgs:
        assert len(svg.encode()) < 100_000
        assert len(gzip.compress(svg.encode())) < 30_000
        assert len(set(re.findall(r'data-gm="(\w+)"', svg))) == 355


def test_what_charts_and_maps_say_is_light(charts: Charts) -> None:
    for map_id in ("map/clusters", "map/members/landelijke-stad", "map/figure/woz"):
        assert len(gzip.compress(msgspec.json.encode(charts.area_texts(map_id, "nl")))) < 10_000
    assert len(gzip.compress(msgspec.json.encode(charts.points("dot/woz", "nl")))) < 4_000


def test_an_area_outside_the_selection_says_so(charts: Charts) -> None:
    texts = charts.area_texts("map/clusters", "nl")
    outside = [name for name, text in texts.values() if text == "buiten de selectie"]
    assert (len(texts), len(outside)) == (355, 355 - 74)
    assert "Amsterdam" in outside


def test_every_member_of_a_cluster_is_named_on_its_map(charts: Charts) -> None:
    for group in charts.base.groups:
        svg = charts.members_map(group.archetype, "nl")
        for kind in ("wide", "narrow"):
            names = re.search(rf'<g class="g-names {kind}">(.*?)</g>', svg)
            assert names
            assert names[1].count("<text") == len(group.members), (group.archetype, kind)


def test_a_page_of_dot_lines_is_light(charts: Charts, study: Study) -> None:
    page = "".join(charts.svg(f"dot/{one}", "nl", [ZUTPHEN]) for one in study.catalog.indicators)
    assert len(gzip.compress(page.encode())) < 40_000


def test_a_change_that_rounds_to_nothing_is_no_change(charts: Charts) -> None:
    trends = [one for one in charts.ids if one.startswith("trend/")]
    sentences = [charts.sentence(one, "nl", [ZUTPHEN]) for one in trends]
    assert [one for one in sentences if re.search(r"van ([^;]+?) in \d{4} naar \1 in", one)] == []
    assert [one for one in sentences if re.search(r"in \d{4} en in \d{4} ", one)]


def test_panels_of_all_clusters_have_one_scale_with_the_line_of_a_municipality(
    charts: Charts,
) -> None:
    def scales(family: str) -> set[str]:
        drawings = (
            charts.svg(f"{family}/65plus/{group.archetype}", "nl", [ZUTPHEN])
            for group in charts.base.groups
        )
        return {re.findall(r"schaal [^<]+", one)[0] for one in drawings}

    assert len(scales("panel")) == 1
    assert len(scales("trend")) > 1


def test_no_bar_begins_and_ends_with_one_figure(charts: Charts, study: Study) -> None:
    for indicator in study.catalog.indicators:
        rows = charts.table(f"spread/{indicator}", "nl").rows
        ends = [row[0].split(" tot ") for row in rows[1:-1]]
        assert all(low != high for low, high in ends), indicator


def test_the_country_has_one_figure_of_one_year(charts: Charts, study: Study) -> None:
    """A level counts no figure of another territory, and so do the lines of the same indicator."""
    differing = {}
    for indicator in study.catalog.indicators.values():
        if f"trend/{indicator.id}" not in charts or len(indicator.level_years) != 1:
            continue
        trend = charts.trend(indicator.id)
        line = dict(trend.middles()).get(indicator.level_years[0])
        if line is not None and trend.subject.unit != INDEX:
            level = charts._line(indicator.id).country
            if level != line:
                differing[indicator.id] = (level, line)
    assert differing == {}
