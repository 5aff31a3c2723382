"""My meetings, a new one, and one of them at a glance."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deelgenoot_web.accounts.access import PersonRequest, only
from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.rules import anybody
from deelgenoot_web.meetings import links
from deelgenoot_web.meetings.actions import copying
from deelgenoot_web.meetings.actions import meeting as actions
from deelgenoot_web.meetings.actions.purge import purge
from deelgenoot_web.meetings.forms.meeting import CopyForm, NewMeetingForm, TitleForm
from deelgenoot_web.meetings.models import Meeting
from deelgenoot_web.meetings.queries import workspace
from deelgenoot_web.meetings.rules import may_organise
from deelgenoot_web.meetings.views.organiser.entrance import (
    for_directors,
    form_for_directors,
    status_of,
    workspace_page,
)


@require_safe
@only(anybody)
def organise(request: PersonRequest) -> HttpResponse:
    context = {
        "title": _("Mijn bijeenkomsten"),
        "description": _("Wat u voorbereidt, wat is aangekondigd en wat is geweest."),
        "page": workspace.mine(request.user, timezone.now()),
        "may_organise": may_organise(request.user),
    }
    return render(request, "meetings/organiser/organise.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_organise)
def new(request: PersonRequest) -> HttpResponse:
    initial = {"pattern_name": request.GET.get("sjabloon", "")}
    form = NewMeetingForm(
        workspace.templates_of(request.user), request.POST or None, initial=initial
    )
    if form.is_valid():
        return redirect("meetings:overview", _begin(request.user, form).slug)
    context = {
        "title": _("Nieuwe bijeenkomst"),
        "description": _(
            "Het sjabloon geeft een programma, peilingen en een groep voor elk cluster. Alles is "
            "daarna te wijzigen. Niemand ziet de bijeenkomst tot u die aankondigt."
        ),
        "form": form,
        "trail": [(reverse("meetings:organise"), _("Mijn bijeenkomsten"))],
    }
    return render(request, "meetings/organiser/new.html", context, status=status_of(form))


def _begin(person: Person, form: NewMeetingForm) -> Meeting:
    template, plan = form.template, form.plan()
    if template is None:
        return actions.make(by=person, plan=plan)
    title = plan.title or template.title
    [meeting] = copying.copy(by=person, meeting=template, title=title, starts=[plan.starts_at])
    return meeting


@form_for_directors
def copy(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Copy a meeting to one date or several, or keep it as a template."""
    if not may_organise(request.user) or meeting.is_rehearsal:
        raise PermissionDenied
    saves = request.POST.get("do") == "template"
    kind = TitleForm if saves else CopyForm
    form = kind(request.POST or None, initial={"title": meeting.title})
    if form.is_valid():
        title = form.cleaned_data["title"]
        if isinstance(form, CopyForm):
            starts = form.starts()
            copying.copy(by=request.user, meeting=meeting, title=title, starts=starts)
            return redirect("meetings:organise")
        copying.save_as_template(by=request.user, meeting=meeting, title=title)
        return redirect(reverse("meetings:organise") + "#sjablonen")
    title = _("Kopieer of bewaar als sjabloon")
    return workspace_page(request, meeting, "overview", title, template="copy", form=form)


@require_safe
@for_directors
def overview(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    [standing] = workspace.standings([meeting], timezone.now())
    return workspace_page(
        request,
        meeting,
        "overview",
        meeting.title,
        standing=standing,
        groups=workspace.groups_of(meeting),
        may_copy=may_organise(request.user) and not meeting.is_rehearsal,
        invitation=links.invitation(meeting, "nl"),
        door=links.door(meeting.join_code),
    )


@require_POST
@for_directors
def announce(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    actions.announce(by=request.user, meeting=meeting)
    return redirect("meetings:overview", meeting.slug)


@form_for_directors
def call_off(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    if request.method == "POST":
        actions.call_off(by=request.user, meeting=meeting, now=timezone.now())
        return redirect("meetings:overview", meeting.slug)
    [standing] = workspace.standings([meeting], timezone.now())
    title = _("Gaat de bijeenkomst niet door?")
    return workspace_page(
        request, meeting, "overview", title, template="call_off", standing=standing
    )


@form_for_directors
def wipe(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Delete a draft, or the personal data of a meeting that was announced."""
    if request.method != "POST":
        title = _("Wissen")
        return workspace_page(request, meeting, "overview", title, template="wipe")
    if meeting.state == Meeting.State.DRAFT:
        actions.delete_draft(by=request.user, meeting=meeting, now=timezone.now())
        return redirect("meetings:organise")
    if not meeting.is_over(timezone.now()):
        raise PermissionDenied(_("Persoonsgegevens wist u pas na afloop."))
    purge(meeting=meeting, now=timezone.now())
    return redirect("meetings:overview", meeting.slug)
