"""The pages about municipalities: the list, one of them, some beside each other, and search."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deelgenoot.areas import Area
from deelgenoot.errors import UnknownArea
from deelgenoot_web.atlas.answers import COMPACT, Ending, html, table_file
from deelgenoot_web.atlas.edition import edition
from deelgenoot_web.atlas.facts.arrival import AreaChoice, Arrival, destination
from deelgenoot_web.atlas.facts.filtering import Filter, filtered_areas, known_filter
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.atlas.facts.tables import municipalities_table
from deelgenoot_web.atlas.pages.municipality import own_figures
from deelgenoot_web.atlas.pages.municipality.arrival import choice_page, unknown_page
from deelgenoot_web.atlas.pages.municipality.chosen import ChosenPlaces, chosen_places
from deelgenoot_web.atlas.pages.municipality.compare import compare_page, compare_query
from deelgenoot_web.atlas.pages.municipality.list import municipalities_page
from deelgenoot_web.atlas.pages.municipality.names import name_entries
from deelgenoot_web.atlas.pages.municipality.page import MunicipalityQuery, municipality_page
from deelgenoot_web.atlas.pages.municipality.peers import question
from deelgenoot_web.atlas.pages.municipality.search import SearchPage, search_page

_LONGEST_NAME = 100
_DAY = {"Cache-Control": "public, max-age=86400"}


@require_safe
def municipalities(request: HttpRequest) -> HttpResponse:
    page = municipalities_page(edition(), _filter(request))
    return html(request, "atlas/municipalities.html", page)


@require_safe
def municipalities_file(request: HttpRequest, ending: Ending = "csv") -> HttpResponse:
    areas = filtered_areas(release(), known_filter(release(), _filter(request)))
    return table_file("gemeenten", ending, municipalities_table(release(), areas))


def _filter(request: HttpRequest) -> Filter:
    cluster, province, name = (request.GET.get(key, "") for key in ("cluster", "province", "name"))
    return Filter(cluster, province, name[:_LONGEST_NAME])


@require_safe
def municipality(request: HttpRequest, slug: str) -> HttpResponse:
    area = _area(slug)
    if area is None:
        return _elsewhere(request, slug)
    page = municipality_page(edition(), area, _query(request))
    return html(
        request, "atlas/municipality.html", page, [("atlas:municipalities", _("Gemeenten"))]
    )


@require_safe
def municipality_file(request: HttpRequest, slug: str, ending: Ending = "csv") -> HttpResponse:
    area = _area(slug)
    if area is None:
        raise Http404(slug)
    return table_file(area.slug, ending, own_figures.figures_table(edition(), [area]))


def _area(slug: str) -> Area | None:
    try:
        return release().catalog.areas.by_slug(slug)
    except KeyError:
        return None


def _query(request: HttpRequest) -> MunicipalityQuery:
    words = request.GET.dict()
    return MunicipalityQuery(
        question=question(words, [theme.id for theme in release().catalog.themes]),
        only_differences="verschillen" in words,
        came_from=words.get("van", "")[:_LONGEST_NAME],
        against=words.get("tegen", ""),
    )


def _elsewhere(request: HttpRequest, query: str) -> HttpResponse:
    """Answer a name or code that is no municipality of the reference year."""
    try:
        arrival = destination(release().catalog.areas, query)
    except UnknownArea as error:
        return html(request, "atlas/unknown.html", unknown_page(error), status=404)
    return _answer_arrival(request, arrival)


def _answer_arrival(request: HttpRequest, arrival: Arrival | AreaChoice) -> HttpResponse:
    """Redirect to the municipality that is meant, or offer the choice between several."""
    if isinstance(arrival, AreaChoice):
        return html(request, "atlas/choice.html", choice_page(edition(), arrival))
    address = reverse("atlas:municipality", args=[arrival.area.slug])
    if arrival.came_from:
        return redirect(f"{address}?{urlencode({'van': slugify(arrival.came_from)})}")
    return redirect(address, permanent=True)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    result = search_page(edition(), request.GET.get("q", ""))
    if isinstance(result, SearchPage):
        return html(request, "atlas/search.html", result)
    return _answer_arrival(request, result)


@require_safe
def names(request: HttpRequest) -> HttpResponse:
    entries = name_entries(edition(), reverse("atlas:municipalities"))
    return JsonResponse(entries, safe=False, headers=_DAY, json_dumps_params=COMPACT)


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    choice, only_differences = _comparison(request)
    is_plain = "keuze" not in request.GET and choice.is_plain
    if not (is_plain or choice.remarks):
        query = compare_query(choice.slugs, only_differences=only_differences)
        address = reverse("atlas:compare")
        return redirect(f"{address}?{query}" if query else address)
    page = compare_page(edition(), choice, only_differences=only_differences)
    above = [("atlas:compare", _("Vergelijken"))] if page.places else []
    return html(request, "atlas/compare.html", page, above)


@require_safe
def compare_file(request: HttpRequest, ending: Ending = "csv") -> HttpResponse:
    areas = _comparison(request)[0].areas
    return table_file("vergelijking", ending, own_figures.figures_table(edition(), areas))


def _comparison(request: HttpRequest) -> tuple[ChosenPlaces, bool]:
    """Read which municipalities to compare, and whether to show only what differs.

    An address says `alles` for everything. A form cannot say what is not ticked: it sends `keuze`,
    and `verschillen` where that is ticked.
    """
    choice = chosen_places(edition(), request.GET.getlist("g"))
    if "keuze" in request.GET:
        return choice, "verschillen" in request.GET
    return choice, "alles" not in request.GET
