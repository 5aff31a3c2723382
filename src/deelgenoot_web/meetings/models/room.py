"""Who is in the session, what they ask, and the signs they give."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.meetings.models.meeting import Group, Meeting
from deelgenoot_web.meetings.models.registration import Registration


class Participant(models.Model):
    """Somebody who joined, on whatever number of devices."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="participants")
    registration = models.OneToOneField(
        Registration, null=True, blank=True, on_delete=models.CASCADE, related_name="participant"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    """For who leads something and signed in: a presenter may vote too."""
    name = models.CharField(max_length=120, blank=True)
    gm_code = models.CharField(max_length=6, blank=True)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="participants"
    )
    came_from = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_placed_by_hand = models.BooleanField(default=False)
    """Both as of a registration: for who came in without one."""
    came_in_by = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    """Of who came in with the code: the form that was sent, so that sending it twice is once."""
    joined_at = models.DateTimeField(auto_now_add=True)
    hand_raised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["joined_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(person__isnull=False),
                name="one_participant_per_person",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def email(self) -> str:
        """The address, of a leader or a registration; empty for somebody who came by the code."""
        if self.person:
            return self.person.email
        return self.registration.email.lower() if self.registration else ""


class Question(models.Model):
    """A question from the audience. The id comes from the device: sending twice asks once."""

    class State(models.TextChoices):
        NEW = "new", _("nog niet getoond")
        SHOWN = "shown", _("getoond")
        ANSWERED = "answered", _("beantwoord")
        HIDDEN = "hidden", _("verborgen")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="questions")
    participant = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="questions"
    )
    """Empty for a question without a name: nobody can look up who asked it."""
    text = models.TextField(max_length=500)
    state = models.CharField(max_length=8, choices=State, default=State.NEW)
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["asked_at", "id"]

    def __str__(self) -> str:
        return self.text[:40]


class Upvote(models.Model):
    """One participant finds one question worth answering."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="upvotes")
    participant = models.ForeignKey(
        Participant, null=True, on_delete=models.SET_NULL, related_name="upvotes"
    )
    """Empty once the personal data is gone: the vote still counts."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "participant"], name="one_upvote_each")
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} → {self.question_id}"


class Call(models.Model):
    """A facilitator asks the organiser to come."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="calls")
    text = models.CharField(max_length=200, blank=True)
    """Used no more: it leaves the database in the next release."""
    called_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["called_at", "pk"]

    def __str__(self) -> str:
        return f"{self.group_id} {self.called_at}"


class Message(models.Model):
    """What the organiser says to everybody, or to one group, on their screens."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="messages")
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.CASCADE, related_name="messages"
    )
    text = models.CharField(max_length=280)
    sent_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["sent_at", "pk"]

    def __str__(self) -> str:
        return self.text
