"""What administrators do: who may contribute."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deelgenoot_web.accounts import actions as accounts
from deelgenoot_web.accounts.access import PersonRequest, only
from deelgenoot_web.accounts.models import MemberDomain, Person
from deelgenoot_web.accounts.rules import may_appoint
from deelgenoot_web.exchange import queries
from deelgenoot_web.exchange.actions import moderation
from deelgenoot_web.exchange.forms.moderation import ReasonForm
from deelgenoot_web.exchange.forms.office import ContributorForm, DomainForm, InviteForm
from deelgenoot_web.exchange.places import municipality_name
from deelgenoot_web.exchange.views.reading import above


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_appoint)
def contributors(request: PersonRequest) -> HttpResponse:
    what = request.POST.get("do")
    domain = DomainForm(request.POST if what == "domain" else None, prefix="d")
    person = InviteForm(request.POST if what == "person" else None, prefix="p")
    if domain.is_valid():
        code = _place_in(request, domain)
        accounts.allow_domain(by=request.user, domain=domain.cleaned_data["domain"], gm_code=code)
        return redirect("exchange:contributors")
    if person.is_valid():
        code = _place_in(request, person)
        accounts.invite(by=request.user, email=person.cleaned_data["email"], gm_code=code)
        return redirect("exchange:contributors")
    context = {
        "title": _("Wie mag bijdragen?"),
        "description": _(
            "Maildomeinen van gemeenten en organisaties, en mensen die u zelf uitnodigt."
        ),
        "trail": above(),
        "domain_form": domain,
        "person_form": person,
        "domains": [(one, municipality_name(one.gm_code)) for one in queries.domains()],
        "people": [(one, municipality_name(one.gm_code)) for one in queries.contributors()],
    }
    status = HTTPStatus.BAD_REQUEST if domain.errors or person.errors else HTTPStatus.OK
    return render(request, "exchange/contributors.html", context, status=status)


def _place_in(request: PersonRequest, form: ContributorForm) -> str:
    """Give the code of the municipality or the organisation that was filled in."""
    values = form.cleaned_data
    return values["municipality"] or accounts.know_organisation(
        by=request.user, name=values["organisation"]
    )


@require_POST
@only(may_appoint)
def withdraw_domain(request: PersonRequest, number: int) -> HttpResponse:
    accounts.withdraw_domain(by=request.user, domain=get_object_or_404(MemberDomain, pk=number))
    return redirect("exchange:contributors")


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_appoint)
def bar(request: PersonRequest, number: int) -> HttpResponse:
    """Ask why somebody contributes no more, which they read in a letter."""
    person = get_object_or_404(Person, pk=number)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        moderation.bar_contributor(by=request.user, person=person, reason=reason)
        return redirect("exchange:contributors")
    context = {
        "title": _("Niet meer laten bijdragen?"),
        "description": _("%(email)s schrijft dan niets meer. Teksten blijven staan.")
        % {"email": person.email},
        "trail": above((reverse("exchange:contributors"), _("Wie mag bijdragen?"))),
        "form": form,
    }
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return render(request, "exchange/bar.html", context, status=status)
