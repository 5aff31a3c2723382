"""Pictures beside questions: given, shown, kept and forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from tests.web import small_meeting as small
from tests.web.picture_files import picture_file
from tests.web.visitor import Visitor

from deelgenoot_web.meetings.actions import copying, pictures, polls, purge, slides
from deelgenoot_web.meetings.edits import Edit, mark, values_of
from deelgenoot_web.meetings.models import Meeting, Poll, PollPicture
from deelgenoot_web.meetings.parts import paint_parts
from deelgenoot_web.meetings.views.organiser import pictures as views
from deelgenoot_web.pictures.forms import LARGEST_PICTURE
from deelgenoot_web.pictures.messages import PagePicture
from deelgenoot_web.pictures.reading import UnreadableFileError
from deelgenoot_web.site.asgi import uploads

TEXT = "Een toren bij een rivier"


# --- the organiser ---


@pytest.fixture
def meeting(db: None) -> Meeting:
    return small.made()


@pytest.fixture
def poll(meeting: Meeting) -> Poll:
    return meeting.polls.filter(kind="points")[0]


@pytest.fixture
def organiser() -> Client:
    client = Client()
    client.force_login(small.person())
    return client


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read pictures without a process."""
    monkeypatch.setattr(views, "read_picture", lambda _file: PagePicture(b"wide", b"narrow", ""))


def _address(poll: Poll) -> str:
    return f"/beheer/{poll.meeting.slug}/peilingen/{poll.pk}/afbeelding/"


def _seen_mark(poll: Poll) -> str:
    return mark(values_of(poll, ("picture_id", "picture_text")))


def _sent(poll: Poll, file: bytes | None = None, text: str = TEXT) -> dict[str, Any]:
    sent = {"do": "save", "picture_text": text, "seen": _seen_mark(poll)}
    return sent | ({"file": SimpleUploadedFile("a.png", file)} if file is not None else {})


def illustrate(poll: Poll, content: bytes = b"wide") -> int:
    """Give a question a picture; return its key."""
    edit = Edit({"picture_text": TEXT}, _seen_mark(poll))
    page = PagePicture(content, b"narrow", "")
    pictures.illustrate(by=small.person(), poll=poll, picture=page, edit=edit, now=timezone.now())
    poll.refresh_from_db()
    assert poll.picture_id
    return poll.picture_id


@pytest.mark.usefixtures("painted")
def test_a_question_gets_a_picture_another_text_and_another_picture(
    organiser: Client, poll: Poll
) -> None:
    answer: Any = organiser.post(_address(poll), _sent(poll, picture_file()))
    poll.refresh_from_db()
    assert answer["Location"] == f"/beheer/{poll.meeting.slug}/peilingen/#r{poll.pk}"
    first = poll.picture_id
    organiser.post(_address(poll), _sent(poll, text="Een brug"))
    poll.refresh_from_db()
    assert (poll.picture_id, poll.picture_text) == (first, "Een brug")
    organiser.post(_address(poll), _sent(poll, picture_file()))
    poll.refresh_from_db()
    assert poll.picture_id != first
    assert PollPicture.objects.count() == 1
    organiser.post(_address(poll), {"do": "remove", "seen": _seen_mark(poll)})
    poll.refresh_from_db()
    assert (poll.picture_id, poll.picture_text, PollPicture.objects.count()) == (None, "", 0)


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        (None, TEXT, "Kies eerst een afbeelding."),
        (b"", TEXT, "Dit is geen PNG, JPEG of WebP."),
        (b"GIF89a", TEXT, "Dit is geen PNG, JPEG of WebP."),
        (b"\xff\xd8\xff" + b" " * LARGEST_PICTURE, TEXT, "Het is 10 MB; ten hoogste 10 MB kan."),
        (picture_file(), "", "Kies de afbeelding nog een keer."),
        (picture_file(), " ", "Vul dit in."),
    ],
    ids=["no file", "an empty file", "a GIF", "too large", "no text", "a text of spaces"],
)
@pytest.mark.usefixtures("painted")
def test_a_picture_that_cannot_be_is_refused_and_the_text_stays(
    organiser: Client, poll: Poll, file: bytes | None, text: str, says: str
) -> None:
    answer = organiser.post(_address(poll), _sent(poll, file, text))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert text.strip() in page
    assert not PollPicture.objects.exists()


@pytest.mark.parametrize(
    ("why", "says"),
    [
        ("broken", "beschadigd of op slot"),
        ("animated", "Deze afbeelding beweegt."),
        ("dots", "50 miljoen"),
        ("slow", "duurde te lang"),
        ("busy", "over een minuut"),
    ],
)
def test_a_file_that_gives_no_picture_says_why_and_the_text_stays(
    organiser: Client, poll: Poll, why: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_file: bytes) -> PagePicture:
        raise UnreadableFileError(why)

    monkeypatch.setattr(views, "read_picture", refuse)
    answer = organiser.post(_address(poll), _sent(poll, picture_file()))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert TEXT in answer.content.decode()


@pytest.mark.usefixtures("painted")
def test_pictures_and_slides_together_have_a_bound(
    organiser: Client, poll: Poll, monkeypatch: pytest.MonkeyPatch
) -> None:
    illustrate(poll)
    other = poll.meeting.polls.exclude(pk=poll.pk)[0]
    monkeypatch.setattr(pictures, "MOST_BYTES", 2 * len(b"widenarrow") - 1)
    answer = organiser.post(_address(other), _sent(other, picture_file()))
    assert "samen te groot" in answer.content.decode()
    assert PollPicture.objects.count() == 1
    assert slides.size_of_meeting(poll.meeting_id) == len(b"widenarrow")


@pytest.mark.usefixtures("painted")
def test_what_another_changed_or_put_meanwhile_stays(organiser: Client, poll: Poll) -> None:
    sent = _sent(poll, picture_file())
    key = illustrate(poll)
    answer: Any = organiser.post(_address(poll), sent)
    assert answer["Location"] == f"{_address(poll)}?gedaan=gewijzigd"
    polls.put_to_vote(by=small.person(), poll=poll, now=timezone.now())
    answer = organiser.post(_address(poll), _sent(poll, picture_file()))
    assert answer["Location"] == f"/beheer/{poll.meeting.slug}/peilingen/?gedaan=vast"
    poll.refresh_from_db()
    assert poll.picture_id == key
    assert list(PollPicture.objects.values_list("pk", flat=True)) == [key]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_large_file_may_come_to_this_address_alone(poll: Poll, language: str) -> None:
    with translation.override(language):
        paths = [
            reverse(f"meetings:{name}", args=[poll.meeting.slug, poll.pk])
            for name in ("picture", "poll")
        ]
    scopes = (
        {
            "path": path,
            "method": "POST",
            "headers": [(b"cookie", f"{settings.SESSION_COOKIE_NAME}=a".encode())],
        }
        for path in paths
    )
    assert [uploads.may_be(scope) for scope in scopes] == [True, False]


# --- on the screens, and after ---


def test_a_picture_stands_at_its_question_on_every_screen_and_in_the_report(
    organiser: Client, poll: Poll
) -> None:
    key = illustrate(poll)
    by, now = small.person(), timezone.now()
    polls.put_to_vote(by=by, poll=poll, now=now)
    fresh = Meeting.objects.get(pk=poll.meeting_id)
    with translation.override("nl"):
        parts = paint_parts(fresh, ["poll", "stage", "presenter", "tally"])
    address = f"/bijeenkomsten/{fresh.slug}/afbeelding/{key}"
    sizes = {"poll": "narrow", "stage-scene": "wide", "presenter": "narrow", "polls": "narrow"}
    for name, size in sizes.items():
        assert f'src="{address}/{size}.webp"' in parts[name], name
        assert f'alt="{TEXT}"' in parts[name], name
    polls.close(by=by, poll=poll, now=now)
    visitor = Visitor()
    visitor.client = organiser
    pictured = visitor(f"/bijeenkomsten/{fresh.slug}/verslag/").select_one(".poll-picture")
    assert pictured is not None
    assert (pictured["alt"], pictured["src"]) == (TEXT, f"{address}/narrow.webp")


def test_a_picture_is_for_who_leads_and_once_it_is_put_for_who_is_inside_or_reads_the_report(
    organiser: Client, poll: Poll
) -> None:
    key = illustrate(poll)
    address = f"/bijeenkomsten/{poll.meeting.slug}/afbeelding/{key}/wide.webp"
    reader = Client()
    Meeting.objects.filter(pk=poll.meeting_id).update(
        report_published_at=timezone.now(), report_for=Meeting.Audience.PUBLIC
    )
    assert reader.get(address).status_code == 404
    answer = organiser.get(address)
    assert (answer.content, answer["Content-Type"]) == (b"wide", "image/webp")
    assert answer["Cache-Control"] == "private, max-age=3600, immutable"
    polls.put_to_vote(by=small.person(), poll=poll, now=timezone.now())
    assert reader.get(address).content == b"wide"
    assert reader.get(address.replace("wide", "other")).status_code == 404
    assert organiser.get(address.replace(poll.meeting.slug, small.made().slug)).status_code == 404
    Meeting.objects.filter(pk=poll.meeting_id).update(report_published_at=None)
    assert reader.get(address).status_code == 403


def test_a_picture_goes_along_with_copies_and_rounds_and_is_forgotten_with_the_last(
    poll: Poll,
) -> None:
    key, by, now = illustrate(poll), small.person(), timezone.now()
    template = copying.save_as_template(by=by, meeting=poll.meeting, title="Sjabloon")
    polls.put_to_vote(by=by, poll=poll, now=now)
    polls.close(by=by, poll=poll, now=now)
    again = polls.ask_again(by=by, poll=poll)
    assert (again.picture_id, again.picture_text) == (key, TEXT)
    assert template.polls.filter(picture=key, picture_text=TEXT).count() == 1
    purge.purge(meeting=poll.meeting, now=now)
    assert not Poll.objects.filter(meeting=poll.meeting).exclude(picture_text="").exists()
    assert PollPicture.objects.filter(pk=key).exists()
    template.delete()
    pictures.forget_pictures(now + timedelta(minutes=59))
    assert PollPicture.objects.exists()
    pictures.forget_pictures(now + timedelta(minutes=61))
    assert not PollPicture.objects.exists()
