"""Why an approach is offered to a municipality, in sentences."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from deelgenoot.areas import Area
from deelgenoot.study import Challenge
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.exchange.likeness import PracticeLikeness, resemble

_MOST_THEMES = 2


@dataclass(frozen=True)
class MatchReason:
    """What two municipalities share about an opgave, and what differs."""

    alike: str
    different: str
    """Empty where no figure differs much."""


def reason_of(edition: Edition, reader: Area, other: Area, challenge: Challenge) -> MatchReason:
    """Say why what `other` did can be of use to `reader`."""
    likeness = resemble(edition.release, reader.code, other.code, challenge)
    return MatchReason(
        _alike(edition, likeness, reader, other), _different(edition, likeness, reader, other)
    )


def _alike(edition: Edition, likeness: PracticeLikeness, reader: Area, other: Area) -> str:
    labels = {theme.id: edition.words(theme.label).lower() for theme in edition.catalog.themes}
    strong = likeness.alike[:_MOST_THEMES]
    themes = edition.join_names([labels[theme] for theme in strong or likeness.nearest])
    slots = {
        "other": other.name,
        "reader": reader.name,
        "themes": themes,
        "km": likeness.kilometres,
    }
    if likeness.is_shared and strong:
        words = _("%(other)s heeft dezelfde opgave en lijkt sterk op %(reader)s in %(themes)s.")
    elif likeness.is_shared:
        words = _("%(other)s heeft dezelfde opgave en lijkt nog het meest in %(themes)s.")
    elif strong:
        words = _("%(other)s lijkt sterk op %(reader)s in %(themes)s.")
    else:
        words = _("%(other)s lijkt nog het meest op %(reader)s in %(themes)s.")
    away = _("%(km)s kilometer verderop.")
    return f"{words % slots} {away % slots}"


def _different(edition: Edition, likeness: PracticeLikeness, reader: Area, other: Area) -> str:
    if likeness.different is None:
        return ""
    indicator = edition.catalog.indicators[likeness.different]
    here, there = (edition.level(indicator.id, area.code) for area in (reader, other))
    return _("%(indicator)s: %(there)s, in %(reader)s %(here)s.") % {
        "indicator": edition.words(indicator.label),
        "there": there,
        "reader": reader.name,
        "here": here,
    }
