"""The screen of a group: for its people, its leader, and the organiser."""

from dataclasses import replace
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.actions.presence import notice
from deelgenoot_web.meetings.models import Card, Harvest, Participant
from deelgenoot_web.meetings.parts.screen import screen
from deelgenoot_web.meetings.placing import name_of_group
from deelgenoot_web.meetings.queries.harvest import written_in
from deelgenoot_web.meetings.queries.people import is_asked_to_lead
from deelgenoot_web.meetings.rules import leads_something, led_by
from deelgenoot_web.meetings.views.inside import GroupVisitor, group_of, inside_of
from deelgenoot_web.meetings.views.screens import live_page, meeting_that_is_on, or_called_off
from deelgenoot_web.meetings.views.who import participant_of


@require_safe
@or_called_off
def room(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    meeting = meeting_that_is_on(slug)
    group = group_of(meeting, number)
    inside = inside_of(request, meeting, group)
    if inside is None:
        own = led_by(request.user, meeting)
        if own:
            return redirect("meetings:room", slug, own[0].position + 1)
        if leads_something(request.user, meeting):
            raise PermissionDenied
        return _elsewhere(participant_of(request, meeting), slug)
    if group.position + 1 != number:
        return redirect(inside.address)
    if inside.leader:
        notice(meeting=meeting.pk, people=[inside.leader.pk], now=timezone.now())
    kinds = ("room", "board", "lead" if inside.leader else "cards")
    topics = [*bell.HALL, *(f"{kind}:{group.pk}" for kind in kinds)]
    title = _("Groep %(name)s") % {"name": name_of_group(group, meeting.study)}
    page = screen(meeting, topics, title, inside.participant, inside.leader)
    return live_page(request, "room", replace(page, group=group), **_more(inside))


@require_safe
@or_called_off
def my_room(request: HttpRequest, slug: str) -> HttpResponse:
    """Redirect to the room of the own group: as a participant, or else as who leads it."""
    meeting = meeting_that_is_on(slug)
    participant = participant_of(request, meeting)
    own = led_by(request.user, meeting)
    if own and not (participant and participant.group):
        return redirect("meetings:room", slug, own[0].position + 1)
    return _elsewhere(participant, slug)


def _elsewhere(participant: Participant | None, slug: str) -> HttpResponse:
    """Redirect somebody who was moved to their room, and people without a group to the plenary."""
    if participant is None or participant.group is None:
        return redirect("meetings:take_part", slug)
    return redirect("meetings:room", slug, participant.group.position + 1)


def _more(inside: GroupVisitor) -> dict[str, object]:
    own = inside.participant
    dots = own.dots.select_related("card__merged_into") if own else ()
    return {
        "inside": inside,
        "is_asked_to_lead": own is not None and not inside.leader and is_asked_to_lead(own),
        "number": inside.group.position + 1,
        "kinds": Card.Kind.choices,
        # A form without script sends this id; the script makes one for each card.
        "new_id": uuid4(),
        "own_dots": [(dot.card.merged_into or dot.card).text for dot in dots],
        "kept": written_in(Harvest.objects.filter(group=inside.group).first()),
        "is_registered": own is not None and own.registration_id is not None,
    }
