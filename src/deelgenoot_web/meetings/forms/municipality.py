"""The sentence about an unknown municipality, for every form that asks for one."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.errors import UnknownArea


def unknown(name: str, error: UnknownArea) -> str:
    """Say that a municipality is unknown or was split, and which ones may be meant."""
    suggestions = error.suggestions
    if not suggestions:
        return _("Wij kennen geen gemeente ‘%(name)s’.") % {"name": name}
    words = ngettext(
        "Wij kennen geen gemeente ‘%(name)s’. Bedoelt u %(suggestions)s?",
        "Wij kennen geen gemeente ‘%(name)s’. Bedoelt u een van deze: %(suggestions)s?",
        len(suggestions),
    )
    return words % {"name": name, "suggestions": ", ".join(suggestions)}
