"""Addresses as they stand in mail: whole, and never with the Host that a visitor sends."""

from django.conf import settings


def absolute(path: str) -> str:
    """Write the whole address of a path of the site."""
    return f"{settings.PUBLIC_ORIGIN}{path}"
