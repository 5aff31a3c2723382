"""Drawn charts for on paper: the style sheet of the site worked out, at a width of their own.

The site's charts are painted by its style sheet, with colours as variables and lines that keep
their thickness whatever the width. typst knows neither, so both are worked out here.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import deelgenoot.charts.published
import deelgenoot_web
from deelgenoot_web.atlas.notes.house import notes_house

FONT = "Source Sans 3"
_CHARTS = Path(deelgenoot.charts.published.__file__).with_name("charts.css")
_PALETTE = Path(deelgenoot_web.__file__).parent / "site" / "assets" / "css" / "palette.css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_VARIABLE = re.compile(r"var\(--([\w-]+)(?:, [^()]*(?:\([^()]*\))?)?\)")
_REM = re.compile(r"([\d.]+)rem")
_NOT_ON_PAPER = re.compile(r"\[|is-pointed|:focus|\.[qg]-?(?:pointed|[0-5])\b")
_FLOW = re.compile(
    r'<svg class="g-flow" width="100%" height="[\d.]+" viewBox="0 0 1000 [\d.]+" '
    r'preserveAspectRatio="none">(.*?)</svg>'
)
_PATH = re.compile(r' d="([^"]+)"')
_STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_NUMBER = re.compile(r"-?[\d.]+")
_OF_CLUSTER = re.compile(r'class="([^"]*\bc-([A-Z])\b[^"]*)"')
_ROOT_SIZE = re.compile(r'width="100%" height="(\d+)"')
_PX_PER_REM = 16


@cache
def palette() -> Mapping[str, str]:
    """Read the colours of the light scheme by name, without the dashes before them."""
    light = _PALETTE.read_text(encoding="utf-8").partition("@media")[0]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", light))


def cover_colours(letter: str) -> dict[str, str]:
    """Give ground and words of a cover: of the publisher, the cluster, or the ink of the site."""
    house = notes_house()
    if house.colour:
        return {"ground": house.colour, "words": house.words_colour}
    if not letter:
        return {"ground": palette()["ink"], "words": palette()["ground"]}
    return {
        "ground": palette()[f"cluster-{letter}"],
        "words": palette()[f"cluster-{letter}-letter"],
    }


def mix(front: str, back: str, share: float) -> str:
    """Mix two colours: `share` of the first, in sRGB."""
    pairs = ((int(front[at : at + 2], 16), int(back[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(share * f + (1 - share) * b):02x}" for f, b in pairs)


def chart_on_paper(svg: str, width: int, colours: Mapping[str, str] | None = None) -> str:
    """Paint a chart or a map of the site for a page of paper, `width` CSS pixels wide.

    `colours` replaces some of the palette by name. A map has its own measure and takes no width.
    """
    ink = {**palette(), **(colours or {})}
    svg = _ROOT_SIZE.sub(rf'width="{width}" height="\1" viewBox="0 0 {width} \1"', svg, count=1)
    svg = _FLOW.sub(lambda flow: f'<g class="g-flow">{_stretch(flow[1], width / 1000)}</g>', svg)
    svg = _OF_CLUSTER.sub(lambda match: f'{match[0]} color="{ink["cluster-" + match[2]]}"', svg)
    # A rule of the sheet would go before the attribute.
    svg = re.sub(r'class="striped" fill="([^"]+)"', r'style="fill:\1"', svg)
    end = svg.index(">") + 1
    return f"{svg[:end]}<style>{_sheet(tuple(sorted(ink.items())))}</style>{svg[end:]}"


def _stretch(inside: str, factor: float) -> str:
    """Scale paths along x alone: lines keep their thickness, as they do on the site."""

    def path(match: re.Match[str]) -> str:
        steps = (_stretch_step(step[1], step[2], factor) for step in _STEP.finditer(match[1]))
        return f' d="{"".join(steps)}"'

    return _PATH.sub(path, inside)


def _stretch_step(command: str, numbers: str, factor: float) -> str:
    """Scale one command of a path; it has pairs of x and y, or one of them alone (H, V)."""
    values = [float(number) for number in _NUMBER.findall(numbers)]
    if command in "Vv":
        return f"{command}{numbers}"
    every = 1 if command in "Hh" else 2
    stretched_values = (v * factor if at % every == 0 else v for at, v in enumerate(values))
    return command + " ".join(f"{value:.5g}" for value in stretched_values)


@cache
def _sheet(colours: tuple[tuple[str, str], ...]) -> str:
    """Work out the style sheet of the charts: its variables, its units and what paper lacks."""
    ink = dict(colours)
    css = _MEDIA.sub("", _COMMENT.sub("", _CHARTS.read_text(encoding="utf-8")))
    rules = "".join(_rules(css, ink))
    return f'text{{font-family:"{FONT}"}}{rules}'


def _rules(css: str, ink: Mapping[str, str]) -> Iterator[str]:
    for selectors, body in _RULE.findall(css):
        selector = selectors.strip().replace(":not(.striped)", "")
        declarations = ";".join(d for d in map(str.strip, body.split(";")) if d and d[:2] != "--")
        if not declarations or _NOT_ON_PAPER.search(selector):
            continue
        if "--cluster-letter" in declarations:
            for letter in "CBTWVAL":
                of_letter = declarations.replace("cluster-letter", f"cluster-{letter}-letter")
                yield f".marks.c-{letter} text{{{_plain(of_letter, ink)}}}"
        else:
            yield f"{selector}{{{_plain(declarations, ink)}}}"


def _plain(declarations: str, ink: Mapping[str, str]) -> str:
    """Replace variables by colours and rem by px; that of the cluster is inherited as `color`."""
    declarations = _VARIABLE.sub(lambda name: ink.get(name[1], "currentColor"), declarations)
    return _REM.sub(lambda size: f"{float(size[1]) * _PX_PER_REM:g}px", declarations)
