"""Signing in by mailed link, the own account, and the organisers."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deelgenoot_web.accounts import actions, queries
from deelgenoot_web.accounts.access import PersonRequest, only
from deelgenoot_web.accounts.forms import PersonForm, SignInForm
from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.rules import anybody, may_appoint
from deelgenoot_web.letters.queries import given_up

_private = cache_control(private=True, no_store=True)
_form = require_http_methods(["GET", "HEAD", "POST"])


@_form
@_private
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("accounts:own")
    onward = request.POST.get("next", request.GET.get("next", ""))
    form = SignInForm(request.POST or None)
    if form.is_valid():
        is_on_its_way = actions.ask_link(email=form.cleaned_data["email"], onward=onward)
        return redirect("accounts:asked" if is_on_its_way else "accounts:asked_often")
    context = {
        "title": _("Inloggen"),
        "description": _("U krijgt een link per e-mail. Een wachtwoord hebt u niet nodig."),
        "form": form,
        "onward": onward,
    }
    return render(request, "accounts/sign_in.html", context, status=_status(form))


@require_safe
def link_asked(request: HttpRequest) -> HttpResponse:
    context = {
        "title": _("Kijk in uw e-mail"),
        "description": _(
            "Is uw adres bij ons bekend, of van een gemeente die meedoet? Dan krijgt u binnen "
            "enkele minuten een link om in te loggen."
        ),
        "has_mailbox": settings.HAS_MAILBOX,
    }
    return render(request, "accounts/asked.html", context)


@require_safe
def link_asked_often(request: HttpRequest) -> HttpResponse:
    context = {
        "title": _("U hebt al een link"),
        "description": _(
            "Voor dit adres zijn het afgelopen halfuur al drie links gevraagd. Gebruik de "
            "nieuwste, of probeer het over een halfuur nog eens."
        ),
        "has_mailbox": settings.HAS_MAILBOX,
    }
    return render(request, "accounts/asked.html", context)


@_form
@_private
def use_link(request: HttpRequest, token: str) -> HttpResponse:
    if request.method == "POST":
        link = actions.use_link(token=token)
        if link and link.person:
            auth.login(request, link.person)
            return redirect(link.onward or "accounts:own")
    state = queries.link_state(token, timezone.now())
    title, description, status = _about_link(state)
    context = {"title": title, "description": description, "is_fresh": state == "fresh"}
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


@_form
@only(may_appoint)
def organisers(request: PersonRequest) -> HttpResponse:
    context = {
        "title": _("Organisatoren"),
        "description": _("Organisatoren maken bijeenkomsten. Beheerders geven en nemen die rol."),
        "people": queries.people_with_role(),
    }
    return _role_page(request, "organisers", actions.ORGANISER, context)


@require_POST
@only(may_appoint)
def dismiss(request: PersonRequest, number: int) -> HttpResponse:
    return _dismiss(request, number, "organisers", actions.ORGANISER)


@_form
@only(may_appoint)
def editors(request: PersonRequest) -> HttpResponse:
    context = {
        "title": _("Redacteuren"),
        "description": _("Redacteuren schrijven teksten. Beheerders geven en nemen die rol."),
        "people": queries.editors(),
        "dismiss": "accounts:dismiss_editor",
        "dismiss_words": _("Geen redacteur meer"),
        "more": _("Nog een redacteur"),
        "appoint_words": _("Maak redacteur"),
    }
    return _role_page(request, "editors", actions.EDITOR, context)


@require_POST
@only(may_appoint)
def dismiss_editor(request: PersonRequest, number: int) -> HttpResponse:
    return _dismiss(request, number, "editors", actions.EDITOR)


@_form
@only(may_appoint)
def moderators(request: PersonRequest) -> HttpResponse:
    context = {
        "title": _("Moderatoren"),
        "description": _("Moderatoren beoordelen meldingen over aanpakken. Beheerders ook."),
        "people": queries.moderators(),
        "dismiss": "accounts:dismiss_moderator",
        "dismiss_words": _("Geen moderator meer"),
        "more": _("Nog een moderator"),
        "appoint_words": _("Maak moderator"),
    }
    return _role_page(request, "moderators", actions.MODERATOR, context)


@require_POST
@only(may_appoint)
def dismiss_moderator(request: PersonRequest, number: int) -> HttpResponse:
    return _dismiss(request, number, "moderators", actions.MODERATOR)


def _role_page(
    request: PersonRequest, name: str, role: actions.GivenRole, about: Mapping[str, Any]
) -> HttpResponse:
    """Show who has a role, and give it to the address that was filled in."""
    form = SignInForm(request.POST or None)
    if form.is_valid():
        actions.appoint(by=request.user, email=form.cleaned_data["email"], role=role)
        return redirect(f"accounts:{name}")
    trail = [(reverse("accounts:own"), _("Uw account"))]
    context = {**about, "form": form, "trail": trail}
    template = "organisers" if name == "organisers" else "role"
    return render(request, f"accounts/{template}.html", context, status=_status(form))


def _dismiss(
    request: PersonRequest, number: int, name: str, role: actions.GivenRole
) -> HttpResponse:
    person = get_object_or_404(Person, pk=number)
    actions.dismiss(by=request.user, person=person, role=role)
    return redirect(f"accounts:{name}")


def _end(request: HttpRequest) -> None:
    """End this session, in a transaction: after the commit it is gone (`meetings/bell.py`)."""
    with transaction.atomic():
        if isinstance(request.user, Person):
            actions.end_screens(by=request.user)
        auth.logout(request)


def _status(form: SignInForm | PersonForm) -> int:
    return HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK


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
