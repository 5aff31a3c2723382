"""Who may do what."""

from deelgenoot_web.accounts.models import Person


def anybody(person: Person) -> bool:
    """Everybody who has signed in."""
    return True


def may_organise(person: Person) -> bool:
    """Organisers make sessions."""
    return person.is_organiser


def may_appoint(person: Person) -> bool:
    """Administrators give and take the role of organiser."""
    return person.is_administrator
