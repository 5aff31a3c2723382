"""A meeting: what is announced, its programme, its groups, and who leads what."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.meetings.models.slides import SlideDeck

YEARS = range(2000, 2100)
"""Years that a date of a meeting may have: others are typing errors, or meant to do harm."""
MOST_PLACES = 100_000
MOST_KEEP_DAYS = 365
_RUNS_LATE = timedelta(hours=8)
"""How long after its end something that nobody ended may still be on."""
MOST_MINUTES = 600
"""Minutes of one part of a programme."""
_IN_THIS_CENTURY = {
    # The time zone of the site is an hour or two ahead: a day more or less is no harm.
    "gte": datetime(YEARS.start, 1, 1, tzinfo=UTC) - timedelta(days=1),
    "lt": datetime(YEARS.stop, 1, 1, tzinfo=UTC) + timedelta(days=1),
}


def _in_this_century(*names: str) -> Q:
    """Return the condition that these dates, where there are any, are of this century."""
    bounds = {f"{name}__{bound}": at for name in names for bound, at in _IN_THIS_CENTURY.items()}
    return Q(**bounds)


class Meeting(models.Model):
    """One working session. Its stage follows from `state` and the clock, not from another flag."""

    class State(models.TextChoices):
        DRAFT = "draft", _("in voorbereiding")
        OPEN = "open", _("aangekondigd")
        CANCELLED = "cancelled", _("afgelast")

    class Audience(models.TextChoices):
        """Who may read the report."""

        PUBLIC = "public", _("iedereen")
        PARTICIPANTS = "participants", _("alleen deelnemers")
        ORGANISERS = "organisers", _("alleen organisatoren")

    class Languages(models.TextChoices):
        """In which languages the organiser wrote the invitation."""

        DUTCH = "nl", _("Nederlands")
        ENGLISH = "en", _("Engels")
        BOTH = "nl-en", _("Nederlands en Engels")

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=160)
    intro = models.TextField(blank=True)
    """Markdown, by the organiser."""
    for_whom = models.CharField(max_length=200, blank=True)
    host = models.CharField(max_length=200, blank=True)
    organiser_name = models.CharField(max_length=160, blank=True)
    """Who is responsible for the personal data, as the privacy statement names them."""
    contact = models.EmailField(blank=True)
    languages = models.CharField(max_length=5, choices=Languages, default=Languages.DUTCH)
    study = models.CharField(max_length=80, default="middelgroot")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    plenary_url = models.URLField(max_length=500, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    registration_closes_at = models.DateTimeField(null=True, blank=True)
    may_walk_in = models.BooleanField(default=False)
    """Whether people may join with the code, without having registered."""
    join_code = models.CharField(max_length=12, unique=True)
    keep_days = models.PositiveSmallIntegerField(default=30)
    """How many days after the end personal data is kept."""
    report_for = models.CharField(max_length=12, choices=Audience, default=Audience.PARTICIPANTS)
    report_published_at = models.DateTimeField(null=True, blank=True)
    thanked_at = models.DateTimeField(null=True, blank=True)
    """When the letter of thanks went; it goes once."""
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    rehearses = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="rehearsals"
    )
    """The meeting of which this is the copy to try things out with."""
    is_template = models.BooleanField(default=False)
    """Kept to begin others with: it never takes place, and only its organisers see it."""
    is_rehearsal = models.BooleanField(default=False)
    """Nobody real takes part, no letter leaves; wiping it removes all of it."""
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    """What calendars know it by (RFC 5545, UID)."""
    sequence = models.PositiveIntegerField(default=0)
    """Goes up with each change that a calendar must hear of (RFC 5545, SEQUENCE)."""
    made_at = models.DateTimeField(auto_now_add=True)
    purged_at = models.DateTimeField(null=True, blank=True)
    attendance = models.JSONField(null=True, blank=True)
    """{"people": n, "municipalities": n, "groups": {pk: n}}, kept when the people themselves go."""

    current_item = models.ForeignKey(
        "ProgrammeItem", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    item_ends_at = models.DateTimeField(null=True, blank=True)
    """When the part of the programme that is on now is planned to end."""
    moved_on_at = models.DateTimeField(null=True, blank=True)
    """When a part began or the harvests were shown: older questions are off the screens."""
    closed_at = models.DateTimeField(null=True, blank=True)
    """When the organiser ended the live part. What was chosen below stays, and is on no screen."""
    shown_at_end = models.ForeignKey(
        "Poll", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The result that was on then."""
    has_gestures = models.BooleanField(default=True)
    """Whether participants may make signs that float over the large screen."""
    shows_harvests = models.BooleanField(default=False)
    """Whether what the groups bring back stands on the screens of the plenary."""
    harvest_of = models.ForeignKey(
        "Group", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The group whose harvest then fills the large screen; None: all stand side by side."""
    spotlight = models.ForeignKey(
        "Question", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The question from the audience that fills the large screen while it is shown."""
    talk_round = models.ForeignKey(
        "TalkRound", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The round of one-to-one talks that fills the large screen."""
    slide = models.PositiveSmallIntegerField(default=0)
    """The slide of the current part that is on, from 1; 0 where none was shown."""
    figure = models.CharField(max_length=120, blank=True, default="")
    """What of the atlas fills the screens, such as `gemeente:gouda`."""

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="meeting_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(is_template=False) | Q(state="draft", is_rehearsal=False),
                name="template_stays_a_draft",
            ),
            models.CheckConstraint(
                condition=_in_this_century("starts_at", "ends_at"), name="meeting_in_this_century"
            ),
            models.CheckConstraint(
                condition=Q(registration_closes_at__isnull=True)
                | _in_this_century("registration_closes_at"),
                name="registration_closes_in_this_century",
            ),
            models.CheckConstraint(
                condition=Q(keep_days__range=(1, MOST_KEEP_DAYS)), name="meeting_keeps_a_year"
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__range=(1, MOST_PLACES)),
                name="meeting_has_a_bounded_capacity",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def written_in(self) -> str:
        """The language of its texts; empty where the organiser wrote in both."""
        return "" if self.languages == self.Languages.BOTH else self.languages

    @property
    def spoken_code(self) -> str:
        """The code to join with, in threes, as people say and type it."""
        code = self.join_code
        return " ".join(code[place : place + 3] for place in range(0, len(code), 3))

    @property
    def took_part(self) -> dict[str, Any]:
        """How many people took part: `attendance`, or what it would be if they went now."""
        if self.attendance:
            return dict(self.attendance)
        came = self.participants.order_by()
        of_groups = came.exclude(group=None).values_list("group").annotate(n=models.Count("pk"))
        return {
            "people": came.count(),
            "municipalities": came.exclude(gm_code="").values("gm_code").distinct().count(),
            "groups": {str(group): n for group, n in of_groups},
        }

    @property
    def forgets_at(self) -> datetime:
        """When the personal data has to be gone."""
        return self.ends_at + timedelta(days=self.keep_days)

    def is_over(self, now: datetime) -> bool:
        """Tell whether its time is past, or the organiser ended it or had it wiped before that."""
        ended_early = self.closed_at is not None or self.purged_at is not None
        return ended_early or self.ends_at <= now

    def is_running(self, now: datetime) -> bool:
        """Tell whether it is on, also when it runs late: one that nobody ended is not, the day
        after."""
        has_begun = self.state == self.State.OPEN and self.current_item_id is not None
        has_ended = self.closed_at is not None or self.purged_at is not None
        return has_begun and not has_ended and now < self.ends_at + _RUNS_LATE

    def still_takes_place(self, now: datetime) -> bool:
        """Tell whether it is neither called off nor over: only then there are places to give."""
        return self.state != self.State.CANCELLED and not self.is_over(now)


class ProgrammeItem(models.Model):
    """One part of the programme. `script` is what a facilitator does in it, step by step."""

    class Kind(models.TextChoices):
        PLENARY = "plenary", _("plenair")
        BREAK = "break", _("pauze")
        GROUPS = "groups", _("in groepen")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="programme")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PLENARY)
    title = models.CharField(max_length=160)
    text = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField()
    script = models.JSONField(default=list, blank=True)
    """[{"title": str, "minutes": int, "text": str}], for parts in groups."""
    notes = models.TextField(max_length=1000, blank=True, default="")
    """What only who presents reads."""
    deck = models.ForeignKey(
        SlideDeck, null=True, blank=True, on_delete=models.SET_NULL, related_name="items"
    )

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(minutes__range=(1, MOST_MINUTES)), name="item_of_bounded_length"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def slides(self) -> SlideDeck | None:
        """The slides that can be shown in this part: in groups and breaks there are none."""
        may_have = self.deck is not None and self.kind == self.Kind.PLENARY
        return self.deck if may_have and self.deck and self.deck.is_ready else None


class Group(models.Model):
    """A room: the people of one cluster, or of clusters that were joined."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="groups")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    archetype = models.SlugField(max_length=60, blank=True)
    """The cluster whose municipalities belong here; empty for a group of the organiser's own."""
    video_url = models.URLField(max_length=500, blank=True)
    joined_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="joined"
    )
    script_of = models.ForeignKey(
        ProgrammeItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The part in groups of which the script began last, so that another one begins its own."""
    script_step = models.PositiveSmallIntegerField(default=0)
    step_ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "archetype"],
                condition=~Q(archetype=""),
                name="one_group_per_cluster",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """What a person who signs in may do in a meeting; a facilitator only in the own group."""

    class Kind(models.TextChoices):
        ORGANISER = "organiser", _("organisator")
        FACILITATOR = "facilitator", _("gespreksleider")
        PRESENTER = "presenter", _("presentator")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="roles")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="meeting_roles"
    )
    kind = models.CharField(max_length=11, choices=Kind)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.CASCADE, related_name="roles"
    )
    seen_at = models.DateTimeField(null=True, blank=True)
    """When a screen of this person was open last; it goes when the personal data goes."""

    class Meta:
        constraints: ClassVar = [
            # Two, as SQLite holds two roles without a group for different.
            models.UniqueConstraint(
                fields=["meeting", "person", "kind", "group"], name="a_role_in_a_group_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "person", "kind"],
                condition=Q(group__isnull=True),
                name="a_role_without_a_group_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="facilitator", group__isnull=False)
                | (~Q(kind="facilitator") & Q(group__isnull=True)),
                name="facilitators_have_a_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


class Reaction(models.Model):
    """What somebody writes under the invitation; shown once the organiser allows it."""

    class State(models.TextChoices):
        NEW = "new", _("nog niet bekeken")
        SHOWN = "shown", _("geplaatst")
        HIDDEN = "hidden", _("niet geplaatst")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="reactions")
    name = models.CharField(max_length=80)
    organisation = models.CharField(max_length=120, blank=True)
    text = models.TextField(max_length=1000)
    state = models.CharField(max_length=6, choices=State, default=State.NEW)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["made_at", "pk"]

    def __str__(self) -> str:
        return self.text[:40]


class ViewCount(models.Model):
    """How often the invitation was opened on a day: a number, with nothing about who."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="views")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "day"], name="one_count_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"
