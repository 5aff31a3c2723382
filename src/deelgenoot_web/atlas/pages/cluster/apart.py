"""The bounds between which a cluster's differences lie when the calculation is repeated."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.charts import interval
from deelgenoot.charts.figures import Table
from deelgenoot.charts.interval import Interval
from deelgenoot.typology.explained import telling
from deelgenoot.typology.published import Band, Cluster
from deelgenoot_web.atlas.edition import Edition

_N_SHOWN = 8


@dataclass(frozen=True)
class Apart:
    """The indicators that set a cluster apart most, each with its bounds; all of them as table."""

    sentence: str
    rows: tuple[interval.IntervalRow, ...]
    table: Table


def apart(edition: Edition, cluster: Cluster) -> Apart:
    """Show what sets `cluster` apart among the indicators of the grouping."""
    bands = [
        (
            band,
            Interval(_label(edition, band), band.effect_low, band.effect, band.effect_high),
        )
        for band in telling(cluster, edition.typology.weights)
        if band.effect is not None and band.effect_low is not None and band.effect_high is not None
    ]
    intervals = [one for _band, one in bands]
    return Apart(
        sentence=_sentence(intervals),
        rows=interval.rows(intervals[:_N_SHOWN], cluster.letter, edition.language),
        table=_table(edition, intervals),
    )


def _label(edition: Edition, band: Band) -> str:
    indicator = edition.catalog.indicators[band.indicator]
    label = edition.words(indicator.label)
    assumed_year = _("jaar aangenomen")
    return f"{label} ({assumed_year})" if indicator.assumed_year else label


def _sentence(intervals: Sequence[Interval]) -> str:
    """Say how many differences keep their direction in nearly every calculation."""
    n_sure = sum(one.low > 0 or one.high < 0 for one in intervals)
    words = ngettext(
        "Van de %(all)s kenmerken van de indeling wijst %(n)s in bijna elke berekening dezelfde "
        "kant op.",
        "Van de %(all)s kenmerken van de indeling wijzen er %(n)s in bijna elke berekening "
        "dezelfde kant op.",
        n_sure,
    )
    return words % {"n": n_sure, "all": len(intervals)}


def _table(edition: Edition, intervals: Sequence[Interval]) -> Table:
    header = (_("Kenmerk"), _("Verschil"), _("Van"), _("Tot"))
    rows = tuple(
        (one.label, *(edition.number(end, 2) for end in (one.value, one.low, one.high)))
        for one in intervals
    )
    note = _(
        "Cohens d: het verschil met de andere gemeenten, gedeeld door de gewone spreiding binnen "
        "beide groepen. Van en tot: waartussen het ligt in 95 van de 100 berekeningen."
    )
    return Table(header, rows, note)
