"""What the forms of an organiser share: their look, and how they tell what somebody else wrote."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.forms.widgets import Input
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelgenoot_web.meetings.models.meeting import YEARS

_LOOKS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "utrecht-textarea utrecht-textarea--html-textarea"),
    (forms.Select, "utrecht-select utrecht-select--html-select"),
    (forms.CheckboxInput, ""),
    (Input, "utrecht-textbox utrecht-textbox--html-input"),
)
_ERRORS = {
    "required": gettext_lazy("Vul dit in."),
    "invalid_choice": gettext_lazy("Kies een van de mogelijkheden."),
}


class EditingForm(forms.Form):
    """A form whose fields have the look of the site, and whose values are those of a row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shows_theirs = False
        for field in self.fields.values():
            dress(field)

    def offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """Set the choices of the field `name`."""
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]  # a ChoiceField

    def values(self) -> dict[str, Any]:
        """Return the values of the form, by the names of the row."""
        return self.cleaned_data

    def show_theirs(self, now: Mapping[str, Any]) -> None:
        """Say at each field what somebody else wrote meanwhile; the typed values stay."""
        self.shows_theirs = True
        own = self.values()
        for name, theirs in now.items():
            if own[name] != theirs and name in self.fields:
                words = _("Een ander schreef hier intussen: %(theirs)s")
                self.add_error(name, words % {"theirs": value_in_words(theirs)})


def dress(field: forms.Field) -> forms.Field:
    """Give a field the look and the words of the site."""
    look = next((look for kind, look in _LOOKS if isinstance(field.widget, kind)), "")
    if look:
        field.widget.attrs["class"] = look
    messages = field.error_messages
    messages.update({key: words for key, words in _ERRORS.items() if key in messages})
    return field


class Moment(forms.DateTimeField):
    """A day and a time of this century, in whole minutes, in the time zone of the site."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_error_messages: ClassVar = {
        "invalid": gettext_lazy("Vul een dag en een tijd in, zoals 11-12-2026 10:00."),
    }

    def clean(self, value: Any) -> Any:
        """Return the moment without seconds, which the field does not show."""
        moment = super().clean(value)
        if moment and moment.year not in YEARS:
            raise forms.ValidationError(
                _("Kies een jaar van %(first)s tot en met %(last)s.")
                % {"first": YEARS.start, "last": YEARS.stop - 1}
            )
        return moment and moment.replace(second=0, microsecond=0)


class Lines(forms.CharField):
    """A text field with a thing on each line, whose value is a list."""

    widget = forms.Textarea(attrs={"rows": 6})

    def __init__(self, *, most: int, longest: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most, self.longest = most, longest

    def prepare_value(self, value: Any) -> Any:
        """Return a list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """Return the lines that hold text. Raises ValidationError for too many, long or double."""
        every = [" ".join(line.split()) for line in str(super().clean(value)).splitlines()]
        lines = [line for line in every if line]
        if len(lines) > self.most:
            raise forms.ValidationError(
                _("Geef er ten hoogste %(most)s; nu zijn het er %(n)s.")
                % {"most": self.most, "n": len(lines)}
            )
        for line in lines:
            if len(line) > self.longest:
                words = _("Te lang (ten hoogste %(longest)s tekens): %(line)s")
                raise forms.ValidationError(words % {"longest": self.longest, "line": line})
        if len(set(lines)) < len(lines):
            raise forms.ValidationError(_("Er staat twee keer hetzelfde. Maak elke regel anders."))
        return lines


def value_in_words(value: Any) -> str:
    """Write a value of a row as people do."""
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, list):
        value = ", ".join(str(one["title"] if isinstance(one, dict) else one) for one in value)
    return str(value or _("(leeg)"))
