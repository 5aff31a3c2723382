"""What can go wrong, said so that a person knows what to do next."""


class DeelgenootError(Exception):
    """Base of every error this project raises on purpose; its message names what, where and how."""

    def said(self, _language: str) -> str:
        """The message, in the language of the reader where it is known in more than one."""
        return str(self)


class UnknownArea(DeelgenootError):
    """A name or code that is no area in any year, with the names that come close."""

    def __init__(self, asked: str, suggestions: tuple[str, ...] = ()) -> None:
        self.asked = asked
        self.suggestions = suggestions
        hint = f" Bedoelt u {' of '.join(suggestions)}?" if suggestions else ""
        super().__init__(f"Geen gemeente gevonden met de naam of code '{asked}'.{hint}")

    def said(self, language: str) -> str:
        """The message; in English too."""
        if language != "en":
            return str(self)
        hint = f" Did you mean {' or '.join(self.suggestions)}?" if self.suggestions else ""
        return f"No municipality found with the name or code '{self.asked}'.{hint}"


class BadData(DeelgenootError):
    """Published figures that cannot be right: names the municipality, the column and the value."""


class BadStudy(DeelgenootError):
    """A study file that cannot be used: names the file, the entry and what is allowed there."""


class BadChoice(DeelgenootError):
    """Something a person chose that cannot be answered: names it and what is allowed."""
