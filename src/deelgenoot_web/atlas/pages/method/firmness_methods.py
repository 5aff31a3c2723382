"""Do other methods find the same groups, and what does the pull of the descriptions do?"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelgenoot.charts.figures import Table
from deelgenoot.typology.assessment import Alternative, Assessment
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.pages.method.page import barely
from deelgenoot_web.atlas.pages.parts.figures import ChartFigure, drawn

_METHODS = {
    "free": (
        gettext_lazy("Zonder beschrijvingen"),
        gettext_lazy("Dezelfde berekening, maar geen beschrijving trekt aan de groepen."),
    ),
    "ward": (
        gettext_lazy("Samenvoegen (Ward)"),
        gettext_lazy(
            "Begint met losse gemeenten en voegt steeds de twee groepen samen die dat het minst "
            "kost."
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
    written: str
    width: str
    letter: str = ""
    archetype: str = ""


@dataclass(frozen=True)
class MethodsSection:
    """The same points by other methods."""

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
    """How much the groups of other methods agree with ours, and how firm those are."""
    found = sorted(assessment.alternatives, key=lambda one: -one.ari)
    return MethodsSection(
        sentences=tuple(_agreement(edition, found)) if found else (),
        bars=tuple(_bar(edition, one) for one in found),
        table=_table(edition, found),
    )


def pull_section(edition: Edition) -> PullSection:
    """With the pull, without it, and on figures without a pattern."""
    clusters = edition.typology.clusters
    said = {
        "with": edition.number(fmean(one.jaccard for one in clusters), 2),
        "without": edition.number(fmean(one.jaccard_free for one in clusters), 2),
        "null": edition.number(fmean(one.jaccard_null for one in clusters), 2),
        "kept": edition.amount(100 * edition.typology.fit_kept, "%"),
        "moved": edition.typology.n_moved,
        "all": len(edition.study.selection),
    }
    sentences = (
        _(
            "Met de beschrijvingen komt er van een groep gemiddeld %(with)s terug, zonder "
            "%(without)s. Let op: bij cijfers zonder patroon is het %(null)s, als de "
            "beschrijvingen net zo hard trekken. Een deel van de stevigheid komt dus van ons, "
            "niet van de gemeenten."
        )
        % said,
        _(
            "Wat het kost: de groepen verklaren nog %(kept)s van de verschillen die een vrije "
            "berekening verklaart. Wat het verandert: %(moved)s van de %(all)s gemeenten zouden "
            "zonder beschrijvingen in een andere groep zitten."
        )
        % said,
    )
    firmness = drawn(edition, "method/firmness")
    return PullSection(sentences, firmness, barely(edition))


def width(share: float) -> str:
    """A share as the width of a bar."""
    return f"{100 * max(share, 0):.1f}"


def _agreement(edition: Edition, found: Sequence[Alternative]) -> list[str]:
    """`found` runs from the most alike to the least alike."""
    most, least = found[0], found[-1]
    said = {
        "most": _named(most),
        "high": edition.number(most.ari, 2),
        "least": _named(least),
        "low": edition.number(least.ari, 2),
    }
    firmest = max(found, key=lambda one: one.jaccard)
    same = sum(1 for one in found if one.ari == 1)
    if same:
        first = _("%(n)s van de %(all)s methoden vinden precies onze groepen.") % {
            "n": same,
            "all": len(found),
        }
    else:
        first = _("Nee: geen enkele andere methode vindt precies onze groepen.")
    return [
        f"{first} "
        + _(
            "Bij 1 zijn twee indelingen gelijk, bij 0 lijken ze niet meer op elkaar dan door "
            "toeval. Het meest lijkt “%(most)s” (%(high)s), het minst “%(least)s” (%(low)s)."
        )
        % said,
        _(
            "Het meest komt er terug van de groepen van “%(name)s”: gemiddeld %(jaccard)s, en "
            "%(least)s van de zwakste groep."
        )
        % {
            "name": _named(firmest),
            "jaccard": edition.number(firmest.jaccard, 2),
            "least": edition.number(firmest.jaccard_least, 2),
        },
    ]


def _named(one: Alternative) -> str:
    return str(_METHODS[one.method][0]) if one.method in _METHODS else one.method


def _bar(edition: Edition, one: Alternative) -> MethodBar:
    about = str(_METHODS[one.method][1]) if one.method in _METHODS else ""
    return MethodBar(_named(one), about, edition.number(one.ari, 2), width(one.ari))


def _table(edition: Edition, found: Sequence[Alternative]) -> Table:
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
            _named(one),
            *(
                edition.number(number, 2)
                for number in (one.ari, one.ami, one.silhouette, one.jaccard, one.jaccard_least)
            ),
            str(one.smallest),
        )
        for one in found
    )
    note = _(
        "Een groep van een of twee gemeenten komt makkelijk terug. Kijk dus ook naar de kleinste "
        "groep."
    )
    return Table(header, rows, note)
