"""The mail that people with an account get, in their own language."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.letters.links import absolute

Words = tuple[str, str]
"""Subject and text."""


def sign_in_address(token: str, language: str) -> str:
    """Write the address of a mailed link."""
    with translation.override(language):
        return absolute(reverse("accounts:use_link", args=[token]))


def sign_in_words(person: Person, token: str, code: str = "") -> Words:
    """Write the mail with the link, and with the code where a browser asked."""
    link = sign_in_address(token, person.language)
    with translation.override(person.language):
        text = _(
            "Goedendag,\n\n"
            "Met deze link logt u in bij deelgenoot:\n\n"
            "%(link)s\n\n"
            "%(code)s"
            "De link werkt één keer, en tot 30 minuten na uw aanvraag.\n"
            "Hebt u niet om deze link gevraagd? Dan hoeft u niets te doen.\n\n"
            "Met vriendelijke groet,\n"
            "deelgenoot\n"
        )
        slots = {"link": link, "code": _about_code(code) if code else ""}
        return _("Uw link om in te loggen"), text % slots


def _about_code(code: str) -> str:
    half = len(code) // 2
    text = _(
        "Logt u in op een ander apparaat? Vul daar deze code in, op de pagina waar u de link\n"
        "vroeg:\n\n"
        "%(code)s\n\n"
        "Vul de code nergens anders in en geef die aan niemand.\n\n"
    )
    return text % {"code": f"{code[:half]} {code[half:]}"}


def role_words(person: Person, letter: str) -> Words:
    """Write the mail to somebody who got a role; `letter` is a key of `_ROLES`."""
    subject, text = _ROLES[letter]
    with translation.override(person.language):
        return str(subject), with_link(str(text), absolute(reverse("accounts:sign_in")))


def with_link(text: str, link: str) -> str:
    """Write a letter that asks to follow a link, in the active language."""
    frame = _("Goedendag,\n\n%(text)s\n\n%(link)s\n\nMet vriendelijke groet,\ndeelgenoot\n")
    return frame % {"text": text, "link": link}


_ROLES = {
    "appointed": (
        gettext_lazy("U bent organisator"),
        gettext_lazy(
            "U kunt nu bijeenkomsten organiseren bij deelgenoot. U logt in met dit e-mailadres;\n"
            "een wachtwoord is er niet:"
        ),
    ),
    "editor": (
        gettext_lazy("U bent redacteur"),
        gettext_lazy(
            "U kunt nu de handelingsperspectieven van deelgenoot schrijven. U logt in met dit\n"
            "e-mailadres; een wachtwoord is er niet:"
        ),
    ),
    "moderator": (
        gettext_lazy("U bent moderator"),
        gettext_lazy(
            "U kunt nu meldingen over aanpakken op deelgenoot beoordelen. U logt in met dit\n"
            "e-mailadres; een wachtwoord is er niet:"
        ),
    ),
    "invited by name": (
        gettext_lazy("U kunt aanpakken delen"),
        gettext_lazy(
            "U kunt nu namens uw organisatie aanpakken delen op deelgenoot. U logt in met dit\n"
            "e-mailadres; een wachtwoord is er niet:"
        ),
    ),
    "invited": (
        gettext_lazy("U kunt aanpakken delen"),
        gettext_lazy(
            "U kunt nu namens uw gemeente aanpakken delen op deelgenoot. U logt in met dit\n"
            "e-mailadres; een wachtwoord is er niet:"
        ),
    ),
}
