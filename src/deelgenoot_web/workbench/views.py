"""The workbench: read the choice, ask the queue, answer at once with the results so far."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from deelgenoot_web.atlas.answers import html
from deelgenoot_web.atlas.edition import edition
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.workbench.choice import RecipeChoice, choice
from deelgenoot_web.workbench.pages.form import form
from deelgenoot_web.workbench.pages.state import outcome
from deelgenoot_web.workbench.queue import Job, work_queue
from deelgenoot_web.workbench.recipe import WorkbenchRecipe, study_text

_TURNED_AWAY = {"often": HTTPStatus.TOO_MANY_REQUESTS, "busy": HTTPStatus.SERVICE_UNAVAILABLE}


def workbench(request: HttpRequest) -> HttpResponse:
    work_queue().start()
    recipe_choice = choice(edition(), request.GET)
    return html(request, "workbench/form.html", form(edition(), recipe_choice))


def result(request: HttpRequest) -> HttpResponse:
    recipe_choice = choice(edition(), request.GET)
    if recipe_choice.remarks:
        return _refusal(request, recipe_choice)
    recipe = recipe_choice.recipe
    if request.META.get("QUERY_STRING", "") != recipe.query:
        return redirect(_address("workbench:result", recipe))
    answer = work_queue().ask(recipe.query, study_text(recipe, release().study), _guest(request))
    page = outcome(edition(), recipe, answer)
    status = HTTPStatus.OK if isinstance(answer, Job) else _TURNED_AWAY[answer]
    above = [("workbench:form", _("Werkbank"))]
    response = html(request, "workbench/result.html", page, above, status)
    return response if page.is_done and isinstance(answer, Job) else _fresh(response)


def state(request: HttpRequest) -> HttpResponse:
    job = work_queue().find(choice(edition(), request.GET).recipe.query)
    stage = job.stage if job else "unknown"
    return _fresh(JsonResponse({"stage": stage, "done": bool(job and job.is_done)}))


def study_file(request: HttpRequest) -> HttpResponse:
    recipe_choice = choice(edition(), request.GET)
    if recipe_choice.remarks:
        return _refusal(request, recipe_choice)
    text = study_text(recipe_choice.recipe, release().study)
    response = HttpResponse(text, content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="study.toml"'
    return response


def _refusal(request: HttpRequest, recipe_choice: RecipeChoice) -> HttpResponse:
    page = form(edition(), recipe_choice)
    return html(request, "workbench/form.html", page, status=HTTPStatus.BAD_REQUEST)


def _address(name: str, recipe: WorkbenchRecipe) -> str:
    address = reverse(name)
    return f"{address}?{recipe.query}" if recipe.query else address


def _guest(request: HttpRequest) -> str:
    address = request.META.get("REMOTE_ADDR", "")
    return work_queue().guests.name(address, request.headers.get("User-Agent", ""))


def _fresh(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
