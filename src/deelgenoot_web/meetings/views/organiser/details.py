"""What the invitation says, and where the video rooms are."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from deelgenoot_web.accounts.access import PersonRequest
from deelgenoot_web.meetings.actions import groups
from deelgenoot_web.meetings.actions.meeting import revise
from deelgenoot_web.meetings.edits import values_of
from deelgenoot_web.meetings.forms.meeting import LinksForm, MeetingForm
from deelgenoot_web.meetings.models import Meeting
from deelgenoot_web.meetings.queries.invitation import as_html
from deelgenoot_web.meetings.views.organiser.entrance import (
    form_for_directors,
    form_mark,
    is_saved,
    workspace_page,
)


@form_for_directors
def details(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    stored_values = values_of(meeting, MeetingForm.base_fields)
    form = MeetingForm(request.POST or None, initial=stored_values)
    is_preview = request.POST.get("do") == "preview"
    save = partial(revise, by=request.user, meeting=meeting, now=timezone.now())
    if not is_preview and is_saved(form, request, save):
        return redirect(f"{request.path}?gedaan=bewaard")
    if form.errors:
        meeting.refresh_from_db()
    return workspace_page(
        request,
        meeting,
        "details",
        form=form,
        seen=form_mark(form, request, values_of(meeting, MeetingForm.base_fields)),
        preview=as_html(form["intro"].value() or "") if is_preview else "",
        is_preview=is_preview,
    )


@form_for_directors
def video_links(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    form = LinksForm(meeting, request.POST or None, initial=groups.links_of(meeting))
    save = partial(groups.set_links, by=request.user, meeting=meeting)
    if is_saved(form, request, save):
        return redirect(f"{request.path}?gedaan=bewaard")
    meeting.refresh_from_db()
    mark = form_mark(form, request, groups.links_of(meeting))
    return workspace_page(request, meeting, "links", form=form, seen=mark)
