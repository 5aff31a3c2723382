"""The reasons why a municipality moves with the figures of another year."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.utils.translation import gettext as _

from deelgenoot.areas import Area
from deelgenoot.typology.assessment import OtherYear, YearMover
from deelgenoot.typology.published import FAIR_FIT, Cluster
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.years import own_years, yearly_means
from deelgenoot_web.atlas.pages.parts.clusters import ClusterName, cluster_name

_SHOWN_REASONS = 2


@dataclass(frozen=True)
class YearsMover:
    """A municipality that moves, from where to where, and what pushed most."""

    place: Area
    was: ClusterName
    now: ClusterName
    reasons: tuple[str, ...]


def mover_row(edition: Edition, other: OtherYear, mover: YearMover) -> YearsMover:
    """Show a municipality that moves, with the pushes that show in its figures as written."""
    area = edition.catalog.areas[mover.code]
    ways = _Ways(edition, other, mover.code)
    by_push = sorted(mover.pushes, key=lambda column: (-mover.pushes[column], column))
    visible = [column for column in by_push if mover.pushes[column] > 0 and ways.is_seen(column)]
    return YearsMover(
        place=area,
        was=cluster_name_in(edition, other, edition.typology.cluster(mover.was)),
        now=cluster_name_in(edition, other, edition.typology.cluster(mover.now)),
        reasons=tuple(ways.sentence(column) for column in visible[:_SHOWN_REASONS]),
    )


def cluster_name_in(edition: Edition, other: OtherYear, cluster: Cluster) -> ClusterName:
    """Name a cluster in that year: by its letter alone where the name does not fit its figures."""
    name = cluster_name(edition, cluster)
    if other.fits[cluster.archetype] >= FAIR_FIT:
        return name
    return replace(name, name=_("cluster %(letter)s") % {"letter": cluster.letter})


@dataclass(frozen=True)
class _Ways:
    """The figures of a municipality in both years, beside those of the middle municipality."""

    edition: Edition
    other: OtherYear
    code: str

    def is_seen(self, column: str) -> bool:
        """Whether there are two figures that differ as they are written."""
        first, last = self._ends(column, [self.code])
        return None not in (first, last) and first != last

    def sentence(self, column: str) -> str:
        return _("%(label)s: %(here)s; midden van alle gemeenten %(all)s.") % {
            "label": self.edition.words(self.edition.catalog.indicators[column].label),
            "here": self._way(column, [self.code]),
            "all": self._way(column, list(self.other.before)),
        }

    def _way(self, column: str, codes: Sequence[str]) -> str:
        first, last = self._ends(column, codes)
        return _("van %(first)s naar %(last)s") % {"first": first, "last": last}

    def _ends(self, column: str, codes: Sequence[str]) -> tuple[str | None, str | None]:
        """Write the middle of these municipalities in our study and in the other year."""
        indicator = self.edition.catalog.indicators[column]
        rows = [self.edition.catalog.codes.index(code) for code in codes]
        figures = []
        for span in (own_years(self.edition.release, column), self.other.used[column]):
            values = yearly_means(self.edition.release, column, span)[rows]
            present = values[~np.isnan(values)]
            middle = float(np.median(present)) if present.size else None
            figures.append(None if middle is None else self.edition.figure(indicator, middle))
        return figures[0], figures[1]
