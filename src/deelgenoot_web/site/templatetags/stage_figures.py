"""Figures of the atlas on the screens of a session, and what a presenter may type."""

from typing import Any

from django import template

from deelgenoot_web.atlas.edition import edition
from deelgenoot_web.site import stage_figures as figures

register = template.Library()


@register.inclusion_tag("site/parts/stage_figure.html")
def stage_figure(subject: str, study: str) -> dict[str, Any]:
    """The headline, drawing and source of what is shown."""
    return {"figure": figures.stage_figure(subject, study)}


@register.simple_tag
def figure_title(subject: str, study: str) -> str:
    """What is shown, in a few words."""
    figure = figures.stage_figure(subject, study)
    return figure.title if figure else ""


@register.simple_tag
def figure_names(study: str) -> tuple[str, ...]:
    """What a presenter may type."""
    return tuple(figures.names_of(edition(study)))
