"""A copy of a meeting to try everything with: nobody real takes part, no letter leaves."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.meetings.actions.copying import TEXTS, copy_groups, copy_rows
from deelgenoot_web.meetings.actions.meeting import free_code
from deelgenoot_web.meetings.actions.moving import hold_to_delete
from deelgenoot_web.meetings.edits import check_seen
from deelgenoot_web.meetings.models import Meeting, Participant, Registration
from deelgenoot_web.meetings.placing import cluster_of

N_PARTICIPANTS = 14


class NoRehearsalError(Exception):
    """Only a copy is wiped; the meeting itself is called off, or deleted as a draft."""


@transaction.atomic
def start(*, meeting: Meeting, now: datetime, seen: str | None = None) -> Meeting:
    """Make the copy, beginning now, and fill it; an earlier copy of the same meeting goes.

    Raises ChangedMeanwhileError when that is another copy than was `seen`.
    """
    original = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if original.is_rehearsal:
        msg = "a rehearsal is not rehearsed"
        raise ValueError(msg)
    check_seen(",".join(original.rehearsals.order_by("pk").values_list("slug", flat=True)), seen)
    hold_to_delete(original.rehearsals.all())
    original.rehearsals.all().delete()
    copy = _copy(original, now.replace(second=0, microsecond=0))
    groups = copy_groups(original, copy)
    copy_rows(original, copy)
    for role in original.roles.all():
        role.pk, role.meeting = None, copy
        role.group = groups.get(role.group_id)
        role.save()
    fill(meeting=copy, now=now)
    return copy


@transaction.atomic
def fill(*, meeting: Meeting, now: datetime, n: int = N_PARTICIPANTS) -> list[Participant]:
    """Let “Deelnemer 1” to “Deelnemer n” come in, from every cluster in turn."""
    if not meeting.is_rehearsal:
        msg = "only a rehearsal is filled with people who do not exist"
        raise ValueError(msg)
    language = "en" if meeting.languages == "en" else "nl"
    codes = _codes(meeting.study, n)
    with translation.override(language):
        names = [_("Deelnemer %(n)s") % {"n": number} for number in range(1, n + 1)]
    rooms = {
        group.archetype: group.joined_into or group
        for group in meeting.groups.select_related("joined_into")
    }
    # All at once: signing up and coming in one by one takes twenty queries for each.
    registrations = Registration.objects.bulk_create(
        Registration(
            meeting=meeting,
            state=Registration.State.CONFIRMED,
            email=f"deelnemer{number}@oefening.invalid",
            name=name,
            gm_code=code,
            group=rooms.get(cluster_of(meeting.study, code) or ""),
            language=language,
            registered_at=now,
        )
        for number, (name, code) in enumerate(zip(names, codes, strict=True), start=1)
    )
    return Participant.objects.bulk_create(
        Participant(
            meeting=meeting,
            registration=one,
            name=one.name,
            gm_code=one.gm_code,
            group=one.group,
        )
        for one in registrations
    )


@transaction.atomic
def wipe(*, meeting: Meeting) -> None:
    """Remove a rehearsal with all that was said and chosen in it. Raises NoRehearsalError."""
    if not meeting.is_rehearsal:
        raise NoRehearsalError
    hold_to_delete(Meeting.objects.filter(pk=meeting.pk))
    meeting.delete()


def _codes(study: str, n: int) -> list[str]:
    """Municipalities from every cluster in turn: the first of each, then the second, and on."""
    typology = release(study).typology
    members = [list(cluster.members) for cluster in typology.clusters]
    width = len(members)
    return [members[k % width][k // width % len(members[k % width])] for k in range(n)]


def _copy(original: Meeting, now: datetime) -> Meeting:
    lasts = original.ends_at - original.starts_at
    return Meeting.objects.create(
        slug=f"oefening-{secrets.token_hex(4)}",
        title=original.title,
        plenary_url=original.plenary_url,
        starts_at=now,
        ends_at=now + lasts,
        keep_days=original.keep_days,
        report_for=original.report_for,
        may_walk_in=True,
        join_code=free_code(),
        state=Meeting.State.OPEN,
        is_rehearsal=True,
        rehearses=original,
        **{name: getattr(original, name) for name in TEXTS},
    )
