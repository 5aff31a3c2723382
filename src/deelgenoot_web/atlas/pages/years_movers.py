"""Why a municipality moves with the figures of another year: from what to what its figures went."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from deelgenoot.typology.assessment import OtherYear, YearMover
from deelgenoot_web.atlas.pages.firmness_variants import VariantCluster
from deelgenoot_web.atlas.pages.reference import ReferencePlace
from deelgenoot_web.atlas.release import Release

_SHOWN_REASONS = 2


@dataclass(frozen=True)
class YearsMover:
    """Who moves, from where to where, and what pushed most."""

    place: ReferencePlace
    was: VariantCluster
    now: VariantCluster
    reasons: tuple[str, ...]


def mover_row(release: Release, one: OtherYear, mover: YearMover, language: str) -> YearsMover:
    """Who moves, with the pushes that show in its figures as they are written."""
    area = release.catalog.areas[mover.code]
    ways = _Ways(release, one, mover.code, language)
    pushed = sorted(mover.pushes, key=lambda column: (-mover.pushes[column], column))
    told = [column for column in pushed if mover.pushes[column] > 0 and ways.is_seen(column)]
    still = _("De eigen cijfers bleven vrijwel gelijk; de groepen verschoven.")
    return YearsMover(
        place=ReferencePlace(area.name, area.slug),
        was=_cluster(release, mover.was, language),
        now=_cluster(release, mover.now, language),
        reasons=tuple(ways.sentence(column) for column in told[:_SHOWN_REASONS]) or (still,),
    )


def _cluster(release: Release, archetype: str, language: str) -> VariantCluster:
    cluster = release.typology.cluster(archetype)
    return VariantCluster(cluster.letter, cluster.name.in_language(language))


@dataclass(frozen=True)
class _Ways:
    """From what to what the figures of a municipality went, and those of the middle one."""

    release: Release
    one: OtherYear
    code: str
    language: str

    def is_seen(self, column: str) -> bool:
        """Whether there are two figures, and they differ as they are written."""
        first, last = self._ends(column, [self.code])
        return None not in (first, last) and first != last

    def sentence(self, column: str) -> str:
        return _("%(label)s: %(here)s; midden van alle gemeenten %(all)s.") % {
            "label": self.release.catalog.indicators[column].label.in_language(self.language),
            "here": self._way(column, [self.code]),
            "all": self._way(column, list(self.one.before)),
        }

    def _way(self, column: str, codes: Sequence[str]) -> str:
        first, last = self._ends(column, codes)
        return _("van %(first)s naar %(last)s") % {"first": first, "last": last}

    def _ends(self, column: str, codes: Sequence[str]) -> tuple[str | None, str | None]:
        """The middle of these municipalities in our study and in the year, as it is written."""
        indicator = self.release.catalog.indicators[column]
        rows = [self.release.catalog.codes.index(code) for code in codes]
        written = []
        for span in (own_years(self.release, column), self.one.used[column]):
            values = _means(self.release, column, span)[rows]
            known = values[~np.isnan(values)]
            middle = float(np.median(known)) if known.size else None
            written.append(None if middle is None else indicator.written(middle, self.language))
        return written[0], written[1]


def _means(release: Release, column: str, span: Sequence[int]) -> np.ndarray[Any, Any]:
    series = release.catalog.series(column)
    found: np.ndarray[Any, Any] = series.values[:, [series.years.index(y) for y in span]].mean(
        axis=1
    )
    return found


def own_years(release: Release, column: str) -> tuple[int, ...]:
    """The years of an indicator in the study itself."""
    indicator = release.catalog.indicators[column]
    first = indicator.level_rule == "first"
    level = indicator.level_years[:1] if first else indicator.level_years
    return tuple(sorted(release.study.years.get(column, level)))
