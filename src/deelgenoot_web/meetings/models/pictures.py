"""Pictures beside questions."""

from django.db import models


class PollPicture(models.Model):
    """A picture beside questions, as WebP for a large screen and for a phone. Copies of a meeting
    share it: nothing in it changes."""

    wide = models.BinaryField()
    narrow = models.BinaryField()
    size = models.PositiveIntegerField()
    """Bytes of both."""
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.pk}"
