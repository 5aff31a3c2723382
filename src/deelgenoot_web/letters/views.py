"""The mailbox of this machine: letters that would have been mailed, for nobody else."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from deelgenoot_web.letters import queries
from deelgenoot_web.letters.models import Letter
from deelgenoot_web.letters.rules import may_read_mailbox


@require_safe
@cache_control(private=True, no_store=True)
def mailbox(request: HttpRequest) -> HttpResponse:
    if not may_read_mailbox(request):
        raise Http404
    context = {
        "title": _("Postvak"),
        "description": _(
            "Post die vanaf deze computer verstuurd zou zijn. U ziet haar alleen hier."
        ),
        "letters": queries.newest(),
    }
    return render(request, "letters/mailbox.html", context)


@require_safe
@cache_control(private=True, no_store=True)
def attachment(request: HttpRequest, number: int) -> HttpResponse:
    if not may_read_mailbox(request):
        raise Http404
    file = get_object_or_404(Letter, pk=number).attachment
    if file is None:
        raise Http404
    response = HttpResponse(file.text, content_type=f"{file.content_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response
