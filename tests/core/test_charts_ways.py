"""The flow between two years and the ways on two axes: every band and dot where it should be."""

import re
from xml.etree.ElementTree import Element, fromstring

from deelgenoot.charts import flow as flows
from deelgenoot.charts import ways as roads
from deelgenoot.charts.flow import Flow
from deelgenoot.charts.ways import WayDot, Ways, Window

SVG = "{http://www.w3.org/2000/svg}"


def parse(markup: str) -> Element:
    return fromstring(markup)  # noqa: S314 (our own drawing)


def test_bands_are_as_thick_as_their_numbers_and_end_where_their_groups_stand() -> None:
    flow = Flow(("C", "T"), {("C", "C"): 3, ("C", "T"): 1, ("T", "T"): 2}, ("before", "after"))
    # Above: 30 for the names. C holds 4 and then 3 areas of 5 pixels, then a gap of 14.
    assert flow.tops(0) == {"C": 30, "T": 30 + 20 + 14}
    assert flow.tops(1) == {"C": 30, "T": 30 + 15 + 14}
    assert flow.height == 30 + 6 * 5 + 2 * 14
    drawing = parse(flows.draw_flow(flow, "Who went"))
    bands = [path for path in drawing.iter(f"{SVG}path") if "c-" in path.get("class", "")]
    # Who goes is drawn last, and stands beneath who stays.
    assert [band.get("class") for band in bands] == ["g-stays c-C", "g-stays c-T", "g-goes c-C"]
    places = [float(n) for n in re.findall(r"-?\d*\.?\d+", bands[-1].get("d", ""))]
    # y at the left, y at the right, thickness.
    assert (places[1], places[7], places[8]) == (30 + 15, 59, 5)
    numbers = [text.text for text in drawing.iter(f"{SVG}text") if text.get("class") == "g-number"]
    assert numbers == ["4", "2", "3", "3"]
    assert drawing.get("aria-label") == "Who went"


def test_a_group_that_nobody_is_in_has_no_bar() -> None:
    flow = Flow(("C", "T"), {("C", "T"): 2}, ("a", "b"), {("C", "T"): ("C → T", "2")})
    drawing = parse(flows.draw_flow(flow, "x"))
    assert [bar.get("class") for bar in drawing.iter(f"{SVG}rect")] == ["g-bar c-C", "g-bar c-T"]
    texts = [path.get("data-says") for path in drawing.iter(f"{SVG}path") if path.get("data-says")]
    assert texts == ["C → T|2"]


def test_a_window_is_around_its_places() -> None:
    window = Window.around([(0, 0), (2, 1)])
    assert window.at((0, 0)) == (5, 384)
    assert window.at((2, 1)) == (95, 16)
    assert window.at((1, 0.5)) == (50, 200)


def test_areas_centres_and_ways_are_drawn_where_they_lie() -> None:
    window = Window.around([(-2, -2), (2, 2)])
    areas = (WayDot("C", (0, 0), ("A & B", "C")),)
    ways = Ways(window, {"C": (1, 1)}, areas, (((-2, -2), (2, 2)),))
    drawing = parse(roads.draw_ways(ways, "Ways"))
    dots = [dot for dot in drawing.iter(f"{SVG}circle") if dot.get("cx")]
    assert [(dot.get("cx"), dot.get("data-says")) for dot in dots] == [("50%", "A & B|C")]
    assert [text.text for text in drawing.iter(f"{SVG}text")] == ["C"]
    lines = [p.get("d") for p in drawing.iter(f"{SVG}path") if p.get("class") == "g-way"]
    assert lines == ["M50 384L950 16"]
