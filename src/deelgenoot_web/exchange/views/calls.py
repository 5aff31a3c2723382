"""What municipalities seek and offer."""

from http import HTTPStatus
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deelgenoot_web.accounts.access import PersonRequest, only
from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.rules import anybody, may_contribute, may_moderate
from deelgenoot_web.atlas.answers import html
from deelgenoot_web.atlas.edition import edition
from deelgenoot_web.exchange import queries
from deelgenoot_web.exchange.actions import calls as actions
from deelgenoot_web.exchange.actions import harvest
from deelgenoot_web.exchange.forms.writing import CallForm
from deelgenoot_web.exchange.models import HarvestOffer, OpenCall
from deelgenoot_web.exchange.pages.calls import call_page, calls_page
from deelgenoot_web.exchange.places import municipality_name
from deelgenoot_web.exchange.queries.moderation import appealable_decision
from deelgenoot_web.exchange.rules import may_ask_introduction, may_close, may_report, may_write
from deelgenoot_web.exchange.views.reading import above, may_visitor_read


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    page = calls_page(edition(), request.GET.dict())
    return html(request, "exchange/calls.html", page, [("exchange:practices", _("Aanpakken"))])


@require_http_methods(["GET", "HEAD", "POST"])
@only(anybody)
def new_call(request: PersonRequest) -> HttpResponse:
    if not may_contribute(request.user):
        return redirect("exchange:own")  # which says how to take part
    offer = queries.open_offer(request.GET.get("oogst", ""), HarvestOffer.Becomes.CALL)
    form = CallForm(request.POST or None, initial=_start(request, offer))
    if form.is_valid():
        try:
            row = _place(request, form, offer)
        except actions.TooManyCallsError:
            form.add_error(
                None, _("U en uw collega’s hebben al tien oproepen. Sluit er eerst een.")
            )
        else:
            return redirect("exchange:call", row.pk)
    context = {
        "title": _("Plaats een oproep"),
        "description": _("Wat zoekt u, of wat biedt u anderen?"),
        "trail": above((reverse("exchange:calls"), _("Vraag en aanbod"))),
        "form": form,
        "origin": offer.origin if offer else "",
        "municipality": municipality_name(request.user.gm_code),
    }
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "exchange/new_call.html", context, status=status)


def _start(request: PersonRequest, offer: HarvestOffer | None) -> dict[str, object]:
    """Give what stands in the form at first: what was written in a session, if anything."""
    if offer:
        words = {"title": offer.text[:120], "message": offer.text}
        return {"key": offer.key, "about": offer.challenge, "kind": OpenCall.Kind.SEEK, **words}
    return {
        "key": uuid4(),
        "about": request.GET.get("opgave", ""),
        "kind": request.GET.get("soort", ""),
    }


def _place(request: PersonRequest, form: CallForm, offer: HarvestOffer | None) -> OpenCall:
    data = dict(form.cleaned_data)
    key, text = data.pop("key"), actions.CallText(**data)
    if offer:
        return harvest.take_call(by=request.user, offer=offer, text=text)
    return actions.call(by=request.user, key=key, text=text)


@require_safe
def call(request: HttpRequest, number: int) -> HttpResponse:
    row = readable_call(request, number)
    person = request.user if isinstance(request.user, Person) else None
    page = call_page(edition(), row)
    decision = appealable_decision(row)
    context = {
        "page": page,
        "title": page.title,
        "description": page.description,
        "trail": above((reverse("exchange:calls"), _("Vraag en aanbod"))),
        "may_contribute": person is not None and may_contribute(person),
        "may_ask": person is not None and may_ask_introduction(person, row),
        "introduction": queries.own_introduction(person, row) if person else None,
        "may_close": person is not None and may_close(person, row),
        "is_own": person is not None and person.gm_code == row.gm_code,
        "may_report": may_report(row),
        "may_moderate": person is not None and may_moderate(person),
        "decision": decision.pk if decision else None,
    }
    return render(request, "exchange/call.html", context)


@require_POST
@only(anybody)
def close(request: PersonRequest, number: int) -> HttpResponse:
    row = readable_call(request, number)
    if may_write(request.user, row) and row.closed_at:
        return redirect("exchange:call", number)  # it was pressed twice
    actions.close(by=request.user, call=row)
    return redirect("exchange:call", number)


def readable_call(request: HttpRequest, number: int) -> OpenCall:
    """Find a call that this visitor may read; raise Http404 for any other."""
    row = queries.call(number)
    if row is None or not may_visitor_read(request, row):
        raise Http404(str(number))
    return row
