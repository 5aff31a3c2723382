"""The pages about municipalities: the list, one of them, some beside each other, and search."""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from deelgenoot.areas import Area
from deelgenoot.errors import UnknownArea
from deelgenoot_web.atlas.answers import COMPACT, csv_file, html, language
from deelgenoot_web.atlas.pages import arrival
from deelgenoot_web.atlas.pages import compare as beside
from deelgenoot_web.atlas.pages import municipalities as listing
from deelgenoot_web.atlas.pages import municipality as portrait
from deelgenoot_web.atlas.pages import names as naming
from deelgenoot_web.atlas.pages import own_figures as figures
from deelgenoot_web.atlas.pages import search as finding
from deelgenoot_web.atlas.pages.chosen import ChosenPlaces, chosen
from deelgenoot_web.atlas.pages.peers import question
from deelgenoot_web.atlas.release import Release, release

_LONGEST_NAME = 100
_DAY = {"Cache-Control": "public, max-age=86400"}


def municipalities(request: HttpRequest) -> HttpResponse:
    page = listing.municipalities(release(), _filter(request), language())
    return html(request, "atlas/municipalities.html", page)


def municipalities_csv(request: HttpRequest) -> HttpResponse:
    rows = listing.csv_rows(release(), _filter(request), language())
    return csv_file("gemeenten.csv", listing.CSV_HEADER, rows)


def _filter(request: HttpRequest) -> listing.Filter:
    return listing.Filter(request.GET.get("cluster", ""), request.GET.get("province", ""))


def municipality(request: HttpRequest, slug: str) -> HttpResponse:
    area = _area(slug)
    if area is None:
        return _elsewhere(request, slug)
    page = _portrait(release(), area, request.GET.urlencode(), language())
    above = [("atlas:municipalities", _("Gemeenten"))]
    return html(request, "atlas/municipality.html", page, above)


def municipality_csv(request: HttpRequest, slug: str) -> HttpResponse:
    area = _area(slug)
    if area is None:
        raise Http404(slug)
    rows = figures.csv_rows(release(), release().typology.members[area.code], language())
    return csv_file(f"{area.slug}.csv", figures.CSV_HEADER, rows)


def _area(slug: str) -> Area | None:
    try:
        return release().catalog.areas.by_slug(slug)
    except KeyError:
        return None


@lru_cache(maxsize=4)  # half a megabyte each; what is finished is kept by `site`
def _portrait(shown: Release, area: Area, query: str, language: str) -> portrait.MunicipalityPage:
    return portrait.municipality(
        shown, area, _asked(shown, dict(parse_qsl(query, keep_blank_values=True))), language
    )


def _asked(shown: Release, given: Mapping[str, str]) -> portrait.MunicipalityQuery:
    themes = [theme.id for theme in shown.catalog.themes]
    return portrait.MunicipalityQuery(
        question=question(given, themes),
        only_differences="verschillen" in given,
        came_from=given.get("van", "")[:_LONGEST_NAME],
    )


def _elsewhere(request: HttpRequest, asked: str) -> HttpResponse:
    """A name or code that is no municipality of the reference year."""
    try:
        found = arrival.destination(release().catalog.areas, asked, language())
    except UnknownArea as error:
        return html(request, "atlas/unknown.html", arrival.unknown(error), status=404)
    return _arrived(request, found)


def _arrived(request: HttpRequest, found: arrival.Arrival | arrival.AreaChoice) -> HttpResponse:
    """On to the municipality that is meant, or the choice between several."""
    if isinstance(found, arrival.AreaChoice):
        return html(request, "atlas/choice.html", arrival.choice(release(), found, language()))
    address = reverse("atlas:municipality", args=[found.area.slug])
    if found.came_from:
        return redirect(f"{address}?{urlencode({'van': slugify(found.came_from)})}")
    return redirect(address, permanent=True)


def search(request: HttpRequest) -> HttpResponse:
    found = finding.search(release(), request.GET.get("q", ""), language())
    if isinstance(found, finding.SearchPage):
        return html(request, "atlas/search.html", found)
    return _arrived(request, found)


def names(request: HttpRequest) -> HttpResponse:
    entries = naming.names(release(), reverse("atlas:municipalities"), language())
    return JsonResponse(entries, safe=False, headers=_DAY, json_dumps_params=COMPACT)


def compare(request: HttpRequest) -> HttpResponse:
    asked, only_differences = _comparison(request)
    is_plain = "keuze" not in request.GET and (asked.is_plain or asked.remarks)
    if not is_plain and not asked.remarks:
        query = beside.query(asked.slugs, only_differences=only_differences)
        address = reverse("atlas:compare")
        return redirect(f"{address}?{query}" if query else address)
    page = beside.compare(release(), asked, language(), only_differences=only_differences)
    above = [("atlas:compare", _("Vergelijken"))] if page.places else []
    return html(request, "atlas/compare.html", page, above)


def compare_csv(request: HttpRequest) -> HttpResponse:
    members = [release().typology.members[area.code] for area in _comparison(request)[0].areas]
    rows = (row for m in members for row in figures.csv_rows(release(), m, language()))
    return csv_file("vergelijking.csv", figures.CSV_HEADER, rows)


def _comparison(request: HttpRequest) -> tuple[ChosenPlaces, bool]:
    """Who to compare, and whether to show only what differs.

    An address says `alles` for everything. A form cannot say what is not ticked: it sends `keuze`,
    and `verschillen` where that is ticked.
    """
    asked = chosen(release().catalog.areas, request.GET.getlist("g"), language())
    if "keuze" in request.GET:
        return asked, "verschillen" in request.GET
    return asked, "alles" not in request.GET
