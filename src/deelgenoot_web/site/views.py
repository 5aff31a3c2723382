"""The few pages that belong to the house as a whole, and the files that machines ask for."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _

_SECURITY_TEXT_LASTS = timedelta(days=180)


def cookies(request: HttpRequest) -> HttpResponse:
    title = _("Cookies")
    description = _(
        "Wij plaatsen geen cookies, behalve één als u inlogt of meedoet: daaraan herkennen wij u."
    )
    return render(request, "site/cookies.html", {"title": title, "description": description})


def accessibility(request: HttpRequest) -> HttpResponse:
    context = {
        "title": _("Toegankelijkheid"),
        "description": _(
            "Wat wij doen zodat iedereen deze site kan gebruiken, en wat nog niet af is."
        ),
        "contact": settings.CONTACT,
    }
    return render(request, "site/accessibility.html", context)


def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nAllow: /\n", content_type="text/plain; charset=utf-8")


def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponsePermanentRedirect(static("site/favicon.svg"))


def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116. Without a contact there is nothing to say, and the file is not there."""
    if not settings.CONTACT:
        return HttpResponse(status=404, content_type="text/plain; charset=utf-8")
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: {settings.CONTACT}",
        f"Expires: {(today + _SECURITY_TEXT_LASTS).isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: nl, en",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
