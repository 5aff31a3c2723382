"""The plenary after the groups: show the harvests, bundle them, and prepare the closing vote."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TypeVar

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings.actions import director
from deelgenoot_web.meetings.actions import harvest as actions
from deelgenoot_web.meetings.edits import ChangedMeanwhileError
from deelgenoot_web.meetings.forms.keys import key_from
from deelgenoot_web.meetings.models import Bundle, Harvest, Meeting
from deelgenoot_web.meetings.views.director import meeting_led
from deelgenoot_web.meetings.views.inside import NotDoneError, ReplyWords, text_of
from deelgenoot_web.meetings.views.sent import answer_done, answer_not_done

_LONGEST = 200
Deed = TypeVar("Deed")


@require_POST
def drive(request: HttpRequest, slug: str) -> HttpResponse:
    """Do what `do` says: show, hide, suggest or vote (with a `question`)."""
    meeting, by = meeting_led(request, slug)
    return _answer_deed(request, slug, _DRIVES, lambda deed: deed(by, meeting, request.POST))


@require_POST
def drive_bundle(request: HttpRequest, slug: str, bundle_id: int) -> HttpResponse:
    """Do what `do` says: confirm (with a `title`), dissolve, put (a `line`) or out (an `entry`)."""
    meeting, by = meeting_led(request, slug)
    bundle = meeting.bundles.filter(pk=bundle_id).first()
    if bundle is None:
        why = _("Een ander was u voor: dit voorstel is er niet meer.")
        back = reverse("meetings:desk", args=[slug]) + "#oogst"
        return answer_not_done(request, HTTPStatus.CONFLICT, why, back)
    return _answer_deed(request, slug, _BUNDLES, lambda deed: deed(by, bundle, request.POST))


def _answer_deed(
    request: HttpRequest, slug: str, deeds: Mapping[str, Deed], do: Callable[[Deed], ReplyWords]
) -> HttpResponse:
    back = reverse("meetings:desk", args=[slug]) + "#oogst"
    deed = deeds.get(request.POST.get("do", ""))
    if deed is None:
        return answer_not_done(
            request, HTTPStatus.BAD_REQUEST, _("Kies wat er moet gebeuren."), back
        )
    try:
        reply = do(deed)
        return answer_done(request, None, back, reply.say, reply.more)
    except NotDoneError as no:
        return answer_not_done(request, no.status, no.why, back, no.more)


def _show(by: Person, meeting: Meeting, data: QueryDict) -> ReplyWords:
    director.show_harvests(by=by, meeting=meeting, is_shown=True, now=timezone.now())
    return ReplyWords()


def _hide(by: Person, meeting: Meeting, data: QueryDict) -> ReplyWords:
    director.show_harvests(by=by, meeting=meeting, is_shown=False, now=timezone.now())
    return ReplyWords()


def _suggest(by: Person, meeting: Meeting, data: QueryDict) -> ReplyWords:
    n_made = actions.suggest(by=by, meeting=meeting)
    if not n_made:
        return ReplyWords(_("Niets nieuws gevonden dat bij meer groepen terugkomt."))
    words = ngettext(
        "%(n)s voorstel. Bevestig het als het klopt.",
        "%(n)s voorstellen. Bevestig wat klopt.",
        n_made,
    )
    return ReplyWords(words % {"n": n_made})


def _vote(by: Person, meeting: Meeting, data: QueryDict) -> ReplyWords:
    question, shown_mark = text_of(data, "question", _LONGEST), data.get("seen")
    try:
        actions.make_closing_vote(by=by, meeting=meeting, question=question, seen=shown_mark)
    except actions.TooFewError as error:
        raise NotDoneError(_too_few(error.options)) from error
    except ChangedMeanwhileError as error:
        why = _(
            "Een ander maakte of wijzigde de slotkeuze intussen. Kijk bij de vragen. "
            "Drukt u nog eens, dan maakt u de slotkeuze opnieuw."
        )
        raise NotDoneError(why, HTTPStatus.CONFLICT, seen=error.now["now"]) from error
    more = {"seen": actions.closing_mark(meeting)}
    return ReplyWords(_("De slotkeuze staat klaar bij de vragen."), more)


def _too_few(options: list[str]) -> str:
    if not options:
        return _("Er is nog geen oogst om uit te kiezen.")
    why = _(
        "Kiezen kan uit ten minste twee opgaven; er is er nu één: “%(only)s”. Bevestig nog een "
        "voorstel, of vraag een groep om de oogst op te schrijven."
    )
    return why % {"only": options[0]}


def _confirm(by: Person, bundle: Bundle, data: QueryDict) -> ReplyWords:
    title = text_of(data, "title", _LONGEST)
    try:
        actions.confirm(by=by, bundle=bundle, title=title, seen=data.get("seen"))
    except ChangedMeanwhileError as error:
        now = error.now["now"]
        why = _(
            "Een ander noemde dit intussen “%(now)s”. U schreef “%(title)s”. "
            "Bewaar dat nog eens als het zo moet."
        )
        raise NotDoneError(
            why % {"now": now, "title": title}, HTTPStatus.CONFLICT, seen=now
        ) from error
    return ReplyWords(more={"seen": title})


def _dissolve(by: Person, bundle: Bundle, data: QueryDict) -> ReplyWords:
    actions.dissolve(by=by, bundle=bundle)
    return ReplyWords()


def _put_line(by: Person, bundle: Bundle, data: QueryDict) -> ReplyWords:
    line = data.get("line", "")
    key, _dot, rank = line.partition(".")
    if not (key.isdecimal() and rank.isdecimal() and line.isascii()):
        raise NotDoneError(_("Kies een regel uit een oogst."))
    harvest = get_object_or_404(Harvest, group__meeting=bundle.meeting_id, pk=key_from(key))
    try:
        actions.put_in(by=by, bundle=bundle, harvest=harvest, rank=int(rank[:4]))
    except ValueError as error:
        raise NotDoneError(_("Deze regel is er niet meer.")) from error
    return ReplyWords()


def _out(by: Person, bundle: Bundle, data: QueryDict) -> ReplyWords:
    key = data.get("entry", "")
    actions.take_out(by=by, entry=get_object_or_404(bundle.entries, pk=key_from(key)))
    return ReplyWords()


_DRIVES = {"show": _show, "hide": _hide, "suggest": _suggest, "vote": _vote}
_BUNDLES = {"confirm": _confirm, "dissolve": _dissolve, "put": _put_line, "out": _out}
