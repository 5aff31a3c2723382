"""Forms in which a municipality writes: an approach, an opgave, a call, a reaction, a message."""

from collections.abc import Iterator
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.widgets import Input
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelgenoot_web.exchange.challenges import choices_for
from deelgenoot_web.exchange.models import TEXT_FIELDS, Practice
from deelgenoot_web.exchange.places import theme_choices
from deelgenoot_web.exchange.texts import clear_text
from deelgenoot_web.exchange.wording import CALLS, COSTS, EFFORT, LABELS, LICENCES, STAGES

_FIRST_YEAR = 1990
_TO_PUBLISH = ("title", "challenge", "summary", "stage")
_HINTS = {
    "title": gettext_lazy("Wat doet u? Noem het kort."),
    "summary": gettext_lazy("In één of twee zinnen: wat deed u, en voor wie?"),
    "success": gettext_lazy("Een lijst mag: begin een regel met een streepje."),
    "setback": gettext_lazy("Hier hebben anderen het meest aan."),
    "story": gettext_lazy("Wat deed u, stap voor stap, en waarom zo?"),
    "partners": gettext_lazy("Organisaties, geen namen van personen."),
    "figures": gettext_lazy("Wat leverde het op? Noem het jaar en waar het cijfer vandaan komt."),
    "reading": gettext_lazy("Links naar verslagen of pagina’s, op elke regel één."),
    "stage": gettext_lazy("Ook een gestopte aanpak helpt een ander."),
}


_LOOKS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, ""),
    # Not `--html-textarea`: that draws a required field as wrong before anybody wrote in it.
    (forms.Textarea, "utrecht-textarea"),
    (forms.RadioSelect, "stage-choice__box"),
    (forms.Select, "utrecht-select utrecht-select--html-select"),
    (Input, "utrecht-textbox utrecht-textbox--html-input"),
)


def dress(field: forms.Field) -> None:
    """Give a field the look of the site."""
    look = next((look for kind, look in _LOOKS if isinstance(field.widget, kind)), "")
    if look:
        field.widget.attrs["class"] = look
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 4


class ClearTextForm(forms.BaseForm):
    """A form whose texts are cleared of invisible signs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)

    def clean(self) -> dict[str, Any]:
        """Clear every text; one that is too long then, or of which nothing is left, is refused."""
        values = super().clean() or self.cleaned_data
        clear = {
            name: clear_text(value) if isinstance(value, str) else value
            for name, value in values.items()
        }
        for name, value in clear.items():
            most = getattr(self.fields[name], "max_length", None)
            if most is not None and isinstance(value, str) and len(value) > most:
                words = _("Te lang: wij schrijven onzichtbare tekens uit. Maak de tekst korter.")
                self.add_error(name, words)
            if value == "" and self.fields[name].required:
                self.add_error(name, self.fields[name].error_messages["required"])
        return clear


class BeginForm(ClearTextForm, forms.Form):
    """The first step: a title and an opgave."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=gettext_lazy("Titel"),
        max_length=120,
        help_text=_HINTS["title"],
        error_messages={"required": gettext_lazy("Vul een titel in.")},
    )
    challenge = forms.ChoiceField(
        label=gettext_lazy("Voor welke opgave?"),
        error_messages={"required": gettext_lazy("Kies een opgave.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["challenge"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - mypy knows no kind
        present = self.data.get("challenge") or self.initial.get("challenge", "")
        field.choices = [("", _("Kies een opgave")), *choices_for(present)]


class PracticeForm(ClearTextForm, forms.ModelForm):  # type: ignore[type-arg]  # not generic when run
    """All of an approach; a draft may leave anything open, what is published less."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    class Meta:
        model = Practice
        fields = TEXT_FIELDS
        widgets: ClassVar = {"summary": forms.Textarea}

    def __init__(self, *args: Any, to_publish: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name == "revision":
                continue
            field.label = str(LABELS[name])
            field.help_text = _HINTS.get(name, "")
            field.required = to_publish and name in _TO_PUBLISH
            field.error_messages["required"] = _("Dit is nodig om te publiceren.")
            self._adapt(name, field)

    def _adapt(self, name: str, field: forms.Field) -> None:
        options: dict[str, list[tuple[str, Any]]] = {
            "challenge": choices_for(self.data.get("challenge") or self.instance.challenge),
            "stage": list(STAGES.items()),
            "costs": list(COSTS.items()),
            "effort": list(EFFORT.items()),
            "licence": list(LICENCES.items()),
        }
        if choices := options.get(name):
            empty = [] if name in {"stage", "licence"} else [("", _("Maak een keuze"))]
            widget = forms.RadioSelect if name == "stage" else forms.Select
            self.fields[name] = choice_field = forms.ChoiceField(
                choices=[*empty, *choices],
                widget=widget,
                label=field.label,
                help_text=field.help_text,
                required=field.required,
                error_messages=field.error_messages,
            )
            dress(choice_field)
        elif isinstance(field, forms.IntegerField):
            latest = timezone.localdate().year + 1
            words = _("Vul een jaar in van %(first)s tot en met %(last)s.")
            words %= {"first": _FIRST_YEAR, "last": latest}
            field.validators = [
                MinValueValidator(_FIRST_YEAR, words),
                MaxValueValidator(latest, words),
            ]

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError for years in the wrong order, or a text without any experience."""
        values = super().clean()
        values["licence"] = values.get("licence") or Practice.Licence.BY
        first, last = values.get("first_year"), values.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", _("Het laatste jaar ligt vóór het eerste."))
        if self.fields["title"].required and not (values.get("success") or values.get("setback")):
            self.add_error("success", _("Vul in wat werkte, of wat niet werkte."))
        return values

    @property
    def steps(self) -> Iterator[tuple[str, str, list[forms.BoundField]]]:
        """The fields in three parts: (key, heading, fields)."""
        for key, heading, names in (
            (
                "wat",
                _("Wat"),
                ("title", "challenge", "summary", "stage", "first_year", "last_year"),
            ),
            ("ervaring", _("Hoe het ging"), ("success", "setback", "lesson")),
            (
                "verhaal",
                _("Wat een ander verder wil weten"),
                ("story", "partners", "figures", "costs", "effort", "reading", "licence"),
            ),
        ):
            yield key, heading, [self[name] for name in names]


class MessageForm(ClearTextForm, forms.Form):
    """Why somebody wants to be introduced."""

    message = forms.CharField(
        label=gettext_lazy("Wat wilt u vragen of vertellen?"),
        max_length=600,
        widget=forms.Textarea,
        error_messages={
            "required": gettext_lazy("Schrijf in een paar zinnen wat u wilt vragen."),
            "max_length": gettext_lazy("Deze tekst is te lang. Gebruik ten hoogste 600 tekens."),
        },
    )


class CallForm(ClearTextForm, forms.Form):
    """What a municipality seeks or offers."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=gettext_lazy("Wat wilt u?"),
        choices=list(CALLS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies of u zoekt of biedt.")},
    )
    about = forms.ChoiceField(
        label=gettext_lazy("Voor welke opgave?"),
        error_messages={"required": gettext_lazy("Kies een opgave.")},
    )
    title = forms.CharField(
        label=gettext_lazy("In één regel"),
        max_length=120,
        help_text=gettext_lazy("Bijvoorbeeld: ervaring met een verhuiscoach."),
        error_messages={"required": gettext_lazy("Vul in wat u zoekt of biedt.")},
    )
    message = forms.CharField(
        label=gettext_lazy("Toelichting"),
        max_length=1000,
        widget=forms.Textarea,
        help_text=gettext_lazy("Geen namen en adressen: die deelt u pas als u kennismaakt."),
        error_messages={"required": gettext_lazy("Schrijf in een paar zinnen wat u bedoelt.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["about"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - mypy knows no kind
        present = self.data.get("about") or self.initial.get("about", "")
        field.choices = [("", _("Kies een opgave")), *choices_for(present)]


class ChallengeForm(ClearTextForm, forms.Form):
    """An opgave that a municipality adds."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=gettext_lazy("Titel"),
        max_length=120,
        help_text=gettext_lazy("Noem de opgave in een paar woorden."),
        error_messages={"required": gettext_lazy("Vul een titel in.")},
    )
    explanation = forms.CharField(
        label=gettext_lazy("Toelichting"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=gettext_lazy("Wat speelt er, en voor wie? Geen namen van personen."),
        error_messages={"required": gettext_lazy("Leg in een paar zinnen uit wat er speelt.")},
    )
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Thema’s"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Kies ten minste één thema.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["themes"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - mypy knows no kind
        field.choices = theme_choices()


class TextReactionForm(ClearTextForm, forms.Form):
    """A reaction to an approach or an opgave."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("Uw reactie"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=gettext_lazy("Een lijst mag: begin een regel met een streepje."),
        error_messages={"required": gettext_lazy("Schrijf eerst uw reactie.")},
    )


def reaction_form() -> TextReactionForm:
    """Give an empty form with a key of its own."""
    return TextReactionForm(initial={"key": uuid4()})
