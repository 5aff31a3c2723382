"""The mail to somebody who is asked to read a text."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from deelgenoot_web.accounts.words import with_link
from deelgenoot_web.editing.models import TextReader
from deelgenoot_web.letters.links import absolute


def asked_words(reader: TextReader) -> tuple[str, str]:
    """Write the subject and the text."""
    with translation.override(reader.person.language):
        text = _(
            "Wilt u namens uw gemeente een handelingsperspectief lezen? U kunt bij elk blok iets\n"
            "opmerken, en ondertekenen als u erachter staat. U logt in met dit e-mailadres; een\n"
            "wachtwoord is er niet:"
        )
        link = absolute(reverse("editing:read", args=[reader.group]))
        return _("Wilt u meelezen?"), with_link(text, link)
