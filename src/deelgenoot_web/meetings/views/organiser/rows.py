"""The programme, polls and extra questions of a meeting: a list and a form for each kind."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from deelgenoot_web.accounts.access import PersonRequest
from deelgenoot_web.meetings.actions import rows as actions
from deelgenoot_web.meetings.edits import ChangedMeanwhileError, Edit, values_of
from deelgenoot_web.meetings.forms.editing import EditingForm
from deelgenoot_web.meetings.forms.rows import FieldForm, ItemForm, PollForm, move_step
from deelgenoot_web.meetings.models import Field, Meeting, Poll, ProgrammeItem
from deelgenoot_web.meetings.views.organiser.entrance import (
    for_directors,
    form_for_directors,
    form_mark,
    is_saved,
    workspace_page,
)

_MOVES = {"up": -1, "down": 1}


@dataclass(frozen=True)
class _Kind:
    """One of the three kinds: `section` names its address and its template, `new` the address where
    a row is added."""

    section: str
    model: type[actions.Row]
    new_title: str | Promise
    new: str
    form: Callable[..., EditingForm]
    columns: tuple[str, ...]
    """The columns that the form changes."""


_PROGRAMME = _Kind(
    "programme",
    ProgrammeItem,
    gettext_lazy("Nieuw onderdeel"),
    "new_item",
    ItemForm,
    ("title", "kind", "minutes", "text", "notes", "script"),
)
_POLLS = _Kind(
    "polls",
    Poll,
    gettext_lazy("Nieuwe peiling"),
    "new_poll",
    PollForm,
    ("question", "explanation", "options", "settings", "purpose", "notes", "is_live", "seconds"),
)
_FIELDS = _Kind(
    "fields",
    Field,
    gettext_lazy("Nieuwe vraag"),
    "new_field",
    FieldForm,
    ("label", "kind", "choices", "is_required"),
)


@require_safe
@for_directors
def programme(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    items = list(meeting.programme.all())
    n_planned = (meeting.ends_at - meeting.starts_at).total_seconds() // 60
    n = sum(one.minutes for one in items)
    return workspace_page(
        request, meeting, "programme", rows=items, n_minutes=n, planned=int(n_planned)
    )


@require_safe
@for_directors
def polls(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    rows = list(meeting.polls.all())
    return workspace_page(request, meeting, "polls", rows=rows, kinds=Poll.Kind.choices)


@require_safe
@for_directors
def fields(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    return workspace_page(request, meeting, "fields", rows=list(meeting.fields.all()))


@form_for_directors
def new_poll(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    kind = request.GET.get("kind", "")
    if kind not in Poll.Kind.values:
        return redirect("meetings:polls", meeting.slug)
    return _new(request, meeting, _POLLS, kind)


def _new(request: PersonRequest, meeting: Meeting, kind: _Kind, of: str = "") -> HttpResponse:
    form = _form(meeting, kind, of, request.POST or None)
    rearranged_form = _move_step(request, form)
    if rearranged_form or not form.is_valid():
        return _form_page(request, meeting, kind, rearranged_form or form)
    values = form.values() | ({"kind": of} if of else {})
    actions.add(by=request.user, meeting=meeting, kind=kind.model, values=values)
    return redirect(f"meetings:{kind.section}", meeting.slug)


def _row_page(request: PersonRequest, meeting: Meeting, kind: _Kind, row: int) -> HttpResponse:
    present_row: actions.Row | None = kind.model.objects.filter(pk=row).first()
    if present_row and present_row.meeting_id != meeting.pk:
        raise Http404
    if present_row:
        with suppress(kind.model.DoesNotExist):  # removed just now
            return _change_row(request, meeting, kind, present_row)
    return _answer_gone(request, meeting, kind)


def _change_row(
    request: PersonRequest, meeting: Meeting, kind: _Kind, row: actions.Row
) -> HttpResponse:
    back = reverse(f"meetings:{kind.section}", args=[meeting.slug])
    command = request.POST.get("do", "")
    try:
        if command in _MOVES:
            actions.move(by=request.user, row=row, step=_MOVES[command])
            return redirect(f"{back}#r{row.pk}")
        if command == "remove":
            edit = Edit(values_of(row, kind.columns), request.POST.get("seen", ""))
            actions.remove(by=request.user, row=row, edit=edit)
        else:
            return _edit_row(request, meeting, kind, row)
    except ChangedMeanwhileError:
        back = f"{request.path}?gedaan=gewijzigd"
    except actions.FixedError:
        back += "?gedaan=vast"
    return redirect(back)


def _answer_gone(request: PersonRequest, meeting: Meeting, kind: _Kind) -> HttpResponse:
    """Answer after somebody else removed the row: show the form, to be stored as a new row."""
    of = request.POST.get("kind", "")
    if request.method != "POST" or (kind is _POLLS and of not in Poll.Kind.values):
        raise Http404
    if request.POST.get("do") in {*_MOVES, "remove"}:
        return redirect(reverse(f"meetings:{kind.section}", args=[meeting.slug]) + "?gedaan=weg")
    again = reverse(f"meetings:{kind.new}", args=[meeting.slug])
    if kind is _POLLS:
        again += f"?kind={of}"
    form = _form(meeting, kind, of, request.POST)
    form = _move_step(request, form) or form
    return _form_page(request, meeting, kind, form, again=again, status=HTTPStatus.CONFLICT)


def _edit_row(
    request: PersonRequest, meeting: Meeting, kind: _Kind, row: actions.Row
) -> HttpResponse:
    of = row.kind if isinstance(row, Poll) else ""
    form = _form(meeting, kind, of, request.POST or None, values_of(row, kind.columns))
    save = partial(actions.change, by=request.user, row=row)
    rearranged_form = _move_step(request, form)
    if not rearranged_form and is_saved(form, request, save):
        return redirect(f"meetings:{kind.section}", meeting.slug)
    row.refresh_from_db()
    return _form_page(request, meeting, kind, rearranged_form or form, row)


def _form(
    meeting: Meeting,
    kind: _Kind,
    of: str,
    data: QueryDict | None,
    initial: Mapping[str, Any] | None = None,
) -> EditingForm:
    """Make the form of a row; of a poll for its own kind and the figures of the meeting's study."""
    if kind is _POLLS:
        return PollForm(of, data, initial=initial, study=meeting.study)
    return kind.form(data, initial=initial)


new_item, new_field = (form_for_directors(partial(_new, kind=one)) for one in (_PROGRAMME, _FIELDS))
item, poll, field = (
    form_for_directors(partial(_row_page, kind=one)) for one in (_PROGRAMME, _POLLS, _FIELDS)
)


def _form_page(
    request: PersonRequest,
    meeting: Meeting,
    kind: _Kind,
    form: EditingForm,
    row: actions.Row | None = None,
    **more: Any,
) -> HttpResponse:
    title = str(row) if row else str(kind.new_title)
    mark = form_mark(form, request, values_of(row, kind.columns)) if row else ""
    more = {"form": form, "row": row, "seen": mark} | more
    if isinstance(form, PollForm):
        more["kind_words"] = str(Poll.Kind(form.kind).label)
    return workspace_page(
        request, meeting, kind.section, title, template=f"{kind.section}_one", **more
    )


def _move_step(request: PersonRequest, form: EditingForm) -> ItemForm | None:
    """After a button of the script, return the form with its steps moved, not checked or stored."""
    command = request.POST.get("step", "")
    if not command or not isinstance(form, ItemForm):
        return None
    return ItemForm(initial=request.POST.dict() | {"script": move_step(form.script, command)})
