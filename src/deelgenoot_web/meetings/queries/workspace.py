"""The meetings of an organiser, and what needs attention in each."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.letters.queries import to_refusing_addresses, waits_since
from deelgenoot_web.meetings.disclosure import MINIMUM
from deelgenoot_web.meetings.models import Group, Meeting, Reaction, Registration, Role
from deelgenoot_web.meetings.placing import name_of_group
from deelgenoot_web.meetings.rules import IS_LED, are_leaders_expected, has_leader_here

_MOST_SHOWN = 5
"""Addresses in one sentence."""
Stage = Literal["draft", "open", "over", "cancelled", "template"]


@dataclass(frozen=True)
class Concern:
    """A matter that needs attention, and the URL name of the page to see to it."""

    words: str
    where: str
    is_urgent: bool = False


@dataclass(frozen=True)
class Standing:
    """A meeting in the list of an organiser."""

    meeting: Meeting
    stage: Stage
    n_coming: int
    n_waiting: int
    n_asked: int
    """How many asked for a place and did not confirm their address yet."""
    concerns: tuple[Concern, ...]


@dataclass(frozen=True)
class Mine:
    """All meetings that a person organises, and those in which they lead something else."""

    coming: tuple[Standing, ...]
    past: tuple[Standing, ...]
    leads: tuple[Role, ...]
    templates: tuple[Meeting, ...]


def mine(person: Person, now: datetime) -> Mine:
    """List the meetings of one person; past ones stand apart, latest first.

    Rehearsals are left out: a link on their meeting leads there.
    """
    roles = person.meeting_roles.filter(meeting__is_rehearsal=False).select_related(
        "meeting", "group"
    )
    organiser_of = [role.meeting for role in roles if role.kind == Role.Kind.ORGANISER]
    meetings = [one for one in organiser_of if not one.is_template]
    all_standings = standings(sorted(meetings, key=lambda one: (one.starts_at, one.pk)), now)
    is_past = {one.meeting.pk for one in all_standings if one.stage in {"over", "cancelled"}}
    return Mine(
        coming=tuple(one for one in all_standings if one.meeting.pk not in is_past),
        past=tuple(one for one in reversed(all_standings) if one.meeting.pk in is_past),
        leads=tuple(
            role
            for role in roles
            if role.kind != Role.Kind.ORGANISER and not role.meeting.is_template
        ),
        templates=tuple(one for one in organiser_of if one.is_template),
    )


def templates_of(person: Person) -> QuerySet[Meeting]:
    """Select the templates that a person may begin a meeting with."""
    organises = {"roles__person": person, "roles__kind": Role.Kind.ORGANISER}
    return Meeting.objects.filter(is_template=True, **organises).order_by("title", "pk")


def standings(meetings: Sequence[Meeting], now: datetime) -> tuple[Standing, ...]:
    """Return each meeting with its counts and concerns, in a fixed number of queries."""
    keys = [meeting.pk for meeting in meetings]
    states = _states(keys)
    groups, mail_waits = _groups(keys, now), waits_since()
    apart, unread, without_mail = _without_group(keys), _unread(keys), _addresses_without_mail(keys)

    def facts(meeting: Meeting) -> _Facts:
        key = meeting.pk
        counts = groups[key], apart[key], unread[key], without_mail[key]
        return _Facts(meeting, now, *counts, mail_waits)

    return tuple(
        Standing(
            meeting=meeting,
            stage=stage_of(meeting, now),
            n_coming=states[meeting.pk, Registration.State.CONFIRMED],
            n_waiting=states[meeting.pk, Registration.State.WAITING],
            n_asked=states[meeting.pk, Registration.State.ASKED],
            concerns=tuple(_concerns(facts(meeting))),
        )
        for meeting in meetings
    )


_WALKED_IN = Q(participants__isnull=False, participants__registration=None)


def groups_of(meeting: Meeting) -> list[Group]:
    """List the groups that are not joined to another, with how many come: `n_coming`."""
    return _groups([meeting.pk], timezone.now())[meeting.pk]


def stage_of(meeting: Meeting, now: datetime) -> Stage:
    """Return the stage of a meeting, by its state and the clock."""
    if meeting.is_template:
        return "template"
    if meeting.state == Meeting.State.CANCELLED:
        return "cancelled"
    if meeting.is_over(now):
        return "over"
    return "draft" if meeting.state == Meeting.State.DRAFT else "open"


@dataclass(frozen=True)
class _Facts:
    meeting: Meeting
    now: datetime
    groups: Sequence[Group]
    n_apart: int
    n_unread: int
    without_mail: Sequence[str]
    """Addresses of people who come, at which no mail arrives."""
    mail_waits: datetime | None


def _concerns(facts: _Facts) -> Iterable[Concern]:
    meeting = facts.meeting
    if meeting.is_template:
        return
    if meeting.purged_at is None and meeting.forgets_at <= facts.now:
        words = _("De persoonsgegevens hadden al gewist moeten zijn.")
        yield Concern(words, "wipe", is_urgent=True)
    if stage_of(meeting, facts.now) == "over" and not meeting.report_published_at:
        yield Concern(_("Het verslag is nog niet gepubliceerd."), "report")
    if facts.n_unread:
        words = ngettext(
            "%(n)s reactie wacht op u.", "%(n)s reacties wachten op u.", facts.n_unread
        )
        yield Concern(words % {"n": facts.n_unread}, "reactions")
    if stage_of(meeting, facts.now) in {"draft", "open"}:
        yield from _missing_leaders(facts)
        yield from _about_mail(facts)
        yield from _still_to_do(facts)


def _missing_leaders(facts: _Facts) -> Iterable[Concern]:
    if are_leaders_expected(facts.meeting, facts.now):
        words = _("De gespreksleider is er niet: %(groups)s.")
        concern = Concern(words, "people", is_urgent=True)
        yield from _of_groups(
            concern,
            facts,
            lambda one: (one.n_coming or one.n_walk_ins) and one.is_led and not one.has_leader_here,
        )


def _of_groups(concern: Concern, facts: _Facts, has: Callable[[Any], object]) -> Iterable[Concern]:
    """Name the groups that the concern is about: what they have was annotated by the query."""
    study = facts.meeting.study
    names = [name_of_group(group, study) for group in facts.groups if has(group)]
    if names:
        yield replace(concern, words=concern.words % {"groups": ", ".join(names)})


def _about_mail(facts: _Facts) -> Iterable[Concern]:
    if facts.mail_waits:
        moment = date_format(timezone.localtime(facts.mail_waits), "DATETIME_FORMAT")
        words = _("E-mail kan sinds %(moment)s niet weg. De server blijft het proberen.")
        yield Concern(words % {"moment": moment}, "attendance", is_urgent=True)
    if facts.without_mail:
        addresses = ", ".join(facts.without_mail[:_MOST_SHOWN])
        more = len(facts.without_mail) - _MOST_SHOWN
        addresses += _(" en nog %(n)s") % {"n": more} if more > 0 else ""
        words = _("Bij deze adressen komt geen e-mail aan: %(addresses)s.")
        yield Concern(words % {"addresses": addresses}, "attendance")


def _still_to_do(facts: _Facts) -> Iterable[Concern]:
    if facts.n_apart:
        words = ngettext(
            "%(n)s deelnemer heeft geen groep.",
            "%(n)s deelnemers hebben geen groep.",
            facts.n_apart,
        )
        yield Concern(words % {"n": facts.n_apart}, "attendance")
    small = Concern(_("Minder dan vijf mensen: %(groups)s."), "groups")
    yield from _of_groups(small, facts, lambda one: 0 < one.n_coming + one.n_walk_ins < MINIMUM)
    leaderless = Concern(_("Nog geen gespreksleider voor: %(groups)s."), "leaders")
    yield from _of_groups(leaderless, facts, lambda one: one.n_coming and not one.is_led)
    without = sum(1 for group in facts.groups if not group.video_url)
    if not facts.meeting.plenary_url or without:
        yield Concern(_missing(is_plenary=not facts.meeting.plenary_url, n_groups=without), "links")


def _missing(*, is_plenary: bool, n_groups: int) -> str:
    groups = ngettext("%(n)s groep", "%(n)s groepen", n_groups) % {"n": n_groups}
    what = [_("de plenaire zaal")] if is_plenary else []
    what += [groups] if n_groups else []
    return _("Nog geen videolink voor %(what)s.") % {"what": _(" en ").join(what)}


def _states(keys: Sequence[int]) -> Counter[tuple[int, str]]:
    rows = Registration.objects.filter(meeting__in=keys).order_by()
    counts = rows.values_list("meeting", "state").annotate(n=Count("pk"))
    return Counter({(meeting, state): n for meeting, state, n in counts})


def _groups(keys: Sequence[int], now: datetime) -> dict[int, list[Group]]:
    """List the groups that are not joined to another, with how many people and whether somebody
    leads them: `n_coming`, `n_walk_ins`, `is_led`, `has_leader_here`."""
    coming = Q(registrations__state=Registration.State.CONFIRMED)
    groups = Group.objects.filter(meeting__in=keys, joined_into=None)
    per: dict[int, list[Group]] = defaultdict(list)
    groups = groups.annotate(
        n_coming=Count("registrations", filter=coming, distinct=True),
        n_walk_ins=Count("participants", filter=_WALKED_IN, distinct=True),
        is_led=IS_LED,
        has_leader_here=has_leader_here(now),
    )
    for group in groups:
        per[group.meeting_id].append(group)
    return per


def _without_group(keys: Sequence[int]) -> Counter[int]:
    rows = Registration.objects.filter(
        meeting__in=keys, group=None, state=Registration.State.CONFIRMED
    ).order_by()
    return Counter(dict(rows.values_list("meeting").annotate(n=Count("pk"))))


def _addresses_without_mail(keys: Sequence[int]) -> dict[int, list[str]]:
    rows = Registration.objects.filter(
        meeting__in=keys, email__in=to_refusing_addresses().values("to")
    )
    per: dict[int, list[str]] = defaultdict(list)
    for meeting, address in rows.filter(state__in=Registration.HOLDS_PLACE).values_list(
        "meeting", "email"
    ):
        per[meeting].append(address)
    return per


def _unread(keys: Sequence[int]) -> Counter[int]:
    rows = Reaction.objects.filter(meeting__in=keys, state=Reaction.State.NEW).order_by()
    return Counter(dict(rows.values_list("meeting").annotate(n=Count("pk"))))
