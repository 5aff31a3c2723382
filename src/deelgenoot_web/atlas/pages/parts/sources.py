"""Publishers, tables and licences in words, also when they are not known."""

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
    "70072ned, met de gemeentegrenzen van 2020": gettext_lazy(
        "70072ned, met de gemeentegrenzen van 2020"
    ),
    "Iv3-jaarrekeningen van gemeenten; nummer van de tabel onbekend": gettext_lazy(
        "Iv3-jaarrekeningen van gemeenten; nummer van de tabel onbekend"
    ),
    "2021: 70072ned Regionale kerncijfers Nederland; eerder: onbekend": gettext_lazy(
        "2021: 70072ned Regionale kerncijfers Nederland; eerder: onbekend"
    ),
}


def source_words(name: str) -> str:
    """Name a publisher or a table as it is published, or say that it is not known."""
    return str(_WORDS.get(name, name))


def source_marked(name: str) -> str:
    """Name a source on a page: a Dutch name on an English page says that it is Dutch."""
    if get_language() == "nl" or name in _WORDS:
        return source_words(name)
    return format_html('<span lang="nl">{}</span>', name)


def licence_words(licence: str) -> str:
    """Name a licence: `CC BY 4.0`, or say that it is not known."""
    return _("onbekend") if licence == UNKNOWN else licence.replace("CC-BY-", "CC BY ")
