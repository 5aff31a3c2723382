"""The field for a picture, and what to do about a file that gives none."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelgenoot_web.pictures.reading import UnreadableFileError, is_picture

LARGEST_PICTURE = 10_000_000
"""Bytes of a picture: more than a photo of a phone."""
_MEGABYTE = 1_000_000
_WAYS_OUT = {
    "broken": gettext_lazy(
        "Dit bestand is beschadigd of op slot. Open het in uw eigen programma en bewaar het "
        "opnieuw."
    ),
    "dots": gettext_lazy(
        "Deze afbeelding heeft meer dan 50 miljoen beeldpunten. Bewaar een kleinere."
    ),
    "animated": gettext_lazy("Deze afbeelding beweegt. Kies een afbeelding die stilstaat."),
    "slow": gettext_lazy("Het lezen duurde te lang. Bewaar de afbeelding kleiner."),
    "busy": gettext_lazy(
        "Er wordt al een andere afbeelding gelezen. Probeer het over een minuut opnieuw."
    ),
}


class PictureField(forms.FileField):
    """A PNG, JPEG or WebP; gives its bytes, or None where it may be left out and is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            help_text=gettext_lazy(
                "PNG, JPEG of WebP, ten hoogste 10 MB. Plaats, datum en camera van een foto "
                "bewaren wij niet."
            ),
            allow_empty_file=True,
            widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        """Read the file. Raises ValidationError for none, a too large one, or no picture."""
        if self.required and not data:
            raise forms.ValidationError(_("Kies eerst een afbeelding."))
        file = super().clean(data, initial)
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


def way_out(error: UnreadableFileError) -> str:
    """Say what is wrong with a file that gives no picture, and how to go on."""
    return str(_WAYS_OUT.get(error.why, _WAYS_OUT["broken"]))
