"""A study: which areas, which indicators, which method and which words make one typology."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from deelgenoot.catalog import Catalog
from deelgenoot.errors import BadStudy
from deelgenoot.figures import Sheet
from deelgenoot.notation import Mark, Notation
from deelgenoot.own_table import FiguresDescription, TableChoice, Transform, catalog_of
from deelgenoot.rules import AtLeast, EvidenceRule
from deelgenoot.toml import Kind, convert_table, table, text_of
from deelgenoot.words import Text

Algorithm = Literal["search", "ward", "medoids", "mixture", "consensus"]

_AS_IT_IS: Transform = "none"
_BUNDLED = Path(__file__).parent / "studies"


_Count = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
_Weight = Annotated[float, msgspec.Meta(ge=0, le=1000)]
_Size = Annotated[float, msgspec.Meta(gt=0, le=1000)]


class Method(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the typology is made; `docs/method/typology.md` says why these values."""

    n_clusters: _Count
    pull: _Weight = 0.0
    """How hard the signatures pull: each anchor weighs as `pull * n / n_clusters` areas."""
    grade: _Size = 0.6
    """One grade of a signature, in standard deviations of the selection."""
    clip: _Size = 3.0
    """Standardised values are clipped at plus and minus this."""
    n_init: _Count = 50
    n_draws: _Count = 100
    random_state: Annotated[int, msgspec.Meta(ge=0)] = 1
    smallest_cluster: _Count = 5
    algorithm: Algorithm = "search"
    """The search of this project, or another method without anchors (typology/alternatives.py)."""


class Archetype(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A description by which a computed cluster gets its name."""

    id: str
    letter: str
    name: Text
    idea: Text
    opgave: Text
    """The main challenge, short enough for a card."""
    signature: Mapping[str, int]
    """Grades of the indicators on which its cluster is expected to be high (+) or low (-)."""


class Challenge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something a municipality has to deal with, with the rule by which figures show it."""

    id: str
    title: Text
    sentence: Text
    generic: bool
    archetypes: tuple[str, ...]
    themes: tuple[str, ...]
    evidence: EvidenceRule | Literal["none"]
    why: Text | None = None
    """Why these figures are evidence."""
    reason: Text | None = None
    """Without a rule: why the figures cannot show it."""

    @property
    def rule(self) -> AtLeast | None:
        """Give the rule, or None when the figures cannot show this challenge."""
        return None if self.evidence == "none" else self.evidence.as_at_least


class _Selection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: Text = Text("Alle gebieden.", "All areas.")
    file: str | None = None
    codes: tuple[str, ...] = ()
    """The areas themselves, in place of a file; without either, all areas."""


class _StudyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    method: Method
    title: Text | str | None = None
    figures: str | None = None
    """One table of figures, in place of a data package (`deelgenoot.figures`)."""
    decimal: Mark | None = None
    """The mark before decimals in that table; without it each column must show which."""
    missing: tuple[str, ...] | None = None
    """What stands in it where there is no figure, besides an empty cell and NA."""
    totals: tuple[str, ...] | None = None
    """Codes of its lines that are no areas and are left out; without it a likely total is asked
    about."""
    archetypes: str | None = None
    challenges: str | None = None
    selection: _Selection = _Selection()
    themes: Mapping[str, _Weight] = {}
    """A theme that is not named here weighs 1."""
    indicators: Mapping[str, Transform | FiguresDescription] = {}
    """Without any, all columns as they are."""
    years: Mapping[str, tuple[int, ...]] = {}
    """Indicators that are measured in other years than their level, as the mean of these."""
    base: str | None = None
    """A bundled study of which this is a variant: it gives the entries that are not here."""
    reference: str | None = None
    """A CSV with somebody else's clusters of the same areas, to be shown beside this typology."""


class _ArchetypesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    archetype: tuple[Archetype, ...] = ()


class _ChallengesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    challenge: tuple[Challenge, ...] = ()


class Study:
    """All that makes one typology; `hash` changes when anything in it does.

    The `reference` is compared with the typology and is no part of the hash.
    """

    def __init__(self, folder: Path, text: str) -> None:
        digest = hashlib.sha256()
        content, self.source = _lay_on_base(folder, text, digest)
        self.folder = folder
        self.id = content.id
        title = content.title or content.id
        self.title = Text(title, title) if isinstance(title, str) else title
        self.method = content.method
        self.years = content.years
        folders = (folder, self.source)
        archetypes = _read(folders, content.archetypes, _ArchetypesFile, digest).archetype
        self.challenges = _read(folders, content.challenges, _ChallengesFile, digest).challenge
        self.selection_reason = content.selection.reason
        self.selection = _once(content.selection.codes)
        if content.selection.file and not self.selection:
            self.selection = _codes(_beside(content.selection.file, folders), digest)
        self.figures = _beside(content.figures, folders) if content.figures else None
        self.catalog = _catalog(content, folders, self.selection, digest)
        self.selection = self.selection or self.catalog.codes
        scales = {indicator: one.scale for indicator, one in _descriptions(content).items()}
        self.transforms = scales or dict.fromkeys(self.catalog.indicators, _AS_IT_IS)
        # A variant may leave out indicators that the descriptions of its base grade.
        self.archetypes = _on(self.transforms, archetypes) if content.base else archetypes
        themes = [one.theme for one in self.catalog.indicators.values()]
        self.theme_weights = dict.fromkeys(themes, 1.0) | dict(content.themes)
        self.reference = _reference(content.reference, folders)
        self.hash = digest.hexdigest()

    @classmethod
    def load(cls, name: str | Path = "middelgroot") -> "Study":
        """Load the bundled study of this name, or that of this folder or `study.toml`.

        Raises BadStudy with the file, the entry and what is allowed there.
        """
        folder = study_folder(name)
        return cls.from_text(text_of(folder / "study.toml"), folder)

    @classmethod
    def from_text(cls, text: str, folder: Path | None = None) -> "Study":
        """Make the study that a study.toml describes; without a `folder` it needs a base.

        Raises BadStudy as `load` does.
        """
        study = cls(folder or _BUNDLED, text)
        _check(study)
        return study

    @cached_property
    def archetype(self) -> Mapping[str, Archetype]:
        """Map ids to archetypes."""
        return {a.id: a for a in self.archetypes}

    @cached_property
    def challenge(self) -> Mapping[str, Challenge]:
        """Map ids to challenges."""
        return {c.id: c for c in self.challenges}

    @property
    def inputs(self) -> tuple[Path, ...]:
        """List the files with figures, in order."""
        files = [self.figures] if self.figures else []
        return (*files, *sorted(p for p in self.catalog.folder.glob("*") if p.is_file()))

    @cached_property
    def input_hashes(self) -> Mapping[str, str]:
        """Compute the SHA-256 of every file with figures, by name."""
        return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in self.inputs}

    def text(self, name: str, language: str) -> str:
        """Read the Markdown text `name` of this study in `language`."""
        return (self.source / "texts" / f"{name}.{language}.md").read_text(encoding="utf-8")


def bundled_studies() -> tuple[str, ...]:
    """List the names of the studies that ship with the package."""
    return tuple(sorted(p.parent.name for p in _BUNDLED.glob("*/study.toml")))


def study_folder(name: str | Path) -> Path:
    """Find the folder of study `name`: bundled, a folder, or the folder of a `study.toml`."""
    path = Path(name)
    if path.name == "study.toml":
        path = path.parent
    for folder in (_BUNDLED / name, path):
        if (folder / "study.toml").is_file():
            return folder
    names = ", ".join(bundled_studies())
    raise BadStudy(
        f"There is no study '{name}'. Bundled: {names}; or give a folder with a study.toml.",
        f"Er is geen studie '{name}'. Wel {names}; of geef een map met een study.toml.",
    )


def _read(folders: tuple[Path, ...], name: str | None, kind: type[Kind], digest: Any) -> Kind:
    """Read the file of this name; without a name, an empty one."""
    if name is None:
        return kind()
    text = text_of(_beside(name, folders))
    digest.update(text.encode())
    return convert_table(name, table(name, text), kind)


def _descriptions(content: _StudyFile) -> dict[str, FiguresDescription]:
    return {
        indicator: FiguresDescription(scale=entry) if isinstance(entry, str) else entry
        for indicator, entry in content.indicators.items()
    }


def _catalog(
    content: _StudyFile, folders: tuple[Path, Path], selection: tuple[str, ...], digest: Any
) -> Catalog:
    """Load the figures: the table that the study names, or the data package of its source."""
    folder, source = folders
    columns = [c for c, one in content.indicators.items() if not isinstance(one, str)]
    if content.figures is None:
        if columns:
            raise BadStudy(
                f"study.toml, indicators: what {', '.join(columns)} is, the data package says. "
                'Give its scale alone: "none", "log" or "logit".',
                f"study.toml, indicators: wat {', '.join(columns)} is, zegt het datapakket. "
                'Geef alleen de schaal: "none", "log" of "logit".',
            )
        if not (source / "data" / "indicators.json").is_file():
            raise BadStudy(
                "study.toml: there is no data package in data/. Name a table beside it in its "
                'place: figures = "figures.csv".',
                "study.toml: er is geen datapakket in data/. Noem in plaats daarvan een tabel die "
                'ernaast staat: figures = "cijfers.csv".',
            )
        return (
            _bundled_catalog(source) if source.parent == _BUNDLED else Catalog.load(source / "data")
        )
    path = _beside(content.figures, folders)
    sheet = Sheet.read(path)
    digest.update(path.read_bytes())
    notation = Notation(content.decimal, content.missing)
    choice = TableChoice(_descriptions(content), notation, content.totals, selection)
    return catalog_of(sheet, choice, folder / "data")


def _lay_on_base(folder: Path, text: str, digest: Any) -> tuple[_StudyFile, Path]:
    """Lay a study.toml on its base; return the entries and the folder of the files beside it."""
    digest.update(text.encode())
    entries = table("study.toml", text)
    base = entries.get("base")
    if base is None:
        return convert_table("study.toml", entries, _StudyFile), folder
    if base not in bundled_studies():
        names = ", ".join(bundled_studies())
        raise BadStudy(
            f"study.toml: base '{base}' is not a bundled study ({names}).",
            f"study.toml: base '{base}' is geen studie die is meegeleverd ({names}).",
        )
    source = study_folder(base)
    below = text_of(source / "study.toml")
    digest.update(below.encode())
    return convert_table(
        "study.toml", _lay_over(table("study.toml", below), entries), _StudyFile
    ), source


def _on(
    transforms: Mapping[str, Transform], archetypes: tuple[Archetype, ...]
) -> tuple[Archetype, ...]:
    """Leave out of each signature the grades of indicators that do not count."""
    return tuple(
        msgspec.structs.replace(
            archetype,
            signature={one: at for one, at in archetype.signature.items() if one in transforms},
        )
        for archetype in archetypes
    )


def _lay_over(below: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Lay the entries `own` over `below`: sections merge, but own indicators replace all others."""
    entries = dict(below)
    for key, value in own.items():
        is_section = key in {"selection", "method", "themes"} and isinstance(value, dict)
        entries[key] = below[key] | value if is_section else value
    return entries


@cache
def _bundled_catalog(source: Path) -> Catalog:
    """Load the figures that come with the distribution, once: nothing in them changes."""
    return Catalog.load(source / "data")


def _beside(name: str, folders: tuple[Path, ...]) -> Path:
    """Find the file of this name in the first folder that has it; else where it should stand."""
    return next((f / name for f in folders if (f / name).is_file()), folders[0] / name)


def _reference(name: str | None, folders: tuple[Path, ...]) -> Path | None:
    path = _beside(name, folders) if name else None
    if path and not path.is_file():
        raise BadStudy(
            f"study.toml: the reference '{name}' is not beside it.",
            f"study.toml: de referentie '{name}' staat er niet naast.",
        )
    return path


def _once(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Sort the codes. Raises BadStudy for one that stands there twice."""
    if twice := sorted(code for code, n in Counter(codes).items() if n > 1):
        raise BadStudy(
            f"study.toml, selection: {', '.join(twice)} is there twice. Leave one out.",
            f"study.toml, selection: {', '.join(twice)} staat er tweemaal. Laat er één weg.",
        )
    return tuple(sorted(codes))


def _codes(path: Path, digest: Any) -> tuple[str, ...]:
    """Read the `code` column of a selection file, sorted; other columns are for the reader."""
    sheet = Sheet.read(path)
    digest.update(path.read_bytes())
    return tuple(sorted(sheet.codes))


def _check(study: Study) -> None:
    """Raise BadStudy unless everything that a study names exists in its data."""
    catalog = study.catalog
    themes = {theme.id for theme in catalog.themes}
    _check_known("selection", study.selection, set(catalog.codes))
    _check_known("indicators", study.transforms, set(catalog.indicators))
    _check_known("themes", study.theme_weights, themes)
    if study.figures:
        catalog.check_files()
    if not any(study.theme_weights[catalog.indicators[c].theme] for c in study.transforms):
        raise BadStudy(
            "study.toml, themes: no theme weighs anything. Give at least one a weight above 0.",
            "study.toml, themes: geen thema telt mee. Geef er minstens één een gewicht boven 0.",
        )
    _check_known("years", study.years, set(study.transforms))
    for indicator, years in study.years.items():
        if not years:
            raise BadStudy(
                f"study, years of {indicator}: name at least one year.",
                f"studie, years of {indicator}: noem minstens één jaar.",
            )
        _check_known(f"years of {indicator}", years, set(catalog.series(indicator).years))
    for archetype in study.archetypes:
        _check_known(f"signature of {archetype.id}", archetype.signature, set(study.transforms))
    for challenge in study.challenges:
        _check_rule(challenge, catalog)
        _check_known(f"archetypes of {challenge.id}", challenge.archetypes, set(study.archetype))
        _check_known(f"themes of {challenge.id}", challenge.themes, themes)
    if study.method.pull > 0 and study.method.n_clusters != len(study.archetypes):
        n_clusters, n_archetypes = study.method.n_clusters, len(study.archetypes)
        raise BadStudy(
            f"method.pull needs one archetype per cluster: {n_clusters} clusters, "
            f"{n_archetypes} archetypes. Set pull = 0 or change n_clusters.",
            f"method.pull vraagt één archetype per cluster: {n_clusters} clusters, "
            f"{n_archetypes} archetypes. Zet pull = 0 of verander n_clusters.",
        )


def _check_rule(challenge: Challenge, catalog: Catalog) -> None:
    """Raise BadStudy unless a rule can be read, and its figures and years exist."""
    where = f"evidence of {challenge.id}"
    try:
        conditions = challenge.rule.of if challenge.rule else ()
    except BadStudy as error:
        raise BadStudy(
            f"study, {where}: {error}.", f"studie, {where}: {error.message_in('nl')}."
        ) from error
    _check_known(where, [c.indicator for c in conditions], set(catalog.indicators))
    for condition in conditions:
        asked_years = {year for year in (condition.start, condition.end) if year is not None}
        series_years = set(catalog.series(condition.indicator).years) if asked_years else set()
        _check_known(f"{where}, years of {condition.indicator}", asked_years, series_years)
        if challenge.generic and condition.group == "selectie":
            raise BadStudy(
                f"study, {where}: a generic challenge is asked against the country, not by a part "
                "of the selection: that can never show what all have.",
                f"studie, {where}: een algemene opgave wordt aan het land getoetst, niet aan een "
                "deel van de selectie: dat kan nooit laten zien wat allen hebben.",
            )


def _check_known(where: str, names: Any, known_names: set[Any]) -> None:
    unknown = sorted(set(names) - known_names)
    if unknown:
        names = ", ".join(map(str, unknown))
        raise BadStudy(
            f"study, {where}: {names} not in the figures.",
            f"studie, {where}: {names} niet in de cijfers.",
        )
