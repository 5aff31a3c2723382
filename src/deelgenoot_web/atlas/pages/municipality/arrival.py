"""Where an address or a typed name leads: to a municipality, or to a choice.

Every name and code of 2010-2026 leads somewhere. A page never repeats what a visitor typed; it
shows the known name that was recognised.
"""

from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _

from deelgenoot.areas import Area, Resolution
from deelgenoot.errors import UnknownArea
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.arrival import AreaChoice, known_name
from deelgenoot_web.atlas.pages.municipality.list import MunicipalityRow, row
from deelgenoot_web.atlas.wording import namesakes_sentence


@dataclass(frozen=True)
class ChoicePage:
    """A name that stands for several municipalities, each with its own page."""

    title: str
    description: str
    rows: tuple[MunicipalityRow, ...]
    is_ambiguous: bool


@dataclass(frozen=True)
class NameSuggestion:
    """A name that looks like what was typed; `slug` ends its address."""

    name: str
    slug: str


@dataclass(frozen=True)
class UnknownPage:
    """A name that leads nowhere, and names that look like it."""

    title: str
    description: str
    suggestions: tuple[NameSuggestion, ...]


def choice_page(edition: Edition, choice: AreaChoice) -> ChoicePage:
    """Make the page that lists the municipalities to choose from."""
    rows = tuple(row(edition, area) for area in choice.areas)
    return ChoicePage(choice.name, choice_sentence(edition, choice), rows, choice.is_ambiguous)


def choice_sentence(edition: Edition, choice: AreaChoice) -> str:
    """Say why a name stands for several municipalities."""
    if choice.resolution:
        return _what_became(edition, choice.resolution)
    return namesakes_sentence(choice)


def unknown_page(error: UnknownArea) -> UnknownPage:
    """Make the page for a name of no municipality in any year."""
    return UnknownPage(
        title=_("Deze gemeente kennen wij niet"),
        description=_(
            "Wij kennen elke naam en elke code van een gemeente sinds 2010, maar deze niet. Zoek "
            "op naam of kies uit de lijst."
        ),
        suggestions=suggestions(error),
    )


def suggestions(error: UnknownArea) -> tuple[NameSuggestion, ...]:
    """List the names that look like the one that was typed."""
    return tuple(NameSuggestion(name, slugify(name)) for name in error.suggestions)


def notice(edition: Edition, query: str, area: Area) -> str:
    """Say how `query` led to `area`; nothing where it did not."""
    try:
        resolution = edition.catalog.areas.resolve(query)
    except UnknownArea:
        return ""
    if resolution.how == "same" or area not in resolution.areas:
        return ""
    return _what_became(edition, resolution)


def what_became(edition: Edition, query: str) -> str:
    """Say what became of the municipality `query`; raise `UnknownArea` for an unknown name."""
    return _what_became(edition, edition.catalog.areas.resolve(query))


def _what_became(edition: Edition, resolution: Resolution) -> str:
    """Say what became of a municipality: renamed, merged, divided or newly made."""
    slots = {
        "name": known_name(edition.catalog.areas, resolution.query),
        "year": resolution.year,
        "areas": edition.join_names([area.name for area in resolution.areas]),
        "boundaries": edition.catalog.areas.year,
    }
    if resolution.how == "renamed":
        return _("%(name)s heet nu %(areas)s.") % slots
    if resolution.how == "parts":
        return (
            _(
                "%(name)s bestaat sinds %(year)s en is gevormd uit %(areas)s. Onze cijfers staan "
                "op de grenzen van %(boundaries)s: u vindt ze bij de delen."
            )
            % slots
        )
    if len(resolution.areas) > 1:
        return _("%(name)s is in %(year)s verdeeld over %(areas)s.") % slots
    return _("%(name)s hoort sinds %(year)s bij %(areas)s.") % slots
