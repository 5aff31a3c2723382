"""Rounds of one-to-one talks: who talks with whom, when, and who must or would rather not."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from deelgenoot_web.meetings.models.meeting import Meeting
from deelgenoot_web.meetings.models.room import Participant


class TalkRound(models.Model):
    """One round, in which everybody has one talk or none."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="talk_rounds")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    is_best = models.BooleanField(default=False)
    """Whether the plan that this round is part of is proven best."""

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_round_per_number")
        ]

    def __str__(self) -> str:
        return str(self.number)


class Talk(models.Model):
    """Two participants who talk in a round. It goes when one of them goes."""

    round = models.ForeignKey(TalkRound, on_delete=models.CASCADE, related_name="talks")
    first = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(first=F("second")), name="talk_of_two_people")
        ]

    def __str__(self) -> str:
        return f"{self.first_id} + {self.second_id}"


class TalkWish(models.Model):
    """Two participants who must talk, or who would rather not."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="talk_wishes")
    first = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    is_must = models.BooleanField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.first_id} {'+' if self.is_must else '-'} {self.second_id}"
