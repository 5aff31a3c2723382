"""The charts of a small study: drawn once for the whole file, then looked at as a page would."""

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from deelgenoot.charts.draw import draw
from deelgenoot.charts.figures import ClusterMembers, Mark
from deelgenoot.charts.lines import BOTTOM, TOP, space_years
from deelgenoot.charts.phrases import phrase
from deelgenoot.charts.published import Charts
from deelgenoot.charts.scale import Scale
from deelgenoot.charts.trend import SELECTION, TrendFigure
from deelgenoot.charts.why import ReasonBars
from deelgenoot.errors import BadData
from deelgenoot.study import Study
from deelgenoot.typology.build import build
from deelgenoot.typology.published import Typology
from deelgenoot.words import Text
from tests.core.small import write_small_study

LANGUAGES = ("nl", "en")
HOME = Mark("C02")
SPOILT = re.compile(r'style=|<style|<script|font-|fill="(?!url)|stroke|aria-roledescription|\{|NaN')


def write_outlines(folder: Path, codes: tuple[str, ...]) -> None:
    """Give the small study a map: twelve squares in rows of four."""
    features = []
    for at, code in enumerate(codes):
        x, y = 5 + at % 4, 50 + at // 4
        ring = [[x, y], [x, y + 1], [x + 1, y + 1], [x + 1, y], [x, y]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"code": code}, "geometry": geometry})
    content = {"type": "FeatureCollection", "features": features}
    (folder / "boundaries.geojson").write_text(json.dumps(content))


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    small_study = Study.load(write_small_study(tmp_path_factory.mktemp("study") / "small"))
    write_outlines(small_study.catalog.folder, small_study.catalog.codes)
    return small_study


@pytest.fixture(scope="module")
def typology(study: Study) -> Typology:
    return build(study)


@pytest.fixture(scope="module")
def archive(study: Study, typology: Typology, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("drawn") / "charts.zip"
    draw(study, typology, target)
    return target


@pytest.fixture
def charts(archive: Path) -> Charts:
    return Charts.open(archive)


def every(charts: Charts) -> Iterator[tuple[str, str]]:
    for chart_id in sorted(charts.ids):
        for language in LANGUAGES:
            yield chart_id, language


def places(svg: str, css: str) -> list[str]:
    """Where elements of this class stand along x."""
    return re.findall(rf'class="{css}"[^>]*?\bc?x="([^"]+)"', svg)


def test_every_family_and_every_cluster_is_there(charts: Charts) -> None:
    assert {one.split("/")[0] for one in charts.ids} == {
        "dot",
        "members",
        "trend",
        "panel",
        "spread",
        "strip",
        "method",
    }
    assert {"dot/old", "dot/old/town", "members/old/country", "trend/people/town"} <= charts.ids
    assert "trend/old" not in charts, "one year is no development"


def test_drawn_twice_the_bytes_are_the_same(
    study: Study, typology: Typology, archive: Path, tmp_path: Path
) -> None:
    calls: list[tuple[int, int]] = []
    draw(
        study,
        typology,
        tmp_path / "again.zip",
        lambda done, total: calls.append((done, total)),
    )
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()
    assert calls[-1] == (len(calls), len(calls))


def test_every_chart_is_well_formed_and_leaves_the_look_to_the_page(charts: Charts) -> None:
    home_and_gap = (HOME, Mark("C12", is_filled=True))
    for chart_id, language in every(charts):
        for marks in ((), home_and_gap[:1], home_and_gap):
            svg = charts.svg(chart_id, language, marks)
            assert ET.fromstring(svg).get("role") == "img"  # noqa: S314 (our own)
            assert not SPOILT.search(svg), (chart_id, SPOILT.search(svg))


def test_every_chart_has_a_title_a_sentence_and_a_table_in_both_languages(charts: Charts) -> None:
    for chart_id in charts.ids:
        titles = [charts.title(chart_id, language) for language in LANGUAGES]
        sentences = [charts.sentence(chart_id, language) for language in LANGUAGES]
        tables = [charts.table(chart_id, language) for language in LANGUAGES]
        assert all(titles)
        assert sentences[0] != sentences[1]
        assert tables[0].header != tables[1].header
        for table in tables:
            assert table.rows
            assert {len(row) for row in table.rows} == {len(table.header)}


def test_the_name_of_a_chart_is_its_sentence(charts: Charts) -> None:
    svg = charts.svg("dot/old/town", "en", [HOME])
    sentence = (
        "Old (2012): County 02 11.0%; middle municipality of Town 13.0%; "
        "middle of all 12 municipalities 17.5%."
    )
    assert charts.sentence("dot/old/town", "en", [HOME]) == sentence
    assert f'aria-label="{sentence}"' in svg


def test_who_has_no_figure_is_not_counted_in_the_middle_of_all(charts: Charts) -> None:
    # Twelve counties, of which one has no figure.
    for chart in ("dot/cars", "strip/cars"):
        assert "middle of all 11 municipalities" in charts.sentence(chart, "en")
    names = [row[0] for row in charts.table("dot/cars", "en").rows]
    assert "Middle of all 11 municipalities" in names


def test_dot_and_cluster_share_one_axis(charts: Charts) -> None:
    # Percentiles 1.5 and 98.5 of 10..34, outward to a tenth, on 4..96 per cent of the width.
    scale = charts.scales("dot/old")["x"]
    assert (scale.kind, scale.low, scale.high) == ("linear", 10.1, 33.9)
    svg = charts.svg("dot/old/town", "nl", [HOME])
    assert places(svg, "g-dot") == [f"{4 + (11 - 10.1) / (33.9 - 10.1) * 92:.2f}%"]
    assert charts.scales("dot/old/town") == charts.scales("dot/old")


def test_a_log_axis_only_where_the_study_uses_one(charts: Charts) -> None:
    assert charts.scales("dot/jobs")["x"].kind == "log"
    assert charts.scales("dot/homes")["x"].kind == "linear"
    assert "logaritmische" in charts.table("dot/jobs", "nl").note


def test_figures_say_whether_they_are_measured_assumed_or_filled(charts: Charts) -> None:
    assert 'class="g-dot"' in charts.svg("dot/old", "nl", [HOME])
    assert 'class="g-dot assumed"' in charts.svg("dot/homes", "nl", [HOME])
    mark = Mark("C12", is_filled=True)
    assert 'class="g-dot filled"' in charts.svg("dot/cars", "nl", [mark])
    assert "County 12 25,0% (aangevuld)" in charts.sentence("dot/cars", "nl", [mark])
    assert "County 12 geen cijfer" in charts.sentence("dot/cars", "nl", [Mark("C12")])
    assert 'class="g-dot' not in charts.svg("dot/cars", "nl", [Mark("C12")])


def test_only_the_cluster_of_the_page_is_drawn(charts: Charts) -> None:
    town, country = (charts.svg(f"dot/old/{one}", "nl") for one in ("town", "country"))
    assert town.count('class="middle"') == country.count('class="middle"') == 1
    assert 'class="middle"' not in charts.svg("dot/old", "nl")
    assert ">cluster 13,0%<" in town
    assert ">cluster 32,0%<" in country


def test_members_are_marked_with_their_shape(charts: Charts, typology: Typology) -> None:
    members = typology.cluster("town").members
    assert charts.svg("members/old/town", "nl").count('class="member"') == len(members)
    assert 'class="member"' not in charts.svg("dot/old/town", "nl")


def test_the_selection_has_a_line_of_its_own(charts: Charts) -> None:
    table = charts.table("trend/people/alle", "nl", [HOME])
    assert table.header == ("Jaar", "County 02", "selectie", "land")
    some = ClusterMembers(SELECTION, "", Text("selectie", "selection"), ("C02", "C03", "C04"))
    figure = TrendFigure(charts.trend("people"), charts.base, some)
    # Of 90, 102 and no figure.
    assert figure.table("nl").rows[-1] == ("2012", "96,0", "100,0")
    assert figure.classes == "trend"
    with pytest.raises(KeyError):
        charts.svg("dot/old/alle", "nl")


def test_people_are_shown_as_a_part_of_the_first_year(charts: Charts) -> None:
    marks = (HOME, Mark("C03"), Mark("C04"))
    table = charts.table("trend/people/town", "en", marks)
    assert table.header == ("Year", "County 02", "County 03", "County 04", "Town", "country")
    assert table.rows[-1] == ("2012", "90.0", "102.0", "no figure", "100.0", "100.0")
    assert charts.title("trend/people", "en") == "People (2010 = 100), 2010 to 2012"


def test_a_comparison_numbers_who_is_compared(charts: Charts) -> None:
    svg = charts.svg("trend/people", "nl", (HOME, Mark("C03")))
    assert 'class="line-own l1"' in svg
    assert 'class="g-digit n2"' in svg


def test_bars_count_every_area_once(charts: Charts) -> None:
    rows = charts.table("spread/old", "nl").rows
    assert sum(int(row[1]) for row in rows) == 12
    assert rows[0] == ("tot 11,1%", "2", "2")


def test_bars_name_who_is_alone_below_them_and_end_with_the_figures_of_the_sentence(
    charts: Charts,
) -> None:
    marks = ([HOME], [HOME, Mark("C03")], [HOME, Mark("C99")])
    alone, pair, with_unknown = (charts.svg("spread/old", "nl", of) for of in marks)
    name = r'class="g-named" x="([^"]+)%" y="([^"]+)"[^>]*>([^<]+)<'
    [(x, y, words)] = re.findall(name, alone)
    assert (f"{x}%", words) == (places(alone, "g-dot")[0], "County 02")
    # It stands above each bar that it would cover, and below the count of the highest one.
    bars = re.findall(r'<rect x="([\d.]+)%" y="([\d.]+)" width="([\d.]+)%"', alone)
    below = [float(top) for left, top, width in bars if 0 <= float(x) - float(left) <= float(width)]
    assert 32 <= float(y) <= max(32, min(below) - 6)
    for comparison in (pair, with_unknown):
        assert not re.search(name, comparison), "the numbers of a comparison say who is who"
    ends = re.findall(
        r"(laagste|hoogste) (?:cijfer is )?([\d,]+%)", charts.sentence("spread/old", "nl")
    )
    assert ends == [("laagste", "10,0%"), ("hoogste", "34,0%")]
    assert ("‹ laagste 10,0%" in pair, "hoogste 34,0% ›" in pair) == (True, True)


def test_a_chart_says_by_what_name_its_points_are_found(charts: Charts) -> None:
    assert 'data-chart="dot/old/town C02"' in charts.svg("dot/old/town", "en", [HOME])
    assert 'data-chart="map/clusters"' in charts.cluster_map("nl")
    assert 'data-chart="map/figure/cars"' in charts.figure_map("cars", "nl")


def test_the_points_of_a_dot_line_are_its_areas_from_left_to_right(charts: Charts) -> None:
    points = charts.points("dot/old/town", "en", [HOME])
    assert len(points) == 12
    own = next(point for point in points if point.name == "County 02")
    # 4 to 96 per cent of the width for 10.1 to 33.9, on the axis 27 pixels down.
    assert (own.x, own.y, own.text) == (round(4 + 0.9 / 23.8 * 92, 2), 27, "11.0%")
    assert [point.x for point in points] == sorted(point.x for point in points)
    assert points[0].x == 4, "County 01 lies beyond the axis, and is pointed at where it ends"


def test_numbers_of_a_comparison_are_pointed_at_where_they_stand(charts: Charts) -> None:
    pair = (HOME, Mark("C03"))
    numbers = {point.name: point for point in charts.points("dot/old", "nl", pair)}
    assert (numbers["County 02"].y, numbers["County 03"].y) == (29, 10), "lifted by 2"
    assert charts.svg("dot/old", "nl", pair).count('cy="8"') == 1
    three = (HOME, Mark("C03"), Mark("C12"))
    assert 'height="78"' in charts.svg("dot/old", "nl", (HOME,) * 3)
    assert len(charts.points("dot/old", "nl", three)) == 12


def test_a_strip_has_the_members_of_its_own_cluster_on_the_axis_of_the_dot_line(
    charts: Charts,
) -> None:
    svg = charts.svg("strip/old/town", "en")
    (ticks,) = re.findall(r'class="ticks" d="([^"]+)"', svg)
    names = [point.name for point in charts.points("strip/old/town", "en")]
    assert names == [f"County {at:02}" for at in (1, 2, 3, 4, 5, 6, 12)]
    assert ticks.count("M") == len(names) - 1
    assert 'class="below' in svg, "County 01 lies beyond the axis"
    assert charts.scales("strip/old/town") == charts.scales("dot/old")
    assert "Middle half of Town: " in svg
    assert len(charts.table("strip/old", "nl").rows) == 12


def test_every_year_of_every_line_can_be_pointed_at(charts: Charts) -> None:
    points = charts.points("trend/people/town", "nl", [HOME])
    assert {point.name for point in points} == {"County 02", "cluster", "land"}
    assert len(points) == 9
    assert [point.text for point in points if point.name == "County 02"][-1] == "90,0 (2012)"


def test_lines_of_one_area_use_the_range_of_what_is_drawn(charts: Charts) -> None:
    """County 02 goes from 100 to 90 and its cluster and the country stay at 100."""
    svg = charts.svg("trend/people/town", "nl", [HOME])
    assert "schaal 90 tot 100" in svg
    ends = {(p.name, p.text): p.y for p in charts.points("trend/people/town", "nl", [HOME])}
    assert ends["County 02", "100,0 (2010)"] == TOP
    assert ends["County 02", "90,0 (2012)"] == BOTTOM
    assert ends["land", "100,0 (2012)"] == TOP


def test_every_year_with_a_figure_has_a_tick_and_as_many_as_fit_a_name(charts: Charts) -> None:
    svg = charts.svg("trend/people/town", "nl", [HOME])
    assert re.findall(r'class="year"[^>]*>(\d+)<', svg) == ["2010", "2011", "2012"]
    (axis,) = re.findall(r'class="axis" d="([^"]+)"', svg)
    assert axis.count("v4") == 3
    # A name with its room takes 12.6 per cent of the narrowest page, a year 4.9.
    years = Scale("linear", 2010, 2024, 1.5, 70)
    assert space_years(range(2010, 2025), years) == (2010, 2014, 2017, 2020, 2024)
    assert space_years((2019, 2020), Scale("linear", 2019, 2020, 1.5, 70)) == (2019, 2020)
    assert space_years((), years) == ()


def test_bars_rows_and_curves_say_what_they_count(charts: Charts) -> None:
    bars = charts.points("spread/old", "en")
    assert [bar.text for bar in bars] == [
        phrase("count", "en", n=int(row[1])) for row in charts.table("spread/old", "en").rows
    ]
    rows = charts.points("method/firmness", "en")
    assert {row.name for row in rows} == {"Town", "Country"}
    assert {row.y for row in rows} == {32, 78}


def test_why_sorts_by_what_pulls_to_the_own_cluster(charts: Charts) -> None:
    labels = {"a": "Wonen", "b": "Werk", "c": "Zorg", "d": "Rust"}
    values = {"a": 0.2, "b": -0.5, "c": 99.0, "d": 0.01}
    bars = ReasonBars(values, labels, charts.between("town", "country"), "nl")
    rows = charts.bars(bars)
    assert bars.title() == "Waarom Stad, en niet Platteland?"
    assert [(row.label, row.length) for row in rows] == [
        ("Zorg", "99,0"),
        ("Wonen", "0,2"),
        ("Rust", "0,0"),
        ("Werk", "−0,5"),
    ]
    assert rows[0].svg.count("99,0 ›") == 1, "a bar that is cut off says so"
    assert rows[2].sentence == "Rust: 0, maakt geen verschil"
    assert rows[3].sentence == "Werk: 0,5, lijkt meer op Platteland"
    assert 'class="bar c-C"' in rows[3].svg
    assert all(not SPOILT.search(row.svg) for row in rows)


def test_on_the_map_a_colour_never_stands_without_its_letter(
    charts: Charts, typology: Typology
) -> None:
    svg = charts.cluster_map("nl")
    ET.fromstring(svg)  # noqa: S314 (our own)
    assert not SPOILT.search(svg)
    assert len(set(re.findall(r'data-gm="(\w+)"', svg))) == 12
    for cluster in typology.clusters:
        marks = re.search(rf'<g class="marks c-{cluster.letter}">(.*?)</g></g>', svg)
        assert marks
        assert marks[1].count(f">{cluster.letter}</text>") == len(cluster.members)


def test_between_two_clusters_is_striped(charts: Charts, typology: Typology) -> None:
    between = {m.code for m in typology.members.values() if m.standing == "between"}
    svg = charts.cluster_map("nl", name="home")
    assert set(re.findall(r'data-gm="(\w+)" fill="url\(#home-stripe-\w\)"', svg)) == between
    assert between, "the small study has somebody in between"


def test_the_map_of_a_cluster_names_its_members(charts: Charts, typology: Typology) -> None:
    svg = charts.members_map("country", "en")
    for code in typology.cluster("country").members:
        assert svg.count(f">{charts.base.areas[code]}</text>") == 2, "for a wide and a narrow page"
    assert 'class="area c-T"' not in svg


def test_the_map_of_a_figure_has_a_legend_that_adds_up(charts: Charts) -> None:
    legend = charts.figure_classes("cars", "nl")
    assert [(one.css, one.n) for one in legend] == [
        ("q1", 2),
        ("q2", 2),
        ("q3", 2),
        ("q4", 2),
        ("q5", 3),
        ("q0", 1),
    ]
    svg = charts.figure_map("cars", "nl", [HOME])
    assert re.search(r'<g class="q0"><path data-gm="C12"', svg)
    assert svg.count('class="pin"') == 1
    assert "in 5 groepen van laag naar hoog. De tabel" in svg
    assert len(charts.figure_classes("people", "nl")) == 1  # all have one figure
    assert "in 1 groepen" in charts.figure_map("people", "nl")


def test_borders_stay_shared(charts: Charts) -> None:
    svg = charts.figure_map("old", "nl")
    paths = dict(re.findall(r'data-gm="(\w+)" d="([^"]+)"', svg))
    assert paths["C01"].startswith("M0 ")
    assert paths["C02"].startswith("M250 ")


def test_an_area_of_a_map_says_its_cluster_and_whether_it_is_in_between(
    charts: Charts, typology: Typology
) -> None:
    texts = charts.area_texts("map/clusters", "en")
    assert len(texts) == 12
    between = {m.code for m in typology.members.values() if m.standing == "between"}
    with_stripes = {
        code for code, (_, text) in texts.items() if text.endswith(", between two clusters")
    }
    assert with_stripes == between
    assert charts.area_texts("map/members/town", "en") == texts
    assert charts.area_texts("map/figure/cars", "nl")["C12"] == ("County 12", "geen cijfer")
    for unknown in ("map/nothing", "map/members/nothing", "map/figure/nothing"):
        with pytest.raises(KeyError):
            charts.area_texts(unknown, "nl")


def test_areas_with_a_page_are_links(charts: Charts) -> None:
    svg = charts.cluster_map("nl", links={"C02": "/gemeenten/twee/"})
    assert svg.count('<a href="/gemeenten/twee/" aria-label="County 02" tabindex="-1">') == 2, (
        "the area and its mark"
    )
    assert svg.count("<a ") == 2


def test_a_study_without_outlines_has_no_map(typology: Typology, tmp_path: Path) -> None:
    bare = Study.load(write_small_study(tmp_path / "small"))
    draw(bare, typology, tmp_path / "bare.zip")
    charts = Charts.open(tmp_path / "bare.zip")
    assert not charts.has_map
    with pytest.raises(KeyError):
        charts.cluster_map("nl")


@pytest.mark.parametrize("chart_id", ["dot/nothing", "dot/old/nothing", "pie/old", "trend/old"])
def test_a_chart_that_does_not_exist_is_a_key_error(charts: Charts, chart_id: str) -> None:
    assert chart_id not in charts
    with pytest.raises(KeyError):
        charts.svg(chart_id, "nl")


def test_a_file_that_holds_no_charts_says_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(BadData, match="deelgenoot build"):
        Charts.open(tmp_path / "absent.zip")
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    with pytest.raises(BadData, match="holds no charts"):
        Charts.open(tmp_path / "empty.zip")


def test_serving_needs_neither_altair_nor_vl_convert_nor_numpy() -> None:
    heavy = "{'altair', 'vl_convert', 'numpy', 'polars', 'sklearn'}"
    code = f"import sys, deelgenoot.charts.published as p; print({heavy} & set(sys.modules))"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "set()"
