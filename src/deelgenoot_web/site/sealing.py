"""Backups that only the holder of a key can read, in the format of age (docs/decisions/0095).

The server has the public key alone: who takes the server has no backup that can be read.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from deelgenoot.errors import DeelgenootError
from deelgenoot_web.site.environment import BACKUP_IDENTITY, BACKUP_KEY, SettingError

_BEGINS = b"age-encryption.org/"
_SECRET = "AGE-SECRET-KEY-"  # noqa: S105 - what a secret key begins with


class SealError(DeelgenootError):
    """An encrypted backup that cannot be read; says why and what to do."""


def read_key() -> Any:
    """Read the public key that backups are encrypted to; None where they are not.

    Raises SettingError for what is no public key of age.
    """
    word = BACKUP_KEY.read()
    if not word:
        return None
    age = _age(BACKUP_KEY.name)
    try:
        return age.x25519.Recipient.from_str(word)
    except age.RecipientError as error:
        # It may be the secret one, so it is not repeated.
        msg = f"{BACKUP_KEY.name} is geen openbare sleutel van age; die begint met age1."
        raise SettingError(msg) from error


def seal(plain: Path, target: Path, key: Any) -> None:
    """Encrypt a file to the holder of `key`. Raises OSError where it cannot be written."""
    _age(BACKUP_KEY.name).encrypt_file(str(plain), str(target), [key])


@contextmanager
def readable_backup(file: Path) -> Iterator[Path]:
    """Give a backup as it can be read: itself, or what is in it, for as long as that is needed.

    Raises SealError where the key is another one or the file is damaged.
    """
    if not _is_sealed(file):
        yield file
        return
    with tempfile.TemporaryDirectory() as folder:  # nobody else may enter it
        plain = Path(folder, file.name)
        age, identities = _age(BACKUP_IDENTITY.name), _read_identities(file)
        try:
            age.decrypt_file(str(file), str(plain), identities)
        except age.DecryptError as error:
            where = BACKUP_IDENTITY.read()
            msg = f"{file} is versleuteld voor een andere sleutel dan die in {where}."
            raise SealError(msg) from error
        except OSError as error:
            msg = f"{file} is beschadigd of past niet op de schijf ({error})."
            raise SealError(msg) from error
        yield plain


def _is_sealed(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as stream:
        return stream.read(len(_BEGINS)) == _BEGINS


def _read_identities(file: Path) -> list[Any]:
    """Read the secret keys; lines of remarks are skipped, as age does."""
    name = BACKUP_IDENTITY.name
    if not BACKUP_IDENTITY.read():
        msg = f"{file} is versleuteld. Noem in {name} het bestand met de geheime sleutel."
        raise SettingError(msg)
    age = _age(name)
    try:
        lines = Path(BACKUP_IDENTITY.read()).read_text(encoding="utf-8").splitlines()
        return [age.x25519.Identity.from_str(one) for one in lines if one.startswith(_SECRET)]
    except (OSError, UnicodeDecodeError, age.IdentityError) as error:
        msg = f"{name}: in {BACKUP_IDENTITY.read()} staat geen geheime sleutel van age te lezen."
        raise SettingError(msg) from error


def _age(setting: str) -> Any:
    try:
        import pyrage  # noqa: PLC0415 - only where somebody encrypts
    except ImportError as error:
        msg = f"{setting} vraagt pyrage: pip install 'deelgenoot[web,operate]'"
        raise SettingError(msg) from error
    return pyrage
