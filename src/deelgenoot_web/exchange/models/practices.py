"""Approaches ("aanpakken") of municipalities, their versions, and who uses them."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q, Value

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
    pictures = models.JSONField(default=list, db_default=Value([], models.JSONField()), blank=True)
    """Which pictures stand with the text, in order, each as a `PlacedPicture`."""

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
VERSION_FIELDS = (*TEXT_FIELDS, "pictures")
"""The names of all that a version holds."""


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
        HIDDEN = "hidden"  # by a moderator

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
    readable_from = models.PositiveSmallIntegerField(default=1, db_default=1)
    """The number of the first version for everybody: earlier ones were replaced while hidden, or
    closed."""
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
        constraints: ClassVar = [
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
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["practice", "number"], name="version_number_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["challenge"]),
            models.Index(fields=["-published_at"], name="version_newest"),
        ]


class PracticeUse(models.Model):
    """A municipality that says that it uses an approach of another."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="uses")
    gm_code = models.CharField(max_length=6)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["practice", "gm_code"], name="use_once"),
        ]

    def __str__(self) -> str:
        return self.gm_code
