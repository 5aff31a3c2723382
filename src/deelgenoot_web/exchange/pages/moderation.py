"""What moderators see: open reports, appeals and the log; and one decision."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.html import linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.exchange import rules
from deelgenoot_web.exchange.actions.moderation import sign_of, words_of
from deelgenoot_web.exchange.comparing import TextPiece, cut_by_change
from deelgenoot_web.exchange.mail import address_of, title_of
from deelgenoot_web.exchange.models import (
    ModerationDecision,
    MunicipalChallenge,
    OpenCall,
    Practice,
    TextReaction,
    TextReport,
)
from deelgenoot_web.exchange.models.moderation import ModeratedText
from deelgenoot_web.exchange.places import municipality_name
from deelgenoot_web.exchange.queries import moderation as queries
from deelgenoot_web.exchange.texts import render
from deelgenoot_web.exchange.wording import DECISIONS, GROUNDS

ON_A_PAGE = 50


@dataclass(frozen=True)
class ReportedLine:
    """A text with reports that nobody decided on, and the address where one decides."""

    address: str
    title: str
    place: str
    n_reports: int
    first_at: datetime


@dataclass(frozen=True)
class CorrectedLine:
    """A hidden text that was written anew since, and the address where one decides."""

    address: str
    title: str
    place: str
    corrected_at: datetime


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
    """The queue, what was corrected while hidden, the appeals that wait, and the log."""

    title: str
    description: str
    texts: tuple[ReportedLine, ...]
    corrections: tuple[CorrectedLine, ...]
    appeals: tuple[DecisionLine, ...]
    log: tuple[DecisionLine, ...]
    """A page of the decisions, the newest first."""
    newer: int
    """The number of the page of the log before; 0 for none, as for `older`."""
    older: int


@dataclass(frozen=True)
class ReportLine:
    """A report in words."""

    ground: str
    note: str
    reported_at: datetime


@dataclass(frozen=True)
class TextCorrection:
    """That a hidden text was written anew since, and what came of it."""

    address: str
    """The path where the versions of an approach stand beside each other; else empty."""
    pieces: tuple[TextPiece, ...]
    """What changed in a text that was written over, if that is known."""


@dataclass(frozen=True)
class TextModeration:
    """One text with its open reports, and what can be decided."""

    address: str
    """Of the page on which it stands."""
    html: SafeString
    """What it says, where that is short."""
    place: str
    reports: tuple[ReportLine, ...]
    is_public: bool
    is_hidden: bool
    may_show: bool
    """The reader may show it again: it is hidden, and not theirs."""
    seen: str
    """The sign of the text that the page shows."""
    correction: TextCorrection | None
    """None where nothing was written since the hiding."""
    has_author: bool
    """There is an author who can still contribute, and who is not the reader."""
    decisions: tuple[DecisionLine, ...]


@dataclass(frozen=True)
class DecisionPage:
    """A decision in words, with the appeal and the answer."""

    title: str
    address: str
    """Of the text; empty where it is about a person."""
    html: SafeString
    seen: str
    """As that of `TextModeration`, as is `correction`."""
    correction: TextCorrection | None
    words: str
    reason: str
    decided_at: datetime
    appeal: str
    answer: str
    is_reversed: bool
    later_hiding: int | None
    """The number of the later decision by which the text is hidden now."""


def moderation_page(person: Person, at: int) -> ModerationPage:
    """List what waits for a decision, the oldest first, then page `at` of the log."""
    log = list(queries.decisions()[(at - 1) * ON_A_PAGE : at * ON_A_PAGE + 1])
    return ModerationPage(
        title=_("Moderatie"),
        description=_("Meldingen van lezers, bezwaren van schrijvers, en wat er is besloten."),
        texts=tuple(
            ReportedLine(
                moderation_address(one.text),
                title_of(one.text),
                _place(one.text),
                one.n_reports,
                one.first_at,
            )
            for one in queries.reported_texts(ON_A_PAGE)
        ),
        corrections=tuple(
            CorrectedLine(moderation_address(one), title_of(one), _place(one), corrected_at)
            for corrected_at, one in queries.corrected_texts(ON_A_PAGE)
        ),
        appeals=tuple(_line(one, person) for one in queries.open_appeals()[:ON_A_PAGE]),
        log=tuple(_line(one, person) for one in log[:ON_A_PAGE]),
        newer=at - 1,
        older=at + 1 if len(log) > ON_A_PAGE else 0,
    )


def text_moderation(about: ModeratedText, person: Person) -> TextModeration:
    """Show what was reported about a text and what was decided before."""
    author = about.author
    return TextModeration(
        address=address_of(about),
        html=_words_of(about),
        place=_place(about),
        reports=tuple(_report(one) for one in queries.open_reports(about)),
        is_public=rules.is_public(about),
        is_hidden=about.standing == Practice.Standing.HIDDEN,
        may_show=rules.may_show_again(person, about),
        seen=sign_of(about),
        correction=_correction(queries.appealable_decision(about)),
        has_author=author is not None and not author.is_barred and author != person,
        decisions=tuple(_line(one, person) for one in queries.decisions(about)[:ON_A_PAGE]),
    )


def decision_page(decision: ModerationDecision) -> DecisionPage:
    """Show one decision."""
    is_about_text = not decision.is_about_author
    later = decision.later_hiding
    return DecisionPage(
        title=title_of(decision.about),
        address=address_of(decision.about) if is_about_text else "",
        html=_words_of(decision.about) if is_about_text else SafeString(),
        seen=sign_of(decision.about),
        correction=_correction(decision),
        words=str(DECISIONS[decision.kind]),
        reason=decision.reason,
        decided_at=decision.decided_at,
        appeal=decision.appeal,
        answer=decision.answer,
        is_reversed=decision.is_reversed,
        later_hiding=later.pk if later else None,
    )


def moderation_address(about: ModeratedText) -> str:
    """Give the path of the page on which a moderator decides about a text."""
    names = {
        Practice: "moderate",
        MunicipalChallenge: "moderate_challenge",
        TextReaction: "moderate_reaction",
        OpenCall: "moderate_call",
    }
    return reverse(f"exchange:{names[type(about)]}", args=[about.pk])


def _words_of(about: ModeratedText) -> SafeString:
    """Render the words of a text; an approach, which is long, by its summary."""
    if isinstance(about, Practice):
        return render(about.current.summary if about.current else "")
    if isinstance(about, OpenCall):
        return SafeString(linebreaks(about.message, autoescape=True))
    return render(about.text if isinstance(about, TextReaction) else about.explanation)


def _correction(decision: ModerationDecision | None) -> TextCorrection | None:
    if decision is None or not decision.is_corrected:
        return None
    if decision.practice_id:
        path = reverse("exchange:versions", args=[decision.practice_id])
        return TextCorrection(f"{path}?van={queries.hidden_version(decision)}", ())
    old, new = decision.words, words_of(decision.about)
    return TextCorrection("", cut_by_change(old, new) if old else ())


def _place(about: ModeratedText) -> str:
    return about.example_name or municipality_name(about.gm_code)


def _report(report: TextReport) -> ReportLine:
    return ReportLine(str(GROUNDS[report.ground]), report.note, report.reported_at)


def _line(decision: ModerationDecision, person: Person) -> DecisionLine:
    return DecisionLine(
        number=decision.pk,
        title=title_of(decision.about),
        words=str(DECISIONS[decision.kind]),
        reason=decision.reason,
        by=str(decision.by) if decision.by else _("een vroegere moderator"),
        decided_at=decision.decided_at,
        is_own=decision.by_id == person.pk,
    )
