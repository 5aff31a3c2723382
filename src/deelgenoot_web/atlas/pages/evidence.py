"""Which opgaven the figures of a municipality show, by which rule and with which figures."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deelgenoot.study import Challenge, Condition
from deelgenoot.typology.challenges import condition_figures
from deelgenoot.typology.published import Member
from deelgenoot.typology.sentences import rule, years
from deelgenoot.words import grouped
from deelgenoot_web.atlas.release import Release


@dataclass(frozen=True)
class OwnFigure:
    """One figure that a rule looks at: what it is, of when, and what it is here."""

    indicator: str
    label: str
    when: str
    value: str
    is_assumed: bool


@dataclass(frozen=True)
class Opgave:
    """One challenge against the figures of one municipality."""

    id: str
    title: str
    sentence: str
    belongs: str
    """To whom the research names it: the own cluster, all, or other clusters."""
    rule: str
    why: str
    figures: tuple[OwnFigure, ...]


@dataclass(frozen=True)
class Evidence:
    """All challenges, by what the figures say."""

    shown: tuple[Opgave, ...]
    not_shown: tuple[Opgave, ...]
    unknown: tuple[Opgave, ...]
    """There is a rule, but figures are missing."""
    without_rule: tuple[Opgave, ...]
    """Our figures cannot show these; `why` says why."""


def evidence(release: Release, member: Member, language: str) -> Evidence:
    """The challenges of `member`; those of its own cluster come first, then the generic ones."""
    challenges = sorted(
        release.study.challenges,
        key=lambda c: (member.cluster not in c.archetypes, not c.generic),
    )
    made = {c.id: _opgave(release, member, c, language) for c in challenges}
    answers = {c.id: member.evidence.get(c.id) for c in challenges if c.rule}

    def those(answer: bool | None) -> tuple[Opgave, ...]:
        return tuple(made[one] for one, given in answers.items() if given is answer)

    return Evidence(
        shown=those(True),
        not_shown=those(False),
        unknown=those(None),
        without_rule=tuple(made[c.id] for c in challenges if c.rule is None),
    )


def _opgave(release: Release, member: Member, challenge: Challenge, language: str) -> Opgave:
    needed, reason = challenge.rule, challenge.why if challenge.rule else challenge.reason
    n_selected = len(release.study.selection)
    return Opgave(
        id=challenge.id,
        title=challenge.title.in_language(language),
        sentence=challenge.sentence.in_language(language),
        belongs=_belongs(release, member, challenge, language),
        rule=rule(needed, release.catalog, n_selected, language) if needed else "",
        why=reason.in_language(language) if reason else "",
        figures=tuple(figures_of(release, member.code, needed.of if needed else (), language)),
    )


def _belongs(release: Release, member: Member, challenge: Challenge, language: str) -> str:
    if member.cluster in challenge.archetypes and member.in_study:
        name = release.typology.cluster(member.cluster).name.in_language(language)
        return _("opgave van %(cluster)s") % {"cluster": name}
    if challenge.generic:
        return _("opgave van alle middelgrote gemeenten")
    if not challenge.archetypes:
        return _("door ons toegevoegd")
    names = [
        c.name.in_language(language)
        for c in release.typology.clusters
        if c.archetype in challenge.archetypes
    ]
    return _("opgave van %(cluster)s") % {"cluster": ", ".join(names)}


def figures_of(
    release: Release, code: str, conditions: tuple[Condition, ...], language: str
) -> Iterator[OwnFigure]:
    """The figures of one municipality that the conditions of a rule look at."""
    at = release.catalog.codes.index(code)
    for condition in conditions:
        indicator = release.catalog.indicators[condition.indicator]
        figure = float(condition_figures(release.catalog, condition)[at])
        yield OwnFigure(
            indicator=indicator.id,
            label=indicator.label.in_language(language),
            when=_when(release, condition, language),
            value=_written(release, condition, figure, language),
            is_assumed=indicator.assumed_year,
        )


def _when(release: Release, condition: Condition, language: str) -> str:
    if condition.start is None:
        return years(release.catalog.indicators[condition.indicator], language)
    return _("verandering %(start)s–%(end)s") % {"start": condition.start, "end": condition.end}


def _written(release: Release, condition: Condition, figure: float, language: str) -> str:
    """The level, or the change: in points for percentages, in per cent for everything else."""
    if math.isnan(figure):
        return _("geen cijfer")
    one = release.catalog.indicators[condition.indicator]
    if condition.start is None:
        return one.written(figure, language)
    number = grouped(figure, 1, language)
    return _("%(number)s punten") % {"number": number} if one.unit == "%" else f"{number}%"
