"""Our typology beside somebody else's table: how far they agree, and who stands elsewhere, why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.areas import Area
from deelgenoot.typology.compare import Agreement, Disagreement, compare_groups
from deelgenoot.typology.published import Member
from deelgenoot.typology.reference import BadReference, decode_text, read_reference
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release
from deelgenoot_web.atlas.pages.method.firmness_terms import TERMS, Term
from deelgenoot_web.atlas.pages.parts.clusters import ClusterName, cluster_name

LARGEST = 64 * 1024
"""The most bytes of a table: some three thousand lines."""
_SHOWN_REASONS = 2
_ALIKE, _LARGELY, _PARTLY = 0.9, 0.65, 0.3
"""Steinley (2004) calls an ARI excellent from .90 and poor under .65; .30 is our own bound."""


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

    place: Area
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
    not_there: tuple[Area, ...]
    not_here: tuple[Area, ...]


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


def reference_page(edition: Edition) -> ReferencePage:
    """Nothing was given: the table that the study names, or none."""
    page, path = _form(edition), edition.study.reference
    if path is None:
        return page
    found = _filled(edition, page, path.read_bytes())
    return replace(found, text="", is_own=found.comparison is not None)


def compared_page(edition: Edition, given: bytes | str) -> ReferencePage:
    """A visitor gave this table."""
    return _filled(edition, _form(edition), given)


def too_large_page(edition: Edition) -> ReferencePage:
    """A visitor gave more than is read."""
    page = _form(edition)
    words = _(
        "De tabel is groter dan %(most)s. Laat kolommen of regels weg en probeer het opnieuw."
    )
    return replace(page, problems=(words % {"most": page.largest},))


def _form(edition: Edition) -> ReferencePage:
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
        has_own=edition.study.reference is not None,
        study=edition.typology.study,
        largest=f"{edition.number(LARGEST / 1024, 0)} kB",
        terms=tuple(one for one in TERMS if str(one.term)[:3] in {"ARI", "AMI"}),
    )


def _filled(edition: Edition, page: ReferencePage, given: bytes | str) -> ReferencePage:
    """The page with what came out, or with all that stands in the way."""
    try:
        text = decode_text(given.encode() if isinstance(given, str) else given)
    except BadReference as error:
        return replace(page, problems=(error.message_in(edition.language),))
    try:
        found = compare_groups(edition.typology, read_reference(text, edition.catalog.areas))
    except BadReference as error:
        said = tuple(problem.message_in(edition.language) for problem in error.problems)
        return replace(page, text=text, problems=said)
    return replace(page, text=text, comparison=_comparison(edition, found))


def _comparison(edition: Edition, found: Agreement) -> Comparison:
    typology = edition.typology
    rows = [
        ReferenceRow(
            cluster=cluster_name(edition, typology.cluster(one)),
            cells=tuple((counts.get(g, 0), found.matched.get(one) == g) for g in found.groups),
            total=sum(counts.values()),
        )
        for one, counts in found.counts.items()
    ]
    areas = edition.catalog.areas
    by_name = sorted(found.differ, key=lambda one: areas[one.code].name)
    return Comparison(
        sentences=_sentences(found),
        measures=(
            ("ARI", edition.number(found.ari, 2)),
            ("AMI", edition.number(found.ami, 2)),
        ),
        groups=found.groups,
        rows=tuple(rows),
        differ=tuple(_differing(edition, one) for one in by_name),
        not_there=places(edition.release, found.not_there),
        not_here=places(edition.release, found.not_here),
    )


def places(release: Release, codes: Sequence[str]) -> tuple[Area, ...]:
    """These municipalities, by name."""
    areas = [release.catalog.areas[code] for code in codes]
    return tuple(sorted(areas, key=lambda area: area.name))


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


def _differing(edition: Edition, one: Disagreement) -> DifferingMember:
    typology, area = edition.typology, edition.catalog.areas[one.code]
    own = typology.cluster(one.cluster)
    instead = typology.cluster(one.instead) if one.instead else None
    named = cluster_name(edition, instead) if instead else None
    return DifferingMember(
        place=area,
        cluster=cluster_name(edition, own),
        group=one.group,
        instead=named,
        sentence=_why(edition, one),
        reasons=_reasons(edition, one) if sum(one.reasons.values()) > 0 else (),
    )


def _why(edition: Edition, one: Disagreement) -> str:
    """To which of the two clusters its figures are nearer, or that there is no second one."""
    if one.instead is None:
        return _("Deze groep past bij geen van onze clusters.")
    names = [
        edition.words(edition.typology.cluster(archetype).name)
        for archetype in (one.cluster, one.instead)
    ]
    said = {"own": names[0], "other": names[1]}
    if sum(one.reasons.values()) < 0:
        return _("Onze cijfers wijzen ook naar %(other)s; de gemeente ligt tussen de twee.") % said
    return (
        _("Onze cijfers liggen dichter bij %(own)s dan bij %(other)s. Dat komt vooral door:") % said
    )


def _reasons(edition: Edition, one: Disagreement) -> tuple[str, ...]:
    """The measured figures that speak most for our cluster, beside the middles of both."""
    member = edition.typology.members[one.code]
    usable = [
        (reason, indicator)
        for indicator, reason in one.reasons.items()
        if reason > 0 and not _is_doubtful(edition.release, member, indicator)
    ]
    strongest = sorted(usable, reverse=True)[:_SHOWN_REASONS]
    return tuple(_reason(edition, one, indicator) for _value, indicator in strongest)


def _is_doubtful(release: Release, member: Member, indicator: str) -> bool:
    return indicator in member.filled or release.catalog.indicators[indicator].assumed_year


def _reason(edition: Edition, one: Disagreement, indicator: str) -> str:
    about = edition.catalog.indicators[indicator]
    middles = []
    for archetype in (one.cluster, one.instead or one.cluster):
        cluster = edition.typology.cluster(archetype)
        band = cluster.band(indicator)
        if band.middle is not None:
            name = edition.words(cluster.name)
            middles.append(f"{name} {edition.figure(about, band.middle)}")
    return _("%(label)s: %(own)s; midden van %(middles)s.") % {
        "label": edition.words(about.label),
        "own": edition.level(indicator, one.code) or "",
        "middles": edition.listed(middles),
    }
