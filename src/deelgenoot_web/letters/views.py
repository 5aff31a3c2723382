"""The mailbox of this machine: letters that would have been mailed, for nobody else."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from deelgenoot_web.letters import queries
from deelgenoot_web.letters.console import console_key, give_access, print_address
from deelgenoot_web.letters.models import Letter
from deelgenoot_web.letters.rules import may_read_mailbox, seems_to_be_here


def require_access(request: HttpRequest) -> None:
    """Raise Http404 to other machines, and PermissionDenied to a browser that has used no key."""
    if not seems_to_be_here(request):
        raise Http404
    if not may_read_mailbox(request):
        raise PermissionDenied(
            _("Open eerst het adres dat staat in het venster waarin u de server startte.")
        )


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def open_mailbox(request: HttpRequest, key: str) -> HttpResponse:
    """Let a browser in that has the key of the console; a button, so that nothing else uses it."""
    if not seems_to_be_here(request):
        raise Http404
    if request.method != "POST":
        context = {
            "title": _("Postvak openen"),
            "description": _("Deze browser mag daarna bij het postvak en het voorbeeld."),
        }
        return render(request, "letters/open.html", context)
    if not console_key.use(key):
        raise PermissionDenied(
            _("Deze sleutel is al gebruikt. De nieuwe staat in het venster van de server.")
        )
    print_address()
    response = redirect("letters:mailbox")
    give_access(response)
    return response


@require_safe
@cache_control(private=True, no_store=True)
def mailbox(request: HttpRequest) -> HttpResponse:
    require_access(request)
    context = {
        "title": _("Postvak"),
        "description": _(
            "Post die vanaf deze computer verstuurd zou zijn. U ziet die alleen hier."
        ),
        "letters": queries.newest(),
    }
    return render(request, "letters/mailbox.html", context)


@require_safe
@cache_control(private=True, no_store=True)
def attachment(request: HttpRequest, number: int) -> HttpResponse:
    require_access(request)
    file = get_object_or_404(Letter, pk=number).attachment
    if file is None:
        raise Http404
    response = HttpResponse(file.text, content_type=f"{file.content_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response
