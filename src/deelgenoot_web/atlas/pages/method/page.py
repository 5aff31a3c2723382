"""How the typology was made, in plain words, with the numbers of this very typology beside them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.charts.figures import Table
from deelgenoot.typology.published import CHANCE
from deelgenoot.typology.sentences import mid_sentence
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.opgaven import sharing_facts
from deelgenoot_web.atlas.pages.cluster.rules import Tree, tree
from deelgenoot_web.atlas.pages.method.frontier import FrontierSection, frontier_section
from deelgenoot_web.atlas.pages.method.literature import Work, literature
from deelgenoot_web.atlas.pages.method.tables import (
    Doubtful,
    FilledFigures,
    ThemeWeights,
    claims_table,
    doubtful,
    filled_figures,
    signatures,
    weights,
)
from deelgenoot_web.atlas.pages.parts.figures import ChartFigure, chart_figure
from deelgenoot_web.atlas.pages.parts.prediction import PredictionSection, prediction_section

_HEADING = re.compile(r"^## +(.+)$", re.MULTILINE)
_FIGURE = re.compile(r"^\{figure_(\w+)\}$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A piece of a section: Markdown, or the name of the figure that stands there."""

    markdown: str = ""
    figure: str = ""


@dataclass(frozen=True)
class Section:
    """One part of the study's text about the method."""

    id: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class MethodPage:
    """Everything on the page about the method."""

    title: str
    description: str
    sections: tuple[Section, ...]
    fit: ChartFigure
    firmness: ChartFigure
    barely: str
    """Which clusters return no better than in figures without a pattern; or empty."""
    prediction: PredictionSection | None
    frontier: FrontierSection | None
    weights: tuple[ThemeWeights, ...]
    gaps: FilledFigures
    signatures: Table
    graded_cells: str
    """What the pull does where the descriptions say nothing; empty when not known."""
    claims: Table
    unshown: str
    """Which names are those of the research and not shown by the figures; or empty."""
    sharing: str
    """How many pairs of an opgave and a cluster are tested, and how many are shared."""
    doubtful: Doubtful
    tree: Tree
    recipe: tuple[tuple[str, str], ...]
    study: str
    study_hash: str
    inputs: Table
    versions: str
    literature: tuple[Work, ...]


def method_page(edition: Edition) -> MethodPage:
    """Make the page about the method."""
    typology = edition.typology
    return MethodPage(
        title=_("Hoe is de indeling gemaakt?"),
        description=_(
            "Onze eigen berekening uit openbare cijfers: hoe die gaat, hoe zeker de uitkomst is, "
            "wat wij niet weten en hoe u alles narekent."
        ),
        sections=tuple(_sections(edition.study.text("method", edition.language), slots(edition))),
        fit=chart_figure(edition, "method/fit"),
        firmness=chart_figure(edition, "method/firmness"),
        barely=barely(edition),
        prediction=prediction_section(edition),
        frontier=frontier_section(edition),
        weights=weights(edition),
        gaps=filled_figures(edition),
        signatures=signatures(edition),
        graded_cells=graded_sentences(edition),
        claims=claims_table(edition),
        unshown=unshown_names(edition),
        sharing=_sharing(edition),
        doubtful=doubtful(edition),
        tree=tree(edition),
        recipe=_recipe(edition),
        study=typology.study,
        study_hash=typology.study_hash,
        inputs=Table((_("Bestand"), "SHA-256"), tuple(sorted(typology.inputs.items()))),
        versions=", ".join(f"{name} {number}" for name, number in typology.versions.items()),
        literature=literature("method"),
    )


def slots(edition: Edition) -> dict[str, str]:
    """Fill the slots of the text, by the names that the texts' README gives."""
    typology = edition.typology
    shares = asdict(typology.pulled).items()
    labels = [i.label for i in edition.catalog.indicators.values() if i.assumed_year]
    return {
        "n_selected": edition.number(len(edition.study.selection), 0),
        "n_indicators": edition.number(len(typology.weights), 0),
        "smallest": edition.number(edition.study.method.smallest_cluster, 0),
        "fit_kept": edition.amount(100 * typology.fit_kept, "%"),
        "n_moved": edition.number(typology.n_moved, 0),
        "n_draws": edition.number(typology.n_draws, 0),
        **{name: edition.amount(100 * mean, "%", 0) for name, mean in shares},
        "assumed_years": ", ".join(mid_sentence(edition.words(label)) for label in labels),
    }


def _sections(text: str, values: Mapping[str, str]) -> Iterator[Section]:
    """Split the text at its headings and fill its slots. Text before the first heading is lost."""
    _before, *rest = _HEADING.split(text)
    for heading, body in zip(rest[::2], rest[1::2], strict=True):
        yield Section(slugify(heading), heading, tuple(_blocks(body, values)))


def _blocks(body: str, values: Mapping[str, str]) -> Iterator[Block]:
    """Split a section in turn in Markdown and the name of a figure, as `re.split` gives them."""
    for at, piece in enumerate(_FIGURE.split(body)):
        if at % 2:
            yield Block(figure=piece)
        elif piece.strip():
            yield Block(markdown=piece.strip().format(**values))


def barely(edition: Edition) -> str:
    """Name the clusters that return no better than chance makes them return."""
    names = [
        edition.words(cluster.name)
        for cluster in edition.typology.clusters
        if cluster.jaccard_p >= CHANCE
    ]
    if not names:
        return ""
    return ngettext(
        "%(names)s is niet aantoonbaar steviger dan een cluster uit cijfers zonder patroon.",
        "%(names)s zijn niet aantoonbaar steviger dan clusters uit cijfers zonder patroon.",
        len(names),
    ) % {"names": edition.join_names(names)}


def unshown_names(edition: Edition) -> str:
    """Name the clusters whose name the figures do not show; "" when they show every name."""
    clusters = edition.typology.clusters
    names = [edition.words(one.name) for one in clusters if not one.is_name_shown]
    if not names:
        return ""
    return ngettext(
        "%(names)s: deze naam komt uit het onderzoek van 2020; onze cijfers laten hem niet zien.",
        "%(names)s: deze namen komen uit het onderzoek van 2020; onze cijfers laten ze niet zien.",
        len(names),
    ) % {"names": edition.join_names(names)}


def _sharing(edition: Edition) -> str:
    facts = sharing_facts(edition.release)
    return _(
        "Wij toetsten %(tested)s combinaties; %(shared)s daarvan heten gedeeld. Bij %(other)s van "
        "die %(shared)s gebruikt de regel alleen andere cijfers dan die waarmee de clusters zijn "
        "gemaakt."
    ) % {"tested": facts.n_tested, "shared": facts.n_shared, "other": facts.n_by_other_figures}


def graded_sentences(edition: Edition) -> str:
    """Say what the pull would do on what the descriptions mention alone; "" when not known."""
    current = edition.release.current_assessment
    if current is None or current.graded_pull is None:
        return ""
    pull, means = current.graded_pull, edition.typology.pulled
    words = _(
        "Wat een beschrijving niet noemt, trekt naar het midden van de selectie: dat geldt voor "
        "%(silent)s van de %(cells)s vakjes. Trekt alleen wat zij wel noemt, dan komt er van een "
        "groep gemiddeld %(jaccard)s terug. In onze indeling is dat %(with)s, in een vrije "
        "berekening %(free)s."
    ) % {
        "silent": pull.n_cells - pull.n_graded,
        "cells": pull.n_cells,
        "jaccard": edition.number(pull.jaccard, 2),
        "with": edition.number(means.anchored, 2),
        "free": edition.number(means.free, 2),
    }
    if pull.jaccard > means.free:
        return words
    why = _("De winst in stevigheid komt dus van wat de beschrijvingen niet noemen.")
    return f"{words} {why}"


def _recipe(edition: Edition) -> tuple[tuple[str, str], ...]:
    """List the settings and the outcomes, for readers who want to know exactly."""
    method, typology = edition.study.method, edition.typology
    return (
        (_("Gemeenten"), edition.number(len(edition.study.selection), 0)),
        (_("Clusters, vooraf gekozen"), str(method.n_clusters)),
        (_("Kleinste cluster dat mag"), str(method.smallest_cluster)),
        (_("Hoe hard de beschrijvingen trekken (rho)"), edition.number(method.pull, 2)),
        (
            _("Eén stap in een beschrijving, in standaardafwijkingen"),
            edition.number(method.grade, 1),
        ),
        (_("Cijfers tellen mee tot, in standaardafwijkingen"), edition.number(method.clip, 1)),
        (_("Pogingen om de beste indeling te vinden"), edition.number(method.n_init, 0)),
        (_("Pogingen die bij de beste uitkwamen"), edition.number(typology.n_reached, 0)),
        (_("Doelwaarde (kleiner is beter)"), edition.number(typology.objective, 2)),
        (_("Deel van de samenhang dat blijft"), edition.amount(100 * typology.fit_kept, "%")),
        (_("Aantal steekproeven voor de zekerheid"), edition.number(method.n_draws, 0)),
        (_("Overeenkomst van de berekeningen (ARI)"), edition.number(typology.agreement, 2)),
        (_("Begingetal van het toeval"), str(method.random_state)),
    )
