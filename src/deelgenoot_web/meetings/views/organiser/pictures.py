"""The picture of a question, with the text for who does not see it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelgenoot_web.accounts.access import PersonRequest
from deelgenoot_web.meetings.actions import pictures as actions
from deelgenoot_web.meetings.actions.rows import FixedError
from deelgenoot_web.meetings.edits import ChangedMeanwhileError, Edit, mark, values_of
from deelgenoot_web.meetings.forms.pictures import PictureForm
from deelgenoot_web.meetings.models import Meeting, Poll
from deelgenoot_web.meetings.views.organiser.entrance import (
    form_for_directors,
    status_of,
    workspace_page,
)
from deelgenoot_web.pictures.forms import way_out
from deelgenoot_web.pictures.reading import UnreadableFileError, read_picture

_COLUMNS = ("picture_id", "picture_text")
_FULL = gettext_lazy(
    "Alle dia’s en afbeeldingen van deze bijeenkomst zijn samen te groot. Haal er eerst een weg."
)


@form_for_directors
def picture(request: PersonRequest, meeting: Meeting, row: int) -> HttpResponse:
    poll = get_object_or_404(meeting.polls, pk=row)
    polls = reverse("meetings:polls", args=[meeting.slug])
    form = PictureForm(
        request.POST or None,
        request.FILES or None,
        has_picture=poll.picture_id is not None,
        initial={"picture_text": poll.picture_text},
    )
    try:
        deed = _do(request, poll, form)
    except ChangedMeanwhileError:
        deed = "gewijzigd"
    except FixedError:
        return redirect(f"{polls}?gedaan=vast")
    if deed == "bewaard":
        return redirect(f"{polls}#r{poll.pk}")
    return (
        redirect(f"{request.path}?gedaan={deed}") if deed else _page(request, meeting, poll, form)
    )


def _do(request: PersonRequest, poll: Poll, form: PictureForm) -> str:
    """Store or remove the picture; return what was done, or an empty text."""
    if request.POST.get("do") == "remove":
        seen_mark = request.POST.get("seen", "")
        actions.remove_picture(by=request.user, poll=poll, seen_mark=seen_mark)
        return "weggehaald"
    return "bewaard" if form.is_valid() and _is_stored(request, poll, form) else ""


def _is_stored(request: PersonRequest, poll: Poll, form: PictureForm) -> bool:
    """Read and store the picture; return whether that could be. The form says why not."""
    file, text = form.cleaned_data["file"], form.cleaned_data["picture_text"]
    edit = Edit({"picture_text": text}, request.POST.get("seen", ""))
    try:
        read = read_picture(file) if file else None
        actions.illustrate(by=request.user, poll=poll, picture=read, edit=edit, now=timezone.now())
    except UnreadableFileError as error:
        form.add_error("file", _FULL if error.why == "full" else way_out(error))
        return False
    return True


def _page(request: PersonRequest, meeting: Meeting, poll: Poll, form: PictureForm) -> HttpResponse:
    return workspace_page(
        request,
        meeting,
        "polls",
        _("Afbeelding: %(question)s") % {"question": poll.question},
        template="picture",
        poll=poll,
        form=form,
        seen=request.POST.get("seen") or mark(values_of(poll, _COLUMNS)),
        status=status_of(form),
    )
