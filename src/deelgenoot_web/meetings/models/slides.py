"""Slides: the pages of a PDF as pictures, or the deck that the atlas makes of a cluster."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

STALLED = timedelta(minutes=2)
"""So long without a page, and the process that was converting is gone."""


class SlideDeck(models.Model):
    """Slides for parts of programmes. Copies of a meeting share them: nothing in them changes."""

    class Problem(models.TextChoices):
        """Why there are no slides: what is wrong, and how to go on."""

        LOCKED = (
            "locked",
            _("Dit bestand vraagt een wachtwoord. Bewaar het opnieuw als PDF, zonder wachtwoord."),
        )
        BROKEN = (
            "broken",
            _("Dit bestand is beschadigd. Open het in uw eigen programma en bewaar het opnieuw."),
        )
        PAGES = (
            "pages",
            _("Dit bestand heeft meer dan 200 bladzijden. Bewaar alleen wat u laat zien als PDF."),
        )
        SLOW = (
            "slow",
            _("Het omzetten duurde te lang. Bewaar de PDF met kleinere afbeeldingen of in delen."),
        )
        FULL = (
            "full",
            _("Alle dia’s van deze bijeenkomst zijn samen te groot. Haal eerst andere dia’s weg."),
        )
        STOPPED = "stopped", _("Het omzetten is onderbroken. Kies het bestand opnieuw.")

    name = models.CharField(max_length=160)
    """The name of the file, or the title of the deck of the atlas."""
    source = models.SlugField(max_length=60, blank=True)
    """The cluster of which the atlas makes the slides; empty for a PDF."""
    n_pages = models.PositiveSmallIntegerField(default=0)
    n_done = models.PositiveSmallIntegerField(default=0)
    """How many pages were converted so far."""
    size = models.PositiveIntegerField(default=0)
    """Bytes of all pictures."""
    problem = models.CharField(max_length=8, blank=True, default="")
    """A `Problem`; not as `choices`, since another sentence is no change of the table."""
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @property
    def is_ready(self) -> bool:
        """Whether all slides can be shown."""
        return not self.problem and 0 < self.n_pages == self.n_done

    def problem_at(self, now: datetime) -> str:
        """Say why there are no slides; empty while they are being made, and once they are there."""
        is_stalled = not self.is_ready and self.changed_at < now - STALLED
        why = self.problem or (self.Problem.STOPPED if is_stalled else "")
        return str(self.Problem(why).label) if why else ""


class SlidePicture(models.Model):
    """A page of a PDF: as WebP for a large screen and for a phone, and its text."""

    deck = models.ForeignKey(SlideDeck, on_delete=models.CASCADE, related_name="pictures")
    number = models.PositiveSmallIntegerField()
    """Its place, from 1."""
    wide = models.BinaryField()
    narrow = models.BinaryField()
    text = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["deck", "number"], name="a_page_of_a_deck_once")
        ]

    def __str__(self) -> str:
        return self.text[:40]
