"""What an address or a typed name leads to: a municipality, or a choice.

Every name and code of 2010-2026 leads somewhere. What a visitor typed is never shown; what is shown
is the known name that it turned out to be.
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


def choice_page(edition: Edition, found: AreaChoice) -> ChoicePage:
    """The page that lists the municipalities to choose from."""
    rows = tuple(row(edition, area) for area in found.areas)
    return ChoicePage(found.name, choice_sentence(edition, found), rows, found.is_ambiguous)


def choice_sentence(edition: Edition, choice: AreaChoice) -> str:
    """Why a name stands for several municipalities."""
    if choice.resolution:
        return _what_became(edition, choice.resolution)
    return namesakes_sentence(choice)


def unknown_page(error: UnknownArea) -> UnknownPage:
    """The page for a name of no municipality in any year."""
    return UnknownPage(
        title=_("Deze gemeente kennen wij niet"),
        description=_(
            "Wij kennen elke naam en elke code van een gemeente sinds 2010, maar deze niet. Zoek "
            "op naam of kies uit de lijst."
        ),
        suggestions=suggestions(error),
    )


def suggestions(error: UnknownArea) -> tuple[NameSuggestion, ...]:
    """The names that look like what was typed."""
    return tuple(NameSuggestion(name, slugify(name)) for name in error.suggestions)


def notice(edition: Edition, asked: str, area: Area) -> str:
    """What to say to somebody who came to `area` from `asked`; nothing where that cannot be."""
    try:
        found = edition.catalog.areas.resolve(asked)
    except UnknownArea:
        return ""
    if found.how == "same" or area not in found.areas:
        return ""
    return _what_became(edition, found)


def what_became(edition: Edition, asked: str) -> str:
    """What became of a municipality by another name; raises `UnknownArea` for no name at all."""
    return _what_became(edition, edition.catalog.areas.resolve(asked))


def _what_became(edition: Edition, found: Resolution) -> str:
    """What happened to the municipality that was asked for."""
    said = {
        "name": known_name(edition.catalog.areas, found.query),
        "year": found.year,
        "areas": edition.listed([area.name for area in found.areas]),
        "boundaries": edition.catalog.areas.year,
    }
    if found.how == "renamed":
        return _("%(name)s heet nu %(areas)s.") % said
    if found.how == "parts":
        return (
            _(
                "%(name)s bestaat sinds %(year)s en is gevormd uit %(areas)s. Onze cijfers staan "
                "op de grenzen van %(boundaries)s: u vindt ze bij de delen."
            )
            % said
        )
    if len(found.areas) > 1:
        return _("%(name)s is in %(year)s verdeeld over %(areas)s.") % said
    return _("%(name)s hoort sinds %(year)s bij %(areas)s.") % said
