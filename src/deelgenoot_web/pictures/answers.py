"""Answers with a picture: always of our own making, so always WebP."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse

_SIZES = ("wide", "narrow")
_SECONDS = 3600
"""How long the browser of somebody who may see a picture keeps it: it never changes."""
_SECONDS_OF_PUBLIC = 24 * 3600
"""How long any cache keeps a picture for everybody: not for long after it was hidden."""


def answer_picture(
    pictures: QuerySet[Any, Any] | QuerySet[Model], size: str, *, is_public: bool = False
) -> HttpResponse:
    """Answer with the first of these rows in one of its sizes. Raises Http404.

    What everybody may see, every cache may keep; the view may then not ask who it is for.
    """
    picture = pictures.values_list(size, flat=True).first() if size in _SIZES else None
    if picture is None:
        raise Http404
    response = HttpResponse(bytes(picture), content_type="image/webp")
    who, seconds = ("public", _SECONDS_OF_PUBLIC) if is_public else ("private", _SECONDS)
    response["Cache-Control"] = f"{who}, max-age={seconds}, immutable"
    return response
