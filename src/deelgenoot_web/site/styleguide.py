"""Every part on one page, with made-up content: for the makers, not among the site's addresses.

`DEELGENOOT_DEBUG=1` serves it at /bouwstenen/.
"""

from dataclasses import dataclass, field

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils.safestring import SafeString

from deelgenoot_web.site import urls

CLUSTERS = (
    ("C", "Centrumstad met uitdagingen"),
    ("B", "Bloeiende streekstad"),
    ("T", "Stad in transitie"),
    ("W", "Werkstad"),
    ("V", "Voorstad"),
    ("A", "Aantrekkelijke woonstad"),
    ("L", "Landelijke stad"),
)

_BARS = SafeString(
    '<svg class="chart" viewBox="0 0 600 90" role="img" aria-label="Twee balken">'
    '<g fill="var(--ink)"><rect data-says="Voorbeeldstad|22,1%" y="12" width="442" height="24"/>'
    '<rect data-says="Cluster|20,2%" y="54" width="404" height="24"/>'
    '<text x="452" y="30" font-size="16">22,1%</text>'
    '<text x="414" y="72" font-size="16">20,2%</text></g></svg>'
)


@dataclass(frozen=True)
class ExampleTable:
    """Some numbers."""

    header: tuple[str, ...] = ("Gemeente", "2019", "2020", "2021")
    rows: tuple[tuple[str, ...], ...] = (
        ("Voorbeeldstad", "20,9%", "21,4%", "22,1%"),
        ("Middelste van het cluster", "19,6%", "19,9%", "20,2%"),
        ("Middelste van alle gemeenten", "20,8%", "21,2%", "21,7%"),
    )
    note: str = "De as loopt van 12,1% tot 28,4%."


@dataclass(frozen=True)
class ExampleFigure:
    """A chart of two bars."""

    id: str = "voorbeeld"
    title: str = "Inwoners van 65 jaar en ouder, 2021"
    sentence: str = "Voorbeeldstad: 22,1%. De middelste gemeente van het cluster: 20,2%."
    svg: SafeString = _BARS
    table: ExampleTable = field(default_factory=ExampleTable)


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every part."""
    context = {
        "title": "Bouwstenen",
        "description": "Alle onderdelen bij elkaar, met verzonnen inhoud.",
        "trail": [("/", "Voorbeeld")],
        "clusters": CLUSTERS,
        "names": dict(CLUSTERS),
        "letters": "BBBBBBCCWT",
        "figure_": ExampleFigure(),
        "facts": [
            ("Gemeenten", "10, samen 616.874 inwoners"),
            ("Hoe stevig is het cluster?", "Redelijk: de kern keert steeds terug, de rand wisselt"),
            ("Past de naam?", "Goed: de cijfers lijken op de beschrijving"),
        ],
    }
    return render(request, "site/styleguide.html", context)


def search_names(request: HttpRequest) -> HttpResponse:
    """Some names to find."""
    return JsonResponse(
        [
            ["Voorbeeldstad", "/cookies/", "B", "Gelderland"],
            ["Proefdam", "/toegankelijkheid/", "T", "Limburg"],
            ["Oud-Voorbeeld", "/cookies/", "", "nu Voorbeeldstad"],
            ["Súdwest-Modelân", "/cookies/", "", "Fryslân"],
        ],
        safe=False,
    )


handler400, handler404, handler500 = urls.handler400, urls.handler404, urls.handler500
urlpatterns = [
    path("bouwstenen/namen.json", search_names),
    *i18n_patterns(path("bouwstenen/", styleguide), prefix_default_language=False),
    *urls.urlpatterns,
]
