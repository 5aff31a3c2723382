"""Actions that change people, their roles and their links."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from deelgenoot_web.accounts.audit import note_deed
from deelgenoot_web.accounts.models import (
    MemberDomain,
    Organisation,
    Person,
    SignInLink,
    is_organisation,
    new_salt,
)
from deelgenoot_web.accounts.queries import (
    LINK_LASTS,
    contributes_for,
    digest,
    digest_of_code,
    usable,
)
from deelgenoot_web.accounts.rules import may_appoint, may_moderate, require
from deelgenoot_web.accounts.words import role_words, sign_in_address, sign_in_words
from deelgenoot_web.letters import actions as letters

LONGEST_ONWARD = 500
MOST_LINKS = 3
"""How many links an address gets while the first of them still works.

A person who asks for links in another's name locks nobody out: those links work.
"""
MOST_NEWCOMERS = 20
"""How many links go to unknown addresses of one domain in half an hour."""
CODE_LENGTH = 8
MOST_TRIES = 5
"""How many codes may be tried for one letter; then only its link works."""
MOST_TRIES_A_DAY = 20
"""How many codes may be tried for all letters of one address that are still kept."""
LINKS_KEPT = timedelta(days=1)
"""For so long, a used or expired link can be told from one that never was."""

CodeRefusal = Literal["wrong", "tried", "expired"]
"""A code that is not right; after so many that only the link works; too late, or never asked."""


@transaction.atomic
def ask_link(*, email: str, onward: str = "") -> str | None:
    """Mail a link and a code to the person with this address. None when asked too often.

    What is returned is for the browser that asked: the code works together with it alone.

    Nothing shows whether a person has the address: the same rows are read and written, the same is
    counted and answered.
    """
    now = timezone.now()
    asked_for = salted_hmac("accounts.asked_for", email.lower()).hexdigest()
    recent = SignInLink.objects.filter(asked_for=asked_for, made_at__gt=now - LINK_LASTS)
    if recent.count() >= MOST_LINKS:
        return None
    person = Person.objects.filter(email=email.lower()).first() or _newcomer(email, now)
    browser = secrets.token_urlsafe(16)
    code = f"{secrets.randbelow(10**CODE_LENGTH):0{CODE_LENGTH}}"
    link, token = _new_link(person, onward, now)
    link.asked_for, link.asked_by = asked_for, digest(browser)
    link.code_digest = digest_of_code(browser, code)
    link.save()
    if person:
        _mail_link(person, token, code)
    return browser


@transaction.atomic
def use_link(*, token: str) -> SignInLink | None:
    """Use up a link, and return it; None when it cannot be used (any more)."""
    return _use(digest=digest(token))


@transaction.atomic
def use_code(*, browser: str, code: str) -> SignInLink | CodeRefusal:
    """Use up a link by the code of its letter, in the browser that asked.

    A link that was used already is answered as a wrong code: else who asks in another's name would
    learn whether there was a letter.
    """
    asked_by, asked_after = digest(browser), timezone.now() - LINK_LASTS
    rows = SignInLink.objects.filter(asked_by=asked_by, made_at__gt=asked_after)
    link = rows.first()
    if link is None:
        return "expired"
    of_address = SignInLink.objects.filter(asked_for=link.asked_for).aggregate(n=Sum("tries"))
    # The try is counted before the code is compared, so that guessing in parallel gains nothing.
    may_try = of_address["n"] < MOST_TRIES_A_DAY and rows.filter(tries__lt=MOST_TRIES).update(
        tries=F("tries") + 1
    )
    if not may_try:
        return "tried"
    return _use(asked_by=asked_by, code_digest=digest_of_code(browser, code)) or "wrong"


@transaction.atomic
def enter_proven(*, email: str) -> Person | None:
    """Find who signs in with an address that an identity provider proved; None for a stranger.

    Strangers come in by an address in a listed domain, as by a mailed link.
    """
    address = email.lower()
    person = Person.objects.filter(email=address).first()
    if person is None and contributes_for(address):
        person = _person_of(address)
    if person is not None:
        _set_place(person)
    what = "sign-in refused" if person is None else "sign-in"
    note_deed(what, person=person.pk if person else None, by="provider")
    return person


def _use(**which: str) -> SignInLink | None:
    now = timezone.now()
    # One UPDATE, so that of two visitors with the same link one gets in.
    is_ours = bool(usable(now, **which).update(used_at=now))
    link = SignInLink.objects.select_related("person").filter(**which).first() if is_ours else None
    if link is not None:
        _let_in(link)
    is_in = link is not None and link.person_id is not None
    note_deed("sign-in" if is_in else "sign-in refused", person=link.person_id if link else None)
    return link


def _let_in(link: SignInLink) -> None:
    """Know the newcomer of a link from now on, and for whom an address in this domain writes."""
    person = link.person or _person_of(link.newcomer)
    if link.newcomer:
        link.person, link.newcomer = person, ""
        link.save(update_fields=["person", "newcomer"])
    _set_place(person)


def _person_of(address: str) -> Person:
    language = get_language() or "nl"
    return Person.objects.get_or_create(email=address, defaults={"language": language})[0]


def _set_place(person: Person) -> None:
    if not person.gm_code:
        person.gm_code = contributes_for(person.email)
        person.save(update_fields=["gm_code"])


@transaction.atomic
def describe(*, by: Person, name: str, language: str) -> None:
    """Change the name of `by`, and the language of their mail."""
    by.name, by.language = name, language
    by.save(update_fields=["name", "language"])


def end_screens(*, by: Person) -> None:
    """Make the tickets of all screens of `by` worthless; a device still signed in gets new ones."""
    by.screen_salt = new_salt()
    by.save(update_fields=["screen_salt"])


@transaction.atomic
def sign_out_everywhere(*, by: Person) -> None:
    """End every session of `by`, and every link that was not used yet."""
    by.session_salt = new_salt()
    by.save(update_fields=["session_salt"])
    end_screens(by=by)
    SignInLink.objects.filter(person=by, used_at=None).update(used_at=timezone.now())
    note_deed("sign-out everywhere", person=by.pk)


@dataclass(frozen=True)
class GivenRole:
    """A role that administrators give: the field that holds it, and the letter that tells."""

    name: str
    field: str
    letter: str


ORGANISER = GivenRole("organiser", "is_organiser", "appointed")
EDITOR = GivenRole("editor", "is_editor", "editor")
MODERATOR = GivenRole("moderator", "is_moderator", "moderator")


@transaction.atomic
def appoint(*, by: Person, email: str, role: GivenRole) -> Person:
    """Give a person a role, known or not, and tell them. Raises PermissionDenied."""
    require(may_appoint(by))
    person = _person_at(email, by)
    if not getattr(person, role.field):
        _set_role(person, role, has_it=True)
        _tell(person, role.letter)
        note_deed(f"role given: {role.name}", person=person.pk, by=by.pk)
    return person


@transaction.atomic
def dismiss(*, by: Person, person: Person, role: GivenRole) -> None:
    """Take a role from a person. Raises PermissionDenied."""
    require(may_appoint(by))
    _set_role(person, role, has_it=False)
    note_deed(f"role taken: {role.name}", person=person.pk, by=by.pk)


def _set_role(person: Person, role: GivenRole, *, has_it: bool) -> None:
    setattr(person, role.field, has_it)
    person.save(update_fields=[role.field])


@transaction.atomic
def know_organisation(*, by: Person, name: str) -> str:
    """Give the code of the organisation with this name, from now on. Raises PermissionDenied."""
    require(may_appoint(by))
    organisation = Organisation.objects.filter(name__iexact=name).first()
    return (organisation or Organisation.objects.create(name=name)).code


@transaction.atomic
def allow_domain(*, by: Person, domain: str, gm_code: str) -> None:
    """Let everybody with an address in this domain contribute. Raises PermissionDenied."""
    require(may_appoint(by))
    MemberDomain.objects.update_or_create(domain=domain.lower(), defaults={"gm_code": gm_code})


@transaction.atomic
def withdraw_domain(*, by: Person, domain: MemberDomain) -> None:
    """Let no newcomers in from this domain; people keep their role. Raises PermissionDenied."""
    require(may_appoint(by))
    domain.delete()


@transaction.atomic
def invite(*, by: Person, email: str, gm_code: str) -> Person:
    """Let a person contribute for a municipality or an organisation, and tell them.

    Raises PermissionDenied.
    """
    require(may_appoint(by))
    person = _person_at(email, by)
    if person.gm_code != gm_code or person.is_barred:
        person.gm_code, person.is_barred = gm_code, False
        person.save(update_fields=["gm_code", "is_barred"])
        _tell(person, "invited by name" if is_organisation(gm_code) else "invited")
        note_deed("role given: contributor", person=person.pk, by=by.pk)
    return person


@transaction.atomic
def bar(*, by: Person, person: Person) -> None:
    """Let a person contribute nothing more, until invited or let in. Raises PermissionDenied."""
    require(may_moderate(by))
    person.is_barred = True
    person.save(update_fields=["is_barred"])
    note_deed("role taken: contributor", person=person.pk, by=by.pk)


@transaction.atomic
def let_in_again(*, by: Person, person: Person) -> None:
    """Let a person contribute again who was barred. Raises PermissionDenied."""
    require(may_moderate(by))
    person.is_barred = False
    person.save(update_fields=["is_barred"])
    note_deed("role given: contributor", person=person.pk, by=by.pk)


@transaction.atomic
def make_administrator(*, email: str) -> str:
    """Make a person administrator and organiser; return the link to sign in, also mailed.

    The server's owner does this: there is no `by`, links already asked for do not count, and mail
    goes there also when it was refused before.
    """
    person, _ = Person.objects.get_or_create(email=email.lower())
    person.is_administrator = person.is_organiser = True
    person.save(update_fields=["is_administrator", "is_organiser"])
    note_deed("role given: administrator", person=person.pk, by="console")
    link, token = _new_link(person, "", timezone.now())
    link.save()
    letters.lift_refusal(to=person.email)
    _mail_link(person, token)
    return sign_in_address(token, person.language)


@transaction.atomic
def delete_account(*, by: Person) -> None:
    """Delete a person with all that hangs on them; what they may not do stays forbidden.

    Of who is barred the address stays, or signing in anew would undo that.
    """
    note_deed("account deleted", person=by.pk)
    if by.is_barred:
        by.name, by.gm_code = "", ""
        by.is_organiser = by.is_editor = by.is_moderator = by.is_administrator = False
        by.session_salt, by.screen_salt = new_salt(), new_salt()
        by.save()
        SignInLink.objects.filter(person=by).delete()
        return
    by.delete()


def forget_old(now: datetime) -> None:
    """Remove the links that are too old to be told apart."""
    SignInLink.objects.filter(made_at__lt=now - LINKS_KEPT).delete()


def _person_at(email: str, by: Person) -> Person:
    """Find the person with this address, or know one from now on, in the language of who asks."""
    return Person.objects.get_or_create(email=email.lower(), defaults={"language": by.language})[0]


def _tell(person: Person, letter: str) -> None:
    subject, text = role_words(person, letter)
    key = f"accounts.{letter}:{secrets.token_hex(16)}"
    letters.send(to=person.email, subject=subject, text=text, key=key)


def _mail_link(person: Person, token: str, code: str = "") -> None:
    subject, text = sign_in_words(person, token, code)
    key = f"accounts.link:{digest(token)[:40]}"
    letters.send(to=person.email, subject=subject, text=text, key=key)


def _newcomer(email: str, now: datetime) -> Person | None:
    """Make a person, not stored yet, of an address in a domain of a municipality."""
    domain = f"@{email.lower().rpartition('@')[2]}"
    recent = SignInLink.objects.filter(newcomer__endswith=domain, made_at__gt=now - LINK_LASTS)
    if not contributes_for(email) or recent.count() >= MOST_NEWCOMERS:
        return None
    return Person(email=email.lower(), language=get_language() or "nl")


def safe_onward(onward: str) -> str:
    """Return an address of this site to go on to; empty for any other."""
    is_safe = onward.startswith("/") and url_has_allowed_host_and_scheme(onward, allowed_hosts=None)
    return onward if is_safe and len(onward) <= LONGEST_ONWARD else ""


def _new_link(person: Person | None, onward: str, now: datetime) -> tuple[SignInLink, str]:
    """Make a link, not stored yet, and its token."""
    token = secrets.token_urlsafe(32)
    link = SignInLink(
        digest=digest(token),
        person=person if person and person.pk else None,
        newcomer=person.email if person and not person.pk else "",
        onward=safe_onward(onward),
        made_at=now,
    )
    return link, token
