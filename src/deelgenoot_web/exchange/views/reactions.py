"""Reacting to an approach or an opgave, changing and removing what one wrote."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deelgenoot_web.accounts.access import PersonRequest, only
from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.rules import may_contribute, may_moderate
from deelgenoot_web.atlas.edition import edition
from deelgenoot_web.exchange.actions import conversation as actions
from deelgenoot_web.exchange.challenges import challenge_title, find_challenge
from deelgenoot_web.exchange.forms.writing import TextReactionForm, reaction_form
from deelgenoot_web.exchange.mail import address_of, title_of
from deelgenoot_web.exchange.models import Practice, TextReaction
from deelgenoot_web.exchange.places import municipality_name
from deelgenoot_web.exchange.queries import conversation as queries
from deelgenoot_web.exchange.rules import (
    is_public,
    is_touched,
    may_change_reaction,
    may_react,
    may_remove_reaction,
)
from deelgenoot_web.exchange.views.reading import above, readable

_form = require_http_methods(["GET", "HEAD", "POST"])


@_form
@only(may_contribute)
def react(request: PersonRequest, number: int) -> HttpResponse:
    row = readable(request, number)
    if not may_react(request.user, row):
        raise PermissionDenied
    return _react(request, row, title_of(row))


@_form
@only(may_contribute)
def react_to_challenge(request: PersonRequest, challenge_id: str) -> HttpResponse:
    challenge = find_challenge(challenge_id)
    if challenge is None:
        raise Http404(challenge_id)
    return _react(request, challenge_id, edition().words(challenge.title))


def _react(request: PersonRequest, about: Practice | str, title: str) -> HttpResponse:
    form = TextReactionForm(request.POST) if request.method == "POST" else reaction_form()
    if form.is_valid():
        try:
            row = actions.react(by=request.user, about=about, **form.cleaned_data)
        except actions.TooManyTextsError:
            form.add_error(None, _("U schreef vandaag al twintig reacties. Ga morgen verder."))
        else:
            return redirect(address_of(row))
    return _form_page(request, form, title)


@_form
@only(may_contribute)
def edit_reaction(request: PersonRequest, number: int) -> HttpResponse:
    row = _writable(request, number)
    start = {"key": row.key, "text": row.text}
    form = TextReactionForm(request.POST or None, initial=start)
    if form.is_valid():
        actions.change_reaction(by=request.user, reaction=row, text=form.cleaned_data["text"])
        return redirect(address_of(row))
    about = title_of(row.practice) if row.practice else challenge_title(edition(), row.challenge)
    return _form_page(request, form, about, row)


@require_POST
@only(may_contribute)
def remove_reaction(request: PersonRequest, number: int) -> HttpResponse:
    row = _writable(request, number)
    if not may_remove_reaction(request.user, row):
        raise Http404(str(number))
    address = address_of(row).partition("?")[0]
    actions.remove_reaction(by=request.user, reaction=row)
    return redirect(f"{address}#reacties")


def readable_reaction(request: HttpRequest, number: int) -> TextReaction:
    """Find a reaction that this visitor may read; raise Http404 for any other.

    A hidden one, its author and the moderators read; one to what is hidden or gone, nobody else.
    """
    row = queries.reaction(number)
    person = request.user
    is_ours = isinstance(person, Person) and bool(
        row and (is_touched(person, row) or may_moderate(person))
    )
    if row is None or not (is_ours or (is_public(row) and _stands_in_public(row))):
        raise Http404(str(number))
    return row


def _stands_in_public(row: TextReaction) -> bool:
    if row.practice:
        return is_public(row.practice)
    return find_challenge(row.challenge) is not None


def _writable(request: PersonRequest, number: int) -> TextReaction:
    row = readable_reaction(request, number)
    if not may_change_reaction(request.user, row):
        raise Http404(str(number))
    return row


def _form_page(
    request: PersonRequest, form: TextReactionForm, about: str, row: TextReaction | None = None
) -> HttpResponse:
    context = {
        "title": _("Wijzig uw reactie") if row else _("Reageer"),
        "description": _("Wat is uw ervaring, of wat wilt u weten?"),
        "trail": above(),
        "form": form,
        "row": row,
        "may_remove": row is not None and may_remove_reaction(request.user, row),
        "about": about,
        "municipality": municipality_name(request.user.gm_code),
    }
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "exchange/react.html", context, status=status)
