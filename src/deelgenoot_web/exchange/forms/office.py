"""Forms with which administrators let people contribute."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelgenoot.errors import UnknownArea
from deelgenoot_web.accounts.forms import AddressField
from deelgenoot_web.atlas.facts.arrival import Arrival, destination
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.exchange.forms.writing import ClearTextForm


class MunicipalityField(forms.CharField):
    """The name of a municipality; its value is the code."""

    def clean(self, value: Any) -> str:
        """Return the code. Raises ValidationError for a name that is not one municipality's."""
        name = super().clean(value)
        try:
            place = destination(release().catalog.areas, name)
        except UnknownArea as error:
            words = _("Wij kennen geen gemeente ‘%(name)s’.") % {"name": name}
            raise forms.ValidationError(words) from error
        if not isinstance(place, Arrival):
            words = _("‘%(name)s’ kan meer gemeenten zijn. Vul de hele naam in.") % {"name": name}
            raise forms.ValidationError(words)
        return place.area.code


class DomainForm(ClearTextForm, forms.Form):
    """A mail domain, and the municipality that it is of."""

    domain = forms.CharField(
        label=gettext_lazy("Maildomein"),
        max_length=100,
        help_text=gettext_lazy("Wat achter het apenstaartje staat, zoals gemeente.nl."),
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$",
                gettext_lazy("Vul een domein in zoals gemeente.nl, zonder apenstaartje."),
            )
        ],
        error_messages={"required": gettext_lazy("Vul een domein in.")},
    )
    municipality = MunicipalityField(
        label=gettext_lazy("Gemeente"),
        max_length=100,
        error_messages={"required": gettext_lazy("Vul een gemeente in.")},
    )

    def clean_domain(self) -> str:
        """Return the domain in lower case."""
        domain: str = self.cleaned_data["domain"]
        return domain.lower()


class InviteForm(ClearTextForm, forms.Form):
    """The address of somebody, and the municipality for which they contribute."""

    email = AddressField(label=gettext_lazy("E-mailadres"))
    municipality = MunicipalityField(
        label=gettext_lazy("Gemeente"),
        max_length=100,
        error_messages={"required": gettext_lazy("Vul een gemeente in.")},
    )
