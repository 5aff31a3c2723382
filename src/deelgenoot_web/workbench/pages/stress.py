"""What breaks when the descriptions pull harder or softer: the same recipe at every pull."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot.areas import fold
from deelgenoot.typology.published import FitWord
from deelgenoot.typology.sentences import FIT_WORDS
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.workbench.choice import RecipeChoice
from deelgenoot_web.workbench.jobs import FoundCluster, Picture
from deelgenoot_web.workbench.pages.form import plain_number
from deelgenoot_web.workbench.pages.result import recipe_phrases
from deelgenoot_web.workbench.recipe import PULLS, USUAL_PULL, WorkbenchRecipe

_WORST: FitWord = "weak"


@dataclass(frozen=True)
class NameFit:
    """How well the name of a cluster fits at one pull."""

    fit: str
    is_weak: bool


@dataclass(frozen=True)
class PullRow:
    """One pull: who moves, and what the names are worth."""

    pull: str
    is_ours: bool
    query: str
    n_moved: str
    agreement: str
    least: str
    """The Jaccard of the weakest cluster in the release; empty where that has none."""
    fits: tuple[NameFit, ...]


@dataclass(frozen=True)
class PullMark:
    """The cluster of one municipality at one pull."""

    letter: str
    name: str
    is_moved: bool


@dataclass(frozen=True)
class MoverRow:
    """One municipality that is not in one cluster at every pull."""

    name: str
    is_mine: bool
    marks: tuple[PullMark, ...]


@dataclass(frozen=True)
class StressPage:
    """The pulls from none to hard, as far as they are computed."""

    title: str
    description: str
    query: str
    choices: tuple[str, ...]
    problem: str
    is_done: bool
    sentences: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    rows: tuple[PullRow, ...] = ()
    movers: tuple[MoverRow, ...] = ()


def pulled_recipes(recipe: WorkbenchRecipe) -> tuple[WorkbenchRecipe, ...]:
    """Give the recipe at every pull."""
    return tuple(replace(recipe, pull=pull).canonical for pull in PULLS)


def stress_page(
    edition: Edition, choice: RecipeChoice, pictures: Sequence[Picture], problem: str
) -> StressPage:
    """Make the page of a recipe from its pictures at every pull; incomplete while some are not."""
    is_done = len(pictures) == len(PULLS)
    page = StressPage(
        title=_("Wat breekt er als de beschrijvingen harder of zachter trekken?"),
        description=_(
            "Elke stap is een eigen berekening van deze werkbank, van niet trekken (0) tot hard "
            "trekken (1). Alles behalve de trekkracht blijft gelijk."
        ),
        query=choice.query,
        choices=recipe_phrases(edition, replace(choice.recipe, pull=None)),
        problem=problem,
        is_done=is_done or bool(problem),
    )
    if not is_done:
        return page
    rows = tuple(_rows(edition, choice.recipe, pictures))
    movers = tuple(_movers(edition, choice, pictures))
    return replace(
        page,
        sentences=tuple(_sentences(edition, pictures, movers)),
        names=tuple(edition.words(one.name) for one in release().study.archetypes),
        rows=rows,
        movers=movers,
    )


def _clusters_of(picture: Picture) -> Mapping[str, FoundCluster]:
    return {code: cluster for cluster in picture.clusters for code in cluster.members}


def _ours(pictures: Sequence[Picture]) -> Picture:
    return pictures[PULLS.index(USUAL_PULL)]


def _n_moved(pictures: Sequence[Picture], picture: Picture) -> int:
    """Count who is elsewhere than at our own pull."""
    here, ours = _clusters_of(picture), _clusters_of(_ours(pictures))
    return sum(here[code].id != ours[code].id for code in ours)


def _rows(
    edition: Edition, recipe: WorkbenchRecipe, pictures: Sequence[Picture]
) -> Iterator[PullRow]:
    for pull, picture, variant in zip(PULLS, pictures, pulled_recipes(recipe), strict=True):
        fits = {cluster.id: cluster for cluster in picture.clusters}
        agreement = picture.agreement
        yield PullRow(
            pull=plain_number(edition, pull),
            is_ours=pull == USUAL_PULL,
            query=variant.query,
            n_moved=edition.number(_n_moved(pictures, picture)),
            agreement="" if agreement is None else edition.number(agreement, 2),
            least=_least(edition, variant, pull),
            fits=tuple(
                NameFit(edition.number(fits[one.id].fit, 2), fits[one.id].fit_word == _WORST)
                for one in release().study.archetypes
            ),
        )


def _least(edition: Edition, recipe: WorkbenchRecipe, pull: float) -> str:
    """Read the weakest Jaccard from the release, which has that of the published recipe only."""
    assessment = release().current_assessment
    if assessment is None or replace(recipe, pull=None).query:
        return ""
    least = [one.jaccard_least for one in assessment.frontier if one.pull == pull]
    return edition.number(least[0], 2) if least else ""


def _movers(
    edition: Edition, choice: RecipeChoice, pictures: Sequence[Picture]
) -> Iterator[MoverRow]:
    ours, areas = _clusters_of(_ours(pictures)), release().catalog.areas
    everywhere = [_clusters_of(picture) for picture in pictures]
    moving = {code for code in ours if len({one[code].id for one in everywhere}) > 1}
    mine = choice.mine.code if choice.mine else ""
    for code in sorted(moving, key=lambda code: (code != mine, fold(areas[code].name))):
        marks = (
            PullMark(
                cluster[code].letter,
                edition.words(cluster[code].name),
                cluster[code].id != ours[code].id,
            )
            for cluster in everywhere
        )
        yield MoverRow(areas[code].name, code == mine, tuple(marks))


def _sentences(
    edition: Edition, pictures: Sequence[Picture], movers: Sequence[MoverRow]
) -> Iterator[str]:
    n_all = len(_clusters_of(_ours(pictures)))
    n_stay = n_all - len(movers)
    yield ngettext(
        "Van de %(all)s gemeenten houdt er %(n)s bij elke trekkracht haar cluster.",
        "Van de %(all)s gemeenten houden er %(n)s bij elke trekkracht hun cluster.",
        n_stay,
    ) % {"all": n_all, "n": n_stay}
    yield _("Zonder trekken staan er %(free)s in een ander cluster dan bij %(ours)s.") % {
        "free": _n_moved(pictures, pictures[0]),
        "ours": plain_number(edition, USUAL_PULL),
    }
    weak_names = [
        one.name
        for one in release().study.archetypes
        if any(c.id == one.id and c.fit_word == _WORST for p in pictures for c in p.clusters)
    ]
    if weak_names:
        names = edition.join_names([edition.words(name) for name in weak_names])
        yield _("De naam %(fit)s ergens bij %(names)s.") % {
            "fit": edition.words(FIT_WORDS[_WORST]),
            "names": names,
        }
    else:
        yield _("Bij geen enkele trekkracht past een naam zwak.")
