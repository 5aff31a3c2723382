"""Texts of a perspective with their figures filled in, each a link to where it comes from."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from deelgenoot.perspectives.references import split_text
from deelgenoot.perspectives.resolving import GroupFigures, ResolvedFigure
from deelgenoot.words import Text
from deelgenoot_web.atlas.edition import Edition


@dataclass(frozen=True)
class FigureSource:
    """An indicator that a text leans on, with its year."""

    id: str
    label: str
    when: str
    is_assumed: bool


@dataclass(frozen=True)
class Prose:
    """A text as HTML, and its figures."""

    html: SafeString
    figures: tuple[ResolvedFigure, ...]


def prose(edition: Edition, figures: GroupFigures, text: Text) -> Prose:
    """Fill in the figures of a text in the language of the edition."""
    parts = [
        part if isinstance(part, str) else figures.resolve(part, edition.language)
        for part in split_text(edition.words(text))
    ]
    html = "".join(
        escape(part) if isinstance(part, str) else _figure(edition, part) for part in parts
    )
    return Prose(SafeString(html), tuple(p for p in parts if isinstance(p, ResolvedFigure)))


def plain_text(edition: Edition, figures: GroupFigures, text: Text | None) -> str:
    """Fill in the figures of a text that is no place for links; empty without a text."""
    return figures.write(text, edition.language) if text else ""


def _figure(edition: Edition, figure: ResolvedFigure) -> str:
    """Write a figure as a link to its indicator, a name as one to its municipality."""
    if not figure.indicator:
        return figure.text
    if figure.area:
        slug = edition.catalog.areas[figure.area].slug
        address = reverse("atlas:municipality", args=[slug])
        return format_html('<a href="{}">{}</a>', address, figure.text)
    label = edition.words(edition.catalog.indicators[figure.indicator].label)
    return format_html(
        '<a class="live-figure" href="{}" title="{}, {}">{}</a>',
        reverse("atlas:indicator", args=[figure.indicator]),
        label,
        figure.when,
        figure.text,
    )


def join_sources(edition: Edition, figures: Iterable[ResolvedFigure]) -> tuple[FigureSource, ...]:
    """Name each indicator behind the figures once, with all years that are used of it."""
    by_indicator: dict[str, list[ResolvedFigure]] = {}
    for figure in figures:
        if figure.indicator:
            by_indicator.setdefault(figure.indicator, []).append(figure)
    return tuple(
        FigureSource(
            id=indicator,
            label=edition.words(edition.catalog.indicators[indicator].label),
            when=edition.join_names(list(dict.fromkeys(figure.when for figure in of_indicator))),
            is_assumed=any(figure.is_assumed for figure in of_indicator),
        )
        for indicator, of_indicator in by_indicator.items()
    )
