"""The report: who reads it, what stands in it, and that nobody's name does."""

import csv
import io
from collections import Counter
from datetime import timedelta
from threading import BoundedSemaphore
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook  # type: ignore[import-untyped]  # comes without types
from PIL import Image
from pypdf import PdfReader
from tests.web.small_meeting import HEERLEN, NOW, STARTS, VEERE, made, person, registered, role
from tests.web.visitor import Visitor

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.atlas.notes.content import AnyBlock, Bullets, NoteDrawing, Run, Running
from deelgenoot_web.letters.models import Letter
from deelgenoot_web.meetings import links
from deelgenoot_web.meetings.actions import board, joining, polls, purge
from deelgenoot_web.meetings.actions import harvest as harvests
from deelgenoot_web.meetings.actions import report as reports
from deelgenoot_web.meetings.actions.harvest import HarvestText, Top
from deelgenoot_web.meetings.actions.votes import record
from deelgenoot_web.meetings.ballots import Ballot
from deelgenoot_web.meetings.models import (
    Card,
    Group,
    Harvest,
    Meeting,
    Participant,
    Poll,
    PollPicture,
    Role,
)
from deelgenoot_web.meetings.parts import paint_parts
from deelgenoot_web.meetings.queries import report_note
from deelgenoot_web.meetings.queries.report import report_of
from deelgenoot_web.meetings.queries.thanks import results_in_words
from deelgenoot_web.meetings.stems import stem

pytestmark = pytest.mark.django_db
PUBLIC, PARTICIPANTS, ORGANISERS = Meeting.Audience


@pytest.fixture
def meeting() -> Meeting:
    """Six people of one cluster and two of another voted; one group brought a harvest back."""
    one = made()
    people = [_joined(one, number, HEERLEN) for number in range(1, 7)]
    people += [_joined(one, number, VEERE) for number in (7, 8)]
    _voted(one, people)
    group = people[0].group
    assert group
    written = HarvestText((Top("Meer werk"),), "Mensen aan het werk", "Leren bij de baas", "Tijd")
    harvests.save(by=person(), group=group, words=written, version=0)
    return one


def _voted(meeting: Meeting, people: list[Participant]) -> None:
    poll = _poll(meeting)
    polls.put_to_vote(by=person(), poll=poll, now=NOW)
    record([Ballot(meeting.pk, poll.pk, who.pk, who.pk % 2) for who in people])
    polls.close(by=person(), poll=poll, now=NOW)


def _answered(meeting: Meeting, values: list[Any], **asked: Any) -> Poll:
    """A question of this kind that the first people answered so."""
    poll = _poll(meeting)
    Poll.objects.filter(pk=poll.pk).update(**asked)
    polls.put_to_vote(by=person(), poll=poll, now=NOW)
    people = meeting.participants.order_by("pk")
    record([Ballot(meeting.pk, poll.pk, *one) for one in zip(_keys(people), values, strict=False)])
    polls.close(by=person(), poll=poll, now=NOW)
    return poll


def _keys(rows: QuerySet[Participant]) -> list[int]:
    return list(rows.values_list("pk", flat=True))


def _joined(meeting: Meeting, number: int, gm_code: str) -> Participant:
    return joining.join_registered(registration=registered(meeting, number, gm_code))


def _poll(meeting: Meeting) -> Poll:
    return Poll.objects.create(
        meeting=meeting, position=9, kind="choice", question="Verder?", options=["Ja", "Nee"]
    )


def _address(meeting: Meeting, after: str = "") -> str:
    return f"/bijeenkomsten/{meeting.slug}/verslag/{after}"


def _signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def _status(client: Client, meeting: Meeting) -> int:
    return client.get(_address(meeting)).status_code


def test_results_and_harvests_stand_in_it_and_no_name_does(page: Visitor, meeting: Meeting) -> None:
    reports.publish(by=person(), meeting=meeting, audience=PUBLIC, now=NOW)
    text = page(_address(meeting)).text
    assert "8 deelnemers uit 2 gemeenten" in " ".join(text.split())
    assert "Leren bij de baas" in text
    assert "Deelnemer 1" not in text
    assert "voorbeeld.nl" not in text


def test_a_group_in_which_nobody_was_stands_there_only_for_what_was_written(
    page: Visitor, meeting: Meeting
) -> None:
    for group in meeting.groups.all():
        board.lay_out(group=group)
    reports.publish(by=person(), meeting=meeting, audience=PUBLIC, now=NOW)
    soup = page(_address(meeting))
    assert len(soup.select(".report__room")) == 2
    assert "In 5 groepen was niemand." in soup.text
    empty = meeting.groups.filter(participants=None)[0]
    Card.objects.create(group=empty, text="Van wie de groep leidt")
    soup = page(_address(meeting))
    assert len(soup.select(".report__room")) == 3
    assert "Van wie de groep leidt" in soup.text
    assert "In 4 groepen was niemand." in soup.text


def test_results_look_as_on_the_screens_of_the_session(page: Visitor, meeting: Meeting) -> None:
    reports.publish(by=person(), meeting=meeting, audience=PUBLIC, now=NOW)
    poll = page(_address(meeting)).select_one(".report__poll")
    assert poll
    assert [name.text for name in poll.select(".bars__name")] == ["Ja", "Nee"]
    assert [number.text for number in poll.select(".bars__n")] == ["50%", "50%"]
    assert "8 stemmen" in poll.text


def test_five_people_of_each_cluster_are_shown_beside_each_other(page: Visitor) -> None:
    one = made()
    people = [_joined(one, n, HEERLEN if n % 2 else VEERE) for n in range(1, 11)]
    _voted(one, people)
    reports.publish(by=person(), meeting=one, audience=PUBLIC, now=NOW)
    columns = page(_address(one)).select(".report__poll .grid thead .grid__n")
    numbers = Counter(" ".join(column.text.split()) for column in columns)
    assert numbers == {"10 stemmen": 1, "5 stemmen": 2, "te weinig stemmen": 6}


def test_two_people_of_a_cluster_are_not_shown_apart(meeting: Meeting) -> None:
    reports.publish(by=person(), meeting=meeting, audience=PUBLIC, now=NOW)
    found = Client().get(_address(meeting, "verslag.json")).json()
    (poll,) = found["polls"]
    assert poll["votes"] == 8
    assert sum(line["value"] for line in poll["all"]) == 8
    # Two would follow from eight minus six, so the six are not shown either.
    assert poll["byGroup"] == {}


def test_the_table_holds_every_line(meeting: Meeting) -> None:
    reports.publish(by=person(), meeting=meeting, audience=PUBLIC, now=NOW)
    answer = Client().get(_address(meeting, "uitkomsten.csv"))
    header, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert header[:4] == ["vraag", "soort", "groep", "antwoord"]
    assert [row[:4] for row in rows] == [
        ["Verder?", "choice", "alle", "Ja"],
        ["Verder?", "choice", "alle", "Nee"],
    ]


def test_what_people_wrote_is_no_formula_in_the_table(meeting: Meeting) -> None:
    _answered(meeting, ["=1+1"] * 8, kind="text", options=[])
    reports.publish(by=person(), meeting=meeting, audience=PUBLIC, now=NOW)
    answer = Client().get(_address(meeting, "uitkomsten.csv"))
    rows = list(csv.reader(io.StringIO(answer.content.decode()), delimiter=";"))
    assert {row[3] for row in rows if row[1] == "text"} == {"'=1+1"}


def _results(meeting: Meeting) -> list[dict[str, str]]:
    text = Client().get(_address(meeting, "uitkomsten.csv")).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_rounds_of_one_question_are_told_apart(page: Visitor, meeting: Meeting) -> None:
    for _ in range(2):
        first = meeting.polls.get(question="Verder?", round_of=None)
        again = polls.ask_again(by=person(), poll=first)
        polls.put_to_vote(by=person(), poll=again, now=NOW)
        record([Ballot(meeting.pk, again.pk, pk, 0) for pk in _keys(meeting.participants.all())])
        polls.close(by=person(), poll=again, now=NOW)
    reports.publish(by=person(), meeting=meeting, audience=PUBLIC, now=NOW)
    found = Client().get(_address(meeting, "verslag.json")).json()
    assert [poll["round"] for poll in found["polls"]] == [1, 2, 3]
    assert [row["ronde"] for row in _results(meeting)] == ["1", "1", "2", "2", "3", "3"]
    headings = page(_address(meeting)).select(".report__poll > .quiet:first-of-type")
    assert [" ".join(one.text.split())[-7:] for one in headings] == [
        "ronde 1",
        "ronde 2",
        "ronde 3",
    ]
    with translation.override("nl"):
        report = report_of(meeting, for_organiser=True)
        [told] = [
            one for one in report_note.report_note(report).chapters if one.title == "De peilingen"
        ]
        letter = results_in_words(meeting)
    assert [part.label for part in told.parts] == [f"Verder? (ronde {n})" for n in (1, 2, 3)]
    assert letter.count("Verder?") == 1


def test_a_ranking_is_written_as_places_from_the_top_and_what_is_hidden_as_nothing(
    meeting: Meeting,
) -> None:
    meeting.polls.all().delete()
    _answered(meeting, [[1, 0]] * 6, kind="ranking")
    _answered(meeting, [[3, None]] * 4 + [[3, 1]] * 4, kind="scale", position=10)
    reports.publish(by=person(), meeting=meeting, audience=PUBLIC, now=NOW)
    found = Client().get(_address(meeting, "verslag.json")).json()
    values = [[(line["value"], line["n"]) for line in poll["all"]] for poll in found["polls"]]
    assert values == [[(2, 6), (1, 6)], [(3, 8), (None, None)]]
    written = [
        (row["waarde"], row["aantal"]) for row in _results(meeting) if row["groep"] == "alle"
    ]
    assert written == [("2,0", "6"), ("1,0", "6"), ("3,0", "8"), ("", "")]


def test_answers_on_paper_are_a_list_and_words_that_were_all_hidden_are_not_called_few(
    meeting: Meeting,
) -> None:
    meeting.polls.all().delete()
    words = _answered(meeting, [["wonen"]] * 8, kind="words", options=[])
    words.hidden_words.create(stem=stem("wonen"))
    _answered(meeting, ["Meer huizen"] * 8, kind="text", options=[], position=10)
    with translation.override("nl"):
        note = report_note.report_note(report_of(meeting, for_organiser=True))
    [told] = [one for one in note.chapters if one.title == "De peilingen"]
    nothing, answers = (part.blocks[0] for part in told.parts)
    assert nothing == Running((Run("Er is niets om te laten zien."),), is_quiet=True)
    assert answers == Bullets(("Meer huizen",) * 8)
    polls.show(by=person(), poll=words)
    assert "Er is niets om te laten zien." in paint_parts(meeting, ["stage"])["stage-scene"]


def test_a_closing_vote_of_few_is_told_with_the_other_polls(
    page: Visitor, meeting: Meeting
) -> None:
    meeting.polls.all().delete()
    _answered(meeting, [0] * 4, purpose="closing", question="Waarmee verder?")
    reports.publish(by=person(), meeting=meeting, audience=PUBLIC, now=NOW)
    shown = [" ".join(one.text.split()) for one in page(_address(meeting)).select("h2, h3")]
    assert shown[shown.index("De peilingen") + 1] == "Waarmee verder?"
    meeting.polls.all().delete()
    _answered(meeting, [0] * 5, purpose="closing")
    headings = [one.text for one in page(_address(meeting)).select("h2")]
    assert ("Hiermee gaan wij verder" in headings, "De peilingen" in headings) == (True, False)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_workbook_has_what_the_page_has_and_no_formula(meeting: Meeting, language: str) -> None:
    Harvest.objects.update(what_works="=1+1")
    reports.publish(by=person(), meeting=meeting, audience=PUBLIC, now=NOW)
    with translation.override(language):
        answer = Client().get(reverse("meetings:report_xlsx", args=[meeting.slug]))
    book = load_workbook(io.BytesIO(answer.content))
    names = {
        "nl": ["Uitkomsten", "Oogst", "Gedeelde opgaven", "Kaarten", "Vragen"],
        "en": ["Results", "Harvest", "Shared challenges", "Cards", "Questions"],
    }
    assert book.sheetnames == names[language]
    results, harvest = (
        [[one.value for one in row] for row in book[name].rows] for name in book.sheetnames[:2]
    )
    assert results[1] == ["Verder?", "choice", "alle", "Ja", 4, None, 8, None, None, 1]
    assert harvest[1] == [
        {"nl": "Stad in transitie", "en": "Town in transition"}[language],
        6,
        "Meer werk",
        "Mensen aan het werk",
        "=1+1",
        "Tijd",
    ]
    assert book[names[language][1]]["E2"].data_type == "s"


def _illustrate(questions: QuerySet[Poll]) -> None:
    file = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(file, "WEBP")
    webp = file.getvalue()
    picture = PollPicture.objects.create(wide=webp, narrow=webp, size=2 * len(webp), added_at=NOW)
    questions.update(picture=picture, picture_text="Een rode vlag")


def test_the_picture_of_a_question_is_on_paper_with_its_text_and_only_the_text_of_too_many(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    _illustrate(meeting.polls.filter(state=Poll.State.CLOSED))

    def first_block() -> AnyBlock:
        with translation.override("nl"):
            note = report_note.report_note(report_of(meeting, for_organiser=True))
        [polls] = [one for one in note.chapters if one.title == "De peilingen"]
        return polls.parts[0].blocks[0]

    drawing = first_block()
    assert isinstance(drawing, NoteDrawing)
    assert drawing.alt == "Een rode vlag"
    monkeypatch.setattr(report_note, "_MOST_PICTURES", 1)
    assert first_block() == Running((Run("Afbeelding: Een rode vlag"),), is_quiet=True)


@pytest.mark.slow
def test_the_report_on_paper_says_what_the_page_says(meeting: Meeting) -> None:
    reports.publish(by=person(), meeting=meeting, audience=PUBLIC, now=NOW)
    _illustrate(meeting.polls.filter(state=Poll.State.CLOSED))
    answer = Client().get(_address(meeting, "verslag.pdf"))
    reader = PdfReader(io.BytesIO(answer.content))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    root: Any = reader.root_object
    assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("nl", True)
    assert answer["Content-Disposition"] == f'attachment; filename="{meeting.slug}.pdf"'
    for told in ("8 deelnemers uit 2 gemeenten", "Leren bij de baas", "Verder?", "50%"):
        assert told in text, told
    assert "Deelnemer 1" not in text
    pictures = [one.image.size for page in reader.pages for one in page.images if one.image]
    assert pictures == [(40, 20)]
    # The same report is printed once.
    printed = report_note.PRESS.size
    assert Client().get(_address(meeting, "verslag.pdf")).content == answer.content
    assert report_note.PRESS.size == printed >= len(answer.content)


def test_a_report_that_cannot_be_printed_now_is_told(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    Meeting.objects.update(title="Nog niet gedrukt")
    meeting.refresh_from_db()
    monkeypatch.setattr(report_note.PRESS, "waiting", BoundedSemaphore(1))
    report_note.PRESS.waiting.acquire()
    reports.publish(by=person(), meeting=meeting, audience=PUBLIC, now=NOW)
    answer = Client().get(_address(meeting, "verslag.pdf"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "kan nu niet als PDF worden gemaakt" in answer.content.decode()


def _visitors(meeting: Meeting) -> dict[str, Client]:
    other = made(by=person("elders@voorbeeld.nl"))
    group = Group.objects.filter(meeting=meeting).first()
    inside = Client()
    one = meeting.registrations.first()
    assert one
    inside.post(f"/aanmelding/{links.token(one)}/mee/")
    return {
        "anonymous": Client(),
        "participant": inside,
        "presenter": _signed_in(role(meeting, Role.Kind.PRESENTER, "p@voorbeeld.nl")),
        "facilitator": _signed_in(role(meeting, Role.Kind.FACILITATOR, "f@voorbeeld.nl", group)),
        "organiser": _signed_in(person()),
        "organiser elsewhere": _signed_in(other.roles.get().person),
    }


ALL = {
    "anonymous",
    "participant",
    "presenter",
    "facilitator",
    "organiser",
    "organiser elsewhere",
}


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        (None, {"organiser"}),
        (ORGANISERS, {"organiser"}),
        (PARTICIPANTS, {"participant", "presenter", "facilitator", "organiser"}),
        (PUBLIC, ALL),
    ],
)
def test_each_reads_what_is_meant_for_them(
    meeting: Meeting, audience: Meeting.Audience | None, readers: set[str]
) -> None:
    if audience:
        reports.publish(by=person(), meeting=meeting, audience=audience, now=NOW)
    found = {who for who, client in _visitors(meeting).items() if _status(client, meeting) == 200}
    assert found == readers


def test_only_who_directs_publishes(meeting: Meeting) -> None:
    for who, client in _visitors(meeting).items():
        answer = client.post(_address(meeting, "publiceren/"), {"audience": "public"})
        assert (answer.status_code == 302) == (who == "organiser"), who
    meeting.refresh_from_db()
    assert meeting.report_published_at


def test_participants_hear_of_the_report_once_they_may_read_it_and_once_only() -> None:
    meeting = made()
    registered(meeting, 1)
    n_letters = []
    for audience in (ORGANISERS, PARTICIPANTS, PUBLIC, ORGANISERS, PARTICIPANTS):
        reports.publish(by=person(), meeting=meeting, audience=audience, now=NOW)
        n_letters.append(Letter.objects.filter(key__endswith=":report").count())
    assert n_letters == [0, 1, 1, 1, 1]


def test_the_link_of_the_letter_opens_it_also_after_people_are_forgotten(meeting: Meeting) -> None:
    for _ in range(2):
        reports.publish(by=person(), meeting=meeting, audience=PARTICIPANTS, now=NOW)
    letters = Letter.objects.filter(key__endswith=":report")
    assert letters.count() == 8
    address = links.report(meeting, "nl")
    assert all(address in letter.text for letter in letters)
    purge.purge(meeting=meeting, now=STARTS + timedelta(days=31))
    key = address.partition("?")[2]
    client = Client()
    answer = client.get(f"{_address(meeting)}?{key}")
    assert "8 deelnemers" in " ".join(answer.content.decode().split())
    assert client.get(f"{_address(meeting)}?{key}x").status_code == 403


def test_an_evaluation_that_was_not_shown_is_for_the_organiser(meeting: Meeting) -> None:
    Poll.objects.filter(question="Verder?").update(purpose=Poll.Purpose.EVALUATION)
    reports.publish(by=person(), meeting=meeting, audience=PUBLIC, now=NOW)
    shown = {
        who: len(client.get(_address(meeting, "verslag.json")).json()["polls"])
        for who, client in (("anybody", Client()), ("organiser", _signed_in(person())))
    }
    assert shown == {"anybody": 0, "organiser": 1}
