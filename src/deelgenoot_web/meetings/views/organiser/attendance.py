"""Who comes: the list, one of them, the table to take away."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from deelgenoot_web.accounts.access import PersonRequest
from deelgenoot_web.meetings.actions import invitation, registration
from deelgenoot_web.meetings.edits import ChangedMeanwhileError
from deelgenoot_web.meetings.models import Meeting, Reaction
from deelgenoot_web.meetings.placing import name_of
from deelgenoot_web.meetings.queries import attendance as queries
from deelgenoot_web.meetings.views.organiser.entrance import directed, key_from, shown

_form = require_http_methods(["GET", "HEAD", "POST"])


@_form
@directed
def attendance(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """The list; `who` with `group` places those people, and none gives it back to the cluster."""
    wanted = queries.Wanted.read(request.GET.dict())
    if request.method == "POST":
        n = _placed(request, meeting, request.POST.getlist("who"))
        return redirect(f"{request.get_full_path().partition('?')[0]}?gedaan=geplaatst-{n}")
    page = queries.attendance(meeting, wanted)
    asked = request.GET.urlencode()
    return shown(request, meeting, "attendance", _("Aanmeldingen"), page=page, asked=asked)


@require_safe
@directed
def table(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    text = queries.table(meeting, queries.Wanted.read(request.GET.dict()))
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="aanmeldingen-{meeting.slug}.csv"'
    return answer


@_form
@directed
def attendant(request: PersonRequest, meeting: Meeting, number: int) -> HttpResponse:
    one = get_object_or_404(meeting.registrations.select_related("group", "meeting"), pk=number)
    problem = ""
    if request.POST.get("do") == "cancel":
        registration.cancel(registration=one, now=timezone.now())
        return redirect(request.path)
    if request.method == "POST":
        try:
            _placed(request, meeting, [str(one.pk)])
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


def _placed(request: PersonRequest, meeting: Meeting, keys: list[str]) -> int:
    """Place these people by hand; returns how many."""
    written = request.POST.get("group", "")
    group = get_object_or_404(meeting.groups, pk=key_from(written)) if written else None
    people = meeting.registrations.select_related("meeting")
    found = list(people.filter(pk__in=[key_from(key) for key in keys]))
    for one in found:
        seen = request.POST.get("seen")
        registration.place(by=request.user, registration=one, group=group, seen=seen)
    return len(found)
