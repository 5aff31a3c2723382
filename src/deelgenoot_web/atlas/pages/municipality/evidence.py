"""The opgaven that the figures of a municipality show, with their rules and figures."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deelgenoot.rules import Condition
from deelgenoot.study import Challenge
from deelgenoot.typology.published import Member
from deelgenoot.typology.sentences import rule
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.years import newest_since
from deelgenoot_web.atlas.pages.parts.opgaven import interval_words, origin_of
from deelgenoot_web.atlas.wording import condition_value


@dataclass(frozen=True)
class OwnFigure:
    """One figure that a rule looks at: its name, its year and its value here."""

    indicator: str
    label: str
    when: str
    value: str
    newest: str
    """A newer figure than the rule looks at, with its year; empty when there is none."""
    is_assumed: bool


@dataclass(frozen=True)
class Opgave:
    """One challenge against the figures of one municipality."""

    id: str
    title: str
    sentence: str
    origin: str
    """For whom the research names it, or that we added it."""
    cluster_count: str
    """How many municipalities of the cluster show it, in a sentence; empty without a rule."""
    rule: str
    why: str
    figures: tuple[OwnFigure, ...]


@dataclass(frozen=True)
class Evidence:
    """All challenges, by what the figures show."""

    with_signs: tuple[Opgave, ...]
    without_signs: tuple[Opgave, ...]
    unknown: tuple[Opgave, ...]
    """There is a rule, but figures are missing."""
    without_rule: tuple[Opgave, ...]
    """Our figures cannot show these; `why` says why."""


def evidence(edition: Edition, member: Member) -> Evidence:
    """Sort the challenges of `member`.

    Those that its cluster shares come first, then those that the research names for it, then the
    generic.
    """
    shared_ids = {
        one.challenge
        for one in edition.typology.cluster(member.cluster).challenges
        if one.is_shared
    }
    challenges = sorted(
        edition.study.challenges,
        key=lambda c: (c.id not in shared_ids, member.cluster not in c.archetypes, not c.generic),
    )
    opgaven = {c.id: _opgave(edition, member, c) for c in challenges}
    answers = {c.id: member.evidence.get(c.id) for c in challenges if c.rule}

    def those(answer: bool | None) -> tuple[Opgave, ...]:
        return tuple(opgaven[one] for one, shows in answers.items() if shows is answer)

    return Evidence(
        with_signs=those(True),
        without_signs=those(False),
        unknown=those(None),
        without_rule=tuple(opgaven[c.id] for c in challenges if c.rule is None),
    )


def _opgave(edition: Edition, member: Member, challenge: Challenge) -> Opgave:
    conditions, reason = challenge.rule, challenge.why if challenge.rule else challenge.reason
    selection = edition.study.selection
    return Opgave(
        id=challenge.id,
        title=edition.words(challenge.title),
        sentence=edition.words(challenge.sentence),
        origin=origin_of(edition, challenge),
        cluster_count=_cluster_count(edition, member, challenge.id),
        rule=rule(conditions, edition.catalog, selection, edition.language) if conditions else "",
        why=edition.words(reason) if reason else "",
        figures=tuple(figures_of(edition, member.code, conditions.of if conditions else ())),
    )


def _cluster_count(edition: Edition, member: Member, challenge: str) -> str:
    counts = edition.typology.cluster(member.cluster).challenges
    count = next((one for one in counts if one.challenge == challenge), None)
    if count is None:
        return ""
    slots = {
        "n": count.n_cluster,
        "of": count.of_cluster,
        "interval": interval_words(edition, count),
    }
    if count.is_shared:
        words = _(
            "Gedeeld in het cluster: %(n)s van de %(of)s gemeenten (%(interval)s), duidelijk meer "
            "dan elders."
        )
    elif count.is_everywhere:
        words = _(
            "Bij bijna iedereen: ook bij %(n)s van de %(of)s gemeenten van het cluster "
            "(%(interval)s)."
        )
    else:
        words = _(
            "In het cluster bij %(n)s van de %(of)s gemeenten (%(interval)s), niet duidelijk meer "
            "dan elders."
        )
    return words % slots


def figures_of(
    edition: Edition, code: str, conditions: tuple[Condition, ...]
) -> Iterator[OwnFigure]:
    """Give the figures of one municipality that the conditions of a rule look at."""
    for condition in conditions:
        indicator = edition.catalog.indicators[condition.indicator]
        yield OwnFigure(
            indicator=indicator.id,
            label=edition.words(indicator.label),
            when=_when(edition, condition),
            value=condition_value(edition, condition, code),
            newest=_newest(edition, condition, code),
            is_assumed=indicator.assumed_year,
        )


def _when(edition: Edition, condition: Condition) -> str:
    if condition.start is None:
        return edition.years(edition.catalog.indicators[condition.indicator])
    return _("verandering %(start)s–%(end)s") % {"start": condition.start, "end": condition.end}


def _newest(edition: Edition, condition: Condition, code: str) -> str:
    """Write what is newer than a level; the years of a change are those of the rule."""
    indicator = edition.catalog.indicators[condition.indicator]
    if condition.start is not None or not indicator.level_years:
        return ""
    newest = newest_since(edition.release, indicator.id, code, max(indicator.level_years))
    if newest is None:
        return ""
    return f"{newest[0]}: {edition.figure(indicator, newest[1])}"
