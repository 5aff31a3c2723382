"""Figures of another version than are here."""

from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

_LONGEST = 40


@dataclass(frozen=True)
class OtherVersionPage:
    """That an address asks for figures that are no longer here, and where the newest are."""

    title: str
    description: str
    newest: str
    """The same address without a version."""

    @classmethod
    def make(cls, asked_version: str, version: str, newest: str) -> Self:
        """Make the page; `asked_version` is what somebody asked for, so it is cut off."""
        words = _(
            "Deze link hoort bij de cijfers van versie %(wanted)s. Hier staat nu versie "
            "%(version)s. Wij geven geen andere cijfers dan waar u om vroeg."
        )
        return cls(
            title=_("Deze cijfers zijn vervangen"),
            description=words % {"wanted": asked_version[:_LONGEST], "version": version},
            newest=newest,
        )
