"""Who may do what."""

from django.core.exceptions import PermissionDenied

from deelgenoot_web.accounts.models import Person


def anybody(person: Person) -> bool:
    """Everybody who has signed in."""
    return True


def may_appoint(person: Person) -> bool:
    """Administrators give and take the role of organiser."""
    return person.is_administrator


def require(is_allowed: bool) -> None:
    """Raise PermissionDenied unless it is allowed."""
    if not is_allowed:
        raise PermissionDenied
