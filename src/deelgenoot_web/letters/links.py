"""Addresses as they stand in mail: whole, and never after the Host of whoever happened to ask."""

from django.conf import settings


def absolute(path: str) -> str:
    """The whole address of a path of the site."""
    return f"{settings.PUBLIC_ORIGIN}{path}"
