"""A reaction under an invitation."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ReactionForm(forms.Form):
    """A name and a text, which the organiser reads before it is shown."""

    name = forms.CharField(
        label=_("Naam"), max_length=80, error_messages={"required": _("Vul uw naam in.")}
    )
    organisation = forms.CharField(
        label=_("Gemeente of organisatie"), max_length=120, required=False
    )
    text = forms.CharField(
        label=_("Uw reactie"),
        max_length=1000,
        error_messages={
            "required": _("Schrijf een reactie."),
            "max_length": _("Uw reactie is te lang. Gebruik ten hoogste 1.000 tekens."),
        },
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        # The form to register stands on the same page, and asks for a name too.
        super().__init__(data, auto_id="reactie-%s")
