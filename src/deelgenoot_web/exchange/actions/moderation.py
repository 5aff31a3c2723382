"""Actions of moderation: report, decide about a text or its author, appeal, answer, forget."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from deelgenoot_web.accounts import actions as accounts
from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.rules import may_moderate, require
from deelgenoot_web.exchange import mail
from deelgenoot_web.exchange.actions.indexing import index
from deelgenoot_web.exchange.models import ModerationDecision, Practice, PracticeReport
from deelgenoot_web.exchange.rules import is_public, may_answer, may_appeal, may_report

MOST_REPORTS = 20
"""Open reports of one approach that are kept: more add nothing, and a flood fills no disk."""
REPORTS_KEPT = timedelta(days=30)
"""How long a report stays after the decision."""
DECISIONS_KEPT = timedelta(days=730)
"""How long the log goes back; what keeps a text hidden or a person out stays."""

Kind = ModerationDecision.Kind


@transaction.atomic
def report(*, practice: Practice, ground: str, note: str) -> None:
    """Say that something is wrong with an approach. Raises PermissionDenied."""
    require(may_report(practice))
    if practice.reports.filter(decision=None).count() < MOST_REPORTS:
        PracticeReport.objects.create(
            practice=practice, ground=ground, note=note, reported_at=timezone.now()
        )


@transaction.atomic
def keep(*, by: Person, practice: Practice, reason: str = "") -> ModerationDecision:
    """Leave a text as it is; its reports are done with. Raises PermissionDenied."""
    require(may_moderate(by) and is_public(practice))
    return _decide(by, practice, Kind.KEEP, reason)


@transaction.atomic
def hide(*, by: Person, practice: Practice, reason: str) -> ModerationDecision:
    """Let nobody read an approach but its municipality, and tell its author why.

    Raises PermissionDenied.
    """
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    require(may_moderate(by) and is_public(practice))
    practice.standing = Practice.Standing.HIDDEN
    practice.hidden_because = reason
    practice.save(update_fields=["standing", "hidden_because"])
    index(practice)
    decision = _decide(by, practice, Kind.HIDE, reason)
    mail.tell_hidden(decision)
    return decision


@transaction.atomic
def show_again(*, by: Person, practice: Practice, reason: str = "") -> ModerationDecision:
    """Let everybody read an approach again that was hidden. Raises PermissionDenied."""
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    require(may_moderate(by) and practice.standing == Practice.Standing.HIDDEN)
    practice.standing = Practice.Standing.PUBLIC
    practice.hidden_because = ""
    practice.save(update_fields=["standing", "hidden_because"])
    index(practice)
    mail.tell_shown_again(practice)
    return _decide(by, practice, Kind.SHOW, reason)


@transaction.atomic
def bar_author(*, by: Person, practice: Practice, reason: str) -> ModerationDecision:
    """Let the author of an approach contribute no more, and tell them why; texts stay.

    Raises PermissionDenied.
    """
    author = practice.author
    require(may_moderate(by) and author is not None and not author.is_barred and author != by)
    assert author  # noqa: S101 - for the types: see above
    accounts.bar(by=by, person=author)
    decision = _decide(by, practice, Kind.BAR, reason, author)
    mail.tell_barred(decision)
    return decision


@transaction.atomic
def appeal(*, by: Person, decision: ModerationDecision, words: str) -> None:
    """Object to a decision, once. Raises PermissionDenied."""
    require(may_appeal(by, decision) and decision.may_be_appealed)
    # One UPDATE, so that of two colleagues who object at once one does.
    rows = ModerationDecision.objects.filter(pk=decision.pk, appealed_at=None)
    rows.update(appeal=words, appealed_at=timezone.now())


@transaction.atomic
def answer(*, by: Person, decision: ModerationDecision, words: str, is_reversed: bool) -> None:
    """Answer an appeal in words, as another moderator, and undo the decision if they agree.

    Raises PermissionDenied.
    """
    require(may_answer(by, decision))
    rows = ModerationDecision.objects.filter(pk=decision.pk, answered_at=None)
    if not rows.update(
        answer=words, answered_by=by, answered_at=timezone.now(), is_reversed=is_reversed
    ):
        return
    decision.refresh_from_db()
    if is_reversed:
        _undo(by, decision)
    mail.tell_answer(decision)


def forget_moderation(now: datetime) -> None:
    """Remove reports that were decided on, and what is too old for the log."""
    PracticeReport.objects.filter(decision__decided_at__lt=now - REPORTS_KEPT).delete()
    holds = Q(kind=Kind.HIDE, practice__standing=Practice.Standing.HIDDEN)
    holds |= Q(kind=Kind.BAR, person__is_barred=True)
    old = ModerationDecision.objects.filter(decided_at__lt=now - DECISIONS_KEPT)
    old.exclude(holds).delete()


def _decide(
    by: Person, practice: Practice, kind: str, reason: str, person: Person | None = None
) -> ModerationDecision:
    """Write a decision down; one about the text answers the reports that are open."""
    decision = ModerationDecision.objects.create(
        practice=practice,
        person=person,
        kind=kind,
        reason=reason,
        by=by,
        decided_at=timezone.now(),
    )
    if person is None:
        practice.reports.filter(decision=None).update(decision=decision)
    return decision


def _undo(by: Person, decision: ModerationDecision) -> None:
    """Show the text again, or let its author in again, unless that happened already."""
    practice, person = decision.practice, decision.person
    if decision.kind == Kind.HIDE and practice.standing == Practice.Standing.HIDDEN:
        show_again(by=by, practice=practice, reason=decision.answer[:300])
    if decision.kind == Kind.BAR and person and person.is_barred:
        accounts.let_in_again(by=by, person=person)
        _decide(by, practice, Kind.LET_IN, decision.answer[:300], person)
