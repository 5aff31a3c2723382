"""Middleware that every answer passes on its way to the visitor."""

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
    """Tell the browser what a page may load and do; also on static files and errors."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

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

    An answer that read the session is for that person alone. An answer that says itself how long
    it may be kept is left as it is.
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
