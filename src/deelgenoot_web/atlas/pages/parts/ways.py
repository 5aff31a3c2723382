"""The two main axes of the typology, and the ways of municipalities along them over the years."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from deelgenoot.areas import Area
from deelgenoot.charts.figures import Table
from deelgenoot.charts.ways import WayDot, Ways, Window, draw_ways
from deelgenoot.typology.assessment import Assessment, Axis, Paths, YearPosition
from deelgenoot.typology.sentences import mid_sentence
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release
from deelgenoot_web.atlas.wording import capital

_NAMED = 2
_FEW = 3
Spot = tuple[float, float]


@dataclass(frozen=True)
class Drawing:
    """A picture with its sentence and its numbers, as `{% figure %}` takes it."""

    id: str
    title: str
    sentence: str
    svg: SafeString
    table: Table
    """Its marks say what they are: nothing more has to be fetched."""


@dataclass(frozen=True)
class Ends:
    """What is higher at both ends of an axis."""

    low: str
    high: str


@dataclass(frozen=True)
class MainAxes:
    """All municipalities on the two axes, with their ways."""

    share: str
    across: Ends
    upright: Ends
    drawing: Drawing
    most: tuple[Area, ...]
    """The municipalities that moved furthest."""
    moving: str


def main_axes(edition: Edition, assessment: Assessment) -> MainAxes | None:
    """Draw all municipalities on the two axes; None where there are no figures of other years."""
    paths = assessment.paths
    if not paths.steps:
        return None
    areas = edition.catalog.areas
    far = sorted(paths.steps, key=lambda code: (-_length(paths.steps[code]), code))[:_FEW]
    return MainAxes(
        share=f"{edition.number(100 * sum(axis.share for axis in paths.axes), 0)}%",
        across=_ends(edition, paths.axes[0]),
        upright=_ends(edition, paths.axes[1]),
        drawing=_everybody(edition, paths, far),
        most=tuple(areas[code] for code in far),
        moving=_moving(edition, paths),
    )


def _length(steps: Sequence[YearPosition]) -> float:
    return hypot(steps[-1].x - steps[0].x, steps[-1].y - steps[0].y)


def _ends(edition: Edition, axis: Axis) -> Ends:
    columns = sorted(axis.loadings, key=lambda one: (axis.loadings[one], one))
    labels = [mid_sentence(edition.words(edition.catalog.indicators[one].label)) for one in columns]
    low, high = labels[:_NAMED], labels[: -_NAMED - 1 : -1]
    return Ends(capital(edition.join_names(low)), capital(edition.join_names(high)))


def _moving(edition: Edition, paths: Paths) -> str:
    indicators = edition.catalog.indicators
    n_all = len(edition.typology.weights)
    present = {indicators[one].theme for one in paths.moving}
    absent = [
        mid_sentence(edition.words(theme.label))
        for theme in edition.catalog.themes
        if theme.id not in present
    ]
    sentence = _(
        "%(n)s van de %(all)s kenmerken hebben cijfers van meer jaren; de andere bewegen niet mee."
    ) % {"n": len(paths.moving), "all": n_all}
    if absent:
        sentence += " " + _("Van %(themes)s zijn er geen.") % {"themes": edition.join_names(absent)}
    return sentence


def _dots(edition: Edition, paths: Paths) -> tuple[WayDot, ...]:
    """Place every area, with its name and cluster."""
    typology, areas = edition.typology, edition.catalog.areas
    cluster = {one.archetype: one for one in typology.clusters}
    return tuple(
        WayDot(own.letter, place, (areas[code].name, edition.words(own.name)))
        for code, place in paths.places.items()
        for own in [cluster[typology.members[code].cluster]]
    )


def _centres(release: Release, paths: Paths) -> dict[str, Spot]:
    return {c.letter: paths.centres[c.archetype] for c in release.typology.clusters}


def _spots(steps: Sequence[YearPosition]) -> tuple[Spot, ...]:
    return tuple((step.x, step.y) for step in steps)


def _everybody(edition: Edition, paths: Paths, far: Sequence[str]) -> Drawing:
    ways = tuple(_spots(steps) for steps in paths.steps.values())
    window = Window.around([*paths.places.values(), *(spot for way in ways for spot in way)])
    areas = _dots(edition, paths)
    picture = Ways(window, _centres(edition.release, paths), areas, ways)
    first, last = _years(paths)
    sentence = _(
        "Elke punt is een gemeente, elke lijn haar weg van %(first)s tot %(last)s. De tekens staan "
        "in het midden van elk cluster. Het verst bewogen %(names)s."
    ) % {
        "first": first,
        "last": last,
        "names": edition.join_names([edition.catalog.areas[code].name for code in far]),
    }
    rows = [
        (
            edition.catalog.areas[code].name,
            *(edition.number(value, 2) for at in (0, -1) for value in (steps[at].x, steps[at].y)),
            edition.number(_length(steps), 2),
        )
        for code, steps in sorted(
            paths.steps.items(), key=lambda item: edition.catalog.areas[item[0]].name
        )
    ]
    header = (
        _("Gemeente"),
        _("Liggend, eerst"),
        _("Staand, eerst"),
        _("Liggend, laatst"),
        _("Staand, laatst"),
        _("Afstand"),
    )
    return Drawing(
        id="wegen",
        title=_("Waar staan de gemeenten, en hoe bewogen zij?"),
        sentence=sentence,
        svg=SafeString(draw_ways(picture, sentence)),
        table=Table(header, tuple(rows)),
    )


def _years(paths: Paths) -> tuple[int, int]:
    every = [step.year for steps in paths.steps.values() for step in steps]
    return min(every), max(every)
