"""The pages that everybody reads: lists, one approach and its versions."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deelgenoot.areas import Area
from deelgenoot.errors import UnknownArea
from deelgenoot_web.accounts.models import Person
from deelgenoot_web.atlas.answers import COMPACT, html
from deelgenoot_web.atlas.edition import edition
from deelgenoot_web.atlas.facts.arrival import Arrival, destination
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.exchange import finding, queries
from deelgenoot_web.exchange.challenges import titles_of_added
from deelgenoot_web.exchange.forms.writing import reaction_form
from deelgenoot_web.exchange.models import MunicipalChallenge, OpenCall, Practice
from deelgenoot_web.exchange.pages.list import practices_page
from deelgenoot_web.exchange.pages.municipality import offered_page
from deelgenoot_web.exchange.pages.pictures import picture_changes
from deelgenoot_web.exchange.pages.practice import field_changes, practice_page, practice_reader
from deelgenoot_web.exchange.pages.reactions import reaction_list
from deelgenoot_web.exchange.places import own_challenge_id
from deelgenoot_web.exchange.rules import (
    may_close_versions,
    may_react,
    may_read,
    may_read_version,
    may_report,
    may_write,
)

_LONGEST_NAME = 100
_SHORTEST_BEGINNING = 3
_MOST_TITLES = 4


def above(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """List the pages above one of the exchange: (address, words)."""
    return [(reverse("exchange:practices"), _("Aanpakken")), *more]


@require_safe
def practices(request: HttpRequest) -> HttpResponse:
    return html(request, "exchange/practices.html", practices_page(edition(), request.GET.dict()))


@require_safe
def titles(request: HttpRequest) -> HttpResponse:
    """Answer the search box while somebody types, in the form of the names of the atlas."""
    words = request.GET.get("q", "").strip()
    if len(words) < _SHORTEST_BEGINNING:
        return JsonResponse([], safe=False)
    numbers, challenge_numbers = finding.find_texts(words, "practice", "challenge")
    by_number = queries.titles_of(numbers[:_MOST_TITLES])
    entries = [
        (by_number[one], reverse("exchange:practice", args=[one]), "", _("aanpak"))
        for one in numbers[:_MOST_TITLES]
        if one in by_number
    ]
    ids = [own_challenge_id(one) for one in challenge_numbers[:_MOST_TITLES]]
    titles = titles_of_added(ids)
    entries += [
        (titles[one], reverse("exchange:challenge", args=[one]), "", _("opgave van een gemeente"))
        for one in ids
        if one in titles
    ]
    return JsonResponse(entries[:_MOST_TITLES], safe=False, json_dumps_params=COMPACT)


@require_safe
def for_municipality(request: HttpRequest, slug: str) -> HttpResponse:
    area = _area(slug)
    page = offered_page(edition(), area)
    return html(request, "exchange/offered.html", page, [("exchange:practices", _("Aanpakken"))])


@require_safe
def find_offered(request: HttpRequest) -> HttpResponse:
    """Lead a typed name to the approaches for its municipality."""
    name = request.GET.get("q", "").strip()[:_LONGEST_NAME]
    if not name:
        return redirect("exchange:practices")
    place, suggestions = None, tuple[str, ...]()
    try:
        place = destination(release().catalog.areas, name)
    except UnknownArea as error:
        suggestions = error.suggestions
    if isinstance(place, Arrival):
        return redirect("exchange:offered", place.area.slug)
    context = {
        "title": _("Welke gemeente bedoelt u?"),
        "description": _("Kies de gemeente waarvoor u aanpakken zoekt."),
        "name": name,
        "areas": place.areas if place else (),
        "suggestions": suggestions,
        "trail": above(),
    }
    return render(request, "exchange/which.html", context, status=200 if place else 404)


@require_safe
def practice(request: HttpRequest, number: int) -> HttpResponse:
    """Show an approach, with what this visitor can do."""
    row = readable(request, number)
    page = practice_page(edition(), row)
    person = request.user if request.user.is_authenticated else None
    context = {
        "page": page,
        "title": page.title,
        "description": page.description,
        "trail": above(),
        "may_report": may_report(row),
        "reader": practice_reader(edition(), row, person) if person else None,
        "reactions": reaction_list(edition(), row, person, request.GET.dict()),
        "reaction_form": reaction_form() if person and may_react(person, row) else None,
        "react_address": reverse("exchange:react", args=[number]),
    }
    return render(request, "exchange/practice.html", context)


@require_safe
def versions(request: HttpRequest, number: int) -> HttpResponse:
    row = readable(request, number)
    person = request.user if isinstance(request.user, Person) else None
    listing = [one for one in queries.versions(row) if may_read_version(person, row, one.number)]
    by_number = {str(one.number): one for one in listing}
    new = by_number.get(request.GET.get("naar", ""), listing[0])
    old = by_number.get(request.GET.get("van", ""), listing[min(1, len(listing) - 1)])
    context = {
        "title": _("Versies van %(title)s") % {"title": listing[0].title},
        "description": _("Wat er per versie is gewijzigd."),
        "trail": above((reverse("exchange:practice", args=[number]), listing[0].title)),
        "number": number,
        "versions": listing,
        "old": old,
        "new": new,
        "changes": tuple(field_changes(edition(), old, new)),
        "pictures": tuple(picture_changes(old, new)),
        "readable_from": row.readable_from,
        "may_close": person is not None
        and may_close_versions(person, row)
        and row.readable_from < listing[0].number,
        "may_write": person is not None and may_write(person, row),
    }
    return render(request, "exchange/versions.html", context)


def readable(request: HttpRequest, number: int) -> Practice:
    """Find an approach that this visitor may read; raise Http404 for any other."""
    row = queries.practice(number)
    if row is None or row.current is None or not may_visitor_read(request, row):
        raise Http404(str(number))
    return row


def may_visitor_read(request: HttpRequest, text: Practice | MunicipalChallenge | OpenCall) -> bool:
    """Whether who asks for a page may read a text that was published."""
    person = request.user
    return may_read(person if isinstance(person, Person) else None, text)


def _area(slug: str) -> Area:
    try:
        return release().catalog.areas.by_slug(slug)
    except KeyError as error:
        raise Http404(slug) from error
