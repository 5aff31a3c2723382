"""Between municipalities: using an approach, and getting to know its author."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from deelgenoot_web.accounts.access import PersonRequest, only
from deelgenoot_web.accounts.rules import may_contribute
from deelgenoot_web.exchange import queries
from deelgenoot_web.exchange.actions import introductions, practices
from deelgenoot_web.exchange.forms.writing import MessageForm
from deelgenoot_web.exchange.mail import title_of
from deelgenoot_web.exchange.models import OpenCall, Practice
from deelgenoot_web.exchange.places import municipality_name
from deelgenoot_web.exchange.rules import may_ask_introduction
from deelgenoot_web.exchange.views.calls import readable_call
from deelgenoot_web.exchange.views.reading import above, readable

_form = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
@only(may_contribute)
def use(request: PersonRequest, number: int) -> HttpResponse:
    row = readable(request, number)
    practices.use(by=request.user, practice=row, does_use=request.POST.get("do") != "stop")
    return redirect("exchange:practice", number)


@_form
@only(may_contribute)
def ask_introduction(request: PersonRequest, number: int) -> HttpResponse:
    address = reverse("exchange:practice", args=[number])
    return _ask(request, readable(request, number), address)


@_form
@only(may_contribute)
def ask_caller(request: PersonRequest, number: int) -> HttpResponse:
    address = reverse("exchange:call", args=[number])
    return _ask(request, readable_call(request, number), address)


def _ask(request: PersonRequest, about: Practice | OpenCall, address: str) -> HttpResponse:
    """Ask the author of an approach or a call, whose page stands at the address."""
    if not may_ask_introduction(request.user, about):
        raise PermissionDenied
    if queries.own_introduction(request.user, about):
        return redirect(address)
    form = MessageForm(request.POST or None)
    if form.is_valid():
        try:
            introductions.ask(by=request.user, about=about, **form.cleaned_data)
        except introductions.TooManyOpenError:
            form.add_error(None, _("U wacht al op vijf antwoorden. Vraag later opnieuw."))
        else:
            return redirect(f"{address}#contact")
    context = {
        "title": _("Vraag een kennismaking aan"),
        "description": _(
            "De schrijver kiest of u elkaar leert kennen. Tot dan ziet niemand een adres."
        ),
        "trail": above((address, title_of(about))),
        "form": form,
        "about": title_of(about),
        "municipality": municipality_name(about.gm_code),
    }
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "exchange/ask_introduction.html", context, status=status)


@_form
@cache_control(private=True, no_store=True)
def introduction(request: HttpRequest, nonce: str) -> HttpResponse:
    """Show the question that a letter leads to; a button answers it, never opening the link."""
    row = queries.introduction_by(nonce)
    if row is None:
        raise Http404(nonce)
    if request.method == "POST":
        introductions.answer(introduction=row, does_agree=request.POST.get("do") == "agree")
        return redirect("exchange:introduction", nonce)
    context = {
        "title": _("Wilt u kennismaken?"),
        "description": _("Een collega las uw bijdrage en wil met u in contact komen."),
        "introduction": row,
        "municipality": municipality_name(row.asker.gm_code),
        "about": title_of(row.about),
    }
    return render(request, "exchange/introduction.html", context)
