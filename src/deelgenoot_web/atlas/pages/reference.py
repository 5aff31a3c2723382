"""Our typology beside somebody else's table: how far they agree, and who stands elsewhere, why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.typology.compare import Agreement, Disagreement, compared
from deelgenoot.typology.published import Member
from deelgenoot.typology.reference import BadReference, decoded, read_reference
from deelgenoot.typology.sentences import listed, value
from deelgenoot.words import grouped
from deelgenoot_web.atlas.pages.firmness_terms import TERMS, Term
from deelgenoot_web.atlas.pages.standing import ClusterName, cluster_name
from deelgenoot_web.atlas.release import Release

LARGEST = 64 * 1024
"""The most bytes of a table: some three thousand lines."""
_SHOWN_REASONS = 2
_ALIKE, _LARGELY, _PARTLY = 0.9, 0.65, 0.3
"""Steinley (2004) calls an ARI excellent from .90 and poor under .65; .30 is our own bound."""


@dataclass(frozen=True)
class ReferencePlace:
    """A municipality with its page."""

    name: str
    slug: str


@dataclass(frozen=True)
class ReferenceRow:
    """One cluster of ours in the table of counts: per group of the other its number."""

    cluster: ClusterName
    cells: tuple[tuple[int, bool], ...]
    """The number, and whether the group is the one that stands for this cluster."""
    total: int


@dataclass(frozen=True)
class DifferingMember:
    """A municipality that stands elsewhere, with what speaks for our cluster."""

    place: ReferencePlace
    cluster: ClusterName
    group: str
    instead: ClusterName | None
    """The cluster of ours that the group stands for."""
    sentence: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """What came out."""

    sentences: tuple[str, ...]
    measures: tuple[tuple[str, str], ...]
    groups: tuple[str, ...]
    rows: tuple[ReferenceRow, ...]
    differ: tuple[DifferingMember, ...]
    not_there: tuple[ReferencePlace, ...]
    not_here: tuple[ReferencePlace, ...]


@dataclass(frozen=True)
class ReferencePage:
    """The form, and what became of the table that was given."""

    title: str
    description: str
    text: str
    """The table as it was given, to mend and to send again."""
    problems: tuple[str, ...]
    comparison: Comparison | None
    is_own: bool
    """The study itself names the table."""
    has_own: bool
    study: str
    largest: str
    terms: tuple[Term, ...]


def reference(release: Release, language: str) -> ReferencePage:
    """Nothing was given: the table that the study names, or none."""
    page, path = _form(release, language), release.study.reference
    if path is None:
        return page
    found = _filled(release, page, path.read_bytes(), language)
    return replace(found, text="", is_own=found.comparison is not None)


def referred(release: Release, given: bytes | str, language: str) -> ReferencePage:
    """A visitor gave this table."""
    return _filled(release, _form(release, language), given, language)


def too_large(release: Release, language: str) -> ReferencePage:
    """A visitor gave more than is read."""
    page = _form(release, language)
    words = _(
        "De tabel is groter dan %(most)s. Laat kolommen of regels weg en probeer het opnieuw."
    )
    return replace(page, problems=(words % {"most": page.largest},))


def _form(release: Release, language: str) -> ReferencePage:
    """The page on which nothing is compared yet."""
    return ReferencePage(
        title=_("Vergelijk met een andere indeling"),
        description=_(
            "Leg een tabel van gemeenten en clusters naast onze indeling: hoe ver gaan ze samen, "
            "welke gemeenten staan ergens anders, en waarom?"
        ),
        text="",
        problems=(),
        comparison=None,
        is_own=False,
        has_own=release.study.reference is not None,
        study=release.typology.study,
        largest=f"{grouped(LARGEST / 1024, 0, language)} kB",
        terms=tuple(one for one in TERMS if str(one.term)[:3] in {"ARI", "AMI"}),
    )


def _filled(
    release: Release, page: ReferencePage, given: bytes | str, language: str
) -> ReferencePage:
    """The page with what came out, or with all that stands in the way."""
    try:
        text = decoded(given.encode() if isinstance(given, str) else given)
    except BadReference as error:
        return replace(page, problems=(error.said(language),))
    try:
        found = compared(release.typology, read_reference(text, release.catalog.areas))
    except BadReference as error:
        said = tuple(problem.said(language) for problem in error.problems)
        return replace(page, text=text, problems=said)
    return replace(page, text=text, comparison=_comparison(release, found, language))


def _comparison(release: Release, found: Agreement, language: str) -> Comparison:
    typology = release.typology
    rows = [
        ReferenceRow(
            cluster=cluster_name(release, typology.cluster(one), language),
            cells=tuple((counts.get(g, 0), found.matched.get(one) == g) for g in found.groups),
            total=sum(counts.values()),
        )
        for one, counts in found.counts.items()
    ]
    areas = release.catalog.areas
    by_name = sorted(found.differ, key=lambda one: areas[one.code].name)
    return Comparison(
        sentences=_sentences(found),
        measures=(
            ("ARI", grouped(found.ari, 2, language)),
            ("AMI", grouped(found.ami, 2, language)),
        ),
        groups=found.groups,
        rows=tuple(rows),
        differ=tuple(_differing(release, one, language) for one in by_name),
        not_there=places(release, found.not_there),
        not_here=places(release, found.not_here),
    )


def places(release: Release, codes: Sequence[str]) -> tuple[ReferencePlace, ...]:
    """These municipalities, by name."""
    areas = [release.catalog.areas[code] for code in codes]
    return tuple(
        ReferencePlace(area.name, area.slug) for area in sorted(areas, key=lambda one: one.name)
    )


def _sentences(found: Agreement) -> tuple[str, ...]:
    """How many stand alike, and what the index says in words."""
    n_alike = found.n_areas - len(found.differ)
    counted = ngettext(
        "Van de %(all)s gemeenten die in beide indelingen staan, staat %(n)s in het cluster dat "
        "past.",
        "Van de %(all)s gemeenten die in beide indelingen staan, staan er %(n)s in het cluster "
        "dat past.",
        n_alike,
    ) % {"all": found.n_areas, "n": n_alike}
    if found.ari >= _ALIKE:
        words = _("De indelingen zijn vrijwel gelijk.")
    elif found.ari >= _LARGELY:
        words = _("De indelingen zijn grotendeels gelijk.")
    elif found.ari >= _PARTLY:
        words = _("De indelingen zijn deels gelijk.")
    else:
        words = _("De indelingen hebben weinig gemeen.")
    return counted, words


def _differing(release: Release, one: Disagreement, language: str) -> DifferingMember:
    typology, area = release.typology, release.catalog.areas[one.code]
    own = typology.cluster(one.cluster)
    instead = typology.cluster(one.instead) if one.instead else None
    named = cluster_name(release, instead, language) if instead else None
    return DifferingMember(
        place=ReferencePlace(area.name, area.slug),
        cluster=cluster_name(release, own, language),
        group=one.group,
        instead=named,
        sentence=_why(release, one, language),
        reasons=_reasons(release, one, language) if sum(one.reasons.values()) > 0 else (),
    )


def _why(release: Release, one: Disagreement, language: str) -> str:
    """To which of the two clusters its figures are nearer, or that there is no second one."""
    if one.instead is None:
        return _("Deze groep past bij geen van onze clusters.")
    names = [
        release.typology.cluster(archetype).name.in_language(language)
        for archetype in (one.cluster, one.instead)
    ]
    said = {"own": names[0], "other": names[1]}
    if sum(one.reasons.values()) < 0:
        return _("Onze cijfers wijzen ook naar %(other)s; de gemeente ligt tussen de twee.") % said
    return (
        _("Onze cijfers liggen dichter bij %(own)s dan bij %(other)s. Dat komt vooral door:") % said
    )


def _reasons(release: Release, one: Disagreement, language: str) -> tuple[str, ...]:
    """The measured figures that speak most for our cluster, beside the middles of both."""
    member = release.typology.members[one.code]
    usable = [
        (reason, indicator)
        for indicator, reason in one.reasons.items()
        if reason > 0 and not _is_doubtful(release, member, indicator)
    ]
    strongest = sorted(usable, reverse=True)[:_SHOWN_REASONS]
    return tuple(_reason(release, one, indicator, language) for _value, indicator in strongest)


def _is_doubtful(release: Release, member: Member, indicator: str) -> bool:
    return indicator in member.filled or release.catalog.indicators[indicator].assumed_year


def _reason(release: Release, one: Disagreement, indicator: str, language: str) -> str:
    about = release.catalog.indicators[indicator]
    middles = []
    for archetype in (one.cluster, one.instead or one.cluster):
        cluster = release.typology.cluster(archetype)
        band = next(b for b in cluster.bands if b.indicator == indicator)
        if band.middle is not None:
            name = cluster.name.in_language(language)
            middles.append(f"{name} {about.written(band.middle, language)}")
    return _("%(label)s: %(own)s; midden van %(middles)s.") % {
        "label": about.label.in_language(language),
        "own": value(release.catalog, indicator, one.code, language) or "",
        "middles": listed(middles, language),
    }
