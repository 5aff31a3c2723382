"""Queries about people and their links."""

import hashlib
from datetime import datetime, timedelta
from typing import Literal

from django.db.models import Q, QuerySet

from deelgenoot_web.accounts.models import MemberDomain, Organisation, Person, SignInLink

LINK_LASTS = timedelta(minutes=30)

LinkState = Literal["fresh", "used", "expired", "unknown"]


def digest(token: str) -> str:
    """Hash a token for storage."""
    return hashlib.sha256(token.encode()).hexdigest()


def digest_of_code(browser: str, code: str) -> str:
    """Hash a code for storage, with what its browser knows: a code alone is soon guessed."""
    return digest(f"{browser}:{code}")


def usable(now: datetime, **which: str) -> QuerySet[SignInLink]:
    """Find the links with these fields that can sign a person in."""
    is_of_somebody = Q(person__isnull=False) | ~Q(newcomer="")
    return SignInLink.objects.filter(
        is_of_somebody, used_at=None, made_at__gt=now - LINK_LASTS, **which
    )


def contributes_for(email: str) -> str:
    """Give the code of the municipality or organisation whose domain this is; empty for none."""
    domain = email.lower().rpartition("@")[2]
    return (
        MemberDomain.objects.filter(domain=domain).values_list("gm_code", flat=True).first() or ""
    )


def organisation_name(code: str) -> str:
    """Give the name of an organisation; its code where there is none."""
    return next((one.name for one in Organisation.objects.filter(pk=int(code[1:]))), code)


def link_state(token: str, now: datetime) -> LinkState:
    """Judge a token: fresh, used, expired or unknown."""
    if usable(now, digest=digest(token)).exists():
        return "fresh"
    link = SignInLink.objects.filter(digest=digest(token)).first()
    if link is None:
        return "unknown"
    return "used" if link.used_at else "expired"


def people_with_role(*fields: str) -> QuerySet[Person]:
    """List everybody of whom one of these fields is true, by address."""
    has_one = Q(*((field, True) for field in fields), _connector=Q.OR)
    return Person.objects.filter(has_one).order_by("email")
