"""The typology with the figures of another year: which municipalities move, and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.areas import Area
from deelgenoot.charts.figures import Table
from deelgenoot.charts.flow import Flow, draw_flow
from deelgenoot.typology.assessment import OtherYear, YearMover
from deelgenoot.typology.published import FAIR_FIT, Cluster
from deelgenoot.typology.sentences import span
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.years import own_years, yearly_means
from deelgenoot_web.atlas.pages.method.reference import places
from deelgenoot_web.atlas.pages.parts.clusters import ClusterName, cluster_name
from deelgenoot_web.atlas.pages.parts.ways import Drawing, MainAxes, main_axes
from deelgenoot_web.atlas.wording import count_of_municipalities

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
        for years in (own_years(self.edition.release, column), self.other.used[column]):
            values = yearly_means(self.edition.release, column, years)[rows]
            present = values[~np.isnan(values)]
            middle = float(np.median(present)) if present.size else None
            figures.append(None if middle is None else self.edition.figure(indicator, middle))
        return figures[0], figures[1]


@dataclass(frozen=True)
class YearRow:
    """One year in the overview."""

    year: int
    n_indicators: int
    n_themes: int
    n_moved: str
    n_noise: str
    """How many noise alone moves at most, in 95 of 100 draws."""
    ari: str
    is_shown: bool


@dataclass(frozen=True)
class YearView:
    """One year in full."""

    year: int
    sentences: tuple[str, ...]
    flow: Drawing
    movers: tuple[YearsMover, ...]
    """Those that noise does not explain."""
    left_out: tuple[Area, ...]
    indicators: Table
    caution: str
    """What noise alone would move."""


@dataclass(frozen=True)
class YearsPage:
    """Everything on the page; `shown` is None without a current assessment or another year."""

    title: str
    description: str
    study: str
    is_current: bool
    rows: tuple[YearRow, ...]
    view: YearView | None
    axes: MainAxes | None


@cache
def years_page(edition: Edition, year: int | None) -> YearsPage:
    """Make the page for `year`, one of `known_years`; None for the newest."""
    current = edition.release.current_assessment
    every = current.other_years if current else ()
    looked_at = next((o for o in every if o.year == year), every[-1] if every else None)
    return YearsPage(
        title=_("Hoe veranderde de indeling?"),
        description=_(
            "Dezelfde clusters met de cijfers van een ander jaar: welke gemeenten lijken dan meer "
            "op een ander cluster, en waardoor?"
        ),
        study=edition.typology.study,
        is_current=current is not None,
        rows=tuple(_row(edition, one, looked_at) for one in reversed(every)),
        view=_year_view(edition, looked_at) if looked_at else None,
        axes=main_axes(edition, current) if current else None,
    )


def _row(edition: Edition, other: OtherYear, looked_at: OtherYear | None) -> YearRow:
    indicators = edition.catalog.indicators
    return YearRow(
        year=other.year,
        n_indicators=len(other.used),
        n_themes=len({indicators[column].theme for column in other.used}),
        n_moved=_("%(n)s van de %(all)s") % {"n": len(other.movers), "all": len(other.before)},
        n_noise=_("tot %(n)s") % {"n": other.noise.n_most},
        ari=edition.number(other.ari, 2),
        is_shown=other == looked_at,
    )


def _year_view(edition: Edition, other: OtherYear) -> YearView:
    areas = edition.catalog.areas
    movers = sorted(other.named_movers, key=lambda mover: areas[mover.code].name)
    return YearView(
        year=other.year,
        sentences=_sentences(edition, other),
        flow=_flow(edition, other),
        movers=tuple(mover_row(edition, other, mover) for mover in movers),
        left_out=places(edition.release, other.left_out),
        indicators=_years_table(edition, other),
        caution=_caution(other),
    )


def _sentences(edition: Edition, other: OtherYear) -> tuple[str, ...]:
    n = len(other.movers)
    move_words = ngettext(
        "Met de cijfers van %(year)s lijkt %(n)s van de %(all)s gemeenten meer op een ander "
        "cluster.",
        "Met de cijfers van %(year)s lijken %(n)s van de %(all)s gemeenten meer op een ander "
        "cluster.",
        n,
    ) % {"year": other.year, "n": n, "all": len(other.before)}
    over = _(
        "Alle %(all)s kenmerken tellen mee. Voor %(n)s daarvan zijn er cijfers van dat jaar of een "
        "jaar dichtbij; de andere houden de cijfers van onze studie. De clusters zelf liggen stil: "
        "niemand verhuist doordat anderen veranderen."
    ) % {"n": len(other.used), "all": len(edition.typology.weights)}
    return move_words, over


def _caution(other: OtherYear) -> str:
    """Say what noise alone would move, and that movers within it are not named."""
    noise = ngettext(
        "Ruis alleen verhuist er tot %(n)s gemeente.",
        "Ruis alleen verhuist er tot %(n)s gemeenten.",
        other.noise.n_most,
    ) % {"n": other.noise.n_most}
    if len(other.movers) == len(other.named_movers):
        return noise
    no_names = _("Gemeenten die niet verder komen dan ruis noemen wij niet.")
    return f"{noise} {no_names}"


def _flow(edition: Edition, other: OtherYear) -> Drawing:
    """Draw the flows between groups, with the same as a table."""
    clusters = edition.typology.clusters
    letter = {cluster.archetype: cluster.letter for cluster in clusters}
    name = {one.archetype: cluster_name_in(edition, other, one).name for one in clusters}
    counts = Counter((other.before[code], other.after[code]) for code in other.before)
    flow = Flow(
        letters=tuple(letter[cluster.archetype] for cluster in clusters),
        counts={(letter[was], letter[now]): n for (was, now), n in counts.items()},
        names=(_("onze studie"), str(other.year)),
        says={
            (letter[was], letter[now]): (
                _band(name[was], name[now]),
                _who(edition, other, was, now),
            )
            for was, now in counts
        },
    )
    ways = [(n, was, now) for (was, now), n in counts.items() if was != now]
    sentence = _("Niemand verhuist.")
    if ways:
        n, was, now = max(ways)
        words = ngettext(
            "De grootste stroom is %(n)s gemeente: van %(was)s naar %(now)s.",
            "De grootste stroom is %(n)s gemeenten: van %(was)s naar %(now)s.",
            n,
        )
        sentence = words % {"n": n, "was": name[was], "now": name[now]}
    rows = [(name[was], *(str(counts.get((was, now), 0)) for now in name)) for was in name]
    header = (_("Van, naar"), *(f"{letter[now]} {name[now]}" for now in name))
    return Drawing(
        id="stromen",
        title=_("Van welke groep naar welke?"),
        sentence=sentence,
        svg=SafeString(draw_flow(flow, sentence)),
        table=Table(header, tuple(rows)),
    )


def _band(was: str, now: str) -> str:
    """Name the way from one group to another."""
    return was if was == now else f"{was} → {now}"


def _who(edition: Edition, other: OtherYear, was: str, now: str) -> str:
    """Count the municipalities that go this way, with their names unless they stay."""
    codes = [code for code in other.before if (other.before[code], other.after[code]) == (was, now)]
    count = count_of_municipalities(len(codes))
    if was == now:
        return _("%(counted)s, in beide jaren") % {"counted": count}
    names = sorted(edition.catalog.areas[code].name for code in codes)
    return f"{count}: {', '.join(names)}"


def _years_table(edition: Edition, other: OtherYear) -> Table:
    themes = {theme.id: edition.words(theme.label) for theme in edition.catalog.themes}
    rows = []
    for column, of_years in other.used.items():
        indicator = edition.catalog.indicators[column]
        own = span(own_years(edition.release, column), "–", edition.language)
        label = edition.words(indicator.label)
        rows.append((label, themes[indicator.theme], own, span(of_years, "–", edition.language)))
    note = _(
        "Een kenmerk houdt zijn vorm: een gemiddelde over twee jaar blijft dat. Een kenmerk "
        "waarvan het jaar is aangenomen, houdt het cijfer van onze studie."
    )
    header = (_("Kenmerk"), _("Thema"), _("Onze studie"), _("Hier"))
    return Table(header, tuple(rows), note)
