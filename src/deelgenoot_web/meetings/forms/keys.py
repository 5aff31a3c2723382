"""Keys of rows, and moments, as forms and scripts send them."""

from datetime import datetime
from uuid import UUID, uuid4


def key_from(text: str) -> int:
    """Read the key of a row; 0, which no row has, for anything else."""
    is_key = text.isascii() and text.isdecimal() and len(text) < len("9223372036854775807")
    return int(text) if is_key else 0


def uuid_from(text: str) -> UUID:
    """Read the id that a device chose; make one for a form without script."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def moment_from(text: str) -> datetime | None:
    """Read a moment that a page was told; None for anything else."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
