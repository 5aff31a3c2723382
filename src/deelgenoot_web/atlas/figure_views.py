"""The pages about figures: themes, indicators, method and data, and their files for programs."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from deelgenoot_web.atlas import answers
from deelgenoot_web.atlas.pages import data as release_files
from deelgenoot_web.atlas.pages import figures, indicator_files
from deelgenoot_web.atlas.pages import firmness as holding
from deelgenoot_web.atlas.pages import indicator as one_indicator
from deelgenoot_web.atlas.pages import indicators as all_indicators
from deelgenoot_web.atlas.pages import method as making
from deelgenoot_web.atlas.pages import themes as by_theme
from deelgenoot_web.atlas.pages import years as over_time
from deelgenoot_web.atlas.pages.chosen import MOST
from deelgenoot_web.atlas.release import release

_LONGEST_CODE = 10
_READABLE = {"ensure_ascii": False, "indent": 1}


def themes(request: HttpRequest) -> HttpResponse:
    return answers.html(
        request, "atlas/themes.html", by_theme.themes(release(), answers.language())
    )


def theme(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        page = by_theme.theme(release(), slug, answers.language())
    except KeyError as error:
        raise Http404(slug) from error
    return answers.html(request, "atlas/theme.html", page, [("atlas:themes", _("Thema’s"))])


def indicators(request: HttpRequest) -> HttpResponse:
    return answers.html(
        request, "atlas/indicators.html", all_indicators.indicators(release(), answers.language())
    )


def indicator(request: HttpRequest, indicator_id: str) -> HttpResponse:
    _known(indicator_id)
    page = one_indicator.indicator(release(), indicator_id, answers.language())
    return answers.html(
        request, "atlas/indicator.html", page, [("atlas:indicators", _("Kenmerken"))]
    )


def indicator_csv(request: HttpRequest, indicator_id: str, kind: str) -> HttpResponse:
    _known(indicator_id, kind)
    made = indicator_files.csv_file(release(), indicator_id, kind)
    answer = _attached(made.text, made.name, "text/csv; charset=utf-8")
    about = reverse("atlas:indicator_about", args=[indicator_id, kind])
    answer["Link"] = f'<{about}>; rel="describedby"; type="application/csvm+json"'
    return answer


def indicator_about(request: HttpRequest, indicator_id: str, kind: str) -> HttpResponse:
    _known(indicator_id, kind)
    said = indicator_files.described(release(), indicator_id, kind)
    return JsonResponse(
        said, json_dumps_params=_READABLE, content_type="application/csvm+json; charset=utf-8"
    )


def method(request: HttpRequest) -> HttpResponse:
    return answers.html(request, "atlas/method.html", making.method(release(), answers.language()))


def firmness(request: HttpRequest) -> HttpResponse:
    page = holding.firmness(release(), answers.language())
    return answers.html(request, "atlas/firmness.html", page, [("atlas:method", _("Methode"))])


def years(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("jaar", "")
    known = {str(year): year for year in over_time.known_years(release())}
    if asked and asked not in known:
        raise Http404(asked)
    page = over_time.years(release(), known.get(asked), answers.language())
    return answers.html(request, "atlas/years.html", page, [("atlas:method", _("Methode"))])


def data(request: HttpRequest) -> HttpResponse:
    return answers.html(
        request, "atlas/data.html", release_files.data(release(), answers.language())
    )


def data_file(request: HttpRequest, name: str) -> HttpResponse:
    try:
        found = release_files.download(release(), name)
    except release_files.UnknownFileError as error:
        raise Http404(name) from error
    return _attached(found.content, found.name, found.media_type)


def chart(request: HttpRequest, chart_id: str) -> HttpResponse:
    charts, asked = release().charts, request.GET.getlist("gm")
    if chart_id not in charts.specs:
        raise Http404(chart_id)
    unknown = [code for code in asked if code not in release().typology.members]
    if unknown:
        words = _(
            "Geen gemeente van %(year)s heeft de code %(code)s. Een code is bijvoorbeeld GM0301."
        )
        year = release().catalog.areas.year
        return _refused(404, words % {"year": year, "code": unknown[0][:_LONGEST_CODE]})
    if len(set(asked)) > MOST:
        return _refused(
            400, _("Meer dan %(n)s gemeenten passen niet op één grafiek.") % {"n": MOST}
        )
    marks = figures.marks(release(), chart_id, asked)
    spec = charts.spec(chart_id, answers.language(), marks)
    return JsonResponse(spec, json_dumps_params=answers.COMPACT)


def _refused(status: int, words: str) -> HttpResponse:
    """Why there is no answer, for a program (RFC 9457)."""
    return JsonResponse(
        {"status": status, "detail": words},
        status=status,
        content_type="application/problem+json",
        json_dumps_params=answers.COMPACT,
    )


def _known(indicator_id: str, kind: str = indicator_files.LEVELS) -> None:
    if indicator_id not in release().catalog.indicators or kind not in indicator_files.KINDS:
        raise Http404(indicator_id)


def _attached(content: str | bytes, name: str, media_type: str) -> HttpResponse:
    """A file to take along."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
