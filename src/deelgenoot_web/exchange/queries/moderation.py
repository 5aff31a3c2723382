"""Queries about reports of readers, decisions of moderators and appeals."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, QuerySet

from deelgenoot_web.exchange.models import (
    ModerationDecision,
    MunicipalChallenge,
    OpenCall,
    Practice,
    PracticeVersion,
    TextReaction,
    TextReport,
)
from deelgenoot_web.exchange.models.moderation import ModeratedText, text_written_at

_TEXTS = ("practice__current", "challenge", "reaction", "call")
_KEYS = ("practice", "challenge", "reaction", "call")


@dataclass(frozen=True)
class ReportedText:
    """A text with reports that nobody decided on."""

    text: ModeratedText
    n_reports: int
    first_at: datetime


def reported_texts(most: int) -> list[ReportedText]:
    """List the texts with reports that nobody decided on, what waits longest first."""
    rows = TextReport.objects.filter(decision=None).values(*_KEYS)
    rows = rows.annotate(n=Count("pk"), first=Min("reported_at")).order_by("first")[:most]
    cut: list[dict[str, Any]] = list(rows)
    texts: dict[str, Mapping[int, ModeratedText]] = {
        "practice": Practice.objects.select_related("current").in_bulk(_numbers(cut, "practice")),
        "challenge": MunicipalChallenge.objects.in_bulk(_numbers(cut, "challenge")),
        "reaction": TextReaction.objects.in_bulk(_numbers(cut, "reaction")),
        "call": OpenCall.objects.in_bulk(_numbers(cut, "call")),
    }
    return [
        ReportedText(texts[key][row[key]], row["n"], row["first"])
        for row in cut
        for key in _KEYS
        if row[key]
    ]


def _numbers(rows: Iterable[dict[str, Any]], key: str) -> list[int]:
    return [row[key] for row in rows if row[key]]


def open_reports(text: ModeratedText) -> list[TextReport]:
    """List the reports of a text that nobody decided on, the oldest first."""
    return list(text.textreport_set.filter(decision=None).order_by("reported_at", "pk"))


def decisions(text: ModeratedText | None = None) -> QuerySet[ModerationDecision]:
    """List what was decided, about one text or about all, the newest first."""
    rows = text.moderationdecision_set.all() if text else ModerationDecision.objects.all()
    return rows.select_related(*_TEXTS, "by").order_by("-decided_at", "-pk")


def open_appeals() -> QuerySet[ModerationDecision]:
    """List the decisions with an appeal that nobody answered, what waits longest first."""
    rows = decisions().filter(appealed_at__isnull=False, answered_at=None)
    return rows.order_by("appealed_at", "pk")


def corrected_texts(most: int) -> list[tuple[datetime, ModeratedText]]:
    """List the hidden texts that were written anew since, and when, what waits longest first."""
    practices = Practice.objects.select_related("current")
    rows: tuple[ModeratedText, ...] = (
        *_corrected_rows(practices, "practice", "current__published_at")[:most],
        *_corrected_rows(MunicipalChallenge.objects.all(), "challenge", "changed_at")[:most],
        *_corrected_rows(TextReaction.objects.all(), "reaction", "changed_at")[:most],
    )
    pairs = ((written_at, one) for one in rows if (written_at := text_written_at(one)))
    return sorted(pairs, key=itemgetter(0))[:most]


def _corrected_rows(rows: QuerySet[Any], key: str, written_at: str) -> QuerySet[Any]:
    """Keep the texts that are hidden and were written anew after every hiding."""
    later = ModerationDecision.objects.filter(
        kind=ModerationDecision.Kind.HIDE,
        decided_at__gte=OuterRef(written_at),
        **{key: OuterRef("pk")},
    )
    rows = rows.filter(standing=Practice.Standing.HIDDEN, **{f"{written_at}__isnull": False})
    return rows.filter(~Exists(later)).order_by(written_at, "pk")


def decision(number: int) -> ModerationDecision | None:
    """Find a decision with its text."""
    rows = ModerationDecision.objects.select_related(
        *_TEXTS,
        "practice__author",
        "challenge__author",
        "reaction__author",
        "call__author",
        "person",
    )
    return rows.filter(pk=number).first()


def appealable_decision(text: ModeratedText) -> ModerationDecision | None:
    """Find the decision by which a text is hidden now; None for one that is not."""
    if text.standing != Practice.Standing.HIDDEN:
        return None
    rows = text.moderationdecision_set.filter(kind=ModerationDecision.Kind.HIDE)
    return rows.order_by("-decided_at", "-pk").first()


def hidden_version(decision: ModerationDecision) -> int | None:
    """Give the number of the version of an approach that a decision was about."""
    rows = PracticeVersion.objects.filter(
        practice=decision.practice_id, published_at__lte=decision.decided_at
    )
    return rows.order_by("-number").values_list("number", flat=True).first()


def hiding_decisions(reactions: Collection[int]) -> dict[int, ModerationDecision]:
    """Give the newest decision by which each of these reactions (numbers) was hidden."""
    rows = ModerationDecision.objects.filter(
        kind=ModerationDecision.Kind.HIDE, reaction__in=reactions
    )
    in_order = rows.select_related("reaction").order_by("decided_at", "pk")
    return {one.reaction_id: one for one in in_order if one.reaction_id}
