"""What editors and readers fill in besides the text itself."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.accounts.forms import AddressField
from deelgenoot_web.atlas.facts.release import release


class ReaderForm(forms.Form):
    """An address, and the municipality for which somebody reads."""

    email = AddressField(label=_("E-mailadres"))
    municipality = forms.CharField(
        label=_("Gemeente"),
        max_length=100,
        error_messages={"required": _("Vul een gemeente in.")},
    )

    def clean_municipality(self) -> str:
        """Give the code of the municipality."""
        name = self.cleaned_data["municipality"].strip().lower()
        for area in release().catalog.areas:
            if area.name.lower() == name:
                return area.code
        raise forms.ValidationError(_("Deze gemeente kennen wij niet. Schrijf de naam voluit."))


class RemarkForm(forms.Form):
    """What somebody says about a block; the page has one for each."""

    def __init__(self, block: str, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data, auto_id=f"remark-{block}-%s")

    text = forms.CharField(
        label=_("Opmerking"),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={
            "required": _("Schrijf eerst uw opmerking."),
            "max_length": _("Deze opmerking is te lang. Gebruik ten hoogste 2.000 tekens."),
        },
    )
