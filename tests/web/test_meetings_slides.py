"""Slides of a part of the programme: from a PDF or from the atlas, on all screens."""

import asyncio
from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.utils import timezone, translation
from tests.web import small_meeting as small
from tests.web.pdfs import pdf
from tests.web.raw import words
from tests.web.visitor import Visitor

from deelgenoot_web.meetings.actions import copying, director, polls, purge, slides
from deelgenoot_web.meetings.models import Meeting, Poll, ProgrammeItem, Role, SlideDeck
from deelgenoot_web.meetings.models.slides import STALLED, SlidePicture
from deelgenoot_web.meetings.parts import paint_parts
from deelgenoot_web.meetings.queries.clicker import Click, Clicks, clicks_of
from deelgenoot_web.meetings.queries.place import place_of
from deelgenoot_web.meetings.queries.scene import on_screen
from deelgenoot_web.meetings.views.organiser.slides import LARGEST_PDF
from deelgenoot_web.pictures.messages import PageCount, PagePicture
from deelgenoot_web.site.bodies import LARGEST, Uploads, limit_bodies

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return small.made()


@pytest.fixture
def item(meeting: Meeting) -> ProgrammeItem:
    return meeting.programme.all()[0]


def shown_slides(item: ProgrammeItem, n: int = 3) -> SlideDeck:
    """Give a part slides without a process that makes them."""
    deck = SlideDeck.objects.create(
        name="Start.pdf", n_pages=n, n_done=n, changed_at=timezone.now()
    )
    for number in range(1, n + 1):
        SlidePicture.objects.create(
            deck=deck, number=number, wide=b"wide", narrow=b"narrow", text=f"Tekst {number}"
        )
    ProgrammeItem.objects.filter(pk=item.pk).update(deck=deck)
    item.refresh_from_db()
    return deck


def fresh(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_related("current_item__deck").get(pk=meeting.pk)


# --- stored page by page ---


def _pages(n: int, size: int = 4) -> Iterator[PageCount | PagePicture]:
    yield PageCount(n)
    for number in range(1, n + 1):
        yield PagePicture(b"w" * size, b"n", f"Tekst {number}")


def test_pages_are_stored_one_by_one(item: ProgrammeItem, monkeypatch: pytest.MonkeyPatch) -> None:
    deck = shown_slides(item, 0)
    done = []

    def read(_pdf: bytes) -> Iterator[PageCount | PagePicture]:
        for message in _pages(3):
            deck.refresh_from_db()
            done.append((deck.n_done, deck.n_pages, deck.is_ready))
            yield message

    monkeypatch.setattr(slides, "read_pages", read)
    slides.convert(deck, item.meeting_id, b"")
    deck.refresh_from_db()
    assert done == [(0, 0, False), (0, 3, False), (1, 3, False), (2, 3, False)]
    assert (deck.is_ready, deck.size) == (True, 3 * 5)


def test_a_meeting_holds_so_many_bytes_of_slides(
    item: ProgrammeItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    deck = shown_slides(item, 0)
    monkeypatch.setattr(slides, "MOST_BYTES", 9)
    monkeypatch.setattr(slides, "read_pages", lambda _pdf: _pages(3))
    slides.convert(deck, item.meeting_id, b"")
    deck.refresh_from_db()
    assert (deck.problem, deck.n_pages, deck.pictures.count()) == ("full", 0, 0)


def test_a_deck_that_was_taken_away_meanwhile_ends_the_work(
    item: ProgrammeItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    deck = shown_slides(item, 0)
    slides.remove(by=small.person(), item=item)
    monkeypatch.setattr(slides, "read_pages", lambda _pdf: _pages(3))
    slides.convert(deck, item.meeting_id, b"")
    assert not SlidePicture.objects.exists()


def test_a_page_of_a_deck_that_was_deleted_is_not_stored(item: ProgrammeItem) -> None:
    deck = shown_slides(item, 0)
    SlideDeck.objects.filter(pk=deck.pk).delete()
    assert not slides._store(deck, item.meeting_id, PagePicture(b"w", b"n", ""))
    assert not SlidePicture.objects.exists()


def test_work_waits_for_its_turn_says_so_meanwhile_and_outlives_an_error(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Without rows: the thread has a connection of its own, which sees nothing of a test."""
    deck, beats, has_ended = SlideDeck(pk=1), Event(), Event()

    def fail(*_work: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(slides, "_BEAT", 0.01)
    monkeypatch.setattr(slides, "_update", lambda _deck: beats.set())
    monkeypatch.setattr(slides, "convert", fail)
    monkeypatch.setattr(connections, "close_all", has_ended.set)
    with slides._turn:
        slides._start(deck, 1, b"")
        assert beats.wait(5)
        assert slides._waiting == {1}
    assert has_ended.wait(5)
    assert slides._waiting == set()
    assert "could not be stored" in caplog.text


def test_work_that_stopped_says_so(item: ProgrammeItem) -> None:
    now = timezone.now()
    deck = SlideDeck(name="Start.pdf", changed_at=now)
    assert deck.problem_at(now) == ""
    assert deck.problem_at(now + 2 * STALLED).startswith("Het omzetten is onderbroken.")


# --- the organiser ---


@pytest.fixture
def organiser(meeting: Meeting) -> Client:
    client = Client()
    client.force_login(small.person())
    return client


def _address(meeting: Meeting, item: ProgrammeItem) -> str:
    return f"/beheer/{meeting.slug}/programma/{item.pk}/dias/"


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (b"", "Kies eerst een bestand"),
        (b"PK\x03\x04", "Dit is geen PDF. Bewaar uw presentatie eerst als PDF"),
        (b"%PDF-" + b" " * LARGEST_PDF, "Het is 26 MB; ten hoogste 25 MB kan."),
    ],
    ids=["nothing", "no PDF", "too large"],
)
def test_a_file_that_cannot_be_is_refused_with_a_way_out(
    organiser: Client, meeting: Meeting, item: ProgrammeItem, file: bytes, says: str
) -> None:
    sent = SimpleUploadedFile("a.pdf", file)
    answer = organiser.post(_address(meeting, item), {"do": "upload", "pdf": sent})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not SlideDeck.objects.exists()


def test_an_upload_is_converted_after_the_answer_and_followed(
    organiser: Client,
    meeting: Meeting,
    item: ProgrammeItem,
    django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(slides, "_start", slides._work)
    monkeypatch.setattr(slides, "read_pages", lambda _pdf: _pages(2))
    monkeypatch.setattr(connections, "close_all", lambda: None)
    sent = SimpleUploadedFile("Start.pdf", pdf("Wonen"))
    with django_capture_on_commit_callbacks() as callbacks:
        answer: Any = organiser.post(_address(meeting, item), {"do": "upload", "pdf": sent})
    visitor = Visitor()
    visitor.client = organiser
    busy = visitor(answer.headers["Location"])
    assert "Wij tellen de bladzijden." in words(busy.select_one("[data-reloads]"))
    for callback in callbacks:
        callback()
    page = visitor(_address(meeting, item))
    assert [one["alt"] for one in page.select(".slide-list img")] == ["Tekst 1", "Tekst 2"]


def test_more_files_than_one_process_holds_wait_for_another_time(
    organiser: Client, meeting: Meeting, item: ProgrammeItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slides, "_waiting", {1, 2, 3})
    sent = SimpleUploadedFile("Start.pdf", pdf("Wonen"))
    answer = organiser.post(_address(meeting, item), {"do": "upload", "pdf": sent})
    assert answer.status_code == 422
    assert "Probeer het over een minuut opnieuw." in answer.content.decode()


def test_slides_of_a_cluster_are_those_of_its_deck(
    organiser: Client, meeting: Meeting, item: ProgrammeItem
) -> None:
    organiser.post(f"{_address(meeting, item)}cluster/", {"deck": "voorstad"})
    item.refresh_from_db()
    deck = item.deck
    assert deck
    assert (deck.name, deck.source, deck.is_ready) == ("Voorstad", "voorstad", True)
    visitor = Visitor()
    faces = visitor("/clusters/voorstad/dias/").select(".slide__face")
    assert len(faces) == deck.n_pages
    director.show_slide(by=small.person(), meeting=meeting, item=item, number=2, now=timezone.now())
    scene = paint_parts(fresh(meeting), ["stage"])["stage-scene"]
    with translation.override("en"):
        english = paint_parts(fresh(meeting), ["poll"])["poll"]
    assert words(faces[1].select_one("h2")) in scene
    assert "Slide 2 of" in english
    organiser.post(f"{_address(meeting, item)}cluster/", {"deck": "onzin"})
    item.refresh_from_db()
    assert item.deck == deck


def test_slides_go_along_with_a_copy_and_stay_until_nobody_has_them(
    meeting: Meeting, item: ProgrammeItem
) -> None:
    deck, by = shown_slides(item), small.person()
    template = copying.save_as_template(by=by, meeting=meeting, title="Sjabloon")
    slides.remove(by=by, item=item)
    assert template.programme.all()[0].deck == deck
    slides.remove(by=by, item=template.programme.all()[0])
    assert not SlideDeck.objects.exists()
    slides.remove(by=by, item=item)


def test_slides_go_with_the_personal_data_and_with_the_meeting(
    meeting: Meeting, item: ProgrammeItem
) -> None:
    shown_slides(item)
    purge.purge(meeting=meeting, now=timezone.now())
    assert not SlidePicture.objects.exists()
    deck = shown_slides(item)
    meeting.delete()
    slides.forget_decks(deck.changed_at)
    assert SlideDeck.objects.exists()
    slides.forget_decks(deck.changed_at + 2 * slides._KEPT)
    assert not SlideDeck.objects.exists()


# --- on the screens ---


def test_slides_begin_with_their_part_and_the_clicker_goes_through_them(
    meeting: Meeting, item: ProgrammeItem
) -> None:
    shown_slides(item)
    by, second = small.person(), meeting.programme.all()[1]
    director.go_to(by=by, meeting=meeting, item=item, now=timezone.now())
    steps = []
    for _press in range(4):
        now = fresh(meeting)
        forward = _clicks(meeting).forward
        assert forward
        assert forward.item
        steps.append((on_screen(now).scene, now.slide, forward.do, forward.slide))
        _press_button(now, forward)
        if forward.do == "begin":
            break
    assert steps == [("slide", 1, "slide", 2), ("slide", 2, "slide", 3), ("slide", 3, "begin", 0)]
    assert fresh(meeting).current_item == second
    back = _clicks(meeting).back
    assert back
    assert (back.do, back.item, back.slide) == ("slide", item, 3)
    _press_button(fresh(meeting), back)
    back = _clicks(meeting).back
    assert back
    assert (back.do, back.slide) == ("slide", 2)


def _clicks(meeting: Meeting) -> Clicks:
    now = fresh(meeting)
    return clicks_of(list(now.polls.all()), on_screen(now), place_of(now))


def _press_button(meeting: Meeting, click: Click) -> None:
    by, now = small.person(), timezone.now()
    assert click.item
    if click.do == "slide":
        director.show_slide(by=by, meeting=meeting, item=click.item, number=click.slide, now=now)
    else:
        director.go_to(by=by, meeting=meeting, item=click.item, now=now)


def test_a_question_comes_between_two_slides_and_the_slide_is_there_again(
    meeting: Meeting, item: ProgrammeItem
) -> None:
    shown_slides(item)
    meeting.polls.all().delete()
    poll = Poll.objects.create(meeting=meeting, position=1, kind="choice", question="Vraag?")
    by, now = small.person(), timezone.now()
    director.show_slide(by=by, meeting=meeting, item=item, number=2, now=now)
    polls.put_to_vote(by=by, poll=poll, now=now)
    assert on_screen(fresh(meeting)).scene == "question"
    poll.refresh_from_db()
    assert _clicks(meeting).forward == Click("close", poll)
    assert _clicks(meeting).back == Click("take_back", poll)
    polls.close(by=by, poll=poll, now=timezone.now())
    polls.show(by=by, poll=poll)
    poll.refresh_from_db()
    forward = _clicks(meeting).forward
    assert forward == _clicks(meeting).back == Click("slide", item=item, slide=2)
    _press_button(fresh(meeting), forward)
    assert on_screen(fresh(meeting)).scene == "slide"


@pytest.mark.parametrize(("number", "becomes"), [(0, 1), (2, 2), (99, 3)])
def test_a_number_beyond_the_slides_gives_the_nearest(
    meeting: Meeting, item: ProgrammeItem, number: int, becomes: int
) -> None:
    shown_slides(item)
    director.show_slide(
        by=small.person(), meeting=meeting, item=item, number=number, now=timezone.now()
    )
    assert fresh(meeting).slide == becomes


def test_a_part_without_slides_has_none_to_show(meeting: Meeting, item: ProgrammeItem) -> None:
    director.show_slide(by=small.person(), meeting=meeting, item=item, number=1, now=timezone.now())
    assert fresh(meeting).current_item is None


def test_a_presenter_steps_by_the_buttons_without_scripts(
    meeting: Meeting, item: ProgrammeItem
) -> None:
    shown_slides(item)
    visitor = Visitor()
    visitor.client.force_login(small.role(meeting, Role.Kind.PRESENTER, "p@voorbeeld.nl"))
    address = f"/bijeenkomsten/{meeting.slug}/presenteren/"
    said = []
    for button in (".presents__main", ".presents__main", ".presents__small form"):
        form = visitor(address).select(button)[0]
        said.append(words(form.button))
        fields = {str(one["name"]): str(one["value"]) for one in form.select("[name]")}
        visitor.client.post(str(form["action"]), fields)
    assert said == ["Begin: Opening", "Dia 2 van 3", "Dia 1 van 3"]
    assert fresh(meeting).slide == 1


def test_the_desk_steps_forward_and_back_and_stops_at_the_ends(
    organiser: Client, meeting: Meeting, item: ProgrammeItem
) -> None:
    shown_slides(item)
    director.go_to(by=small.person(), meeting=meeting, item=item, now=timezone.now())
    visitor = Visitor()
    visitor.client = organiser
    seen = []
    for button in (-1, -1, 0):
        forms = visitor(f"/bijeenkomsten/{meeting.slug}/regie/").select("[aria-label='Dia’s'] form")
        seen.append((fresh(meeting).slide, [words(form.button) for form in forms]))
        fields = {str(one["name"]): str(one["value"]) for one in forms[button].select("[name]")}
        organiser.post(str(forms[button]["action"]), fields)
    both = ["Vorige dia", "Volgende dia"]
    assert seen == [(1, ["Volgende dia"]), (2, both), (3, ["Vorige dia"])]
    assert fresh(meeting).slide == 2


# --- its pictures ---


def test_a_picture_is_kept_by_the_browser_of_who_may_see_it(
    organiser: Client, meeting: Meeting, item: ProgrammeItem
) -> None:
    deck = shown_slides(item)
    address = f"/bijeenkomsten/{meeting.slug}/dias/{deck.pk}/2"
    answer = organiser.get(f"{address}/wide.webp")
    assert (answer.content, answer["Content-Type"]) == (b"wide", "image/webp")
    assert answer["Cache-Control"] == "private, max-age=3600, immutable"
    assert organiser.get(f"{address}/narrow.webp").content == b"narrow"
    assert organiser.get(f"{address}/other.webp").status_code == 404
    elsewhere = small.made()
    other = address.replace(meeting.slug, elsewhere.slug)
    assert organiser.get(f"{other}/wide.webp").status_code == 404
    assert Client().get(f"{address}/wide.webp").status_code == 403


# --- large bodies ---


async def _post(path: str, cookie: str, size: int, uploads: Uploads) -> int:
    """Send a body of this size; returns the status of the answer."""
    said: list[Any] = []

    async def answer(_scope: Any, receive: Any, send: Any) -> None:
        message = await receive()
        if message["type"] == "http.request":
            await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> Any:
        await asyncio.sleep(0)
        return {"type": "http.request", "body": b"a" * size}

    async def send(message: Any) -> None:
        said.append(message)

    headers = [(b"content-length", str(size).encode()), (b"cookie", cookie.encode())]
    scope = {"type": "http", "method": "POST", "path": path, "headers": headers}
    await limit_bodies(answer, 10, uploads)(scope, receive, send)
    return int(said[0]["status"])


@pytest.mark.parametrize(
    ("path", "cookie", "size", "status"),
    [
        ("/dias/", "sleutel=a", 50, 200),
        ("/dias/", "sleutel=a", 51, 413),
        ("/dias/", "", 50, 413),
        ("/elders/", "sleutel=a", 50, 413),
        ("/elders/", "", 10, 200),
    ],
)
def test_only_an_upload_of_who_signed_in_may_be_large(
    path: str, cookie: str, size: int, status: int
) -> None:
    uploads = Uploads("/dias/", "sleutel", largest=50, at_once=1, seconds=9)
    assert asyncio.run(_post(path, cookie, size, uploads)) == status


def test_few_uploads_come_in_at_a_time_and_each_in_time() -> None:
    uploads = Uploads("/dias/", "sleutel", largest=50, at_once=1, seconds=9)
    with uploads.place():
        assert asyncio.run(_post("/dias/", "sleutel=a", 50, uploads)) == 503
    assert asyncio.run(_post("/dias/", "sleutel=a", 50, uploads)) == 200
    late = Uploads("/dias/", "sleutel", largest=50, at_once=1, seconds=-1)
    assert LARGEST < LARGEST_PDF
    with pytest.raises(IndexError):
        asyncio.run(_post("/dias/", "sleutel=a", 50, late))
