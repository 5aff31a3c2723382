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
    """The name of a municipality; its value is the code, or empty."""

    def clean(self, value: Any) -> str:
        """Return the code. Raises ValidationError for a name that is not one municipality's."""
        name = super().clean(value)
        if not name:
            return ""
        try:
            place = destination(release().catalog.areas, name)
        except UnknownArea as error:
            words = _("Wij kennen geen gemeente ‘%(name)s’.") % {"name": name}
            raise forms.ValidationError(words) from error
        if not isinstance(place, Arrival):
            words = _("‘%(name)s’ kan meer gemeenten zijn. Vul de hele naam in.") % {"name": name}
            raise forms.ValidationError(words)
        return place.area.code


class ContributorForm(ClearTextForm, forms.Form):
    """For whom is written: a municipality, or an organisation with a name of its own."""

    municipality = MunicipalityField(label=gettext_lazy("Gemeente"), max_length=100, required=False)
    organisation = forms.CharField(
        label=gettext_lazy("Of een andere organisatie"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Zoals een provincie of een universiteit. Iedereen leest de naam."),
    )

    def clean_organisation(self) -> str:
        """Return the name. Raises ValidationError for that of a municipality."""
        name = " ".join(str(self.cleaned_data["organisation"]).split())
        try:
            is_municipality = bool(name) and bool(destination(release().catalog.areas, name))
        except UnknownArea:
            is_municipality = False
        if is_municipality:
            words = _("‘%(name)s’ is de naam van een gemeente. Vul de naam voluit in.")
            raise forms.ValidationError(words % {"name": name})
        return name

    def clean(self) -> dict[str, Any]:
        """Check that one of both was filled in."""
        values = super().clean()
        names = [name for name in ("municipality", "organisation") if values.get(name)]
        if not names and not self.errors.keys() & {"municipality", "organisation"}:
            self.add_error("municipality", _("Vul een gemeente of een organisatie in."))
        if len(names) > 1:
            self.add_error("organisation", _("Vul één van beide in: gemeente of organisatie."))
        return values


class DomainForm(ContributorForm):
    """A mail domain, and whom it is of."""

    field_order = ("domain", "municipality", "organisation")

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

    def clean_domain(self) -> str:
        """Return the domain in lower case."""
        domain: str = self.cleaned_data["domain"]
        return domain.lower()


class InviteForm(ContributorForm):
    """The address of somebody, and for whom they contribute."""

    field_order = ("email", "municipality", "organisation")

    email = AddressField(label=gettext_lazy("E-mailadres"))
