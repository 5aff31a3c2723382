"""Draws every chart of a study, once, into one archive from which the site serves them.

Needs the extra `charts` (Altair and vl-convert); the process that serves people needs neither.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import vl_convert

from deelgenoot.charts import archive, outlines, specs, svg, why
from deelgenoot.charts.curve import CurveFigure
from deelgenoot.charts.dotline import DotFigure, StripFigure
from deelgenoot.charts.drawing import CANVAS, Piece
from deelgenoot.charts.facts import Facts
from deelgenoot.charts.figures import DrawnFigure, Scene, places
from deelgenoot.charts.maps import Atlas
from deelgenoot.charts.measures import curves
from deelgenoot.charts.ranking import RankingFigure
from deelgenoot.charts.spread import SpreadFigure
from deelgenoot.study import Study
from deelgenoot.typology.assessment import Assessment
from deelgenoot.typology.published import Typology

Progress = Callable[[int, int], None]
"""Called with how many charts are drawn and how many there are."""

_CLASSES = (20, 40, 60, 80)
_SHAPE = re.compile(r'<path aria-label="([^"]+)"[^>]* d="([^"]*)"')


def draw(
    study: Study,
    typology: Typology,
    target: Path,
    progress: Progress | None = None,
    *,
    assessment: Assessment | None = None,
) -> None:
    """Draw all charts of a typology into `target` (a zip): the same input gives the same bytes.

    Where there is no `assessment` of it, there are no charts of one.
    An indicator that the study measures on a log scale gets a log axis.
    """
    catalog = study.catalog
    facts = Facts(catalog, typology, study.transforms)
    files: dict[str, bytes] = {
        "base.json": msgspec.json.encode(facts.base),
    }
    if catalog.has_map:
        files["map.json"] = msgspec.json.encode(_atlas(facts))
    drawings, easel = _plan_drawings(facts), Easel()
    if assessment:
        drawings += _plan_assessment(facts, assessment, study.method.pull)
    for at, (name, content, variants) in enumerate(drawings, start=1):
        if content:
            files[f"{name}.json"] = msgspec.json.encode(content)
        if variants:
            files[f"{name}.drawn"] = msgspec.json.encode(easel.draw_variants(variants))
        if progress:
            progress(at, len(drawings))
    reach = facts.reach()
    frame = easel.paint("why", why.HEIGHT, why.scene(reach.scale))
    files["why.json"] = msgspec.json.encode(reach)
    files["why.drawn"] = msgspec.json.encode(frame)
    archive.write(target, files)


class Easel:
    """Draws figures; each template is compiled once, after that only its data changes."""

    def __init__(self) -> None:
        self._vega_templates: dict[str, dict[str, Any]] = {}

    def draw_variants(self, variants: Sequence[DrawnFigure]) -> tuple[Piece, ...]:
        """Draw a figure and its variants per cluster in one drawing, `{places}` for words."""
        common, *own = (figure.scene(places(figure)) for figure in variants)
        figure = variants[0]
        return self.paint(figure.template, figure.height, _together(common, own))

    def paint(self, template: str, height: int, scene: Scene) -> tuple[Piece, ...]:
        """Let vega draw a template with these values."""
        chart = self._vega(template)
        data = [
            {**one, "values": scene.datasets[one["name"]]} if one["name"] in scene.datasets else one
            for one in chart["data"]
        ]
        signals = [
            {**one, "value": scene.params[one["name"]]} if one["name"] in scene.params else one
            for one in chart.get("signals", [])
        ]
        spec = {**chart, "height": height, "data": data, "signals": signals}
        return svg.pieces(vl_convert.vega_to_svg(spec))

    def _vega(self, name: str) -> dict[str, Any]:
        if name not in self._vega_templates:
            template = {**specs.templates()[name], "width": CANVAS}
            # Descriptions for screen readers take half of the time, and ours are sentences.
            template["config"] = {**template.get("config", {}), "aria": False}
            self._vega_templates[name] = vl_convert.vegalite_to_vega(template)
        return self._vega_templates[name]


def _together(common: Scene, own: Sequence[Scene]) -> Scene:
    """Put all scenes in one; a row of a variant alone is tagged with its cluster."""
    datasets = {name: list(rows) for name, rows in common.datasets.items()}
    for group, scene in enumerate(own):
        for name, rows in scene.datasets.items():
            common_rows = common.datasets[name]
            if rows != common_rows:
                datasets[name] += [_tag_row(row, group) for row in rows if row not in common_rows]
    return Scene(common.params, datasets)


def _tag_row(row: dict[str, Any], group: int) -> dict[str, Any]:
    cells = {**row, "segment": f"{group} {row.get('segment')}"}
    return {
        key: svg.tag(group) if key in {"colour", "ink"} else value for key, value in cells.items()
    }


def _plan_drawings(facts: Facts) -> list[tuple[str, msgspec.Struct | None, list[DrawnFigure]]]:
    """List every drawing of the archive, of all and of each cluster, with its numbers.

    A strip has those of its dot line.
    """
    base = facts.base
    drawings: list[tuple[str, msgspec.Struct | None, list[DrawnFigure]]] = []
    for name in facts.catalog.indicators:
        line, spread, trend = (facts.dotline(name), facts.spread(name), facts.trend(name))
        dots = [DotFigure(line, base, group) for group in (None, *base.groups)]
        drawings.append((f"dot/{name}", line, [*dots]))
        strips = [StripFigure(line, base, group) for group in (None, *base.groups)]
        drawings.append((f"strip/{name}", None, [*strips]))
        drawings.append((f"spread/{name}", spread, [SpreadFigure(spread, base)]))
        if trend:  # placed when it is served, on the range of its lines
            drawings.append((f"trend/{name}", trend, []))
    for name, ranking in (("firmness", facts.firmness()), ("fit", facts.fit())):
        drawings.append((f"method/{name}", ranking, [RankingFigure(ranking, base)]))
    return drawings


def _plan_assessment(
    facts: Facts, assessment: Assessment, pull: float
) -> list[tuple[str, msgspec.Struct | None, list[DrawnFigure]]]:
    """List the drawings of what was tried."""
    drawings: list[tuple[str, msgspec.Struct | None, list[DrawnFigure]]] = []
    n_clusters = len(facts.typology.clusters)
    if any(one.n_clusters == n_clusters for one in assessment.choices):
        drawable = curves(assessment.choices, n_clusters)
        drawings += [(f"curve/{one.measure}", one, [CurveFigure(one)]) for one in drawable]
    if assessment.predictions:
        ranking = facts.prediction(assessment.predictions)
        drawings.append(("method/prediction", ranking, [RankingFigure(ranking, facts.base)]))
    if assessment.predictions and assessment.frontier:
        frontier = facts.frontier(assessment.frontier, pull)
        drawings.append(("method/frontier", frontier, [RankingFigure(frontier, facts.base)]))
    return drawings


def _atlas(facts: Facts) -> Atlas:
    """Draw the map once by vega, kept as a short path per area."""
    features = outlines.project_features(facts.catalog.boundaries)
    height = outlines.height_for(features)
    svg_map = vl_convert.vegalite_to_svg(specs.outlines(features, outlines.WIDTH, height))
    members = facts.typology.members.values()
    return Atlas(
        outlines.outlines(dict(_SHAPE.findall(svg_map)), height),
        tuple(m.code for m in members if m.standing == "between"),
        {one: _limits(facts, one) for one in facts.catalog.indicators},
    )


def _limits(facts: Facts, indicator: str) -> tuple[float, ...]:
    """Find limits between five classes of equally many areas, as far as equal figures allow."""
    levels = facts.catalog.level([indicator])
    limits = [float(f"{one:.3g}") for one in np.nanpercentile(levels, _CLASSES)]
    return tuple(dict.fromkeys(limits))
