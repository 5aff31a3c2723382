"""The one sentence about a municipality that is not known, for every form that asks for one."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.errors import UnknownArea


def unknown(written: str, error: UnknownArea) -> str:
    """What to say to who wrote a municipality that nobody knows, or that became several."""
    suggestions = error.suggestions
    if not suggestions:
        return _("Wij kennen geen gemeente ‘%(name)s’.") % {"name": written}
    words = ngettext(
        "Wij kennen geen gemeente ‘%(name)s’. Bedoelt u %(suggestions)s?",
        "Wij kennen geen gemeente ‘%(name)s’. Bedoelt u een van deze: %(suggestions)s?",
        len(suggestions),
    )
    return words % {"name": written, "suggestions": ", ".join(suggestions)}
