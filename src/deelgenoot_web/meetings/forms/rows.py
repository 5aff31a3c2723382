"""The forms for a part of the programme, a poll, and a question that the organiser adds."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelgenoot_web.meetings.forms.editing import EditingForm, Lines, dress
from deelgenoot_web.meetings.forms.figures import RULE, figure_fields
from deelgenoot_web.meetings.models import Field, Poll, ProgrammeItem
from deelgenoot_web.meetings.models.meeting import MOST_MINUTES
from deelgenoot_web.meetings.models.poll import LEAST_SECONDS, MOST_SECONDS
from deelgenoot_web.meetings.tally import LIVE

_MOST_OPTIONS = 12
_LONGEST_OPTION = 120
_OWN_TIME = 0
"""The choice for a number of seconds that is typed."""


class ItemForm(EditingForm):
    """A part of the programme, with the script for leaders of groups."""

    title = forms.CharField(label=gettext_lazy("Titel"), max_length=160)
    kind = forms.ChoiceField(label=gettext_lazy("Soort"), choices=ProgrammeItem.Kind.choices)
    minutes = forms.IntegerField(label=gettext_lazy("Minuten"), min_value=1, max_value=MOST_MINUTES)
    text = forms.CharField(
        label=gettext_lazy("Toelichting"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    notes = forms.CharField(
        label=gettext_lazy("Notities"),
        help_text=gettext_lazy("Alleen wie presenteert leest dit, tijdens dit onderdeel."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored_script = self.initial.get("script", [])
        self.script = script_from(self.data) if isinstance(self.data, QueryDict) else stored_script
        self.script_problem = ""

    def clean(self) -> dict[str, Any]:
        """Check that each step of the script has a title and a number of minutes."""
        values = super().clean() or {}
        for step in self.script:
            if not step["title"] or not 0 < step["minutes"] <= MOST_MINUTES:
                self.script_problem = _(
                    "Geef elke stap een titel en een aantal minuten, of haal hem weg."
                )
                self.add_error(None, self.script_problem)
                break
        return values

    def values(self) -> dict[str, Any]:
        """Return the values of the form, with the script."""
        return {**self.cleaned_data, "script": self.script}


class PollForm(EditingForm):
    """A poll of one kind, with only the fields that this kind needs."""

    question = forms.CharField(label=gettext_lazy("Vraag"), max_length=200)
    explanation = forms.CharField(label=gettext_lazy("Toelichting"), max_length=300, required=False)
    options = Lines(
        most=_MOST_OPTIONS,
        longest=_LONGEST_OPTION,
        label=gettext_lazy("Antwoorden"),
        help_text=gettext_lazy("Op elke regel één."),
    )
    seconds = forms.TypedChoiceField(
        label=gettext_lazy("Tijd om te antwoorden"),
        help_text=gettext_lazy(
            "De klok begint als u de vraag stelt. Is de tijd om, dan sluit de vraag vanzelf."
        ),
        choices=[
            ("", gettext_lazy("geen klok")),
            (30, gettext_lazy("30 seconden")),
            (60, gettext_lazy("1 minuut")),
            (120, gettext_lazy("2 minuten")),
            (180, gettext_lazy("3 minuten")),
            (300, gettext_lazy("5 minuten")),
            (_OWN_TIME, gettext_lazy("een eigen aantal seconden")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )
    own_seconds = forms.IntegerField(
        label=gettext_lazy("Eigen aantal seconden"),
        min_value=LEAST_SECONDS,
        max_value=MOST_SECONDS,
        required=False,
    )
    most = forms.IntegerField(
        label=gettext_lazy("Hoeveel ten hoogste"),
        min_value=1,
        max_value=_MOST_OPTIONS,
        required=False,
    )
    right = forms.CharField(
        label=gettext_lazy("Welk antwoord is goed?"),
        help_text=gettext_lazy(
            "Alleen voor een quizvraag: het nummer van de regel, zoals 2. Zijn er meer goed: 1, 3."
        ),
        max_length=40,
        required=False,
    )
    low = forms.CharField(label=gettext_lazy("Woorden bij 1"), max_length=40, required=False)
    high = forms.CharField(label=gettext_lazy("Woorden bij 5"), max_length=40, required=False)
    purpose = forms.ChoiceField(
        label=gettext_lazy("Waarvoor"), choices=Poll.Purpose.choices, required=False
    )
    notes = forms.CharField(
        label=gettext_lazy("Notities"),
        help_text=gettext_lazy("Alleen wie presenteert leest dit, bij deze vraag."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    is_live = forms.BooleanField(
        label=gettext_lazy("Toon de antwoorden op het scherm terwijl ze binnenkomen"),
        help_text=gettext_lazy(
            "Vanaf tien stemmen, in stappen van ten minste vijf. Deze vraag heeft dan geen "
            "uitkomst per cluster."
        ),
        required=False,
    )

    def __init__(self, kind: str, *args: Any, study: str = "middelgroot", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        settings = self.initial.get("settings", {})
        self.initial = {**self.initial, **{name: settings.get(name) for name in _SETTINGS}}
        self.initial["right"] = ", ".join(str(place + 1) for place in settings.get("right", ()))
        if kind == Poll.Kind.NUMBER:
            self.fields |= {name: dress(field) for name, field in figure_fields(study).items()}
            self.initial.update(settings.get("figure", {}))
            self.order_fields(["question", "explanation", *RULE])
        seconds = self.initial.get("seconds")
        if seconds and seconds not in dict(self.fields["seconds"].choices):  # type: ignore[attr-defined]  # a ChoiceField
            self.initial.update({"seconds": _OWN_TIME, "own_seconds": seconds})
        for name in set(_SETTINGS) - set(_NEEDS.get(kind, ())):
            del self.fields[name]
        if kind not in LIVE:
            del self.fields["is_live"]
        if kind in {Poll.Kind.WORDS, Poll.Kind.TEXT, Poll.Kind.NUMBER}:
            del self.fields["options"]
        elif kind == Poll.Kind.SCALE:
            self.fields["options"].label = _("Stellingen")
        elif kind in {Poll.Kind.RANKING, Poll.Kind.POINTS, Poll.Kind.MATRIX}:
            self.fields["options"].label = _("Opgaven of onderwerpen")

    def clean(self) -> dict[str, Any]:
        """Check that an own number of seconds is there where one was chosen."""
        values = super().clean() or {}
        if values.get("seconds") == _OWN_TIME and "own_seconds" not in self.errors:
            values["seconds"] = values.get("own_seconds")
            if not values["seconds"]:
                self.add_error("own_seconds", _("Vul het aantal seconden in."))
        return values

    def clean_options(self) -> list[str]:
        """Check that a choice has two options; one statement is enough."""
        options: list[str] = self.cleaned_data["options"]
        if len(options) < 2 and self.kind not in {Poll.Kind.SCALE, Poll.Kind.MATRIX}:  # noqa: PLR2004  no choice of one
            raise forms.ValidationError(_("Geef er ten minste twee."))
        return options

    def clean_right(self) -> list[int]:
        """Read the numbers of the right answers as places of options, counted from 0."""
        if "options" in self.errors:
            return []
        numbers = self.cleaned_data["right"].replace(",", " ").split()
        options = self.cleaned_data.get("options", ())
        lines = [str(number) for number in range(1, len(options) + 1)]
        if not set(numbers) <= set(lines):
            words = _("Vul nummers in van 1 tot en met %(n)s, met komma’s ertussen.")
            raise forms.ValidationError(words % {"n": len(lines)})
        most = self.cleaned_data.get("most")
        if most and len(set(numbers)) > most:
            words = _("Dit zijn er meer dan iemand er mag kiezen: %(n)s.")
            raise forms.ValidationError(words % {"n": most})
        return sorted({int(number) - 1 for number in numbers})

    def values(self) -> dict[str, Any]:
        """Return the values of the row; what only this kind needs goes into `settings`."""
        values = dict(self.cleaned_data)
        values.pop("own_seconds", None)
        settings = {name: values.pop(name) for name in _SETTINGS if name in values}
        settings = {name: one for name, one in settings.items() if one}
        if self.kind == Poll.Kind.NUMBER:
            settings["figure"] = {name: values.pop(name) for name in RULE}
        # What this kind does not ask is there too: the mark of the row holds all columns.
        return {"options": [], "is_live": False, "seconds": None, **values, "settings": settings}


class FieldForm(EditingForm):
    """A question that the organiser adds to the registration form."""

    label = forms.CharField(label=gettext_lazy("Vraag"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Soort antwoord"), choices=Field.Kind.choices)
    choices = Lines(
        most=_MOST_OPTIONS,
        longest=_LONGEST_OPTION,
        required=False,
        label=gettext_lazy("Keuzes"),
        help_text=gettext_lazy("Alleen als er te kiezen is. Op elke regel één."),
    )
    is_required = forms.BooleanField(label=gettext_lazy("Vul dit veld in"), required=False)

    def clean(self) -> dict[str, Any]:
        """Check that a question to choose from has choices."""
        values = super().clean() or {}
        may_choose = values.get("kind") in {Field.Kind.CHOICE, Field.Kind.CHOICES}
        if may_choose and "choices" not in self.errors and not values.get("choices"):
            self.add_error("choices", _("Geef de keuzes, op elke regel één."))
        return values


def script_from(data: QueryDict) -> list[dict[str, Any]]:
    """Read the steps of the form, in their order; empty steps are left out."""
    columns = (data.getlist(f"step_{name}") for name in ("title", "minutes", "text"))
    steps = [
        {"title": title.strip()[:160], "minutes": _number(minutes), "text": text.strip()[:1000]}
        for title, minutes, text in zip(*columns, strict=False)
    ]
    return [step for step in steps if step["title"] or step["text"] or step["minutes"]]


def move_step(script: list[dict[str, Any]], command: str) -> list[dict[str, Any]]:
    """Return the steps after a button: `up-2`, `down-0`, `out-1` or `more`; others do nothing."""
    word, _sign, number = command.partition("-")
    steps = list(script)
    if word == "more":
        return [*steps, {"title": "", "minutes": 5, "text": ""}]
    place = _number(number)
    if not number.isdecimal() or place >= len(steps):
        return steps
    step = steps.pop(place)
    if word != "out":
        steps.insert(max(place + {"up": -1, "down": 1}.get(word, 0), 0), step)
    return steps


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < len("1000000") else 0


_SETTINGS = ("most", "right", "low", "high")
_NEEDS: Mapping[str, tuple[str, ...]] = {
    Poll.Kind.CHOICE: ("right",),
    Poll.Kind.CHOICES: ("most", "right"),
    Poll.Kind.WORDS: ("most",),
    Poll.Kind.SCALE: ("low", "high"),
}
