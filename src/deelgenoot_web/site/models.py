"""The turn to do the due work."""

from django.db import models


class Turn(models.Model):
    """One row per kind of work: until when a process has the turn."""

    name = models.CharField(max_length=40, primary_key=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
