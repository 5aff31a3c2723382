"""The board of a group, and what the group brings back."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.meetings.models.meeting import Group, Meeting
from deelgenoot_web.meetings.models.room import Participant

N_DOTS = 3
"""How many dots each participant may give away."""


DOTS_SHOWN = models.Count("dots", distinct=True) + models.Count("merged__dots", distinct=True)
"""How many dots are shown on a card: those of the cards that lie with it count along."""


class Stack(models.Model):
    """Cards that the group laid together under a heading."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="stacks")
    title = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.title


class Card(models.Model):
    """A card on the board. The id comes from the device, so that sending twice adds once."""

    class Kind(models.TextChoices):
        CHALLENGE = "challenge", _("opgave")
        EXPERIENCE = "experience", _("ervaring")
        PRACTICE = "practice", _("aanpak")
        IDEA = "idea", _("idee")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="cards")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.CHALLENGE)
    text = models.CharField(max_length=500)
    challenge_id = models.SlugField(max_length=80, blank=True)
    """The opgave of the study whose evidence stands on the card; empty: no figures."""
    came_from = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The group whose card it is, while that group is joined to this one."""
    author = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="cards"
    )
    stack = models.ForeignKey(
        Stack, null=True, blank=True, on_delete=models.SET_NULL, related_name="cards"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged"
    )
    """The card that it lies with. Its comments and dots stay its own, and are shown there."""
    is_hidden = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    """Goes up with each edit; an edit of an older version is refused, with both texts."""
    position = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["position", "added_at", "id"]

    def __str__(self) -> str:
        return self.text[:40]


class Comment(models.Model):
    """What somebody writes under a card."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.CharField(max_length=500)
    is_hidden = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["made_at", "id"]

    def __str__(self) -> str:
        return self.text[:40]


class Dot(models.Model):
    """One of the few dots that a participant may give away; several may go to one card."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="dots")
    participant = models.ForeignKey(
        Participant, null=True, on_delete=models.SET_NULL, related_name="dots"
    )
    """Empty once the personal data is gone: the dot still counts."""
    number = models.PositiveSmallIntegerField()
    """Which of the participant's dots this is: 1, 2, 3."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "number"], name="a_dot_is_given_once")
        ]

    def __str__(self) -> str:
        return f"{self.participant_id}.{self.number}"


class Harvest(models.Model):
    """What a group brings back: the three opgaven on top and three sentences."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="harvest")
    top = models.JSONField(default=list, blank=True)
    """[{"text": str, "challenge_id": str}, ...], at most three, most important first."""
    main_challenge = models.CharField(max_length=400, blank=True)
    what_works = models.CharField(max_length=400, blank=True)
    what_is_needed = models.CharField(max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(auto_now=True)
    is_ready = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.main_challenge[:40]


class Bundle(models.Model):
    """Opgaven of several groups that are the same one; suggested, and confirmed by a person."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="bundles")
    title = models.CharField(max_length=200)
    is_confirmed = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class BundleEntry(models.Model):
    """One line of one harvest in a bundle."""

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="entries")
    harvest = models.ForeignKey(Harvest, on_delete=models.CASCADE, related_name="entries")
    rank = models.PositiveSmallIntegerField()
    """Which of the top of that harvest: 1, 2 or 3."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["harvest", "rank"], name="in_one_bundle_only")
        ]

    def __str__(self) -> str:
        return f"{self.harvest_id}.{self.rank}"
