"""The pages of opgaven: the list, one of them, and adding one."""

from dataclasses import asdict
from http import HTTPStatus
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deelgenoot.study import Challenge
from deelgenoot_web.accounts.access import PersonRequest, only
from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.rules import anybody, may_contribute, speaks_for_municipality
from deelgenoot_web.atlas.answers import html
from deelgenoot_web.atlas.edition import edition
from deelgenoot_web.exchange.actions import conversation as actions
from deelgenoot_web.exchange.actions import harvest
from deelgenoot_web.exchange.challenges import as_challenge, municipal_challenge
from deelgenoot_web.exchange.forms.writing import ChallengeForm, reaction_form
from deelgenoot_web.exchange.models import HarvestOffer, MunicipalChallenge
from deelgenoot_web.exchange.pages.challenge import (
    challenge_page,
    challenges_page,
    themes_in_words,
)
from deelgenoot_web.exchange.pages.list import page_number
from deelgenoot_web.exchange.pages.reactions import reaction_list
from deelgenoot_web.exchange.places import municipality_name, own_challenge_id
from deelgenoot_web.exchange.queries import open_offer
from deelgenoot_web.exchange.rules import is_public, may_change_challenge
from deelgenoot_web.exchange.views.reading import above, may_visitor_read

_form = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def challenges(request: HttpRequest) -> HttpResponse:
    page = challenges_page(edition(), page_number(request.GET.get("pagina", "")))
    trail = [("exchange:practices", _("Aanpakken"))]
    return html(request, "exchange/challenges.html", page, trail)


@require_safe
def challenge(request: HttpRequest, challenge_id: str) -> HttpResponse:
    shape, row = readable_challenge(request, challenge_id)
    person = request.user if isinstance(request.user, Person) else None
    page = challenge_page(edition(), shape, row, person)
    context = {
        "page": page,
        "title": page.title,
        "description": page.description,
        "trail": above((reverse("exchange:challenges"), _("Opgaven"))),
        "reactions": reaction_list(edition(), challenge_id, person, request.GET.dict()),
        "reaction_form": reaction_form()
        if person and may_contribute(person) and _may_be_talked_about(row)
        else None,
        "react_address": reverse("exchange:react_to_challenge", args=[challenge_id]),
    }
    return render(request, "exchange/challenge.html", context)


@_form
@only(anybody)
def new_challenge(request: PersonRequest) -> HttpResponse:
    if not speaks_for_municipality(request.user):
        return redirect("exchange:own")  # which says how to take part
    offer = open_offer(request.GET.get("oogst", ""), HarvestOffer.Becomes.CHALLENGE)
    form = ChallengeForm(request.POST or None, initial=_start(offer))
    if form.is_valid():
        try:
            row = _add(request, form, offer)
        except actions.TooManyTextsError:
            form.add_error(None, _("Uw gemeente heeft al twintig opgaven. Trek er eerst een in."))
        else:
            return redirect("exchange:challenge", row.challenge_id)
    return _form_page(request, form, _("Voeg een opgave toe"), origin=offer.origin if offer else "")


def _start(offer: HarvestOffer | None) -> dict[str, object]:
    """Give what stands in the form at first: what was written in a session, if anything."""
    if offer is None:
        return {"key": uuid4()}
    shape = edition().study.challenge.get(offer.challenge)
    return {
        "key": offer.key,
        "title": offer.text[:120],
        "explanation": offer.text,
        "themes": shape.themes if shape else (),
    }


def _add(
    request: PersonRequest, form: ChallengeForm, offer: HarvestOffer | None
) -> MunicipalChallenge:
    if offer:
        return harvest.take_challenge(by=request.user, offer=offer, text=_text(form))
    key = form.cleaned_data["key"]
    return actions.add_challenge(by=request.user, key=key, text=_text(form))


@_form
@only(may_contribute)
def edit_challenge(request: PersonRequest, number: int) -> HttpResponse:
    row = _writable(request, number)
    present = actions.challenge_text(row)
    form = ChallengeForm(request.POST or None, initial={"key": row.key, **asdict(present)})
    seen = request.POST.get("seen", "") if form.is_bound else present.digest
    if form.is_valid():
        try:
            actions.change_challenge(by=request.user, challenge=row, seen=seen, text=_text(form))
        except actions.ChallengeChangedError:
            return _conflict(request, row, form)
        return redirect("exchange:challenge", row.challenge_id)
    return _form_page(request, form, _("Wijzig de opgave"), row=row, seen=seen)


def _conflict(request: PersonRequest, row: MunicipalChallenge, form: ChallengeForm) -> HttpResponse:
    """Show what another wrote above what was typed; sending it again replaces that."""
    row.refresh_from_db()
    theirs = actions.challenge_text(row)
    lines = [
        (form["title"].label, theirs.title),
        (form["explanation"].label, theirs.explanation),
        (form["themes"].label, themes_in_words(edition(), theirs.themes)),
    ]
    return _form_page(
        request,
        form,
        _("Wijzig de opgave"),
        HTTPStatus.CONFLICT,
        row=row,
        seen=theirs.digest,
        theirs=lines,
    )


@require_POST
@only(may_contribute)
def withdraw_challenge(request: PersonRequest, number: int) -> HttpResponse:
    actions.withdraw_challenge(by=request.user, challenge=_writable(request, number))
    return redirect("exchange:challenges")


@require_POST
@only(may_contribute)
def tell_concern(request: PersonRequest, challenge_id: str) -> HttpResponse:
    readable_challenge(request, challenge_id)
    is_concerned = request.POST.get("do") != "stop"
    actions.tell_concern(by=request.user, challenge_id=challenge_id, is_concerned=is_concerned)
    return redirect(f"{reverse('exchange:challenge', args=[challenge_id])}#speelt-bij")


def readable_challenge(
    request: HttpRequest, challenge_id: str
) -> tuple[Challenge, MunicipalChallenge | None]:
    """Find an opgave that this visitor may read, and its row if a municipality added it.

    Raises Http404 for any other.
    """
    if shape := edition().study.challenge.get(challenge_id):
        return shape, None
    row = municipal_challenge(challenge_id)
    if row is None or not may_visitor_read(request, row):
        raise Http404(challenge_id)
    return as_challenge(row), row


def challenge_by_number(request: HttpRequest, number: int) -> MunicipalChallenge:
    """Find an opgave that a municipality added, as `readable_challenge` does."""
    _shape, row = readable_challenge(request, own_challenge_id(number))
    if row is None:
        raise Http404(str(number))
    return row


def _may_be_talked_about(row: MunicipalChallenge | None) -> bool:
    return row is None or is_public(row)


def _writable(request: PersonRequest, number: int) -> MunicipalChallenge:
    row = challenge_by_number(request, number)
    if not may_change_challenge(request.user, row):
        raise Http404(str(number))
    return row


def _text(form: ChallengeForm) -> actions.ChallengeText:
    data = form.cleaned_data
    return actions.ChallengeText(data["title"], data["explanation"], tuple(data["themes"]))


def _form_page(
    request: PersonRequest,
    form: ChallengeForm,
    title: str,
    status: HTTPStatus | None = None,
    **more: object,
) -> HttpResponse:
    context = {
        "title": title,
        "description": _("Een opgave die uw gemeente heeft en die hier nog niet staat."),
        "trail": above((reverse("exchange:challenges"), _("Opgaven"))),
        "form": form,
        "municipality": municipality_name(request.user.gm_code),
        **more,
    }
    status = status or (HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK)
    return render(request, "exchange/new_challenge.html", context, status=status)
