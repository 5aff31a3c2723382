"""Words that people give about themselves, for letters: one line, and no way elsewhere."""

import re

from django import forms
from django.utils.translation import gettext as _

_TITLES = "drs|ing|prof|dhr|mevr|chr|joh|gem|afd"
_LEADS_ELSEWHERE = re.compile(
    r"@|:/|\bwww\.|\w\.\w+/|\w\.(?:nl|com|org|net|eu|info|io)\b"
    rf"|\b(?!(?:{_TITLES})\.)[\w-]{{3,}}\.[^\W\d_]{{2,}}",
    re.IGNORECASE,
)
"""Any word with an ending is an address, whatever the ending; initials and titles stand before a
name without a space too ("J.Jansen", "mr.dr. Jansen", "prof.Jansen").
"""


def plain_line(text: str) -> str:
    """Return the words on one line. Raises ValidationError for an address of mail or of a site.

    A letter with a stranger's link in it, sent by us, would be believed.
    """
    if _LEADS_ELSEWHERE.search(text):
        raise forms.ValidationError(_("Vul hier geen e-mailadres of webadres in."))
    return " ".join(text.split())


class PlainLineField(forms.CharField):
    """A text field for words on one line, without addresses."""

    def clean(self, value: object) -> str:
        """Return the words on one line. Raises ValidationError."""
        return plain_line(super().clean(value))
