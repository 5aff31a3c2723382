"""What the pull of the descriptions gives and costs, at every strength that was tried."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from deelgenoot.charts.figures import Table
from deelgenoot.typology.assessment import PullTried
from deelgenoot.typology.reading import AIM_JACCARD, AIM_R2
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.pages.parts.figures import ChartFigure, chart_figure

_CHART = "method/frontier"


@dataclass(frozen=True)
class FrontierSection:
    """The chart of all strengths, sentences that read it, and how names fit at each of them."""

    sentences: tuple[str, ...]
    figure: ChartFigure
    names: Table


def frontier_section(edition: Edition) -> FrontierSection | None:
    """Show the strengths that were tried; None where none were, or nothing was to be predicted."""
    assessment = edition.release.current_assessment
    if not assessment or _CHART not in edition.charts:
        return None
    pulls = assessment.frontier
    figure = chart_figure(edition, _CHART)
    sentences = (_price(edition, pulls), aim_sentence(edition, pulls))
    # Its own sentence names every number: the drawing carries it, and the table has them.
    return FrontierSection(
        sentences, replace(figure, sentence=""), _names(edition, pulls, figure.table)
    )


def _price(edition: Edition, pulls: Sequence[PullTried]) -> str:
    """Compare the strength of the study with none."""
    own = next(one for one in pulls if one.pull == edition.study.method.pull)
    return _(
        "Hoe harder de beschrijvingen trekken, hoe vaker de clusters terugkomen, en hoe minder zij "
        "voorspellen van kenmerken die niet meetelden. Zonder trekken is dat %(free)s, met een "
        "zwakste cluster van %(free_least)s; met trekken zoals wij doen %(own)s, met een zwakste "
        "cluster van %(own_least)s."
    ) % {
        "free": _share(edition, pulls[0].r2),
        "free_least": edition.number(pulls[0].jaccard_least, 2),
        "own": _share(edition, own.r2),
        "own_least": edition.number(own.jaccard_least, 2),
    }


def aim_sentence(edition: Edition, pulls: Sequence[PullTried]) -> str:
    """Say which strengths reach both aims."""
    slots = {"r2": _share(edition, AIM_R2), "least": edition.number(AIM_JACCARD, 2)}
    good_pulls = [
        edition.number(one.pull, 4).rstrip("0").rstrip(",.")
        for one in pulls
        if (one.r2 or 0) >= AIM_R2 and one.jaccard_least >= AIM_JACCARD
    ]
    if good_pulls:
        sentence = _(
            "Ons doel was %(r2)s of meer, met een zwakste cluster van minstens %(least)s. Sterkte "
            "%(pulls)s haalt dat."
        )
        return sentence % {**slots, "pulls": edition.join_names(good_pulls)}
    return (
        _(
            "Ons doel was %(r2)s of meer, met een zwakste cluster van minstens %(least)s. Geen "
            "enkele sterkte haalt beide. Wij kozen met een regel die vooraf was opgeschreven "
            "(beslissing 65)."
        )
        % slots
    )


def _names(edition: Edition, pulls: Sequence[PullTried], chart_table: Table) -> Table:
    """Write per strength the fit of each name, and how many municipalities move."""
    archetypes = edition.study.archetypes
    rows = tuple(
        (
            row[0],
            *(edition.number(one.fits.get(name.id, 0), 2) for name in archetypes),
            edition.number(one.n_moved),
        )
        for row, one in zip(chart_table.rows, pulls, strict=True)
    )
    heads = (edition.words(one.name) for one in archetypes)
    return Table((chart_table.header[0], *heads, _("Gemeenten in een ander cluster")), rows)


def _share(edition: Edition, value: float | None) -> str:
    return edition.amount(100 * (value or 0), "%", 0)
