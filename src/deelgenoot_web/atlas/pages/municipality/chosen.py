"""Read from an address which municipalities a visitor wants to see beside each other.

No name is lost: municipalities that cannot be shown are named, with a way on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from deelgenoot.areas import Area
from deelgenoot.errors import UnknownArea
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.arrival import AreaChoice, destination
from deelgenoot_web.atlas.pages.municipality.arrival import (
    NameSuggestion,
    choice_sentence,
    suggestions,
    what_became,
)

MOST = 5
_MOST_READ = 20
_LONGEST = 100


@dataclass(frozen=True)
class ChoiceRemark:
    """Something that a visitor should know about the choice, with ways on."""

    sentence: str
    ways: tuple[NameSuggestion, ...] = ()


@dataclass(frozen=True)
class ChosenPlaces:
    """The municipalities to show, at most `MOST`, and remarks about the others."""

    areas: tuple[Area, ...]
    remarks: tuple[ChoiceRemark, ...]
    all_slugs: tuple[str, ...]
    """Slugs of all municipalities that were understood, also those for which there is no room."""
    unknown_name: str
    """The last name that is of no municipality."""
    is_plain: bool
    """Whether the address already names exactly these municipalities, by slug."""

    @property
    def slugs(self) -> tuple[str, ...]:
        """The ends of the municipalities' addresses."""
        return tuple(area.slug for area in self.areas)


def chosen_places(edition: Edition, queries: Sequence[str]) -> ChosenPlaces:
    """Read `queries`: names, codes or slugs, also several with commas between."""
    words = [word.strip()[:_LONGEST] for part in queries for word in part.split(",")][:_MOST_READ]
    reading = _PlacesReading(edition)
    for word in words:
        if word:
            reading.read(word)
    areas = tuple(reading.areas.values())
    visible, over = areas[:MOST], areas[MOST:]
    if over:
        reading.remarks.append(_too_many(edition, over))
    return ChosenPlaces(
        areas=visible,
        remarks=tuple(reading.remarks),
        all_slugs=tuple(area.slug for area in areas),
        unknown_name=reading.unknown_name,
        is_plain=list(queries) == [area.slug for area in visible],
    )


@dataclass
class _PlacesReading:
    """The municipalities that were understood so far, in the order of the address."""

    edition: Edition
    areas: dict[str, Area] = field(default_factory=dict)
    remarks: list[ChoiceRemark] = field(default_factory=list)
    unknown_name: str = ""

    def read(self, word: str) -> None:
        """Read one name."""
        try:
            arrival = destination(self.edition.catalog.areas, word)
        except UnknownArea as error:
            self._not_known(word, error)
            return
        if isinstance(arrival, AreaChoice):
            self._several(arrival)
            return
        if arrival.came_from:
            self._say(what_became(self.edition, word))
        self._take(arrival.area)

    def _take(self, area: Area) -> None:
        if area.code in self.areas:
            self._say(_("%(name)s staat er al.") % {"name": area.name})
        self.areas.setdefault(area.code, area)

    def _several(self, choice: AreaChoice) -> None:
        """Take all parts of a newer municipality; let the visitor choose between namesakes."""
        if choice.is_ambiguous:
            ways = tuple(NameSuggestion(area.name, area.slug) for area in choice.areas)
            self.remarks.append(ChoiceRemark(choice_sentence(self.edition, choice), ways))
            return
        self._say(choice_sentence(self.edition, choice))
        for area in choice.areas:
            self.areas.setdefault(area.code, area)

    def _not_known(self, word: str, error: UnknownArea) -> None:
        self.unknown_name = word
        ways = suggestions(error)
        sentence = (
            _("Eén naam kennen wij niet. Bedoelt u misschien:")
            if ways
            else _("Eén naam kennen wij niet. Controleer de spelling.")
        )
        self.remarks.append(ChoiceRemark(sentence, ways))

    def _say(self, sentence: str) -> None:
        self.remarks.append(ChoiceRemark(sentence))


def _too_many(edition: Edition, over: Sequence[Area]) -> ChoiceRemark:
    names = edition.join_names([area.name for area in over])
    sentence = _(
        "Meer dan vijf naast elkaar past niet. Haal er een weg, dan komt de volgende erbij. Nu "
        "niet te zien: %(names)s."
    )
    return ChoiceRemark(sentence % {"names": names})
