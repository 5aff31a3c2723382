"""The perspective of a cluster for one municipality: its own opgaven first, and what holds here."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from deelgenoot.perspectives.model import GENERAL, Lever, Tested
from deelgenoot.perspectives.reading import GroupPerspective
from deelgenoot.perspectives.references import IN_TEXT, ClaimTest, FigureReference, read_test
from deelgenoot.perspectives.resolving import GroupFigures
from deelgenoot.perspectives.wording import claim_words
from deelgenoot.typology.published import Member
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.pages.perspective.brief import PerspectiveBrief, perspective_brief
from deelgenoot_web.atlas.pages.perspective.levers import lever_words
from deelgenoot_web.atlas.pages.perspective.prose import plain_text

_OF_THE_MIDDLE = frozenset({"middle", "change", "gap"})
"""What can be asked of one municipality as well; counts and extremes are about several."""


@dataclass(frozen=True)
class OwnCheck:
    """A statement about the cluster, and whether it holds for one municipality."""

    indicator: str
    sentence: str
    figures: str
    """`432 tegen 692`; empty without a figure."""
    holds: bool | None


@dataclass(frozen=True)
class OwnLever:
    """A lever of the perspective, with the opgaven that the municipality's own figures show."""

    anchor: str
    theme: str
    lever: str
    alone: str
    """What a municipality of the cluster can do itself, with the figures of the cluster."""
    has_figures: bool
    """Whether the lever or that text names figures."""
    opgaven: tuple[str, ...]


@dataclass(frozen=True)
class ElsewhereOpgave:
    """An own opgave that another perspective is about."""

    title: str
    group: str
    name: str
    anchor: str


@dataclass(frozen=True)
class OwnPerspective:
    """The perspective of the cluster, for one municipality."""

    brief: PerspectiveBrief
    alike: tuple[OwnCheck, ...]
    """What is said of the cluster and holds here too."""
    different: tuple[OwnCheck, ...]
    unknown: tuple[OwnCheck, ...]
    """What cannot be told: there is no figure."""
    own: tuple[OwnLever, ...]
    others: tuple[OwnLever, ...]
    elsewhere: tuple[ElsewhereOpgave, ...]

    @property
    def has_figures(self) -> bool:
        """Tell whether a lever of an own opgave names figures."""
        return any(lever.has_figures for lever in self.own)


def own_perspective(edition: Edition, member: Member) -> OwnPerspective | None:
    """Turn the perspective of its cluster to a municipality; None where there is none."""
    brief = perspective_brief(edition, member.cluster)
    if brief is None:
        return None
    group = edition.release.perspectives[member.cluster]
    figures = replace(group.figures, members=(member.code,))
    checks = tuple(_checks(edition, group, figures))
    levers = [_lever(edition, group, lever, member) for lever in group.content.thema]
    return OwnPerspective(
        brief=brief,
        alike=tuple(check for check in checks if check.holds),
        different=tuple(check for check in checks if check.holds is False),
        unknown=tuple(check for check in checks if check.holds is None),
        own=tuple(lever for lever in levers if lever.opgaven),
        others=tuple(lever for lever in levers if not lever.opgaven),
        elsewhere=tuple(_elsewhere(edition, group, member)),
    )


def _checks(edition: Edition, group: GroupPerspective, figures: GroupFigures) -> Iterator[OwnCheck]:
    """Ask each test of the middle of the cluster again, with the figures of one municipality."""
    content = group.content
    parts: tuple[Tested, ...] = (*content.kern.claim, *content.ontwikkelingen.claim, *content.thema)
    lines = dict.fromkeys(line for part in parts for line in part.test)
    for test in map(read_test, lines):
        sides = (test.left, test.right)
        if _is_of_cluster(test) and {s.measure.kind for s in sides} <= _OF_THE_MIDDLE | {"zero"}:
            yield _check(edition, figures, test)


def _is_of_cluster(test: ClaimTest) -> bool:
    measure = test.left.measure
    return measure.kind in _OF_THE_MIDDLE and measure.scope == "cluster"


def _check(edition: Edition, figures: GroupFigures, test: ClaimTest) -> OwnCheck:
    holds = figures.holds(test)
    own, other = (_figure_with_sign(edition, figures, side) for side in (test.left, test.right))
    both = _("%(own)s tegen %(other)s") % {"own": own, "other": other} if other else own
    return OwnCheck(
        indicator=test.left.subject,
        sentence=edition.words(claim_words(test, edition.catalog)),
        figures="" if holds is None else both,
        holds=holds,
    )


def _figure_with_sign(edition: Edition, figures: GroupFigures, reference: FigureReference) -> str:
    """Write a figure; a change or a gap with its sign, for here it may go either way."""
    if reference.measure.kind == "zero":
        return ""
    text = figures.resolve(reference, edition.language).text
    if reference.measure.kind == "middle":
        return text
    value = figures.value(reference)
    return f"+{text}" if value > 0 else f"\N{MINUS SIGN}{text}" if value < 0 else text


def _lever(edition: Edition, group: GroupPerspective, lever: Lever, member: Member) -> OwnLever:
    # The figures of the cluster: these are what the sentence argues from.
    titles = [
        edition.words(edition.study.challenge[one].title)
        for one in lever.opgaven
        if member.evidence.get(one)
    ]
    return OwnLever(
        anchor=f"thema-{lever.theme}",
        theme=edition.words(edition.catalog.theme(lever.theme).label),
        lever=lever_words(edition, group, lever),
        alone=plain_text(edition, group.figures, lever.zelf),
        has_figures=any(IN_TEXT.search(text.nl) for text in (lever.hefboom, lever.zelf)),
        opgaven=tuple(titles),
    )


def _elsewhere(
    edition: Edition, group: GroupPerspective, member: Member
) -> Iterator[ElsewhereOpgave]:
    """Find the perspectives that are about the other own opgaven: the general one first."""
    perspectives = edition.release.perspectives
    here = {one for lever in group.content.thema for one in lever.opgaven}
    order = sorted(perspectives, key=lambda one: one != GENERAL)
    anchors = {
        opgave: (one, f"thema-{lever.theme}")
        for one in reversed(order)
        for lever in perspectives[one].content.thema
        for opgave in lever.opgaven
    }
    for challenge_id, shows in member.evidence.items():
        if shows and challenge_id not in here and challenge_id in anchors:
            group_id, anchor = anchors[challenge_id]
            name = _("alle middelgrote gemeenten")
            if group_id != GENERAL:
                name = edition.words(edition.typology.cluster(group_id).name)
            title = edition.words(edition.study.challenge[challenge_id].title)
            yield ElsewhereOpgave(title, group_id, name, anchor)
