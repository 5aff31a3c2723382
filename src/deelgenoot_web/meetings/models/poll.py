"""What is put to the vote, and the votes: rows, never counters."""

import secrets
import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.meetings.models.meeting import Group, Meeting
from deelgenoot_web.meetings.models.pictures import PollPicture

LEAST_SECONDS, MOST_SECONDS = 5, 3600


def new_secret() -> bytes:
    """What names the voters of one poll; destroyed when it closes."""
    return secrets.token_bytes(32)


class Poll(models.Model):
    """One question with its way of answering. Results are shown only after it is closed, unless it
    is live: then answers come on the large screen in steps (`disclosure.n_to_show`).

    Showing each vote would let everybody follow the first ones, and would let who watches the
    difference between two pictures read a single vote.
    """

    class Kind(models.TextChoices):
        CHOICE = "choice", _("één keuze")
        CHOICES = "choices", _("meer keuzes")
        SCALE = "scale", _("schaal")
        WORDS = "words", _("woordenwolk")
        TEXT = "text", _("open antwoord")
        RANKING = "ranking", _("rangorde")
        POINTS = "points", _("100 punten verdelen")
        MATRIX = "matrix", _("invloed en haalbaarheid")
        NUMBER = "number", _("wat zeggen de cijfers")

    class State(models.TextChoices):
        DRAFT = "draft", _("nog niet gesteld")
        OPEN = "open", _("open")
        CLOSED = "closed", _("gesloten")

    class Purpose(models.TextChoices):
        PLAIN = "", _("peiling")
        CLOSING = "closing", _("slotkeuze")
        EVALUATION = "evaluation", _("evaluatie")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="polls")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=7, choices=Kind)
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.PLAIN, blank=True)
    question = models.CharField(max_length=200)
    explanation = models.CharField(max_length=300, blank=True)
    notes = models.TextField(max_length=1000, blank=True, default="")
    """What only who presents reads."""
    picture = models.ForeignKey(
        PollPicture, null=True, blank=True, on_delete=models.SET_NULL, related_name="polls"
    )
    """Use `picture_id`: the picture itself is read by the browser alone."""
    picture_text = models.CharField(max_length=300, blank=True, default="")
    """What can be seen in the picture."""
    options = models.JSONField(default=list, blank=True)
    """[str, ...]: the choices, statements of a scale, what is ranked, gets points or a place."""
    settings = models.JSONField(default=dict, blank=True)
    """What only this kind needs: `most` (choices, words), `low` and `high` (words at the ends),
    `right` (places of right options, where it is a quiz), `figure` (a `FigureRule`)."""
    answer = models.JSONField(null=True, blank=True)
    """What the open figures said when it was put (`figures.Answer`); None for other kinds."""
    round_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="later_rounds"
    )
    """The first round, when the same question is asked again."""
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    is_shown = models.BooleanField(default=False)
    is_split = models.BooleanField(default=False, db_default=False)
    """Whether the large screen, once it is shown, has a column for each cluster beside all."""
    is_live = models.BooleanField(default=False)
    """Whether the large screen shows answers while they come in; then without clusters."""
    live_values = models.JSONField(default=list, blank=True)
    """The answers shown so far, as they then were, in an order that tells nothing; empty again
    after closing."""
    secret = models.BinaryField(null=True, blank=True, default=new_secret)
    seconds = models.PositiveSmallIntegerField(null=True, blank=True)
    """How long it stays open once it is put; None: until somebody closes it."""
    closes_at = models.DateTimeField(null=True, blank=True)
    """When an open poll closes by itself; later votes are refused."""
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting"],
                condition=models.Q(state="open"),
                name="one_open_poll_per_meeting",
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed", secret__isnull=True)
                | (~models.Q(state="closed") & models.Q(secret__isnull=False)),
                name="a_closed_poll_has_no_secret",
            ),
            models.CheckConstraint(
                condition=models.Q(is_shown=False) | models.Q(state="closed"),
                name="shown_only_when_closed",
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__isnull=True) | models.Q(state="open"),
                name="only_an_open_poll_is_timed",
            ),
            models.CheckConstraint(
                condition=models.Q(seconds__isnull=True)
                | models.Q(seconds__range=(LEAST_SECONDS, MOST_SECONDS)),
                name="poll_of_bounded_time",
            ),
            models.CheckConstraint(
                condition=models.Q(picture__isnull=True) | ~models.Q(picture_text=""),
                name="a_picture_has_a_text",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def lasts(self) -> int:
        """How many seconds it is open in all, where it closes by itself; else 0."""
        if not (self.opened_at and self.closes_at):
            return 0
        return round((self.closes_at - self.opened_at).total_seconds())


class Vote(models.Model):
    """One answer. Who gave it cannot be found after closing: the secret is gone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="votes")
    voter = models.CharField(max_length=64, null=True)  # noqa: DJ001 - "" would be unique
    """HMAC-SHA256 of the participant under the secret of the poll, in hex; None after closing."""
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The group of the cluster of the voter's municipality, for the split; empty for guests."""
    value = models.JSONField()
    is_hidden = models.BooleanField(default=False)
    """A written answer that the organiser took off the screen."""
    is_counted = models.BooleanField(default=False)
    """Whether this voter is among the `live_values` of an open poll."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["poll", "voter"], name="one_vote_each")
        ]

    def __str__(self) -> str:
        return str(self.value)


class MergedWord(models.Model):
    """A word of a word cloud that counts as another, both by their stems."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="merged_words")
    stem = models.CharField(max_length=60)
    into = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["poll", "stem"], name="a_word_merged_once"),
            models.CheckConstraint(
                condition=~models.Q(stem=models.F("into")), name="a_word_merged_into_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stem} → {self.into}"


class HiddenWord(models.Model):
    """A word that the organiser took out of a word cloud, by its stem."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="hidden_words")
    stem = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["poll", "stem"], name="a_word_hidden_once")
        ]

    def __str__(self) -> str:
        return self.stem
