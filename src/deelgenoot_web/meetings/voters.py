"""Under which name a participant votes: one that only the secret of the poll can make."""

import hmac
from hashlib import sha256


def voter(secret: bytes | memoryview | None, participant: int) -> str:
    """Who votes, for this poll alone; without the secret nobody can tell who it was."""
    return hmac.digest(bytes(secret or b""), str(participant).encode(), sha256).hex()
