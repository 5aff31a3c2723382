"""The groups, and who leads the meeting and each of them."""

from functools import partial
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from deelgenoot_web.accounts.access import PersonRequest
from deelgenoot_web.meetings import placing
from deelgenoot_web.meetings.actions import groups as actions
from deelgenoot_web.meetings.actions import leading, together
from deelgenoot_web.meetings.edits import ChangedMeanwhileError
from deelgenoot_web.meetings.forms.keys import key_from
from deelgenoot_web.meetings.forms.people import GroupForm, RoleForm
from deelgenoot_web.meetings.models import Group, Meeting
from deelgenoot_web.meetings.queries.workspace import groups_of
from deelgenoot_web.meetings.rules import IS_LED
from deelgenoot_web.meetings.views.organiser.entrance import (
    form_for_directors,
    form_mark,
    is_saved,
    status_of,
    workspace_page,
)


@form_for_directors
def groups(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    taken_names = placing.taken_names(meeting.groups.all(), meeting.study)
    form = GroupForm(taken_names, request.POST if request.POST.get("do") == "add" else None)
    if form.is_valid():
        actions.add(by=request.user, meeting=meeting, name=form.cleaned_data["name"])
        return redirect("meetings:groups", meeting.slug)
    return workspace_page(
        request,
        meeting,
        "groups",
        groups=groups_of(meeting),
        joined=meeting.groups.exclude(joined_into=None).select_related("joined_into"),
        form=form,
    )


@form_for_directors
def group(request: PersonRequest, meeting: Meeting, number: int) -> HttpResponse:
    """Rename a group, join it to another, part it again, or remove it."""
    group = get_object_or_404(meeting.groups, pk=number)
    command = request.POST.get("do", "")
    is_renaming = command == "rename"
    taken_names = placing.taken_names(meeting.groups.exclude(pk=number), meeting.study)
    form = GroupForm(
        taken_names, request.POST if is_renaming else None, initial={"name": group.name}
    )
    save = partial(actions.rename, by=request.user, group=group)
    if is_renaming and is_saved(form, request, save):
        return redirect("meetings:groups", meeting.slug)
    if command and not is_renaming:
        return _change_group(request, meeting, group, command)
    group.refresh_from_db()
    others = meeting.groups.filter(joined_into=None).exclude(pk=group.pk)
    return workspace_page(
        request,
        meeting,
        "groups",
        placing.name_of_group(group, meeting.study),
        template="groups_one",
        form=form,
        group=group,
        others=others,
        seen=form_mark(form, request, {"name": group.name}),
    )


@form_for_directors
def leaders(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    is_giving = request.POST.get("do") == "give"
    form = RoleForm(meeting, request.POST if is_giving else None)
    if form.is_valid():
        kind, group = form.role()
        email = form.cleaned_data["email"]
        leading.give(by=request.user, meeting=meeting, email=email, kind=kind, group=group)
        return redirect("meetings:leaders", meeting.slug)
    problem = ""
    if key := request.POST.get("role", ""):
        problem = _take_role(request, meeting, key_from(key))
        if not problem:
            return redirect("meetings:leaders", meeting.slug)
    return workspace_page(
        request,
        meeting,
        "leaders",
        form=form,
        problem=problem,
        roles=meeting.roles.select_related("person", "group").order_by(
            "-kind", "group__position", "pk"
        ),
        unled=meeting.groups.filter(~IS_LED, joined_into=None),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if problem else status_of(form),
    )


def _take_role(request: PersonRequest, meeting: Meeting, key: int) -> str:
    """Take a role away; return why not, or an empty text when it is done."""
    role = meeting.roles.filter(pk=key).first()
    if role is None:
        return _("Een ander was u voor: deze rol is al afgenomen. Hieronder staat wie nu leidt.")
    try:
        leading.take(by=request.user, role=role)
    except leading.LastOrganiserError:
        return _("Dit is de enige organisator. Voeg eerst een andere toe.")
    return ""


def _change_group(
    request: PersonRequest, meeting: Meeting, group: Group, command: str
) -> HttpResponse:
    by = request.user
    if command == "join":
        others = meeting.groups.exclude(pk=group.pk)
        into = get_object_or_404(others, pk=key_from(request.POST.get("into", "")))
        try:
            together.join(by=by, group=group, into=into)
        except ChangedMeanwhileError:
            return redirect(f"{request.path}?gedaan=elders")
    elif command == "part":
        try:
            together.part(by=by, group=group, seen=request.POST.get("seen"))
        except ChangedMeanwhileError:
            return redirect(f"{reverse('meetings:groups', args=[meeting.slug])}?gedaan=elders")
    elif command == "remove":
        try:
            actions.remove(by=by, group=group)
        except actions.InUseError:
            return redirect(f"{request.path}?gedaan=bezet")
    return redirect("meetings:groups", meeting.slug)
