"""Middleware that every answer passes on its way to the visitor."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_cache_control
from whitenoise.middleware import WhiteNoiseMiddleware

from deelgenoot_web.site.errors import busy, cannot_read, deleted_meanwhile
from deelgenoot_web.site.threads import LATE

_CHARSETS = frozenset({"utf-8", "utf8"})
_METHODS = ("GET", "HEAD", "POST")
_TOO_LONG_A_KEY = re.compile(r"/\d{19,}(?=/|$)")

GetResponse = Callable[[HttpRequest], HttpResponseBase]

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_NOT_NEEDED = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
_YEAR = 365 * 24 * 60 * 60
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in _NOT_NEEDED)


def safe_headers(get_response: GetResponse) -> GetResponse:
    """Tell the browser what a page may load and do; also on static files and errors."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        # Browsers heed it over https alone. Django's own asks a proxy to say that it is https.
        if settings.ORIGIN.startswith("https://"):
            response.headers.setdefault("Strict-Transport-Security", f"max-age={_YEAR}")
        return response

    return answer


def timely_requests(get_response: GetResponse) -> GetResponse:
    """Answer 503 to who waited too long to change something."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        return busy() if request.META.get(LATE) else get_response(request)

    return answer


def readable_requests(get_response: GetResponse) -> GetResponse:
    """Answer 400 to what no page can read, before a page, or the page about its error, reads it.

    That is NUL, which no text of PostgreSQL may hold, a number too long to be a key, another
    charset than UTF-8, and more fields than any form has. 405 to a method that no page has: a page
    that is kept ready for GET would be made anew for each PATCH.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.method not in _METHODS:
            return HttpResponseNotAllowed(_METHODS)
        try:
            is_readable = _is_readable(request)
        except (SuspiciousOperation, MultiPartParserError, UnicodeError):
            is_readable = False
        return get_response(request) if is_readable else cannot_read(request)

    return answer


def _is_readable(request: HttpRequest) -> bool:
    charset = (request.content_params or {}).get("charset", "utf-8")
    if charset.lower() not in _CHARSETS or _TOO_LONG_A_KEY.search(request.path_info):
        return False
    data_sets = (request.GET, request.POST) if request.method == "POST" else (request.GET,)
    texts = (text for data in data_sets for pair in data.lists() for text in (pair[0], *pair[1]))
    # A cookie may hold it as "\000"; the key of a session goes to the database.
    all_texts = (request.path_info, *request.COOKIES.values(), *texts)
    return not any("\0" in text for text in all_texts)


def rows_that_vanish(get_response: GetResponse) -> GetResponse:
    """Answer 410 where a row was deleted by somebody else while this request was on its way."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def answer_vanished(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return deleted_meanwhile(request) if isinstance(exception, ObjectDoesNotExist) else None

    answer.process_exception = answer_vanished  # type: ignore[attr-defined]
    return answer


def language_by_address(get_response: GetResponse) -> GetResponse:
    """Speak English under /en/ and Dutch everywhere else, whatever the browser prefers.

    So one address is one page, for every cache, and no cookie is needed. (Django's own middleware
    adds `Vary: Accept-Language`.)
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        language = translation.get_language_from_path(request.path_info) or "nl"
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return answer


def public_pages(get_response: GetResponse) -> GetResponse:
    """Let anyone keep a page and ask whether it changed: it changes only with a release.

    An answer that read the session is for that person alone; only a picture of a slide, which says
    so itself, is kept by the person's own browser. An answer that says itself how long
    it may be kept is left as it is.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_kept_by_one = response.get("Cache-Control", "").startswith("private, max-age")
        if is_personal(request) and not is_kept_by_one:
            del response["Cache-Control"]
            patch_cache_control(response, private=True, no_store=True)
        elif response.status_code < HTTPStatus.BAD_REQUEST and "Cache-Control" not in response:
            patch_cache_control(response, public=True, no_cache=True)
        return response

    return answer


def is_personal(request: HttpRequest) -> bool:
    """Whether the answer may hold something of the person who asks."""
    session = getattr(request, "session", None)
    return session is not None and (session.accessed or session.modified)


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """WhiteNoise that sends each file as one body: under ASGI its own stream gives a warning."""

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:
        """Answer with the file, or 304 where the visitor has it."""
        file_response = static_file.get_response(request.method, request.META)
        body = b""
        if file_response.file is not None:
            with file_response.file:
                body = file_response.file.read()
        response = HttpResponse(body, status=file_response.status)
        # Django sets a type of its own; the file's headers are the right ones.
        del response["Content-Type"]
        for name, value in file_response.headers:
            response[name] = value
        return response
