"""The groups, and who leads the meeting and each of them."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deelgenoot_web.accounts.access import PersonRequest
from deelgenoot_web.meetings.actions import groups as actions
from deelgenoot_web.meetings.actions import leading, together
from deelgenoot_web.meetings.edits import ChangedMeanwhileError, Edit
from deelgenoot_web.meetings.forms.people import GroupForm, RoleForm
from deelgenoot_web.meetings.models import Group, Meeting, Role
from deelgenoot_web.meetings.queries.workspace import groups_of
from deelgenoot_web.meetings.views.organiser.entrance import (
    directed,
    is_saved,
    key_from,
    seen,
    shown,
    status_of,
)

_form = require_http_methods(["GET", "HEAD", "POST"])


@_form
@directed
def groups(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    form = GroupForm(request.POST if request.POST.get("do") == "add" else None)
    if form.is_valid():
        actions.add(by=request.user, meeting=meeting, name=form.cleaned_data["name"])
        return redirect("meetings:groups", meeting.slug)
    return shown(
        request,
        meeting,
        "groups",
        _("Groepen"),
        groups=groups_of(meeting),
        joined=meeting.groups.exclude(joined_into=None).select_related("joined_into"),
        form=form,
        status=status_of(form),
    )


@_form
@directed
def group(request: PersonRequest, meeting: Meeting, number: int) -> HttpResponse:
    """Rename a group, join it to another, part it again, or take it out."""
    one = get_object_or_404(meeting.groups, pk=number)
    asked = request.POST.get("do", "")
    is_renaming = asked == "rename"
    form = GroupForm(request.POST if is_renaming else None, initial={"name": one.name})

    def save(edit: Edit) -> None:
        actions.rename(by=request.user, group=one, edit=edit)

    if is_renaming and is_saved(form, request, save):
        return redirect("meetings:groups", meeting.slug)
    if asked and not is_renaming:
        return _changed(request, meeting, one, asked)
    one.refresh_from_db()
    others = meeting.groups.filter(joined_into=None).exclude(pk=one.pk)
    read = seen(form, request, {"name": one.name})
    more = {"form": form, "group": one, "others": others, "seen": read, "status": status_of(form)}
    return shown(request, meeting, "groups", one.name, template="groups_one", **more)


@_form
@directed
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
        problem = _taken(request, meeting, key_from(key))
        if not problem:
            return redirect("meetings:leaders", meeting.slug)
    return shown(
        request,
        meeting,
        "leaders",
        _("Wie leidt"),
        form=form,
        problem=problem,
        roles=meeting.roles.select_related("person", "group").order_by(
            "-kind", "group__position", "pk"
        ),
        unled=meeting.groups.filter(joined_into=None, roles=None).exclude(
            joined__in=meeting.roles.filter(kind=Role.Kind.FACILITATOR).values("group")
        ),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if problem else status_of(form),
    )


def _taken(request: PersonRequest, meeting: Meeting, key: int) -> str:
    """Take a role away; why that could not be done, empty when it was."""
    role = meeting.roles.filter(pk=key).first()
    if role is None:
        return _("Een ander was u voor: deze rol is al afgenomen. Hieronder staat wie nu leidt.")
    try:
        leading.take(by=request.user, role=role)
    except leading.LastOrganiserError:
        return _("Dit is de enige organisator. Voeg eerst een andere toe.")
    return ""


def _changed(request: PersonRequest, meeting: Meeting, one: Group, asked: str) -> HttpResponse:
    by = request.user
    if asked == "join":
        others = meeting.groups.exclude(pk=one.pk)
        into = get_object_or_404(others, pk=key_from(request.POST.get("into", "")))
        try:
            together.join(by=by, group=one, into=into)
        except ChangedMeanwhileError:
            return redirect(f"{request.path}?gedaan=elders")
    elif asked == "part":
        try:
            together.part(by=by, group=one, seen=request.POST.get("seen"))
        except ChangedMeanwhileError:
            return redirect(f"{reverse('meetings:groups', args=[meeting.slug])}?gedaan=elders")
    elif asked == "remove":
        try:
            actions.remove(by=by, group=one)
        except actions.InUseError:
            return redirect(f"{request.path}?gedaan=bezet")
    return redirect("meetings:groups", meeting.slug)
