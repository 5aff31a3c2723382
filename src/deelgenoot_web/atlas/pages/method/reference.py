"""Our typology beside somebody else's table: how far they agree, which stand elsewhere and why."""

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
from deelgenoot_web.atlas.pages.method.literature import Term, terms
from deelgenoot_web.atlas.pages.parts.clusters import ClusterName, cluster_name

LARGEST = 64 * 1024
"""The most bytes of a table: some three thousand lines."""
_SHOWN_REASONS = 2
_ALIKE, _LARGELY, _PARTLY = 0.9, 0.65, 0.3
"""Steinley (2004) calls an ARI excellent from .90 and poor under .65; .30 is our own bound."""


@dataclass(frozen=True)
class ReferenceRow:
    """One of our clusters in the table of counts: how many are in each group of the other."""

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
    """The outcome of the comparison."""

    sentences: tuple[str, ...]
    measures: tuple[tuple[str, str], ...]
    groups: tuple[str, ...]
    rows: tuple[ReferenceRow, ...]
    differ: tuple[DifferingMember, ...]
    not_there: tuple[Area, ...]
    not_here: tuple[Area, ...]


@dataclass(frozen=True)
class ReferencePage:
    """The form, and the outcome for the table that a visitor gave."""

    title: str
    description: str
    text: str
    """The visitor's table, to mend and to send again."""
    problems: tuple[str, ...]
    comparison: Comparison | None
    is_own: bool
    """Whether the table is the one that the study itself names."""
    has_own: bool
    study: str
    largest: str
    terms: tuple[Term, ...]


def reference_page(edition: Edition) -> ReferencePage:
    """Compare the table that the study names, if any."""
    page, path = _form(edition), edition.study.reference
    if path is None:
        return page
    result = _with_comparison(edition, page, path.read_bytes())
    return replace(result, text="", is_own=result.comparison is not None)


def compared_page(edition: Edition, table: bytes | str) -> ReferencePage:
    """Compare the table of a visitor."""
    return _with_comparison(edition, _form(edition), table)


def too_large_page(edition: Edition) -> ReferencePage:
    """Say that the table of a visitor is too large."""
    page = _form(edition)
    words = _(
        "De tabel is groter dan %(most)s. Laat kolommen of regels weg en probeer het opnieuw."
    )
    return replace(page, problems=(words % {"most": page.largest},))


def _form(edition: Edition) -> ReferencePage:
    """Make the page on which nothing is compared yet."""
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
        terms=tuple(one for one in terms() if one.term.nl[:3] in {"ARI", "AMI"}),
    )


def _with_comparison(edition: Edition, page: ReferencePage, table: bytes | str) -> ReferencePage:
    """Add the outcome to the page, or all problems of the table."""
    try:
        text = decode_text(table.encode() if isinstance(table, str) else table)
    except BadReference as error:
        return replace(page, problems=(error.message_in(edition.language),))
    try:
        agreement = compare_groups(edition.typology, read_reference(text, edition.catalog.areas))
    except BadReference as error:
        problems = tuple(problem.message_in(edition.language) for problem in error.problems)
        return replace(page, text=text, problems=problems)
    return replace(page, text=text, comparison=_comparison(edition, agreement))


def _comparison(edition: Edition, agreement: Agreement) -> Comparison:
    typology = edition.typology
    rows = [
        ReferenceRow(
            cluster=cluster_name(edition, typology.cluster(one)),
            cells=tuple(
                (counts.get(g, 0), agreement.matched.get(one) == g) for g in agreement.groups
            ),
            total=sum(counts.values()),
        )
        for one, counts in agreement.counts.items()
    ]
    areas = edition.catalog.areas
    by_name = sorted(agreement.differ, key=lambda one: areas[one.code].name)
    return Comparison(
        sentences=_sentences(agreement),
        measures=(
            ("ARI", edition.number(agreement.ari, 2)),
            ("AMI", edition.number(agreement.ami, 2)),
        ),
        groups=agreement.groups,
        rows=tuple(rows),
        differ=tuple(_differing(edition, one) for one in by_name),
        not_there=places(edition.release, agreement.not_there),
        not_here=places(edition.release, agreement.not_here),
    )


def places(release: Release, codes: Sequence[str]) -> tuple[Area, ...]:
    """List municipalities by name."""
    areas = [release.catalog.areas[code] for code in codes]
    return tuple(sorted(areas, key=lambda area: area.name))


def _sentences(agreement: Agreement) -> tuple[str, ...]:
    """Say how many municipalities stand alike, and what the index says."""
    n_alike = agreement.n_areas - len(agreement.differ)
    count_words = ngettext(
        "Van de %(all)s gemeenten die in beide indelingen staan, staat %(n)s in het cluster dat "
        "past.",
        "Van de %(all)s gemeenten die in beide indelingen staan, staan er %(n)s in het cluster "
        "dat past.",
        n_alike,
    ) % {"all": agreement.n_areas, "n": n_alike}
    if agreement.ari >= _ALIKE:
        words = _("De indelingen zijn vrijwel gelijk.")
    elif agreement.ari >= _LARGELY:
        words = _("De indelingen zijn grotendeels gelijk.")
    elif agreement.ari >= _PARTLY:
        words = _("De indelingen zijn deels gelijk.")
    else:
        words = _("De indelingen hebben weinig gemeen.")
    return count_words, words


def _differing(edition: Edition, disagreement: Disagreement) -> DifferingMember:
    typology, area = edition.typology, edition.catalog.areas[disagreement.code]
    instead = typology.cluster(disagreement.instead) if disagreement.instead else None
    return DifferingMember(
        place=area,
        cluster=cluster_name(edition, typology.cluster(disagreement.cluster)),
        group=disagreement.group,
        instead=cluster_name(edition, instead) if instead else None,
        sentence=_why(edition, disagreement),
        reasons=_reasons(edition, disagreement) if sum(disagreement.reasons.values()) > 0 else (),
    )


def _why(edition: Edition, disagreement: Disagreement) -> str:
    """Say to which of the two clusters the figures are nearer, or that there is no second one."""
    if disagreement.instead is None:
        return _("Deze groep past bij geen van onze clusters.")
    names = [
        edition.words(edition.typology.cluster(archetype).name)
        for archetype in (disagreement.cluster, disagreement.instead)
    ]
    slots = {"own": names[0], "other": names[1]}
    if sum(disagreement.reasons.values()) < 0:
        return _("Onze cijfers wijzen ook naar %(other)s; de gemeente ligt tussen de twee.") % slots
    return (
        _("Onze cijfers liggen dichter bij %(own)s dan bij %(other)s. Dat komt vooral door:")
        % slots
    )


def _reasons(edition: Edition, disagreement: Disagreement) -> tuple[str, ...]:
    """Give the measured figures that speak most for our cluster, beside the middles of both."""
    member = edition.typology.members[disagreement.code]
    usable = [
        (reason, indicator)
        for indicator, reason in disagreement.reasons.items()
        if reason > 0 and not _is_doubtful(edition.release, member, indicator)
    ]
    strongest = sorted(usable, reverse=True)[:_SHOWN_REASONS]
    return tuple(_reason(edition, disagreement, indicator) for _value, indicator in strongest)


def _is_doubtful(release: Release, member: Member, indicator: str) -> bool:
    return indicator in member.filled or release.catalog.indicators[indicator].assumed_year


def _reason(edition: Edition, disagreement: Disagreement, indicator: str) -> str:
    about = edition.catalog.indicators[indicator]
    middles = []
    for archetype in (disagreement.cluster, disagreement.instead or disagreement.cluster):
        cluster = edition.typology.cluster(archetype)
        band = cluster.band(indicator)
        if band.middle is not None:
            name = edition.words(cluster.name)
            middles.append(f"{name} {edition.figure(about, band.middle)}")
    return _("%(label)s: %(own)s; midden van %(middles)s.") % {
        "label": edition.words(about.label),
        "own": edition.level(indicator, disagreement.code) or "",
        "middles": edition.join_names(middles),
    }
