"""Rules about what people may do."""

from django.core.exceptions import PermissionDenied

from deelgenoot_web.accounts.models import Person


def anybody(person: Person) -> bool:
    """Whether a person has signed in: always."""
    return True


def may_contribute(person: Person) -> bool:
    """Whether a person contributes, for a municipality or an organisation."""
    return bool(person.gm_code) and not person.is_barred


def speaks_for_municipality(person: Person) -> bool:
    """Whether a person contributes, and says what is so in a municipality."""
    return may_contribute(person) and bool(person.municipality)


def may_appoint(person: Person) -> bool:
    """Whether a person may give and take roles: administrators."""
    return person.is_administrator


def may_moderate(person: Person) -> bool:
    """Whether a person decides about reports of texts: moderators and administrators."""
    return person.is_moderator or person.is_administrator


def require(is_allowed: bool) -> None:
    """Raise PermissionDenied unless it is allowed."""
    if not is_allowed:
        raise PermissionDenied
