"""The name under which a participant votes, which only the secret of the poll can make."""

import hmac
from hashlib import sha256


def voter(secret: bytes | memoryview | None, participant: int) -> str:
    """Return the name of a voter in this poll; without the secret nobody can tell who it was."""
    return hmac.digest(bytes(secret or b""), str(participant).encode(), sha256).hex()
