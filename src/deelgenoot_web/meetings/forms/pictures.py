"""The form for the picture of a question."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelgenoot_web.meetings.forms.editing import EditingForm
from deelgenoot_web.pictures.forms import PictureField


class PictureForm(EditingForm):
    """A picture with what can be seen in it; the picture may be left out where there is one."""

    file = PictureField(label=gettext_lazy("Afbeelding"))
    picture_text = forms.CharField(
        label=gettext_lazy("Wat is erop te zien?"),
        help_text=gettext_lazy(
            "Deze tekst horen mensen die de afbeelding niet zien. Schrijf wat nodig is om te "
            "antwoorden, en niet meer."
        ),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, has_picture: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_picture:
            file = self.fields["file"]
            file.required = False
            file.label = _("Een andere afbeelding")

    def clean(self) -> dict[str, Any]:
        """Say that a browser forgets a file, where something else of the form is wrong."""
        values = super().clean() or {}
        if self.errors and values.get("file"):
            self.add_error("file", _("Kies de afbeelding nog een keer."))
        return values
