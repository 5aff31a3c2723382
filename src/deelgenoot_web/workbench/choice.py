"""Reads a visitor's choice from an address or from the form, with what stands in the way.

A remark at a field names what cannot be used; everything else in the choice is kept.
"""

import importlib.util
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlencode

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.areas import Area
from deelgenoot.errors import UnknownArea
from deelgenoot.study import Algorithm
from deelgenoot.typology.sentences import join_names
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.arrival import Arrival, destination
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.atlas.wording import namesakes_sentence
from deelgenoot_web.workbench.groups import OWN, group_of, groups
from deelgenoot_web.workbench.recipe import (
    FEWEST,
    HEAVIEST,
    LARGEST,
    METHODS,
    PER_CLUSTER,
    PULLS,
    WorkbenchRecipe,
)

MINE = "gemeente"
"""The field with the visitor's own municipality."""
_CODES = re.compile(r"\d{4}(-\d{4})*")
_MOST_NAMES = 100
_LONGEST = 100
_NEEDS = {"ward": "sklearn", "medoids": "kmedoids", "mixture": "sklearn", "consensus": "sklearn"}
"""The extra package that a method needs; only the worker imports it."""


@dataclass(frozen=True)
class RecipeChoice:
    """A recipe as far as it was understood, and a remark per field that stands in the way."""

    recipe: WorkbenchRecipe
    remarks: Mapping[str, str]
    unknown_names: str = ""
    """The names that a visitor typed and that are of no municipality."""
    is_own: bool = False
    """Whether the visitor chose municipalities by name."""
    mine: Area | None = None
    """The visitor's own municipality, to be marked in the outcome."""

    @property
    def query(self) -> str:
        """The end of the address: the recipe, and whose municipality is marked."""
        mine = urlencode({MINE: self.mine.slug}) if self.mine else ""
        return "&".join(filter(None, (self.recipe.query, mine)))


@cache
def is_installed(method: str) -> bool:
    """Whether the worker can use this method here."""
    return method not in _NEEDS or importlib.util.find_spec(_NEEDS[method]) is not None


def choice(edition: Edition, form: MultiValueDict[str, str]) -> RecipeChoice:
    """Read a choice from the short words of an address or the fields of the form."""
    return _FormReading(edition, form).choice()


@dataclass
class _FormReading:
    edition: Edition
    form: MultiValueDict[str, str]
    remarks: dict[str, str] = field(default_factory=dict)
    unknown_names: list[str] = field(default_factory=list)

    def choice(self) -> RecipeChoice:
        codes = tuple(sorted(self._codes()))
        recipe = WorkbenchRecipe(
            group=group_of(codes),
            codes=codes,
            weights=self._weights(),
            n_clusters=self._n_clusters(len(codes)),
            algorithm=self._algorithm(),
            pull=self._pull(),
            is_earlier=self._word("j") == "1",
            may_be_small=self._word("s") == "1",
            left_out=self._left_out(),
        ).canonical
        self._check_something_counts(recipe)
        unknown_names = ", ".join(self.unknown_names)
        return RecipeChoice(recipe, self.remarks, unknown_names, self._is_own(recipe), self._mine())

    def _word(self, name: str) -> str:
        return self.form.get(name, "").strip()[:_LONGEST]

    def _is_own(self, recipe: WorkbenchRecipe) -> bool:
        return self._says_own(self._word("g")) or recipe.group not in groups()

    def _says_own(self, group: str) -> bool:
        """Whether the visitor chose municipalities by name, also when the list says otherwise.

        Boxes that were already ticked when the form was sent out (`eerst`) remain of the choice
        before; then the group in the list counts.
        """
        is_ticked = "gm" in self.form and "eerst" not in self.form
        return group == OWN or is_ticked or bool(self._word("namen"))

    # --- which municipalities ---

    def _codes(self) -> set[str]:
        group = self.form.get("g", "").strip()
        if self._says_own(group):
            codes = self._known_codes(self.form.getlist("gm")) | self._codes_of_names()
        elif _CODES.fullmatch(group):
            codes = self._known_codes(group.split("-"))
        elif group and group not in groups():
            self.remarks["g"] = _("Deze groep gemeenten kennen wij niet. Kies er een uit de lijst.")
            return set(WorkbenchRecipe.codes or groups()[WorkbenchRecipe.group])
        else:
            codes = set(groups()[group or WorkbenchRecipe.group])
        if len(codes) < FEWEST and "g" not in self.remarks:
            self.remarks["g"] = ngettext(
                "U koos %(n)s gemeente. Kies er minstens %(least)s, anders zijn er geen groepen "
                "te onderscheiden.",
                "U koos %(n)s gemeenten. Kies er minstens %(least)s, anders zijn er geen groepen "
                "te onderscheiden.",
                len(codes),
            ) % {"n": len(codes), "least": FEWEST}
        return codes

    def _known_codes(self, numbers: Sequence[str]) -> set[str]:
        areas = release().catalog.areas
        codes = {f"GM{number[:_LONGEST]}" for number in numbers}
        unknown = sorted(code for code in codes if code not in areas)
        if unknown:
            examples = join_names([one for one in unknown if re.fullmatch(r"GM\d{4}", one)][:5])
            self.remarks["g"] = _("Wij kennen geen gemeente van 2020 met deze code: %(codes)s.") % {
                "codes": examples or "?"
            }
        return codes - set(unknown)

    def _codes_of_names(self) -> set[str]:
        """Find the municipalities whose names were typed; former names lead to the present ones."""
        codes: set[str] = set()
        words = [word.strip() for word in re.split(r"[,;\n]", self.form.get("namen", ""))]
        names = [word[:_LONGEST] for word in words if word][:_MOST_NAMES]
        for name in names:
            # Looking for names that come close takes a while, and holds up other pages: once will
            # do, since one name is asked about at a time.
            if self.unknown_names and not release().catalog.areas.is_known(name):
                self.unknown_names.append(name)
            else:
                codes |= self._codes_of_name(name)
        return codes

    def _codes_of_name(self, word: str) -> set[str]:
        try:
            arrival = destination(release().catalog.areas, word)
        except UnknownArea as error:
            self.unknown_names.append(word)
            names = error.suggestions
            hint = _("Bedoelt u misschien %(names)s?") if names else _("Controleer de spelling.")
            if names:
                hint %= {"names": self.edition.join_names(names)}
            self.remarks.setdefault("namen", _("Eén naam kennen wij niet.") + " " + hint)
            return set()
        if isinstance(arrival, Arrival):
            return {arrival.area.code}
        if arrival.is_ambiguous:
            self.unknown_names.append(word)
            self.remarks.setdefault("namen", namesakes_sentence(arrival))
            return set()
        return {area.code for area in arrival.areas}

    def _mine(self) -> Area | None:
        try:
            return release().catalog.areas.by_slug(self._word(MINE))
        except KeyError:
            return None

    # --- how ---

    def _weights(self) -> tuple[int, ...]:
        themes = [theme.id for theme in release().catalog.themes]
        short = self._word("w")
        words = list(short) if short else [self._word(theme) or "1" for theme in themes]
        digits = [str(weight) for weight in range(HEAVIEST + 1)]
        if len(words) != len(themes) or any(word not in digits for word in words):
            self.remarks["w"] = _("Een thema telt 0, 1, 2 of 3 keer mee. Kies er een van.")
            return tuple(int(w) if w in digits else 1 for w in [*words, *"1111111"][: len(themes)])
        return tuple(map(int, words))

    def _left_out(self) -> tuple[str, ...]:
        words = {word[:_LONGEST] for word in self.form.getlist("z")}
        if words - set(release().study.transforms):
            self.remarks["z"] = _("Een van deze kenmerken kennen wij niet. Kies uit de lijst.")
        return tuple(one for one in release().study.transforms if one in words)

    def _check_something_counts(self, recipe: WorkbenchRecipe) -> None:
        """Remark on a recipe in which no theme counts, or none that has an indicator left."""
        catalog = release().catalog
        themes = {
            catalog.indicators[one].theme
            for one in release().study.transforms
            if one not in recipe.left_out
        }
        heavy_themes = {
            t.id for t, weight in zip(catalog.themes, recipe.weights, strict=True) if weight
        }
        if not heavy_themes:
            self.remarks["w"] = _("U laat geen enkel thema meetellen. Kies er minstens één.")
        elif not heavy_themes & themes:
            self.remarks["z"] = _(
                "Van de thema’s die meetellen liet u alle kenmerken weg. Laat er minstens één "
                "staan."
            )

    def _n_clusters(self, n_areas: int) -> int:
        word = self._word("k") or str(WorkbenchRecipe.n_clusters)
        if not (word.isascii() and word.isdecimal() and 2 <= int(word) <= LARGEST):  # noqa: PLR2004
            self.remarks["k"] = _("Kies een aantal van 2 tot en met %(most)s.") % {"most": LARGEST}
            return WorkbenchRecipe.n_clusters
        most = n_areas // PER_CLUSTER
        if int(word) > most and n_areas >= FEWEST:
            self.remarks["k"] = _(
                "Van %(n)s gemeenten kunt u hoogstens %(most)s clusters maken. Kies er minder, of "
                "meer gemeenten."
            ) % {"n": n_areas, "most": most}
        return int(word)

    def _algorithm(self) -> Algorithm:
        word = self._word("m") or WorkbenchRecipe.algorithm
        for method in METHODS:
            if method == word:
                if not is_installed(method):
                    self.remarks["m"] = _(
                        "Deze methode is op deze site niet geïnstalleerd. Op uw eigen computer "
                        "kan het wel, met de uitbreiding “assess”."
                    )
                return method
        self.remarks["m"] = _("Deze methode kennen wij niet. Kies er een uit de lijst.")
        return WorkbenchRecipe.algorithm

    def _pull(self) -> float | None:
        word = self._word("a")
        pulls = {f"{pull:g}": pull for pull in PULLS}
        if word and word not in pulls:
            self.remarks["a"] = _("Kies hoe sterk de beschrijvingen trekken: van 0 tot en met 1.")
        return pulls.get(word)
