"""The study that the site shows, as it was released: opened once and never changed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from deelgenoot.catalog import Catalog
from deelgenoot.charts.published import Charts
from deelgenoot.perspectives.reading import GroupPerspective, read_perspectives
from deelgenoot.study import Study
from deelgenoot.typology.assessment import Assessment
from deelgenoot.typology.changes import Changes
from deelgenoot.typology.peers import Peers
from deelgenoot.typology.published import Typology


@dataclass(frozen=True, eq=False)
class Release:
    """A study with its figures, its typology and its charts.

    Compared and hashed by identity, so that a function of a release can keep its answers.
    """

    study: Study
    typology: Typology

    @property
    def catalog(self) -> Catalog:
        """The figures."""
        return self.study.catalog

    @cached_property
    def version(self) -> str:
        """Name the figures and what was computed from them: `0.1.0-3f2a90c1`."""
        typology = self.typology
        parts = (typology.study_hash, *(f"{n}={h}" for n, h in sorted(typology.inputs.items())))
        digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]
        return f"{typology.versions['deelgenoot']}-{digest}"

    @cached_property
    def peers(self) -> Peers:
        """The ranking of municipalities by likeness."""
        theme_of = {one.id: one.theme for one in self.catalog.indicators.values()}
        return Peers(self.typology, theme_of)

    @cached_property
    def changes(self) -> Changes:
        """The changes of figures that would bring an area into another cluster."""
        return Changes(self.typology, self.study)

    @cached_property
    def charts(self) -> Charts:
        """The charts that were drawn when the study was built."""
        return Charts.open(self.study.folder / "charts.zip")

    @cached_property
    def perspectives(self) -> Mapping[str, GroupPerspective]:
        """The action perspectives, by archetype and `GENERAL`; raises BadStudy as they are read."""
        return read_perspectives(self.study, self.typology)

    @cached_property
    def assessment(self) -> Assessment | None:
        """The assessment of firmness; None where nobody ran `deelgenoot assess`.

        It may be of another study or other figures: ask `is_of`.
        """
        path = self.study.folder / "assessment.json"
        return Assessment.read(path) if path.is_file() else None

    @property
    def current_assessment(self) -> Assessment | None:
        """The assessment, when it is of this very typology."""
        assessment = self.assessment
        return assessment if assessment and assessment.is_of(self.typology) else None


def release(name: str = "middelgroot") -> Release:
    """Open the bundled study `name`, once; raises BadStudy or BadData unless it is built."""
    return _open.get(name) or _open_study(name)


_open: dict[str, Release] = {}
_opening = Lock()


def _open_study(name: str) -> Release:
    """Open a study for the first visitor; those who come meanwhile wait for it."""
    with _opening:
        if name not in _open:
            study = Study.load(name)
            _open[name] = Release(study, Typology.read(study.folder / "typology.json"))
        return _open[name]
