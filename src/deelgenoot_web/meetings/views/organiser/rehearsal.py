"""Trying everything with a copy, and the example that stands on one's own machine."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib import auth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from deelgenoot_web.accounts.access import PersonRequest
from deelgenoot_web.letters.rules import may_read_mailbox
from deelgenoot_web.meetings import links
from deelgenoot_web.meetings.actions import rehearsal as actions
from deelgenoot_web.meetings.actions.example import DOMAIN, the_example
from deelgenoot_web.meetings.edits import ChangedMeanwhileError
from deelgenoot_web.meetings.models import Group, Meeting, Participant, Role
from deelgenoot_web.meetings.placing import letter_of
from deelgenoot_web.meetings.queries.people import invented
from deelgenoot_web.meetings.views.organiser.entrance import directed, key_from, shown
from deelgenoot_web.meetings.views.who import played_at

_form = require_http_methods(["GET", "HEAD", "POST"])


@_form
@directed
def rehearsal(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """Of the meeting: `start` makes the copy. Of the copy: the screens, and `wipe`."""
    asked = request.POST.get("do", "")
    if asked == "start" and not meeting.is_rehearsal:
        return _started(request, meeting)
    if asked == "wipe" and meeting.is_rehearsal:
        original = meeting.rehearses
        actions.wipe(meeting=meeting)
        if original is None:
            return redirect("meetings:organise")
        return redirect("meetings:rehearsal", original.slug)
    return shown(
        request,
        meeting,
        "rehearsal",
        _("Oefenen"),
        copies=meeting.rehearsals.order_by("pk"),
        casts=_casts(meeting),
        groups=meeting.groups.filter(joined_into=None),
    )


def _started(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    seen = request.POST.get("seen")
    try:
        copy = actions.start(meeting=meeting, now=timezone.now(), seen=seen)
    except ChangedMeanwhileError:
        return redirect(f"{request.path}?gedaan=elders")
    return redirect("meetings:rehearsal", copy.slug)


@_form
@cache_control(private=True, no_store=True)
def example(request: HttpRequest) -> HttpResponse:
    """Enter the example as anybody in it, without mail. On one's own machine only."""
    meeting = example_here(request)
    if meeting is None:
        raise Http404
    who = request.POST.get("who", "")
    if who:
        return _entered(request, meeting, who)
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
    """Who can be played in one group; without a group, who is in none."""

    group: Group | None
    letter: str
    leader: Role | None
    people: tuple[tuple[Participant, str, str], ...]
    """Each with where they take part and the address of the personal page."""


def _casts(meeting: Meeting, leaders: Mapping[int | None, Role] | None = None) -> list[Cast]:
    """In the order of the groups; of `leaders`, by group, one stands with each."""
    people: defaultdict[int | None, list[tuple[Participant, str, str]]] = defaultdict(list)
    for one in invented().filter(meeting=meeting).order_by("pk"):
        own = links.personal(one.registration) if one.registration else ""
        people[one.group_id].append((one, played_at(one), own))
    casts = [
        Cast(
            group,
            letter_of(group, meeting.study) if group else "",
            (leaders or {}).get(group.pk) if group else None,
            tuple(people[group.pk if group else None]),
        )
        for group in (*meeting.groups.all(), None)
    ]
    return [one for one in casts if one.people or one.leader]


def example_video(request: HttpRequest) -> HttpResponse:
    """Where the large buttons of the example lead: the video itself runs elsewhere."""
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
    """The example, for whoever may enter it."""
    # The mailbox has the same bounds: whoever sits at this machine, and nobody behind a proxy.
    is_here = settings.HAS_MAILBOX and may_read_mailbox(request)
    return the_example() if is_here else None


def _entered(request: HttpRequest, meeting: Meeting, who: str) -> HttpResponse:
    # Nobody real, even where somebody gave a real person a role in the example.
    unreal = meeting.roles.filter(person__email__endswith=DOMAIN)
    number = key_from(who.removeprefix("role-"))
    role = get_object_or_404(unreal.select_related("person", "group"), pk=number)
    auth.login(request, role.person)
    if role.kind == Role.Kind.ORGANISER:
        return redirect("meetings:rehearsal", meeting.slug)
    if role.group is None:
        return redirect("meetings:stage", meeting.slug)
    return redirect("meetings:room", meeting.slug, role.group.position + 1)
