"""The municipality that a visitor calls the own one: in the address, and nowhere else.

`?gemeente=gouda` is taken off a request, so that a page is made and kept as for everybody
(docs/decisions/0054). What goes back is marked: its links and forms keep the choice, and the
municipality is ringed in every list, table, map and chart that holds it (docs/decisions/0080).
"""

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from html import escape
from urllib.parse import parse_qs, parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.translation import gettext as _

from deelgenoot.areas import Area
from deelgenoot.charts.figures import Mark
from deelgenoot_web.atlas.edition import active_language
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.site.compressing import compress
from deelgenoot_web.site.finished import is_of_the_release

GetResponse = Callable[[HttpRequest], HttpResponseBase]

KEY = "gemeente"
_SLOT = "<!-- own municipality -->"
_SET_ASIDE = ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
_LINK = re.compile(r'(<a\b[^>]*?\bhref=")([/?][^"]*)("[^>]*>)(.*?)</a>', re.DOTALL)
_FORM = re.compile(r'<form\b[^>]*\bmethod="get"[^>]*>')
_CHART = re.compile(r'<svg class="chart [^>]*\bdata-chart="([^"/]+/[^"]+)"[^>]*>')
_SVG = re.compile(r"<(/?)svg\b")
_NAME = re.compile(r'(aria-label="[^"]*)')


def own_municipality(get_response: GetResponse) -> GetResponse:
    """Mark the municipality that the address names on the page that is answered."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        area = _own_area(request)
        if area is None:
            return get_response(request)
        url = request.get_full_path()
        # The workbench computes with the choice, and rings the municipality itself.
        asks_itself = request.path.startswith(reverse("workbench:form"))
        headers = _set_aside(request, with_choice=not asks_itself)
        response = get_response(request)
        request.META.pop("HTTP_ACCEPT_ENCODING", None)
        request.META.update(headers)
        own = _OwnPage(area, url)
        if "Location" in response:
            response["Location"] = own.address(response["Location"])
        if not isinstance(response, HttpResponse):
            return response
        _decompress(response)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            html = response.content.decode()
            _replace(response, own.keep_in_links(html) if asks_itself else own.mark(html))
        compress(request, response)
        tag = response.headers.get("ETag")
        return get_conditional_response(request, etag=tag, response=response) or response

    return answer


def _own_area(request: HttpRequest) -> Area | None:
    if request.method != "GET" or KEY not in request.GET:
        return None
    try:
        return release().catalog.areas.by_slug(request.GET[KEY])
    except KeyError:
        return None


def _set_aside(request: HttpRequest, *, with_choice: bool) -> dict[str, str]:
    """Take the choice off a request, and what would make its answer another than a whole page."""
    if with_choice:
        rest = request.GET.copy()
        del rest[KEY]
        request.META["QUERY_STRING"] = rest.urlencode()
        vars(request)["GET"] = rest
    headers = {name: request.META.pop(name) for name in _SET_ASIDE if name in request.META}
    if is_of_the_release(request.path_info):
        # So it is kept for nearly everybody, and made before somebody asks.
        request.META["HTTP_ACCEPT_ENCODING"] = "gzip"
    return headers


def _decompress(response: HttpResponse) -> None:
    if response.headers.get("Content-Encoding") == "gzip":
        response.content = gzip.decompress(response.content)
        del response["Content-Encoding"]
        response["Content-Length"] = str(len(response.content))


def _replace(response: HttpResponse, html: str) -> None:
    response.content = html.encode()
    for name in ("ETag", "Content-Length"):
        response.headers.pop(name, None)
    set_response_etag(response)


@dataclass(frozen=True)
class _OwnPage:
    """A page on which one municipality is the own one; `url` is its address."""

    area: Area
    url: str

    @cached_property
    def _home(self) -> str:
        return reverse("atlas:municipality", args=[self.area.slug])

    @cached_property
    def _words(self) -> str:
        return escape(_("mijn gemeente"))

    def keep_in_links(self, html: str) -> str:
        """Keep the choice in the links of a page."""
        return _LINK.sub(self._link, html)

    def mark(self, html: str) -> str:
        """Keep the choice in the links and forms of a page, and ring the municipality on it."""
        field = f'<input type="hidden" name="{KEY}" value="{self.area.slug}">'
        html = self.keep_in_links(html)
        html = _FORM.sub(lambda form: form[0] + field, html)
        html = self._charts(self._tables_and_maps(html))
        return html.replace(_SLOT, self._bar(), 1)

    def address(self, url: str) -> str:
        """Add the choice to an address of this site, unless it holds one or is a file."""
        rest, hash_, fragment = url.partition("#")
        path, _mark, query = rest.partition("?")
        is_page = not rest.startswith("//") and "." not in path.rpartition("/")[2]
        if not is_page or not rest.startswith(("/", "?")) or KEY in parse_qs(query):
            return url
        return f"{path}?{query}{'&' if query else ''}{KEY}={self.area.slug}{hash_}{fragment}"

    def _link(self, link: re.Match[str]) -> str:
        start, url, end, words = link.groups()
        address = escape(self.address(url.replace("&amp;", "&")))
        if url != self._home:
            return f"{start}{address}{end}{words}</a>"
        start = start.replace("<a", '<a data-own=""', 1)
        if "aria-label" in start + end:
            halves = [_NAME.sub(rf"\1 ({self._words})", part) for part in (start, end)]
            return f"{halves[0]}{address}{halves[1]}{words}</a>"
        return f"{start}{address}{end}{words}{self._hidden_words}</a>"

    @property
    def _hidden_words(self) -> str:
        return f'<span class="seen-by-readers-only"> ({self._words})</span>'

    def _tables_and_maps(self, html: str) -> str:
        """Ring rows that only name it, areas of maps, and marks that say their own words."""
        name = re.escape(escape(self.area.name))
        head = re.compile(rf'<th scope="row"([^>]*)>(\s*{name}\s*)</th>')
        html = head.sub(rf'<th scope="row" data-own=""\1>\2{self._hidden_words}</th>', html)
        code = f'data-gm="{self.area.code}"'
        html = html.replace(code, f'{code} data-own=""')
        says = f'data-says="{escape(self.area.name)}|'
        return html.replace(says, f'data-own="" {says}')

    def _charts(self, html: str) -> str:
        parts, position = [], 0
        for chart in _CHART.finditer(html):
            end = _end_of_drawing(html, chart.end())
            drawing = html[chart.start() : end]
            parts += [html[position : chart.start()], self._chart(chart[1], chart[0], drawing)]
            position = end
        return "".join((*parts, html[position:]))

    def _chart(self, about: str, opening: str, drawing: str) -> str:
        charts, language = release().charts, active_language()
        if about.split(maxsplit=1)[0] not in charts.ids:  # a map: its areas say who they are
            return drawing
        if about.startswith(("trend/", "panel/")) and " " not in about:
            return charts.svg(about, language, (Mark(self.area.code),))
        ring = charts.ring(about, self.area.code, language)
        if ring is None:
            return drawing
        words = _("Mijn gemeente: %s.") % ring.words
        opening_tag = _NAME.sub(lambda name: f"{name[1]} {escape(words)}", opening)
        inside = drawing[len(opening) :].removesuffix("</svg>")
        return f"{opening_tag}{inside}{ring.svg}</svg>"

    def _bar(self) -> str:
        path, _mark, query = self.url.partition("?")
        rest = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] != KEY]
        without = f"{path}?{urlencode(rest)}" if rest else path
        context = {
            "area": self.area,
            "address": self.address(self._home),
            "without": without,
            "is_here": path == self._home,
        }
        return render_to_string("site/parts/own.html", context)


def _end_of_drawing(html: str, start: int) -> int:
    """Find where the `<svg>` ends of which the inside begins at `start`."""
    depth = 1
    for tag in _SVG.finditer(html, start):
        depth += -1 if tag[1] else 1
        if not depth:
            return html.index(">", tag.end()) + 1
    return len(html)
