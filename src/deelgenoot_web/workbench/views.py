"""The workbench: read the choice, ask the queue, answer at once with the results so far."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deelgenoot_web.atlas.answers import Ending, html, table_file
from deelgenoot_web.atlas.edition import edition
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.workbench.choice import RecipeChoice, choice
from deelgenoot_web.workbench.pages.files import (
    about_outcome,
    outcome_description,
    outcome_table,
)
from deelgenoot_web.workbench.pages.state import (
    WorkbenchPage,
    form_page,
    outcome_page,
    outcome_part,
    turned_away,
)
from deelgenoot_web.workbench.pages.stress import pulled_recipes, stress_page
from deelgenoot_web.workbench.queue import Job, Turned, work_queue
from deelgenoot_web.workbench.recipe import WorkbenchRecipe, study_text

_MOVING = {"", "waiting"}
"""Stages at which a visitor may still be sliding."""
_TEMPLATE = "workbench/workbench.html"
_TURNED_AWAY = {"often": HTTPStatus.TOO_MANY_REQUESTS, "busy": HTTPStatus.SERVICE_UNAVAILABLE}


@require_safe
def workbench(request: HttpRequest) -> HttpResponse:
    work_queue().start()
    recipe_choice = choice(edition(), request.GET)
    return html(request, _TEMPLATE, form_page(edition(), recipe_choice))


@require_safe
def result(request: HttpRequest) -> HttpResponse:
    recipe_choice = choice(edition(), request.GET)
    if recipe_choice.remarks:
        return _refusal(request, recipe_choice)
    if request.META.get("QUERY_STRING", "") != recipe_choice.query:
        return redirect(_address("workbench:result", recipe_choice.query))
    answer = _ask(request, recipe_choice.recipe)
    page = outcome_page(edition(), recipe_choice, answer)
    status = HTTPStatus.OK if isinstance(answer, Job) else _TURNED_AWAY[answer]
    above = [("workbench:form", _("Werkbank"))]
    response = html(request, _TEMPLATE, page, above, status)
    is_final = isinstance(answer, Job) and page.outcome is not None and page.outcome.is_done
    return response if is_final else _fresh(response)


@require_safe
def part(request: HttpRequest) -> HttpResponse:
    """Answer a script that has the form: with what is new since the stage (`stand`) that it has."""
    recipe_choice = choice(edition(), request.GET)
    if recipe_choice.remarks:
        page, status = form_page(edition(), recipe_choice), HTTPStatus.BAD_REQUEST
        return _fresh(_part(request, page, status))
    stage = request.GET.get("stand", "")
    # Firmness takes a hundred times a picture: it waits until the visitor looks at this one.
    answer = _ask(request, recipe_choice.recipe, wants_firmness=stage not in _MOVING)
    if isinstance(answer, Job) and answer.stage == stage:
        return _fresh(HttpResponse(status=HTTPStatus.NO_CONTENT))
    status = HTTPStatus.OK if isinstance(answer, Job) else _TURNED_AWAY[answer]
    return _fresh(_part(request, outcome_part(edition(), recipe_choice, answer), status))


def _part(request: HttpRequest, page: WorkbenchPage, status: int) -> HttpResponse:
    context = {"page": page, "is_part": True}
    return render(request, "workbench/parts/bench.html", context, status=status)


@require_safe
def state(request: HttpRequest) -> HttpResponse:
    job = work_queue().find(choice(edition(), request.GET).recipe.query)
    stage = job.stage if job else "unknown"
    return _fresh(JsonResponse({"stage": stage, "done": bool(job and job.is_done)}))


@require_safe
def stress(request: HttpRequest) -> HttpResponse:
    recipe_choice = choice(edition(), request.GET)
    if recipe_choice.remarks:
        return _refusal(request, recipe_choice)
    jobs, problem = _ask_each(request, recipe_choice.recipe)
    pictures = [job.picture for job in jobs if job.picture]
    page = stress_page(edition(), recipe_choice, pictures, problem)
    return _fresh(html(request, "workbench/stress.html", page, [("workbench:form", _("Werkbank"))]))


def _ask_each(request: HttpRequest, recipe: WorkbenchRecipe) -> tuple[list[Job], str]:
    """Ask for a recipe at every pull; return the jobs, and why there are not more."""
    if not recipe.can_be_anchored:
        return [], _("De beschrijvingen trekken alleen bij zeven clusters en de gewone methode.")
    jobs: list[Job] = []
    for variant in pulled_recipes(recipe):
        answer = _ask(request, variant, wants_firmness=False)
        if not isinstance(answer, Job):
            return jobs, turned_away()[answer]
        if answer.problem:
            return jobs, _("Bij een van de stappen lukte het rekenen niet. Wijzig uw keuze.")
        jobs.append(answer)
    return jobs, ""


@require_safe
def table(request: HttpRequest, ending: Ending = "csv") -> HttpResponse:
    def answer_with(choice: RecipeChoice, job: Job) -> HttpResponse:
        query = choice.recipe.query
        address = request.build_absolute_uri(_address("workbench:result", query))
        about = about_outcome(edition(), choice.recipe, job, address)
        answer = table_file("uitkomst", ending, outcome_table(job), about)
        link = _address("workbench:table_about", query)
        answer["Link"] = f'<{link}>; rel="describedby"; type="application/csvm+json"'
        return answer

    return _of_outcome(request, answer_with)


@require_safe
def table_about(request: HttpRequest) -> HttpResponse:
    return _of_outcome(request, _description_of)


def _description_of(recipe_choice: RecipeChoice, job: Job) -> HttpResponse:
    study = study_text(recipe_choice.recipe, release().study)
    return JsonResponse(
        outcome_description(recipe_choice.recipe, job, study),
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        content_type="application/csvm+json; charset=utf-8",
    )


def _of_outcome(
    request: HttpRequest, answer_with: Callable[[RecipeChoice, Job], HttpResponse]
) -> HttpResponse:
    """Answer with something of an outcome; 503 to a program that comes before there is one."""
    recipe_choice = choice(edition(), request.GET)
    if recipe_choice.remarks:
        return _refusal(request, recipe_choice)
    job = _ask(request, recipe_choice.recipe)
    if isinstance(job, Job) and job.picture:
        return _fresh(answer_with(recipe_choice, job))
    page = outcome_page(edition(), recipe_choice, job)
    answer = html(request, _TEMPLATE, page, status=HTTPStatus.SERVICE_UNAVAILABLE)
    answer["Retry-After"] = "1"
    return _fresh(answer)


@require_safe
def study_file(request: HttpRequest) -> HttpResponse:
    recipe_choice = choice(edition(), request.GET)
    if recipe_choice.remarks:
        return _refusal(request, recipe_choice)
    text = study_text(recipe_choice.recipe, release().study)
    response = HttpResponse(text, content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="study.toml"'
    return response


def _refusal(request: HttpRequest, recipe_choice: RecipeChoice) -> HttpResponse:
    page = form_page(edition(), recipe_choice)
    return html(request, _TEMPLATE, page, status=HTTPStatus.BAD_REQUEST)


def _address(name: str, query: str) -> str:
    address = reverse(name)
    return f"{address}?{query}" if query else address


def _ask(
    request: HttpRequest, recipe: WorkbenchRecipe, *, wants_firmness: bool = True
) -> Job | Turned:
    guest = work_queue().guests.name(request.META.get("REMOTE_ADDR", ""))
    study = study_text(recipe, release().study)
    return work_queue().ask(recipe.query, study, guest, wants_firmness=wants_firmness)


def _fresh(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
