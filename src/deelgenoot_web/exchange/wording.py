"""The words for the parts of an approach."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: dict[str, Promise] = {
    "title": _("Titel"),
    "challenge": _("Voor welke opgave?"),
    "summary": _("Samenvatting"),
    "stage": _("Hoe staat het ervoor?"),
    "first_year": _("Eerste jaar"),
    "last_year": _("Laatste jaar"),
    "success": _("Wat werkte?"),
    "setback": _("Wat werkte niet?"),
    "story": _("Wat en waarom"),
    "partners": _("Met wie?"),
    "lesson": _("Wat zou u nu anders doen?"),
    "figures": _("Cijfers"),
    "reading": _("Meer lezen"),
    "costs": _("Kosten"),
    "effort": _("Inzet van de gemeente"),
    "licence": _("Licentie"),
}
"""What is asked in the form, by field; the page says the same."""
STAGES: dict[str, Promise] = {
    "idea": _("Idee"),
    "running": _("Loopt"),
    "finished": _("Afgerond"),
    "stopped": _("Gestopt"),
}
COSTS: dict[str, Promise] = {
    "10": _("minder dan € 10.000"),
    "100": _("€ 10.000 tot € 100.000"),
    "500": _("€ 100.000 tot € 500.000"),
    "over": _("€ 500.000 of meer"),
}
EFFORT: dict[str, Promise] = {
    "half": _("minder dan een halve dag per week"),
    "days": _("een halve tot twee dagen per week"),
    "person": _("twee tot vijf dagen per week"),
    "team": _("meer dan één voltijdbaan"),
}

LICENCES: dict[str, Promise] = {
    "by": _("CC BY 4.0: gebruiken mag, met de naam van uw gemeente"),
    "by-sa": _("CC BY-SA 4.0: zo ook, en wie wijzigt deelt het onder dezelfde licentie"),
    "zero": _("CC0: gebruiken mag zonder voorwaarden"),
}
LICENCE_NAMES = {"by": "CC BY 4.0", "by-sa": "CC BY-SA 4.0", "zero": "CC0 1.0"}
LICENCE_ADDRESSES = {
    "by": "https://creativecommons.org/licenses/by/4.0/deed.",
    "by-sa": "https://creativecommons.org/licenses/by-sa/4.0/deed.",
    "zero": "https://creativecommons.org/publicdomain/zero/1.0/deed.",
}
"""Followed by a language."""
CALLS: dict[str, Promise] = {
    "seek": _("Wij zoeken"),
    "offer": _("Wij bieden"),
}
GROUNDS: dict[str, Promise] = {
    "private": _("Er staan gegevens van een persoon in"),
    "untrue": _("Het klopt niet"),
    "rude": _("Het is kwetsend of discrimineert"),
    "advert": _("Het is reclame"),
    "other": _("Iets anders"),
}
DECISIONS: dict[str, Promise] = {
    "keep": _("tekst blijft staan"),
    "close": _("meldingen afgehandeld, de tekst was al niet meer openbaar"),
    "hide": _("tekst verborgen"),
    "show": _("tekst weer getoond"),
    "bar": _("schrijver kan niet meer bijdragen"),
    "let_in": _("schrijver kan weer bijdragen"),
}


def years(first: int | None, last: int | None, *, goes_on: bool) -> str:
    """Write the years of an approach: `2021 tot 2023`, `sinds 2021`, `2021`."""
    if first and last and last != first:
        return str(_("%(first)s tot %(last)s")) % {"first": first, "last": last}
    if first and goes_on and not last:
        return str(_("sinds %(year)s")) % {"year": first}
    return str(first or last or "")
