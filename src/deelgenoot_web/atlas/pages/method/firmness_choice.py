"""Why seven clusters: six measures for every number, each beside figures without a pattern."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from deelgenoot.charts.curve import Curve, CurveFigure
from deelgenoot.charts.figures import Table
from deelgenoot.charts.measures import MEASURES, curves
from deelgenoot.typology.assessment import Assessment, NumberOfClusters
from deelgenoot.typology.published import CHANCE, Typology
from deelgenoot.typology.reading import COMPARED, STRONG, favourite, is_above_chance
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.wording import capital, in_words

_ABOUT: Mapping[str, Promise] = {
    "gap": gettext_lazy(
        "Hoeveel dichter de gemeenten bij elkaar liggen dan even veel losse punten."
    ),
    "silhouette": gettext_lazy(
        "Hoe veel dichter een gemeente bij haar eigen groep ligt dan bij de volgende."
    ),
    "calinski_harabasz": gettext_lazy(
        "Het verschil tussen de groepen, gedeeld door dat binnen de groepen."
    ),
    "prediction_strength": gettext_lazy(
        "Of gemeenten bij elkaar blijven als de andere helft de groepen bepaalt."
    ),
    "jaccard": gettext_lazy(
        "Het deel van een groep dat terugkomt bij een nieuwe berekening, gemiddeld."
    ),
    "jaccard_least": gettext_lazy(
        "Het deel dat terugkomt van de groep waarvan het minst terugkomt."
    ),
}


@dataclass(frozen=True)
class ChoicePanel:
    """One measure as a page shows a chart."""

    id: str
    title: str
    sentence: str
    svg: SafeString
    """Empty where the charts were drawn of another assessment."""
    table: Table


@dataclass(frozen=True)
class ChoiceSection:
    """What the measures say together, in sentences, and a panel each."""

    heading: str
    sentences: tuple[str, ...]
    panels: tuple[ChoicePanel, ...]


def choice_section(edition: Edition, assessment: Assessment) -> ChoiceSection:
    """Answer why there are so many clusters; nothing in the answer is typed in.

    The assessment must have tried this number.
    """
    choices, n_clusters = assessment.choices, len(edition.typology.clusters)
    panels = [
        _panel(edition, curve, favourite(choices, curve.measure))
        for curve in curves(choices, n_clusters)
    ]
    sentences = (
        _pointing(edition, choices, n_clusters),
        _firmest(edition, choices),
        _above(edition, choices, n_clusters),
        _useful(edition.typology),
    )
    heading = _("Waarom %s?") % in_words(n_clusters)
    return ChoiceSection(heading, tuple(one for one in sentences if one), tuple(panels))


def _pointing(edition: Edition, choices: Sequence[NumberOfClusters], n_clusters: int) -> str:
    """Say to which number most measures point, and how many point to the chosen one."""
    every = Counter(favourite(choices, name) for name in MEASURES)
    (most, n_most), *_rest = every.most_common()
    n_chosen = every[n_clusters]
    slots = {"n": in_words(n_most), "all": in_words(len(MEASURES)), "k": in_words(most)}
    first = capital(_("%(n)s van de %(all)s maten wijzen op %(k)s groepen.") % slots)
    if n_chosen:
        second = ngettext(
            "%(n)s maat wijst op %(k)s.", "%(n)s maten wijzen op %(k)s.", n_chosen
        ) % {"n": in_words(n_chosen), "k": in_words(n_clusters)}
        return f"{first} {capital(second)}" if most != n_clusters else first
    no_clusters = _(
        "De voorspelkracht blijft overal onder %s en wijst dus geen aantal clusters aan."
    ) % edition.number(STRONG, 2)
    own = _("Geen enkele maat wijst op %(k)s: dat aantal is een keuze.") % {
        "k": in_words(n_clusters)
    }
    return f"{first} {own} {no_clusters}" if every[1] else f"{first} {own}"


def _firmest(edition: Edition, choices: Sequence[NumberOfClusters]) -> str:
    """Say for which number the groups return best, and what that is worth."""
    best = max(choices, key=lambda one: one.study.jaccard)
    slots = {
        "k": capital(in_words(best.n_clusters)),
        "own": edition.number(best.study.jaccard, 2),
        "null": edition.number(best.null.jaccard, 2),
    }
    return (
        _(
            "Bij %(k)s groepen komt van een groep het meeste terug: %(own)s, waar 1 alles "
            "is. Bij cijfers zonder patroon is dat %(null)s."
        )
        % slots
    )


def _above(edition: Edition, choices: Sequence[NumberOfClusters], n_clusters: int) -> str:
    """Say for which numbers the figures beat figures without a pattern on every measure."""
    above = [one.n_clusters for one in choices if is_above_chance(one)]
    own = next(one for one in choices if one.n_clusters == n_clusters)
    slots = {
        "ks": edition.join_names([str(k) for k in above]),
        "n": in_words(len(COMPARED)),
        "k": in_words(n_clusters),
        "own": edition.number(own.study.jaccard, 2),
        "null": edition.number(own.null.jaccard, 2),
    }
    where = _(
        "Bij %(k)s groepen liggen niet alle maten boven die van cijfers zonder patroon. Dit aantal "
        "volgt dus niet vanzelf uit de cijfers."
    )
    if n_clusters in above:
        where = _(
            "Bij %(ks)s groepen doen onze cijfers het op alle %(n)s andere maten beter dan cijfers "
            "zonder patroon. Het gekozen aantal hoort daarbij."
        )
    numbers = _(
        "Bij %(k)s groepen komt er van een groep gemiddeld %(own)s terug, bij cijfers zonder "
        "patroon %(null)s."
    )
    return f"{where} {numbers}" % slots


def _useful(typology: Typology) -> str:
    """Say what the chosen number is good for, and how many names fit beyond chance."""
    sizes = [len(one.members) for one in typology.clusters]
    n_fitting = sum(one.fit_p < CHANCE for one in typology.clusters)
    slots = {
        "k": in_words(len(sizes)),
        "low": min(sizes),
        "high": max(sizes),
        "half": round(sum(sizes) / 2),
        "n": in_words(n_fitting),
    }
    size = _(
        "Waarom dan toch %(k)s? De groepen hebben %(low)s tot %(high)s gemeenten: genoeg om van "
        "elkaar te leren, en weinig genoeg voor één gesprek. Bij twee groepen zijn het er "
        "gemiddeld %(half)s."
    )
    names = ngettext(
        "%(n)s van de %(k)s namen past beter dan bij toeval.",
        "%(n)s van de %(k)s namen passen beter dan bij toeval.",
        n_fitting,
    )
    return f"{size % slots} {capital(names % slots)}"


def _panel(edition: Edition, curve: Curve, best: int) -> ChoicePanel:
    figure, chart_id = CurveFigure(curve), f"curve/{curve.measure}"
    is_drawn = chart_id in edition.charts and edition.charts.curve(curve.measure) == curve
    return ChoicePanel(
        id=f"k-{curve.measure}",
        title=figure.title(edition.language),
        sentence=f"{_ABOUT[curve.measure]} {_values_sentence(edition, figure, best)}",
        svg=SafeString(edition.charts.svg(chart_id, edition.language) if is_drawn else ""),
        table=figure.table(edition.language),
    )


def _values_sentence(edition: Edition, figure: CurveFigure, best: int) -> str:
    """Give the values at the chosen number, and the number to which the measure points."""
    curve = figure.curve
    at = curve.ks.index(curve.chosen)
    slots = {
        "k": in_words(curve.chosen),
        "own": figure.text_of(curve.study[at], edition.language),
        "null": figure.text_of(curve.null[at], edition.language) if curve.null else "",
    }
    if curve.null:
        here = _("Bij %(k)s: %(own)s; zonder patroon %(null)s.") % slots
    else:
        here = _("Bij %(k)s: %(own)s.") % slots
    if best == 1:
        points = _("Wijst op geen enkele groep.")
    else:
        points = _("Wijst op %s groepen.") % in_words(best)
    return f"{here} {points}"
