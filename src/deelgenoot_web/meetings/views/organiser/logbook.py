"""What those who lead did in the meeting, for its organisers."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from deelgenoot_web.accounts.access import PersonRequest
from deelgenoot_web.meetings.models import Meeting
from deelgenoot_web.meetings.queries.logbook import log_page
from deelgenoot_web.meetings.views.organiser.entrance import for_directors, workspace_page


@require_safe
@for_directors
def logbook(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    page = log_page(meeting, request.GET.get("pagina", ""))
    return workspace_page(request, meeting, "logbook", page=page)
