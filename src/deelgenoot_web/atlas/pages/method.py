"""How the typology was made, in plain words, with the numbers of this very typology beside them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.charts.figures import Table
from deelgenoot.typology.sentences import listed
from deelgenoot.words import formatted, grouped
from deelgenoot_web.atlas.pages.figures import ChartFigure, drawn
from deelgenoot_web.atlas.pages.literature import Work, literature
from deelgenoot_web.atlas.pages.method_tables import (
    Doubtful,
    FilledFigures,
    ThemeWeights,
    doubtful,
    filled,
    signatures,
    weights,
)
from deelgenoot_web.atlas.pages.rules import Tree, tree
from deelgenoot_web.atlas.release import Release

HARDLY = 0.1
"""A Jaccard that lies less than this above chance says little about the figures."""
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
    """Which clusters return hardly more often than in figures without a pattern; or empty."""
    weights: tuple[ThemeWeights, ...]
    filled: FilledFigures
    signatures: Table
    doubtful: Doubtful
    tree: Tree
    recipe: tuple[tuple[str, str], ...]
    study: str
    study_hash: str
    inputs: Table
    versions: str
    literature: tuple[Work, ...]


def method(release: Release, language: str) -> MethodPage:
    """The page about the method, in `language`."""
    typology = release.typology
    return MethodPage(
        title=_("Hoe is de indeling gemaakt?"),
        description=_(
            "Onze eigen berekening uit openbare cijfers: hoe zij gaat, hoe zeker zij is, wat wij "
            "niet weten en hoe u haar narekent."
        ),
        sections=tuple(_sections(release.study.text("method", language), slots(release, language))),
        fit=drawn(release, "method/fit", language),
        firmness=drawn(release, "method/firmness", language),
        barely=barely(release, language),
        weights=weights(release, language),
        filled=filled(release, language),
        signatures=signatures(release, language),
        doubtful=doubtful(release, language),
        tree=tree(release, language),
        recipe=_recipe(release, language),
        study=typology.study,
        study_hash=typology.study_hash,
        inputs=Table((_("Bestand"), "SHA-256"), tuple(sorted(typology.inputs.items()))),
        versions=", ".join(f"{name} {number}" for name, number in typology.versions.items()),
        literature=literature("method"),
    )


def slots(release: Release, language: str) -> dict[str, str]:
    """What goes into the text, by the names that the texts' README gives."""
    typology = release.typology
    pulled = asdict(typology.pulled).items()
    assumed = [i for i in release.catalog.indicators.values() if i.assumed_year]
    return {
        "n_selected": grouped(len(release.study.selection), 0, language),
        "n_indicators": grouped(len(typology.weights), 0, language),
        "fit_kept": formatted(100 * typology.fit_kept, "%", language),
        "n_moved": grouped(typology.n_moved, 0, language),
        "n_draws": grouped(typology.n_draws, 0, language),
        **{name: formatted(100 * mean, "%", language, 0) for name, mean in pulled},
        "assumed_years": ", ".join(_lowered(i.label.in_language(language)) for i in assumed),
    }


def _lowered(label: str) -> str:
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _sections(text: str, given: Mapping[str, str]) -> Iterator[Section]:
    """The text at its headings, with the slots filled in. What stands before the first is lost."""
    _before, *rest = _HEADING.split(text)
    for heading, body in zip(rest[::2], rest[1::2], strict=True):
        yield Section(slugify(heading), heading, tuple(_blocks(body, given)))


def _blocks(body: str, given: Mapping[str, str]) -> Iterator[Block]:
    """Turn by turn Markdown and the name of a figure, as `re.split` gives them."""
    for at, piece in enumerate(_FIGURE.split(body)):
        if at % 2:
            yield Block(figure=piece)
        elif piece.strip():
            yield Block(markdown=piece.strip().format(**given))


def barely(release: Release, language: str) -> str:
    """The honest side of the chart: where the pull alone explains nearly all of the firmness."""
    names = [
        cluster.name.in_language(language)
        for cluster in release.typology.clusters
        if cluster.jaccard - cluster.jaccard_null < HARDLY
    ]
    if not names:
        return ""
    return ngettext(
        "%(names)s komt nauwelijks vaker terug dan een cluster uit cijfers zonder patroon.",
        "%(names)s komen nauwelijks vaker terug dan clusters uit cijfers zonder patroon.",
        len(names),
    ) % {"names": listed(names, language)}


def _recipe(release: Release, language: str) -> tuple[tuple[str, str], ...]:
    """The settings and what came out, for who wants to know exactly."""
    made, typology = release.study.method, release.typology
    return (
        (_("Gemeenten"), grouped(len(release.study.selection), 0, language)),
        (_("Clusters, vooraf gekozen"), str(made.n_clusters)),
        (_("Kleinste cluster dat mag"), str(made.smallest_cluster)),
        (_("Hoe hard de beschrijvingen trekken (rho)"), grouped(made.pull, 2, language)),
        (
            _("Eén stap in een beschrijving, in standaardafwijkingen"),
            grouped(made.grade, 1, language),
        ),
        (_("Cijfers tellen mee tot, in standaardafwijkingen"), grouped(made.clip, 1, language)),
        (_("Pogingen om de beste indeling te vinden"), grouped(made.n_init, 0, language)),
        (_("Pogingen die bij de beste uitkwamen"), grouped(typology.n_reached, 0, language)),
        (_("Doelwaarde (kleiner is beter)"), grouped(typology.objective, 2, language)),
        (_("Deel van de samenhang dat blijft"), formatted(100 * typology.fit_kept, "%", language)),
        (_("Herhalingen voor de zekerheid"), grouped(made.n_draws, 0, language)),
        (_("Overeenkomst van de herhalingen (ARI)"), grouped(typology.agreement, 2, language)),
        (_("Begingetal van het toeval"), str(made.random_state)),
    )
