"""What a meeting consists of, in an order: one list and one form for each of three kinds."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from deelgenoot_web.accounts.access import PersonRequest
from deelgenoot_web.meetings.actions import rows as actions
from deelgenoot_web.meetings.edits import ChangedMeanwhileError, Edit, values_of
from deelgenoot_web.meetings.forms.editing import EditingForm
from deelgenoot_web.meetings.forms.rows import FieldForm, ItemForm, PollForm, rearranged
from deelgenoot_web.meetings.models import Field, Meeting, Poll, ProgrammeItem
from deelgenoot_web.meetings.views.organiser.entrance import (
    directed,
    is_saved,
    seen,
    shown,
    status_of,
)

_form = require_http_methods(["GET", "HEAD", "POST"])
_MOVES = {"up": -1, "down": 1}


@dataclass(frozen=True)
class _Kind:
    """One of the three kinds: `section` is the name of its address and of its template, `new` of
    the address where one is added."""

    section: str
    model: type[actions.Row]
    title: str | Promise
    new_title: str | Promise
    new: str
    form: Callable[..., EditingForm]
    columns: tuple[str, ...]
    """What of a row the form changes."""


_PROGRAMME = _Kind(
    "programme",
    ProgrammeItem,
    gettext_lazy("Programma"),
    gettext_lazy("Nieuw onderdeel"),
    "new_item",
    ItemForm,
    ("title", "kind", "minutes", "text", "script"),
)
_POLLS = _Kind(
    "polls",
    Poll,
    gettext_lazy("Peilingen"),
    gettext_lazy("Nieuwe peiling"),
    "new_poll",
    PollForm,
    ("question", "explanation", "options", "settings", "purpose"),
)
_FIELDS = _Kind(
    "fields",
    Field,
    gettext_lazy("Eigen vragen"),
    gettext_lazy("Nieuwe vraag"),
    "new_field",
    FieldForm,
    ("label", "kind", "choices", "is_required"),
)


@require_safe
@directed
def programme(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    items = list(meeting.programme.all())
    planned = (meeting.ends_at - meeting.starts_at).total_seconds() // 60
    return _list(
        request,
        meeting,
        _PROGRAMME,
        rows=items,
        n_minutes=sum(one.minutes for one in items),
        planned=int(planned),
    )


@require_safe
@directed
def polls(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    return _list(request, meeting, _POLLS, rows=list(meeting.polls.all()), kinds=Poll.Kind.choices)


@require_safe
@directed
def fields(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    return _list(request, meeting, _FIELDS, rows=list(meeting.fields.all()))


@_form
@directed
def new_item(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    return _new(request, meeting, _PROGRAMME)


@_form
@directed
def new_poll(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    kind = request.GET.get("kind", "")
    if kind not in Poll.Kind.values:
        return redirect("meetings:polls", meeting.slug)
    return _new(request, meeting, _POLLS, kind)


@_form
@directed
def new_field(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    return _new(request, meeting, _FIELDS)


@_form
@directed
def item(request: PersonRequest, meeting: Meeting, row: int) -> HttpResponse:
    return _one(request, meeting, _PROGRAMME, row)


@_form
@directed
def poll(request: PersonRequest, meeting: Meeting, row: int) -> HttpResponse:
    return _one(request, meeting, _POLLS, row)


@_form
@directed
def field(request: PersonRequest, meeting: Meeting, row: int) -> HttpResponse:
    return _one(request, meeting, _FIELDS, row)


def _list(request: PersonRequest, meeting: Meeting, kind: _Kind, **more: Any) -> HttpResponse:
    return shown(request, meeting, kind.section, str(kind.title), **more)


def _new(request: PersonRequest, meeting: Meeting, kind: _Kind, of: str = "") -> HttpResponse:
    form = kind.form(*([of] if of else []), request.POST or None)
    moved = _rearranged(request, form)
    if moved or not form.is_valid():
        return _filled(request, meeting, kind, moved or form)
    values = form.values() | ({"kind": of} if of else {})
    actions.add(by=request.user, meeting=meeting, kind=kind.model, values=values)
    return redirect(f"meetings:{kind.section}", meeting.slug)


def _one(request: PersonRequest, meeting: Meeting, kind: _Kind, key: int) -> HttpResponse:
    found: actions.Row | None = kind.model.objects.filter(pk=key).first()
    if found and found.meeting_id != meeting.pk:
        raise Http404
    try:
        return _done(request, meeting, kind, found) if found else _gone(request, meeting, kind)
    except kind.model.DoesNotExist:  # just now
        return _gone(request, meeting, kind)


def _done(request: PersonRequest, meeting: Meeting, kind: _Kind, row: actions.Row) -> HttpResponse:
    back = reverse(f"meetings:{kind.section}", args=[meeting.slug])
    asked = request.POST.get("do", "")
    try:
        if asked in _MOVES:
            actions.move(by=request.user, row=row, step=_MOVES[asked])
            return redirect(f"{back}#r{row.pk}")
        if asked == "remove":
            edit = Edit(values_of(row, kind.columns), request.POST.get("seen", ""))
            actions.remove(by=request.user, row=row, edit=edit)
        else:
            return _edited(request, meeting, kind, row)
    except ChangedMeanwhileError:
        back = f"{request.path}?gedaan=gewijzigd"
    except actions.FixedError:
        back += "?gedaan=vast"
    return redirect(back)


def _gone(request: PersonRequest, meeting: Meeting, kind: _Kind) -> HttpResponse:
    """Somebody else took it out. What was filled in is shown, to be kept as a new one."""
    of = request.POST.get("kind", "")
    if request.method != "POST" or (kind is _POLLS and of not in Poll.Kind.values):
        raise Http404
    if request.POST.get("do") in {*_MOVES, "remove"}:
        return redirect(reverse(f"meetings:{kind.section}", args=[meeting.slug]) + "?gedaan=weg")
    again = reverse(f"meetings:{kind.new}", args=[meeting.slug])
    if kind is _POLLS:
        again += f"?kind={of}"
    form = kind.form(*([of] if kind is _POLLS else []), request.POST)
    form = _rearranged(request, form) or form
    return _filled(request, meeting, kind, form, again=again, status=HTTPStatus.CONFLICT)


def _edited(
    request: PersonRequest, meeting: Meeting, kind: _Kind, row: actions.Row
) -> HttpResponse:
    of = [row.kind] if isinstance(row, Poll) else []
    form = kind.form(*of, request.POST or None, initial=values_of(row, kind.columns))

    def save(edit: Edit) -> None:
        actions.change(by=request.user, row=row, edit=edit)

    moved = _rearranged(request, form)
    if not moved and is_saved(form, request, save):
        return redirect(f"meetings:{kind.section}", meeting.slug)
    row.refresh_from_db()
    return _filled(request, meeting, kind, moved or form, row)


def _filled(
    request: PersonRequest,
    meeting: Meeting,
    kind: _Kind,
    form: EditingForm,
    row: actions.Row | None = None,
    **more: Any,
) -> HttpResponse:
    title = str(row) if row else str(kind.new_title)
    read = seen(form, request, values_of(row, kind.columns)) if row else ""
    more = {"form": form, "row": row, "seen": read, "status": status_of(form)} | more
    if isinstance(form, PollForm):
        more["kind_words"] = str(Poll.Kind(form.kind).label)
    return shown(request, meeting, kind.section, title, template=f"{kind.section}_one", **more)


def _rearranged(request: PersonRequest, form: EditingForm) -> ItemForm | None:
    """After a button of the script: the same form with its steps moved, nothing judged or kept."""
    asked = request.POST.get("step", "")
    if not asked or not isinstance(form, ItemForm):
        return None
    typed = request.POST.dict()
    return ItemForm(initial={**typed, "script": rearranged(form.script, asked)})
