"""Rehearsing with a copy of a meeting, and the example on one's own machine."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import auth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from deelgenoot_web.accounts.access import PersonRequest
from deelgenoot_web.letters.rules import seems_to_be_here
from deelgenoot_web.letters.views import require_access
from deelgenoot_web.meetings import links
from deelgenoot_web.meetings.actions import rehearsal as actions
from deelgenoot_web.meetings.actions.example import DOMAIN, the_example
from deelgenoot_web.meetings.edits import ChangedMeanwhileError
from deelgenoot_web.meetings.forms.keys import key_from
from deelgenoot_web.meetings.models import Group, Meeting, Participant, Role
from deelgenoot_web.meetings.placing import letter_of
from deelgenoot_web.meetings.queries.people import invented_people
from deelgenoot_web.meetings.views.organiser.entrance import form_for_directors, workspace_page
from deelgenoot_web.meetings.views.who import played_at


@form_for_directors
def rehearsal(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Make a copy of the meeting (`start`), show the screens of a copy, or remove it (`wipe`)."""
    command = request.POST.get("do", "")
    if command == "start" and not meeting.is_rehearsal:
        return _start_copy(request, meeting)
    if command == "wipe" and meeting.is_rehearsal:
        original = meeting.rehearses
        actions.wipe(meeting=meeting)
        if original is None:
            return redirect("meetings:organise")
        return redirect("meetings:rehearsal", original.slug)
    return workspace_page(
        request,
        meeting,
        "rehearsal",
        copies=meeting.rehearsals.order_by("pk"),
        casts=_casts(meeting),
        groups=meeting.groups.filter(joined_into=None),
    )


def _start_copy(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    shown_copies, now = request.POST.get("seen"), timezone.now()
    try:
        copy = actions.start(meeting=meeting, now=now, seen=shown_copies)
    except ChangedMeanwhileError:
        return redirect(f"{request.path}?gedaan=elders")
    return redirect("meetings:rehearsal", copy.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def example(request: HttpRequest) -> HttpResponse:
    """Enter the example as anybody in it, without mail, on one's own machine only."""
    meeting = example_here(request)
    if meeting is None:
        raise Http404
    require_access(request)
    who = request.POST.get("who", "")
    if who:
        return _enter_as(request, meeting, who)
    roles = meeting.roles.filter(person__email__endswith=DOMAIN).order_by("pk")
    context = {
        "title": _("Voorbeeld van een bijeenkomst"),
        "description": _("Kies als wie u binnenkomt. Dit kan alleen op deze computer."),
        "meeting": meeting,
        "roles": roles.filter(group=None),
        "casts": _casts(meeting, {one.group_id: one for one in roles}),
    }
    return render(request, "meetings/organiser/example.html", context)


@dataclass(frozen=True)
class Cast:
    """The people to play in one group, or those without a group."""

    group: Group | None
    letter: str
    leader: Role | None
    people: tuple[tuple[Participant, str, str], ...]
    """Each with the address where they take part and that of the personal page."""


def _casts(meeting: Meeting, leaders: Mapping[int | None, Role] | None = None) -> list[Cast]:
    """List the people of each group in order, with its leader from `leaders`."""
    people: defaultdict[int | None, list[tuple[Participant, str, str]]] = defaultdict(list)
    for participant in invented_people().filter(meeting=meeting).order_by("pk"):
        own = links.personal(participant.registration) if participant.registration else ""
        people[participant.group_id].append((participant, played_at(participant), own))
    casts = [
        Cast(
            group,
            letter_of(group, meeting.study) if group else "",
            (leaders or {}).get(group.pk) if group else None,
            tuple(people[group.pk if group else None]),
        )
        for group in (*meeting.groups.all(), None)
    ]
    return [cast for cast in casts if cast.people or cast.leader]


@require_safe
def example_video(request: HttpRequest) -> HttpResponse:
    """Show where the large buttons of the example lead: the video itself runs elsewhere."""
    if example_here(request) is None:
        raise Http404
    context = {
        "title": _("Hier gaat uw videoruimte open"),
        "description": _(
            "De video loopt in uw eigen programma, zoals Teams of Webex. De organisator geeft van "
            "elke ruimte het adres op; deze knop brengt iedereen naar de goede."
        ),
    }
    return render(request, "meetings/organiser/example_video.html", context)


def example_here(request: HttpRequest) -> Meeting | None:
    """Find the example, where nothing shows that the visitor is elsewhere."""
    return the_example() if seems_to_be_here(request) else None


def _enter_as(request: HttpRequest, meeting: Meeting, who: str) -> HttpResponse:
    # Only invented people, even where somebody gave a real person a role in the example.
    unreal = meeting.roles.filter(person__email__endswith=DOMAIN)
    number = key_from(who.removeprefix("role-"))
    role = get_object_or_404(unreal.select_related("person", "group"), pk=number)
    auth.login(request, role.person)
    if role.kind == Role.Kind.ORGANISER:
        return redirect("meetings:rehearsal", meeting.slug)
    if role.group is None:
        return redirect("meetings:stage", meeting.slug)
    return redirect("meetings:room", meeting.slug, role.group.position + 1)
