"""Forms of reports, decisions, appeals and answers."""

from django import forms
from django.utils.translation import gettext_lazy

from deelgenoot_web.exchange.forms.writing import ClearTextForm
from deelgenoot_web.exchange.models import SHORT
from deelgenoot_web.exchange.wording import GROUNDS


class ReportForm(ClearTextForm, forms.Form):
    """What is wrong with an approach."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Wat is er mis?"),
        choices=list(GROUNDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies wat er mis is.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Toelichting (mag leeg blijven)"),
        max_length=600,
        required=False,
        widget=forms.Textarea,
        help_text=gettext_lazy("Welke zin, en waarom? Zet uw naam of adres er niet bij."),
    )


class AppealForm(ClearTextForm, forms.Form):
    """Why somebody does not agree with a decision."""

    words = forms.CharField(
        label=gettext_lazy("Waarom bent u het er niet mee eens?"),
        max_length=1000,
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Schrijf waarom u het er niet mee eens bent.")},
    )


class AnswerForm(ClearTextForm, forms.Form):
    """What another moderator answers to an appeal."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Wat besluit u?"),
        choices=[
            ("stand", gettext_lazy("Het besluit blijft staan")),
            ("reverse", gettext_lazy("Draai het besluit terug")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies of het besluit blijft staan.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Uw antwoord aan de schrijver"),
        max_length=1000,
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Schrijf een antwoord.")},
    )


class ReasonForm(ClearTextForm, forms.Form):
    """Why a text is hidden, or somebody barred; they read it."""

    reason = forms.CharField(
        label=gettext_lazy("Reden voor de schrijver"),
        max_length=SHORT,
        error_messages={"required": gettext_lazy("Schrijf een reden voor de schrijver.")},
    )
