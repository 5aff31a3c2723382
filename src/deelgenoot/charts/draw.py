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

from deelgenoot.charts import archive, outlines, specs_map, svg, why
from deelgenoot.charts.curve import CurveFigure
from deelgenoot.charts.dotline import DotFigure
from deelgenoot.charts.drawing import CANVAS, Piece
from deelgenoot.charts.facts import Facts
from deelgenoot.charts.figures import Figure, Scene, places
from deelgenoot.charts.maps import Atlas
from deelgenoot.charts.measures import curves
from deelgenoot.charts.ranking import RankingFigure
from deelgenoot.charts.specs import SERVED, templates
from deelgenoot.charts.spread import SpreadFigure
from deelgenoot.charts.strip import StripFigure
from deelgenoot.charts.trend import TrendFigure
from deelgenoot.study import Study
from deelgenoot.typology.assessment import NumberOfClusters
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
    choices: Sequence[NumberOfClusters] = (),
) -> None:
    """Draw all charts of a typology into `target` (a zip): the same input gives the same bytes.

    `choices` are those of its assessment: where there is none, there is no chart of them.
    An indicator that the study measures on a log scale gets a log axis.
    """
    catalog = study.catalog
    facts = Facts(catalog, typology, study.transforms)
    files: dict[str, bytes] = {
        "base.json": msgspec.json.encode(facts.base),
        "templates.json": msgspec.json.encode(templates()),
    }
    if catalog.has_map:
        files["map.json"] = msgspec.json.encode(_atlas(facts))
    planned, easel = _planned(facts), Easel()
    if choices:
        drawable = curves(choices, len(typology.clusters))
        planned += [(f"curve/{one.measure}", one, [CurveFigure(one)]) for one in drawable]
    for at, (name, content, variants) in enumerate(planned, start=1):
        if content:
            files[f"{name}.json"] = msgspec.json.encode(content)
        files[f"{name}.drawn"] = msgspec.json.encode(easel.drawn(variants))
        if progress:
            progress(at, len(planned))
    reach = facts.reach()
    frame = easel.painted("why", why.HEIGHT, why.scene(reach.scale, {}))
    files["why.json"] = msgspec.json.encode(reach)
    files["why.drawn"] = msgspec.json.encode(frame)
    archive.write(target, files)


class Easel:
    """Draws figures; each template is compiled once, after that only its data changes."""

    def __init__(self) -> None:
        self._compiled: dict[str, dict[str, Any]] = {}

    def drawn(self, variants: Sequence[Figure]) -> tuple[Piece, ...]:
        """A figure and its variants, one per cluster, in one drawing with `{places}` for words."""
        shared, *own = (figure.scene(places(figure), "nl", ()) for figure in variants)
        figure = variants[0]
        return self.painted(figure.template, figure.height, _together(shared, own))

    def painted(self, template: str, height: int, scene: Scene) -> tuple[Piece, ...]:
        """What vega makes of a template with these values."""
        chart = self._vega(template)
        given = {name: [] if name in SERVED else rows for name, rows in scene.datasets.items()}
        data = [
            {**one, "values": given[one["name"]]} if one["name"] in given else one
            for one in chart["data"]
        ]
        signals = [
            {**one, "value": scene.params[one["name"]]} if one["name"] in scene.params else one
            for one in chart.get("signals", [])
        ]
        filled = {**chart, "height": height, "data": data, "signals": signals}
        return svg.pieces(vl_convert.vega_to_svg(filled))

    def _vega(self, name: str) -> dict[str, Any]:
        if name not in self._compiled:
            template = {**templates()[name], "width": CANVAS}
            # Descriptions for screen readers take half of the time, and ours are sentences.
            template["config"] = {**template.get("config", {}), "aria": False}
            self._compiled[name] = vl_convert.vegalite_to_vega(template)
        return self._compiled[name]


def _together(shared: Scene, own: Sequence[Scene]) -> Scene:
    """All scenes in one; a row that only a variant has is tagged with whose it is."""
    datasets = {name: list(rows) for name, rows in shared.datasets.items()}
    for group, scene in enumerate(own):
        for name, rows in scene.datasets.items():
            held = shared.datasets[name]
            if rows != held:
                datasets[name] += [_tagged(row, group) for row in rows if row not in held]
    return Scene(shared.params, datasets)


def _tagged(row: dict[str, Any], group: int) -> dict[str, Any]:
    tagged = {**row, "segment": f"{group} {row.get('segment')}"}
    return {
        key: svg.tag(group) if key in {"colour", "ink"} else value for key, value in tagged.items()
    }


def _planned(facts: Facts) -> list[tuple[str, msgspec.Struct | None, list[Figure]]]:
    """Every drawing that the archive holds, of all and of each cluster, with its numbers.

    A strip has those of its dot line.
    """
    base = facts.base
    planned: list[tuple[str, msgspec.Struct | None, list[Figure]]] = []
    for one in facts.catalog.indicators:
        line, spread, trend = facts.dotline(one), facts.spread(one), facts.trend(one)
        dots = [DotFigure(line, base, group) for group in (None, *base.groups)]
        planned.append((f"dot/{one}", line, [*dots]))
        strips = [StripFigure(line, base, group) for group in (None, *base.groups)]
        planned.append((f"strip/{one}", None, [*strips]))
        planned.append((f"spread/{one}", spread, [SpreadFigure(spread, base)]))
        if trend:
            lines = [TrendFigure(trend, base, group) for group in (None, *base.groups)]
            planned.append((f"trend/{one}", trend, [*lines]))
    for name, ranking in (("firmness", facts.firmness()), ("fit", facts.fit())):
        planned.append((f"method/{name}", ranking, [RankingFigure(ranking, base)]))
    return planned


def _atlas(facts: Facts) -> Atlas:
    """The map: drawn once by vega, kept as a short path per area."""
    features = outlines.flattened(facts.catalog.boundaries)
    height = outlines.height_for(features)
    drawn = vl_convert.vegalite_to_svg(specs_map.outlines(features, outlines.WIDTH, height))
    members = facts.typology.members.values()
    return Atlas(
        outlines.outlines(dict(_SHAPE.findall(drawn)), height),
        tuple(m.code for m in members if m.standing == "between"),
        {one: _limits(facts, one) for one in facts.catalog.indicators},
    )


def _limits(facts: Facts, indicator: str) -> tuple[float, ...]:
    """Limits between five classes that hold equally many areas, as far as equal figures allow."""
    levels = facts.catalog.level([indicator])
    found = [float(f"{one:.3g}") for one in np.nanpercentile(levels, _CLASSES)]
    return tuple(dict.fromkeys(found))
