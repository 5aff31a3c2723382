"""The pages on which a municipality writes: its own list, a new approach, the draft."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deelgenoot_web.accounts.access import PersonRequest, only
from deelgenoot_web.accounts.rules import (
    anybody,
    may_contribute,
    may_moderate,
    speaks_for_municipality,
)
from deelgenoot_web.atlas.edition import edition
from deelgenoot_web.exchange import queries
from deelgenoot_web.exchange.actions import practices as actions
from deelgenoot_web.exchange.forms.writing import BeginForm, PracticeForm
from deelgenoot_web.exchange.models import Practice, PracticeVersion
from deelgenoot_web.exchange.pages.pictures import pictures_of
from deelgenoot_web.exchange.pages.practice import part_in_words
from deelgenoot_web.exchange.pages.similar import similar_practices
from deelgenoot_web.exchange.places import municipality_name
from deelgenoot_web.exchange.queries.moderation import appealable_decision
from deelgenoot_web.exchange.rules import may_write
from deelgenoot_web.exchange.views.reading import above, readable

_form = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@only(anybody)
def own(request: PersonRequest) -> HttpResponse:
    person = request.user
    rows = queries.practices_of(person.gm_code) if may_contribute(person) else ()
    context = {
        "title": _("Uw aanpakken"),
        "description": _("Wat u en uw collega’s schrijven en delen."),
        "trail": above(),
        "municipality": municipality_name(person.gm_code),
        "may_contribute": may_contribute(person),
        "may_add_challenge": speaks_for_municipality(person),
        "rows": rows,
        "calls": queries.calls_of(person.gm_code) if may_contribute(person) else (),
        "person": person,
        "may_moderate": may_moderate(person),
    }
    return render(request, "exchange/own.html", context)


@_form
@only(anybody)
def new(request: PersonRequest) -> HttpResponse:
    if not may_contribute(request.user):
        return redirect("exchange:own")  # which says how to take part
    start = {"key": uuid4(), "challenge": request.GET.get("opgave", "")}
    form = BeginForm(request.POST or None, initial=start)
    if form.is_valid():
        row = actions.begin(by=request.user, **form.cleaned_data)
        return redirect("exchange:edit", row.pk)
    context = {
        "title": _("Deel een aanpak"),
        "description": _("Drie zinnen zijn genoeg. Uw concept wordt steeds bewaard."),
        "trail": above((reverse("exchange:own"), _("Uw aanpakken"))),
        "form": form,
        "municipality": municipality_name(request.user.gm_code),
    }
    return render(request, "exchange/new.html", context, status=_status(form))


@_form
@only(may_contribute)
def edit(request: PersonRequest, number: int) -> HttpResponse:
    row = writable(request, number)
    if request.method == "POST":
        return _save(request, row)
    return _form_page(request, row, PracticeForm(instance=row, initial={"revision": row.revision}))


def _save(request: PersonRequest, row: Practice) -> HttpResponse:
    # The instance is only there to validate: what is saved goes through the action.
    to_publish = "publish" in request.POST
    form = PracticeForm(request.POST, instance=Practice(), to_publish=to_publish)
    if not form.is_valid():
        return _refuse(request, row, form)
    text = dict(form.cleaned_data)
    revision = text.pop("revision")
    try:
        actions.save(
            by=request.user, practice=row, revision=revision, text=text, to_publish=to_publish
        )
    except actions.RevisionConflictError:
        return _conflict(request, row, form)
    except actions.PictureTextMissingError:
        form.add_error(None, _("Schrijf eerst bij elke afbeelding wat er te zien is."))
        return _refuse(request, row, form)
    return _after_saving(request, row)


def _after_saving(request: PersonRequest, row: Practice) -> HttpResponse:
    if _is_script(request):
        answer = {"revision": row.revision, "say": _saved_words(row)}
        beside = {"similar": similar_practices(edition(), row)}
        return JsonResponse(
            answer | {"similar": render_to_string("exchange/parts/similar.html", beside)}
        )
    if "publish" in request.POST:
        return redirect("exchange:practice", row.pk)
    if "pictures" in request.POST:
        return redirect("exchange:pictures", row.pk)
    return redirect(f"{reverse('exchange:edit', args=[row.pk])}?bewaard=1")


@require_POST
@only(anybody)
def close_versions(request: PersonRequest, number: int) -> HttpResponse:
    actions.close_earlier(by=request.user, practice=readable(request, number))
    return redirect("exchange:versions", number)


@require_POST
@only(may_contribute)
def restore(request: PersonRequest, number: int, version: int) -> HttpResponse:
    row = writable(request, number)
    try:
        actions.restore(by=request.user, practice=row, number=version)
    except PracticeVersion.DoesNotExist as error:
        raise Http404(str(version)) from error
    return redirect("exchange:edit", number)


@require_POST
@only(may_contribute)
def withdraw(request: PersonRequest, number: int) -> HttpResponse:
    actions.withdraw(by=request.user, practice=writable(request, number))
    return redirect("exchange:own")


@require_POST
@only(may_contribute)
def confirm(request: PersonRequest, number: int) -> HttpResponse:
    actions.confirm(by=request.user, practice=writable(request, number))
    return redirect("exchange:practice", number)


@require_POST
@only(may_contribute)
def discard(request: PersonRequest, number: int) -> HttpResponse:
    actions.discard(by=request.user, practice=writable(request, number))
    return redirect("exchange:own")


def writable(request: PersonRequest, number: int) -> Practice:
    """Find an approach of the person's own municipality; raise Http404 for any other."""
    row = queries.practice(number)
    if row is None or not may_write(request.user, row):
        raise Http404(str(number))
    return row


def _form_page(
    request: HttpRequest, row: Practice, form: PracticeForm, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "title": _("Schrijf uw aanpak"),
        "description": _("Uw concept wordt steeds bewaard. Niemand leest het tot u publiceert."),
        "trail": above((reverse("exchange:own"), _("Uw aanpakken"))),
        "form": form,
        "practice": row,
        "decision": appealable_decision(row),
        "pictures": pictures_of(row.pk, row),
        "similar": similar_practices(edition(), row),
        "saved": _saved_words(row) if "bewaard" in request.GET else "",
        **more,
    }
    return render(request, "exchange/edit.html", context, status=status)


def _refuse(request: HttpRequest, row: Practice, form: PracticeForm) -> HttpResponse:
    if _is_script(request):
        # The page stands as it was, without a message at any field.
        problems = "; ".join(
            f"{form[name].label}: {texts[0]}" if name in form.fields else str(texts[0])
            for name, texts in form.errors.items()
        )
        why = _("Niet bewaard. %(problems)s") % {"problems": problems}
        return JsonResponse({"error": why}, status=HTTPStatus.BAD_REQUEST)
    return _form_page(request, row, form, HTTPStatus.BAD_REQUEST)


def _conflict(request: HttpRequest, row: Practice, form: PracticeForm) -> HttpResponse:
    """Show both texts; the form that comes now is of the draft as the other saved it."""
    if _is_script(request):
        return JsonResponse(
            {
                "error": _(
                    "Een collega heeft dit concept intussen gewijzigd. Kies Bewaar concept om uw "
                    "tekst ernaast te zien."
                )
            },
            status=HTTPStatus.CONFLICT,
        )
    data = {**request.POST.dict(), "revision": str(row.revision)}
    again = PracticeForm(data, instance=Practice())
    again.is_valid()
    theirs = [
        (field.label, part_in_words(edition(), row, field.name) or _("(leeg)"))
        for field in again.visible_fields()
        if str(getattr(row, field.name) or "") != str(again.cleaned_data.get(field.name) or "")
    ]
    return _form_page(request, row, again, HTTPStatus.CONFLICT, theirs=theirs)


def _saved_words(row: Practice) -> str:
    time = date_format(timezone.localtime(row.saved_at), "TIME_FORMAT")
    return _("Concept bewaard om %(time)s uur") % {"time": time}


def _is_script(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _status(form: BeginForm) -> int:
    return HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
