"""The mail that people with an account get, in their own language."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.letters.links import absolute

Words = tuple[str, str]
"""Subject and text."""


def sign_in_address(token: str, language: str) -> str:
    """Write the address of a mailed link."""
    with translation.override(language):
        return absolute(reverse("accounts:use_link", args=[token]))


def sign_in_words(person: Person, token: str) -> Words:
    """Write the mail with the link."""
    link = sign_in_address(token, person.language)
    with translation.override(person.language):
        text = _(
            "Goedendag,\n\n"
            "Met deze link logt u in bij deelgenoot:\n\n"
            "%(link)s\n\n"
            "De link werkt één keer, en tot 30 minuten na uw aanvraag.\n"
            "Hebt u niet om deze link gevraagd? Dan hoeft u niets te doen.\n\n"
            "Met vriendelijke groet,\n"
            "deelgenoot\n"
        )
        return _("Uw link om in te loggen"), text % {"link": link}


def editor_words(person: Person) -> Words:
    """Write the mail to a new editor."""
    with translation.override(person.language):
        text = _(
            "Goedendag,\n\n"
            "U kunt nu de handelingsperspectieven van deelgenoot schrijven. U logt in met dit\n"
            "e-mailadres; een wachtwoord is er niet:\n\n"
            "%(link)s\n\n"
            "Met vriendelijke groet,\n"
            "deelgenoot\n"
        )
        return _("U bent redacteur"), text % {"link": absolute(reverse("accounts:sign_in"))}


def moderator_words(person: Person) -> Words:
    """Write the mail to a new moderator."""
    with translation.override(person.language):
        text = _(
            "Goedendag,\n\n"
            "U kunt nu meldingen over aanpakken op deelgenoot beoordelen. U logt in met dit\n"
            "e-mailadres; een wachtwoord is er niet:\n\n"
            "%(link)s\n\n"
            "Met vriendelijke groet,\n"
            "deelgenoot\n"
        )
        return _("U bent moderator"), text % {"link": absolute(reverse("accounts:sign_in"))}


def invited_words(person: Person) -> Words:
    """Write the mail to a new contributor."""
    with translation.override(person.language):
        text = _(
            "Goedendag,\n\n"
            "U kunt nu namens uw gemeente aanpakken delen op deelgenoot. U logt in met dit\n"
            "e-mailadres; een wachtwoord is er niet:\n\n"
            "%(link)s\n\n"
            "Met vriendelijke groet,\n"
            "deelgenoot\n"
        )
        return _("U kunt aanpakken delen"), text % {"link": absolute(reverse("accounts:sign_in"))}


def appointed_words(person: Person) -> Words:
    """Write the mail to a new organiser."""
    with translation.override(person.language):
        text = _(
            "Goedendag,\n\n"
            "U kunt nu bijeenkomsten organiseren bij deelgenoot. U logt in met dit e-mailadres;\n"
            "een wachtwoord is er niet:\n\n"
            "%(link)s\n\n"
            "Met vriendelijke groet,\n"
            "deelgenoot\n"
        )
        return _("U bent organisator"), text % {"link": absolute(reverse("accounts:sign_in"))}
