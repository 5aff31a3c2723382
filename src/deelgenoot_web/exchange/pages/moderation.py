"""What moderators see: open reports, appeals and the log; and one decision."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.exchange import queries, rules
from deelgenoot_web.exchange.mail import title_of
from deelgenoot_web.exchange.models import ModerationDecision, Practice, PracticeReport
from deelgenoot_web.exchange.places import municipality_name
from deelgenoot_web.exchange.wording import DECISIONS, GROUNDS

ON_A_PAGE = 50


@dataclass(frozen=True)
class ReportedPractice:
    """An approach with reports that nobody decided on."""

    number: int
    title: str
    place: str
    n_reports: int
    first_at: datetime


@dataclass(frozen=True)
class DecisionLine:
    """A line of the log, or of the list of appeals."""

    number: int
    title: str
    words: str
    reason: str
    by: str
    decided_at: datetime
    is_own: bool


@dataclass(frozen=True)
class ModerationPage:
    """The queue, the appeals that wait, and the log."""

    title: str
    description: str
    practices: tuple[ReportedPractice, ...]
    appeals: tuple[DecisionLine, ...]
    log: tuple[DecisionLine, ...]


@dataclass(frozen=True)
class ReportLine:
    """A report in words."""

    ground: str
    note: str
    reported_at: datetime


@dataclass(frozen=True)
class PracticeModeration:
    """One approach with its open reports, and what can be decided."""

    number: int
    title: str
    summary: str
    place: str
    reports: tuple[ReportLine, ...]
    is_public: bool
    is_hidden: bool
    has_author: bool
    """There is an author who can still contribute, and who is not the reader."""
    decisions: tuple[DecisionLine, ...]


@dataclass(frozen=True)
class DecisionPage:
    """A decision in words, with the appeal and the answer."""

    title: str
    practice: int
    is_readable: bool
    words: str
    reason: str
    decided_at: datetime
    appeal: str
    answer: str
    is_reversed: bool


def moderation_page(person: Person) -> ModerationPage:
    """List what waits for a decision, the oldest first, then the newest decisions."""
    return ModerationPage(
        title=_("Moderatie"),
        description=_("Meldingen van lezers, bezwaren van schrijvers, en wat er is besloten."),
        practices=tuple(
            ReportedPractice(one.pk, title_of(one), _place(one), one.n_reports, one.first_report_at)
            for one in queries.reported_practices()[:ON_A_PAGE]
        ),
        appeals=tuple(_line(one, person) for one in queries.open_appeals()[:ON_A_PAGE]),
        log=tuple(_line(one, person) for one in queries.decisions()[:ON_A_PAGE]),
    )


def practice_moderation(practice: Practice, person: Person) -> PracticeModeration:
    """Show what was reported about an approach and what was decided before."""
    author = practice.author
    reports = queries.open_reports(practice)
    return PracticeModeration(
        number=practice.pk,
        title=title_of(practice),
        summary=practice.current.summary if practice.current else "",
        place=_place(practice),
        reports=tuple(_report(one) for one in reports),
        is_public=rules.is_public(practice),
        is_hidden=practice.standing == Practice.Standing.HIDDEN,
        has_author=author is not None and not author.is_barred and author != person,
        decisions=tuple(_line(one, person) for one in queries.decisions(practice)[:ON_A_PAGE]),
    )


def decision_page(decision: ModerationDecision) -> DecisionPage:
    """Show one decision."""
    return DecisionPage(
        title=title_of(decision.practice),
        practice=decision.practice_id,
        is_readable=decision.person_id is None,
        words=str(DECISIONS[decision.kind]),
        reason=decision.reason,
        decided_at=decision.decided_at,
        appeal=decision.appeal,
        answer=decision.answer,
        is_reversed=decision.is_reversed,
    )


def _place(practice: Practice) -> str:
    return practice.example_name or municipality_name(practice.gm_code)


def _report(report: PracticeReport) -> ReportLine:
    return ReportLine(str(GROUNDS[report.ground]), report.note, report.reported_at)


def _line(decision: ModerationDecision, person: Person) -> DecisionLine:
    return DecisionLine(
        number=decision.pk,
        title=title_of(decision.practice),
        words=str(DECISIONS[decision.kind]),
        reason=decision.reason,
        by=str(decision.by) if decision.by else _("een vroegere moderator"),
        decided_at=decision.decided_at,
        is_own=decision.by_id == person.pk,
    )
