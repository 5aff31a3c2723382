"""The charts and maps of a note: those of the site, painted for paper, with their sentences."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from deelgenoot.charts.figures import Mark
from deelgenoot.typology.published import Cluster
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.notes.content import NoteDrawing, NoteStrip
from deelgenoot_web.atlas.notes.paint import chart_on_paper, cover_colours, mix
from deelgenoot_web.atlas.pages.parts.profile import ProfileRow

STRIP, TREND = 400, 290
"""Widths in CSS pixels at which charts are drawn; the template scales them to their column."""
_TONE = 0.22
"""How far the land of a cover lies from its ground."""


def strip(edition: Edition, row: ProfileRow, chart_id: str) -> NoteStrip:
    """Draw the line of one indicator: `members/...` or `dot/...` with the code of an area."""
    name = row.name
    address, _space, code = chart_id.partition(" ")
    marks = (Mark(code, "filled" in name.tags),) if code else ()
    tags = {"assumed": _("jaar aangenomen"), "filled": _("aangevuld"), "weak": _("zwak gemeten")}
    when = ", ".join((name.year, *(tags[tag] for tag in name.tags)))
    svg = edition.charts.svg(address, edition.language, marks)
    alt = edition.charts.sentence(address, edition.language, marks)
    return NoteStrip(name.label, when, row.value, chart_on_paper(svg, STRIP), alt)


def trend(edition: Edition, chart_id: str, marks: Sequence[Mark] = ()) -> NoteDrawing:
    """Draw a development."""
    charts, language = edition.charts, edition.language
    indicator = "/".join(chart_id.split("/")[:2])
    return NoteDrawing(
        svg=chart_on_paper(charts.svg(chart_id, language, marks), TREND),
        alt=charts.sentence(chart_id, language, marks),
        title=charts.title(indicator, language),
    )


def cover_map(edition: Edition, cluster: Cluster) -> str:
    """Paint the map of a cluster tone on tone, for on its own colour."""
    ink = cover_colours(cluster.letter)
    svg = edition.charts.members_map(cluster.archetype, edition.language)
    return chart_on_paper(svg, 0, map_colours(cluster.letter, ink))


def study_map(edition: Edition) -> str:
    """Paint the map of all clusters for a cover in the ink of the house."""
    ink = cover_colours("")
    tones = {
        "ground": ink["ground"],
        "map-ground": mix(ink["words"], ink["ground"], _TONE * 0.6),
        "map-border": ink["ground"],
    }
    return chart_on_paper(edition.charts.cluster_map(edition.language), 0, tones)


def map_colours(letter: str, ink: Mapping[str, str]) -> dict[str, str]:
    """Give the colours of a map on a cover: the members stand out by lightness alone."""
    ground, words = ink["ground"], ink["words"]
    return {
        "ground": ground,
        "ink": words,
        "map-ground": mix(words, ground, _TONE * 0.6),
        "border": mix(words, ground, _TONE),
        "map-border": ground,
        f"cluster-{letter}": words,
        f"cluster-{letter}-letter": ground,
    }
