"""Who comes, and what the organiser asks them beforehand."""

import secrets
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.meetings.models.meeting import Group, Meeting


def new_nonce() -> str:
    """Something to sign along, that nobody can guess."""
    return secrets.token_urlsafe(12)


class Field(models.Model):
    """A question of the organiser's own on the registration form."""

    class Kind(models.TextChoices):
        LINE = "line", _("een regel")
        TEXT = "text", _("meer regels")
        CHOICE = "choice", _("één keuze")
        CHOICES = "choices", _("meer keuzes")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="fields")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.LINE)
    label = models.CharField(max_length=200)
    choices = models.JSONField(default=list, blank=True)
    """[str, ...] for a field with choices."""
    is_required = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.label


class Registration(models.Model):
    """A place, or a wait for one. Whoever waits gave an address only: the rest is asked later.

    Who asked (`ASKED`) takes no place until the address is proven.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("nog niet bevestigd")
        CONFIRMED = "confirmed", _("aangemeld")
        WAITING = "waiting", _("op de wachtlijst")
        CANCELLED = "cancelled", _("afgemeld")

    HOLDS_PLACE = (State.CONFIRMED, State.WAITING)
    """States that take a place, or a place in the line."""
    DAYS_TO_CONFIRM = 2
    """After these days a request that nobody confirmed is deleted."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="registrations")
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    gm_code = models.CharField(max_length=6, blank=True)
    organisation = models.CharField(max_length=160, blank=True)
    """For who does not work for a municipality."""
    job = models.CharField(max_length=120, blank=True)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="registrations"
    )
    came_from = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The group to go back to when that is no longer joined to this one."""
    is_placed_by_hand = models.BooleanField(default=False)
    """Somebody chose this group; a change of municipality leaves it alone."""
    language = models.CharField(max_length=2, default="nl")
    shares_contact = models.BooleanField(default=False)
    """Consent to stand in the contact list of the own group, which stays after the session."""
    nonce = models.CharField(max_length=16, default=new_nonce)
    """Part of what the personal link signs: a new one makes the old link worthless."""
    registered_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["registered_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "email"], name="one_place_per_address")
        ]

    def __str__(self) -> str:
        return self.name or self.email


class Answer(models.Model):
    """What somebody answered to a question of the organiser's own."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="answers")
    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="answers")
    value = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["registration", "field"], name="one_answer_per_field")
        ]

    def __str__(self) -> str:
        return str(self.value)
