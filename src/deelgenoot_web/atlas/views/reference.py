"""The page on which a visitor lays another grouping beside ours. Nothing of it is kept.

A POST because the table is too long for an address. It changes nothing and the visitor is not
known, so a forged request can do nothing and there is no token (docs/decisions/0050).
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from deelgenoot_web.atlas.answers import html
from deelgenoot_web.atlas.edition import edition
from deelgenoot_web.atlas.pages.method.reference import (
    LARGEST,
    ReferencePage,
    compared_page,
    reference_page,
    too_large_page,
)

_LARGEST_FORM = 4 * LARGEST
"""A table that is pasted grows when a browser writes it down (`;` becomes `%3B`)."""


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def reference(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _answer(request, reference_page(edition()))
    table = _table(request)
    if table is None:
        page = too_large_page(edition())
        return _fresh(_answer(request, page, HTTPStatus.REQUEST_ENTITY_TOO_LARGE))
    page = compared_page(edition(), table)
    return _fresh(
        _answer(request, page, HTTPStatus.BAD_REQUEST if page.problems else HTTPStatus.OK)
    )


def _table(request: HttpRequest) -> bytes | str | None:
    """Read the uploaded file, else the text; None when it is too large. Never touches a disk."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > _LARGEST_FORM:
        return None
    file = request.FILES.get("bestand")
    table = file.read() if file else request.POST.get("tabel", "")
    size = len(table.encode() if isinstance(table, str) else table)
    return table if size <= LARGEST else None


def _answer(request: HttpRequest, page: ReferencePage, status: int = HTTPStatus.OK) -> HttpResponse:
    above = [("atlas:method", _("Methode"))]
    return html(request, "atlas/reference.html", page, above, status)


def _fresh(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
