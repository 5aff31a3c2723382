"""The pictures of an approach: the page on which they are chosen and described, and their bytes."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from deelgenoot_web.accounts.access import PersonRequest, only
from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.rules import may_contribute
from deelgenoot_web.exchange import queries
from deelgenoot_web.exchange.actions import pictures as actions
from deelgenoot_web.exchange.forms.pictures import PictureFileForm, PictureWordsForm
from deelgenoot_web.exchange.models import Practice
from deelgenoot_web.exchange.pages.pictures import PictureOnPage, pictures_of
from deelgenoot_web.exchange.rules import may_see_picture
from deelgenoot_web.exchange.views.reading import above
from deelgenoot_web.exchange.views.writing import writable
from deelgenoot_web.pictures.answers import answer_picture
from deelgenoot_web.pictures.forms import way_out
from deelgenoot_web.pictures.reading import UnreadableFileError, read_picture

_DEEDS = {
    "toegevoegd": gettext_lazy("De afbeelding is toegevoegd aan uw concept."),
    "bewaard": gettext_lazy("De tekst bij de afbeelding is bewaard."),
    "weg": gettext_lazy("De afbeelding is uit uw concept gehaald."),
    "al-weg": gettext_lazy("Een collega heeft deze afbeelding intussen weggehaald."),
}
_FULL = gettext_lazy(
    "De afbeeldingen van deze aanpak en de eerdere versies zijn samen te groot. Bewaar de "
    "afbeelding kleiner."
)
_FOUR = gettext_lazy("Er staan al vier afbeeldingen. Haal er eerst een weg.")


@require_safe
def picture(request: HttpRequest, number: int, digest: str, size: str) -> HttpResponse:
    """Answer with a picture: of what is public to everybody, of a draft to its municipality."""
    row = get_object_or_404(Practice, pk=number)
    version = queries.newest_with_picture(row, digest)
    is_for_all = may_see_picture(None, row, version)
    # Who asks is looked up only for what not everybody may see: any cache keeps the rest.
    if not is_for_all:
        person = request.user if isinstance(request.user, Person) else None
        if not may_see_picture(person, row, version):
            raise Http404(digest)
    return answer_picture(row.stored_pictures.filter(digest=digest), size, is_public=is_for_all)


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_contribute)
def pictures(request: PersonRequest, number: int) -> HttpResponse:
    row = writable(request, number)
    what = request.POST.get("do", "")
    if what == "add":
        return _add(request, row)
    if what in {"describe", "remove"}:
        return _change(request, row, what)
    return _page(request, row)


def _add(request: PersonRequest, row: Practice) -> HttpResponse:
    """Keep the picture if it can be read, also where its words have to be written anew."""
    file, words = PictureFileForm(request.POST, request.FILES), PictureWordsForm(request.POST)
    has_words = words.is_valid()
    digest = _store(request, row, file, words) if file.is_valid() else ""
    if not digest:
        return _page(request, row, file=file, words=words)
    row.refresh_from_db()
    if not has_words:
        return _page(request, row, {digest: words})
    return _return_with(request, "toegevoegd")


def _store(
    request: PersonRequest, row: Practice, file: PictureFileForm, words: PictureWordsForm
) -> str:
    """Read and store the picture; return its digest, or an empty text where the form says why."""
    first_words = words.words if words.is_valid() else actions.PictureWords()
    try:
        read = read_picture(file.cleaned_data["file"])
        return actions.add(by=request.user, practice=row, picture=read, words=first_words)
    except actions.TooManyPicturesError:
        file.add_error("file", _FOUR)
    except UnreadableFileError as error:
        file.add_error("file", _FULL if error.why == "full" else way_out(error))
    return ""


def _change(request: PersonRequest, row: Practice, what: str) -> HttpResponse:
    digest = request.POST.get("picture", "")
    if what == "remove":
        actions.remove(by=request.user, practice=row, digest=digest)
        return _return_with(request, "weg")
    form = PictureWordsForm(request.POST)
    if not form.is_valid():
        return _page(request, row, {digest: form})
    seen = actions.PictureWords(
        request.POST.get("seen_text", ""), request.POST.get("seen_caption", "")
    )
    try:
        actions.describe(by=request.user, practice=row, digest=digest, seen=seen, words=form.words)
    except actions.PictureChangedError:
        return _conflict(request, row, digest, form)
    return _return_with(request, "bewaard")


def _conflict(
    request: PersonRequest, row: Practice, digest: str, form: PictureWordsForm
) -> HttpResponse:
    """Show what another wrote beside what was typed; sending it again replaces that."""
    row.refresh_from_db()
    theirs = {one.digest: one for one in pictures_of(row.pk, row)}.get(digest)
    if theirs is None:
        return _return_with(request, "al-weg")
    words = _("Een collega schreef intussen: %(text)s Bewaart u, dan vervangt uw tekst die.")
    form.add_error("text", words % {"text": f"‘{theirs.text}’ ‘{theirs.caption}’."})
    return _page(request, row, {digest: form})


def _return_with(request: HttpRequest, deed: str) -> HttpResponse:
    return redirect(f"{request.path}?gedaan={deed}")


def _page(
    request: PersonRequest,
    row: Practice,
    forms: Mapping[str, PictureWordsForm] = MappingProxyType({}),
    **new: PictureFileForm | PictureWordsForm,
) -> HttpResponse:
    """Show the pictures of the draft, each with its form: that of `forms`, or one as it is."""
    pictures = pictures_of(row.pk, row)
    context = {
        "title": _("Afbeeldingen"),
        "description": _("Ten hoogste vier bij uw aanpak. Lezers zien ze als u publiceert."),
        "trail": above(
            (reverse("exchange:own"), _("Uw aanpakken")),
            (reverse("exchange:edit", args=[row.pk]), row.title or _("Zonder titel")),
        ),
        "practice": row,
        "pictures": [(one, _form_of(one, forms.get(one.digest))) for one in pictures],
        "has_room": len(pictures) < actions.MOST_PICTURES,
        "file": new.get("file") or PictureFileForm(),
        "words": new.get("words") or PictureWordsForm(),
        "deed": _DEEDS.get(request.GET.get("gedaan", "")),
    }
    status = HTTPStatus.BAD_REQUEST if forms or new else HTTPStatus.OK
    return render(request, "exchange/pictures.html", context, status=status)


def _form_of(picture: PictureOnPage, bound: PictureWordsForm | None) -> PictureWordsForm:
    initial = {"text": picture.text, "caption": picture.caption}
    form = bound or PictureWordsForm(initial=initial)
    form.auto_id = f"p{picture.digest[:8]}_%s"
    return form
