"""Reports by anybody, what moderators decide, and appeals."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from deelgenoot_web.accounts.access import PersonRequest, only
from deelgenoot_web.accounts.rules import anybody, may_moderate
from deelgenoot_web.atlas.answers import html
from deelgenoot_web.exchange import queries
from deelgenoot_web.exchange.actions import moderation as actions
from deelgenoot_web.exchange.forms import AnswerForm, AppealForm, ReasonForm, ReportForm
from deelgenoot_web.exchange.mail import title_of
from deelgenoot_web.exchange.models import ModerationDecision, Practice
from deelgenoot_web.exchange.pages.moderation import (
    decision_page,
    moderation_page,
    practice_moderation,
)
from deelgenoot_web.exchange.rules import may_answer, may_appeal, may_report
from deelgenoot_web.exchange.views.reading import above, readable

_form = require_http_methods(["GET", "HEAD", "POST"])


@_form
def report(request: HttpRequest, number: int) -> HttpResponse:
    """Let anybody say that something is wrong; nothing of who says so is kept."""
    row = readable(request, number)
    if not may_report(row):
        raise Http404(str(number))
    form = ReportForm(request.POST or None)
    if form.is_valid():
        actions.report(practice=row, **form.cleaned_data)
        return redirect(f"{reverse('exchange:report', args=[number])}?gemeld=1")
    context = {
        "title": _("Meld deze aanpak"),
        "description": _("Een moderator leest uw melding en besluit wat er gebeurt."),
        "trail": above((reverse("exchange:practice", args=[number]), title_of(row))),
        "form": form,
        "number": number,
        "practice_title": title_of(row),
        "is_reported": "gemeld" in request.GET,
    }
    return render(request, "exchange/report.html", context, status=_status(form))


@require_safe
@only(may_moderate)
def queue(request: PersonRequest) -> HttpResponse:
    page = moderation_page(request.user)
    return html(request, "exchange/moderation.html", page, [("exchange:practices", _("Aanpakken"))])


@_form
@only(may_moderate)
def moderate(request: PersonRequest, number: int) -> HttpResponse:
    """Show the reports of an approach, and decide about its text or about its author."""
    row = readable(request, number)
    what = request.POST.get("do", "")
    about_text = ReasonForm(request.POST if what == "hide" else None, prefix="text")
    about_author = ReasonForm(request.POST if what == "bar" else None, prefix="author")
    if what in {"keep", "show"} or about_text.is_valid() or about_author.is_valid():
        _decide(request, row, what, about_text, about_author)
        return redirect("exchange:moderation")
    context = {
        "title": _("Beoordeel: %(title)s") % {"title": title_of(row)},
        "description": _("Besluit over de tekst en over de schrijver, elk apart."),
        "trail": above((reverse("exchange:moderation"), _("Moderatie"))),
        "page": practice_moderation(row, request.user),
        "text_form": about_text,
        "author_form": about_author,
    }
    status = _status(about_author if what == "bar" else about_text)
    return render(request, "exchange/moderate.html", context, status=status)


def _decide(
    request: PersonRequest, row: Practice, what: str, text: ReasonForm, author: ReasonForm
) -> None:
    if what == "keep":
        actions.keep(by=request.user, practice=row)
    elif what == "show":
        actions.show_again(by=request.user, practice=row)
    elif what == "hide":
        actions.hide(by=request.user, practice=row, reason=text.cleaned_data["reason"])
    else:
        actions.bar_author(by=request.user, practice=row, reason=author.cleaned_data["reason"])


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
    if answer.is_valid():
        _answer(request, row, answer)
        return redirect("exchange:decision", number)
    context = {
        "title": _("Besluit over %(title)s") % {"title": title_of(row.practice)},
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


def _answer(request: PersonRequest, row: ModerationDecision, form: AnswerForm) -> None:
    if not may_answer(request.user, row):
        raise PermissionDenied
    is_reversed = form.cleaned_data["outcome"] == "reverse"
    words = form.cleaned_data["words"]
    actions.answer(by=request.user, decision=row, words=words, is_reversed=is_reversed)


def _status(form: ReportForm | ReasonForm | AppealForm | AnswerForm) -> int:
    return HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
