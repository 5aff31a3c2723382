"""Every setting of the environment: its name, its default and what it does."""

import fcntl
import os
import re
import secrets
from dataclasses import dataclass
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from deelgenoot.errors import DeelgenootError

_LOOPBACK = frozenset({"127.0.0.1", "::1", "[::1]", "localhost"})
_LAST_PORT = 65535
_SHORTEST_KEY = 32
_CONTACTS = ("mailto:", "https://")
_BOUNCES = re.compile(r"[\w.-]{1,20}@[\w.-]+", re.ASCII)
_MAKE_KEY = 'python -c "import secrets; print(secrets.token_urlsafe(50))"'
_SQLITE = "deelgenoot.sqlite3"
_POSTGRES = "django.db.backends.postgresql"
_POSTGRES_PATIENCE = {
    "connect_timeout": 3,
    "tcp_user_timeout": 5000,  # milliseconds
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
}
_LOCK_TIMEOUT = "-c lock_timeout=5s"
"""A PostgreSQL that is gone without a word, or that somebody else holds, keeps a thread for seconds
instead of minutes. The address of the database may say otherwise."""


class SettingError(DeelgenootError):
    """A setting that is missing or cannot be used: names it and says what to give."""


@dataclass(frozen=True)
class Setting:
    """One entry of the environment; `default` is what an absent or empty one means."""

    name: str
    default: str
    sentence: str

    def read(self) -> str:
        """Read the setting, without spaces around it."""
        return os.environ.get(self.name, "").strip() or self.default

    @property
    def is_on(self) -> bool:
        """Whether a yes-or-no setting says yes. Raises SettingError for any other word."""
        word = self.read().lower()
        if word not in {"0", "1", "no", "yes", "false", "true"}:
            msg = f"{self.name} is '{word}'; gebruik 1 of 0."
            raise SettingError(msg)
        return word in {"1", "yes", "true"}


HOST = Setting("HOST", "127.0.0.1", "The address the server listens on.")
PORT = Setting("PORT", "8000", "The port the server listens on.")
DEBUG = Setting(
    "DEELGENOOT_DEBUG", "0", "1 shows errors in full and adds the style guide; never for visitors."
)
SECRET_KEY = Setting(
    "DEELGENOOT_SECRET_KEY",
    "",
    "Signs what the site hands out, 32 characters or more; made and kept in the var folder while "
    "HOST is this machine.",
)
ALLOWED_HOSTS = Setting(
    "DEELGENOOT_ALLOWED_HOSTS",
    "localhost,127.0.0.1,[::1]",
    "The names under which visitors reach the site, with commas between.",
)
ORIGIN = Setting(
    "DEELGENOOT_ORIGIN",
    "",
    "The public address, such as https://deelgenoot.example; mail needs it where visitors come.",
)
VAR_FOLDER = Setting(
    "DEELGENOOT_VAR", "var", "The folder for what the server makes: key, database, static files."
)
ORGANISATION = Setting(
    "DEELGENOOT_ORGANISATION",
    "",
    "Who runs the site and answers for it, for the colophon; needed where visitors come.",
)
ADDRESS = Setting(
    "DEELGENOOT_ADDRESS",
    "",
    "Where that organisation can be visited or written to; needed where visitors come.",
)
CONTACT = Setting(
    "DEELGENOOT_CONTACT",
    "",
    "Where people ask or report something, a mailto: or https: address; needed where visitors "
    "come.",
)
PRIVACY_CONTACT = Setting(
    "DEELGENOOT_PRIVACY_CONTACT",
    "",
    "Where people ask about their personal data, such as the data protection officer; without it "
    "the contact above.",
)
SOURCE_CODE = Setting(
    "DEELGENOOT_SOURCE_CODE", "", "The https: address of the source code, for the link at the foot."
)
NOTES = Setting(
    "DEELGENOOT_NOTES",
    "",
    "A TOML file that says whose notes as PDF these are: name, colour, logo, cover and colophon.",
)
DATABASE_URL = Setting(
    "DATABASE_URL",
    "",
    "postgres://user:password@host:5432/name for PostgreSQL; without it SQLite in the var folder.",
)
SMTP_HOST = Setting(
    "DEELGENOOT_SMTP_HOST",
    "",
    "The server that sends mail; without it, on your own machine, mail stays at /postvak/.",
)
SMTP_PORT = Setting("DEELGENOOT_SMTP_PORT", "587", "The port of that server.")
SMTP_USER = Setting("DEELGENOOT_SMTP_USER", "", "The name to sign in with there, if it asks one.")
SMTP_PASSWORD = Setting("DEELGENOOT_SMTP_PASSWORD", "", "The password that goes with that name.")
SMTP_TLS = Setting(
    "DEELGENOOT_SMTP_TLS",
    "starttls",
    "How the connection is closed to others: starttls, tls (from the first byte) or none.",
)
MAIL_FROM = Setting(
    "DEELGENOOT_MAIL_FROM", "", "The sender of all mail, such as deelgenoot@town.example."
)
BOUNCES = Setting(
    "DEELGENOOT_BOUNCES",
    "",
    "The address that letters come back to which cannot be delivered, such as "
    "bounces@town.example; each has its own, with a + after the name.",
)
OIDC_ISSUER = Setting(
    "DEELGENOOT_OIDC_ISSUER",
    "",
    "The identity provider at which people may sign in too, by OpenID Connect, such as "
    "https://login.town.example/realm; without it only mailed links.",
)
OIDC_CLIENT = Setting("DEELGENOOT_OIDC_CLIENT", "", "The name by which that provider knows us.")
OIDC_SECRET = Setting("DEELGENOOT_OIDC_SECRET", "", "The secret that goes with that name.")
OIDC_NAME = Setting(
    "DEELGENOOT_OIDC_NAME", "", "What people call that provider, for the button to sign in."
)
LOG = Setting(
    "DEELGENOOT_LOG", "text", "How the server logs: text, or json with one object a line."
)
METRICS = Setting(
    "DEELGENOOT_METRICS",
    "",
    "Where Prometheus finds figures, such as 127.0.0.1:9464.",
)
BACKUP_KEY = Setting(
    "DEELGENOOT_BACKUP_KEY", "", "The public key of age (age1...) that backups are encrypted to."
)
BACKUP_IDENTITY = Setting(
    "DEELGENOOT_BACKUP_IDENTITY", "", "The file with the secret key of age, to check and restore."
)

SETTINGS = tuple(one for one in tuple(globals().values()) if isinstance(one, Setting))
"""All of them, in the order of this file."""


def var_folder() -> Path:
    """Give the folder for the server's own files, made when absent."""
    folder = Path(VAR_FOLDER.read()).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """Give the key that signs. On loopback it is made and kept; elsewhere it must be set."""
    key = SECRET_KEY.read()
    if key:
        if len(key) < _SHORTEST_KEY:
            msg = (
                f"{SECRET_KEY.name} heeft {len(key)} tekens; dat is te raden. Geef er ten minste "
                f"{_SHORTEST_KEY}, van: {_MAKE_KEY}"
            )
            raise SettingError(msg)
        return key
    if HOST.read() not in _LOOPBACK:
        msg = (
            f"{SECRET_KEY.name} ontbreekt en {HOST.name} is {HOST.read()}. Geef een lange, "
            f"toevallige tekst, van: {_MAKE_KEY}"
        )
        raise SettingError(msg)
    file = folder / "secret_key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50), encoding="utf-8")
    return file.read_text(encoding="utf-8").strip()


def port(setting: Setting = PORT) -> int:
    """Read a port as a number. Raises SettingError for anything else."""
    word = setting.read()
    if not word.isdecimal() or not 0 < int(word) <= _LAST_PORT:
        msg = f"{setting.name} is '{word}'; gebruik een getal van 1 tot en met {_LAST_PORT}."
        raise SettingError(msg)
    return int(word)


def metrics_place() -> tuple[str, int] | None:
    """Read where Prometheus finds figures; None where nobody asked for them.

    Raises SettingError for an address that strangers might reach.
    """
    if not METRICS.read():
        return None
    try:
        place = urlsplit(f"//{METRICS.read()}")
        address, number = ip_address(place.hostname or ""), place.port or 0
    except ValueError:
        address, number = ip_address(0), 0
    if not number or not address.is_private or address.is_unspecified:
        msg = (
            f"{METRICS.name} is '{METRICS.read()}'; gebruik een adres van deze machine of van een "
            "eigen netwerk, met een poort: 127.0.0.1:9464."
        )
        raise SettingError(msg)
    if find_spec("prometheus_client") is None:
        msg = f"{METRICS.name} vraagt prometheus-client: pip install 'deelgenoot[web,operate]'"
        raise SettingError(msg)
    return str(address), number


def log_format() -> str:
    """Read how is logged. Raises SettingError for any other word than text or json."""
    word = LOG.read().lower()
    if word not in {"text", "json"}:
        msg = f"{LOG.name} is '{word}'; gebruik text of json."
        raise SettingError(msg)
    return word


def allowed_hosts() -> list[str]:
    """List the names under which visitors reach the site."""
    return [name.strip() for name in ALLOWED_HOSTS.read().split(",") if name.strip()]


def database(folder: Path) -> dict[str, Any]:
    """Django's settings of the database. Raises SettingError for what is no PostgreSQL address."""
    address = DATABASE_URL.read()
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / _SQLITE,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 3,  # seconds that a writer waits for another one
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON; "
                    "PRAGMA wal_autocheckpoint=8000;"  # pages; `crowd` keeps it far below
                ),
            },
        }
    try:
        read = dj_database_url.parse(address)
    except ValueError:
        read = {}
    if read.get("ENGINE") != _POSTGRES or not read["NAME"]:
        # The address itself is not repeated: it holds a password.
        msg = f"{DATABASE_URL.name} is geen postgres://gebruiker:wachtwoord@server:5432/naam."
        raise SettingError(msg)
    if find_spec("psycopg") is None:
        msg = f"{DATABASE_URL.name} vraagt psycopg: pip install 'deelgenoot[web,postgres]'"
        raise SettingError(msg)
    options = _POSTGRES_PATIENCE | read.get("OPTIONS", {})
    # What comes later wins: the address may hold a `search_path`, and another time.
    options["options"] = f"{_LOCK_TIMEOUT} {options.get('options', '')}".strip()
    return {**read, "OPTIONS": options}


def keep_database_private(folder: Path) -> None:
    """Let only the user of the server read the SQLite file; its log gets the same rights."""
    if DATABASE_URL.read():
        return
    (folder / _SQLITE).touch(mode=0o600)
    for file in folder.glob(f"{_SQLITE}*"):
        file.chmod(0o600)


def hold_database(folder: Path) -> bool:
    """Hold the SQLite file as long as this process lives; False when another server has it.

    Screens of one server do not hear of the commits of another, except on PostgreSQL.
    """
    if DATABASE_URL.read():
        return True
    file = folder / "serving.lock"
    lock = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
    give_to_owner_of_folder(file)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return False
    return True  # the lock stays, as its file stays open


def give_to_owner_of_folder(file: Path) -> None:
    """Let the user of the server open what a command makes there that root typed."""
    if os.geteuid() == 0:
        owner = file.parent.stat()
        os.chown(file, owner.st_uid, owner.st_gid)


def is_for_this_machine() -> bool:
    """Whether only this machine can reach the site, by its address and its names."""
    names = {HOST.read(), *allowed_hosts()}
    if ORIGIN.read():
        names.add(urlsplit(ORIGIN.read()).hostname or "")
    return names <= _LOOPBACK


def notes_house() -> Path | None:
    """Give the file that says whose notes these are. Raises SettingError where it is not there."""
    if not NOTES.read():
        return None
    path = Path(NOTES.read()).resolve()
    if not path.is_file():
        msg = f"{NOTES.name} is '{NOTES.read()}', en dat bestand is er niet."
        raise SettingError(msg)
    return path


def public_origin() -> str:
    """Give the origin of links in letters and calendars: never the Host that a visitor sends."""
    host = HOST.read()
    name = f"[{host}]" if ":" in host else host
    return ORIGIN.read().rstrip("/") or f"http://{name}:{port()}"


@dataclass(frozen=True)
class SiteOwner:
    """Who runs the site, for the colophon and the privacy statement; empty where nobody said so."""

    organisation: str
    address: str
    contact: str
    privacy_contact: str

    @property
    def contact_words(self) -> str:
        """The contact as people read it."""
        return self.contact.removeprefix("mailto:").removeprefix("https://")

    @property
    def privacy_words(self) -> str:
        """The contact for personal data as people read it."""
        return self.privacy_contact.removeprefix("mailto:").removeprefix("https://")


def site_owner() -> SiteOwner:
    """Read who runs the site.

    Raises SettingError for a contact that is no address, and where visitors come and it is not said
    who runs the site: names every setting that is missing.
    """
    for setting in (CONTACT, PRIVACY_CONTACT):
        if setting.read() and not setting.read().startswith(_CONTACTS):
            msg = f"{setting.name} is '{setting.read()}'; begin met mailto: of https://."
            raise SettingError(msg)
    obligatory = () if is_for_this_machine() else (ORGANISATION, ADDRESS, CONTACT)
    if absent := [setting.name for setting in obligatory if not setting.read()]:
        msg = (
            f"Er komen bezoekers, maar het colofon en de privacyverklaring zijn leeg. Geef "
            f"{', '.join(absent)}: wie de site beheert, het adres, en waar bezoekers terechtkunnen."
        )
        raise SettingError(msg)
    contact = CONTACT.read()
    return SiteOwner(
        ORGANISATION.read(), ADDRESS.read(), contact, PRIVACY_CONTACT.read() or contact
    )


@dataclass(frozen=True)
class MailServer:
    """The server that sends mail."""

    host: str
    port: int
    user: str
    password: str
    tls: str
    sender: str
    bounces: str = ""


def mail_server() -> MailServer | None:
    """Read how mail is sent; None on this machine, where it stays in the mailbox.

    Raises SettingError where visitors come and mail could not be sent, or its links lead nowhere.
    """
    if is_for_this_machine() and not SMTP_HOST.read():
        return None
    obligatory = (SMTP_HOST, MAIL_FROM) if is_for_this_machine() else (SMTP_HOST, MAIL_FROM, ORIGIN)
    absent = [setting for setting in obligatory if not setting.read()]
    if absent:
        name, sentence = absent[0].name, _WITHOUT[absent[0].name]
        msg = f"{name} ontbreekt. {sentence}"
        raise SettingError(msg)
    tls = SMTP_TLS.read().lower()
    if tls not in {"starttls", "tls", "none"}:
        msg = f"{SMTP_TLS.name} is '{tls}'; gebruik starttls, tls of none."
        raise SettingError(msg)
    return MailServer(
        SMTP_HOST.read(),
        port(SMTP_PORT),
        SMTP_USER.read(),
        SMTP_PASSWORD.read(),
        tls,
        MAIL_FROM.read(),
        _bounces(),
    )


@dataclass(frozen=True)
class IdentityProvider:
    """Where people sign in too, and as which client the site is known there."""

    issuer: str
    client_id: str
    secret: str
    name: str


def sign_in_provider() -> IdentityProvider | None:
    """Read where people sign in too; None where nobody asked for it.

    Raises SettingError for what is missing, and for a provider that others could speak for.
    """
    settings = (OIDC_ISSUER, OIDC_CLIENT, OIDC_SECRET, OIDC_NAME)
    if not any(one.read() for one in settings):
        return None
    if absent := [one.name for one in settings if not one.read()]:
        msg = f"{', '.join(absent)} ontbreekt: inloggen bij een ander vraagt alle vier."
        raise SettingError(msg)
    place = urlsplit(OIDC_ISSUER.read())
    if place.scheme != "https" and place.hostname not in _LOOPBACK:
        msg = f"{OIDC_ISSUER.name} is '{OIDC_ISSUER.read()}'; gebruik een adres met https://."
        raise SettingError(msg)
    if find_spec("authlib") is None:
        msg = f"{OIDC_ISSUER.name} vraagt authlib: pip install 'deelgenoot[web,oidc]'"
        raise SettingError(msg)
    return IdentityProvider(*(one.read() for one in settings))


def _bounces() -> str:
    """Read where letters come back; there has to be room for the own part of each."""
    address = BOUNCES.read()
    if address and not _BOUNCES.fullmatch(address):
        msg = (
            f"{BOUNCES.name} is '{address}'; gebruik een adres als bounces@gemeente.example, met "
            "ten hoogste 20 tekens voor de @ en zonder +."
        )
        raise SettingError(msg)
    return address


_WITHOUT = {
    SMTP_HOST.name: "Inloggen en aanmelden gaan per e-mail. Geef de naam van een SMTP-server.",
    MAIL_FROM.name: "Geef het adres van de afzender, zoals deelgenoot@gemeente.example.",
    ORIGIN.name: "Geef het openbare adres, zoals https://deelgenoot.example: links in e-mail "
    "beginnen daarmee.",
}
