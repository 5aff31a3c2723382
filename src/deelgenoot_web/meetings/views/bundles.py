"""The plenary after the groups: showing the harvests, laying together, leading to a vote."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings.actions import director
from deelgenoot_web.meetings.actions import harvest as actions
from deelgenoot_web.meetings.edits import ChangedMeanwhileError
from deelgenoot_web.meetings.models import Bundle, Harvest, Meeting
from deelgenoot_web.meetings.views.director import led
from deelgenoot_web.meetings.views.inside import ReplyWords
from deelgenoot_web.meetings.views.sent import done, not_done

_LONGEST = 200
Deed = TypeVar("Deed")


class _UnfitHarvestError(Exception):
    """What was asked cannot be done, and why; `more` goes along to the script."""

    def __init__(self, why: str, **more: str) -> None:
        super().__init__(why)
        self.more = more


@require_POST
def drive(request: HttpRequest, slug: str) -> HttpResponse:
    """`do`: show, hide, suggest or vote (with a `question`)."""
    meeting, by = led(request, slug)
    return _answered(request, slug, _DRIVES, lambda deed: deed(by, meeting, request.POST))


@require_POST
def drive_bundle(request: HttpRequest, slug: str, bundle_id: int) -> HttpResponse:
    """`do`: confirm (with a `title`), dissolve, put (a `line`), or out (an `entry`)."""
    meeting, by = led(request, slug)
    bundle = meeting.bundles.filter(pk=bundle_id).first()
    if bundle is None:
        why = _("Een ander was u voor: dit voorstel is er niet meer.")
        back = reverse("meetings:desk", args=[slug]) + "#oogst"
        return not_done(request, HTTPStatus.CONFLICT, why, back)
    return _answered(request, slug, _BUNDLES, lambda deed: deed(by, bundle, request.POST))


def _answered(
    request: HttpRequest, slug: str, deeds: Mapping[str, Deed], do: Callable[[Deed], ReplyWords]
) -> HttpResponse:
    back = reverse("meetings:desk", args=[slug]) + "#oogst"
    deed = deeds.get(request.POST.get("do", ""))
    if deed is None:
        return not_done(request, HTTPStatus.BAD_REQUEST, _("Kies wat er moet gebeuren."), back)
    try:
        said = do(deed)
        return done(request, None, back, said.say, said.more)
    except _UnfitHarvestError as unfit:
        status = HTTPStatus.CONFLICT if unfit.more else HTTPStatus.UNPROCESSABLE_ENTITY
        return not_done(request, status, str(unfit), back, unfit.more)


def _show(by: Person, meeting: Meeting, sent: QueryDict) -> ReplyWords:
    director.show_harvests(by=by, meeting=meeting, is_shown=True)
    return ReplyWords()


def _hide(by: Person, meeting: Meeting, sent: QueryDict) -> ReplyWords:
    director.show_harvests(by=by, meeting=meeting, is_shown=False)
    return ReplyWords()


def _suggest(by: Person, meeting: Meeting, sent: QueryDict) -> ReplyWords:
    n_made = actions.suggest(by=by, meeting=meeting)
    if not n_made:
        return ReplyWords(_("Niets nieuws gevonden dat bij meer groepen terugkomt."))
    said = ngettext(
        "%(n)s voorstel. Bevestig het als het klopt.",
        "%(n)s voorstellen. Bevestig wat klopt.",
        n_made,
    )
    return ReplyWords(said % {"n": n_made})


def _vote(by: Person, meeting: Meeting, sent: QueryDict) -> ReplyWords:
    question, seen = _text(sent, "question"), sent.get("seen")
    try:
        actions.make_closing_vote(by=by, meeting=meeting, question=question, seen=seen)
    except actions.TooFewError as error:
        raise _UnfitHarvestError(_too_few(error.options)) from error
    except ChangedMeanwhileError as error:
        why = _(
            "Een ander maakte of wijzigde de slotkeuze intussen. Kijk bij de vragen. "
            "Drukt u nog eens, dan wordt zij opnieuw gemaakt."
        )
        raise _UnfitHarvestError(why, seen=error.now["now"]) from error
    more = {"seen": actions.closing_mark(meeting)}
    return ReplyWords(_("De slotkeuze staat klaar bij de vragen."), more)


def _too_few(options: list[str]) -> str:
    if not options:
        return _("Er is nog geen oogst om uit te kiezen.")
    why = _(
        "Kiezen kan uit ten minste twee opgaven; er is er nu één: “%(only)s”. Bevestig nog een "
        "voorstel, of vraag een groep om haar oogst op te schrijven."
    )
    return why % {"only": options[0]}


def _confirm(by: Person, bundle: Bundle, sent: QueryDict) -> ReplyWords:
    title = _text(sent, "title")
    try:
        actions.confirm(by=by, bundle=bundle, title=title, seen=sent.get("seen"))
    except ChangedMeanwhileError as error:
        now = error.now["now"]
        why = _(
            "Een ander noemde dit intussen “%(now)s”. U schreef “%(title)s”. "
            "Bewaar dat nog eens als het zo moet."
        )
        raise _UnfitHarvestError(why % {"now": now, "title": title}, seen=now) from error
    return ReplyWords(more={"seen": title})


def _dissolve(by: Person, bundle: Bundle, sent: QueryDict) -> ReplyWords:
    actions.dissolve(by=by, bundle=bundle)
    return ReplyWords()


def _put(by: Person, bundle: Bundle, sent: QueryDict) -> ReplyWords:
    line = sent.get("line", "")
    key, _dot, rank = line.partition(".")
    if not (key.isdecimal() and rank.isdecimal() and line.isascii()):
        raise _UnfitHarvestError(_("Kies een regel uit een oogst."))
    harvest = get_object_or_404(Harvest, group__meeting=bundle.meeting_id, pk=int(key))
    try:
        actions.put_in(by=by, bundle=bundle, harvest=harvest, rank=int(rank[:4]))
    except ValueError as error:
        raise _UnfitHarvestError(_("Deze regel is er niet meer.")) from error
    return ReplyWords()


def _out(by: Person, bundle: Bundle, sent: QueryDict) -> ReplyWords:
    key = sent.get("entry", "")
    if not (key.isdecimal() and key.isascii()):
        raise Http404
    actions.take_out(by=by, entry=get_object_or_404(bundle.entries, pk=int(key)))
    return ReplyWords()


def _text(sent: QueryDict, name: str) -> str:
    text = " ".join(sent.get(name, "").split())
    if not 0 < len(text) <= _LONGEST:
        why = _("Schrijf een tekst van 1 tot en met %(most)s tekens.") % {"most": _LONGEST}
        raise _UnfitHarvestError(why)
    return text


_DRIVES = {"show": _show, "hide": _hide, "suggest": _suggest, "vote": _vote}
_BUNDLES = {"confirm": _confirm, "dissolve": _dissolve, "put": _put, "out": _out}
