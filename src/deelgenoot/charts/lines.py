"""Lines over the years: where they may be joined, and names at their ends that keep apart."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from deelgenoot.charts.figures import NARROWEST, anchor, text_at, width_of
from deelgenoot.charts.scale import Scale, Side, apart
from deelgenoot.charts.shapes import short

TOP, BOTTOM, YEARS, HEIGHT = 8, 124, 141, 162
"""Pixels from the top: the highest and the lowest value of the scale, the years, the end."""
LEFT, RIGHT = 1.5, 70
"""Where the years begin and end, in per cent; what is right of it is for the names."""

_BETWEEN_YEARS = 10  # px
_FEW = 6
_MANY = 4
_ROW, _BLOCK = 16.5, 32  # px: a name of one row, and of two

_ARROWS: Mapping[Side, str] = {"below": "↓ ", "inside": "", "above": "↑ "}
Path = tuple[float | None, ...]
Point = tuple[int, float]


@dataclass(frozen=True)
class ChartLine:
    """One line; `css` is how it is painted. Years in `breaks` are not joined to the one before."""

    css: str
    name: str
    colour: str
    years: tuple[int, ...]
    path: Path
    breaks: tuple[int, ...] = ()
    number: int = 0
    """Its number in a comparison, 0 outside one."""

    @cached_property
    def runs(self) -> tuple[tuple[Point, ...], ...]:
        """Cut the line where it may not be joined: at a year without a figure, at a break."""
        runs: list[list[Point]] = [[]]
        for year, value in zip(self.years, self.path, strict=True):
            if value is None or year in self.breaks:
                runs.append([])
            if value is not None:
                runs[-1].append((year, value))
        return tuple(tuple(run) for run in runs if run)

    @property
    def points(self) -> tuple[Point, ...]:
        """List every year that has a figure."""
        return tuple(point for run in self.runs for point in run)

    @property
    def dots(self) -> tuple[Point, ...]:
        """List points that need a dot: the end, those that stand alone, or all when few."""
        if len(self.points) <= _FEW:
            return self.points
        alone = tuple(run[0] for run in self.runs if len(run) == 1)
        return tuple(dict.fromkeys((*alone, self.points[-1])))


@dataclass(frozen=True, slots=True)
class Name:
    """The name at the end of a line; `y` is the middle of its block, in pixels."""

    line: ChartLine
    value: str
    y: float
    rows: int


def names(lines: Sequence[ChartLine], y: Scale, write: Callable[[float], str]) -> tuple[Name, ...]:
    """Name every line that has a figure, as near to its end as the others allow."""
    ending = [line for line in lines if line.points]
    rows = 1 if len(ending) > _MANY else 2
    ends = [line.points[-1][1] for line in ending]
    heights = [y.at(last) for last in ends]
    gap = _ROW if rows == 1 else _BLOCK
    places = apart(heights, gap, TOP + 6, BOTTOM - (4 if rows == 1 else 12))
    return tuple(
        Name(line, _ARROWS[y.side(last)] + write(last) + _since(line), place, rows)
        for line, last, place in zip(ending, ends, places, strict=True)
    )


def _since(line: ChartLine) -> str:
    """Write the year of the last figure, when it is not the last year of all."""
    year = line.points[-1][0]
    return "" if year == line.years[-1] else f" ({year})"


def labels(end_names: Sequence[Name]) -> str:
    """Draw the names as SVG, right of the lines."""
    return "".join(_label(one) for one in end_names)


def draw_frame(years: Sequence[int], x: Scale, scale: str) -> str:
    """Draw both ends of the scale and as many of `years` as have room, and write the scale."""
    width = short(RIGHT * 10, 0)
    ticks = "".join(f"M{short(x.at(year) * 10, 1)} {BOTTOM}v4" for year in years)
    texts = "".join(
        text_at(at, YEARS, name, "year", anchor(at, name))
        for at, name in ((x.at(year), str(year)) for year in space_years(years, x))
    )
    return (
        f'<svg class="g-flow" width="100%" height="{HEIGHT}" viewBox="0 0 1000 {HEIGHT}" '
        f'preserveAspectRatio="none"><path class="axis" d="M0 {TOP}h{width}M0 {BOTTOM}h{width}'
        f'{ticks}"/></svg>'
        f'<g class="g-quiet">{texts}{text_at(0, HEIGHT - 3, scale, "scale", "left")}</g>'
    )


def space_years(years: Sequence[int], x: Scale) -> tuple[int, ...]:
    """Choose years whose names keep apart on the narrowest page: the ends, then from the first."""
    *earlier, last = years or (0,)
    named_years: list[int] = []
    for year in earlier:
        before = named_years[-1:]
        if all(_keep_apart(x, one, year) for one in before) and _keep_apart(x, year, last):
            named_years.append(year)
    return (*named_years, *years[-1:])


def _keep_apart(x: Scale, year: int, later: int) -> bool:
    """Whether the names of two years have room between them."""
    (_start, end), (start, _end) = _extent(x.at(year)), _extent(x.at(later))
    return start - end >= _BETWEEN_YEARS


def _extent(percent: float) -> tuple[float, float]:
    """Measure from where to where the name of a year goes, in pixels of the narrowest page."""
    width, at = width_of("2000"), percent * NARROWEST / 100
    before = {"left": 0.0, "center": width / 2, "right": width}[anchor(percent, "2000")]
    return at - before, at - before + width


def draw_line(line: ChartLine, x: Scale, y: Scale) -> str:
    """Draw a line as SVG on a chart; what leaves the scale is cut off at its edge."""
    path = "".join(
        "M"
        + "L".join(
            f"{short(x.at(year) * 10, 1)} {short(_beyond(y, value), 1)}" for year, value in run
        )
        for run in line.runs
        if len(run) > 1
    )
    flow = (
        f'<svg class="g-flow g-cut" y="{TOP - 4}" width="100%" height="{BOTTOM - TOP + 8}" '
        f'viewBox="0 {TOP - 4} 1000 {BOTTOM - TOP + 8}" preserveAspectRatio="none">'
        f'<path class="line-{line.css}" d="{path}"/></svg>'
    )
    dots = "".join(
        f'<circle class="point-{line.css}" cx="{short(x.at(year))}%" '
        f'cy="{short(y.at(value), 1)}" r="4"/>'
        for year, value in line.dots
        if y.side(value) == "inside"
    )
    return (flow if path else "") + dots + "".join(_break(line, x, y))


def _break(line: ChartLine, x: Scale, y: Scale) -> list[str]:
    """Mark with ≠ where the figures before are of another territory."""
    return [
        f'<text class="break" x="{short(x.at(year))}%" y="{short(y.at(value) - 8, 1)}" '
        'text-anchor="middle">≠</text>'
        for year, value in line.points
        if year in line.breaks
    ]


def _beyond(scale: Scale, value: float) -> float:
    """Place `value`, also when that is outside the drawing (y is never logarithmic)."""
    share = (value - scale.low) / (scale.high - scale.low)
    return scale.start + share * (scale.end - scale.start)


def _label(name: Name) -> str:
    x, line = f"{RIGHT + 3}%", name.line
    value, who = escape(name.value), escape(line.name)
    if line.number:
        down = short(name.y + 5, 1)
        return (
            f'<svg x="{x}" y="{short(name.y, 1)}">{number_mark(line.number, 8)}</svg>'
            f'<text class="value-{line.css}" x="{x}" dx="20" y="{down}">{value}</text>'
        )
    if name.rows == 1:
        return (
            f'<text class="name-{line.css}" x="{x}" y="{short(name.y + 5, 1)}">'
            f'<tspan class="value-{line.css}">{value}</tspan> {who}</text>'
        )
    return (
        f'<text class="value-{line.css}" x="{x}" y="{short(name.y - 1, 1)}">{value}</text>'
        f'<text class="name-{line.css}" x="{x}" y="{short(name.y + 14, 1)}">{who}</text>'
    )


def number_mark(number: int, size: float) -> str:
    """Draw the number of an area in a comparison, before its name: left edge at 0."""
    return (
        f'<circle class="g-dot n{number}" cx="{short(size)}" r="{short(size)}"/>'
        f'<text class="g-digit n{number}" x="{short(size)}" y="4.2">{number}</text>'
    )
