"""The way in of the server's command: says which extra is missing before anything is loaded."""

import sys
from collections.abc import Sequence
from importlib import import_module

from deelgenoot.errors import MissingExtra, needing_extra


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the server's command; return 2 where the extra that it needs is not installed."""
    try:
        with needing_extra("web"):
            command = import_module("deelgenoot_web.site.cli")
    except MissingExtra as error:
        print(f"deelgenoot-web: {error.message_in('nl')}", file=sys.stderr)
        return 2
    code: int = command.main(arguments)
    return code
