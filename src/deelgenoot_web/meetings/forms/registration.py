"""Signing up: who somebody is, and what the organiser asks besides."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelgenoot.errors import UnknownArea
from deelgenoot_web.meetings.actions.registration import Details
from deelgenoot_web.meetings.forms.editing import written
from deelgenoot_web.meetings.forms.municipality import unknown
from deelgenoot_web.meetings.models import Field, Meeting, Registration
from deelgenoot_web.meetings.placing import code_of, name_of

_ADDRESS_ERRORS = {
    "required": gettext_lazy("Vul uw e-mailadres in."),
    "invalid": gettext_lazy("Vul een volledig e-mailadres in, zoals naam@gemeente.nl."),
}


class WaitingListForm(forms.Form):
    """For the waiting list: an address is enough."""

    email = forms.EmailField(
        label=gettext_lazy("E-mailadres"), max_length=254, error_messages=_ADDRESS_ERRORS
    )


class DetailsForm(forms.Form):
    """Everything but the address. `own_fields` are the questions of the organiser's own."""

    municipality = forms.CharField(
        label=gettext_lazy("Uw gemeente"), max_length=120, required=False
    )
    organisation = forms.CharField(
        label=gettext_lazy("Of: uw organisatie"), max_length=160, required=False
    )
    name = forms.CharField(
        label=gettext_lazy("Naam"),
        max_length=120,
        error_messages={"required": gettext_lazy("Vul uw naam in.")},
    )
    job = forms.CharField(label=gettext_lazy("Functie"), max_length=120, required=False)
    shares_contact = forms.BooleanField(label=gettext_lazy("In de contactlijst"), required=False)

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self._own = list(meeting.fields.all())
        for field in self._own:
            self.fields[_key(field)] = _form_field(field)

    @property
    def own_fields(self) -> list[tuple[str, forms.BoundField]]:
        """(kind, field) of the organiser's own questions, in their order."""
        return [(field.kind, self[_key(field)]) for field in self._own]

    def clean_municipality(self) -> str:
        """The code of what was written; any name or code since 2010 is understood."""
        written = str(self.cleaned_data["municipality"]).strip()
        if not written:
            return ""
        try:
            return code_of(self.meeting.study, written)
        except UnknownArea as error:
            raise forms.ValidationError(unknown(written, error)) from error

    def clean(self) -> dict[str, Any]:
        """One of municipality and organisation is needed."""
        given = super().clean() or {}
        if "municipality" not in self.errors and not (
            given.get("municipality") or given.get("organisation")
        ):
            self.add_error(
                "municipality",
                _("Vul uw gemeente in. Werkt u ergens anders? Vul dan uw organisatie in."),
            )
        return given

    def differing(self, now: Mapping[str, Any]) -> list[tuple[str, str]]:
        """(question, answer) where what is kept `now` is not what was filled in."""
        return [
            (str(self[name].label), written(now.get(name)))
            for name in self.fields
            if (self[name].value() or "") != (now.get(name) or "")
        ]

    def details(self) -> Details:
        """What was filled in, for the action."""
        given = self.cleaned_data
        return Details(
            name=given["name"],
            gm_code=given["municipality"],
            organisation=given["organisation"],
            job=given["job"],
            shares_contact=given["shares_contact"],
            answers={field.pk: given[_key(field)] for field in self._own},
        )


class RegistrationForm(DetailsForm, WaitingListForm):
    """All of it, in one go."""

    field_order = ("municipality", "organisation", "name", "email", "job")


def filled_in(registration: Registration) -> dict[str, Any]:
    """What somebody filled in before, for a form to start from."""
    one = registration
    answers = {f"field-{answer.field_id}": answer.value for answer in one.answers.all()}
    return {
        "municipality": name_of(one.meeting.study, one.gm_code),
        "organisation": one.organisation,
        "name": one.name,
        "job": one.job,
        "shares_contact": one.shares_contact,
        **answers,
    }


def _key(field: Field) -> str:
    return f"field-{field.pk}"


def _form_field(field: Field) -> forms.Field:
    shared: dict[str, Any] = {
        "label": field.label,
        "required": field.is_required,
        "error_messages": {"required": _("Vul een antwoord in.")},
    }
    choices = [(choice, choice) for choice in field.choices]
    if field.kind == Field.Kind.CHOICE:
        return forms.ChoiceField(choices=choices, **shared)
    if field.kind == Field.Kind.CHOICES:
        return forms.MultipleChoiceField(choices=choices, **shared)
    return forms.CharField(max_length=1000 if field.kind == Field.Kind.TEXT else 200, **shared)
