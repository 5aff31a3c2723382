"""Slides of a cluster, or of the whole study: the same figures and texts as the pages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from deelgenoot.perspectives.model import GENERAL
from deelgenoot.typology.sentences import mid_sentence
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.pages.parts.clusters import cluster_name
from deelgenoot_web.atlas.pages.parts.sureness import group_sureness, name_sureness
from deelgenoot_web.atlas.pages.perspective.claims import (
    ClaimBlock,
    ClaimPart,
    ClaimTestPart,
    count_tests,
    with_reserve,
)
from deelgenoot_web.atlas.pages.perspective.levers import LeverPart
from deelgenoot_web.atlas.pages.perspective.page import PerspectivePage, perspective_page
from deelgenoot_web.atlas.pages.perspective.prose import FigureSource
from deelgenoot_web.atlas.wording import origin_words


@dataclass(frozen=True)
class Slide:
    """One slide, and what a speaker says with it."""

    title: str
    kicker: str = ""
    points: tuple[SafeString, ...] = ()
    pairs: tuple[tuple[str, SafeString], ...] = ()
    """Who does what, or what stands where."""
    picture: SafeString | None = None
    letter: str = ""
    notes: tuple[str, ...] = ()
    sources: tuple[FigureSource, ...] = ()
    is_cover: bool = False


@dataclass(frozen=True)
class DeckPage:
    """All slides about a cluster, or about the study."""

    title: str
    description: str
    id: str
    letter: str
    slides: tuple[Slide, ...]
    version: str


def deck_page(edition: Edition, group: str = GENERAL) -> DeckPage:
    """Make the slides of a perspective; KeyError for an unknown one."""
    perspective = perspective_page(edition, group)
    core = perspective.core
    name = perspective.cluster.name if perspective.cluster else _("Alle middelgrote gemeenten")
    slides = (
        _cover(edition, perspective, name),
        *(() if perspective.cluster else _clusters(edition)),
        *_claims(core, with_reserve(core.title, core.denial) if core.title else _("Kern")),
        Slide(
            _("Ambitie"),
            points=(escape(perspective.ambition),),
            notes=(
                _("Herkomst: %(origin)s. Leg de tekst voor, en vraag wat ontbreekt.")
                % {"origin": mid_sentence(origin_words(perspective.ambition_origin))},
            ),
        ),
        *(_development(claim) for claim in perspective.developments.claims),
        *_claims(perspective.division, _("Waarin verschilt u?")),
        *map(_lever, perspective.levers),
        _list(_("Valkuilen"), perspective.pitfalls.items, _("Vraag wie er een herkent.")),
        _list(
            _("Vragen voor het gesprek"),
            perspective.questions.items,
            _("Neem er een; de andere zijn voor thuis."),
        ),
        _followed_figures(perspective),
        Slide(_("Wat de cijfers niet laten zien"), points=(escape(perspective.not_shown),)),
    )
    return DeckPage(
        title=_("Dia’s: %(name)s") % {"name": name},
        description=_("Een dia per scherm, met wat u erbij kunt zeggen. Druk af voor een pdf."),
        id=group,
        letter=perspective.cluster.letter if perspective.cluster else "",
        slides=slides,
        version=edition.release.version,
    )


def _cover(edition: Edition, page: PerspectivePage, name: str) -> Slide:
    charts, language = edition.charts, edition.language
    is_general = page.cluster is None
    picture = charts.cluster_map(language) if is_general else charts.members_map(page.id, language)
    idea = page.cluster.idea if page.cluster else edition.words(edition.study.title)
    towns = (
        (edition.join_names([area.name for area in page.members]) + ".",) if page.members else ()
    )
    return Slide(
        title=name,
        kicker=_("Handelingsperspectief"),
        points=tuple(escape(words) for words in (idea, *towns)),
        picture=SafeString(picture),
        letter=page.cluster.letter if page.cluster else "",
        notes=(
            _("Een cluster is een begin van een gesprek, geen stempel."),
            f"{page.state} {page.readers}",
        ),
        is_cover=True,
    )


def _clusters(edition: Edition) -> Iterator[Slide]:
    """Show each cluster on a slide, with how firm it is."""
    for cluster in edition.typology.clusters:
        name = cluster_name(edition, cluster)
        towns = [edition.catalog.areas[code].name for code in cluster.members]
        yield Slide(
            title=name.name,
            kicker=_("De clusters"),
            points=(escape(name.idea), escape(f"{edition.join_names(towns)}.")),
            letter=name.letter,
            notes=(
                group_sureness(edition, cluster).sentence,
                name_sureness(edition, cluster).sentence,
            ),
        )


def _claims(block: ClaimBlock, title: str) -> Iterator[Slide]:
    yield Slide(
        title=title,
        points=tuple(_claim_words(claim) for claim in block.claims),
        notes=_test_notes(block.tests),
        sources=_join(claim.sources for claim in block.claims),
    )


def _development(claim: ClaimPart) -> Slide:
    return Slide(
        title=claim.title or _("Ontwikkelingen"),
        kicker=_("Ontwikkelingen"),
        points=(_claim_words(claim),),
        picture=claim.trend.svg if claim.trend else None,
        notes=_test_notes(claim.tests),
        sources=claim.sources,
    )


def _test_notes(tests: Sequence[ClaimTestPart]) -> tuple[str, ...]:
    return (f"{count_tests(tests)}.", *(f"{test.sentence}." for test in tests)) if tests else ()


def _claim_words(claim: ClaimPart) -> SafeString:
    """Say a claim with reserve where the figures deny it."""
    if claim.denial is None:
        return claim.html
    return SafeString(f"{escape(claim.denial.lead)}: {claim.html}")


def _lever(lever: LeverPart) -> Slide:
    counts = (
        _("%(opgave)s: te zien bij %(n)s van de %(of)s gemeenten (%(interval)s).")
        % {"opgave": one.title, "n": one.n, "of": one.of, "interval": one.interval}
        if one.of
        else _("%(opgave)s: onze cijfers kunnen dit niet laten zien.") % {"opgave": one.title}
        for one in lever.opgaven
    )
    return Slide(
        title=with_reserve(lever.lever, lever.denial),
        kicker=lever.theme,
        pairs=tuple((actor.who, actor.html) for actor in lever.actors),
        notes=(*counts, *(f"{name}: {words}." for name, words in lever.terms)),
        sources=lever.sources,
    )


def _list(title: str, items: Sequence[str], note: str) -> Slide:
    return Slide(title=title, points=tuple(escape(item) for item in items), notes=(note,))


def _followed_figures(page: PerspectivePage) -> Slide:
    pairs = (
        (
            row.label,
            escape(
                _("%(here)s (land: %(country)s, %(when)s)")
                % {"here": row.here, "country": row.country, "when": row.when}
            ),
        )
        for row in page.followed_rows
    )
    wishes = (
        _("%(label)s: gewenst is %(wish)s.") % {"label": row.label, "wish": row.wish}
        for row in page.followed_rows
    )
    return Slide(title=_("Cijfers om te volgen"), pairs=tuple(pairs), notes=tuple(wishes))


def _join(sources: Iterable[tuple[FigureSource, ...]]) -> tuple[FigureSource, ...]:
    return tuple(dict.fromkeys(source for several in sources for source in several))
