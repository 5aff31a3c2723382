"""A chart or a map to take along: with its title, its sentence, its key and its source in it."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape

from django.utils.translation import gettext as _

from deelgenoot.charts.shapes import shape
from deelgenoot.words import Language
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.atlas.notes.content import PrintedPicture
from deelgenoot_web.atlas.notes.paint import FONT, chart_on_paper, mix, palette
from deelgenoot_web.atlas.pages.parts.figures import figure_marks
from deelgenoot_web.atlas.pages.take_along.charts import map_subject, source_line, title_of

WIDTH = 800
_EDGE = 40
_INSIDE = WIDTH - 2 * _EDGE
_MAP = (520, 615)
_FAMILY = f"'{FONT}', Arial, sans-serif"
_CLASSES = {"q1": 0.08, "q2": 0.28, "q3": 0.5, "q4": 0.75}
"""How much of the quiet colour is in a class of a map, as in the style sheet of the charts."""
_KEY_ROW = 24


@dataclass(frozen=True)
class PictureName:
    """Which picture: the chart or map, its language, and the municipalities marked on it."""

    chart_id: str
    language: Language
    codes: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The name of its file without the ending: `trend-banen-werkstad`."""
        return "-".join((*self.chart_id.split("/"), *self.codes))


@dataclass(frozen=True)
class _Style:
    """How a line of words is set: size and weight, its colour, and the letters in a line."""

    size: int
    weight: int
    colour: str
    n_letters: int


_TITLE = _Style(24, 600, "ink", 64)
_SENTENCE = _Style(16, 400, "ink", 100)
_SOURCE = _Style(13, 400, "quiet", 122)


def compose_picture(name: PictureName, study: str = "middelgroot") -> PrintedPicture:
    """Put a picture together. Raises KeyError for a chart or an area that is not there."""
    edition = Edition(release(study), name.language)
    return edition.make(_picture, name)


def _picture(edition: Edition, name: PictureName) -> PrintedPicture:
    chart, sentence, height = _drawing(edition, name)
    title = title_of(edition, name.chart_id)
    lines, y = _set_lines(title, _TITLE, _EDGE // 2)
    more, y = _set_lines(sentence, _SENTENCE, y + 6)
    chart_at = y + 18
    key, y = _key(edition, name.chart_id, chart_at + height + 16)
    foot, y = _set_lines(source_line(edition, name.chart_id), _SOURCE, y + 14)
    moved_chart = chart.replace("<svg ", f'<svg x="{_EDGE}" y="{chart_at}" ', 1)
    inside = "".join((*lines, *more, moved_chart, *key, *foot))
    total = y + _EDGE // 2
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{total}" '
        f'viewBox="0 0 {WIDTH} {total}" lang="{edition.language}">'
        f"<title>{escape(title)}</title>"
        f'<rect width="{WIDTH}" height="{total}" fill="{palette()["ground"]}"/>{inside}</svg>'
    )
    # Programs that draw the file may not have our letters.
    return PrintedPicture(
        title, svg.replace(f'font-family:"{FONT}"', f"font-family:{_FAMILY}"), WIDTH
    )


def _drawing(edition: Edition, name: PictureName) -> tuple[str, str, int]:
    """Paint the chart: the SVG, what it says, and its height."""
    kind, subject = map_subject(name.chart_id)
    if kind:
        svg = _map(edition, kind, subject)
        width, height = _MAP
        sized_map = svg.replace("<svg ", f'<svg width="{width}" height="{height}" ', 1)
        return sized_map, _label_of(svg, 1 if kind == "figure" else 0), height
    marks = figure_marks(edition.release, name.chart_id, name.codes)
    charts = edition.charts
    svg = charts.svg(name.chart_id, edition.language, marks)
    height_match = re.search(r'height="([\d.]+)"', svg)
    height = round(float(height_match[1])) if height_match else 0
    sentence = charts.sentence(name.chart_id, edition.language, marks)
    return chart_on_paper(svg, _INSIDE), sentence, height


def _map(edition: Edition, kind: str, subject: str) -> str:
    charts, language = edition.charts, edition.language
    if kind == "clusters":
        return chart_on_paper(charts.cluster_map(language), 0)
    if kind == "members":
        return chart_on_paper(charts.members_map(subject, language), 0)
    svg = chart_on_paper(charts.figure_map(subject, language), 0)
    rules = "".join(f".{name} path{{fill:{one}}}" for name, one in _class_colours().items())
    return svg.replace("</style>", f"{rules}</style>", 1)


def _class_colours() -> dict[str, str]:
    ink = palette()
    greys = {name: mix(ink["quiet"], ink["ground"], share) for name, share in _CLASSES.items()}
    return {**greys, "q5": ink["ink"], "q0": ink["ground"]}


def _label_of(svg: str, at: int) -> str:
    """Read one sentence of the name of a map; the others are its title and the list beside it."""
    label = re.search(r'aria-label="([^"]*)"', svg)
    return unescape(label[1]).split(". ")[at].removesuffix(".") + "." if label else ""


def _set_lines(text: str, style: _Style, y: int) -> tuple[list[str], int]:
    """Set a text in lines below `y`; give them with where the next may stand."""
    step = round(style.size * 1.32)
    lines = []
    for line in textwrap.wrap(text, style.n_letters):
        y += step
        words = _words(line, _EDGE, y - round(style.size * 0.3), style)
        lines.append(words)
    return lines, y


def _words(text: str, x: int, y: int, style: _Style) -> str:
    return (
        f'<text x="{x}" y="{y}" style="font-family:{_FAMILY};font-size:{style.size}px;'
        f'font-weight:{style.weight};fill:{palette()[style.colour]}">{escape(text)}</text>'
    )


def _key(edition: Edition, chart_id: str, y: int) -> tuple[list[str], int]:
    """Draw the key of a map, in two columns."""
    rows = list(_key_rows(edition, *map_subject(chart_id)))
    parts = []
    for at, (sign, words) in enumerate(rows):
        x, top = _EDGE + (at % 2) * _INSIDE // 2, y + (at // 2) * _KEY_ROW
        parts.append(f'<g transform="translate({x + 10} {top + 10})">{sign}</g>')
        parts.append(_words(words, x + 30, top + 15, _Style(15, 400, "ink", 0)))
    return parts, y + (len(rows) + 1) // 2 * _KEY_ROW


def _key_rows(edition: Edition, kind: str, subject: str) -> Iterator[tuple[str, str]]:
    if kind == "clusters":
        for cluster in edition.typology.clusters:
            words = f"{cluster.letter}: {edition.words(cluster.name)} ({len(cluster.members)})"
            colour = palette()[f"cluster-{cluster.letter}"]
            yield f'<g fill="{colour}">{shape(cluster.letter).svg_element(9)}</g>', words
    elif kind == "figure":
        colours, stroke = _class_colours(), palette()["ticks"]
        for figure_class in edition.charts.figure_classes(subject, edition.language):
            box = f'<rect x="-9" y="-7" width="18" height="14" fill="{colours[figure_class.css]}" '
            yield f'{box}stroke="{stroke}"/>', _class_words(figure_class.range, figure_class.n)


def _class_words(words: str, n: int) -> str:
    return _("%(range)s (%(n)s gemeenten)") % {"range": words, "n": n}
