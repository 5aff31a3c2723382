"""The registration form, with the questions that the organiser added."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelgenoot.errors import UnknownArea
from deelgenoot_web.accounts.forms import AddressField, TypedCodeField
from deelgenoot_web.meetings.actions.registration import Details
from deelgenoot_web.meetings.forms.editing import value_in_words
from deelgenoot_web.meetings.forms.municipality import unknown
from deelgenoot_web.meetings.forms.plain import NameField, PlainLineField
from deelgenoot_web.meetings.models import Field, Meeting, Registration
from deelgenoot_web.meetings.placing import code_of, name_of


class WaitingListForm(forms.Form):
    """The form of the waiting list: an address is enough."""

    email = AddressField(
        label=gettext_lazy("E-mailadres"),
        error_messages={"required": gettext_lazy("Vul uw e-mailadres in.")},
    )


class ConfirmationForm(WaitingListForm):
    """The code of the letter, typed with the address that it went to."""

    code = TypedCodeField(error_messages={"required": gettext_lazy("Vul de code in: zes cijfers.")})


class DetailsForm(forms.Form):
    """Everything but the address. `own_fields` are the questions that the organiser added."""

    municipality = forms.CharField(
        label=gettext_lazy("Uw gemeente"), max_length=120, required=False
    )
    organisation = PlainLineField(
        label=gettext_lazy("Of: uw organisatie"), max_length=160, required=False
    )
    name = NameField(
        label=gettext_lazy("Naam"),
        max_length=120,
        error_messages={"required": gettext_lazy("Vul uw naam in.")},
    )
    job = PlainLineField(label=gettext_lazy("Functie"), max_length=120, required=False)
    shares_contact = forms.BooleanField(label=gettext_lazy("In de contactlijst"), required=False)

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self._own = list(meeting.fields.all())
        for field in self._own:
            self.fields[_key(field)] = _form_field(field)

    @property
    def own_fields(self) -> list[tuple[str, forms.BoundField]]:
        """(kind, field) of the questions that the organiser added, in their order."""
        return [(field.kind, self[_key(field)]) for field in self._own]

    def clean_municipality(self) -> str:
        """Return the code of the municipality, by any name or code since 2010."""
        text = str(self.cleaned_data["municipality"]).strip()
        if not text:
            return ""
        try:
            return code_of(self.meeting.study, text)
        except UnknownArea as error:
            raise forms.ValidationError(unknown(text, error)) from error

    def clean(self) -> dict[str, Any]:
        """Check that there is a municipality or an organisation."""
        values = super().clean() or {}
        if "municipality" not in self.errors and not (
            values.get("municipality") or values.get("organisation")
        ):
            self.add_error(
                "municipality",
                _("Vul uw gemeente in. Werkt u ergens anders? Vul dan uw organisatie in."),
            )
        return values

    def differences(self, now: Mapping[str, Any]) -> list[tuple[str, str]]:
        """List (question, answer) where the stored answer differs from the form."""
        return [
            (str(self[name].label), value_in_words(now.get(name)))
            for name in self.fields
            if (self[name].value() or "") != (now.get(name) or "")
        ]

    def details(self) -> Details:
        """Return the values of the form, for the action."""
        values = self.cleaned_data
        return Details(
            name=values["name"],
            gm_code=values["municipality"],
            organisation=values["organisation"],
            job=values["job"],
            shares_contact=values["shares_contact"],
            answers={field.pk: values[_key(field)] for field in self._own},
        )


class RegistrationForm(DetailsForm, WaitingListForm):
    """The whole registration in one form."""

    field_order = ("municipality", "organisation", "name", "email", "job")


def initial_values(registration: Registration) -> dict[str, Any]:
    """Return the stored registration, for a form to start from."""
    answers = {f"field-{answer.field_id}": answer.value for answer in registration.answers.all()}
    return {
        "municipality": name_of(registration.meeting.study, registration.gm_code),
        "organisation": registration.organisation,
        "name": registration.name,
        "job": registration.job,
        "shares_contact": registration.shares_contact,
        **answers,
    }


def _key(field: Field) -> str:
    return f"field-{field.pk}"


def _form_field(field: Field) -> forms.Field:
    arguments: dict[str, Any] = {
        "label": field.label,
        "required": field.is_required,
        "error_messages": {"required": _("Vul een antwoord in.")},
    }
    choices = [(choice, choice) for choice in field.choices]
    if field.kind == Field.Kind.CHOICE:
        return forms.ChoiceField(choices=choices, **arguments)
    if field.kind == Field.Kind.CHOICES:
        return forms.MultipleChoiceField(choices=choices, **arguments)
    return forms.CharField(max_length=1000 if field.kind == Field.Kind.TEXT else 200, **arguments)
