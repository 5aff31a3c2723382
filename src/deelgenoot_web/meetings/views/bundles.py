"""The plenary after the groups: show the harvests, bundle them, and prepare the closing vote."""

from collections.abc import Mapping
from http import HTTPStatus

from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings.actions import director
from deelgenoot_web.meetings.actions import harvest as actions
from deelgenoot_web.meetings.edits import ChangedMeanwhileError
from deelgenoot_web.meetings.forms.keys import key_from
from deelgenoot_web.meetings.models import Bundle, Harvest, Meeting
from deelgenoot_web.meetings.rules import may_direct
from deelgenoot_web.meetings.views.director import Deed, for_drivers
from deelgenoot_web.meetings.views.inside import NotDoneError, ReplyWords, text_of

_LONGEST = 200


@for_drivers(may_direct, "desk", "#oogst")
def drive(request: HttpRequest, meeting: Meeting, by: Person) -> ReplyWords | None:
    """Do what `do` says: show (also of one `group`), hide, suggest or vote (with a `question`)."""
    return _deed(_DRIVES, request)(by, meeting, request.POST)


@for_drivers(may_direct, "desk", "#oogst")
def drive_bundle(
    request: HttpRequest, meeting: Meeting, by: Person, bundle_id: int
) -> ReplyWords | None:
    """Do what `do` says: confirm (with a `title`), dissolve, put (a `line`) or out (an `entry`)."""
    bundle = meeting.bundles.filter(pk=bundle_id).first()
    if bundle is None:
        why = _("Een ander was u voor: dit voorstel is er niet meer.")
        raise NotDoneError(why, HTTPStatus.CONFLICT)
    return _deed(_BUNDLES, request)(by, bundle, request.POST)


def _deed(deeds: Mapping[str, Deed], request: HttpRequest) -> Deed:
    deed = deeds.get(request.POST.get("do", ""))
    if deed is None:
        raise NotDoneError(_("Kies wat er moet gebeuren."), HTTPStatus.BAD_REQUEST)
    return deed


def _show(by: Person, meeting: Meeting, data: QueryDict) -> None:
    is_shown, now = data["do"] == "show", timezone.now()
    key = key_from(data.get("group", ""))
    group = meeting.groups.filter(pk=key, joined_into=None).first() if key else None
    director.show_harvests(by=by, meeting=meeting, is_shown=is_shown, now=now, group=group)


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


def _dissolve(by: Person, bundle: Bundle, data: QueryDict) -> None:
    actions.dissolve(by=by, bundle=bundle)


def _put_line(by: Person, bundle: Bundle, data: QueryDict) -> None:
    line = data.get("line", "")
    key, _dot, rank = line.partition(".")
    if not (key.isdecimal() and rank.isdecimal() and line.isascii()):
        raise NotDoneError(_("Kies een regel uit een oogst."))
    harvest = get_object_or_404(Harvest, group__meeting=bundle.meeting_id, pk=key_from(key))
    try:
        actions.put_in(by=by, bundle=bundle, harvest=harvest, rank=int(rank[:4]))
    except ValueError as error:
        raise NotDoneError(_("Deze regel is er niet meer.")) from error


def _out(by: Person, bundle: Bundle, data: QueryDict) -> None:
    key = data.get("entry", "")
    actions.take_out(by=by, entry=get_object_or_404(bundle.entries, pk=key_from(key)))


_DRIVES: dict[str, Deed] = {"show": _show, "hide": _show, "suggest": _suggest, "vote": _vote}
_BUNDLES: dict[str, Deed] = {
    "confirm": _confirm,
    "dissolve": _dissolve,
    "put": _put_line,
    "out": _out,
}
