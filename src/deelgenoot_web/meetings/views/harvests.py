"""The plenary after the groups: showing the harvests, laying together, leading to a vote."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings.actions import director
from deelgenoot_web.meetings.actions import harvest as actions
from deelgenoot_web.meetings.models import Bundle, Harvest, Meeting
from deelgenoot_web.meetings.views.director import led
from deelgenoot_web.meetings.views.sent import done, not_done

_LONGEST = 200
Deed = TypeVar("Deed")


class _UnfitError(Exception):
    """What was asked cannot be done, and why."""


@require_POST
def drive(request: HttpRequest, slug: str) -> HttpResponse:
    """`do`: show, hide, suggest or vote (with a `question`)."""
    meeting, by = led(request, slug)
    return _answered(request, slug, _DRIVES, lambda deed: deed(by, meeting, request.POST))


@require_POST
def drive_bundle(request: HttpRequest, slug: str, bundle_id: int) -> HttpResponse:
    """`do`: confirm (with a `title`), dissolve, put (a `line`), or out (an `entry`)."""
    meeting, by = led(request, slug)
    bundle = get_object_or_404(meeting.bundles, pk=bundle_id)
    return _answered(request, slug, _BUNDLES, lambda deed: deed(by, bundle, request.POST))


def _answered(
    request: HttpRequest, slug: str, deeds: Mapping[str, Deed], do: Callable[[Deed], str]
) -> HttpResponse:
    back = reverse("meetings:desk", args=[slug]) + "#oogst"
    deed = deeds.get(request.POST.get("do", ""))
    if deed is None:
        return not_done(request, HTTPStatus.BAD_REQUEST, _("Kies wat er moet gebeuren."), back)
    try:
        return done(request, None, back, do(deed))
    except _UnfitError as unfit:
        return not_done(request, HTTPStatus.UNPROCESSABLE_ENTITY, str(unfit), back)


def _show(by: Person, meeting: Meeting, sent: QueryDict) -> str:
    director.show_harvests(by=by, meeting=meeting, is_shown=True)
    return ""


def _hide(by: Person, meeting: Meeting, sent: QueryDict) -> str:
    director.show_harvests(by=by, meeting=meeting, is_shown=False)
    return ""


def _suggest(by: Person, meeting: Meeting, sent: QueryDict) -> str:
    n_made = actions.suggest(by=by, meeting=meeting)
    return _("%(n)s voorstellen. Bevestig wat klopt.") % {"n": n_made}


def _vote(by: Person, meeting: Meeting, sent: QueryDict) -> str:
    if not actions.closing_options(meeting):
        raise _UnfitError(_("Er is nog geen oogst om uit te kiezen."))
    actions.make_closing_vote(by=by, meeting=meeting, question=_text(sent, "question"))
    return _("De slotkeuze staat klaar bij de vragen.")


def _confirm(by: Person, bundle: Bundle, sent: QueryDict) -> str:
    actions.confirm(by=by, bundle=bundle, title=_text(sent, "title"))
    return ""


def _dissolve(by: Person, bundle: Bundle, sent: QueryDict) -> str:
    actions.dissolve(by=by, bundle=bundle)
    return ""


def _put(by: Person, bundle: Bundle, sent: QueryDict) -> str:
    line = sent.get("line", "")
    key, _dot, rank = line.partition(".")
    if not (key.isdecimal() and rank.isdecimal() and line.isascii()):
        raise _UnfitError(_("Kies een regel uit een oogst."))
    harvest = get_object_or_404(Harvest, group__meeting=bundle.meeting_id, pk=int(key))
    try:
        actions.put_in(by=by, bundle=bundle, harvest=harvest, rank=int(rank[:4]))
    except ValueError as error:
        raise _UnfitError(_("Deze regel is er niet meer.")) from error
    return ""


def _out(by: Person, bundle: Bundle, sent: QueryDict) -> str:
    key = sent.get("entry", "")
    if not (key.isdecimal() and key.isascii()):
        raise Http404
    actions.take_out(by=by, entry=get_object_or_404(bundle.entries, pk=int(key)))
    return ""


def _text(sent: QueryDict, name: str) -> str:
    text = " ".join(sent.get(name, "").split())
    if not 0 < len(text) <= _LONGEST:
        why = _("Schrijf een tekst van 1 tot en met %(most)s tekens.") % {"most": _LONGEST}
        raise _UnfitError(why)
    return text


_DRIVES = {"show": _show, "hide": _hide, "suggest": _suggest, "vote": _vote}
_BUNDLES = {"confirm": _confirm, "dissolve": _dissolve, "put": _put, "out": _out}
