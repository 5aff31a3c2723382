"""Writing to people who registered: fill in, preview, send."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from deelgenoot_web.accounts.access import PersonRequest
from deelgenoot_web.atlas.edition import active_language
from deelgenoot_web.meetings import links
from deelgenoot_web.meetings.actions import mailing as actions
from deelgenoot_web.meetings.forms.people import MailForm
from deelgenoot_web.meetings.models import Meeting
from deelgenoot_web.meetings.queries.invitation import door
from deelgenoot_web.meetings.rules import may_participants_read_report
from deelgenoot_web.meetings.views.organiser.entrance import (
    form_for_directors,
    status_of,
    workspace_page,
)


@form_for_directors
def mail(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    thanks = _thanks(meeting) if door(meeting, timezone.now()) == "over" else {}
    initial = {"to": request.GET.get("to", "all"), **thanks}
    form = MailForm(meeting, request.POST or None, initial=initial)
    more = {"form": form, "status": status_of(form)}
    if form.is_valid():
        mailing = form.mailing()
        if request.POST.get("do") == "send":
            now = timezone.now()
            n = actions.mail(by=request.user, meeting=meeting, mailing=mailing, now=now)
            return redirect(f"{request.path}?gedaan=verstuurd-{n}")
        if request.POST.get("do") == "preview":
            n = actions.recipients(meeting, mailing.to).count()
            more |= {"mailing": mailing, "n": n}
    return workspace_page(request, meeting, "mail", _("Bericht sturen"), **more)


def _thanks(meeting: Meeting) -> dict[str, str]:
    """Write the letter of thanks to begin with after the end, in the language of the meeting."""
    language = meeting.written_in or active_language()
    with override(language):
        paragraphs = [_("Dank voor uw bijdrage aan de bijeenkomst.")]
        if may_participants_read_report(meeting):
            words = _("De uitkomsten staan in het verslag: %(url)s")
            paragraphs.append(words % {"url": links.report(meeting, language)})
        return {"subject": _("Dank u wel"), "text": "\n\n".join(paragraphs)}
