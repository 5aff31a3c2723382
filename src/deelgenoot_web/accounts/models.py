"""People who sign in, and the mailed links with which they do."""

import secrets
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

_OF_ORGANISATION = "O"
"""How the code of an organisation begins; that of a municipality begins with GM."""


def is_organisation(code: str) -> bool:
    """Whether a code, of who contributes or of a text, is of an organisation that was invited."""
    return code.startswith(_OF_ORGANISATION)


def new_salt() -> str:
    """Make the salt that signs the sessions of a person."""
    return secrets.token_hex(16)


class PersonManager(BaseUserManager["Person"]):
    """All people, found by address."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Find the person with this address, in capitals or not."""
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser):
    """A person who can sign in: known by address, without a password.

    A new `session_salt` signs this person out everywhere; a new `screen_salt` ends the tickets of
    their screens.
    """

    password = None  # type: ignore[assignment]  # nobody has one: Django takes the field away
    last_login = None
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=100, blank=True)
    gm_code = models.CharField(max_length=6, blank=True)
    """The municipality, or the organisation, for which this person contributes."""
    language = models.CharField(max_length=2, choices=[("nl", "nl"), ("en", "en")], default="nl")
    is_administrator = models.BooleanField(default=False)
    is_organiser = models.BooleanField(default=False)
    is_editor = models.BooleanField(default=False)
    is_moderator = models.BooleanField(default=False)
    is_barred = models.BooleanField(default=False)
    """A moderator or an administrator decided that this person contributes nothing (more)."""
    session_salt = models.CharField(max_length=32, default=new_salt)
    screen_salt = models.CharField(max_length=32, default=new_salt)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower(F("email"))), name="person_email_in_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the address in lower case, so that one address is one person."""
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    @property
    def municipality(self) -> str:
        """The code of the municipality of this person; empty for none, or an organisation."""
        return "" if is_organisation(self.gm_code) else self.gm_code

    @property
    def sign_in(self) -> str:
        """A mark of the present screens, until signing out; it hides the salts."""
        salts = self.session_salt + self.screen_salt
        return salted_hmac("accounts.screens", salts, algorithm="sha256").hexdigest()[:16]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django's hook: a session holds only while this stays the same.
        return salted_hmac(
            "accounts.session", self.session_salt, secret=secret, algorithm="sha256"
        ).hexdigest()


class Organisation(models.Model):
    """An organisation that contributes under its own name, such as a province or a university.

    Its code stands where a municipality has one, of people, domains and texts.
    """

    name = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="organisation_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """What people, domains and texts of this organisation have as `gm_code`."""
        return f"{_OF_ORGANISATION}{self.pk:05}"


class MemberDomain(models.Model):
    """A mail domain of a municipality or an organisation.

    Anybody with an address in it may sign in and contribute.
    """

    domain = models.CharField(max_length=100, unique=True)
    gm_code = models.CharField(max_length=6)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(domain=Lower(F("domain"))), name="domain_in_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.domain


class SignInLink(models.Model):
    """A link that was asked for. It holds digests: no token, and no address that may not sign in.

    A link for an unknown address belongs to nobody: it takes the same work, and counts. In a domain
    of a municipality the address is a newcomer's, who becomes a person by using the link.

    The browser that asked may use it too, by the code of the letter: `asked_by` is the digest of
    what only that browser knows, `code_digest` of that with the code, and `tries` counts codes.
    """

    digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True)
    newcomer = models.EmailField(blank=True)
    asked_for = models.CharField(max_length=64, db_index=True)
    asked_by = models.CharField(max_length=64, blank=True, db_default="", db_index=True)
    code_digest = models.CharField(max_length=64, blank=True, db_default="")
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    onward = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.digest[:8]
