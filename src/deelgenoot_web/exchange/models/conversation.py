"""What people add around approaches: opgaven of their own, reactions, and what they follow."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.exchange.models.practices import SHORT, Practice
from deelgenoot_web.exchange.places import own_challenge_id


class Contribution(models.Model):
    """A text that is public at once, of a municipality or of the example."""

    key = models.UUIDField(default=uuid4, unique=True)
    """Made with the form, so that a form that is sent twice makes one text."""
    gm_code = models.CharField(max_length=6, blank=True, db_index=True)
    example_name = models.CharField(max_length=60, blank=True)
    """The invented municipality of an example; a real one has a code instead."""
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    """Gets the letters about this text; is named nowhere."""
    standing = models.CharField(
        max_length=9, choices=Practice.Standing, default=Practice.Standing.PUBLIC
    )
    hidden_because = models.CharField(max_length=SHORT, blank=True)
    made_at = models.DateTimeField(db_index=True)
    changed_at = models.DateTimeField(null=True)
    """When it was last written otherwise, in the place of what it said."""

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(gm_code="") ^ Q(example_name=""),
                name="%(class)s_of_a_municipality_or_example",
            ),
        ]

    @property
    def is_example(self) -> bool:
        """Whether this was invented, to show how it looks."""
        return bool(self.example_name)


class MunicipalChallenge(Contribution):
    """An opgave that a municipality adds to those of the study.

    Approaches, calls and reactions name it as they name one of the study, by `challenge_id`.
    """

    title = models.CharField(max_length=120)
    explanation = models.TextField(max_length=2000)
    theme_list = models.CharField(max_length=120)
    """The ids of its themes, with a space between."""
    origin = models.CharField(max_length=200, blank=True)
    """Where it began, such as the title of a session; empty for who just wrote it."""
    index_edition = models.PositiveBigIntegerField(default=0)
    """By which rules its words were put in the index of the search; 0 for not at all."""

    def __str__(self) -> str:
        return self.title

    @property
    def challenge_id(self) -> str:
        """The id by which other texts name it, as they name an opgave of the study."""
        return own_challenge_id(self.pk)

    @property
    def themes(self) -> tuple[str, ...]:
        """The ids of its themes."""
        return tuple(self.theme_list.split())


class TextReaction(Contribution):
    """What somebody of a municipality says about an approach, or about an opgave."""

    practice = models.ForeignKey(
        Practice, on_delete=models.CASCADE, related_name="reactions", null=True
    )
    challenge = models.CharField(max_length=60, blank=True, db_index=True)
    text = models.TextField(max_length=2000)

    class Meta(Contribution.Meta):
        constraints: ClassVar = [
            *Contribution.Meta.constraints,
            models.CheckConstraint(
                condition=Q(practice=None) ^ Q(challenge=""), name="reaction_about_one"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class ChallengeConcern(models.Model):
    """A municipality that says that an opgave concerns it too: by own word, not by figures."""

    challenge = models.CharField(max_length=60)
    """The id of an opgave of the study, or of one that another municipality added."""
    gm_code = models.CharField(max_length=6)
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    """Said so for the municipality; is named nowhere."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["challenge", "gm_code"], name="concern_once"),
        ]

    def __str__(self) -> str:
        return self.gm_code


class Follow(models.Model):
    """A subject of which somebody wants to hear what is new."""

    class Kind(models.TextChoices):
        """What can be followed; the addresses of feeds have these words too."""

        CHALLENGE = "opgave"
        THEME = "thema"
        CLUSTER = "cluster"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="follows")
    kind = models.CharField(max_length=7, choices=Kind)
    value = models.CharField(max_length=60)
    """The id of the opgave, the theme or the archetype of the cluster."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind", "value"], name="follow_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


class DigestWish(models.Model):
    """On which day of the week somebody wants the letter about what they follow.

    A row without a day stays, so that who wants no letter gets none when following something else.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="digest_wish")
    weekday = models.PositiveSmallIntegerField(null=True)
    """0 for Monday to 6 for Sunday; None for no letter."""
    nonce = models.CharField(max_length=32, unique=True)
    """The end of the address at which the letter is stopped."""
    read_until = models.DateTimeField()
    """What is newer was in no letter."""

    def __str__(self) -> str:
        return str(self.weekday)
