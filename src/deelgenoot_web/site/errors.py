"""Helpful pages for errors. The last one, for our own faults, needs nothing."""

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deelgenoot_web.site.request_tags import request_number

_log = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the address or form was not understood. No details, they may come from an attacker."""
    return cannot_read(request)


def cannot_read(_request: HttpRequest) -> HttpResponse:
    """400, by a page that reads nothing of the request either."""
    return _sorry("400", get_language() or "nl", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not for this person, or a form of another site. The exception may say which."""
    context = {
        "is_error": True,
        "title": _("Dit kan niet"),
        "description": str(exception) or _("Deze pagina is voor mensen met een andere rol."),
    }
    return render(request, "site/403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the address leads nowhere; the page offers the search box and the lists."""
    context = {
        "is_error": True,
        "title": _("Deze pagina bestaat niet"),
        "description": _("Het adres leidt nergens heen. Zoek uw gemeente of kies een lijst."),
    }
    return render(request, "site/404.html", context, status=404)


def deleted_meanwhile(request: HttpRequest) -> HttpResponse:
    """410: what the form was about was there when the page was made, and somebody deleted it."""
    _log.warning("A row vanished: %s", type(sys.exc_info()[1]).__qualname__)
    context = {
        "is_error": True,
        "title": _("Dit is intussen gewist"),
        "description": _("Ga terug en laad de pagina opnieuw: dan ziet u wat er nog is."),
    }
    return render(request, "site/410.html", context, status=410)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault, or 503 where the database is away or locked.

    The page uses no database, no context and no other template.
    """
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return busy()
    return _sorry("500", get_language() or "nl", 500)


def busy() -> HttpResponse:
    """503: what was sent is not kept, and may be sent again."""
    response = _sorry("503", get_language() or "nl", 503)
    response["Retry-After"] = "5"
    return response


def _sorry(name: str, language: str, status: int) -> HttpResponse:
    try:
        context = {"language": language, "number": request_number()}
        body = get_template(f"site/{name}.html").render(context)
    except Exception:  # noqa: BLE001 - whatever broke, a visitor still gets a page
        return HttpResponseServerError("<!doctype html><title>deelgenoot</title><h1>Sorry</h1>")
    return HttpResponse(body, status=status)
