"""The files of the release that can be downloaded, with their size, form and licence."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelgenoot.errors import DeelgenootError
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release
from deelgenoot_web.atlas.pages.parts.sources import UNKNOWN, licence_words

PACKAGE = "datapackage.json"
TYPOLOGY = "typology.json"

# The package describes itself in English; these are the same in the language of the page.
_ABOUT = {
    "areas.csv": gettext_lazy(
        "De gemeenten: code, naam, provincie, regio, stedelijkheid, inwoners en middelpunt."
    ),
    "history.csv": gettext_lazy("Elke code met elke naam, en de jaren waarin die gold."),
    "mergers.csv": gettext_lazy("Herindelingen: welke gemeente in welke opging, en wanneer."),
    "aliases.csv": gettext_lazy("Namen die mensen gebruiken en die op geen lijst staan."),
    "networks.csv": gettext_lazy("De leden van M50 en G40."),
    "neighbours.csv": gettext_lazy("Gemeenten die aan elkaar grenzen."),
    "levels.csv": gettext_lazy(
        "Eén cijfer per gemeente en kenmerk. Een lege cel betekent: geen cijfer."
    ),
    "series.csv": gettext_lazy(
        "Elk jaar van elk kenmerk per gemeente, steeds op dezelfde grenzen."
    ),
    "marks.csv": gettext_lazy(
        "Welke cijfers over een herindeling heen zijn berekend, en waar een reeks breekt."
    ),
    "indicators.json": gettext_lazy(
        "De thema’s en kenmerken: naam, eenheid, bron, jaren en opmerkingen."
    ),
    "boundaries.geojson": gettext_lazy("De grenzen van de gemeenten, vereenvoudigd (WGS84)."),
    PACKAGE: gettext_lazy(
        "De beschrijving van al deze bestanden, voor een programma (Frictionless Data Package)."
    ),
    TYPOLOGY: gettext_lazy(
        "De clusters, hun leden, hoe zeker dat is, en waarom elke gemeente waar hoort."
    ),
}
_FORMATS = {".csv": "CSV", ".json": "JSON", ".geojson": "GeoJSON"}
_MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".geojson": "application/geo+json; charset=utf-8",
}


class UnknownFileError(DeelgenootError):
    """A file that the release does not hold."""


@dataclass(frozen=True)
class DataFile:
    """One file of the release."""

    name: str
    about: str
    format: str
    size: str
    columns: str
    """Names of the columns with commas between; empty for a file without."""


@dataclass(frozen=True)
class DataSource:
    """One publisher's table behind the figures."""

    title: str
    url: str
    licence: str
    is_known: bool
    """Whether the licence is known."""


@dataclass(frozen=True)
class DataPage:
    """Everything on the page about the data."""

    title: str
    description: str
    files: tuple[DataFile, ...]
    typology: DataFile
    sources: tuple[DataSource, ...]
    facts: tuple[tuple[str, str], ...]
    citation: str
    n_unknown: int
    """Sources whose licence is not known."""


@dataclass(frozen=True)
class Download:
    """The bytes of one file, with the type to send them as."""

    name: str
    content: bytes
    media_type: str


def data_page(edition: Edition) -> DataPage:
    """Make the page about the data."""
    package = _package(edition.catalog.folder)
    # The package names every file but its own description.
    entries = [*package["resources"], _entry(_path(edition.release, PACKAGE))]
    sources = tuple(_source(entry) for entry in package["sources"])
    return DataPage(
        title=_("Welke gegevens kunt u meenemen?"),
        description=_(
            "Alle cijfers, grenzen en uitkomsten van deze site, als bestanden die een programma "
            "kan lezen."
        ),
        files=tuple(_file(edition, entry) for entry in entries),
        typology=_file(edition, _entry(_path(edition.release, TYPOLOGY))),
        sources=sources,
        facts=_facts(edition),
        citation=citation(edition),
        n_unknown=sum(not source.is_known for source in sources),
    )


def download(release: Release, name: str) -> Download:
    """Read one file of the release; raises UnknownFileError for every other name."""
    names = {entry["path"] for entry in _package(release.catalog.folder)["resources"]}
    if name not in names | {PACKAGE, TYPOLOGY}:
        msg = f"The release holds no file '{name}'."
        raise UnknownFileError(msg)
    path = _path(release, name)
    return Download(name, path.read_bytes(), _MEDIA_TYPES[path.suffix])


def citation(edition: Edition) -> str:
    """Write how to name the release in a text."""
    return _("deelgenoot, %(title)s, versie %(version)s, op de gemeentegrenzen van %(year)s.") % {
        "title": edition.words(edition.typology.title),
        "version": edition.typology.versions["deelgenoot"],
        "year": edition.catalog.areas.year,
    }


@cache
def _package(folder: Path) -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    return read


def _path(release: Release, name: str) -> Path:
    folder = release.study.folder if name == TYPOLOGY else release.catalog.folder
    return folder / name


def _entry(path: Path) -> dict[str, Any]:
    return {"path": path.name, "bytes": path.stat().st_size}


def _file(edition: Edition, entry: Mapping[str, Any]) -> DataFile:
    name = entry["path"]
    columns = [field["name"] for field in entry.get("schema", {}).get("fields", ())]
    return DataFile(
        name=name,
        about=str(_ABOUT.get(name, entry.get("description", ""))),
        format=_FORMATS[Path(name).suffix],
        size=size_words(edition, entry["bytes"]),
        columns=", ".join(columns),
    )


def size_words(edition: Edition, n_bytes: int) -> str:
    """Write a size: `29,8 kB`, `513 kB`, `44 bytes`."""
    if n_bytes < 1000:  # noqa: PLR2004 (a kilobyte)
        return f"{n_bytes} bytes"
    kilobytes = n_bytes / 1000
    return f"{edition.number(kilobytes, 0 if kilobytes >= 100 else 1)} kB"  # noqa: PLR2004


def _source(entry: Mapping[str, str]) -> DataSource:
    licence = entry["licence"]
    return DataSource(entry["title"], entry["path"], licence_words(licence), licence != UNKNOWN)


def _facts(edition: Edition) -> tuple[tuple[str, str], ...]:
    """Answer what a catalogue of data sets (DCAT) would ask for, in words."""
    indicators = edition.catalog.indicators.values()
    years = [year for one in indicators for year in edition.catalog.series(one.id).years]
    return (
        (
            _("Gaat over"),
            _("gemeenten van Nederland, op de grenzen van %s") % edition.catalog.areas.year,
        ),
        (_("Aantal gemeenten"), edition.number(len(edition.catalog.codes), 0)),
        (_("Aantal kenmerken"), edition.number(len(indicators), 0)),
        (
            _("Jaren"),
            _("%(first)s tot en met %(last)s") % {"first": min(years), "last": max(years)},
        ),
        (_("Versie"), edition.typology.versions["deelgenoot"]),
        (_("Verandert"), _("alleen met een nieuwe versie van het programma")),
        (_("Taal"), _("Nederlands en Engels")),
        (_("Gebruik"), _("met naam van de bron; de licentie van elke bron staat hieronder")),
    )
