"""A drawn chart in pieces: what all its variants share, and what only one cluster has.

One drawing holds the bands or lines of all clusters. A page shows one of them, on the same axis.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

import msgspec

CANVAS = 1000
"""Units along x in what stretches with the page; down the page a unit is a pixel."""
SHARED = -1


class Piece(msgspec.Struct, frozen=True, array_like=True):
    """Marks that follow each other and look the same; `css` is the layer that they come from.

    What `stretches` is the `d` of a path on the canvas; the rest is markup placed in per cent.
    """

    group: int
    """Of which cluster, by its place in the study; `SHARED` for all."""
    stretches: bool
    css: str
    markup: str


def join_alike(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Join neighbours that look the same: many lines become one path, many marks one group."""
    key = attrgetter("group", "stretches", "css")
    return tuple(
        Piece(*look, "".join(piece.markup for piece in run)) for look, run in groupby(pieces, key)
    )


def assemble(pieces: Sequence[Piece], height: int, group: int = SHARED) -> str:
    """Assemble the inside of the chart of one cluster, or of none."""
    own = [piece for piece in pieces if piece.group in {SHARED, group}]
    parts = []
    for stretches, run in groupby(own, attrgetter("stretches")):
        inside = "".join(_paint(run))
        parts.append(_stretch(inside, height) if stretches else inside)
    return "".join(parts)


def _paint(run: Iterable[Piece]) -> Iterator[str]:
    for piece in run:
        if piece.stretches:
            yield f'<path class="{piece.css}" d="{piece.markup}"/>'
        else:
            yield f'<g class="{piece.css}">{piece.markup}</g>'


def _stretch(inside: str, height: int) -> str:
    return (
        f'<svg class="g-flow" width="100%" height="{height}" viewBox="0 0 {CANVAS} {height}" '
        f'preserveAspectRatio="none">{inside}</svg>'
    )
