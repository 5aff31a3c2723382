"""The form for the picture of a question."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelgenoot_web.meetings.forms.editing import EditingForm
from deelgenoot_web.meetings.pdf.pages import is_picture

LARGEST_PICTURE = 10_000_000
"""Bytes of a picture: more than a photo of a phone."""
_MEGABYTE = 1_000_000


class PictureForm(EditingForm):
    """A picture with what can be seen in it; the picture may be left out where there is one."""

    file = forms.FileField(
        label=gettext_lazy("Afbeelding"),
        help_text=gettext_lazy(
            "PNG, JPEG of WebP, ten hoogste 10 MB. Plaats, datum en camera van een foto bewaren "
            "wij niet."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
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
        file = self.fields["file"]
        file.error_messages["required"] = _("Kies eerst een afbeelding.")
        if has_picture:
            file.required = False
            file.label = _("Een andere afbeelding")

    def clean_file(self) -> bytes | None:
        """Read the file. Raises ValidationError for one that is too large or no picture."""
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile) or file.size is None:
            return None
        if file.size > LARGEST_PICTURE:
            words = _("Het is %(size)s MB; ten hoogste 10 MB kan. Bewaar de afbeelding kleiner.")
            raise forms.ValidationError(words % {"size": file.size // _MEGABYTE})
        content: bytes = file.read()
        if not is_picture(content):
            raise forms.ValidationError(
                _("Dit is geen PNG, JPEG of WebP. Bewaar de afbeelding eerst als een daarvan.")
            )
        return content

    def clean(self) -> dict[str, Any]:
        """Say that a browser forgets a file, where something else of the form is wrong."""
        values = super().clean() or {}
        if self.errors and values.get("file"):
            self.add_error("file", _("Kies de afbeelding nog een keer."))
        return values
