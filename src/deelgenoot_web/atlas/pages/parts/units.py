"""The unit of an indicator in words: a code such as `x1000 euro` is for machines."""

from django.utils.translation import gettext_lazy

from deelgenoot.catalog import Indicator
from deelgenoot_web.atlas.edition import Edition

_WORDS = {
    "%": gettext_lazy("procent"),
    "n": gettext_lazy("aantal"),
    "euro": gettext_lazy("euro"),
    "x1000 euro": gettext_lazy("euro, op duizend afgerond"),
    "km": gettext_lazy("kilometer"),
    "m2": gettext_lazy("vierkante meter"),
    "m3": gettext_lazy("kubieke meter"),
    "kWh": gettext_lazy("kilowattuur"),
    "ha": gettext_lazy("hectare"),
    "per 1.000 inwoners": gettext_lazy("per 1.000 inwoners"),
    "per 1.000 woningen": gettext_lazy("per 1.000 woningen"),
    "per km2": gettext_lazy("per vierkante kilometer"),
    "per huishouden": gettext_lazy("per huishouden"),
    "afwijking": gettext_lazy("punten, als afwijking van het land"),
    "verhouding": gettext_lazy("verhouding"),
}


def unit_words(indicator: Indicator) -> str:
    """Name a unit as people say it; as the package writes it where there are no words."""
    return str(_WORDS.get(indicator.unit, indicator.unit))


def figure_with_unit(edition: Edition, value: float, indicator: Indicator) -> str:
    """Write a figure for in a sentence, where no label says what it is counted by."""
    figure = edition.figure(indicator, value)
    is_by = indicator.unit.startswith("per ")
    return f"{figure} {unit_words(indicator)}" if is_by else figure
