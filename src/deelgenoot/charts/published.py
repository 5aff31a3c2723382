"""The charts as they are served: read from the archive, with the marks of one page placed on them.

This is what the process that serves people imports. It needs neither Altair nor vl-convert.
"""

import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import escape
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from deelgenoot.charts import maps
from deelgenoot.charts.curve import Curve, CurveFigure
from deelgenoot.charts.dotline import AXIS, DotFigure, DotLine
from deelgenoot.charts.dots import place_step
from deelgenoot.charts.drawing import SHARED, Piece, assemble
from deelgenoot.charts.figures import Base, ClusterMembers, Figure, Mark, Overlay, Scene, Table
from deelgenoot.charts.mapped import AreaMap, Rings, rings_of
from deelgenoot.charts.maps import Atlas, PaintedMap
from deelgenoot.charts.phrases import phrase
from deelgenoot.charts.ranking import Ranking, RankingFigure
from deelgenoot.charts.scale import Scale
from deelgenoot.charts.spread import FigureSpread, SpreadFigure
from deelgenoot.charts.strip import StripFigure
from deelgenoot.charts.trend import Trend, TrendFigure
from deelgenoot.charts.why import HEIGHT, Between, ReasonBar, ReasonBars, ReasonFrame
from deelgenoot.decoding import decode
from deelgenoot.errors import BadData

_Kind = TypeVar("_Kind", bound=msgspec.Struct)
# Which charts of one cluster can be made from a drawing of this family.
_PER_CLUSTER: Mapping[str, tuple[str, ...]] = {
    "dot": ("dot", "members"),
    "strip": ("strip",),
    "trend": ("trend",),
}
_MAPS = 64  # kept as they were served: some 70 kB each, placing the marks and names takes 5 ms
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
    - `spread/<indicator>`: how common is which figure?
    - `curve/<measure>`: how clear is each number of clusters? (where the study is assessed)
    - `method/firmness`, `method/fit`: how often a cluster returns, how well its name fits

    A chart that does not exist is a KeyError. Maps are painted apart, with functions of their own;
    the browser gets them by `map/clusters`, `map/members/<archetype>` and `map/figure/<indicator>`.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.base = decode(self._read("base.json"), Base)
        self._drawing = lru_cache(maxsize=None)(self._assemble)
        self._figure = lru_cache(maxsize=None)(self._make_figure)
        self._map = lru_cache(maxsize=_MAPS)(self._map_of_clusters)
        self._numbers_read: dict[str, msgspec.Struct] = {}

    @classmethod
    def open(cls, path: Path) -> "Charts":
        """Open the charts that `deelgenoot build` drew. Raises BadData when there are none."""
        try:
            return cls(zipfile.ZipFile(path))
        except (OSError, zipfile.BadZipFile, KeyError) as error:
            msg = f"{path.name} holds no charts ({error}); run `deelgenoot build`."
            raise BadData(msg) from error

    @cached_property
    def ids(self) -> frozenset[str]:
        """List every chart there is."""
        files = self._archive.namelist()
        chart_ids = {name.removesuffix(".drawn") for name in files if name.endswith(".drawn")}
        chart_ids.discard("why")
        for name in tuple(chart_ids):
            family, _, subject = name.partition("/")
            for kind in _PER_CLUSTER.get(family, ()):
                chart_ids |= {f"{kind}/{subject}/{group.archetype}" for group in self.base.groups}
        return frozenset(chart_ids)

    @cached_property
    def specs(self) -> frozenset[str]:
        """List everything that `spec` gives: every chart, and every map."""
        if not self.has_map:
            return self.ids
        members = {f"map/members/{group.archetype}" for group in self.base.groups}
        figures = {f"map/figure/{indicator}" for indicator in self._atlas.classes}
        return self.ids | members | figures | {"map/clusters"}

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
        return self._place(chart_id, over, figure.sentence(language, marks), language)

    def step(self, indicator: str, step: NeededFigure, language: str) -> str:
        """Give the dot line of the cluster an area would be in, with the step of its figure."""
        chart_id = f"dot/{indicator}/{step.archetype}"
        chart_id = chart_id if chart_id in self.ids else f"dot/{indicator}"
        figure, marks = self._figure(chart_id), (Mark(step.code),)
        way = place_step(figure.scales["x"], step.now, step.target, AXIS)
        over = Overlay(way + figure.overlay(language, marks).svg)
        target = self._line(indicator).subject.text_of(step.target, language)
        needed_text = phrase("needed", language, value=target)
        return self._place(
            chart_id, over, f"{figure.sentence(language, marks)} {needed_text}", language
        )

    def _place(self, chart_id: str, over: Overlay, sentence: str, language: str) -> str:
        """Fill a drawing with its words and overlay, and name it by its sentence."""
        figure = self._figure(chart_id)
        words = figure.words(language)
        inside = _PLACE.sub(lambda found: escape(words[found[1]]), self._drawing(chart_id))
        inside += over.svg
        if over.lift:
            inside = f'<svg y="{over.lift}" width="100%">{inside}</svg>'
        return (
            f'<svg class="chart {figure.classes}" xmlns="http://www.w3.org/2000/svg" width="100%" '
            f'height="{figure.height + over.lift}" role="img" '
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

    def spec(self, chart_id: str, language: str, marks: Sequence[Mark] = ()) -> dict[str, Any]:
        """Give the chart as Vega-Lite with its figures; `marked` holds the page's own areas."""
        if chart_id.startswith("map/"):
            sentence, scene = self._map_scene(chart_id, language)
            return self._fill("map", self._atlas.outlines.height, sentence, scene)
        figure = self._figure(chart_id)
        scene = figure.scene(figure.words(language), language, marks)
        sentence = figure.sentence(language, marks)
        return self._fill(figure.template, figure.height, sentence, scene)

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

    def cluster_map(self, language: str, name: str = "map") -> str:
        """Paint all clusters on the map; `name` begins the ids in it, one per map on a page."""
        return self._map(name, language, None)

    def other_map(self, groups: Sequence[ClusterMembers], language: str, name: str = "map") -> str:
        """Paint other clusters than the published ones, of any areas, on the same map."""
        codes = tuple(sorted(code for group in groups for code in group.members))
        base = Base(self.base.areas, codes, tuple(groups))
        atlas = msgspec.structs.replace(self._atlas, between=())
        outside = phrase("outside", language)
        says = {code: (area, outside) for code, area in base.areas.items()}
        for group in groups:
            cluster = group.name.in_language(language)
            says |= {code: (base.areas[code], cluster) for code in group.members}
        return PaintedMap(atlas, base, name, says).by_cluster(language)

    def members_map(self, archetype: str, language: str, name: str = "map") -> str:
        """Paint one cluster on the map, with the names of its members."""
        return self._map(name, language, archetype)

    def figure_map(self, indicator: str, language: str, marks: Sequence[Mark] = ()) -> str:
        """Paint one indicator in five classes, with a ring around the page's own areas."""
        line = self._line(indicator)
        return self._painted_map("map").by_figure(line, language, [mark.code for mark in marks])

    def figure_classes(self, indicator: str, language: str) -> tuple[maps.FigureClass, ...]:
        """Give the legend of `figure_map`: class name, range and number of areas."""
        return self._painted_map("map").legend(self._line(indicator), language)

    # --- reading ---

    def _read(self, name: str) -> bytes:
        return self._archive.read(name)

    def _assemble(self, chart_id: str) -> str:
        """Assemble the inside of a chart, with `{places}` for its words."""
        family, _, rest = chart_id.partition("/")
        subject, _, archetype = rest.partition("/")
        name = f"{'dot' if family == 'members' else family}/{subject}"
        group = SHARED
        if archetype:
            group = self.base.groups.index(self.base.group(archetype))
        return assemble(self._pieces(name), self._figure(chart_id).height, group)

    def _pieces(self, name: str) -> tuple[Piece, ...]:
        return decode(self._read(f"{name}.drawn"), tuple[Piece, ...])

    def _line(self, indicator: str) -> DotLine:
        return self._numbers(f"dot/{indicator}", DotLine)

    def _map_of_clusters(self, name: str, language: str, archetype: str | None) -> str:
        picture = self._painted_map(name)
        if archetype is None:
            return picture.by_cluster(language)
        return picture.members(self.base.group(archetype), language)

    def _fill(self, template: str, height: int, sentence: str, scene: Scene) -> dict[str, Any]:
        return {
            **self._templates[template],
            "height": height,
            "padding": {"top": scene.lift, "left": 0, "right": 0, "bottom": 0},
            "description": sentence,
            "params": [{"name": name, "value": value} for name, value in scene.params.items()],
            "datasets": dict(scene.datasets),
        }

    def _map_scene(self, chart_id: str, language: str) -> tuple[str, Scene]:
        _map, kind, subject = f"{chart_id}/".split("/")[:3]
        picture = AreaMap(self._painted_map("map"), self._rings, language)
        if kind == "members":
            return picture.members(self.base.group(subject))
        if kind == "figure":
            return picture.by_figure(self._line(subject))
        return picture.by_cluster()

    @cached_property
    def _rings(self) -> Rings:
        return rings_of(self._atlas.outlines)

    def _painted_map(self, name: str) -> PaintedMap:
        return PaintedMap(self._atlas, self.base, name)

    @cached_property
    def _atlas(self) -> Atlas:
        return decode(self._read("map.json"), Atlas)

    @cached_property
    def _why(self) -> ReasonFrame:
        return decode(self._read("why.json"), ReasonFrame)

    @cached_property
    def _templates(self) -> dict[str, dict[str, Any]]:
        templates: dict[str, dict[str, Any]] = json.loads(self._read("templates.json"))
        return templates

    def _numbers(self, name: str, kind: type[_Kind]) -> _Kind:
        """Read the numbers in one file, once."""
        if name not in self._numbers_read:
            self._numbers_read[name] = decode(self._read(f"{name}.json"), kind)
        numbers = self._numbers_read[name]
        if not isinstance(numbers, kind):
            raise KeyError(name)
        return numbers

    def _make_figure(self, chart_id: str) -> Figure:
        """Make the figure with this id; KeyError when the archive does not have it."""
        family, _, rest = chart_id.partition("/")
        subject, _, archetype = rest.partition("/")
        group = self.base.group(archetype) if archetype else None
        figure: Figure
        match family:
            case "dot" | "members":
                figure = DotFigure(self._line(subject), self.base, group, family == "members")
            case "strip":
                figure = StripFigure(self._line(subject), self.base, group)
            case "trend":
                figure = TrendFigure(self._numbers(f"trend/{subject}", Trend), self.base, group)
            case "curve":
                figure = CurveFigure(self.curve(subject))
            case "spread":
                figure = SpreadFigure(self._numbers(f"spread/{subject}", FigureSpread), self.base)
            case _:
                figure = RankingFigure(self._numbers(f"{family}/{subject}", Ranking), self.base)
        return figure
