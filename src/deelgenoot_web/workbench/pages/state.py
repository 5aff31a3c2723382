"""The page of a recipe, from the results that the queue has so far."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.workbench.choice import RecipeChoice
from deelgenoot_web.workbench.jobs import Why
from deelgenoot_web.workbench.pages import result
from deelgenoot_web.workbench.pages.form import WorkbenchForm, form
from deelgenoot_web.workbench.pages.result import RecipeOutcome
from deelgenoot_web.workbench.queue import Job, Turned, work_queue


@dataclass(frozen=True)
class WorkbenchPage:
    """The form, and beside it what the choice gave, once that was asked."""

    title: str
    description: str
    form: WorkbenchForm | None
    """None in the answer to a script that has the form, where nothing is wrong with the choice."""
    outcome: RecipeOutcome | None


def form_page(edition: Edition, choice: RecipeChoice) -> WorkbenchPage:
    """Make the page before anything is computed."""
    return WorkbenchPage(
        title=_("Welke clusters krijgt u met uw eigen keuze?"),
        description=_(
            "Kies gemeenten, thema’s en methode. U ziet meteen welke clusters dat geeft, en wat er "
            "verandert ten opzichte van onze indeling."
        ),
        form=form(edition, choice),
        outcome=None,
    )


def outcome_page(edition: Edition, choice: RecipeChoice, answer: Job | Turned) -> WorkbenchPage:
    """Make the page of a recipe, with the results so far."""
    return replace(form_page(edition, choice), outcome=_outcome(edition, choice, answer))


def outcome_part(edition: Edition, choice: RecipeChoice, answer: Job | Turned) -> WorkbenchPage:
    """Make the page of a recipe for a script, which has the form."""
    return WorkbenchPage("", "", form=None, outcome=_outcome(edition, choice, answer))


def _outcome(edition: Edition, choice: RecipeChoice, answer: Job | Turned) -> RecipeOutcome:
    recipe = choice.recipe
    job = answer if isinstance(answer, Job) else None
    picture = job.picture if job else None
    # Read once: the worker's thread may write a newer one meanwhile.
    stability = job.stability if job else None
    stage = job.stage if job else str(answer)
    return RecipeOutcome(
        mine=choice.mine.slug if choice.mine else "",
        query=choice.query,
        recipe_query=recipe.query,
        choices=result.recipe_phrases(edition, recipe),
        stage=stage,
        is_done=job.is_done if job else True,
        is_starting=work_queue().is_starting,
        problem=_problem(job, answer),
        is_small=bool(job and job.problem == "small"),
        picture=result.picture_part(edition, choice.mine, picture) if picture else None,
        firm=result.firm(edition, picture, stability) if picture and stability else None,
        peers_query=result.peers_query(recipe),
    )


def _problem(job: Job | None, answer: Job | Turned) -> str:
    if job is None:
        return turned_away()[answer] if isinstance(answer, str) else ""
    return _stop_words(job.problem, has_picture=job.picture is not None) if job.problem else ""


def turned_away() -> dict[Turned, str]:
    """Say why a recipe is not computed now."""
    return {
        "often": _(
            "U vroeg in korte tijd veel nieuwe indelingen. Wacht een minuut en laad deze pagina "
            "opnieuw, of reken op uw eigen computer."
        ),
        "busy": _(
            "Er wachten nu te veel vragen. Laad deze pagina over een minuut opnieuw, of reken op "
            "uw eigen computer."
        ),
    }


def _stop_words(why: Why, *, has_picture: bool) -> str:
    if has_picture and why == "died":
        return _(
            "De stevigheid konden wij niet uitrekenen: het rekenprogramma viel uit. De clusters "
            "kloppen wel. Laad deze pagina over een halve minuut nog eens."
        )
    if has_picture:
        return _(
            "De stevigheid konden wij niet uitrekenen: het duurde te lang. De clusters kloppen "
            "wel. Op uw eigen computer kan het zonder deze grens."
        )
    words: dict[Why, str] = {
        "small": _(
            "Eén cluster werd kleiner dan vijf gemeenten. Kies minder clusters, laat de "
            "beschrijvingen minder hard trekken, of sta kleine clusters toe."
        ),
        "empty": _(
            "Voor een van de kenmerken heeft geen enkele gekozen gemeente een cijfer. Kies er meer "
            "gemeenten bij."
        ),
        "bad": _("Met deze keuze kan niet gerekend worden. Wijzig uw keuze."),
        "slow": _(
            "Dit duurde langer dan op deze site mag. Kies minder gemeenten of een andere methode, "
            "of reken op uw eigen computer."
        ),
        "died": _(
            "Het rekenprogramma viel uit en start opnieuw. Laad deze pagina over een halve minuut "
            "nog eens, of reken op uw eigen computer."
        ),
    }
    return words[why]
