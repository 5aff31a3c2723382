"""Reports by anybody, what moderators decide, and appeals."""

from http import HTTPStatus

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from deelgenoot_web.accounts.access import PersonRequest, only
from deelgenoot_web.accounts.rules import anybody, may_moderate
from deelgenoot_web.atlas.answers import html
from deelgenoot_web.exchange.actions import moderation as actions
from deelgenoot_web.exchange.forms.moderation import (
    AnswerForm,
    AppealForm,
    ReasonForm,
    ReportForm,
)
from deelgenoot_web.exchange.mail import address_of, title_of
from deelgenoot_web.exchange.models import ModerationDecision
from deelgenoot_web.exchange.models.moderation import ModeratedText
from deelgenoot_web.exchange.pages.list import page_number
from deelgenoot_web.exchange.pages.moderation import (
    decision_page,
    moderation_page,
    text_moderation,
)
from deelgenoot_web.exchange.queries import moderation as queries
from deelgenoot_web.exchange.rules import may_answer, may_appeal, may_report
from deelgenoot_web.exchange.views.calls import readable_call
from deelgenoot_web.exchange.views.challenges import challenge_by_number
from deelgenoot_web.exchange.views.reactions import readable_reaction
from deelgenoot_web.exchange.views.reading import above, readable

_form = require_http_methods(["GET", "HEAD", "POST"])


@_form
def report(request: HttpRequest, number: int) -> HttpResponse:
    return _report(request, readable(request, number))


@_form
def report_reaction(request: HttpRequest, number: int) -> HttpResponse:
    return _report(request, readable_reaction(request, number))


@_form
def report_call(request: HttpRequest, number: int) -> HttpResponse:
    return _report(request, readable_call(request, number))


@_form
def report_challenge(request: HttpRequest, number: int) -> HttpResponse:
    return _report(request, challenge_by_number(request, number))


def _report(request: HttpRequest, about: ModeratedText) -> HttpResponse:
    """Let anybody say that something is wrong; nothing of who says so is kept."""
    if not may_report(about):
        raise Http404(str(about.pk))
    form = ReportForm(request.POST or None)
    if form.is_valid():
        actions.report(about=about, **form.cleaned_data)
        return redirect(f"{request.path}?gemeld=1")
    context = {
        "title": _("Meld deze tekst"),
        "description": _("Een moderator leest uw melding en besluit wat er gebeurt."),
        "trail": above((address_of(about), title_of(about))),
        "form": form,
        "address": address_of(about),
        "text_title": title_of(about),
        "is_reported": "gemeld" in request.GET,
    }
    return render(request, "exchange/report.html", context, status=_status(form))


@require_safe
@only(may_moderate)
def queue(request: PersonRequest) -> HttpResponse:
    page = moderation_page(request.user, page_number(request.GET.get("pagina", "")))
    return html(request, "exchange/moderation.html", page, [("exchange:practices", _("Aanpakken"))])


@_form
@only(may_moderate)
def moderate(request: PersonRequest, number: int) -> HttpResponse:
    return _moderate(request, readable(request, number))


@_form
@only(may_moderate)
def moderate_reaction(request: PersonRequest, number: int) -> HttpResponse:
    return _moderate(request, readable_reaction(request, number))


@_form
@only(may_moderate)
def moderate_call(request: PersonRequest, number: int) -> HttpResponse:
    return _moderate(request, readable_call(request, number))


@_form
@only(may_moderate)
def moderate_challenge(request: PersonRequest, number: int) -> HttpResponse:
    return _moderate(request, challenge_by_number(request, number))


def _moderate(request: PersonRequest, about: ModeratedText) -> HttpResponse:
    """Show the reports of a text, and decide about it or about its author."""
    what = request.POST.get("do", "")
    about_text = ReasonForm(request.POST if what == "hide" else None, prefix="text")
    about_author = ReasonForm(request.POST if what == "bar" else None, prefix="author")
    is_changed = False
    if what in {"keep", "show"} or about_text.is_valid() or about_author.is_valid():
        try:
            _decide(request, about, what, about_author if what == "bar" else about_text)
        except actions.TextChangedError:
            is_changed = True
        else:
            return redirect("exchange:moderation")
    context = {
        "title": _("Beoordeel: %(title)s") % {"title": title_of(about)},
        "description": _("Besluit over de tekst en over de schrijver, elk apart."),
        "trail": above((reverse("exchange:moderation"), _("Moderatie"))),
        "page": text_moderation(about, request.user),
        "text_form": about_text,
        "author_form": about_author,
        "is_changed": is_changed,
    }
    status = _status(about_author if what == "bar" else about_text)
    status = HTTPStatus.CONFLICT if is_changed else status
    return render(request, "exchange/moderate.html", context, status=status)


def _decide(request: PersonRequest, about: ModeratedText, what: str, form: ReasonForm) -> None:
    if what == "keep":
        actions.keep(by=request.user, about=about)
    elif what == "show":
        actions.show_again(by=request.user, about=about, seen=request.POST.get("seen", ""))
    elif what == "hide":
        actions.hide(by=request.user, about=about, reason=form.cleaned_data["reason"])
    else:
        actions.bar_author(by=request.user, about=about, reason=form.cleaned_data["reason"])


@_form
@only(anybody)
def decision(request: PersonRequest, number: int) -> HttpResponse:
    """Show a decision to whom it touches and to moderators; take an appeal, or an answer to it."""
    row = queries.decision(number)
    person = request.user
    if row is None or not (may_appeal(person, row) or may_moderate(person)):
        raise Http404(str(number))
    what = request.POST.get("do", "")
    appeal = AppealForm(request.POST if what == "appeal" else None)
    answer = AnswerForm(request.POST if what == "answer" else None)
    if appeal.is_valid():
        actions.appeal(by=person, decision=row, words=appeal.cleaned_data["words"])
        return redirect("exchange:decision", number)
    if answer.is_valid() and _answer(request, row, answer):
        return redirect("exchange:decision", number)
    context = {
        "title": _("Besluit over %(title)s") % {"title": title_of(row.about)},
        "description": _("Wat is besloten, waarom, en wat u kunt doen."),
        "trail": above(),
        "page": decision_page(row),
        "may_appeal": may_appeal(person, row) and row.may_be_appealed,
        "may_answer": may_answer(person, row),
        "is_own": row.by_id == person.pk,
        "appeal_form": appeal,
        "answer_form": answer,
    }
    return render(
        request,
        "exchange/decision.html",
        context,
        status=_status(answer if what == "answer" else appeal),
    )


def _answer(request: PersonRequest, row: ModerationDecision, form: AnswerForm) -> bool:
    """Answer an appeal, unless that would show a text that the page did not."""
    if not may_answer(request.user, row):
        raise PermissionDenied
    try:
        actions.answer(
            by=request.user,
            decision=row,
            words=form.cleaned_data["words"],
            is_reversed=form.cleaned_data["outcome"] == "reverse",
            seen=request.POST.get("seen", ""),
        )
    except actions.TextChangedError:
        row.refresh_from_db()
        words = _("De schrijver of een collega schreef intussen een nieuwe versie. Lees die eerst.")
        form.add_error(None, ValidationError(words, code="changed"))
    return not form.errors


def _status(form: ReportForm | ReasonForm | AppealForm | AnswerForm) -> int:
    if form.has_error(NON_FIELD_ERRORS, "changed"):
        return HTTPStatus.CONFLICT
    return HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
