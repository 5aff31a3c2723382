"""Publishers, tables and licences in words; also that something is not known."""

from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

UNKNOWN = "onbekend"
# The data package has these in Dutch alone.
_WORDS = {
    UNKNOWN: gettext_lazy("onbekend"),
    "onbekend (vermoedelijk LISA, het werkgelegenheidsregister)": gettext_lazy(
        "onbekend (vermoedelijk LISA, het werkgelegenheidsregister)"
    ),
}


def source_words(name: str) -> str:
    """A publisher or a table as it is published; that it is not known in words."""
    return str(_WORDS.get(name, name))


def source_marked(name: str) -> str:
    """The same for a page: a Dutch name within an English one says that it is Dutch."""
    if get_language() == "nl" or name in _WORDS:
        return source_words(name)
    return format_html('<span lang="nl">{}</span>', name)


def licence_words(licence: str) -> str:
    """`CC BY 4.0`, or that it is not known."""
    return _("onbekend") if licence == UNKNOWN else licence.replace("CC-BY-", "CC BY ")
