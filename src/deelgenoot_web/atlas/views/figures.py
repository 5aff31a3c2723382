"""The pages about figures: themes, indicators, method and data, and their files for programs."""

import msgspec
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deelgenoot_web.atlas.answers import COMPACT, Ending, about_release, html, table_file
from deelgenoot_web.atlas.edition import edition
from deelgenoot_web.atlas.facts import indicator_files
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.atlas.facts.years import known_years
from deelgenoot_web.atlas.pages.indicator.list import indicators_page
from deelgenoot_web.atlas.pages.indicator.page import indicator_page
from deelgenoot_web.atlas.pages.indicator.themes import theme_page, themes_page
from deelgenoot_web.atlas.pages.method.data import UnknownFileError, data_page, download
from deelgenoot_web.atlas.pages.method.firmness import firmness_page
from deelgenoot_web.atlas.pages.method.page import method_page
from deelgenoot_web.atlas.pages.method.years import years_page
from deelgenoot_web.atlas.pages.municipality.chosen import MOST
from deelgenoot_web.atlas.pages.parts.figures import figure_marks

_LONGEST_CODE = 10
_READABLE = {"ensure_ascii": False, "indent": 1}


@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    return html(request, "atlas/themes.html", themes_page(edition()))


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        page = theme_page(edition(), slug)
    except KeyError as error:
        raise Http404(slug) from error
    return html(request, "atlas/theme.html", page, [("atlas:themes", _("Thema’s"))])


@require_safe
def indicators(request: HttpRequest) -> HttpResponse:
    return html(request, "atlas/indicators.html", indicators_page(edition()))


@require_safe
def indicator(request: HttpRequest, indicator_id: str) -> HttpResponse:
    _check_indicator(indicator_id)
    page = indicator_page(edition(), indicator_id)
    return html(request, "atlas/indicator.html", page, [("atlas:indicators", _("Kenmerken"))])


@require_safe
def indicator_table(
    request: HttpRequest, indicator_id: str, kind: str, ending: Ending = "csv"
) -> HttpResponse:
    _check_indicator(indicator_id, kind)
    table = indicator_files.indicator_table(release(), indicator_id, kind)
    source = about_release(edition(), [release().catalog.indicators[indicator_id]])
    answer = table_file(f"{indicator_id}-{kind}", ending, table, source)
    about = reverse("atlas:indicator_about", args=[indicator_id, kind])
    answer["Link"] = f'<{about}>; rel="describedby"; type="application/csvm+json"'
    return answer


@require_safe
def indicator_about(request: HttpRequest, indicator_id: str, kind: str) -> HttpResponse:
    _check_indicator(indicator_id, kind)
    return JsonResponse(
        indicator_files.description(release(), indicator_id, kind),
        json_dumps_params=_READABLE,
        content_type="application/csvm+json; charset=utf-8",
    )


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    return html(request, "atlas/method.html", method_page(edition()))


@require_safe
def firmness(request: HttpRequest) -> HttpResponse:
    page = firmness_page(edition())
    return html(request, "atlas/firmness.html", page, [("atlas:method", _("Methode"))])


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    word = request.GET.get("jaar", "")
    choices = {str(year): year for year in known_years(release())}
    if word and word not in choices:
        raise Http404(word)
    page = years_page(edition(), choices.get(word))
    return html(request, "atlas/years.html", page, [("atlas:method", _("Methode"))])


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    return html(request, "atlas/data.html", data_page(edition()))


@require_safe
def data_file(request: HttpRequest, name: str) -> HttpResponse:
    try:
        file = download(release(), name)
    except UnknownFileError as error:
        raise Http404(name) from error
    return _attachment(file.content, file.name, file.media_type)


@require_safe
def chart(request: HttpRequest, chart_id: str) -> HttpResponse:
    """Answer with what a reader may point at on a chart or a map."""
    charts, codes = release().charts, request.GET.getlist("gm")
    if chart_id.startswith("map/"):
        return _areas_of_map(chart_id)
    if chart_id not in charts:
        raise Http404(chart_id)
    unknown = [code for code in codes if code not in release().typology.members]
    if unknown:
        words = _(
            "Geen gemeente van %(year)s heeft de code %(code)s. Een code is bijvoorbeeld GM0301."
        )
        year = release().catalog.areas.year
        return _problem(404, words % {"year": year, "code": unknown[0][:_LONGEST_CODE]})
    if len(set(codes)) > MOST:
        return _problem(
            400, _("Meer dan %(n)s gemeenten passen niet op één grafiek.") % {"n": MOST}
        )
    marks = figure_marks(release(), chart_id, codes)
    points = charts.points(chart_id, edition().language, marks)
    return HttpResponse(msgspec.json.encode({"points": points}), content_type="application/json")


def _areas_of_map(map_id: str) -> HttpResponse:
    """Answer with what each area of a map says to a reader who points at it."""
    try:
        areas = release().charts.area_texts(map_id, edition().language)
    except KeyError as error:
        raise Http404(map_id) from error
    return JsonResponse({"areas": areas}, json_dumps_params=COMPACT)


def _problem(status: int, words: str) -> HttpResponse:
    """Tell a program why there is no answer (RFC 9457)."""
    return JsonResponse(
        {"status": status, "detail": words},
        status=status,
        content_type="application/problem+json",
        json_dumps_params=COMPACT,
    )


def _check_indicator(indicator_id: str, kind: str = indicator_files.LEVELS) -> None:
    if indicator_id not in release().catalog.indicators or kind not in indicator_files.KINDS:
        raise Http404(indicator_id)


def _attachment(content: str | bytes, name: str, media_type: str) -> HttpResponse:
    """Answer with a file to save."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
