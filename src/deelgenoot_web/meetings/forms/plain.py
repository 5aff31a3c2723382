"""Words that people give about themselves, for letters: one line, and no way elsewhere."""

import re

from django import forms
from django.utils.translation import gettext as _

_LEADS_ELSEWHERE = re.compile(r"@|:/|\bwww\.|\w\.(?:nl|com|org|net|eu|info|io)\b", re.IGNORECASE)
_ENDS_AS_ADDRESS = re.compile(
    r"\b(?!(?i:drs|ing|prof|dhr|mevr|fam|chr|joh)\.)[\w-]{3,}\.(?:[a-z]{2,}|[A-Z]{2,})\b"
    r"|\w\.[a-z]+/"
)
"""An address whatever its ending, in a name: there a capital follows the point of an initial or a
title without a space ("Ant.Jansen")."""


def plain_line(text: str, *, is_name: bool = False) -> str:
    """Return the words on one line. Raises ValidationError for an address of mail or of a site.

    A letter with a stranger's link in it, sent by us, would be believed. Jobs and organisations
    stand in no letter, and have abbreviations of all kinds.
    """
    if _LEADS_ELSEWHERE.search(text) or (is_name and _ENDS_AS_ADDRESS.search(text)):
        raise forms.ValidationError(_("Vul hier geen e-mailadres of webadres in."))
    return " ".join(text.split())


class PlainLineField(forms.CharField):
    """A text field for words on one line, without addresses."""

    def clean(self, value: object) -> str:
        """Return the words on one line. Raises ValidationError."""
        return plain_line(super().clean(value))


class NameField(forms.CharField):
    """A text field for the name of a person."""

    def clean(self, value: object) -> str:
        """Return the name on one line. Raises ValidationError."""
        return plain_line(super().clean(value), is_name=True)
