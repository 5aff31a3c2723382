"""The shell of every page: menu, other language, addresses for search engines."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy

from deelgenoot.words import Language
from deelgenoot_web.accounts.models import Person
from deelgenoot_web.atlas.edition import active_language
from deelgenoot_web.site.middleware import is_personal

_MENU = (
    ("atlas:clusters", gettext_lazy("Clusters")),
    ("atlas:municipalities", gettext_lazy("Gemeenten")),
    ("atlas:themes", gettext_lazy("Thema’s")),
    ("atlas:compare", gettext_lazy("Vergelijken")),
    ("atlas:challenges", gettext_lazy("Opgaven")),
    ("exchange:practices", gettext_lazy("Aanpakken")),
    ("meetings:meetings", gettext_lazy("Bijeenkomsten")),
    ("workbench:form", gettext_lazy("Werkbank")),
    ("atlas:method", gettext_lazy("Over de methode")),
)
# Where the query of an address is a choice that somebody may want to show somebody else, with the
# keys that are none: where a visitor came from.
_CHOICES: dict[str, frozenset[str]] = {
    "atlas:compare": frozenset(),
    "atlas:municipality": frozenset({"van"}),
    "workbench:result": frozenset(),
}
_OTHER: dict[str, tuple[Language, str]] = {"nl": ("en", "English"), "en": ("nl", "Nederlands")}


@dataclass(frozen=True)
class MenuEntry:
    """One link of the main menu; `is_current` for the page itself and everything under it."""

    url: str
    words: str
    is_current: bool


@dataclass(frozen=True)
class OtherLanguage:
    """The same page in the other language."""

    code: str
    name: str
    url: str


@dataclass(frozen=True)
class Shell:
    """The part of a page that all pages share."""

    language: str
    menu: tuple[MenuEntry, ...]
    other: OtherLanguage
    canonical: str
    alternates: tuple[tuple[str, str], ...]
    """(language, absolute address); empty on a page with one language, such as an error."""
    origin: str
    image: str
    source_code: str
    person: Person | None
    """The person who has signed in; None on a page that is the same for everyone."""


def every_page(request: HttpRequest) -> dict[str, Any]:
    """Give templates the shell (a context processor of Django)."""
    return {"shell": shell(request)}


def shell(request: HttpRequest) -> Shell:
    """Make the shell of a page, in the language of its address."""
    language = active_language()
    origin = settings.ORIGIN or f"{request.scheme}://{request.get_host()}"
    code, name = _OTHER[language]
    # An error page has an address in no language: from there the link leads home.
    is_page = request.resolver_match is not None
    addresses = {lang: _address(request, lang) for lang in ("nl", "en")}
    query = iri_to_uri(request.META.get("QUERY_STRING", "")) if is_page else ""
    return Shell(
        language=language,
        menu=_menu(request.path),
        other=OtherLanguage(code, name, addresses[code] + (f"?{query}" if query else "")),
        canonical=origin + request.path + _choice(request),
        alternates=tuple((lang, origin + url) for lang, url in addresses.items())
        if is_page
        else (),
        origin=origin,
        image=origin + static("site/og.png"),
        source_code=settings.SOURCE_CODE,
        person=_person(request),
    )


def _address(request: HttpRequest, language: str) -> str:
    """Give the address of this page in a language, or of the home page where it has none.

    Django has resolved the address already: `translate_url` does so again, which takes longer
    than all other parts of the shell together.
    """
    match = request.resolver_match
    name, args, kwargs = (
        (match.view_name, match.args, match.kwargs) if match else ("atlas:home", (), {})
    )
    try:
        with translation.override(language):
            return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return request.path_info


def _choice(request: HttpRequest) -> str:
    """Give the end of the address that says what a visitor chose; nothing on other pages."""
    view = request.resolver_match.view_name if request.resolver_match else ""
    if view not in _CHOICES:
        return ""
    query = request.GET.copy()
    for key in _CHOICES[view]:
        query.pop(key, None)
    return f"?{query.urlencode()}" if query else ""


def _person(request: HttpRequest) -> Person | None:
    # A page for everyone must not read who asks: then it would no longer be for everyone.
    if is_personal(request) and request.user.is_authenticated:
        return request.user
    return None


def _menu(path: str) -> tuple[MenuEntry, ...]:
    entries = [(reverse(name), str(words)) for name, words in _MENU]
    return tuple(MenuEntry(url, words, path.startswith(url)) for url, words in entries)
