"""Forms about people: an address to sign in, a name and a language."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _


class AddressField(forms.EmailField):
    """A field for an e-mail address, which says what a whole one looks like."""

    default_error_messages: ClassVar = {
        "required": _("Vul een e-mailadres in."),
        "invalid": _("Vul een volledig e-mailadres in, zoals naam@gemeente.nl."),
        "max_length": _("Dit adres is te lang. Gebruik ten hoogste 254 tekens."),
    }

    def __init__(self, **more: Any) -> None:
        # What a row holds. Django would take 320: an answer that breaks tells of a listed domain.
        super().__init__(**{"max_length": 254} | more)


class SignInForm(forms.Form):
    """An e-mail address."""

    email = AddressField(
        label=_("E-mailadres"), error_messages={"required": _("Vul uw e-mailadres in.")}
    )


class TypedCodeField(forms.CharField):
    """A field for the code of a letter; its value is without the spaces that people type."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("label", _("Code uit de e-mail"))
        super().__init__(max_length=20, **more)

    def clean(self, value: Any) -> str:
        """Return the code without spaces."""
        return "".join(str(super().clean(value)).split())


class CodeForm(forms.Form):
    """The code of the letter, in the browser that asked for it."""

    code = TypedCodeField(error_messages={"required": _("Vul de code in: acht cijfers.")})
    browser = forms.CharField(max_length=64, widget=forms.HiddenInput)


class PersonForm(forms.Form):
    """A name, and the language of mail."""

    name = forms.CharField(
        label=_("Naam"),
        max_length=100,
        required=False,
        error_messages={"max_length": _("Deze naam is te lang. Gebruik ten hoogste 100 tekens.")},
    )
    language = forms.ChoiceField(
        label=_("Taal van uw e-mail"),
        choices=[("nl", "Nederlands"), ("en", "English")],
        error_messages={
            "required": _("Kies een taal."),
            "invalid_choice": _("Kies Nederlands of Engels."),
        },
    )
