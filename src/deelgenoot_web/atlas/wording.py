"""Words and shapes that the pages of several rooms share."""

from dataclasses import dataclass
from math import isnan

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from deelgenoot.perspectives.model import Origin
from deelgenoot.rules import Condition
from deelgenoot.typology.challenges import condition_figures
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.arrival import AreaChoice

# The form that stands before "gemeenten"; from thirteen on a number is written in digits.
_NUMBERS = (
    gettext_lazy("nul"),
    gettext_lazy("één"),
    gettext_lazy("twee"),
    gettext_lazy("drie"),
    gettext_lazy("vier"),
    gettext_lazy("vijf"),
    gettext_lazy("zes"),
    gettext_lazy("zeven"),
    gettext_lazy("acht"),
    gettext_lazy("negen"),
    gettext_lazy("tien"),
    gettext_lazy("elf"),
    gettext_lazy("twaalf"),
)


def in_words(number: int) -> str:
    """Write a small number as a word, a larger one in digits."""
    return str(_NUMBERS[number]) if number < len(_NUMBERS) else str(number)


def capital(words: str) -> str:
    """Begin `words` with a capital, as the start of a sentence."""
    return words[:1].upper() + words[1:]


def count_of_municipalities(number: int) -> str:
    """Count municipalities in words: `1 gemeente`, `15 gemeenten`."""
    return ngettext("%(n)s gemeente", "%(n)s gemeenten", number) % {"n": number}


def condition_value(edition: Edition, condition: Condition, code: str) -> str:
    """Write the figure of a municipality that a condition of a rule looks at.

    A level, or a change: in points for percentages, in per cent for everything else.
    """
    at = edition.catalog.codes.index(code)
    figure = float(condition_figures(edition.catalog, condition)[at])
    indicator = edition.catalog.indicators[condition.indicator]
    if isnan(figure):
        return _("geen cijfer")
    if condition.start is None:
        return edition.figure_beside(indicator, figure, condition.value)
    number = edition.change(figure)
    return _("%(number)s punten") % {"number": number} if indicator.unit == "%" else f"{number}%"


@dataclass(frozen=True)
class Option:
    """One choice in a list of a form."""

    value: str
    label: str
    is_chosen: bool


def namesakes_sentence(choice: AreaChoice) -> str:
    """Ask which of several municipalities with one name is meant."""
    return _("Er zijn %(count)s gemeenten met de naam %(name)s. Welke bedoelt u?") % {
        "count": in_words(len(choice.areas)),
        "name": choice.name,
    }


def origin_words(origin: Origin) -> str:
    """Name where a block comes from."""
    return {
        "onderzoek": _("Onderzoek 2020"),
        "cijfers": _("Onze cijfers"),
        "redactie": _("Redactie"),
        "gemeente": _("Gemeente"),
    }[origin]
