"""The mark of each cluster: a shape and a letter that stand wherever its colour does."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

Points = tuple[tuple[float, float], ...]

INK = "#101B2E"
QUIET = "#4A5A70"
TICKS = "#8895A6"


@dataclass(frozen=True, slots=True)
class Shape:
    """Corners around the middle, within about -1..1; no corners means a circle.

    The site paints with `var(--cluster-T)`; `colour` is by what a drawn mark is told apart.
    """

    corners: Points
    letter_at: float
    """How far below the middle the letter stands, in the same measure."""
    colour: str

    def svg_element(self, size: float) -> str:
        """Draw an SVG element around 0,0; `size` is half of its width."""
        if not self.corners:
            return f'<circle r="{short(size)}"/>'
        points = " ".join(f"{short(x * size)},{short(y * size)}" for x, y in self.corners)
        return f'<polygon points="{points}"/>'

    @property
    def vega(self) -> str:
        """The same as a vega `shape`: a name or a path within -1..1."""
        if not self.corners:
            return "circle"
        return "M" + "L".join(f"{short(x)},{short(y)}" for x, y in self.corners) + "Z"


def short(value: float, decimals: int = 2) -> str:
    """Write `value` as short as SVG takes it: `.5`, `-3`, `0`."""
    text = f"{value:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").removesuffix(".")
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    digits = digits[1:] if digits.startswith("0.") else digits
    return "0" if digits == "0" else sign + digits


_STAR: Points = (
    (0, -1.14),
    (0.3, -0.38),
    (1.1, -0.33),
    (0.48, 0.19),
    (0.69, 0.98),
    (0, 0.54),
    (-0.69, 0.98),
    (-0.48, 0.19),
    (-1.1, -0.33),
    (-0.3, -0.38),
)
_STAR = tuple((1.18 * x, 1.18 * y) for x, y in _STAR)  # thin points: as heavy as a circle
_ARM = 0.5
_CROSS: Points = (
    (-_ARM, -1),
    (_ARM, -1),
    (_ARM, -_ARM),
    (1, -_ARM),
    (1, _ARM),
    (_ARM, _ARM),
    (_ARM, 1),
    (-_ARM, 1),
    (-_ARM, _ARM),
    (-1, _ARM),
    (-1, -_ARM),
    (-_ARM, -_ARM),
)
_DIAMOND: Points = ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0))
_SQUARE: Points = ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9))
_UP: Points = ((0, -1.1), (1.15, 0.9), (-1.15, 0.9))
_DOWN: Points = tuple((x, -y) for x, y in _UP)

# A cluster without a name gets ink and a round mark; its letter or number tells it apart.
UNNAMED = Shape((), 0, INK)

SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "C": Shape((), 0, "#8F77D6"),
        "B": Shape(_STAR, 0.1, "#A8860A"),
        "T": Shape(_DIAMOND, 0, "#A23E06"),
        "W": Shape(_CROSS, 0, "#1F2A8C"),
        "V": Shape(_SQUARE, 0, "#2A6F7F"),
        "A": Shape(_UP, 0.35, "#6E1F3F"),
        "L": Shape(_DOWN, -0.3, "#4F9A6E"),
    }
)


def shape(letter: str) -> Shape:
    """Find the shape of the cluster with this letter."""
    return SHAPES.get(letter, UNNAMED)
