"""The registrations: the list, one person, the file to download, and reactions."""

from http import HTTPStatus

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deelgenoot_web.accounts.access import PersonRequest
from deelgenoot_web.accounts.audit import note_deed
from deelgenoot_web.meetings.actions import invitation, registration, seating
from deelgenoot_web.meetings.actions.seating import GroupSeat, Move
from deelgenoot_web.meetings.edits import ChangedMeanwhileError
from deelgenoot_web.meetings.forms.keys import key_from
from deelgenoot_web.meetings.models import Meeting, Reaction, Registration
from deelgenoot_web.meetings.placing import name_of, name_of_group
from deelgenoot_web.meetings.queries import attendance as queries
from deelgenoot_web.meetings.views.organiser.entrance import (
    for_directors,
    form_for_directors,
    workspace_page,
)

_OWN = "own"
"""Stands for the group of the own cluster in the choice of a group."""
_DEEDS = {"cancel": registration.cancel, "confirm": registration.confirm}
_SALT = "deelgenoot.meetings.moved"


@form_for_directors
def attendance(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Show the list. `who` with a `group` places those people, `back` puts them back."""
    if request.method != "POST":
        return _attendance_page(request, meeting)
    try:
        moves = _moves_to_make(request, meeting)
        seating.move_all(by=request.user, meeting=meeting, moves=moves)
    except _UnfitMoveError as unfit:
        return _attendance_page(request, meeting, str(unfit), HTTPStatus.UNPROCESSABLE_ENTITY)
    except seating.OvertakenError as error:
        where = [
            f"{one} ({name_of_group(one.group, meeting.study) or _('zonder groep')})"
            for one in error.people
        ]
        why = _(
            "Niemand is verplaatst. Een ander was u voor bij: %(people)s. Kijk of het nog klopt."
        )
        return _attendance_page(
            request, meeting, why % {"people": ", ".join(where)}, HTTPStatus.CONFLICT
        )
    selection = queries.AttendanceFilter.read(request.GET.dict())
    return redirect(f"{request.path}?{selection.address}&terug={_token(meeting, moves)}")


def _attendance_page(
    request: PersonRequest,
    meeting: Meeting,
    problem: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    page = queries.attendance(meeting, queries.AttendanceFilter.read(request.GET.dict()))
    token = "" if problem else request.GET.get("terug", "")
    moves = [(one.who, one.before.group, one.after.group) for one in _moves_in(meeting, token)]
    can_place = [line.registration.pk for line in page.people if line.can_be_placed]
    return workspace_page(
        request,
        meeting,
        "attendance",
        page=page,
        problem=problem,
        status=status,
        moved=queries.describe_moves(meeting, moves) if moves else (),
        n_moved=len(moves),
        token=token,
        n_can_place=len(can_place),
        chosen=can_place if "alle" in request.GET else list(_ticked_seats(request)),
        to=request.POST.get("group", ""),
    )


class _UnfitMoveError(Exception):
    """People cannot be moved like this, and why."""


def _moves_to_make(request: PersonRequest, meeting: Meeting) -> list[Move]:
    if token := request.POST.get("back"):
        return [move.back() for move in _moves_in(meeting, token)]
    seats, key = _ticked_seats(request), request.POST.get("group", "")
    if not seats:
        raise _UnfitMoveError(_("Vink eerst aan wie u wilt plaatsen."))
    if not key:
        raise _UnfitMoveError(_("Kies in welke groep."))
    group = None if key == _OWN else get_object_or_404(meeting.groups, pk=key_from(key))
    return seating.moves_to(meeting, group, seats)


def _ticked_seats(request: PersonRequest) -> dict[int, GroupSeat]:
    """Read who was ticked and their shown seats: `12.3.1` sits in group 3, placed by hand."""
    parts = [one.split(".") for one in request.POST.getlist("who")]
    return {
        key_from(who): GroupSeat(key_from(group) or None, by_hand == "1")
        for who, group, by_hand in (one for one in parts if len(one) == len(Move._fields))
    }


def _token(meeting: Meeting, moves: list[Move]) -> str:
    """Sign the moves, so that an address can hold the way back."""
    return signing.dumps(moves, salt=f"{_SALT}.{meeting.pk}", compress=True)


def _moves_in(meeting: Meeting, token: str) -> list[Move]:
    try:
        moves = signing.loads(token, salt=f"{_SALT}.{meeting.pk}")
    except signing.BadSignature:
        return []
    return [Move(who, GroupSeat(*before), GroupSeat(*after)) for who, before, after in moves]


@require_safe
@for_directors
def table(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    text = queries.table(meeting, queries.AttendanceFilter.read(request.GET.dict()))
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    note_deed("list taken: registrations", meeting=meeting.pk, by=request.user.pk)
    answer["Content-Disposition"] = f'attachment; filename="aanmeldingen-{meeting.slug}.csv"'
    return answer


@form_for_directors
def attendant(request: PersonRequest, meeting: Meeting, number: int) -> HttpResponse:
    attendee = get_object_or_404(
        meeting.registrations.select_related("group", "meeting"), pk=number
    )
    problem = ""
    if deed := _DEEDS.get(request.POST.get("do", "")):
        deed(registration=attendee, now=timezone.now(), by=request.user)
        return redirect(request.path)
    if request.method == "POST":
        try:
            _place(request, attendee)
            return redirect(request.path)
        except ChangedMeanwhileError:
            attendee.refresh_from_db()
            problem = _("Een ander heeft deze deelnemer intussen geplaatst. Kijk eerst waar.")
    return workspace_page(
        request,
        meeting,
        "attendance",
        attendee.name or attendee.email,
        template="attendance_one",
        one=attendee,
        takes_place=meeting.still_takes_place(timezone.now()),
        problem=problem,
        status=HTTPStatus.CONFLICT if problem else HTTPStatus.OK,
        municipality=name_of(meeting.study, attendee.gm_code),
        answers=queries.answers_of(attendee),
        places=meeting.groups.filter(joined_into=None),
    )


@form_for_directors
def reactions(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        reaction = get_object_or_404(
            meeting.reactions, pk=key_from(request.POST.get("reaction", ""))
        )
        state = request.POST.get("state", "")
        if state not in Reaction.State.values:
            return HttpResponse(status=HTTPStatus.BAD_REQUEST)
        try:
            invitation.moderate(
                by=request.user,
                reaction=reaction,
                state=Reaction.State(state),
                seen=request.POST.get("seen"),
            )
            return redirect(request.path)
        except ChangedMeanwhileError as error:
            now = Reaction.State(error.now["now"]).label
            problem = _("Een ander was u voor: de reactie “%(text)s” is nu %(state)s.") % {
                "text": reaction,
                "state": now,
            }
    all_reactions = list(meeting.reactions.all())
    return workspace_page(
        request,
        meeting,
        "reactions",
        unread=[one for one in all_reactions if one.state == Reaction.State.NEW],
        judged=[one for one in all_reactions if one.state != Reaction.State.NEW],
        problem=problem,
        status=HTTPStatus.CONFLICT if problem else HTTPStatus.OK,
    )


def _place(request: PersonRequest, attendee: Registration) -> None:
    """Put somebody in the chosen group, or in that of their cluster."""
    key, shown_seat = request.POST.get("group", ""), request.POST.get("seen")
    group = get_object_or_404(attendee.meeting.groups, pk=key_from(key)) if key else None
    registration.place(by=request.user, registration=attendee, group=group, seen=shown_seat)
