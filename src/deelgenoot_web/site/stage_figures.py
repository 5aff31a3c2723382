"""From the atlas to a session: a municipality, a cluster or an indicator on all screens.

A presenter types what the room should see. It is kept as a short text, such as `cluster:voorstad
theme:housing`, and painted from the newest release each time a screen shows it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deelgenoot.areas import fold
from deelgenoot.errors import UnknownArea
from deelgenoot.words import Text
from deelgenoot_web.atlas.edition import Edition, active_language, edition
from deelgenoot_web.atlas.facts.arrival import Arrival, destination
from deelgenoot_web.atlas.facts.subjects import subjects_of
from deelgenoot_web.atlas.pages.indicator.strips import Strips, strips
from deelgenoot_web.atlas.pages.parts.figures import figure_marks
from deelgenoot_web.atlas.pages.parts.profile import (
    LegendEntry,
    Profile,
    ProfileRow,
    cluster_profile,
    municipality_profile,
)
from deelgenoot_web.atlas.pages.parts.sources import source_words
from deelgenoot_web.atlas.pages.take_along.charts import source_line
from deelgenoot_web.meetings.actions import director
from deelgenoot_web.meetings.rules import may_present
from deelgenoot_web.meetings.views.director import meeting_led, way_back
from deelgenoot_web.meetings.views.sent import answer_done, answer_not_done

_KEPT = 64
_LONGEST = 100
_MOST_ROWS = 4
"""Rows of a profile that are read from the back of a room."""
_BETWEEN = {"over", "op", "bij", "about", "on", "in"}
"""Words that people put between a place and a subject."""


@dataclass(frozen=True)
class StageFigure:
    """What fills the screens: a headline, a sentence, one drawing or a few rows, and the source."""

    title: str
    sentence: str
    source: str
    letter: str = ""
    is_open: bool = False
    """Whether the letter is of the cluster that a municipality outside the study resembles most."""
    drawing: str = ""
    names: tuple[str, ...] = ()
    """The municipalities on the map of a cluster."""
    strips: Strips | None = None
    rows: tuple[ProfileRow, ...] = ()
    keys: tuple[LegendEntry, ...] = ()


class _ShownPlace(NamedTuple):
    """A cluster or municipality; `is_open` for one that resembles the cluster of the letter."""

    name: str
    letter: str
    is_open: bool
    profile: Profile


# --- what somebody typed ---


def subject_of(atlas: Edition, text: str) -> str:
    """Say what of the atlas a text names: a place, an indicator, or a place and a subject.

    Returns "" where it names nothing that can be shown.
    """
    words = text[:_LONGEST].split()
    whole = " ".join(words)
    if key := _place(atlas, whole) or _indicator(atlas, fold(whole)):
        return key
    has_place = False
    for cut in range(len(words) - 1, 0, -1):
        place = _place(atlas, " ".join(words[:cut]))
        rest = fold(" ".join(words[cut + (words[cut].lower() in _BETWEEN) :]))
        subject = _theme(atlas, rest) or _indicator(atlas, rest) or _indicator_meant(atlas, rest)
        if place and subject:
            return f"{place} {subject}"
        has_place = has_place or bool(place)
    return "" if has_place else _indicator_meant(atlas, fold(whole))


def names_of(atlas: Edition) -> Iterator[str]:
    """List what a presenter may type, in the active language: as suggestions."""
    places = [atlas.words(cluster.name) for cluster in atlas.typology.clusters]
    yield from places
    for place in places:
        yield from (f"{place} {atlas.words(one.label)}" for one in atlas.catalog.themes)
    yield from (area.name for area in atlas.catalog.areas)
    yield from (atlas.words(one.label) for one in atlas.catalog.indicators.values())


def _place(atlas: Edition, name: str) -> str:
    try:
        there = destination(atlas.catalog.areas, name)
    except UnknownArea:
        return _cluster(atlas, fold(name))
    return f"municipality:{there.area.code}" if isinstance(there, Arrival) else ""


def _cluster(atlas: Edition, spelling: str) -> str:
    """Find the one cluster whose name has the spelling, as people shorten long names."""
    hits = [
        cluster.archetype
        for cluster in atlas.typology.clusters
        if spelling and any(spelling in name for name in _spellings(cluster.name))
    ]
    return f"cluster:{hits[0]}" if len(hits) == 1 else ""


def _theme(atlas: Edition, spelling: str) -> str:
    for theme in atlas.catalog.themes:
        if spelling in {*_spellings(theme.label), *_spellings(theme.short)}:
            return f"theme:{theme.id}"
    return ""


def _indicator(atlas: Edition, spelling: str) -> str:
    for indicator in atlas.catalog.indicators.values():
        if spelling in _spellings(indicator.label) or spelling == fold(indicator.id):
            return f"indicator:{indicator.id}"
    return ""


def _indicator_meant(atlas: Edition, spelling: str) -> str:
    """Find the indicator that says most about a subject, by what people call it."""
    of_subjects = (key for one in subjects_of(spelling) for key in one.indicators)
    keys = [key for key in of_subjects if spelling and key in atlas.catalog.indicators]
    return f"indicator:{keys[0]}" if keys else ""


def _spellings(name: Text) -> set[str]:
    return {fold(name.nl), fold(name.en)}


# --- what the room sees ---


def stage_figure(subject: str, study: str) -> StageFigure | None:
    """Make what fills the screens in the active language; None for what is not there any more."""
    return _stage_figure(subject, study, active_language())


@lru_cache(_KEPT)
def _stage_figure(subject: str, study: str, _language: str) -> StageFigure | None:
    atlas = edition(study)
    keys = dict(one.partition(":")[::2] for one in subject.split())
    try:
        if "theme" in keys:
            return _of_theme(atlas, keys)
        if "indicator" in keys:
            return _of_indicator(atlas, keys["indicator"], keys.get("municipality", ""))
        return _of_place(atlas, keys)
    except KeyError:  # of an earlier release
        return None


def _of_indicator(atlas: Edition, key: str, code: str) -> StageFigure:
    indicator, chart = atlas.catalog.indicators[key], f"spread/{key}"
    marks = figure_marks(atlas.release, chart, [code] if code else [])
    name = f"{atlas.words(indicator.label)} ({atlas.years(indicator)})"
    svg = atlas.charts.svg(chart, atlas.language, marks) if code else ""
    return StageFigure(
        title=f"{atlas.catalog.areas[code].name}: {name}" if code else name,
        sentence=atlas.charts.sentence(chart, atlas.language, marks),
        source=source_line(atlas, chart),
        drawing=SafeString(svg) if svg else "",
        strips=None if code else strips(atlas, indicator),
    )


def _of_place(atlas: Edition, keys: dict[str, str]) -> StageFigure:
    place = _place_of(atlas, keys)
    cluster = atlas.typology.cluster(_archetype(atlas, keys))
    if "cluster" in keys:
        return StageFigure(
            title=place.name,
            sentence=atlas.words(atlas.study.archetype[cluster.archetype].idea),
            source=source_line(atlas, f"map/members/{cluster.archetype}"),
            letter=place.letter,
            drawing=SafeString(atlas.charts.members_map(cluster.archetype, atlas.language)),
            names=tuple(sorted(atlas.catalog.areas[code].name for code in cluster.members)),
        )
    rows = place.profile.standouts or place.profile.themes[0].in_sight
    sentence = (
        _("%(name)s lijkt het meest op %(cluster)s, en verschilt daar hierin het meest van.")
        if place.is_open
        else _("Waarin %(name)s het meest verschilt van %(cluster)s.")
    )
    sentence %= {"name": place.name, "cluster": atlas.words(cluster.name)}
    return _of_rows(atlas, place.name, sentence, place, rows)


def _of_theme(atlas: Edition, keys: dict[str, str]) -> StageFigure:
    place = _place_of(atlas, keys)
    theme = next(
        one for one in place.profile.themes if one.id == atlas.catalog.theme(keys["theme"]).id
    )
    rows = (*theme.in_sight, *theme.more)
    return _of_rows(atlas, f"{place.name}: {theme.label}", theme.sentence, place, rows)


def _of_rows(
    atlas: Edition,
    title: str,
    sentence: str,
    place: _ShownPlace,
    all_rows: tuple[ProfileRow, ...],
) -> StageFigure:
    rows = all_rows[:_MOST_ROWS]
    publishers = [atlas.catalog.indicators[row.name.id].publisher for row in rows]
    # Some publishers have an “and” in their name.
    names = "; ".join(source_words(one) for one in dict.fromkeys(publishers))
    parts = {"names": names, "version": atlas.release.version}
    source = _("Bron: %(names)s. Bewerking: deelgenoot %(version)s") % parts
    return StageFigure(
        title,
        sentence,
        source,
        letter=place.letter,
        is_open=place.is_open,
        rows=rows,
        keys=place.profile.keys,
    )


def _place_of(atlas: Edition, keys: dict[str, str]) -> _ShownPlace:
    cluster = atlas.typology.cluster(_archetype(atlas, keys))
    if "cluster" in keys:
        name, profile = atlas.words(cluster.name), cluster_profile(atlas, cluster)
        return _ShownPlace(name, cluster.letter, is_open=False, profile=profile)
    code = keys["municipality"]
    is_open = not atlas.typology.members[code].in_study
    name, profile = atlas.catalog.areas[code].name, municipality_profile(atlas, code)
    return _ShownPlace(name, cluster.letter, is_open, profile)


def _archetype(atlas: Edition, keys: dict[str, str]) -> str:
    return keys.get("cluster") or atlas.typology.members[keys["municipality"]].cluster


# --- the presenter ---


@require_POST
def show_figure(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what somebody typed on all screens."""
    meeting, by = meeting_led(request, slug, may_present)
    text, back = request.POST.get("figure", ""), way_back(request, slug)
    subject = subject_of(edition(meeting.study), text)
    if not subject:
        why = _(
            "“%(text)s” kennen wij niet. Typ een gemeente, een cluster of een kenmerk, of een "
            "gemeente of cluster met een thema, zoals Gouda wonen."
        ) % {"text": text[:_LONGEST]}
        return answer_not_done(request, 422, why, back)
    director.show_figure(by=by, meeting=meeting, figure=subject, now=timezone.now())
    return answer_done(request, None, back)
