"""The slides of a part of the programme: a PDF that is uploaded, or the deck of a cluster."""

import math
from http import HTTPStatus

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from deelgenoot_web.accounts.access import PersonRequest
from deelgenoot_web.meetings.actions import slides as actions
from deelgenoot_web.meetings.decks import decks_of
from deelgenoot_web.meetings.models import Meeting, ProgrammeItem
from deelgenoot_web.meetings.pdf.pages import is_pdf
from deelgenoot_web.meetings.queries.slides import slides_of_item
from deelgenoot_web.meetings.views.organiser.entrance import form_for_directors, workspace_page

LARGEST_PDF = 25_000_000
"""Bytes of a PDF; more is nearly always photographs that are larger than any screen."""
_MEGABYTE = 1_000_000


@form_for_directors
def slides(request: PersonRequest, meeting: Meeting, row: int) -> HttpResponse:
    item = get_object_or_404(meeting.programme.select_related("deck"), pk=row)
    if request.method != "POST":
        return _page(request, meeting, item)
    if request.POST.get("do") == "remove":
        actions.remove(by=request.user, item=item)
        return redirect(f"{request.path}?gedaan=weggehaald")
    if why := _upload(request, item):
        return _page(request, meeting, item, why=why, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(request.path)


def _page(
    request: PersonRequest, meeting: Meeting, item: ProgrammeItem, **more: object
) -> HttpResponse:
    return workspace_page(
        request,
        meeting,
        "programme",
        _("Dia’s: %(title)s") % {"title": item.title},
        template="slides",
        item=item,
        slides=slides_of_item(item),
        decks=decks_of(meeting.study),
        megabytes=LARGEST_PDF // _MEGABYTE,
        **more,
    )


def _upload(request: PersonRequest, item: ProgrammeItem) -> str:
    """Convert the file that was sent; returns why that cannot be, or an empty text."""
    file = request.FILES.get("pdf")
    why = _problem(file)
    if why or not isinstance(file, UploadedFile):
        return why
    pdf = file.read()
    if not is_pdf(pdf):
        return _("Dit is geen PDF. Bewaar uw presentatie eerst als PDF en kies dat bestand.")
    name = file.name or _("presentatie")
    try:
        actions.upload(by=request.user, item=item, name=name, pdf=pdf, now=timezone.now())
    except actions.BusyConverterError:
        return _("Er worden al andere bestanden omgezet. Probeer het over een minuut opnieuw.")
    return ""


def _problem(file: object) -> str:
    if not isinstance(file, UploadedFile) or not file.size:
        return _("Kies eerst een bestand met uw presentatie.")
    if file.size > LARGEST_PDF:
        return _(
            "Het is %(size)s MB; ten hoogste %(most)s MB kan. Bewaar de PDF met kleinere "
            "afbeeldingen (“verklein bestand”), of in delen."
        ) % {"size": math.ceil(file.size / _MEGABYTE), "most": LARGEST_PDF // _MEGABYTE}
    return ""
