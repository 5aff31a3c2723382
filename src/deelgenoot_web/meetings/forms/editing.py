"""What the forms of an organiser have in common: their look, and saying what another wrote."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.forms.widgets import Input
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    """A form whose fields look as those of the house, and whose values are those of a row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shows_theirs = False
        for field in self.fields.values():
            dressed(field)

    def offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """Let one of these be chosen in the field `name`."""
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]  # a ChoiceField

    def values(self) -> dict[str, Any]:
        """What was filled in, by the names of the row."""
        return self.cleaned_data

    def show_theirs(self, now: Mapping[str, Any]) -> None:
        """Say at each field what somebody else made of it meanwhile; what was typed stays."""
        self.shows_theirs = True
        own = self.values()
        for name, theirs in now.items():
            if own[name] != theirs and name in self.fields:
                said = _("Een ander schreef hier intussen: %(theirs)s")
                self.add_error(name, said % {"theirs": written(theirs)})


def dressed(field: forms.Field) -> forms.Field:
    """The same field, with the look and the words of the house."""
    look = next((look for kind, look in _LOOKS if isinstance(field.widget, kind)), "")
    if look:
        field.widget.attrs["class"] = look
    known = field.error_messages
    known.update({key: words for key, words in _ERRORS.items() if key in known})
    return field


class Moment(forms.DateTimeField):
    """A day and a time in whole minutes, in the time zone of the site."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_error_messages: ClassVar = {
        "invalid": gettext_lazy("Vul een dag en een tijd in, zoals 11-12-2026 10:00."),
    }

    def clean(self, value: Any) -> Any:
        """The moment, without seconds: the field shows none, so nobody would see them."""
        found = super().clean(value)
        return found and found.replace(second=0, microsecond=0)


class Lines(forms.CharField):
    """One thing on each line; kept as a list."""

    widget = forms.Textarea(attrs={"rows": 6})

    def __init__(self, *, most: int, longest: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most, self.longest = most, longest

    def prepare_value(self, value: Any) -> Any:
        """A list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """The lines that say something. Raises ValidationError for too many, long or double."""
        lines = [" ".join(line.split()) for line in str(super().clean(value)).splitlines()]
        found = [line for line in lines if line]
        if len(found) > self.most:
            raise forms.ValidationError(
                _("Geef er ten hoogste %(most)s; nu zijn het er %(n)s.")
                % {"most": self.most, "n": len(found)}
            )
        for line in found:
            if len(line) > self.longest:
                said = _("Te lang (ten hoogste %(longest)s tekens): %(line)s")
                raise forms.ValidationError(said % {"longest": self.longest, "line": line})
        if len(set(found)) < len(found):
            raise forms.ValidationError(_("Er staat twee keer hetzelfde. Maak elke regel anders."))
        return found


def written(value: Any) -> str:
    """A value of a row as people write it."""
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, list):
        value = ", ".join(str(one["title"] if isinstance(one, dict) else one) for one in value)
    return str(value or _("(leeg)"))
