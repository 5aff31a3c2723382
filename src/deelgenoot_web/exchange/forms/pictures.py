"""Forms for the pictures of an approach: the file, and what is said of it."""

from django import forms
from django.utils.translation import gettext_lazy

from deelgenoot_web.exchange.actions.pictures import PictureWords
from deelgenoot_web.exchange.forms.writing import ClearTextForm
from deelgenoot_web.pictures.forms import PictureField


class PictureFileForm(forms.Form):
    """A new picture; apart from its words, so that a mistake in those never costs the file."""

    file = PictureField(label=gettext_lazy("Afbeelding"))


class PictureWordsForm(ClearTextForm, forms.Form):
    """What can be seen in a picture, and what stands below it."""

    text = forms.CharField(
        label=gettext_lazy("Wat is erop te zien?"),
        help_text=gettext_lazy("Deze tekst horen mensen die de afbeelding niet zien."),
        max_length=300,
        widget=forms.Textarea,
        error_messages={
            "required": gettext_lazy("Schrijf in een zin wat er te zien is."),
            "max_length": gettext_lazy("Deze tekst is te lang. Gebruik ten hoogste 300 tekens."),
        },
    )
    caption = forms.CharField(
        label=gettext_lazy("Onderschrift (mag leeg blijven)"),
        help_text=gettext_lazy("Noem de maker. Bijvoorbeeld: De nieuwe gevels. Foto: gemeente."),
        max_length=200,
        required=False,
        error_messages={
            "max_length": gettext_lazy("Deze tekst is te lang. Gebruik ten hoogste 200 tekens."),
        },
    )

    def clean_text(self) -> str:
        """Write the text in one line, as it is heard."""
        return " ".join(self.cleaned_data["text"].split())

    @property
    def words(self) -> PictureWords:
        """What was written, of a form that is valid."""
        return PictureWords(self.cleaned_data["text"], self.cleaned_data["caption"])
