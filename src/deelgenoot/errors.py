"""What can go wrong, said so that a person knows what to do next."""

from collections.abc import Iterator
from contextlib import contextmanager


class DeelgenootError(Exception):
    """Base of every error this project raises on purpose; its message names what, where and how.

    `dutch` says the same to readers of Dutch; without it they get the other message too.
    """

    def __init__(self, message: str = "", dutch: str = "") -> None:
        super().__init__(message)
        self.dutch = dutch

    def message_in(self, language: str) -> str:
        """Give the message, in the language of the reader where it is known in more than one."""
        return self.dutch if self.dutch and language == "nl" else str(self)


class UnknownArea(DeelgenootError):
    """A name or code that is no area in any year, with the names that come close."""

    def __init__(self, query: str, suggestions: tuple[str, ...] = ()) -> None:
        self.query = query
        self.suggestions = suggestions
        super().__init__(self.message_in("nl"))

    def message_in(self, language: str) -> str:
        """Say what was not found, and the names that come close."""
        message, hint, joining = _UNKNOWN[language]
        close = hint.format(joining.join(self.suggestions)) if self.suggestions else ""
        return message.format(self.query) + close


_UNKNOWN = {
    "nl": ("Geen gemeente gevonden met de naam of code '{}'.", " Bedoelt u {}?", " of "),
    "en": ("No municipality found with the name or code '{}'.", " Did you mean {}?", " or "),
}


class BadData(DeelgenootError):
    """Published figures that cannot be right: names the municipality, the column and the value."""


class BadStudy(DeelgenootError):
    """A study file that cannot be used: names the file, the entry and what is allowed there."""


class BadChoice(DeelgenootError):
    """Something a person chose that cannot be answered: names it and what is allowed."""


class MissingExtra(BadChoice):
    """Something that needs an extra of the distribution, which is not installed."""


@contextmanager
def needing_extra(extra: str) -> Iterator[None]:
    """Raise `MissingExtra` where an import in this block finds no package of the extra."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("deelgenoot"):
            raise
        install = f"pip install 'deelgenoot[{extra}]'"
        raise MissingExtra(
            f"This needs the extra '{extra}' ({error.name} is not installed): {install}",
            f"Dit vraagt de extra '{extra}' ({error.name} is er niet): {install}",
        ) from error
