"""The slide that is on, and the slides of a part as its organiser sees them."""

from dataclasses import dataclass

from django.utils import timezone

from deelgenoot_web.meetings.models import Meeting, ProgrammeItem, SlideDeck, SlidePicture
from deelgenoot_web.meetings.queries.place import place_of


@dataclass(frozen=True)
class SlideOnScreen:
    """One slide; without `text` where a page holds none, or where the atlas makes the slide."""

    deck: SlideDeck
    number: int
    text: str

    @property
    def following(self) -> int:
        """The number of the slide after it, for browsers to fetch before it is on; 0 for none."""
        return self.number + 1 if self.number < self.deck.n_pages else 0


@dataclass(frozen=True)
class SlidesOfItem:
    """The slides of a part, or how far they are."""

    deck: SlideDeck | None
    slides: tuple[SlideOnScreen, ...]
    problem: str
    is_busy: bool


def slide_on(meeting: Meeting) -> SlideOnScreen | None:
    """Find the slide that is on, if the current part has slides."""
    place = place_of(meeting).slides
    return slide_of(place.deck, place.number) if place and place.number else None


def slide_of(deck: SlideDeck, number: int) -> SlideOnScreen:
    """Describe one slide, without its pictures."""
    pictures = SlidePicture.objects.filter(deck=deck, number=number)
    return SlideOnScreen(deck, number, pictures.values_list("text", flat=True).first() or "")


def slides_of_item(item: ProgrammeItem) -> SlidesOfItem:
    """Describe the slides of a part for the organiser."""
    deck = item.deck
    if deck is None:
        return SlidesOfItem(None, (), "", is_busy=False)
    problem = deck.problem_at(timezone.now())
    texts = dict(deck.pictures.values_list("number", "text"))
    numbers = range(1, deck.n_pages + 1) if deck.is_ready else ()
    return SlidesOfItem(
        deck=deck,
        slides=tuple(SlideOnScreen(deck, number, texts.get(number, "")) for number in numbers),
        problem=problem,
        is_busy=not problem and not deck.is_ready,
    )
