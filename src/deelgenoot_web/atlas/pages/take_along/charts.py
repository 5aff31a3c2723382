"""A chart or a map to take along: its files, lines for programs, and links that stay."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from deelgenoot.catalog import Indicator
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.indicator_files import LEVELS, YEARS
from deelgenoot_web.atlas.facts.release import Release
from deelgenoot_web.atlas.pages.parts.figures import figure_marks
from deelgenoot_web.atlas.pages.parts.sources import licence_words, source_words

_OF_INDICATORS = frozenset({"dot", "members", "strip", "spread", "trend"})
PIN = "versie"
"""The key in an address that asks for the figures of one version alone."""


@dataclass(frozen=True)
class ProgramLine:
    """A line for a program that reads the figures."""

    program: str
    line: str


@dataclass(frozen=True)
class ChartFiles:
    """The addresses of the files of one chart."""

    png: str
    svg: str
    csv: str
    xlsx: str
    about: str
    """The description of the CSV (CSV on the Web); empty where the workbook has it."""


@dataclass(frozen=True)
class TakeAlongPage:
    """Everything on the page of a chart to take along."""

    title: str
    description: str
    chart_title: str
    sentence: str
    drawing: SafeString
    source: str
    version: str
    newest: ChartFiles
    fixed_files: ChartFiles
    lines: tuple[ProgramLine, ...]
    embed_path: str
    """The address of the map for in another page; empty for a chart."""


def is_known(release: Release, chart_id: str) -> bool:
    """Whether there is such a chart or map."""
    kind, subject = map_subject(chart_id)
    names: dict[str, object] = {
        "clusters": not subject,
        "members": subject in release.typology.archetypes,
        "figure": subject in release.catalog.indicators,
    }
    return bool(names[kind]) if kind in names else chart_id in release.charts


def map_subject(chart_id: str) -> tuple[str, str]:
    """Give the kind of a map and what it is about; two empty words for a chart."""
    family, _slash, rest = chart_id.partition("/")
    kind, _slash, subject = rest.partition("/")
    return (kind, subject) if family == "map" else ("", "")


def take_along_page(
    edition: Edition, chart_id: str, codes: tuple[str, ...], origin: str
) -> TakeAlongPage:
    """Make the page of a chart or map that `is_known`; KeyError for an unknown municipality.

    `origin` begins the addresses in lines for programs.
    """
    title = title_of(edition, chart_id)
    marks = figure_marks(edition.release, chart_id, codes)
    drawing, sentence = _map(edition, chart_id), ""
    if not drawing:
        drawing = edition.charts.svg(chart_id, edition.language, marks)
        sentence = edition.charts.sentence(chart_id, edition.language, marks)
    version = edition.release.version
    of_version = chart_files(edition.release, chart_id, codes, version)
    return TakeAlongPage(
        title=_("Bewaren: %(chart)s") % {"chart": title},
        description=_("Als plaatje, als cijfers en als regel voor R en Python."),
        chart_title=title,
        sentence=sentence,
        drawing=SafeString(drawing),
        source=source_line(edition, chart_id),
        version=version,
        newest=chart_files(edition.release, chart_id, codes),
        fixed_files=of_version,
        lines=program_lines(f"{origin}{of_version.csv}"),
        embed_path=reverse("atlas:embed_map") if chart_id == "map/clusters" else "",
    )


def program_lines(address: str) -> tuple[ProgramLine, ...]:
    """Write the line that reads a CSV file in R and in Python."""
    return (
        ProgramLine("Python (pandas)", f'pandas.read_csv("{address}")'),
        ProgramLine("R", f'read.csv("{address}", fileEncoding = "UTF-8")'),
    )


def chart_files(
    release: Release, chart_id: str, codes: tuple[str, ...], version: str = ""
) -> ChartFiles:
    """Address the files of a chart; with a `version` those of that version alone."""
    marks = [f"gm={code}" for code in codes]
    pin = [f"{PIN}={version}"] if version else []
    csv, xlsx, about = _figures(release, chart_id)
    return ChartFiles(
        png=_with(reverse("atlas:picture", args=[chart_id, "png"]), marks + pin),
        svg=_with(reverse("atlas:picture", args=[chart_id, "svg"]), marks + pin),
        csv=_with(csv, pin),
        xlsx=_with(xlsx, pin),
        about=_with(about, pin) if about else "",
    )


def _with(address: str, query: list[str]) -> str:
    return f"{address}?{'&'.join(query)}" if query else address


def _figures(release: Release, chart_id: str) -> tuple[str, str, str]:
    """Address the figures behind a chart: as CSV, as a workbook, and what describes the CSV."""
    kind, subject = map_subject(chart_id)
    if kind == "clusters":
        return reverse("atlas:clusters_csv"), reverse("atlas:clusters_xlsx"), ""
    if kind == "members":
        args = [subject]
        return reverse("atlas:cluster_csv", args=args), reverse("atlas:cluster_xlsx", args=args), ""
    indicator = indicator_of(release, chart_id)
    if indicator is None:
        return (
            reverse("atlas:chart_csv", args=[chart_id]),
            reverse("atlas:chart_xlsx", args=[chart_id]),
            "",
        )
    of_years = chart_id.startswith("trend/")
    names = ("atlas:indicator_csv", "atlas:indicator_xlsx", "atlas:indicator_about")
    csv, xlsx, about = (
        reverse(name, args=[indicator.id, YEARS if of_years else LEVELS]) for name in names
    )
    return csv, xlsx, about


def indicator_of(release: Release, chart_id: str) -> Indicator | None:
    """Find the indicator that a chart or map is about; None where it is about our method."""
    kind, subject = map_subject(chart_id)
    family, _slash, rest = chart_id.partition("/")
    if kind == "figure":
        return release.catalog.indicators[subject]
    is_ours = family in _OF_INDICATORS
    return release.catalog.indicators[rest.partition("/")[0]] if is_ours else None


def title_of(edition: Edition, chart_id: str) -> str:
    """Say what a chart or map is about."""
    kind, subject = map_subject(chart_id)
    if kind == "clusters":
        return _("De clusters op de kaart")
    if kind == "members":
        return edition.words(edition.typology.cluster(subject).name)
    if kind == "figure":
        indicator = edition.catalog.indicators[subject]
        return f"{edition.words(indicator.label)} ({edition.years(indicator)})"
    return edition.charts.title(chart_id, edition.language)


def source_line(edition: Edition, chart_id: str) -> str:
    """Say where a picture comes from: publisher, table, licence, and the version of ours."""
    indicator = indicator_of(edition.release, chart_id)
    ours = _("deelgenoot %(version)s") % {"version": edition.release.version}
    if indicator is None:
        study = edition.words(edition.study.title)
        return _("Bron: eigen berekening, %(study)s. %(ours)s") % {"study": study, "ours": ours}
    parts = {
        "publisher": source_words(indicator.publisher),
        "table": source_words(indicator.table),
        "licence": licence_words(indicator.licence),
        "ours": ours,
    }
    return _("Bron: %(publisher)s, %(table)s (licentie: %(licence)s). Bewerking: %(ours)s") % parts


def _map(edition: Edition, chart_id: str) -> str:
    kind, subject = map_subject(chart_id)
    charts, language = edition.charts, edition.language
    if kind == "clusters":
        return charts.cluster_map(language)
    if kind == "members":
        return charts.members_map(subject, language)
    return charts.figure_map(subject, language) if kind == "figure" else ""
