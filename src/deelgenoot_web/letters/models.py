"""A letter that waits to be sent, or what is left of one that went."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q


@dataclass(frozen=True)
class Attachment:
    """A text file that goes along: `content_type` such as `text/calendar; method=REQUEST`."""

    name: str
    content_type: str
    text: str


class Letter(models.Model):
    """A message to one address. It waits until `due_at`; then it goes or is given up.

    Address, subject, text and attachment are emptied when it went: the rest says only that it did.
    """

    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField(blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    attachment_name = models.CharField(max_length=100, blank=True)
    attachment_type = models.CharField(max_length=100, blank=True)
    attachment_text = models.TextField(blank=True)
    unsubscribe = models.CharField(max_length=300, blank=True, default="", db_default="")
    """The address at which letters like this one are stopped, for the mail program's own button."""
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    is_refused = models.BooleanField(default=False)
    """Given up because the mail server refused the address for good: nothing more is sent there."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True),
                name="letter_went_or_was_given_up",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="letter_waiting",
            ),
            models.Index(fields=["to"], condition=Q(is_refused=True), name="letter_refused"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def attachment(self) -> Attachment | None:
        """The file that goes along, if any."""
        if not self.attachment_name:
            return None
        return Attachment(self.attachment_name, self.attachment_type, self.attachment_text)
