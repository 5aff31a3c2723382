"""Why this cluster and not the next? Bars to two sides, one scale for every area."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import msgspec

from deelgenoot.charts.figures import ClusterMembers, Scene
from deelgenoot.charts.phrases import phrase
from deelgenoot.charts.scale import Scale
from deelgenoot.charts.shapes import short
from deelgenoot.words import format_number

HEIGHT = 28
MARGIN = 14.0
"""Per cent of the width at both ends: room for the length of a bar, written."""
_TOP, _THICK = 4, 20


class ReasonFrame(msgspec.Struct, frozen=True):
    """The frame of all bars: how far a difference in squared distance reaches, to both sides."""

    scale: Scale


@dataclass(frozen=True, slots=True)
class Between:
    """Two clusters that an area is compared with: its own to the right, the next to the left."""

    own: ClusterMembers
    other: ClusterMembers


@dataclass(frozen=True, slots=True)
class ReasonBar:
    """One row: what it is about, the difference as written, the sentence and the bar itself."""

    key: str
    label: str
    value: float
    length: str
    sentence: str
    svg: str


@dataclass(frozen=True, slots=True)
class ReasonBars:
    """What a page asks: sums per theme and their names, between two clusters, in a language."""

    values: Mapping[str, float]
    labels: Mapping[str, str]
    between: Between
    language: str

    def title(self) -> str:
        """Ask the question that the bars answer."""
        own, other = (
            group.name.in_language(self.language)
            for group in (self.between.own, self.between.other)
        )
        return phrase("why_title", self.language, own=own, other=other)

    def rows(self, scale: Scale, frame: str) -> tuple[ReasonBar, ...]:
        """Draw rows from the strongest pull to the own cluster to that to the other."""
        keys = sorted(self.values, key=lambda key: (-self.values[key], key))
        return tuple(self._row(key, scale, frame) for key in keys)

    def _row(self, key: str, scale: Scale, frame: str) -> ReasonBar:
        value, sentence = self.values[key], self._sentence(key)
        svg = (
            f'<svg class="chart bar-row" xmlns="http://www.w3.org/2000/svg" width="100%" '
            f'height="{HEIGHT}" role="img" aria-label="{escape(sentence)}">'
            f"{self._bar(value, scale)}{frame}</svg>"
        )
        length = format_number(value, 1, self.language)
        return ReasonBar(key, self.labels[key], value, length, sentence, svg)

    def _sentence(self, key: str) -> str:
        value = self.values[key]
        if float(f"{value:.1f}") == 0:
            return phrase("why_none", self.language, name=self.labels[key])
        name = self._group(value).name.in_language(self.language)
        length = format_number(abs(value), 1, self.language)
        values = {"name": self.labels[key], "value": length, "cluster": name}
        return phrase("why_one", self.language, **values)

    def _bar(self, value: float, scale: Scale) -> str:
        """Draw the bar with its length at the end; what does not fit is cut off with an arrow."""
        zero, end = scale.at(0), scale.at(value)
        length = format_number(abs(value), 1, self.language)
        label = {"below": f"‹ {length}", "inside": length, "above": f"{length} ›"}
        dx, anchor = (6, "") if value > 0 else (-6, ' text-anchor="end"')
        return (
            f'<rect class="bar c-{self._group(value).letter}" x="{short(min(zero, end))}%" '
            f'y="{_TOP}" width="{short(abs(end - zero))}%" height="{_THICK}"/>'
            f'<text class="g-length" x="{short(end)}%" y="19" dx="{dx}"{anchor}>'
            f"{label[scale.side(value)]}</text>"
        )

    def _group(self, value: float) -> ClusterMembers:
        return self.between.own if value > 0 else self.between.other


def scene(scale: Scale) -> Scene:
    """Give the template the line in the middle; bars are placed beside it when it is served."""
    return Scene({"low": scale.low, "high": scale.high}, {"middle": [{"value": 0}]})
