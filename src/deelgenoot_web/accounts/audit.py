"""Lines that say who came in, who gave or took a role, and who took a list of people along.

They go to the log of the server (`deelgenoot.audit`), not to the database: whoever may change the
database cannot change them. People stand there by number.
"""

import logging

from django.db import transaction

_log = logging.getLogger("deelgenoot.audit")


def note_deed(what: str, **about: int | str | None) -> None:
    """Log a deed, `what` with the numbers that it is `about`, once it is committed."""
    numbers = "".join(f" {name}={'-' if value is None else value}" for name, value in about.items())
    transaction.on_commit(lambda: _log.info("%s%s", what, numbers))
