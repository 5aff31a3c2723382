"""The form of the workbench: every field with its choice, and what stands in the way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.atlas.wording import Option
from deelgenoot_web.workbench.choice import RecipeChoice, is_installed
from deelgenoot_web.workbench.groups import OWN, groups, province_groups, provinces
from deelgenoot_web.workbench.recipe import (
    HEAVIEST,
    LARGEST,
    METHODS,
    PULLS,
    USUAL_PULL,
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
class Slider:
    """A number to choose by sliding; each value has words of its own."""

    name: str
    label: str
    low: str
    high: str
    step: str
    value: str
    words: str
    """Of the value."""
    all_words: str
    """Of every value, with a bar between two."""
    ticks: tuple[str, ...]
    """Under the slider, from its beginning to its end."""
    remark: str = ""
    hint: str = ""


@dataclass(frozen=True)
class BoxGroup:
    """Boxes to tick under one name: municipalities of a province, or indicators of a theme."""

    name: str
    boxes: tuple[Option, ...]
    n_chosen: int


@dataclass(frozen=True)
class FieldRemark:
    """What is wrong with a choice, and the field where it can be mended."""

    field: str
    sentence: str


@dataclass(frozen=True)
class WorkbenchForm:
    """Every field with its choice."""

    remarks: tuple[FieldRemark, ...]
    groups: tuple[Option, ...]
    group_remark: str
    provinces: tuple[BoxGroup, ...]
    is_own: bool
    names: str
    names_remark: str
    mine: tuple[Option, ...]
    """Every municipality; none is chosen before the visitor does."""
    numbers: tuple[Slider, ...]
    """The pull and the number of clusters."""
    weights: tuple[Slider, ...]
    weights_remark: str
    indicators: tuple[BoxGroup, ...]
    """By theme; a tick leaves one out."""
    indicators_remark: str
    n_left_out: int
    fields: tuple[ChoiceField, ...]
    may_be_small: bool
    n_chosen: int


def form(edition: Edition, choice: RecipeChoice) -> WorkbenchForm:
    """Make the form, filled with the choice."""
    recipe, remarks = choice.recipe, choice.remarks
    return WorkbenchForm(
        remarks=tuple(FieldRemark(_IDS.get(name, name), words) for name, words in remarks.items()),
        groups=tuple(_groups(choice)),
        group_remark=remarks.get("g", ""),
        provinces=tuple(_provinces(choice)),
        is_own=choice.is_own,
        names=choice.unknown_names,
        names_remark=remarks.get("namen", ""),
        weights=tuple(_weights(edition, recipe)),
        weights_remark=remarks.get("w", ""),
        mine=tuple(_municipalities(choice)),
        numbers=(_pull(edition, recipe, remarks), _n_clusters(recipe, remarks)),
        indicators=tuple(_indicators(edition, recipe)),
        indicators_remark=remarks.get("z", ""),
        n_left_out=len(recipe.left_out),
        fields=(_methods(recipe, remarks), _years(edition, recipe)),
        may_be_small=recipe.may_be_small,
        n_chosen=len(recipe.codes),
    )


_IDS: Mapping[str, str] = {"g": "gemeenten", "w": "thema-s", "z": "zonder"}
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
    return labels.get(name) or province_groups()[name]


def _municipalities(choice: RecipeChoice) -> Iterator[Option]:
    for area in release().catalog.areas:
        yield Option(area.slug, area.name, area == choice.mine)


def _provinces(choice: RecipeChoice) -> Iterator[BoxGroup]:
    own_codes = set(choice.recipe.codes) if choice.is_own else set()
    boxes: dict[str, list[Option]] = {name: [] for name in provinces()}
    for area in release().catalog.areas:
        box = Option(area.code.removeprefix("GM"), area.name, area.code in own_codes)
        boxes[area.province].append(box)
    for name, some in boxes.items():
        yield _box_group(name, tuple(some))


def _indicators(edition: Edition, recipe: WorkbenchRecipe) -> Iterator[BoxGroup]:
    catalog = release().catalog
    for theme in catalog.themes:
        boxes = tuple(
            Option(one, edition.words(catalog.indicators[one].label), one in recipe.left_out)
            for one in release().study.transforms
            if catalog.indicators[one].theme == theme.id
        )
        yield _box_group(edition.words(theme.label), boxes)


def _box_group(name: str, boxes: tuple[Option, ...]) -> BoxGroup:
    return BoxGroup(name, boxes, sum(box.is_chosen for box in boxes))


def _weights(edition: Edition, recipe: WorkbenchRecipe) -> Iterator[Slider]:
    words = (_("telt niet"), *(f"{n}×" for n in range(1, HEAVIEST + 1)))
    for theme, weight in zip(release().catalog.themes, recipe.weights, strict=True):
        yield Slider(
            name=theme.id,
            label=edition.words(theme.label),
            low="0",
            high=str(HEAVIEST),
            step="1",
            value=str(weight),
            words=words[weight],
            all_words="|".join(words),
            ticks=("0", *words[1:]),
        )


def weight_words() -> tuple[str, ...]:
    """Say how heavily a theme counts, for each weight."""
    return (_("telt niet"), _("telt gewoon"), _("telt twee keer"), _("telt drie keer"))


def _n_clusters(recipe: WorkbenchRecipe, remarks: Mapping[str, str]) -> Slider:
    numbers = tuple(map(str, range(2, LARGEST + 1)))
    return Slider(
        name="k",
        label=_("Aantal clusters"),
        low=numbers[0],
        high=numbers[-1],
        step="1",
        value=str(recipe.n_clusters),
        words=str(recipe.n_clusters),
        all_words="|".join(numbers),
        ticks=numbers,
        remark=remarks.get("k", ""),
        hint=_("Bij een ander aantal dan zeven krijgt niet elk cluster een van onze namen."),
    )


def pull_text(edition: Edition, pull: float) -> str:
    """Write a pull without decimals that say nothing, and say which is ours."""
    number = plain_number(edition, pull)
    if pull == 0:
        return _("%s, niet") % number
    return _("%s (wij)") % number if pull == USUAL_PULL else number


def plain_number(edition: Edition, number: float) -> str:
    """Write a number with the decimals that it has."""
    return edition.number(number, len(f"{number:g}".partition(".")[2]))


def _pull(edition: Edition, recipe: WorkbenchRecipe, remarks: Mapping[str, str]) -> Slider:
    pull = USUAL_PULL if recipe.pull is None else recipe.pull
    return Slider(
        name="a",
        label=_("Hoe hard trekken de beschrijvingen?"),
        low="0",
        high="1",
        step=f"{PULLS[1]:g}",
        value=f"{pull:g}",
        words=pull_text(edition, pull),
        all_words="|".join(pull_text(edition, one) for one in PULLS),
        ticks=tuple(plain_number(edition, one) for one in PULLS[::2]),
        remark=remarks.get("a", ""),
        hint=_(
            "Bij elk cluster hoort een beschrijving, die een groep naar zich toe kan trekken. Dat "
            "kan alleen bij zeven clusters en de gewone methode."
        ),
    )


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


def _years(edition: Edition, recipe: WorkbenchRecipe) -> ChoiceField:
    options = (
        Option("", _("zoals bij ons"), not recipe.is_earlier),
        Option("1", _("een jaar eerder, waar dat er is"), recipe.is_earlier),
    )
    hint = _("Een jaar eerder is er voor: %(names)s.") % {"names": earlier(edition)}
    return ChoiceField("j", _("Jaren"), options, hint=hint)


def earlier(edition: Edition) -> str:
    """Name the indicators that have figures of a year earlier."""
    catalog, years = release().catalog, _earlier_years()
    labels = [edition.words(catalog.indicators[one].label) for one in years]
    return edition.join_names([label[:1].lower() + label[1:] for label in labels])


@cache
def _earlier_years() -> tuple[str, ...]:
    return tuple(earlier_years(release().catalog, tuple(release().study.transforms)))
