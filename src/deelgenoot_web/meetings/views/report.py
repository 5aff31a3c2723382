"""The report: as a page, as a table, as JSON; and the button that publishes it."""

import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deelgenoot_web.accounts.audit import note_deed
from deelgenoot_web.accounts.models import Person
from deelgenoot_web.atlas.answers import workbook_file
from deelgenoot_web.atlas.notes.printing import BusyPressError, PrintingError
from deelgenoot_web.meetings import links
from deelgenoot_web.meetings.actions import report as changes
from deelgenoot_web.meetings.edits import ChangedMeanwhileError
from deelgenoot_web.meetings.models import Meeting
from deelgenoot_web.meetings.queries import report as queries
from deelgenoot_web.meetings.queries import report_note
from deelgenoot_web.meetings.queries.attendance import spreadsheet
from deelgenoot_web.meetings.rules import may_direct, may_read_report
from deelgenoot_web.meetings.views.invitation import trail_to
from deelgenoot_web.meetings.views.sent import answer_not_done
from deelgenoot_web.meetings.views.who import participant_of

_logger = logging.getLogger(__name__)
View = Callable[[HttpRequest, Meeting, queries.Report], HttpResponse]


def _readable(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    @wraps(view)
    def read_report(request: HttpRequest, slug: str) -> HttpResponse:
        meeting = get_object_or_404(Meeting, slug=slug)
        has_key = links.opens_report(meeting, request.GET.get("sleutel", ""))
        participant = participant_of(request, meeting)
        if not may_read_report(request.user, participant, meeting, has_key=has_key):
            raise PermissionDenied(_not_yet(meeting))
        page = queries.report_of(meeting, for_organiser=may_direct(request.user, meeting))
        response = view(request, meeting, page)
        if has_key:
            response["Referrer-Policy"] = "no-referrer"
        return response

    return read_report


@require_safe
@_readable
def report(request: HttpRequest, meeting: Meeting, page: queries.Report) -> HttpResponse:
    context = {
        "page": page,
        "title": page.title,
        "description": page.description,
        "may_direct": may_direct(request.user, meeting),
        "audiences": Meeting.Audience.choices,
        "seen": changes.readable_for(meeting),
        "key": request.GET.get("sleutel", ""),
        "trail": trail_to(meeting),
    }
    return render(request, "meetings/report.html", context)


@require_safe
@_readable
def report_csv(request: HttpRequest, meeting: Meeting, page: queries.Report) -> HttpResponse:
    note_deed("list taken: report", meeting=meeting.pk, by=request.user.pk)
    text = spreadsheet(queries.rows(page))
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{meeting.slug}.csv"'
    return answer


@require_safe
@_readable
def report_xlsx(request: HttpRequest, meeting: Meeting, page: queries.Report) -> HttpResponse:
    note_deed("list taken: report", meeting=meeting.pk, by=request.user.pk)
    return workbook_file(meeting.slug, queries.sheets(page))


@require_safe
@_readable
def report_pdf(request: HttpRequest, meeting: Meeting, page: queries.Report) -> HttpResponse:
    try:
        pdf = report_note.report_pdf(page)
    except (BusyPressError, PrintingError) as error:
        _logger.warning("no report of meeting %s on paper: %s", meeting.pk, error)
        why = _("Het verslag kan nu niet als PDF worden gemaakt. Probeer het over een minuut weer.")
        back = reverse("meetings:report", args=[meeting.slug])
        answer = answer_not_done(request, HTTPStatus.SERVICE_UNAVAILABLE, why, back)
        answer["Retry-After"] = "60"
        return answer
    note_deed("list taken: report", meeting=meeting.pk, by=request.user.pk)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{meeting.slug}.pdf"'
    return answer


@require_safe
@_readable
def report_json(request: HttpRequest, meeting: Meeting, page: queries.Report) -> HttpResponse:
    note_deed("list taken: report", meeting=meeting.pk, by=request.user.pk)
    return JsonResponse(queries.document(page), json_dumps_params={"ensure_ascii": False})


@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = get_object_or_404(Meeting, slug=slug)
    if not isinstance(request.user, Person) or not may_direct(request.user, meeting):
        raise PermissionDenied
    audience, shown_audience = request.POST.get("audience", ""), request.POST.get("seen")
    try:
        if audience in Meeting.Audience.values:
            changes.publish(
                by=request.user,
                meeting=meeting,
                audience=Meeting.Audience(audience),
                now=timezone.now(),
                seen=shown_audience,
            )
        else:
            changes.withdraw(by=request.user, meeting=meeting, seen=shown_audience)
    except ChangedMeanwhileError as error:
        return _answer_overtaken(request, slug, error.now["now"])
    return redirect("meetings:report", slug)


def _answer_overtaken(request: HttpRequest, slug: str, now: str) -> HttpResponse:
    why = _("Een ander was u voor: dit verslag is intussen niet meer gepubliceerd.")
    if now:
        words = _("Een ander was u voor: dit verslag is nu gepubliceerd voor: %(who)s.")
        why = words % {"who": Meeting.Audience(now).label}
    back = reverse("meetings:report", args=[slug])
    return answer_not_done(request, HTTPStatus.CONFLICT, why, back)


def _not_yet(meeting: Meeting) -> str:
    if meeting.report_published_at is None:
        return _("Het verslag is nog niet klaar.")
    return _("Dit verslag is voor wie erbij was. Gebruik de link uit de e-mail.")
