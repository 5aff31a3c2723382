"""What every answer passes on its way to the visitor."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_cache_control
from whitenoise.middleware import WhiteNoiseMiddleware

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
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in _NOT_NEEDED)


def safe_headers(get_response: GetResponse) -> GetResponse:
    """Says to the browser what a page may load and do; also on static files and errors."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return answer


def language_by_address(get_response: GetResponse) -> GetResponse:
    """English under /en/, Dutch everywhere else; what the browser prefers plays no part.

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
    """A page may be kept by anyone, and asked for again: it changes only with a release.

    An answer for which somebody looked at who asks is for that person alone. One that says itself
    how long it may be kept is left alone.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if is_personal(request):
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
    """WhiteNoise, with each file as one body: under ASGI its own stream draws a warning."""

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:
        """The file, or 304 where the visitor has it."""
        found = static_file.get_response(request.method, request.META)
        body = b""
        if found.file is not None:
            with found.file:
                body = found.file.read()
        response = HttpResponse(body, status=found.status)
        # Django sets a type of its own; the file's headers are the right ones.
        del response["Content-Type"]
        for name, value in found.headers:
            response[name] = value
        return response
