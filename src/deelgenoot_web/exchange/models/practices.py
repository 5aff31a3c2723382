"""Approaches ("aanpakken") of municipalities, who uses them, and who asks to be introduced."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from deelgenoot_web.accounts.models import Person

LONG = 4000
SHORT = 300


class PracticeText(models.Model):
    """What a municipality says about an approach; a draft may leave anything open."""

    class Stage(models.TextChoices):
        """How far an approach is."""

        IDEA = "idea"
        RUNNING = "running"
        FINISHED = "finished"
        STOPPED = "stopped"

    class Costs(models.TextChoices):
        """What an approach costs or did cost, in bands of euros."""

        UNDER_10 = "10"
        UNDER_100 = "100"
        UNDER_500 = "500"
        OVER_500 = "over"

    class Effort(models.TextChoices):
        """How much of the municipality's own people an approach takes."""

        HALF_DAY = "half"
        TWO_DAYS = "days"
        ONE_PERSON = "person"
        TEAM = "team"

    class Licence(models.TextChoices):
        """Under which licence of Creative Commons others may use the text."""

        BY = "by"
        BY_SA = "by-sa"
        ZERO = "zero"

    title = models.CharField(max_length=120, blank=True)
    challenge = models.CharField(max_length=60, blank=True)
    """The id of an opgave of the study."""
    summary = models.CharField(max_length=SHORT, blank=True)
    stage = models.CharField(max_length=8, choices=Stage, blank=True)
    first_year = models.PositiveSmallIntegerField(null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(null=True, blank=True)
    success = models.TextField(max_length=LONG, blank=True)
    setback = models.TextField(max_length=LONG, blank=True)
    story = models.TextField(max_length=LONG, blank=True)
    partners = models.TextField(max_length=LONG, blank=True)
    lesson = models.TextField(max_length=LONG, blank=True)
    figures = models.TextField(max_length=LONG, blank=True)
    reading = models.TextField(max_length=LONG, blank=True)
    costs = models.CharField(max_length=4, choices=Costs, blank=True)
    effort = models.CharField(max_length=6, choices=Effort, blank=True)
    licence = models.CharField(max_length=5, choices=Licence, default=Licence.BY)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


TEXT_FIELDS = (
    *("title", "challenge", "summary", "stage", "first_year", "last_year"),
    *("success", "setback", "story", "partners", "lesson", "figures", "reading"),
    *("costs", "effort", "licence"),
)
"""The names of all that is written about an approach, in the order in which it is asked."""


class Practice(PracticeText):
    """An approach of a municipality: the draft as it is now; what is public is a version of it.

    Everybody who contributes for the municipality writes in it. `revision` counts the savings, so
    that nobody overwrites what another saved meanwhile.
    """

    class Standing(models.TextChoices):
        """Who may read an approach."""

        DRAFT = "draft"
        PUBLIC = "public"
        WITHDRAWN = "withdrawn"  # by the municipality
        HIDDEN = "hidden"  # by an administrator

    key = models.UUIDField(default=uuid4, unique=True)
    """Made with the form, so that a form that is sent twice makes one approach."""
    gm_code = models.CharField(max_length=6, blank=True, db_index=True)
    example_name = models.CharField(max_length=60, blank=True)
    """The invented municipality of an example; a real one has a code instead."""
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True)
    """Gets the letters about this approach; is named nowhere."""
    standing = models.CharField(max_length=9, choices=Standing, default=Standing.DRAFT)
    origin = models.CharField(max_length=200, blank=True)
    """Where it began, such as the title of a session; empty for who just wrote it."""
    hidden_because = models.CharField(max_length=SHORT, blank=True)
    current = models.OneToOneField(
        "PracticeVersion", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    checked_at = models.DateField(null=True)
    """When the municipality last said that this is how it is."""
    check_asked_at = models.DateField(null=True)
    """When its author was asked last whether this still is how it is."""
    index_edition = models.PositiveBigIntegerField(default=0)
    """By which rules its words were put in the index of the search; 0 for not at all."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(gm_code="") ^ Q(example_name=""),
                name="practice_of_a_municipality_or_example",
            ),
            models.CheckConstraint(
                condition=Q(current__isnull=False) | ~Q(standing="public"),
                name="practice_public_with_version",
            ),
        ]

    @property
    def is_example(self) -> bool:
        """Whether this was invented, to show how an approach looks."""
        return bool(self.example_name)


class PracticeVersion(PracticeText):
    """What was published of an approach at one time; it never changes."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "number"], name="version_number_once"),
        ]
        indexes = [models.Index(fields=["challenge"])]


class PracticeUse(models.Model):
    """A municipality that says that it uses an approach of another."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="uses")
    gm_code = models.CharField(max_length=6)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "gm_code"], name="use_once"),
        ]

    def __str__(self) -> str:
        return self.gm_code


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
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_because = models.CharField(max_length=SHORT, blank=True)
    """What a moderator told the author; empty where its municipality closed it, or time did."""

    def __str__(self) -> str:
        return self.title


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
    """What somebody wrote in a session, and is asked to make an approach of.

    Emptied when it was answered; what is left keeps the question from being asked again.
    """

    source = models.CharField(max_length=60, unique=True)
    """What it was written on, such as a card; nothing leads back from there to a person."""
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


class PracticeReport(models.Model):
    """What a reader says is wrong with an approach; nobody knows who said so."""

    class Ground(models.TextChoices):
        """Why a text may have to go."""

        PRIVATE = "private"
        UNTRUE = "untrue"
        RUDE = "rude"
        ADVERT = "advert"
        OTHER = "other"

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="reports")
    ground = models.CharField(max_length=7, choices=Ground)
    note = models.CharField(max_length=600, blank=True)
    reported_at = models.DateTimeField()
    decision = models.ForeignKey(
        "ModerationDecision", on_delete=models.SET_NULL, null=True, related_name="reports"
    )

    def __str__(self) -> str:
        return self.ground


class ModerationDecision(models.Model):
    """What a moderator decided about a text or about its author, why, and the appeal: the log.

    Text and author are decided apart: each decision is about one of them.
    """

    class Kind(models.TextChoices):
        """What was decided."""

        KEEP = "keep"
        HIDE = "hide"
        SHOW = "show"
        BAR = "bar"
        LET_IN = "let_in"

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="decisions")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    """The author that it is about; none where it is about the text."""
    kind = models.CharField(max_length=6, choices=Kind)
    reason = models.CharField(max_length=SHORT, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField()
    appeal = models.TextField(max_length=1000, blank=True)
    appealed_at = models.DateTimeField(null=True)
    answer = models.TextField(max_length=1000, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    is_reversed = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(appealed_at__isnull=False),
                name="decision_answered_after_appeal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id}: {self.kind}"

    @property
    def may_be_appealed(self) -> bool:
        """Whether somebody who it touches can still object: once."""
        return self.kind in {"hide", "bar"} and self.appealed_at is None


class SearchWord(models.Model):
    """A folded word of public approaches; the word "" stands for all of them."""

    word = models.CharField(max_length=64, unique=True)
    """An opgave is a word too: `=` and its id."""
    backward = models.CharField(max_length=64, db_index=True)
    """The same from its last letter on, to find what ends alike."""
    n_practices = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.word


class SearchPosting(models.Model):
    """A word in an approach, and how much it says there (1 to 100)."""

    practice = models.ForeignKey(
        Practice, on_delete=models.CASCADE, related_name="postings", db_index=False
    )
    word = models.ForeignKey(SearchWord, on_delete=models.CASCADE, db_index=False)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["practice", "word"], name="posting_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["word", "-weight", "-practice"], name="posting_heaviest"),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id}: {self.word_id}"
