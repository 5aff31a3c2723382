"""Calls, questions to get in touch, and what a session offers its authors."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.exchange.models.practices import SHORT, Practice


class OpenCall(models.Model):
    """What a municipality seeks from others, or offers them, about an opgave."""

    class Kind(models.TextChoices):
        """Whether somebody wants something or has it."""

        SEEK = "seek"
        OFFER = "offer"

    key = models.UUIDField(default=uuid4, unique=True)
    """Made with the form, so that a form that is sent twice makes one call."""
    kind = models.CharField(max_length=5, choices=Kind)
    challenge = models.CharField(max_length=60, db_index=True)
    title = models.CharField(max_length=120)
    message = models.TextField(max_length=1000)
    gm_code = models.CharField(max_length=6, db_index=True)
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="calls")
    made_at = models.DateTimeField(db_index=True)
    origin = models.CharField(max_length=200, blank=True, default="", db_default="")
    """Where it began, such as the title of a session; empty for who just wrote it."""
    closed_at = models.DateTimeField(null=True)
    closed_because = models.CharField(max_length=SHORT, blank=True)
    """What a moderator told the author; empty where its municipality closed it, or time did."""
    is_example = False
    example_name = ""

    def __str__(self) -> str:
        return self.title

    @property
    def standing(self) -> Practice.Standing:
        """How it stands, in the words of other texts: open, closed by a moderator, or closed."""
        if self.closed_at is None:
            return Practice.Standing.PUBLIC
        is_hidden = bool(self.closed_because)
        return Practice.Standing.HIDDEN if is_hidden else Practice.Standing.WITHDRAWN


class Introduction(models.Model):
    """The question of somebody to get in touch with the author of an approach, or of a call.

    Neither sees the address of the other before the author agrees.
    """

    class State(models.TextChoices):
        """What became of the question."""

        ASKED = "asked"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        ENDED = "ended"  # without an answer

    practice = models.ForeignKey(
        Practice, on_delete=models.CASCADE, related_name="introductions", null=True
    )
    call = models.ForeignKey(
        OpenCall, on_delete=models.CASCADE, related_name="introductions", null=True
    )
    asker = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="introductions")
    message = models.TextField(max_length=600)
    nonce = models.CharField(max_length=32, unique=True)
    """The end of the address that the author's letter leads to."""
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["practice", "asker"], name="introduction_once"),
            models.UniqueConstraint(fields=["call", "asker"], name="introduction_to_call_once"),
            models.CheckConstraint(
                condition=Q(practice=None) ^ Q(call=None), name="introduction_about_one"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", closed_at__isnull=True)
                | (~Q(state="asked") & Q(closed_at__isnull=False)),
                name="introduction_closed_or_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about}: {self.state}"

    @property
    def about(self) -> "Practice | OpenCall":
        """What its author wrote."""
        about = self.practice or self.call
        assert about  # noqa: S101 - the database guards it
        return about


class HarvestOffer(models.Model):
    """What somebody wrote in a session, and is asked to make something of in the exchange.

    Emptied when it was answered; what is left keeps the question from being asked again.
    """

    class Becomes(models.TextChoices):
        """What it is to be."""

        PRACTICE = "practice"
        CHALLENGE = "challenge"
        CALL = "call"

    source = models.CharField(max_length=60, unique=True)
    """What it was written on, such as a card; nothing leads back from there to a person."""
    becomes = models.CharField(
        max_length=9, choices=Becomes, default=Becomes.PRACTICE, db_default="practice"
    )
    nonce = models.CharField(max_length=32, unique=True)
    """The end of the address that the letter leads to."""
    key = models.UUIDField(default=uuid4)
    """The key of the draft, so that a button that is pressed twice makes one."""
    text = models.CharField(max_length=500, blank=True)
    challenge = models.CharField(max_length=60, blank=True)
    origin = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    is_answered = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.source
