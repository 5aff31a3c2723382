"""Signing in by mailed link, the own account, and the organisers."""

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deelgenoot_web.accounts import actions, provider, queries
from deelgenoot_web.accounts.access import PersonRequest, only
from deelgenoot_web.accounts.forms import CodeForm, PersonForm, SignInForm
from deelgenoot_web.accounts.models import Person, SignInLink
from deelgenoot_web.accounts.rules import anybody, may_appoint
from deelgenoot_web.letters.links import absolute
from deelgenoot_web.letters.queries import given_up

_private = cache_control(private=True, no_store=True)
_form = require_http_methods(["GET", "HEAD", "POST"])
_AT_PROVIDER = 600
"""Seconds that somebody may take to sign in at a provider."""
_BROWSER = "aanvraag"
"""In the address of the page after the form: what only the browser that asked knows."""


@_form
@_private
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("accounts:own")
    onward = request.POST.get("next", request.GET.get("next", ""))
    form = SignInForm(request.POST or None)
    if form.is_valid():
        browser = actions.ask_link(email=form.cleaned_data["email"], onward=onward)
        if browser is None:
            return redirect("accounts:asked_often")
        return redirect(f"{reverse('accounts:asked')}?{urlencode({_BROWSER: browser})}")
    elsewhere = settings.SIGN_IN_PROVIDER
    context = {
        "title": _("Inloggen"),
        "description": _("U krijgt een link per e-mail. Een wachtwoord hebt u niet nodig."),
        "form": form,
        "onward": onward,
        "provider": elsewhere.name if elsewhere else "",
    }
    return render(request, "accounts/sign_in.html", context, status=_status(form))


@_form
@_private
def link_asked(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST or None, initial={"browser": request.GET.get(_BROWSER, "")})
    if form.is_valid():
        link = actions.use_code(**form.cleaned_data)
        if not isinstance(link, SignInLink):
            form.add_error("code", _about_code(link))
        elif link.person:
            return _enter(request, link.person, link.onward)
    words = _(
        "Is uw adres bij ons bekend, of van een gemeente of organisatie die meedoet? Dan krijgt "
        "u binnen enkele minuten een e-mail met een link en een code om in te loggen."
    )
    return _asked_page(request, _("Kijk in uw e-mail"), words, form)


@require_safe
def link_asked_often(request: HttpRequest) -> HttpResponse:
    words = _(
        "Voor dit adres zijn het afgelopen halfuur al drie links gevraagd. Gebruik de "
        "nieuwste, of probeer het over een halfuur nog eens."
    )
    return _asked_page(request, _("U hebt al een link"), words)


def _asked_page(
    request: HttpRequest, title: str, description: str, form: CodeForm | None = None
) -> HttpResponse:
    context = {
        "title": title,
        "description": description,
        "has_mailbox": settings.HAS_MAILBOX,
        "form": form if form and form["browser"].value() else None,
    }
    return render(request, "accounts/asked.html", context, status=_status(form) if form else None)


@_form
@_private
def use_link(request: HttpRequest, token: str) -> HttpResponse:
    if request.method == "POST":
        link = actions.use_link(token=token)
        if link and link.person:
            return _enter(request, link.person, link.onward)
    state = queries.link_state(token, timezone.now())
    title, description, status = _about_link(state)
    context = {"title": title, "description": description, "is_fresh": state == "fresh"}
    return render(request, "accounts/use_link.html", context, status=status)


def _enter(request: HttpRequest, person: Person, onward: str) -> HttpResponse:
    auth.login(request, person)
    request.session.set_expiry(None)  # one that began at a provider was to be short
    return redirect(onward or "accounts:own")


@require_POST
@_private
def ask_provider(request: HttpRequest) -> HttpResponse:
    """Lead to the provider, by a page: a form of ours may not lead to another site itself."""
    name = _provider_name()
    if request.user.is_authenticated:
        return redirect("accounts:own")
    onward = actions.safe_onward(request.POST.get("next", ""))
    try:
        address = provider.begin(request, absolute(reverse("accounts:from_provider")), onward)
    except provider.ProviderError as error:
        return _no_entry(request, error.failure)
    request.session.set_expiry(_AT_PROVIDER)
    context = {
        "title": _("Verder bij %(name)s") % {"name": name},
        "description": _("U logt in bij %(name)s en komt dan hier terug.") % {"name": name},
        "address": address,
    }
    response = render(request, "accounts/to_provider.html", context)
    response.headers["Refresh"] = f"0; url={address}"
    return response


@require_http_methods(["GET"])
@_private
def from_provider(request: HttpRequest) -> HttpResponse:
    _provider_name()
    try:
        proven = provider.finish(request)
    except provider.ProviderError as error:
        return _no_entry(request, error.failure)
    is_address = SignInForm({"email": proven.email}).is_valid()
    person = actions.enter_proven(email=proven.email) if is_address else None
    return _enter(request, person, proven.onward) if person else _no_entry(request, "unknown")


def _provider_name() -> str:
    """Name the provider. Raises Http404 where there is none."""
    if settings.SIGN_IN_PROVIDER is None:
        raise Http404
    return settings.SIGN_IN_PROVIDER.name


def _no_entry(request: HttpRequest, failure: str) -> HttpResponse:
    """Say why nobody signed in by the provider."""
    name = {"name": _provider_name()}
    pages = {
        "down": (
            HTTPStatus.SERVICE_UNAVAILABLE,
            _("%(name)s antwoordt nu niet. Probeer het later, of vraag een link per e-mail.")
            % name,
        ),
        "refused": (
            HTTPStatus.BAD_REQUEST,
            _("Wij kregen van %(name)s geen geldig antwoord. Begin opnieuw.") % name,
        ),
        "stopped": (
            HTTPStatus.BAD_REQUEST,
            _(
                "Bij %(name)s ging het inloggen niet door. Begin opnieuw, of vraag een link per "
                "e-mail."
            )
            % name,
        ),
        "unproven": (
            HTTPStatus.FORBIDDEN,
            _("%(name)s bevestigt niet welk e-mailadres u hebt. Vraag een link per e-mail.") % name,
        ),
        "unknown": (
            HTTPStatus.FORBIDDEN,
            _("Uw e-mailadres is hier niet bekend, en niet van wie meedoet."),
        ),
    }
    status, description = pages[failure]
    context = {"title": _("U bent niet ingelogd"), "description": description}
    return render(request, "accounts/use_link.html", context, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    _end(request)
    return redirect("atlas:home")


@_form
@only(anybody)
def own(request: PersonRequest) -> HttpResponse:
    person = request.user
    start = {"name": person.name, "language": person.language}
    form = PersonForm(request.POST or None, initial=start)
    if form.is_valid():
        actions.describe(by=person, **form.cleaned_data)
        return redirect("accounts:own")
    context = {
        "title": _("Uw account"),
        "description": _("Uw naam, de taal van uw e-mail, en waar u bent ingelogd."),
        "form": form,
        "person": person,
        "may_appoint": may_appoint(person),
        "given_up": given_up() if may_appoint(person) else (),
    }
    return render(request, "accounts/own.html", context, status=_status(form))


@require_POST
@only(anybody)
def sign_out_everywhere(request: PersonRequest) -> HttpResponse:
    actions.sign_out_everywhere(by=request.user)
    _end(request)
    return redirect("accounts:sign_in")


@dataclass(frozen=True)
class _RolePage:
    """The page of the people with a role, and what it says; `dismiss` names an address."""

    role: actions.GivenRole
    dismiss: str
    title: Promise
    description: Promise
    dismiss_words: Promise
    more: Promise
    appoint_words: Promise


_ROLES = {
    "organisers": _RolePage(
        actions.ORGANISER,
        "accounts:dismiss",
        gettext_lazy("Organisatoren"),
        gettext_lazy("Organisatoren maken bijeenkomsten. Beheerders geven en nemen die rol."),
        gettext_lazy("Geen organisator meer"),
        gettext_lazy("Nog een organisator"),
        gettext_lazy("Maak organisator"),
    ),
    "editors": _RolePage(
        actions.EDITOR,
        "accounts:dismiss_editor",
        gettext_lazy("Redacteuren"),
        gettext_lazy("Redacteuren schrijven teksten. Beheerders geven en nemen die rol."),
        gettext_lazy("Geen redacteur meer"),
        gettext_lazy("Nog een redacteur"),
        gettext_lazy("Maak redacteur"),
    ),
    "moderators": _RolePage(
        actions.MODERATOR,
        "accounts:dismiss_moderator",
        gettext_lazy("Moderatoren"),
        gettext_lazy("Moderatoren beoordelen meldingen over aanpakken. Beheerders ook."),
        gettext_lazy("Geen moderator meer"),
        gettext_lazy("Nog een moderator"),
        gettext_lazy("Maak moderator"),
    ),
}


@_form
@only(may_appoint)
def people_with_role(request: PersonRequest, name: str) -> HttpResponse:
    """Show who has a role, and give it to the address that was filled in."""
    page, form = _ROLES[name], SignInForm(request.POST or None)
    if form.is_valid():
        actions.appoint(by=request.user, email=form.cleaned_data["email"], role=page.role)
        return redirect(f"accounts:{name}")
    # Administrators organise too.
    with_administrators = page.role == actions.ORGANISER
    fields = [page.role.field, *(["is_administrator"] if with_administrators else [])]
    people = queries.people_with_role(*fields)
    context = {
        **vars(page),
        "people": [(one, getattr(one, page.role.field)) for one in people],
        "with_administrators": with_administrators,
        "form": form,
        "trail": [(reverse("accounts:own"), _("Uw account"))],
    }
    return render(request, "accounts/role.html", context, status=_status(form))


@require_POST
@only(may_appoint)
def dismiss(request: PersonRequest, number: int, name: str) -> HttpResponse:
    person = get_object_or_404(Person, pk=number)
    actions.dismiss(by=request.user, person=person, role=_ROLES[name].role)
    return redirect(f"accounts:{name}")


def _end(request: HttpRequest) -> None:
    """End this session, in a transaction: after the commit it is gone (`meetings/bell.py`)."""
    with transaction.atomic():
        if isinstance(request.user, Person):
            actions.end_screens(by=request.user)
        auth.logout(request)


def _status(form: SignInForm | PersonForm | CodeForm) -> int:
    return HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK


def _about_code(refusal: actions.CodeRefusal) -> str:
    sentences = {
        "wrong": _("Deze code klopt niet. Kijk in de nieuwste e-mail en probeer het nog eens."),
        "tried": _("Er zijn te veel codes geprobeerd. Gebruik de link in de e-mail."),
        "expired": _("Deze code is verlopen. Vraag een nieuwe link."),
    }
    return sentences[refusal]


def _about_link(state: queries.LinkState) -> tuple[str, str, int]:
    """Give title, sentence and status of the page behind a mailed link."""
    pages = {
        "fresh": (_("Inloggen"), _("Druk op de knop om in te loggen."), HTTPStatus.OK),
        "used": (
            _("Deze link is al gebruikt"),
            _("Een link werkt één keer. Vraag een nieuwe."),
            HTTPStatus.GONE,
        ),
        "expired": (
            _("Deze link is verlopen"),
            _("Een link werkt een halfuur. Vraag een nieuwe."),
            HTTPStatus.GONE,
        ),
        "unknown": (
            _("Deze link kennen wij niet"),
            _("Misschien is het adres niet helemaal overgenomen, of is de link ouder dan een dag."),
            HTTPStatus.NOT_FOUND,
        ),
    }
    return pages[state]
