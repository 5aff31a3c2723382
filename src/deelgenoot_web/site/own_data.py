"""My data: what the site keeps of somebody who signed in, to see, to take along, to delete."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import auth
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from deelgenoot_web.accounts.access import PersonRequest, only
from deelgenoot_web.accounts.actions import delete_account
from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.rules import anybody
from deelgenoot_web.exchange.actions.leaving import leave
from deelgenoot_web.exchange.actions.practices import text_of
from deelgenoot_web.exchange.mail import title_of
from deelgenoot_web.exchange.models import (
    ChallengeConcern,
    DigestWish,
    ModerationDecision,
    MunicipalChallenge,
    OpenCall,
    Practice,
    TextReaction,
)
from deelgenoot_web.exchange.pages.pictures import picture_lines
from deelgenoot_web.exchange.places import municipality_name
from deelgenoot_web.letters.models import Letter
from deelgenoot_web.meetings.models import Participant

_private = cache_control(private=True, no_store=True)
_ROLES = ("is_administrator", "is_organiser", "is_editor", "is_moderator", "is_barred")


@dataclass(frozen=True)
class DataGroup:
    """What is kept of one kind: a heading and lines."""

    heading: str
    lines: tuple[str, ...]


class LeavingForm(forms.Form):
    """What becomes of the texts of who deletes the account."""

    texts = forms.ChoiceField(
        label=gettext_lazy("Wat gebeurt er met uw aanpakken, opgaven en reacties?"),
        choices=[
            (
                "keep",
                gettext_lazy("Ze blijven staan onder de naam van mijn gemeente of organisatie"),
            ),
            ("delete", gettext_lazy("Wis ze, met alle versies")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies wat er met uw teksten gebeurt.")},
    )


def data_of(person: Person) -> dict[str, Any]:
    """Gather all that hangs on a person, as plain values for a file."""
    practices = Practice.objects.filter(author=person).order_by("pk")
    questions = person.introductions.select_related("practice__current", "call").order_by("pk")
    return {
        "account": {
            "email": person.email,
            "name": person.name,
            "language": person.language,
            "municipality": person.municipality,
            "organisation": municipality_name(person.gm_code) if not person.municipality else "",
            "roles": [name.removeprefix("is_") for name in _ROLES if getattr(person, name)],
        },
        "approaches": [_practice(one) for one in practices.prefetch_related("versions")],
        "calls": list(
            OpenCall.objects.filter(author=person)
            .order_by("pk")
            .values("kind", "challenge", "title", "message", "made_at", "closed_at")
        ),
        "introductions": [
            {
                "about": title_of(one.about),
                "message": one.message,
                "state": one.state,
                "asked_at": one.asked_at,
            }
            for one in questions
        ],
        **_conversation(person),
        "decisions": list(
            ModerationDecision.objects.filter(person=person)
            .order_by("pk")
            .values("kind", "reason", "decided_at", "appeal", "answer", "is_reversed")
        ),
        "sessions_led": list(person.meeting_roles.order_by("pk").values("meeting__title", "kind")),
        "sessions_joined": list(
            Participant.objects.filter(person=person)
            .order_by("pk")
            .values("meeting__title", "name")
        ),
        "texts_to_read": person.readings.count(),
        "letters_waiting": list(
            Letter.objects.filter(to=person.email).order_by("pk").values("subject", "made_at")
        ),
    }


def _conversation(person: Person) -> dict[str, Any]:
    return {
        "challenges": list(
            MunicipalChallenge.objects.filter(author=person)
            .order_by("pk")
            .values("title", "explanation", "theme_list", "standing", "made_at")
        ),
        "reactions": list(
            TextReaction.objects.filter(author=person)
            .order_by("pk")
            .values("practice", "challenge", "text", "standing", "made_at", "changed_at")
        ),
        "concerns": list(
            ChallengeConcern.objects.filter(author=person).order_by("pk").values("challenge")
        ),
        "follows": list(person.follows.order_by("pk").values("kind", "value")),
        "digest": list(DigestWish.objects.filter(person=person).values("weekday")),
    }


def _practice(practice: Practice) -> dict[str, Any]:
    versions = practice.versions.order_by("number")
    return {
        "standing": practice.standing,
        "saved_at": practice.saved_at,
        "pictures": picture_lines(practice),
        "draft": text_of(practice),
        "versions": [
            {"number": one.number, "published_at": one.published_at, **text_of(one)}
            for one in versions
        ],
    }


def _groups(data: dict[str, Any]) -> Iterator[DataGroup]:
    account = data["account"]
    yield DataGroup(
        _("Account"),
        tuple(str(one) for one in (account["email"], account["name"], *account["roles"]) if one),
    )
    for heading, key, path in (
        (_("Aanpakken die u begon"), "approaches", ("draft", "title")),
        (_("Oproepen"), "calls", ("title",)),
        (_("Opgaven die u toevoegde"), "challenges", ("title",)),
        (_("Reacties"), "reactions", ("text",)),
        (_("Opgaven die volgens u ook in uw gemeente spelen"), "concerns", ("challenge",)),
        (_("Wat u volgt"), "follows", ("value",)),
        (_("Vragen om kennis te maken"), "introductions", ("about",)),
        (_("Besluiten over u"), "decisions", ("reason",)),
        (_("Bijeenkomsten die u leidt"), "sessions_led", ("meeting__title",)),
        (
            _("Bijeenkomsten waaraan u meedoet"),
            "sessions_joined",
            ("meeting__title",),
        ),
        (_("E-mail die op verzending wacht"), "letters_waiting", ("subject",)),
    ):
        if rows := data[key]:
            yield DataGroup(heading, tuple(_at(one, path) or _("(leeg)") for one in rows))


def _at(row: dict[str, Any], path: tuple[str, ...]) -> str:
    """Read a value of a row, or of a row in it."""
    value: Any = row
    for key in path:
        value = value[key]
    return str(value)


def reason_to_stay(person: Person) -> str:
    """Say why an account cannot be deleted yet; empty where it can."""
    others = Person.objects.filter(is_administrator=True).exclude(pk=person.pk)
    if person.is_administrator and not others.exists():
        return _("U bent de enige beheerder. Maak eerst iemand anders beheerder.")
    if person.meeting_roles.exists() or Participant.objects.filter(person=person).exists():
        return _(
            "U leidt een bijeenkomst of doet eraan mee. Uw account kan weg zodra de gegevens van "
            "die bijeenkomst zijn gewist, of als de organisator u eruit haalt."
        )
    return ""


@require_safe
@_private
@only(anybody)
def own_data(request: PersonRequest) -> HttpResponse:
    """Show somebody what is kept of them."""
    context = {
        "title": _("Uw gegevens"),
        "description": _("Wat wij van u bewaren. Neem het mee, of wis uw account."),
        "trail": [(reverse("accounts:own"), _("Uw account"))],
        "groups": tuple(_groups(data_of(request.user))),
    }
    return render(request, "site/own_data.html", context)


@require_safe
@_private
@only(anybody)
def own_data_file(request: PersonRequest) -> HttpResponse:
    """Give the same as a file, with whole texts."""
    answer = JsonResponse(
        data_of(request.user), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    answer["Content-Disposition"] = 'attachment; filename="deelgenoot.json"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@_private
@only(anybody)
def delete_own_data(request: PersonRequest) -> HttpResponse:
    """Ask what becomes of the texts, then delete the account; say so where it cannot go yet."""
    reason = reason_to_stay(request.user)
    form = LeavingForm(request.POST if request.method == "POST" else None)
    if not reason and form.is_valid():
        person = request.user
        with transaction.atomic():
            leave(by=person, keeps_texts=form.cleaned_data["texts"] == "keep")
            delete_account(by=person)
            auth.logout(request)
        return redirect("deleted_data")
    context = {
        "title": _("Wis uw account"),
        "description": _("Uw adres, naam, vragen en oproepen worden meteen gewist."),
        "trail": [
            (reverse("accounts:own"), _("Uw account")),
            (reverse("own_data"), _("Uw gegevens")),
        ],
        "reason": reason,
        "form": form,
        "is_barred": request.user.is_barred,
    }
    status = 409 if reason and request.method == "POST" else 400 if form.errors else 200
    return render(request, "site/delete_own_data.html", context, status=status)


@require_safe
def deleted_data(request: HttpRequest) -> HttpResponse:
    """Say that the account is gone."""
    context = {
        "title": _("Uw account is gewist"),
        "description": _("Wij hebben geen account meer met uw e-mailadres."),
    }
    return render(request, "site/deleted_data.html", context)
