"""The charts as they are served: read from the archive, with the marks of one page placed on them.

This is what the process that serves people imports. It needs neither Altair nor vl-convert.
"""

import re
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from html import escape
from pathlib import Path
from typing import TypeVar

import msgspec

from deelgenoot.charts.curve import Curve, CurveFigure
from deelgenoot.charts.dotline import AXIS, DotFigure, DotLine, StripFigure
from deelgenoot.charts.dots import place_step
from deelgenoot.charts.drawing import SHARED, Piece, assemble
from deelgenoot.charts.figures import (
    Base,
    ClusterMembers,
    DrawnFigure,
    Figure,
    Mark,
    Overlay,
    Point,
    PointerText,
    Ring,
    Table,
)
from deelgenoot.charts.maps import Atlas, FigureClass, MapFocus, PaintedMap
from deelgenoot.charts.phrases import phrase
from deelgenoot.charts.ranking import Ranking, RankingFigure
from deelgenoot.charts.scale import Scale
from deelgenoot.charts.spread import FigureSpread, SpreadFigure
from deelgenoot.charts.trend import SELECTION, Trend, TrendFigure
from deelgenoot.charts.why import HEIGHT, Between, ReasonBar, ReasonBars, ReasonFrame
from deelgenoot.decoding import decode
from deelgenoot.errors import BadData
from deelgenoot.words import Text

_Kind = TypeVar("_Kind", bound=msgspec.Struct)
# Which charts of one cluster can be made from a drawing of this family.
_PER_CLUSTER: Mapping[str, tuple[str, ...]] = {
    "dot": ("dot", "members"),
    "strip": ("strip",),
    "trend": ("trend", "panel"),
}
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class NeededFigure:
    """How far the figure of one area would have to go for it to be in a cluster."""

    code: str
    archetype: str
    now: float
    target: float


class Charts:
    """All charts of one study. Chart ids:

    - `dot/<indicator>`, `dot/<indicator>/<archetype>`: where do we stand?
    - `members/<indicator>/<archetype>`: the same with the members of the cluster as marks
    - `strip/<indicator>`, `strip/<indicator>/<archetype>`: how does a cluster lie?
    - `trend/<indicator>`, `trend/<indicator>/<archetype>`: how did it go? (where there are years)
    - `trend/<indicator>/alle`: the same of the whole selection
    - `panel/<indicator>/<archetype>`: the same on one scale with the other clusters
    - `spread/<indicator>`: how common is which figure?
    - `curve/<measure>`: how clear is each number of clusters? (where the study is assessed)
    - `method/firmness`, `method/fit`: how often a cluster returns, how well its name fits
    - `method/prediction`, `method/frontier`: what peers and clusters predict, and clusters with
      another pull (where the study is assessed)

    A chart that does not exist is a KeyError. Maps are painted apart, with functions of their own:
    `map/clusters`, `map/members/<archetype>` and `map/figure/<indicator>`. Every chart and every
    map says in its `data-chart` by what name a page finds what can be pointed at on it.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.base = decode(self._read("base.json"), Base)
        self._drawing = lru_cache(maxsize=None)(self._assemble)
        self._figure = lru_cache(maxsize=None)(self._make_figure)
        self._numbers_read: dict[str, msgspec.Struct] = {}

    @classmethod
    def open(cls, path: Path) -> "Charts":
        """Open the charts that `deelgenoot build` drew. Raises BadData when there are none."""
        try:
            return cls(zipfile.ZipFile(path))
        except (OSError, zipfile.BadZipFile, KeyError) as error:
            raise BadData(
                f"{path.name} holds no charts ({error}); run `deelgenoot build`.",
                f"{path.name} bevat geen grafieken ({error}); doe `deelgenoot build`.",
            ) from error

    @cached_property
    def ids(self) -> frozenset[str]:
        """List every chart there is."""
        files = self._archive.namelist()
        chart_ids = {name.removesuffix(".drawn") for name in files if name.endswith(".drawn")}
        # Lines over the years are drawn when they are served: there is no drawing to find.
        trends = {name for name in files if name.startswith("trend/") and name.endswith(".json")}
        chart_ids |= {name.removesuffix(".json") for name in trends}
        chart_ids.discard("why")
        for name in tuple(chart_ids):
            family, _, subject = name.partition("/")
            for kind in _PER_CLUSTER.get(family, ()):
                chart_ids |= {f"{kind}/{subject}/{group.archetype}" for group in self.base.groups}
        chart_ids |= {f"{name.removesuffix('.json')}/{SELECTION}" for name in trends}
        return frozenset(chart_ids)

    @property
    def has_map(self) -> bool:
        """Tell whether the study has outlines; without them the maps below are KeyErrors."""
        return "map.json" in self._archive.namelist()

    def __contains__(self, chart_id: object) -> bool:
        return chart_id in self.ids

    def svg(self, chart_id: str, language: str, marks: Sequence[Mark] = ()) -> str:
        """Give the chart as an `<svg>` for in a page; its name is its sentence."""
        figure = self._figure(chart_id)
        over = figure.overlay(language, marks)
        about = " ".join((chart_id, *(mark.code for mark in marks)))
        return self._place(about, over, figure.sentence(language, marks), language)

    def ring(self, about: str, code: str, language: str) -> Ring | None:
        """Place a ring around one area on a chart in a page; None where it has no place there.

        `about` is the `data-chart` of that chart: its id, and the codes of areas marked on it.
        """
        chart_id, *codes = about.split()
        figure = self._figure(chart_id)
        ring = figure.ring(language, code)
        lift = figure.overlay(language, [Mark(one) for one in codes]).lift
        return replace(ring, y=ring.y + lift) if ring else None

    def step(self, indicator: str, step: NeededFigure, language: str) -> str:
        """Give the dot line of the cluster an area would be in, with the step of its figure."""
        chart_id = f"dot/{indicator}/{step.archetype}"
        chart_id = chart_id if chart_id in self.ids else f"dot/{indicator}"
        figure, marks = self._figure(chart_id), (Mark(step.code),)
        way = place_step(figure.scales["x"], step.now, step.target, AXIS)
        over = Overlay(way + figure.overlay(language, marks).svg)
        target = self._line(indicator).subject.text_of(step.target, language)
        needed_text = phrase("needed", language, value=target)
        sentence = f"{figure.sentence(language, marks)} {needed_text}"
        return self._place(f"{chart_id} {step.code}", over, sentence, language)

    def _place(self, about: str, over: Overlay, sentence: str, language: str) -> str:
        """Fill a drawing with its words and overlay, and name it by its sentence.

        `about` is the id of the chart, followed by the codes of the areas that are marked on it.
        """
        chart_id = about.split(maxsplit=1)[0]
        figure = self._figure(chart_id)
        inside = over.svg
        if isinstance(figure, DrawnFigure):
            inside = self._drawing(chart_id, language) + inside
        if over.lift:
            inside = f'<svg y="{over.lift}" width="100%">{inside}</svg>'
        return (
            f'<svg class="chart {figure.classes}" xmlns="http://www.w3.org/2000/svg" width="100%" '
            f'height="{figure.height + over.lift}" role="img" data-chart="{about}" '
            f'aria-label="{escape(sentence)}">{inside}</svg>'
        )

    def title(self, chart_id: str, language: str) -> str:
        """Say what the chart is about."""
        return self._figure(chart_id).title(language)

    def sentence(self, chart_id: str, language: str, marks: Sequence[Mark] = ()) -> str:
        """Describe the chart to a reader who does not see it."""
        return self._figure(chart_id).sentence(language, marks)

    def table(self, chart_id: str, language: str, marks: Sequence[Mark] = ()) -> Table:
        """Give the numbers of the chart, written."""
        return self._figure(chart_id).table(language, marks)

    def scales(self, chart_id: str) -> Mapping[str, Scale]:
        """Give the scales: `x` in per cent of the width, `y` in pixels from the top."""
        return self._figure(chart_id).scales

    def points(self, chart_id: str, language: str, marks: Sequence[Mark] = ()) -> tuple[Point, ...]:
        """List what a reader may point at on a chart, from left to right."""
        figure = self._figure(chart_id)
        lift = figure.overlay(language, marks).lift
        points = (
            msgspec.structs.replace(point, y=point.y + lift)
            for point in figure.points(language, marks)
        )
        return tuple(sorted(points))

    def area_texts(self, map_id: str, language: str) -> Mapping[str, PointerText]:
        """Say of every area on a map, by code, what it is called and what it is there."""
        _map, kind, subject = f"{map_id}/".split("/")[:3]
        if kind == "figure":
            return self._painted_map(map_id).figure_texts(self._line(subject), language)
        if kind == "members":
            self.base.group(subject)
        elif map_id != "map/clusters":
            raise KeyError(map_id)
        return self._painted_map(map_id).cluster_texts(language)

    def trend(self, indicator: str) -> Trend:
        """Give the numbers of a drawn development; KeyError where there is none."""
        return self._numbers(f"trend/{indicator}", Trend)

    def curve(self, measure: str) -> Curve:
        """Give the numbers of a drawn curve; KeyError where there is none."""
        return self._numbers(f"curve/{measure}", Curve)

    def bars(self, bars: ReasonBars) -> tuple[ReasonBar, ...]:
        """Draw a row per theme: why an area is in its own cluster (right), not in the other (left).

        `bars.values` are sums of `Member.reasons`; the scale is the same for every area.
        """
        return bars.rows(self._why.scale, assemble(self._pieces("why"), HEIGHT))

    def between(self, own: str, other: str) -> Between:
        """Find the two clusters that `bars` compares, by archetype."""
        return Between(self.base.group(own), self.base.group(other))

    def cluster_map(
        self, language: str, name: str = "map", links: Mapping[str, str] | None = None
    ) -> str:
        """Paint all clusters on the map; `name` begins the ids in it, one per map on a page.

        `links` gives the address of the page of an area, by code.
        """
        return self._painted_map("map/clusters", name, links).by_cluster(language)

    def other_map(
        self, groups: Sequence[ClusterMembers], language: str, focus: MapFocus | None = None
    ) -> str:
        """Paint other clusters than the published ones, of any areas, on the same map."""
        codes = tuple(sorted(code for group in groups for code in group.members))
        base = Base(self.base.areas, codes, tuple(groups))
        atlas = msgspec.structs.replace(self._atlas, between=())
        says = PaintedMap(atlas, base).cluster_texts(language)
        return PaintedMap(atlas, base, says=says, focus=focus or MapFocus()).by_cluster(language)

    def present_map(self, codes: Collection[str], language: str) -> str:
        """Paint which areas of the selection are there, by code."""
        return PaintedMap(self._atlas, self.base).present(codes, language)

    def members_map(
        self,
        archetype: str,
        language: str,
        name: str = "map",
        links: Mapping[str, str] | None = None,
    ) -> str:
        """Paint one cluster on the map, with the names of its members."""
        picture = self._painted_map(f"map/members/{archetype}", name, links)
        return picture.members(self.base.group(archetype), language)

    def figure_map(self, indicator: str, language: str, marks: Sequence[Mark] = ()) -> str:
        """Paint one indicator in five classes, with a ring around the page's own areas."""
        picture = self._painted_map(f"map/figure/{indicator}")
        return picture.by_figure(self._line(indicator), language, [mark.code for mark in marks])

    def figure_classes(self, indicator: str, language: str) -> tuple[FigureClass, ...]:
        """Give the legend of `figure_map`: class name, range and number of areas."""
        return self._painted_map("map").legend(self._line(indicator), language)

    # --- reading ---

    def _read(self, name: str) -> bytes:
        return self._archive.read(name)

    def _assemble(self, chart_id: str, language: str) -> str:
        """Assemble the inside of a chart, with its words in the places for them."""
        family, _, rest = chart_id.partition("/")
        subject, _, archetype = rest.partition("/")
        name = f"{'dot' if family == 'members' else family}/{subject}"
        group = SHARED
        if archetype:
            group = self.base.groups.index(self.base.group(archetype))
        figure = self._figure(chart_id)
        drawing = assemble(self._pieces(name), figure.height, group)
        words = figure.words(language) if isinstance(figure, DrawnFigure) else {}
        return _PLACE.sub(lambda found: escape(words[found[1]]), drawing)

    def _pieces(self, name: str) -> tuple[Piece, ...]:
        return decode(self._read(f"{name}.drawn"), tuple[Piece, ...])

    def _line(self, indicator: str) -> DotLine:
        return self._numbers(f"dot/{indicator}", DotLine)

    def _painted_map(
        self, map_id: str, name: str = "map", links: Mapping[str, str] | None = None
    ) -> PaintedMap:
        return PaintedMap(self._atlas, self.base, name, chart=map_id, links=links or {})

    @cached_property
    def _atlas(self) -> Atlas:
        return decode(self._read("map.json"), Atlas)

    @cached_property
    def _why(self) -> ReasonFrame:
        return decode(self._read("why.json"), ReasonFrame)

    def _numbers(self, name: str, kind: type[_Kind]) -> _Kind:
        """Read the numbers in one file, once."""
        if name not in self._numbers_read:
            self._numbers_read[name] = decode(self._read(f"{name}.json"), kind)
        numbers = self._numbers_read[name]
        if not isinstance(numbers, kind):
            raise KeyError(name)
        return numbers

    def _group(self, family: str, archetype: str) -> ClusterMembers:
        """Find a cluster, or for a trend the selection; KeyError where there is no such group."""
        if (family, archetype) != ("trend", SELECTION):
            return self.base.group(archetype)
        name = Text(*(phrase("whole", language) for language in ("nl", "en")))
        return ClusterMembers(SELECTION, "", name, self.base.selected)

    def _make_figure(self, chart_id: str) -> Figure:
        """Make the figure with this id; KeyError when the archive does not have it."""
        family, _, rest = chart_id.partition("/")
        subject, _, archetype = rest.partition("/")
        group = self._group(family, archetype) if archetype else None
        figure: Figure
        match family:
            case "dot" | "members":
                figure = DotFigure(self._line(subject), self.base, group, family == "members")
            case "strip":
                figure = StripFigure(self._line(subject), self.base, group)
            case "trend" | "panel":
                trend = self._numbers(f"trend/{subject}", Trend)
                figure = TrendFigure(trend, self.base, group, family == "panel")
            case "curve":
                figure = CurveFigure(self.curve(subject))
            case "spread":
                figure = SpreadFigure(self._numbers(f"spread/{subject}", FigureSpread), self.base)
            case _:
                figure = RankingFigure(self._numbers(f"{family}/{subject}", Ranking), self.base)
        return figure
