"""The pictures of slides, for who is in the meeting or leads something in it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from deelgenoot_web.meetings.models import Meeting, SlidePicture
from deelgenoot_web.meetings.rules import leads_something
from deelgenoot_web.meetings.views.who import participant_of

_SIZES = ("wide", "narrow")
_SECONDS = 3600
"""How long a browser keeps a picture: those of an address never change."""


@require_safe
def slide_picture(
    request: HttpRequest, slug: str, deck: int, number: int, size: str
) -> HttpResponse:
    meeting = get_object_or_404(Meeting, slug=slug)
    if not (participant_of(request, meeting) or leads_something(request.user, meeting)):
        raise PermissionDenied
    if size not in _SIZES:
        raise Http404
    pictures = SlidePicture.objects.filter(
        deck__items__meeting=meeting, deck=deck, number=number
    ).values_list(size, flat=True)
    picture = pictures.first()
    if picture is None:
        raise Http404
    response = HttpResponse(bytes(picture), content_type="image/webp")
    response["Cache-Control"] = f"private, max-age={_SECONDS}, immutable"
    return response
