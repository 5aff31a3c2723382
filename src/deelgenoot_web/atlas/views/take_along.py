"""Charts, maps and cards to take along: read the address, ask the press or a page, answer."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any, Self

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from deelgenoot_web.atlas.answers import Ending, html, table_file
from deelgenoot_web.atlas.edition import active_language, edition
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.atlas.notes.pictures import PictureName, compose_picture
from deelgenoot_web.atlas.notes.press import PRESS
from deelgenoot_web.atlas.pages.take_along import embeds
from deelgenoot_web.atlas.pages.take_along.charts import PIN, is_known, take_along_page
from deelgenoot_web.atlas.pages.take_along.embeds import EmbedPage
from deelgenoot_web.atlas.views.notes import answer_when_printed

_LONGEST = 40


@dataclass(frozen=True)
class OtherVersionPage:
    """That an address asks for figures that are no longer here, and where the newest are."""

    title: str
    description: str
    newest: str
    """The same address without a version."""

    @classmethod
    def make(cls, asked_version: str, version: str, newest: str) -> Self:
        """Make the page; `asked_version` is what somebody asked for, so it is cut off."""
        words = _(
            "Deze link hoort bij de cijfers van versie %(wanted)s. Hier staat nu versie "
            "%(version)s. Wij geven geen andere cijfers dan waar u om vroeg."
        )
        return cls(
            title=_("Deze cijfers zijn vervangen"),
            description=words % {"wanted": asked_version[:_LONGEST], "version": version},
            newest=newest,
        )


_MOST_MARKS = 6
_PNG, _SVG = "image/png", "image/svg+xml"
FRAME_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors *"
)
"""What a card may load and where it may stand: in a page of anybody, and without any script."""

View = Callable[..., HttpResponse]


def require_version(view: View) -> View:
    """Answer 410 where an address asks for figures of another version than are here."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = request.GET.get(PIN, "")
        if version in ("", release().version):
            return view(request, *args, **kwargs)
        page = OtherVersionPage.make(version, release().version, request.path)
        return html(request, "atlas/other_version.html", page, status=HTTPStatus.GONE)

    return answer


@require_safe
@require_version
def take_along(request: HttpRequest, chart_id: str) -> HttpResponse:
    codes = _marks(request, chart_id)
    origin = settings.ORIGIN or f"{request.scheme}://{request.get_host()}"
    page = take_along_page(edition(), chart_id, codes, origin)
    return html(request, "atlas/take_along.html", page)


@require_safe
@require_version
def picture(request: HttpRequest, chart_id: str, ending: str) -> HttpResponse:
    if ending not in ("png", "svg"):
        raise Http404(ending)
    name = PictureName(chart_id, active_language(), _marks(request, chart_id))
    if ending == "svg":
        return _attachment(compose_picture(name).svg.encode(), _SVG, f"{name.file}.svg")
    return answer_when_printed(
        request, lambda: _attachment(PRESS.give(name), _PNG, f"{name.file}.png")
    )


@require_safe
@require_version
def chart_table(request: HttpRequest, chart_id: str, ending: Ending = "csv") -> HttpResponse:
    if chart_id not in release().charts:
        raise Http404(chart_id)
    table = edition().charts.table(chart_id, active_language())
    return table_file(chart_id.replace("/", "-"), ending, (table.header, table.rows))


@require_safe
def embed_map(request: HttpRequest) -> HttpResponse:
    return _frame(request, embeds.embed_map(edition()))


@require_safe
def embed_cluster(request: HttpRequest, archetype: str) -> HttpResponse:
    if archetype not in release().typology.archetypes:
        raise Http404(archetype)
    return _frame(request, embeds.embed_cluster(edition(), archetype))


@require_safe
def embed_municipality(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        area = release().catalog.areas.by_slug(slug)
    except KeyError as error:
        raise Http404(slug) from error
    return _frame(request, embeds.embed_municipality(edition(), area))


@xframe_options_exempt
def _frame(request: HttpRequest, page: EmbedPage) -> HttpResponse:
    """Answer with a card; one that was pinned to other figures says that it is of these."""
    version = request.GET.get(PIN, "")
    is_other = version not in ("", page.version)
    context = {
        "page": page,
        "title": page.title,
        "wanted_version": version if is_other else "",
    }
    answer = render(request, "atlas/embed.html", context)
    answer["Content-Security-Policy"] = FRAME_POLICY
    return answer


def _marks(request: HttpRequest, chart_id: str) -> tuple[str, ...]:
    """Read the municipalities to mark; 404 for an unknown chart or code, or too many."""
    codes = tuple(dict.fromkeys(request.GET.getlist("gm")))
    unknown = [code for code in codes if code not in release().typology.members]
    if not is_known(release(), chart_id) or unknown or len(codes) > _MOST_MARKS:
        raise Http404(chart_id)
    return codes


def _attachment(content: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
