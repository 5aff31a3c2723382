"""The form of the workbench: every field with its choice, and what stands in the way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _

from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.atlas.wording import Option
from deelgenoot_web.workbench.choice import RecipeChoice, is_installed
from deelgenoot_web.workbench.groups import OWN, groups, provinces
from deelgenoot_web.workbench.recipe import (
    HEAVIEST,
    LARGEST,
    METHODS,
    PULLS,
    WorkbenchRecipe,
    earlier_years,
)


@dataclass(frozen=True)
class ChoiceField:
    """One list to choose from; `remark` says what is wrong with the choice."""

    name: str
    label: str
    options: tuple[Option, ...]
    remark: str = ""
    hint: str = ""


@dataclass(frozen=True)
class MunicipalityTick:
    """A municipality that can be ticked."""

    number: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class Province:
    """The municipalities of a province, to tick."""

    name: str
    boxes: tuple[MunicipalityTick, ...]
    n_chosen: int


@dataclass(frozen=True)
class FieldRemark:
    """What is wrong with a choice, and the field where it can be mended."""

    field: str
    sentence: str


@dataclass(frozen=True)
class FormPage:
    """The workbench before anything is computed."""

    title: str
    description: str
    remarks: tuple[FieldRemark, ...]
    groups: tuple[Option, ...]
    group_remark: str
    provinces: tuple[Province, ...]
    is_own: bool
    names: str
    names_remark: str
    weights: tuple[ChoiceField, ...]
    weights_remark: str
    fields: tuple[ChoiceField, ...]
    may_be_small: bool
    n_chosen: int


def form(edition: Edition, choice: RecipeChoice) -> FormPage:
    """Make the form, filled with the choice."""
    recipe, remarks = choice.recipe, choice.remarks
    return FormPage(
        title=_("Welke clusters krijgt u met uw eigen keuze?"),
        description=_(
            "Kies gemeenten, thema’s en methode. U ziet meteen welke clusters dat geeft, en wat er "
            "verandert ten opzichte van onze indeling."
        ),
        remarks=tuple(FieldRemark(_IDS.get(name, name), words) for name, words in remarks.items()),
        groups=tuple(_groups(choice)),
        group_remark=remarks.get("g", ""),
        provinces=tuple(_provinces(choice)),
        is_own=choice.is_own,
        names=choice.unknown_names,
        names_remark=remarks.get("namen", ""),
        weights=tuple(_weights(edition, recipe)),
        weights_remark=remarks.get("w", ""),
        fields=(
            _n_clusters(recipe, remarks),
            _methods(recipe, remarks),
            _pulls(recipe, remarks),
            _years(edition, recipe),
        ),
        may_be_small=recipe.may_be_small,
        n_chosen=len(recipe.codes),
    )


_IDS: Mapping[str, str] = {"g": "gemeenten", "namen": "namen", "w": "thema-s"}
"""The ids that remarks lead to; a field has its name as id, but these are groups of fields."""


def _groups(choice: RecipeChoice) -> Iterator[Option]:
    key = OWN if choice.is_own else choice.recipe.group
    for name, codes in groups().items():
        yield Option(name, f"{group_label(name)} ({len(codes)})", name == key)
    yield Option(OWN, _("zelf kiezen, hieronder"), key == OWN)


def group_label(name: str) -> str:
    """Name a group in words."""
    labels = {
        WorkbenchRecipe.group: _("M50 en G40-steden onder 100.000 inwoners: onze selectie"),
        "m50": _("leden van de M50"),
        "g40": _("G40-steden onder 100.000 inwoners"),
        "alle": _("alle gemeenten van 2020"),
    }
    of_provinces = {f"p-{slugify(one)}": one for one in provinces()}
    return labels.get(name) or of_provinces[name]


def _provinces(choice: RecipeChoice) -> Iterator[Province]:
    own_codes = set(choice.recipe.codes) if choice.is_own else set()
    for name in provinces():
        boxes = tuple(
            MunicipalityTick(area.code.removeprefix("GM"), area.name, area.code in own_codes)
            for area in release().catalog.areas
            if area.province == name
        )
        yield Province(name, boxes, sum(box.is_chosen for box in boxes))


def _weights(edition: Edition, recipe: WorkbenchRecipe) -> Iterator[ChoiceField]:
    words = weight_words()
    for theme, weight in zip(release().catalog.themes, recipe.weights, strict=True):
        options = (Option(str(n), words[n], n == weight) for n in range(HEAVIEST + 1))
        yield ChoiceField(theme.id, edition.words(theme.label), tuple(options))


def weight_words() -> tuple[str, ...]:
    """Say how heavily a theme counts, for each weight."""
    return (_("telt niet"), _("telt gewoon"), _("telt twee keer"), _("telt drie keer"))


def _n_clusters(recipe: WorkbenchRecipe, remarks: Mapping[str, str]) -> ChoiceField:
    options = (Option(str(k), str(k), k == recipe.n_clusters) for k in range(2, LARGEST + 1))
    hint = _("Bij een ander aantal dan zeven krijgt niet elk cluster een van onze namen.")
    return ChoiceField("k", _("Aantal clusters"), tuple(options), remarks.get("k", ""), hint)


def method_words() -> Mapping[str, str]:
    """Name each method in words."""
    return {
        "search": _("zoals bij ons"),
        "ward": _("samenvoegen (Ward)"),
        "medoids": _("voorbeelden (k-medoids)"),
        "mixture": _("wolken (Gaussian mixture)"),
        "consensus": _("meerderheid (consensus)"),
    }


def _methods(recipe: WorkbenchRecipe, remarks: Mapping[str, str]) -> ChoiceField:
    options = (
        Option(name, method_words()[name], name == recipe.algorithm)
        for name in METHODS
        if is_installed(name)
    )
    absent = [name for name in METHODS if not is_installed(name)]
    hint = _("Andere methoden zijn op deze site niet geïnstalleerd.") if absent else ""
    return ChoiceField("m", _("Methode"), tuple(options), remarks.get("m", ""), hint)


def pull_words() -> Mapping[float, str]:
    """Say how hard the descriptions pull, for each strength."""
    return {
        0.0: _("niet: alleen de cijfers tellen"),
        0.5: _("een beetje (0,5)"),
        0.75: _("zoals bij ons (0,75)"),
        1.0: _("hard (1)"),
    }


def _pulls(recipe: WorkbenchRecipe, remarks: Mapping[str, str]) -> ChoiceField:
    usual = Option("", _("zoals bij ons, als dat kan"), recipe.pull is None)
    options = (Option(f"{p:g}", pull_words()[p], p == recipe.pull) for p in PULLS)
    hint = _("Bij elk cluster hoort een beschrijving. Die kan een groep naar zich toe trekken.")
    label = _("Trekken de beschrijvingen mee?")
    return ChoiceField("a", label, (usual, *options), remarks.get("a", ""), hint)


def _years(edition: Edition, recipe: WorkbenchRecipe) -> ChoiceField:
    options = (
        Option("", _("zoals bij ons"), not recipe.is_earlier),
        Option("1", _("een jaar eerder, waar dat er is"), recipe.is_earlier),
    )
    hint = _("Een jaar eerder is er voor: %(names)s.") % {"names": earlier(edition)}
    return ChoiceField("j", _("Jaren"), options, hint=hint)


def earlier(edition: Edition) -> str:
    """Name the indicators that have figures of a year earlier."""
    catalog, study = release().catalog, release().study
    years = earlier_years(catalog, tuple(study.transforms))
    labels = [edition.words(catalog.indicators[one].label) for one in years]
    return edition.join_names([label[:1].lower() + label[1:] for label in labels])
