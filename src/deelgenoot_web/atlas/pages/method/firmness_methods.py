"""Whether other methods find the same groups, and what the pull of the descriptions does."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelgenoot.charts.figures import Table
from deelgenoot.typology.assessment import Alternative, Assessment
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.pages.method.page import barely, graded_sentences
from deelgenoot_web.atlas.pages.parts.figures import ChartFigure, chart_figure

_METHODS = {
    "free": (
        gettext_lazy("Zonder beschrijvingen"),
        gettext_lazy("Dezelfde berekening, maar geen beschrijving trekt aan de groepen."),
    ),
    "ward": (
        gettext_lazy("Samenvoegen (Ward)"),
        gettext_lazy(
            "Begint met losse gemeenten en voegt steeds de twee groepen samen waarbij het minst "
            "verloren gaat."
        ),
    ),
    "medoids": (
        gettext_lazy("Voorbeelden (k-medoids)"),
        gettext_lazy(
            "Kiest zeven gemeenten als voorbeeld en zet elke gemeente bij het voorbeeld waarop "
            "zij het meest lijkt."
        ),
    ),
    "mixture": (
        gettext_lazy("Wolken (Gaussian mixture)"),
        gettext_lazy("Beschrijft elke groep als een wolk van punten, die groot of klein mag zijn."),
    ),
    "consensus": (
        gettext_lazy("Meerderheid (consensus)"),
        gettext_lazy(
            "Rekent vaak met een deel van de gemeenten en zet bij elkaar wie het vaakst samen "
            "uitkomt."
        ),
    ),
}


@dataclass(frozen=True)
class MethodBar:
    """A lying bar from zero: what it is about, a sentence, the number, and its width in per cent.

    `letter` and `archetype` are those of a cluster, or empty.
    """

    label: str
    about: str
    number: str
    width: str
    letter: str = ""
    archetype: str = ""


@dataclass(frozen=True)
class MethodsSection:
    """The groups that other methods find in the same figures."""

    sentences: tuple[str, ...]
    bars: tuple[MethodBar, ...]
    table: Table


@dataclass(frozen=True)
class PullSection:
    """What the descriptions do to the groups; `firmness` and `barely` as on the method page."""

    sentences: tuple[str, ...]
    firmness: ChartFigure
    barely: str


def methods_section(edition: Edition, assessment: Assessment) -> MethodsSection:
    """Compare the groups of other methods with ours, and show how firm those are."""
    alternatives = sorted(assessment.alternatives, key=lambda one: -one.ari)
    return MethodsSection(
        sentences=tuple(_agreement(edition, alternatives)) if alternatives else (),
        bars=tuple(_bar(edition, one) for one in alternatives),
        table=_table(edition, alternatives),
    )


def pull_section(edition: Edition) -> PullSection:
    """Compare firmness with the pull, without it, and on figures without a pattern."""
    clusters = edition.typology.clusters
    slots = {
        "with": edition.number(fmean(one.jaccard for one in clusters), 2),
        "free": edition.number(edition.typology.pulled.free, 2),
        "recovery": edition.number(fmean(one.free_recovery for one in clusters), 2),
        "null": edition.number(fmean(one.jaccard_null for one in clusters), 2),
        "kept": edition.amount(100 * edition.typology.fit_kept, "%"),
        "moved": edition.typology.n_moved,
        "all": len(edition.study.selection),
    }
    sentences = (
        _(
            "Met de beschrijvingen komt er van een groep gemiddeld %(with)s terug. Zoeken wij "
            "zonder beschrijvingen, dan vinden wij van dezelfde groepen %(recovery)s terug. Let "
            "op: bij cijfers zonder patroon is het %(null)s, als de beschrijvingen net zo hard "
            "trekken. Een deel van de stevigheid komt dus van ons, niet van de gemeenten."
        )
        % slots,
        _(
            "De groepen die een vrije berekening zelf vindt, zijn andere groepen. Daarvan komt "
            "%(free)s terug."
        )
        % slots,
        _(
            "Wat het kost: de groepen verklaren nog %(kept)s van de verschillen die een vrije "
            "berekening verklaart. Wat het verandert: %(moved)s van de %(all)s gemeenten zouden "
            "zonder beschrijvingen in een andere groep zitten."
        )
        % slots,
    )
    firmness = chart_figure(edition, "method/firmness")
    of_graded_cells = graded_sentences(edition)
    every = (*sentences, of_graded_cells) if of_graded_cells else sentences
    return PullSection(every, firmness, barely(edition))


def width(share: float) -> str:
    """Write a share as the width of a bar."""
    return f"{100 * max(share, 0):.1f}"


def _agreement(edition: Edition, alternatives: Sequence[Alternative]) -> list[str]:
    """Say how far the methods agree; `alternatives` runs from most to least alike."""
    most, least = alternatives[0], alternatives[-1]
    slots = {
        "most": _method_name(most),
        "high": edition.number(most.ari, 2),
        "least": _method_name(least),
        "low": edition.number(least.ari, 2),
    }
    firmest = max(alternatives, key=lambda one: one.jaccard)
    same = sum(1 for one in alternatives if one.ari == 1)
    if same:
        first = _("%(n)s van de %(all)s methoden vinden precies onze groepen.") % {
            "n": same,
            "all": len(alternatives),
        }
    else:
        first = _("Nee: geen enkele andere methode vindt precies onze groepen.")
    return [
        f"{first} "
        + _(
            "Bij 1 zijn twee indelingen gelijk, bij 0 lijken ze niet meer op elkaar dan door "
            "toeval. Het meest lijkt “%(most)s” (%(high)s), het minst “%(least)s” (%(low)s)."
        )
        % slots,
        _(
            "Het meest komt er terug van de groepen van “%(name)s”: gemiddeld %(jaccard)s, en "
            "%(least)s van de zwakste groep."
        )
        % {
            "name": _method_name(firmest),
            "jaccard": edition.number(firmest.jaccard, 2),
            "least": edition.number(firmest.jaccard_least, 2),
        },
    ]


def _method_name(alternative: Alternative) -> str:
    return str(_METHODS.get(alternative.method, (alternative.method,))[0])


def _bar(edition: Edition, alternative: Alternative) -> MethodBar:
    about, ari = str(_METHODS.get(alternative.method, ("", ""))[1]), alternative.ari
    return MethodBar(_method_name(alternative), about, edition.number(ari, 2), width(ari))


def _table(edition: Edition, alternatives: Sequence[Alternative]) -> Table:
    header = (
        _("Methode"),
        _("Overeenkomst (ARI)"),
        _("Overeenkomst (AMI)"),
        _("Hoe los (silhouette)"),
        _("Komt terug (Jaccard)"),
        _("Zwakste groep (Jaccard)"),
        _("Kleinste groep"),
    )
    rows = tuple(
        (
            _method_name(one),
            *(
                edition.number(number, 2)
                for number in (one.ari, one.ami, one.silhouette, one.jaccard, one.jaccard_least)
            ),
            str(one.smallest),
        )
        for one in alternatives
    )
    note = _(
        "Een groep van een of twee gemeenten komt makkelijk terug. Kijk dus ook naar de kleinste "
        "groep."
    )
    return Table(header, rows, note)
