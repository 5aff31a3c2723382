"""The pictures of slides and questions, for who is in the meeting or leads something in it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from deelgenoot_web.meetings import links
from deelgenoot_web.meetings.models import Meeting, Poll, PollPicture, SlidePicture
from deelgenoot_web.meetings.rules import leads_something, may_read_report
from deelgenoot_web.meetings.views.who import participant_of
from deelgenoot_web.pictures.answers import answer_picture


@require_safe
def slide_picture(
    request: HttpRequest, slug: str, deck: int, number: int, size: str
) -> HttpResponse:
    meeting = get_object_or_404(Meeting, slug=slug)
    if not (participant_of(request, meeting) or leads_something(request.user, meeting)):
        raise PermissionDenied
    pictures = SlidePicture.objects.filter(deck__items__meeting=meeting, deck=deck, number=number)
    return answer_picture(pictures, size)


@require_safe
def poll_picture(request: HttpRequest, slug: str, picture: int, size: str) -> HttpResponse:
    """Answer with the picture of a question; before it is put only to who leads something."""
    meeting = get_object_or_404(Meeting, slug=slug)
    polls = Poll.objects.filter(meeting=meeting)
    if not leads_something(request.user, meeting):
        participant = participant_of(request, meeting)
        has_key = links.opens_report(meeting, request.GET.get("sleutel", ""))
        reads = may_read_report(request.user, participant, meeting, has_key=has_key)
        if not (participant or reads):
            raise PermissionDenied
        polls = polls.exclude(state=Poll.State.DRAFT)
    return answer_picture(PollPicture.objects.filter(pk=picture, polls__in=polls), size)
