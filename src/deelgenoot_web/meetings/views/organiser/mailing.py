"""Writing to people who registered: fill in, preview, send."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from deelgenoot_web.accounts.access import PersonRequest
from deelgenoot_web.meetings.actions import mailing as actions
from deelgenoot_web.meetings.forms.people import MailForm
from deelgenoot_web.meetings.models import Meeting
from deelgenoot_web.meetings.queries.invitation import door
from deelgenoot_web.meetings.views.organiser.entrance import form_for_directors, workspace_page


@form_for_directors
def mail(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    form = MailForm(meeting, request.POST or None, initial={"to": request.GET.get("to", "all")})
    is_over = door(meeting, timezone.now()) == "over"
    more: dict[str, Any] = {"form": form, "is_over": is_over}
    if form.is_valid():
        mailing = form.mailing()
        if request.POST.get("do") == "send":
            now = timezone.now()
            n = actions.mail(by=request.user, meeting=meeting, mailing=mailing, now=now)
            return redirect(f"{request.path}?gedaan=verstuurd-{n}")
        if request.POST.get("do") == "preview":
            n = actions.recipients(meeting, mailing.to).count()
            more |= {"mailing": mailing, "n": n}
    return workspace_page(request, meeting, "mail", **more)
