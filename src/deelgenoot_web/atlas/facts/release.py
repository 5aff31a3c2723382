"""What the site shows: one study as it was released, opened once and never changed."""

from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from deelgenoot.catalog import Catalog
from deelgenoot.charts.published import Charts
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
    def peers(self) -> Peers:
        """Who resembles whom."""
        theme_of = {one.id: one.theme for one in self.catalog.indicators.values()}
        return Peers(self.typology, theme_of)

    @cached_property
    def changes(self) -> Changes:
        """Which figures would bring an area into another cluster."""
        return Changes(self.typology, self.catalog)

    @cached_property
    def charts(self) -> Charts:
        """What was drawn when the study was built."""
        return Charts.open(self.study.folder / "charts.zip")

    @cached_property
    def assessment(self) -> Assessment | None:
        """What is known about how firm it is; None where nobody ran `deelgenoot assess`.

        One that was made of another study or other figures is given too: ask `is_of`.
        """
        path = self.study.folder / "assessment.json"
        return Assessment.read(path) if path.is_file() else None

    @property
    def current_assessment(self) -> Assessment | None:
        """The assessment, when it is of this very typology."""
        found = self.assessment
        return found if found and found.is_of(self.typology) else None


def release(name: str = "middelgroot") -> Release:
    """The bundled study `name`; raises BadStudy or BadData when it is not there or not built."""
    found = _open.get(name)
    return found or _opened(name)


_open: dict[str, Release] = {}
_opening = Lock()


def _opened(name: str) -> Release:
    """Opened by who comes first; visitors who come meanwhile wait, instead of doing it too."""
    with _opening:
        if name not in _open:
            study = Study.load(name)
            _open[name] = Release(study, Typology.read(study.folder / "typology.json"))
        return _open[name]
