"""Reports of readers and decisions of moderators, about any text of the exchange."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.exchange.models.contact import OpenCall
from deelgenoot_web.exchange.models.conversation import MunicipalChallenge, TextReaction
from deelgenoot_web.exchange.models.practices import SHORT, Practice

ModeratedText = Practice | MunicipalChallenge | TextReaction | OpenCall
"""What readers report and moderators decide about."""
_ONE_TEXT = (
    Q(practice__isnull=False, challenge=None, reaction=None, call=None)
    | Q(practice=None, challenge__isnull=False, reaction=None, call=None)
    | Q(practice=None, challenge=None, reaction__isnull=False, call=None)
    | Q(practice=None, challenge=None, reaction=None, call__isnull=False)
)


def text_written_at(text: ModeratedText) -> datetime | None:
    """Give when a text was last written anew; None for one that is as at first."""
    if isinstance(text, Practice):
        return text.current.published_at if text.current else None
    return None if isinstance(text, OpenCall) else text.changed_at


class AboutText(models.Model):
    """A row about an approach, an opgave that a municipality added, a reaction or a call: one."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, null=True)
    challenge = models.ForeignKey(MunicipalChallenge, on_delete=models.CASCADE, null=True)
    reaction = models.ForeignKey(TextReaction, on_delete=models.CASCADE, null=True)
    call = models.ForeignKey(OpenCall, on_delete=models.CASCADE, null=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(condition=_ONE_TEXT, name="%(class)s_about_one"),
        ]

    @property
    def about(self) -> ModeratedText:
        """The text that it is about."""
        about = self.practice or self.challenge or self.reaction or self.call
        assert about  # noqa: S101 - the database guards it
        return about


class TextReport(AboutText):
    """What a reader says is wrong with a text; nobody knows who said so."""

    class Ground(models.TextChoices):
        """Why a text may have to go."""

        PRIVATE = "private"
        UNTRUE = "untrue"
        RUDE = "rude"
        ADVERT = "advert"
        OTHER = "other"

    ground = models.CharField(max_length=7, choices=Ground)
    note = models.CharField(max_length=600, blank=True)
    reported_at = models.DateTimeField()
    decision = models.ForeignKey(
        "ModerationDecision", on_delete=models.SET_NULL, null=True, related_name="reports"
    )

    def __str__(self) -> str:
        return self.ground


class ModerationDecision(AboutText):
    """What a moderator decided about a text or about its author, why, and the appeal: the log.

    Text and author are decided apart: each decision is about one of them.
    """

    class Kind(models.TextChoices):
        """What was decided."""

        KEEP = "keep"
        CLOSE = "close"  # the reports: the text was not public any more
        HIDE = "hide"
        SHOW = "show"
        BAR = "bar"
        LET_IN = "let_in"

    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    """The author that it is about; none where it is about the text, or the account is gone."""
    kind = models.CharField(max_length=6, choices=Kind)
    reason = models.CharField(max_length=SHORT, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    words = models.TextField(blank=True, default="", db_default="")
    """What it hid, of a text that is written over; empty again once the text is shown."""
    decided_at = models.DateTimeField()
    appeal = models.TextField(max_length=1000, blank=True)
    appealed_at = models.DateTimeField(null=True)
    appealed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    """Gets the answer too: a colleague may object for an author who left."""
    answer = models.TextField(max_length=1000, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    is_reversed = models.BooleanField(default=False)

    class Meta(AboutText.Meta):
        constraints: ClassVar = [
            *AboutText.Meta.constraints,
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(appealed_at__isnull=False),
                name="decision_answered_after_appeal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about}: {self.kind}"

    @property
    def is_about_author(self) -> bool:
        """Whether it is about the author, also when that account is gone; else about the text."""
        return self.kind in {"bar", "let_in"}

    @property
    def is_corrected(self) -> bool:
        """Whether the text that it hid was written anew since, for a moderator to read."""
        written_at = text_written_at(self.about)
        is_hiding = self.kind == self.Kind.HIDE
        return is_hiding and written_at is not None and written_at > self.decided_at

    @property
    def later_hiding(self) -> "ModerationDecision | None":
        """The later decision by which the text that it hid is hidden now."""
        about = self.about
        if self.kind != self.Kind.HIDE or about.standing != Practice.Standing.HIDDEN:
            return None
        rows = about.moderationdecision_set.filter(kind=self.Kind.HIDE, pk__gt=self.pk)
        return rows.order_by("-pk").first()

    @property
    def may_be_appealed(self) -> bool:
        """Whether somebody who it touches can still object: once."""
        return self.kind in {"hide", "bar"} and self.appealed_at is None
