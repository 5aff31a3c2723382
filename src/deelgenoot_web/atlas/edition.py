"""A release in one language: what every page of the atlas is made from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from threading import RLock
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.utils import translation

from deelgenoot.catalog import Catalog, Indicator
from deelgenoot.charts.published import Charts
from deelgenoot.study import Study
from deelgenoot.typology import sentences
from deelgenoot.typology.published import Typology
from deelgenoot.words import Language, Text, format_figure, format_number
from deelgenoot_web.atlas.facts.release import Release, release

_Arguments = ParamSpec("_Arguments")
_Page = TypeVar("_Page")
_N_KEPT = 8
"""What the people of a few municipalities look at in one hour; half a megabyte each."""
_making = RLock()
"""Held by who makes such a part, of any kind: threads that made it side by side would take as long
together, and those that ask for the same would all make it."""


def keep_few(
    page: "Callable[Concatenate[Edition, _Arguments], _Page]",
) -> "Callable[Concatenate[Edition, _Arguments], _Page]":
    """Keep the last few of what `page` made; one makes it while others wait.

    The page as a whole is kept for unknown visitors alone; who signed in, or asks something, gets
    one that is written anew around these.
    """
    kept_page: Any = lru_cache(maxsize=_N_KEPT)(page)

    @wraps(kept_page)
    def make(edition: Edition, /, *args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Page:
        with _making:
            made_page: _Page = kept_page(edition, *args, **kwargs)
            return made_page

    return make


@dataclass(frozen=True)
class Edition:
    """A release in one language.

    What a study says is a `Text`, and `words` gives it in this language; what the house says comes
    from gettext, which reads the active language. `make` sees to it that these are the same.
    """

    release: Release
    language: Language

    def make(
        self,
        page: "Callable[Concatenate[Edition, _Arguments], _Page]",
        *args: _Arguments.args,
        **kwargs: _Arguments.kwargs,
    ) -> _Page:
        """Call `page` with this edition while its language is the active one."""
        with translation.override(self.language):
            return page(self, *args, **kwargs)

    @property
    def study(self) -> Study:
        """The study that was released."""
        return self.release.study

    @property
    def typology(self) -> Typology:
        """The typology that was published."""
        return self.release.typology

    @property
    def catalog(self) -> Catalog:
        """The figures."""
        return self.release.catalog

    @property
    def charts(self) -> Charts:
        """The charts that were drawn when the study was built."""
        return self.release.charts

    def words(self, text: Text) -> str:
        """Give a text of the study in this language."""
        return text.in_language(self.language)

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number without a unit: `1.234,5`."""
        return format_number(value, decimals, self.language)

    def change(self, value: float) -> str:
        """Write a change with a decimal; with two where one would make a zero of it."""
        return self.number(value, 1 if value == 0 or round(value, 1) else 2)

    def amount(self, value: float, unit: str, decimals: int | None = None) -> str:
        """Write a number with its unit: `22,1%`, `€ 231.000`."""
        return format_figure(value, unit, self.language, decimals)

    def figure(self, indicator: Indicator, value: float) -> str:
        """Write a figure of an indicator as people read it."""
        return indicator.text_of(value, self.language)

    def figure_beside(self, indicator: Indicator, value: float, border: float | None) -> str:
        """Write a figure so that one sees on which side of a border it lies, for that exactly."""
        if border is None or value == border:
            return self.figure(indicator, value)
        for decimals in (indicator.decimals, 2, 3):
            words = self.amount(value, indicator.unit, decimals)
            if words != self.amount(border, indicator.unit, decimals):
                break
        return words

    def level(self, indicator_id: str, code: str) -> str | None:
        """Write the level of one municipality; None where there is no figure."""
        return sentences.value(self.catalog, indicator_id, code, self.language)

    def join_names(self, names: Sequence[str]) -> str:
        """Join names in a sentence: `a, b en c`."""
        return sentences.join_names(names, self.language)

    def years(self, indicator: Indicator) -> str:
        """Name the years that a level stands for: `2020`, `2014 en 2016`."""
        return sentences.years(indicator, self.language)


def active_language() -> Language:
    """Give the language of this thread: that of the address of the request."""
    return "en" if translation.get_language() == "en" else "nl"


def edition(study: str = "middelgroot") -> Edition:
    """Open a bundled study in the active language."""
    return Edition(release(study), active_language())
