"""Where the letter leads that asks to make something of what somebody wrote in a session."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.rules import may_contribute, speaks_for_municipality
from deelgenoot_web.exchange import queries
from deelgenoot_web.exchange.actions import harvest as actions
from deelgenoot_web.exchange.mail import harvest_question
from deelgenoot_web.exchange.models import HarvestOffer

_FORMS: dict[str, str] = {
    HarvestOffer.Becomes.CHALLENGE: "exchange:new_challenge",
    HarvestOffer.Becomes.CALL: "exchange:new_call",
}


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def harvest(request: HttpRequest, nonce: str) -> HttpResponse:
    offer = queries.harvest_offer(nonce)
    if offer is None:
        raise Http404(nonce)
    if request.POST.get("do") == "take":
        return _take(request, offer)
    if request.method == "POST":
        actions.decline(offer=offer)
        return redirect("exchange:harvest", nonce)
    context = {
        "title": harvest_question(offer),
        "description": _("U kiest. Niemand leest iets tot u zelf publiceert."),
        "offer": offer,
    }
    return render(request, "exchange/harvest.html", context)


def _take(request: HttpRequest, offer: HarvestOffer) -> HttpResponse:
    """Go on with these words; first comes what is needed for that: signing in, a municipality."""
    person = request.user
    if not isinstance(person, Person):
        return redirect_to_login(request.get_full_path(), reverse("accounts:sign_in"))
    if not may_contribute(person):
        return redirect("exchange:own")
    return _go_on(person, offer)


def _go_on(person: Person, offer: HarvestOffer) -> HttpResponse:
    """Begin the draft, or lead to the form of an opgave or a call; not for who declined before.

    Opgaven are of municipalities: of the words of anybody else the draft of an approach begins.
    """
    name = _FORMS.get(offer.becomes)
    if offer.becomes == HarvestOffer.Becomes.CHALLENGE and not speaks_for_municipality(person):
        name = None
    if name and not offer.is_answered:
        return redirect(f"{reverse(name)}?oogst={offer.nonce}")
    try:
        practice = actions.take(by=person, offer=offer)
    except actions.AnsweredError:
        return redirect("exchange:harvest", offer.nonce)
    return redirect("exchange:edit", practice.pk)
