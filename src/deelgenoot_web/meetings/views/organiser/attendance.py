"""Who comes: the list, one of them, the table to take away."""

from http import HTTPStatus

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from deelgenoot_web.accounts.access import PersonRequest
from deelgenoot_web.meetings.actions import invitation, registration, seating
from deelgenoot_web.meetings.actions.seating import GroupSeat, Move
from deelgenoot_web.meetings.edits import ChangedMeanwhileError
from deelgenoot_web.meetings.models import Meeting, Reaction, Registration
from deelgenoot_web.meetings.placing import name_of
from deelgenoot_web.meetings.queries import attendance as queries
from deelgenoot_web.meetings.views.organiser.entrance import directed, key_from, shown

_OWN = "own"
"""As a group to be placed in: that of the own cluster."""
_SALT = "deelgenoot.meetings.moved"
_form = require_http_methods(["GET", "HEAD", "POST"])


@_form
@directed
def attendance(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """The list. `who` with a `group` places those people, `back` puts them back."""
    if request.method != "POST":
        return _listed(request, meeting)
    try:
        moves = _asked(request, meeting)
        seating.move_all(by=request.user, meeting=meeting, moves=moves)
    except _UnfitMoveError as unfit:
        return _listed(request, meeting, str(unfit), HTTPStatus.UNPROCESSABLE_ENTITY)
    except seating.OvertakenError as overtaken:
        where = [f"{one} ({one.group or _('zonder groep')})" for one in overtaken.people]
        why = _(
            "Niemand is verplaatst. Een ander was u voor bij: %(people)s. Kijk of het nog klopt."
        )
        return _listed(request, meeting, why % {"people": ", ".join(where)}, HTTPStatus.CONFLICT)
    wanted = queries.AttendanceFilter.read(request.GET.dict())
    return redirect(f"{request.path}?{wanted.address}&terug={_token(meeting, moves)}")


def _listed(
    request: PersonRequest,
    meeting: Meeting,
    problem: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    page = queries.attendance(meeting, queries.AttendanceFilter.read(request.GET.dict()))
    token = "" if problem else request.GET.get("terug", "")
    moves = [(one.who, one.before.group, one.after.group) for one in _moves_in(meeting, token)]
    can_place = [line.registration.pk for line in page.people if line.can_be_placed]
    return shown(
        request,
        meeting,
        "attendance",
        _("Aanmeldingen"),
        page=page,
        problem=problem,
        status=status,
        moved=queries.moved(meeting, moves) if moves else (),
        n_moved=len(moves),
        token=token,
        n_can_place=len(can_place),
        chosen=can_place if "alle" in request.GET else list(_chosen(request)),
        to=request.POST.get("group", ""),
    )


class _UnfitMoveError(Exception):
    """What was asked cannot be done, and why."""


def _asked(request: PersonRequest, meeting: Meeting) -> list[Move]:
    if token := request.POST.get("back"):
        return [move.undone() for move in _moves_in(meeting, token)]
    chosen, key = _chosen(request), request.POST.get("group", "")
    if not chosen:
        raise _UnfitMoveError(_("Kruis eerst aan wie u wilt plaatsen."))
    if not key:
        raise _UnfitMoveError(_("Kies in welke groep."))
    group = None if key == _OWN else get_object_or_404(meeting.groups, pk=key_from(key))
    return seating.moves_to(meeting, group, chosen)


def _chosen(request: PersonRequest) -> dict[int, GroupSeat]:
    """Who was ticked, and where the page showed them: `12.3.1` sits in 3, where somebody chose."""
    parts = [one.split(".") for one in request.POST.getlist("who")]
    return {
        key_from(who): GroupSeat(key_from(group) or None, by_hand == "1")
        for who, group, by_hand in (one for one in parts if len(one) == len(Move._fields))
    }


def _token(meeting: Meeting, moves: list[Move]) -> str:
    """The way back for an address, that only the site can make."""
    return signing.dumps(moves, salt=f"{_SALT}.{meeting.pk}", compress=True)


def _moves_in(meeting: Meeting, token: str) -> list[Move]:
    try:
        found = signing.loads(token, salt=f"{_SALT}.{meeting.pk}")
    except signing.BadSignature:
        return []
    return [Move(who, GroupSeat(*before), GroupSeat(*after)) for who, before, after in found]


@require_safe
@directed
def table(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    text = queries.table(meeting, queries.AttendanceFilter.read(request.GET.dict()))
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="aanmeldingen-{meeting.slug}.csv"'
    return answer


@_form
@directed
def attendant(request: PersonRequest, meeting: Meeting, number: int) -> HttpResponse:
    one = get_object_or_404(meeting.registrations.select_related("group", "meeting"), pk=number)
    problem = ""
    if request.POST.get("do") == "cancel":
        registration.cancel(registration=one, now=timezone.now(), by=request.user)
        return redirect(request.path)
    if request.method == "POST":
        try:
            _place(request, one)
            return redirect(request.path)
        except ChangedMeanwhileError:
            one.refresh_from_db()
            problem = _("Een ander heeft deze deelnemer intussen geplaatst. Kijk eerst waar.")
    return shown(
        request,
        meeting,
        "attendance",
        one.name or one.email,
        template="attendance_one",
        one=one,
        problem=problem,
        status=HTTPStatus.CONFLICT if problem else HTTPStatus.OK,
        municipality=name_of(meeting.study, one.gm_code),
        answers=queries.answers_of(one),
        places=meeting.groups.filter(joined_into=None),
    )


@_form
@directed
def reactions(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        one = get_object_or_404(meeting.reactions, pk=key_from(request.POST.get("reaction", "")))
        state = request.POST.get("state", "")
        if state not in Reaction.State.values:
            return HttpResponse(status=HTTPStatus.BAD_REQUEST)
        seen = request.POST.get("seen")
        try:
            invitation.moderate(
                by=request.user, reaction=one, state=Reaction.State(state), seen=seen
            )
            return redirect(request.path)
        except ChangedMeanwhileError as error:
            now = Reaction.State(error.now["now"]).label
            problem = _("Een ander was u voor: de reactie “%(text)s” is nu %(state)s.") % {
                "text": one,
                "state": now,
            }
    found = list(meeting.reactions.all())
    unread = [one for one in found if one.state == Reaction.State.NEW]
    judged = [one for one in found if one.state != Reaction.State.NEW]
    return shown(
        request,
        meeting,
        "reactions",
        _("Reacties"),
        unread=unread,
        judged=judged,
        problem=problem,
        status=HTTPStatus.CONFLICT if problem else HTTPStatus.OK,
    )


def _place(request: PersonRequest, one: Registration) -> None:
    """Put somebody in the group that was chosen; none is the one of the own cluster."""
    key, seen = request.POST.get("group", ""), request.POST.get("seen")
    group = get_object_or_404(one.meeting.groups, pk=key_from(key)) if key else None
    registration.place(by=request.user, registration=one, group=group, seen=seen)
