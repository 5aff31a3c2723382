"""Which municipalities somebody wants beside each other, from what stands in the address.

Nothing that was asked for is lost: what cannot be shown is named, with a way on.
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
    """Something that a visitor should know about what was asked, and which ways on there are."""

    sentence: str
    ways: tuple[NameSuggestion, ...] = ()


@dataclass(frozen=True)
class ChosenPlaces:
    """The municipalities to show, at most `MOST`, and what to say about the others."""

    areas: tuple[Area, ...]
    remarks: tuple[ChoiceRemark, ...]
    kept: tuple[str, ...]
    """Slugs of all that were understood, also those for which there is no room."""
    typed: str
    """The last name that led nowhere."""
    is_plain: bool
    """Whether it was asked as it stands in the address of this choice."""

    @property
    def slugs(self) -> tuple[str, ...]:
        """The ends of their addresses."""
        return tuple(area.slug for area in self.areas)


def chosen(edition: Edition, asked: Sequence[str]) -> ChosenPlaces:
    """What `asked` (names, codes or slugs, also several with commas between) stands for."""
    words = [word.strip()[:_LONGEST] for part in asked for word in part.split(",")][:_MOST_READ]
    reading = _PlacesReading(edition)
    for word in words:
        if word:
            reading.read(word)
    found = tuple(reading.found.values())
    shown, over = found[:MOST], found[MOST:]
    if over:
        reading.remarks.append(_too_many(edition, over))
    return ChosenPlaces(
        areas=shown,
        remarks=tuple(reading.remarks),
        kept=tuple(area.slug for area in found),
        typed=reading.typed,
        is_plain=list(asked) == [area.slug for area in shown],
    )


@dataclass
class _PlacesReading:
    """What was understood so far, in the order in which it was asked."""

    edition: Edition
    found: dict[str, Area] = field(default_factory=dict)
    remarks: list[ChoiceRemark] = field(default_factory=list)
    typed: str = ""

    def read(self, word: str) -> None:
        """Take up one name."""
        try:
            meant = destination(self.edition.catalog.areas, word)
        except UnknownArea as error:
            self._not_known(word, error)
            return
        if isinstance(meant, AreaChoice):
            self._several(meant)
        elif meant.came_from:
            self._say(what_became(self.edition, word))
            self._take(meant.area)
        else:
            self._take(meant.area)

    def _take(self, area: Area) -> None:
        if area.code in self.found:
            self._say(_("%(name)s staat er al.") % {"name": area.name})
        self.found.setdefault(area.code, area)

    def _several(self, meant: AreaChoice) -> None:
        """The parts of a newer municipality all count; of namesakes one has to be chosen."""
        if meant.is_ambiguous:
            ways = tuple(NameSuggestion(area.name, area.slug) for area in meant.areas)
            self.remarks.append(ChoiceRemark(choice_sentence(self.edition, meant), ways))
            return
        self._say(choice_sentence(self.edition, meant))
        for area in meant.areas:
            self.found.setdefault(area.code, area)

    def _not_known(self, word: str, error: UnknownArea) -> None:
        self.typed = word
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
    names = edition.listed([area.name for area in over])
    sentence = _(
        "Meer dan vijf naast elkaar past niet. Haal er een weg, dan komt de volgende erbij. Nu "
        "niet te zien: %(names)s."
    )
    return ChoiceRemark(sentence % {"names": names})
