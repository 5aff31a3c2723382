"""Draws every chart of a study, once, into one archive from which the site serves them.

Needs the extra `charts` (Altair and vl-convert); the process that serves people needs neither.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import vl_convert

from deelgenoot.catalog import Catalog
from deelgenoot.charts import archive, outlines, specs_map
from deelgenoot.charts.dotline import DotFigure
from deelgenoot.charts.facts import Facts
from deelgenoot.charts.figures import Figure, Scene, places
from deelgenoot.charts.maps import Atlas
from deelgenoot.charts.ranking import RankingFigure
from deelgenoot.charts.specs import SERVED, TEMPLATES
from deelgenoot.charts.spread import SpreadFigure
from deelgenoot.charts.svg import CANVAS, fluid
from deelgenoot.charts.trend import TrendFigure
from deelgenoot.charts.why import HEIGHT, scene
from deelgenoot.typology.published import Typology

Progress = Callable[[int, int], None]
"""Called with how many charts are drawn and how many there are."""

_CLASSES = (20, 40, 60, 80)
_SHAPE = re.compile(r'<path aria-label="([^"]+)"[^>]* d="([^"]*)"')


def draw(
    catalog: Catalog,
    typology: Typology,
    transforms: Mapping[str, str],
    target: Path,
    progress: Progress | None = None,
) -> None:
    """Draw all charts of a typology into `target` (a zip): the same input gives the same bytes.

    `transforms` is the study's: an indicator that it measures on a log scale gets a log axis.
    """
    facts = Facts(catalog, typology, transforms)
    files: dict[str, bytes] = {"base.json": msgspec.json.encode(facts.base)}
    figures: dict[str, Figure] = {}
    for name, content, drawn in _planned(facts):
        files[f"{name}.json"] = msgspec.json.encode(content)
        figures.update(drawn)
    templates = {name: made() for name, made in TEMPLATES.items()}
    files["templates.json"] = msgspec.json.encode(templates)
    easel, why = Easel(templates), facts.reach()
    files["why.json"] = msgspec.json.encode(why)
    files["why.svg"] = easel.painted("why", HEIGHT, scene(why.scale, {})).encode()
    for at, (chart_id, figure) in enumerate(figures.items(), start=1):
        files[f"{chart_id}.svg"] = easel.drawn(figure).encode()
        if progress:
            progress(at, len(figures))
    files["map.json"] = msgspec.json.encode(_atlas(facts))
    archive.write(target, files)


class Easel:
    """Draws figures; each template is compiled once, after that only its data changes."""

    def __init__(self, templates: Mapping[str, Mapping[str, Any]]) -> None:
        self._templates = templates
        self._compiled: dict[str, dict[str, Any]] = {}

    def drawn(self, figure: Figure) -> str:
        """The inside of a chart's SVG, with `{places}` for the words of a language."""
        return self.painted(figure.template, figure.height, figure.scene(places(figure), "nl", ()))

    def painted(self, template: str, height: int, scene: Scene) -> str:
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
        return fluid(vl_convert.vega_to_svg(filled), height)

    def _vega(self, name: str) -> dict[str, Any]:
        if name not in self._compiled:
            template = {**self._templates[name], "width": CANVAS}
            # Descriptions for screen readers take half of the time, and ours are sentences.
            template["config"] = {**template.get("config", {}), "aria": False}
            self._compiled[name] = vl_convert.vegalite_to_vega(template)
        return self._compiled[name]


def _planned(facts: Facts) -> Iterator[tuple[str, msgspec.Struct, dict[str, Figure]]]:
    """Every set of numbers that the archive holds, with the charts that are drawn from it."""
    base = facts.base
    for one in facts.catalog.indicators:
        line, trend, spread = facts.dotline(one), facts.trend(one), facts.spread(one)
        dots: dict[str, Figure] = {f"dot/{one}": DotFigure(line, base)}
        dots |= {f"dot/{one}/{g.archetype}": DotFigure(line, base, g) for g in base.groups}
        yield f"dot/{one}", line, dots
        yield f"spread/{one}", spread, {f"spread/{one}": SpreadFigure(spread, base)}
        if trend:
            lines: dict[str, Figure] = {f"trend/{one}": TrendFigure(trend, base)}
            lines |= {
                f"trend/{one}/{g.archetype}": TrendFigure(trend, base, g) for g in base.groups
            }
            yield f"trend/{one}", trend, lines
    for name, ranking in (("firmness", facts.firmness()), ("fit", facts.fit())):
        yield f"method/{name}", ranking, {f"method/{name}": RankingFigure(ranking, base)}


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
    found = np.nanpercentile(levels, _CLASSES)
    return tuple(float(f"{one:.3g}") for one in dict.fromkeys(found.tolist()))
