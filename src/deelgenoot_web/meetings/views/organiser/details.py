"""What the invitation says, and where the video rooms are."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deelgenoot_web.accounts.access import PersonRequest
from deelgenoot_web.meetings.actions import groups
from deelgenoot_web.meetings.actions.meeting import revise
from deelgenoot_web.meetings.edits import Edit, values_of
from deelgenoot_web.meetings.forms.meeting import LinksForm, MeetingForm
from deelgenoot_web.meetings.models import Meeting
from deelgenoot_web.meetings.queries.invitation import as_html
from deelgenoot_web.meetings.views.organiser.entrance import (
    directed,
    is_saved,
    seen,
    shown,
    status_of,
)

_form = require_http_methods(["GET", "HEAD", "POST"])


@_form
@directed
def details(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    kept = values_of(meeting, MeetingForm.base_fields)
    form = MeetingForm(request.POST or None, initial=kept)
    is_preview = request.POST.get("do") == "preview"

    def save(edit: Edit) -> None:
        revise(by=request.user, meeting=meeting, edit=edit, now=timezone.now())

    if not is_preview and is_saved(form, request, save):
        return redirect(f"{request.path}?gedaan=bewaard")
    if form.errors:
        meeting.refresh_from_db()
    return shown(
        request,
        meeting,
        "details",
        _("Uitnodiging"),
        form=form,
        seen=seen(form, request, values_of(meeting, MeetingForm.base_fields)),
        preview=as_html(form["intro"].value() or "") if is_preview else "",
        is_preview=is_preview,
        status=status_of(form),
    )


@_form
@directed
def video_links(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    form = LinksForm(meeting, request.POST or None, initial=groups.links_of(meeting))

    def save(edit: Edit) -> None:
        groups.set_links(by=request.user, meeting=meeting, edit=edit)

    if is_saved(form, request, save):
        return redirect(f"{request.path}?gedaan=bewaard")
    meeting.refresh_from_db()
    return shown(
        request,
        meeting,
        "links",
        _("Videolinks"),
        form=form,
        seen=seen(form, request, groups.links_of(meeting)),
        status=status_of(form),
    )
