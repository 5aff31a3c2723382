"""Actions of moderation: report, decide about a text or its author, appeal, answer, forget."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from deelgenoot_web.accounts import actions as accounts
from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.rules import may_appoint, may_moderate, require
from deelgenoot_web.exchange import mail
from deelgenoot_web.exchange.actions.conversation import challenge_text
from deelgenoot_web.exchange.actions.indexing import index
from deelgenoot_web.exchange.models import (
    ModerationDecision,
    MunicipalChallenge,
    OpenCall,
    Practice,
    TextReaction,
    TextReport,
)
from deelgenoot_web.exchange.models.moderation import ModeratedText
from deelgenoot_web.exchange.rules import (
    is_public,
    may_answer,
    may_appeal,
    may_report,
    may_show_again,
)

MOST_REPORTS = 20
"""Open reports of one text that are kept: more add nothing, and a flood fills no disk."""
REPORTS_KEPT = timedelta(days=30)
"""How long a report stays after the decision."""
OPEN_REPORTS_KEPT = timedelta(days=365)
"""How long a report stays that nobody decides on."""
DECISIONS_KEPT = timedelta(days=730)
"""How long the log goes back; what keeps a text hidden or a person out stays."""

Kind = ModerationDecision.Kind


class TextChangedError(Exception):
    """A hidden text was written anew after the page was made on which a moderator decides."""


def sign_of(text: ModeratedText) -> str:
    """Give the sign by which a page says which text it showed."""
    if isinstance(text, Practice):
        return str(text.current_id)
    if isinstance(text, MunicipalChallenge):
        return challenge_text(text).digest
    if isinstance(text, OpenCall):
        return ""  # which is not written anew
    return sha256(text.text.encode()).hexdigest()


def words_of(text: ModeratedText) -> str:
    """Give what a text says that is written over; of an approach the versions stay."""
    if isinstance(text, Practice | OpenCall):
        return ""
    return text.text if isinstance(text, TextReaction) else f"{text.title}\n\n{text.explanation}"


def place_of(text: ModeratedText) -> dict[str, ModeratedText]:
    """Name the field of a report or a decision that holds this text."""
    if isinstance(text, Practice):
        return {"practice": text}
    if isinstance(text, OpenCall):
        return {"call": text}
    return {"reaction": text} if isinstance(text, TextReaction) else {"challenge": text}


@transaction.atomic
def report(*, about: ModeratedText, ground: str, note: str) -> None:
    """Say that something is wrong with a text. Raises PermissionDenied."""
    require(may_report(about))
    place = place_of(about)
    if TextReport.objects.filter(decision=None, **place).count() < MOST_REPORTS:
        TextReport.objects.create(**place, ground=ground, note=note, reported_at=timezone.now())


@transaction.atomic
def keep(*, by: Person, about: ModeratedText, reason: str = "") -> ModerationDecision:
    """Leave a text as it is, also one that its municipality withdrew; its reports are done with.

    Raises PermissionDenied.
    """
    _lock(about)
    require(may_moderate(by))
    return _decide(by, about, Kind.KEEP if is_public(about) else Kind.CLOSE, reason)


@transaction.atomic
def hide(*, by: Person, about: ModeratedText, reason: str) -> ModerationDecision:
    """Let nobody read a text but those it is of, and tell its author why.

    One that was corrected while hidden stays so, for a new reason. Raises PermissionDenied.
    """
    _lock(about)
    require(may_moderate(by) and (is_public(about) or _is_corrected(about)))
    _set_standing(about, Practice.Standing.HIDDEN, reason)
    decision = _decide(by, about, Kind.HIDE, reason)
    mail.tell_hidden(decision)
    return decision


@transaction.atomic
def show_again(
    *, by: Person, about: ModeratedText, seen: str, reason: str = ""
) -> ModerationDecision:
    """Let everybody read a text again that was hidden. Raises PermissionDenied, TextChangedError.

    `seen` is the sign of what the page said, so that nobody shows what they did not read.
    """
    _lock(about)
    require(may_show_again(by, about))
    if sign_of(about) != seen:
        raise TextChangedError
    _set_standing(about, Practice.Standing.PUBLIC, "")
    about.moderationdecision_set.update(words="")
    decision = _decide(by, about, Kind.SHOW, reason)
    mail.tell_shown_again(decision)
    return decision


@transaction.atomic
def bar_author(*, by: Person, about: ModeratedText, reason: str) -> ModerationDecision:
    """Let the author of a text contribute no more, and tell them why; texts stay.

    Raises PermissionDenied.
    """
    author = about.author
    require(may_moderate(by) and author is not None and not author.is_barred and author != by)
    assert author  # noqa: S101 - mypy does not follow `require`
    accounts.bar(by=by, person=author)
    decision = _decide(by, about, Kind.BAR, reason, author)
    mail.tell_barred(decision)
    return decision


@transaction.atomic
def appeal(*, by: Person, decision: ModerationDecision, words: str) -> None:
    """Object to a decision, once. Raises PermissionDenied."""
    require(may_appeal(by, decision) and decision.may_be_appealed)
    # One UPDATE, so that of two colleagues who object at once one does.
    rows = ModerationDecision.objects.filter(pk=decision.pk, appealed_at=None)
    rows.update(appeal=words, appealed_at=timezone.now(), appealed_by=by)


@transaction.atomic
def answer(
    *, by: Person, decision: ModerationDecision, words: str, is_reversed: bool, seen: str = ""
) -> None:
    """Answer an appeal in words, as another moderator, and undo the decision if they agree.

    Raises PermissionDenied, and what `show_again` raises where that shows a text.
    """
    require(may_answer(by, decision))
    rows = ModerationDecision.objects.filter(pk=decision.pk, answered_at=None)
    if not rows.update(
        answer=words, answered_by=by, answered_at=timezone.now(), is_reversed=is_reversed
    ):
        return
    decision.refresh_from_db()
    if is_reversed:
        _undo(by, decision, seen)
    mail.tell_answer(decision)


def forget_moderation(now: datetime) -> None:
    """Remove reports that were decided on or wait for ever, and what is too old for the log."""
    is_over = Q(decision__decided_at__lt=now - REPORTS_KEPT)
    is_over |= Q(decision=None, reported_at__lt=now - OPEN_REPORTS_KEPT)
    TextReport.objects.filter(is_over).delete()
    holds = Q(kind=Kind.BAR, person__is_barred=True)
    for name in ("practice", "challenge", "reaction"):
        holds |= Q(kind=Kind.HIDE, **{f"{name}__standing": Practice.Standing.HIDDEN})
    old = ModerationDecision.objects.filter(decided_at__lt=now - DECISIONS_KEPT)
    old.exclude(holds).delete()


def _lock(about: ModeratedText) -> None:
    """Hold the row, and read again how it is, so that of two who decide one comes after."""
    type(about).objects.select_for_update().get(pk=about.pk)
    about.refresh_from_db()


def _is_corrected(about: ModeratedText) -> bool:
    """Whether a hidden text was written anew, and nobody decided about that."""
    hiding = about.moderationdecision_set.filter(kind=Kind.HIDE)
    is_hidden = about.standing == Practice.Standing.HIDDEN
    return is_hidden and all(one.is_corrected for one in hiding)


def _set_standing(about: ModeratedText, standing: str, reason: str) -> None:
    if isinstance(about, OpenCall):
        now = timezone.now()
        if about.closed_at:  # the days on which nobody read it do not count
            about.made_at += now - about.closed_at
        about.closed_at = None if standing == Practice.Standing.PUBLIC else now
        about.closed_because = reason
        about.save(update_fields=["made_at", "closed_at", "closed_because"])
        return
    about.standing, about.hidden_because = standing, reason
    about.save(update_fields=["standing", "hidden_because"])
    if isinstance(about, Practice | MunicipalChallenge):
        index(about)


@transaction.atomic
def bar_contributor(*, by: Person, person: Person, reason: str) -> None:
    """Let somebody contribute no more, whatever they wrote, and tell them why; texts stay.

    For administrators, who decide who contributes. Raises PermissionDenied.
    """
    require(may_appoint(by))
    if not person.is_barred:
        accounts.bar(by=by, person=person)
        mail.tell_contributor_barred(person, reason)


def _decide(
    by: Person, about: ModeratedText, kind: str, reason: str, person: Person | None = None
) -> ModerationDecision:
    """Write a decision down; one about the text answers the reports that are open."""
    decision = ModerationDecision.objects.create(
        **place_of(about),
        person=person,
        kind=kind,
        reason=reason,
        words=words_of(about) if kind == Kind.HIDE else "",
        by=by,
        decided_at=timezone.now(),
    )
    if person is None:
        TextReport.objects.filter(decision=None, **place_of(about)).update(decision=decision)
    return decision


def _undo(by: Person, decision: ModerationDecision, seen: str) -> None:
    """Show the text again, or let its author in again, unless that happened already.

    A text that was hidden again since stays so: that is a decision with an appeal of its own.
    """
    about, person = decision.about, decision.person
    _lock(about)
    is_hidden = about.standing == Practice.Standing.HIDDEN
    if decision.kind == Kind.HIDE and is_hidden and not decision.later_hiding:
        show_again(by=by, about=about, seen=seen, reason=decision.answer[:300])
    if decision.kind == Kind.BAR and person and person.is_barred:
        accounts.let_in_again(by=by, person=person)
        _decide(by, about, Kind.LET_IN, decision.answer[:300], person)
