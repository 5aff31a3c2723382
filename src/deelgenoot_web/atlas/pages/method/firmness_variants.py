"""The typology with one thing changed: what was left out, which municipalities move."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.typology.assessment import Assessment, Mover, Variant
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release
from deelgenoot_web.atlas.pages.indicator.themes import theme_slug
from deelgenoot_web.atlas.pages.method.firmness_methods import MethodBar, width
from deelgenoot_web.atlas.pages.parts.clusters import ClusterName, cluster_name
from deelgenoot_web.atlas.wording import capital, in_words

_SHOWN = 8
"""Indicators in sight; the others fold open."""
_HALF = 0.5


@dataclass(frozen=True)
class VariantMover:
    """A municipality that falls in another cluster, from where to where."""

    name: str
    slug: str
    was: ClusterName
    now: ClusterName


@dataclass(frozen=True)
class VariantRow:
    """One variant; `page` and `slug` are the page about what was left out, or empty."""

    label: str
    page: str
    slug: str
    agreement: str
    width: str
    how_many: str
    movers: tuple[VariantMover, ...]


@dataclass(frozen=True)
class Redrawing:
    """The indicators of each theme drawn again: what returns of each cluster, and which waver."""

    sentence: str
    bars: tuple[MethodBar, ...]
    wavering: tuple[tuple[str, str], ...]
    """Name and slug of the municipalities that keep their cluster in under half of the draws."""


@dataclass(frozen=True)
class VariantsSection:
    """All variants by kind; within a kind those that change most come first."""

    answer: str
    themes: tuple[VariantRow, ...]
    indicators: tuple[VariantRow, ...]
    other_indicators: tuple[VariantRow, ...]
    years: tuple[VariantRow, ...]
    years_sentence: str
    missing: tuple[VariantRow, ...]
    missing_sentence: str
    redrawn: Redrawing


def variants_section(edition: Edition, assessment: Assessment) -> VariantsSection:
    """Show what would become of the typology if something else had been chosen."""

    def of(kind: str) -> list[Variant]:
        variants = [one for one in assessment.variants if one.kind == kind]
        return sorted(variants, key=lambda one: (one.ari, one.name))

    def rows(variants: Sequence[Variant]) -> tuple[VariantRow, ...]:
        return tuple(_row(edition, one) for one in variants)

    themes, indicators, years, missing = (
        of(kind) for kind in ("theme", "indicator", "years", "missing")
    )
    return VariantsSection(
        answer=_answer(edition, themes, indicators),
        themes=rows(themes),
        indicators=rows(indicators[:_SHOWN]),
        other_indicators=rows(indicators[_SHOWN:]),
        years=rows(years),
        years_sentence=_years(edition, years),
        missing=rows(missing),
        missing_sentence=_missing(edition, missing),
        redrawn=_redrawn(edition),
    )


def _answer(edition: Edition, themes: Sequence[Variant], indicators: Sequence[Variant]) -> str:
    """Say which theme and which indicator matter most, and how many do not matter."""
    if not (themes and indicators):
        return ""
    same = sum(1 for one in indicators if not one.movers)
    slots = {
        "theme": _label(edition, themes[0]),
        "n_theme": len(themes[0].movers),
        "indicator": _label(edition, indicators[0]),
        "n_indicator": len(indicators[0].movers),
        "all": len(edition.study.selection),
    }
    first = (
        _(
            "Het meest verandert er zonder het thema “%(theme)s”: dan komen %(n_theme)s van de "
            "%(all)s gemeenten in een andere groep. Van de losse kenmerken weegt “%(indicator)s” "
            "het zwaarst: %(n_indicator)s gemeenten."
        )
        % slots
    )
    without = ngettext(
        "Zonder %(n)s van de kenmerken verandert er niets.",
        "Zonder %(n)s van de kenmerken, één tegelijk, verandert er niets.",
        same,
    ) % {"n": in_words(same)}
    return f"{first} {without}" if same else first


def _label(edition: Edition, variant: Variant) -> str:
    catalog = edition.catalog
    if variant.kind == "theme":
        return edition.words(catalog.theme(variant.name).label)
    if variant.kind == "indicator":
        return edition.words(catalog.indicators[variant.name].label)
    labels = {
        "years": _("Cijfers uit een ander jaar"),
        "nearest": _("Aanvullen met de gemeenten die het meest lijken"),
        "without": _("Kenmerken met gaten weglaten"),
    }
    return labels.get(variant.name, variant.name)


def _row(edition: Edition, variant: Variant) -> VariantRow:
    page = variant.kind if variant.kind in {"theme", "indicator"} else ""
    n = len(variant.movers)
    how_many = ngettext("%(n)s gemeente verhuist", "%(n)s gemeenten verhuizen", n) % {"n": n}
    return VariantRow(
        label=_label(edition, variant),
        page=page,
        slug=_slug(edition.release, variant) if page else "",
        agreement=edition.number(variant.ari, 2),
        width=width(variant.ari),
        how_many=how_many if n else _("niemand verhuist"),
        movers=tuple(_mover(edition, mover) for mover in variant.movers),
    )


def _slug(release: Release, variant: Variant) -> str:
    if variant.kind == "indicator":
        return variant.name
    return theme_slug(release.catalog.theme(variant.name))


def _mover(edition: Edition, mover: Mover) -> VariantMover:
    area = edition.catalog.areas[mover.code]
    was = edition.typology.members[mover.code].cluster
    return VariantMover(
        area.name,
        area.slug,
        *(cluster_name(edition, edition.typology.cluster(one)) for one in (was, mover.cluster)),
    )


def _years(edition: Edition, years: Sequence[Variant]) -> str:
    """Name the indicators that had figures of another year; the others kept theirs."""
    if not years:
        return ""
    indicators = years[0].changed
    return _(
        "Van %(n)s van de %(all)s kenmerken is er een ander jaar: %(names)s. De andere kenmerken "
        "houden hun cijfer."
    ) % {
        "n": len(indicators),
        "all": len(edition.typology.weights),
        "names": _names(edition, indicators),
    }


def _missing(edition: Edition, missing: Sequence[Variant]) -> str:
    """Say where figures are missing, and that two other rules were tried."""
    if not missing:
        return ""
    return _(
        "Ontbreekt een cijfer, dan vullen wij het middelste cijfer van de andere gemeenten in. Dat "
        "speelt bij %(names)s. Wij probeerden ook twee andere regels."
    ) % {"names": _names(edition, missing[0].changed)}


def _names(edition: Edition, ids: Sequence[str]) -> str:
    labels = [edition.words(edition.catalog.indicators[one].label) for one in ids]
    return edition.join_names([f"“{label}”" for label in labels])


def _redrawn(edition: Edition) -> Redrawing:
    clusters = sorted(edition.typology.clusters, key=lambda one: -one.jaccard_redrawn)
    bars = tuple(
        MethodBar(
            label=edition.words(one.name),
            about="",
            number=edition.number(one.jaccard_redrawn, 2),
            width=width(one.jaccard_redrawn),
            letter=one.letter,
            archetype=one.archetype,
        )
        for one in clusters
    )
    members = [m for m in edition.typology.members.values() if m.in_study]
    areas = [edition.catalog.areas[m.code] for m in members if (m.kept_redrawn or 0) < _HALF]
    areas.sort(key=lambda area: area.name)
    slots = {
        "n": edition.number(edition.typology.n_draws, 0),
        "most": bars[0].label,
        "least": bars[-1].label,
    }
    sentence = (
        _(
            "Wij trokken %(n)s keer per thema opnieuw kenmerken: sommige telden dubbel, andere "
            "niet. Het meest komt er terug van %(most)s, het minst van %(least)s."
        )
        % slots
    )
    return Redrawing(capital(sentence), bars, tuple((area.name, area.slug) for area in areas))
