"""What similar municipalities tell of indicators that were not used: for the first page and the
page about the method.
"""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from deelgenoot.charts.figures import Table
from deelgenoot.typology.assessment import Prediction, Predictions
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.pages.parts.figures import ChartFigure, chart_figure
from deelgenoot_web.atlas.wording import capital, in_words

_CHART = "method/prediction"


@dataclass(frozen=True)
class PredictionSection:
    """The answer, how it was found, the chart of it, and what it is per theme."""

    answer: str
    how: str
    figure: ChartFigure
    reading: str
    """How to read the numbers, and what the clusters themselves predict."""
    changes: str
    """How little is predicted of what changed; empty where no change is known."""
    table: Table


def prediction_section(edition: Edition) -> PredictionSection | None:
    """Say what peers and clusters predict; None where that was not tried, or not with a map."""
    assessment = edition.release.current_assessment
    predictions = assessment.predictions if assessment else None
    if not predictions or _CHART not in edition.charts:
        return None
    ways = {one.grouping: one for one in predictions.by}
    if not {"peers", "near", "clusters"} <= ways.keys():
        return None
    slots = {
        "n": in_words(predictions.n_peers),
        "peers": _share(edition, ways["peers"].r2),
        "near": _share(edition, ways["near"].r2),
        "clusters": _share(edition, ways["clusters"].r2),
        "free": _share(edition, ways["free"].r2),
        "chance": _share(edition, ways["chance"].r2),
        "unused": sum(map(len, predictions.indicators.values())),
        "all": len(edition.study.selection),
    }
    answer = _(
        "%(n)s gemeenten die op u lijken voorspellen %(peers)s van wat wij niet meetelden; %(n)s "
        "gemeenten in uw buurt %(near)s."
    )
    return PredictionSection(
        answer=capital(answer % slots),
        how=_(
            "Wij schatten %(unused)s kenmerken die niet in de indeling zitten, voor elk van de "
            "%(all)s gemeenten uit de cijfers van andere. Het percentage zegt hoeveel van de "
            "verschillen in rangorde daarmee is verklaard."
        )
        % slots,
        # Its own sentence names every number: the drawing carries it, and the table has them.
        figure=replace(chart_figure(edition, _CHART), sentence=""),
        reading=_(
            "Bij 0%% is de schatting even goed als het gemiddelde van alle andere gemeenten, "
            "daaronder slechter. Onze clusters voorspellen %(clusters)s, een vrije berekening "
            "zonder beschrijvingen %(free)s en willekeurige groepen %(chance)s. Zoekt u "
            "gesprekspartners, kijk dan eerst naar de gemeenten die op u lijken."
        )
        % slots,
        changes=_changes(edition, predictions),
        table=_table(edition, predictions),
    )


def _share(edition: Edition, value: float) -> str:
    return edition.amount(100 * value, "%", 0)


def _changes(edition: Edition, predictions: Predictions) -> str:
    """Say that what changed since the reference year is hardly predicted."""
    ways = {one.grouping: one.changes for one in predictions.by}
    peers, clusters = ways["peers"], ways["clusters"]
    if peers is None or clusters is None:
        return ""
    return _(
        "Veranderingen sinds %(year)s voorspelt dit niet: over %(n)s kenmerken verklaren onze "
        "clusters %(clusters)s en gelijkende gemeenten %(peers)s van de verschillen."
    ) % {
        "year": edition.catalog.areas.year,
        "n": len(predictions.changes),
        "clusters": _share(edition, clusters),
        "peers": _share(edition, peers),
    }


def _table(edition: Edition, predictions: Predictions) -> Table:
    """Write a row per way to choose municipalities, a column per theme, and the changes."""
    names = [row[0] for row in edition.charts.table(_CHART, edition.language).rows]
    themes = [one for one in edition.catalog.themes if one.id in predictions.indicators]
    heads = [_("Alle kenmerken"), *(edition.words(one.short) for one in themes)]
    with_changes = any(one.changes is not None for one in predictions.by)
    last = [_("Veranderingen")] if with_changes else []

    def cells(way: Prediction) -> list[str]:
        shares = [way.r2, *(way.themes[theme.id] for theme in themes)]
        shares += [way.changes] if way.changes is not None else []
        return [_share(edition, share) for share in shares]

    rows = [(name, *cells(one)) for name, one in zip(names, predictions.by, strict=True)]
    header = edition.charts.table(_CHART, edition.language).header[0]
    return Table((header, *heads, *last), tuple(rows))
