"""Why seven? Six measures for every number of clusters, each beside figures without a pattern."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from deelgenoot.charts.curve import Curve, drawn
from deelgenoot.charts.figures import Table
from deelgenoot.typology.assessment import Assessment, Choice
from deelgenoot.typology.published import Typology
from deelgenoot.typology.reading import COMPARED, STRONG, favourite, is_above_chance, value
from deelgenoot.typology.sentences import listed
from deelgenoot.words import grouped
from deelgenoot_web.atlas.pages.method import HARDLY
from deelgenoot_web.atlas.pages.sureness import capital, in_words

_STEP = 0.05
_DECIMALS = {"calinski_harabasz": 1}
_MEASURES: tuple[tuple[str, Promise, Promise], ...] = (
    (
        "gap",
        gettext_lazy("Hoeveel dichter dan losse punten? (gap)"),
        gettext_lazy("Hoeveel dichter de gemeenten bij elkaar liggen dan even veel losse punten."),
    ),
    (
        "silhouette",
        gettext_lazy("Hoe los staan de groepen? (silhouette)"),
        gettext_lazy(
            "Hoe veel dichter een gemeente bij haar eigen groep ligt dan bij de volgende."
        ),
    ),
    (
        "calinski_harabasz",
        gettext_lazy("Hoe verschillen de groepen? (Caliński-Harabasz)"),
        gettext_lazy("Het verschil tussen de groepen, gedeeld door dat binnen de groepen."),
    ),
    (
        "prediction_strength",
        gettext_lazy("Voorspelt de ene helft de andere? (voorspelkracht)"),
        gettext_lazy("Of gemeenten bij elkaar blijven als de andere helft de groepen bepaalt."),
    ),
    (
        "jaccard",
        gettext_lazy("Hoeveel van een groep komt terug? (Jaccard)"),
        gettext_lazy("Het deel van een groep dat terugkomt bij een nieuwe berekening, gemiddeld."),
    ),
    (
        "jaccard_least",
        gettext_lazy("En van de zwakste groep? (Jaccard)"),
        gettext_lazy("Het deel dat terugkomt van de groep waarvan het minst terugkomt."),
    ),
)


@dataclass(frozen=True)
class Panel:
    """One measure as a page shows a chart."""

    id: str
    title: str
    sentence: str
    svg: SafeString
    table: Table
    spec_url: str = ""


@dataclass(frozen=True)
class ChoiceSection:
    """What the measures say together, in sentences, and a panel each."""

    heading: str
    sentences: tuple[str, ...]
    panels: tuple[Panel, ...]


def choice_section(assessment: Assessment, typology: Typology, language: str) -> ChoiceSection:
    """The question of the number of clusters; nothing in the answer is typed in."""
    choices, chosen = assessment.choices, len(typology.clusters)
    panels = [_panel(choices, chosen, one, language) for one in _MEASURES]
    sentences = (
        _pointing(choices, chosen, language),
        _firmest(choices, language),
        _above(choices, chosen, language),
        _useful(typology),
    )
    heading = _("Waarom %s?") % in_words(chosen)
    return ChoiceSection(heading, tuple(one for one in sentences if one), tuple(panels))


def _pointing(choices: Sequence[Choice], chosen: int, language: str) -> str:
    """To which number most measures point, and how many point to the one that was chosen."""
    every = Counter(favourite(choices, name) for name, _title, _about in _MEASURES)
    (most, n_most), *_rest = every.most_common()
    n_chosen = every[chosen]
    said = {"n": in_words(n_most), "all": in_words(len(_MEASURES)), "k": in_words(most)}
    first = capital(_("%(n)s van de %(all)s maten wijzen op %(k)s groepen.") % said)
    if n_chosen:
        second = ngettext(
            "%(n)s maat wijst op %(k)s.", "%(n)s maten wijzen op %(k)s.", n_chosen
        ) % {"n": in_words(n_chosen), "k": in_words(chosen)}
        return f"{first} {capital(second)}" if most != chosen else first
    no_clusters = _(
        "De voorspelkracht haalt bij geen enkel aantal de grens van %s, en wijst dus op geen "
        "enkele groep."
    ) % grouped(STRONG, 2, language)
    own = _("Geen enkele maat wijst op %(k)s: dat aantal is een keuze.") % {"k": in_words(chosen)}
    return f"{first} {own} {no_clusters}" if every[1] else f"{first} {own}"


def _firmest(choices: Sequence[Choice], language: str) -> str:
    """The number whose groups return best, and what that is worth."""
    best = max(choices, key=lambda one: one.study.jaccard)
    said = {
        "k": capital(in_words(best.n_clusters)),
        "own": grouped(best.study.jaccard, 2, language),
        "null": grouped(best.null.jaccard, 2, language),
    }
    if best.study.jaccard - best.null.jaccard < HARDLY:
        return (
            _(
                "%(k)s groepen komen het meest volledig terug: voor %(own)s, waar 1 alles is. Maar "
                "cijfers zonder patroon halen %(null)s. Die stevigheid komt dus vooral doordat het "
                "er weinig zijn."
            )
            % said
        )
    return (
        _(
            "%(k)s groepen komen het meest volledig terug: voor %(own)s, waar 1 alles is. Cijfers "
            "zonder patroon halen %(null)s."
        )
        % said
    )


def _above(choices: Sequence[Choice], chosen: int, language: str) -> str:
    """Where the figures do better than figures without a pattern, on every measure."""
    above = [one.n_clusters for one in choices if is_above_chance(one)]
    own = next((one for one in choices if one.n_clusters == chosen), None)
    if own is None:
        return ""
    said = {
        "ks": listed([str(k) for k in above], language),
        "n": in_words(len(COMPARED)),
        "k": in_words(chosen),
        "own": grouped(own.study.jaccard, 2, language),
        "null": grouped(own.null.jaccard, 2, language),
    }
    where = _(
        "Bij %(k)s groepen liggen niet alle maten boven die van cijfers zonder patroon. Dit aantal "
        "volgt dus niet vanzelf uit de cijfers."
    )
    if chosen in above:
        where = _(
            "Bij %(ks)s groepen doen onze cijfers het op alle %(n)s andere maten beter dan cijfers "
            "zonder patroon. Het gekozen aantal hoort daarbij."
        )
    numbers = _(
        "Bij %(k)s groepen komt er van een groep gemiddeld %(own)s terug, bij cijfers zonder "
        "patroon %(null)s."
    )
    is_small = own.study.jaccard - own.null.jaccard < HARDLY
    small = _("Dat verschil is klein.") if is_small else ""
    return f"{where} {numbers} {small}".strip() % said


def _useful(typology: Typology) -> str:
    """What the chosen number is good for: groups of a size to talk in."""
    sizes = [len(one.members) for one in typology.clusters]
    return _(
        "Waarom dan toch %(k)s? De groepen hebben %(low)s tot %(high)s gemeenten: genoeg om van "
        "elkaar te leren, en weinig genoeg voor één gesprek. Bij twee groepen zijn het er "
        "gemiddeld %(half)s. En elke groep past bij een eigen beschrijving."
    ) % {
        "k": in_words(len(sizes)),
        "low": min(sizes),
        "high": max(sizes),
        "half": round(sum(sizes) / 2),
    }


def _panel(
    choices: Sequence[Choice], chosen: int, measure: tuple[str, Promise, Promise], language: str
) -> Panel:
    name, title, about = measure
    places = _DECIMALS.get(name, 2)

    def written(end: float) -> str:
        return grouped(end, 0 if end.is_integer() else places, language)

    curve = _curve(choices, chosen, name)
    sentence = f"{about} {_said(curve, name, favourite(choices, name), language)}"
    ends = (written(curve.low), written(curve.high))
    svg = drawn(curve, f"{title} {sentence}", ends)
    return Panel(
        f"k-{name}", str(title), sentence, SafeString(svg), _table(curve, places, language)
    )


def _said(curve: Curve, name: str, best: int, language: str) -> str:
    """The values at the chosen number, and to which number the measure points."""
    places, at = _DECIMALS.get(name, 2), curve.ks.index(curve.chosen)
    said = {
        "k": in_words(curve.chosen),
        "own": grouped(curve.study[at], places, language),
        "null": grouped(curve.null[at], places, language) if curve.null else "",
    }
    if curve.null:
        here = _("Bij %(k)s: %(own)s; zonder patroon %(null)s.") % said
    else:
        here = _("Bij %(k)s: %(own)s.") % said
    if best == 1:
        return f"{here} {_('Wijst op geen enkele groep.')}"
    return f"{here} {_('Wijst op %s groepen.') % in_words(best)}"


def _curve(choices: Sequence[Choice], chosen: int, name: str) -> Curve:
    if name == "gap":
        study = tuple(one.gap for one in choices)
        null: tuple[float, ...] = ()
        spread = tuple(one.gap_se for one in choices)
    else:
        study = tuple(value(one.study, name) for one in choices)
        null, spread = tuple(value(one.null, name) for one in choices), ()
    low, high = _ends(name, study, null, spread)
    return Curve(tuple(c.n_clusters for c in choices), study, null, spread, chosen, low, high)


def _ends(
    name: str, study: Sequence[float], null: Sequence[float], spread: Sequence[float]
) -> tuple[float, float]:
    """From zero to one for a share, from zero for what can be compared with zero, else around."""
    if name in {"prediction_strength", "jaccard", "jaccard_least"}:
        return 0.0, 1.0
    top = max((*study, *null)) + max(spread, default=0)
    if name == "gap":
        bottom = min(study) - max(spread, default=0)
        return _STEP * floor(bottom / _STEP), _STEP * ceil(top / _STEP)
    step = _STEP if top < 1 else 5.0
    return 0.0, step * ceil(top / step)


def _table(curve: Curve, places: int, language: str) -> Table:
    """A row per number of clusters."""
    other = curve.null or curve.spread
    heading = _("Cijfers zonder patroon") if curve.null else _("Speling (standaardfout)")
    rows = tuple(
        (str(k), grouped(own, places, language), grouped(beside, places, language))
        for k, own, beside in zip(curve.ks, curve.study, other, strict=True)
    )
    return Table((_("Aantal groepen"), _("Onze cijfers"), heading), rows)
