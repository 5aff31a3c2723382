"""Reading, writing, comparing, signing and publishing perspectives."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deelgenoot.perspectives.reading import give_figures
from deelgenoot_web.accounts.access import PersonRequest, only
from deelgenoot_web.atlas.edition import edition
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.editing import actions, pages
from deelgenoot_web.editing.blocks import LONGEST, ORIGINS, block_fields, fill_block
from deelgenoot_web.editing.comparing import changed_fields
from deelgenoot_web.editing.forms import ReaderForm, RemarkForm
from deelgenoot_web.editing.models import TextReader
from deelgenoot_web.editing.preview import preview_block
from deelgenoot_web.editing.queries import (
    RELEASE,
    Draft,
    draft_before,
    find_draft,
    misses_release,
    newest_draft,
    newest_number,
    versions,
)
from deelgenoot_web.editing.rules import may_edit, may_enter, may_read

_form = require_http_methods(["GET", "HEAD", "POST"])
_LARGEST_NUMBER = 1_000_000


@require_safe
@only(may_enter)
def perspectives(request: PersonRequest) -> HttpResponse:
    context = {
        "title": _("Redactie"),
        "entries": list(pages.perspective_entries(edition(), request.user)),
    }
    return render(request, "editing/perspectives.html", context)


@require_safe
@only(may_enter)
def read(request: PersonRequest, group: str) -> HttpResponse:
    _check_may_read(request, group)
    return _reading_page(request, group)


def _reading_page(
    request: PersonRequest,
    group: str,
    status: int = HTTPStatus.OK,
    remark_forms: Mapping[str, RemarkForm] = MappingProxyType({}),
    **more: Any,
) -> HttpResponse:
    """Show the newest draft; what was refused comes back with the reason (`problem`, forms)."""
    draft = newest_draft(group)
    entries = list(pages.block_entries(edition(), draft))
    readers = pages.reader_entries(edition(), draft)
    own = next((one for one in readers if one.reader.person_id == request.user.pk), None)
    context = {
        "title": pages.group_title(edition(), group),
        "trail": [(reverse("editing:perspectives"), _("Redactie"))],
        "draft": draft,
        "entries": [(one, remark_forms.get(one.key) or RemarkForm(one.key)) for one in entries],
        "readers": readers,
        "own_reading": own,
        "may_edit": may_edit(request.user),
        "versions": versions(group),
        "newest_number": newest_number(group),
        "doubts": pages.doubts_of(edition(), draft),
        "misses_release": draft.row is not None and misses_release(draft.row),
        "reader_form": ReaderForm(),
        "faulty": [one for one in entries if one.preview.problems],
        "why_not": pages.why_not_published(draft),
        **more,
    }
    return render(request, "editing/read.html", context, status=status)


@_form
@only(may_edit)
def block(request: PersonRequest, group: str, key: str) -> HttpResponse:
    _check_block(group, key)
    if request.method != "POST":
        return _writing_page(request, newest_draft(group), key)
    if request.POST.get("act") != "save":
        return _own_text_page(request, group, key)
    return _save(request, group, key)


def _save(request: PersonRequest, group: str, key: str) -> HttpResponse:
    """Save a block; where that cannot be, give what somebody wrote back, with the reason."""
    values, base = request.POST.dict(), _number(request.POST.get("base", ""))
    try:
        actions.save_block(by=request.user, group=group, key=key, values=values, base=base)
    except actions.EditConflictError:
        return _conflict_page(request, group, key, values)
    except actions.TooLongError:
        words = _(
            "Een veld heeft meer dan %(n)s tekens. Er is niets bewaard; uw tekst staat er nog."
        )
        problem = words % {"n": edition().number(LONGEST)}
    except actions.EmptyBlockError:
        problem = _(
            "Een tekst kan niet zonder beweringen, valkuilen, vragen of hefbomen. "
            "Vul er ten minste één in. Er is niets bewaard."
        )
    except actions.UnreadableTextError:
        problem = _(
            "Deze tekst bevat tekens die niet te bewaren zijn. "
            "Er is niets bewaard; uw tekst staat er nog."
        )
    else:
        return redirect(f"{reverse('editing:read', args=[group])}#{key}")
    return _own_text_page(request, group, key, HTTPStatus.BAD_REQUEST, problem=problem)


def _own_text_page(
    request: PersonRequest, group: str, key: str, status: int = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    """Give back what somebody filled in, unsaved, on the version that they began from."""
    draft = _with_values(newest_draft(group), key, request.POST.dict())
    base = _number(request.POST.get("base", ""))
    return _writing_page(request, draft, key, status, base=base, is_unsaved=True, **more)


@require_POST
@only(may_edit)
def preview(request: PersonRequest, group: str, key: str) -> HttpResponse:
    """Answer with the preview alone, for the script of the page."""
    _check_block(group, key)
    draft = _with_values(newest_draft(group), key, request.POST.dict())
    context = {"preview": preview_block(edition(), draft.group, key)}
    return render(request, "editing/parts/renewed.html", context)


def _with_values(draft: Draft, key: str, values: dict[str, str]) -> Draft:
    """Give a draft with what somebody filled in, without saving it."""
    of = release()
    content = fill_block(draft.group.content, key, values)
    group = give_figures(draft.group.id, content, of.study, of.typology)
    return Draft(group, draft.number, draft.row)


def _writing_page(
    request: PersonRequest, draft: Draft, key: str, status: int = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    group, name = draft.group.id, pages.block_names(edition())[key]
    title = pages.group_title(edition(), group)
    context = {
        "title": _("%(block)s schrijven") % {"block": name},
        "trail": [
            (reverse("editing:perspectives"), _("Redactie")),
            (reverse("editing:read", args=[group]), title),
        ],
        "draft": draft,
        "key": key,
        "base": draft.number,
        "fields": block_fields(draft.group.content, key),
        "origins": ORIGINS,
        "preview": preview_block(edition(), draft.group, key),
        "blocks": pages.block_names(edition()),
        "longest": LONGEST,
        **more,
    }
    return render(request, "editing/block.html", context, status=status)


def _conflict_page(
    request: PersonRequest, group: str, key: str, values: dict[str, str]
) -> HttpResponse:
    """Show both texts: the own one in the form, the other beside it; saving again keeps the own."""
    newest = newest_draft(group)
    own = _with_values(newest, key, values)
    changes = list(changed_fields(newest.group.content, own.group.content, key))
    more = {"conflict": newest, "changes": changes, "is_unsaved": True}
    return _writing_page(request, own, key, HTTPStatus.CONFLICT, **more)


@require_safe
@only(may_enter)
def version(request: PersonRequest, group: str, number: int) -> HttpResponse:
    _check_may_read(request, group)
    beside = request.GET.get("met")
    old = draft_before(group, number) if beside is None else find_draft(group, _number(beside))
    new = find_draft(group, number)
    if new is None or old is None:
        raise Http404(number)
    context = {
        "title": _("Versie %(new)s naast %(old)s") % {"new": number, "old": old.number},
        "trail": [
            (reverse("editing:perspectives"), _("Redactie")),
            (reverse("editing:read", args=[group]), pages.group_title(edition(), group)),
        ],
        "group": group,
        "new": new,
        "old": old,
        "blocks": list(pages.compared_blocks(edition(), old, new)),
        "numbers": [*(one.number for one in versions(group)), RELEASE],
        "may_edit": may_edit(request.user),
    }
    return render(request, "editing/version.html", context)


@require_POST
@only(may_edit)
def restore(request: PersonRequest, group: str, number: int) -> HttpResponse:
    _check_group(group)
    try:
        actions.restore(by=request.user, group=group, number=number)
    except LookupError as error:
        raise Http404(number) from error
    except actions.EditConflictError:
        words = _("Een ander bewaarde op hetzelfde moment. Er is niets teruggezet.")
        return _reading_page(request, group, HTTPStatus.CONFLICT, problem=words)
    return redirect("editing:read", group)


@require_POST
@only(may_edit)
def ask_reader(request: PersonRequest, group: str) -> HttpResponse:
    _check_group(group)
    form = ReaderForm(request.POST)
    if not form.is_valid():
        return _reading_page(request, group, HTTPStatus.BAD_REQUEST, reader_form=form)
    actions.ask_reader(
        by=request.user,
        group=group,
        email=form.cleaned_data["email"],
        gm_code=form.cleaned_data["municipality"],
    )
    return redirect(f"{reverse('editing:read', args=[group])}#lezers")


@require_POST
@only(may_edit)
def withdraw_reader(request: PersonRequest, group: str, number: int) -> HttpResponse:
    reader = get_object_or_404(TextReader, group=group, pk=number)
    actions.withdraw_reader(by=request.user, reader=reader)
    return redirect(f"{reverse('editing:read', args=[group])}#lezers")


@require_POST
@only(may_enter)
def remark(request: PersonRequest, group: str, key: str) -> HttpResponse:
    _check_may_read(request, group)
    _check_block(group, key)
    form, newest = RemarkForm(key, request.POST), newest_draft(group).row
    if newest and form.is_valid():
        actions.remark(by=request.user, version=newest, block=key, text=form.cleaned_data["text"])
        return redirect(f"{reverse('editing:read', args=[group])}#{key}")
    return _reading_page(request, group, HTTPStatus.BAD_REQUEST, remark_forms={key: form})


@require_POST
@only(may_enter)
def sign(request: PersonRequest, group: str) -> HttpResponse:
    _check_may_read(request, group)
    newest = newest_draft(group).row
    if newest is None or newest.number != _number(request.POST.get("number", "")):
        words = _("Er is intussen een andere versie. U hebt niet getekend: lees eerst deze.")
        return _reading_page(request, group, HTTPStatus.CONFLICT, problem=words)
    try:
        actions.sign(by=request.user, version=newest)
    except actions.NotReadyError:
        words = _("Deze versie is al gepubliceerd. U hebt niet getekend.")
        return _reading_page(request, group, HTTPStatus.CONFLICT, problem=words)
    return redirect(f"{reverse('editing:read', args=[group])}#lezers")


@require_POST
@only(may_edit)
def publish(request: PersonRequest, group: str) -> HttpResponse:
    _check_group(group)
    newest = newest_draft(group).row
    number = _number(request.POST.get("number", ""))
    if newest is None or newest.number != number:
        words = _("Er is intussen een andere versie. Er is niets gepubliceerd: lees eerst deze.")
        return _reading_page(request, group, HTTPStatus.CONFLICT, problem=words)
    try:
        actions.publish(by=request.user, version=newest)
    except actions.NotReadyError:
        words = _("Er is niets gepubliceerd. Onder ‘Publiceren’ staat waarom dat nog niet kan.")
        return _reading_page(request, group, HTTPStatus.CONFLICT, problem=words)
    return redirect("editing:read", group)


def _check_group(group: str) -> None:
    if group not in release().perspectives:
        raise Http404(group)


def _check_block(group: str, key: str) -> None:
    _check_group(group)
    if key not in pages.block_names(edition()):
        raise Http404(key)


def _check_may_read(request: PersonRequest, group: str) -> None:
    """Raise PermissionDenied where somebody was not asked to read this one."""
    _check_group(group)
    if not may_read(request.user, group):
        raise PermissionDenied


def _number(word: str) -> int:
    """Read a number of a version; -1 for what is none."""
    return int(word) if word.isdecimal() and len(word) < len(str(_LARGEST_NUMBER)) else -1
