"""What an address or a typed name leads to: a municipality, or a choice.

Every name and code of 2010-2026 leads somewhere. What a visitor typed is never shown; what is shown
is the known name that it turned out to be.
"""

from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _

from deelgenoot.areas import Area, Areas, Resolution, folded, unqualified
from deelgenoot.errors import UnknownArea
from deelgenoot.typology.sentences import listed
from deelgenoot_web.atlas.pages.municipalities import MunicipalityRow, row
from deelgenoot_web.atlas.pages.sureness import in_words
from deelgenoot_web.atlas.release import Release


@dataclass(frozen=True)
class Arrival:
    """One municipality of the reference year; `came_from` when it was asked by a former name."""

    area: Area
    came_from: str = ""


@dataclass(frozen=True)
class AreaChoice:
    """Several municipalities: the parts of a newer one, the heirs of an old one, or namesakes."""

    name: str
    sentence: str
    areas: tuple[Area, ...]
    is_ambiguous: bool = False
    """Whether one of them is meant, and it is not known which."""


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


def choice(release: Release, found: AreaChoice, language: str) -> ChoicePage:
    """The page that lists the municipalities to choose from."""
    rows = tuple(row(release, area, language) for area in found.areas)
    return ChoicePage(found.name, found.sentence, rows, found.is_ambiguous)


def unknown(error: UnknownArea) -> UnknownPage:
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


def destination(areas: Areas, asked: str, language: str) -> Arrival | AreaChoice:
    """Where `asked` leads; raises `UnknownArea`, with suggestions, when it leads nowhere."""
    try:
        found = areas.resolve(asked)
    except UnknownArea as unknown:
        namesakes = _namesakes(areas, asked, unknown)
        if not namesakes:
            raise
        return _choice_of_namesakes(namesakes)
    if found.how == "same":
        return Arrival(found.areas[0])
    name = known_name(areas, asked)
    if len(found.areas) == 1:
        return Arrival(found.areas[0], name)
    return AreaChoice(name, _what_became(areas, found, language), found.areas)


def notice(areas: Areas, asked: str, area: Area, language: str) -> str:
    """What to say to somebody who came to `area` from `asked`; nothing where that cannot be."""
    try:
        found = areas.resolve(asked)
    except UnknownArea:
        return ""
    if found.how == "same" or area not in found.areas:
        return ""
    return _what_became(areas, found, language)


def what_became(areas: Areas, asked: str, language: str) -> str:
    """What became of a municipality by another name; raises `UnknownArea` for no name at all."""
    return _what_became(areas, areas.resolve(asked), language)


def known_name(areas: Areas, asked: str) -> str:
    """The name that a resolvable `asked` stands for, as it was written when it was in use."""
    code = asked.strip().upper()
    if any(named.code == code for named in areas.history):
        return max((n for n in areas.history if n.code == code), key=lambda n: n.last).name
    spelt = folded(asked)
    known = areas.known_names
    exact = [name for name in known if folded(name) == spelt]
    return next(iter(exact or [name for name in known if folded(unqualified(name)) == spelt]), "")


def _what_became(areas: Areas, found: Resolution, language: str) -> str:
    """What happened to the municipality that was asked for."""
    said = {
        "name": known_name(areas, found.asked),
        "year": found.year,
        "areas": listed([area.name for area in found.areas], language),
        "boundaries": areas.year,
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


def _namesakes(areas: Areas, asked: str, unknown: UnknownArea) -> tuple[Area, ...]:
    """The municipalities that share the name; a name that only looks like theirs has none."""
    spelt = folded(unqualified(asked))
    names = set(unknown.suggestions)
    return tuple(a for a in areas if a.name in names and folded(unqualified(a.name)) == spelt)


def _choice_of_namesakes(namesakes: tuple[Area, ...]) -> AreaChoice:
    name = unqualified(namesakes[0].name)
    sentence = _("Er zijn %(count)s gemeenten met de naam %(name)s. Welke bedoelt u?")
    said = sentence % {"count": in_words(len(namesakes)), "name": name}
    return AreaChoice(name, said, namesakes, is_ambiguous=True)
