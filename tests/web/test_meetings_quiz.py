"""Quiz questions: what is right comes from the organiser's mark or from the open figures."""

import csv
import json
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation
from tests.web import small_meeting as small
from tests.web.visitor import Visitor

import deelgenoot
from deelgenoot_web.atlas.facts.counting import FigureRule, codes_of, count_figures
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.meetings.actions import joining, polls
from deelgenoot_web.meetings.actions.copying import copy_rows
from deelgenoot_web.meetings.actions.votes import record
from deelgenoot_web.meetings.ballots import Ballot
from deelgenoot_web.meetings.figures import NoFiguresError, answer_of
from deelgenoot_web.meetings.forms.figures import TypedNumber
from deelgenoot_web.meetings.forms.rows import PollForm
from deelgenoot_web.meetings.models import Meeting, Poll
from deelgenoot_web.meetings.parts import paint_parts
from deelgenoot_web.meetings.queries.outcomes import outcome_of
from deelgenoot_web.meetings.queries.report import document, report_of, rows, sheets
from deelgenoot_web.meetings.quiz import QuizAnswer, bins, quiz_outcome

STUDY = Path(deelgenoot.__file__).parent / "studies/middelgroot"
RULE = {"indicator": "gezin", "side": "below", "limit": 32.0, "cluster": ""}


def _table(path: str) -> list[dict[str, str]]:
    with (STUDY / path).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _figures_as_written() -> list[Decimal]:
    """The share of households with children of each municipality of the study, as on pages."""
    own = {row["code"] for row in _table("selection.csv")}
    figures = [row["gezin"] for row in _table("data/levels.csv") if row["code"] in own]
    return [Decimal(one).quantize(Decimal("0.1"), ROUND_HALF_UP) for one in figures if one]


@pytest.fixture
def meeting() -> Meeting:
    return small.made()


def _poll(meeting: Meeting, kind: str, **more: Any) -> Poll:
    return Poll.objects.create(meeting=meeting, position=90, kind=kind, question="Hoeveel?", **more)


def _play(poll: Poll, values: Sequence[Any]) -> Poll:
    """Put the question, let each value be somebody's answer, close and show it."""
    by = small.person()
    polls.put_to_vote(by=by, poll=poll, now=small.NOW)
    for number, value in enumerate(values):
        voter = joining.join_registered(registration=small.registered(poll.meeting, number))
        [outcome] = record([Ballot(poll.meeting_id, poll.pk, voter.pk, value)])
        assert outcome.refusal is None
    polls.close(by=by, poll=poll, now=small.NOW)
    polls.show(by=by, poll=poll)
    poll.refresh_from_db()
    return poll


def test_a_number_that_is_typed_belongs_to_its_own_question(meeting: Meeting) -> None:
    ids = []
    for poll in (_poll(meeting, "number", settings={"figure": RULE}) for _ in range(2)):
        polls.put_to_vote(by=small.person(), poll=poll, now=small.NOW)
        soup = BeautifulSoup(paint_parts(meeting, ["poll"])["poll"], "html.parser")
        [field] = soup.select("input[type=number]")
        assert soup.select(f"label[for={field['id']}]")
        assert soup.select(f"p#{field['aria-describedby']}")
        ids.append(field["id"])
    assert len(set(ids)) == 2


@pytest.mark.parametrize(("side", "is_beyond"), [("below", -1), ("above", 1)])
def test_figures_are_counted_as_they_are_written(side: Any, is_beyond: int) -> None:
    figures = _figures_as_written()
    limit = sorted(figures)[20]  # the figure itself is neither below nor above
    wanted = sum((one - limit) * is_beyond > 0 for one in figures)
    count = count_figures(release(), FigureRule("gezin", side, float(limit)))
    assert (count.n, count.n_of) == (wanted, len(figures))
    assert count.n_of + count.n_missing == len(_table("selection.csv"))
    # A limit of 16,24 is read as 16,2.
    finer = FigureRule("gezin", side, float(limit) - is_beyond * 0.04)
    assert count_figures(release(), finer) == count


def test_a_price_is_typed_in_euros_also_where_the_publisher_counts_thousands() -> None:
    indicator = release().catalog.indicators["woz"]
    assert indicator.unit == "x1000 euro"
    assert indicator.as_typed(250_000) == 250
    assert 0 < count_figures(release(), FigureRule("woz", "below", 250_000)).n < 74


def test_a_cluster_has_its_own_municipalities_and_an_unknown_one_is_refused() -> None:
    clusters = release().typology.clusters
    assert sum(len(codes_of(release(), one.archetype)) for one in clusters) == 74
    for rule in (RULE | {"indicator": "geluk"}, RULE | {"cluster": "geen"}, {}):
        with pytest.raises(NoFiguresError):
            answer_of("middelgroot", rule)


def test_what_the_figures_say_is_computed_when_the_question_is_put_with_its_source(
    meeting: Meeting,
) -> None:
    poll = _poll(meeting, "number", settings={"figure": RULE})
    polls.put_to_vote(by=small.person(), poll=poll, now=small.NOW)
    poll.refresh_from_db()
    figures = _figures_as_written()
    assert poll.answer is not None
    assert (poll.answer["n"], poll.answer["of"]) == (sum(one < 32 for one in figures), len(figures))
    assert poll.settings["most"] == len(figures)
    assert poll.answer["asked"]["nl"].startswith("Huishoudens met kinderen: minder dan 32,0%.")
    assert poll.answer["source"]["nl"].startswith("Bron: CBS, cijfers van 2020;")
    assert "32.0%" in poll.answer["asked"]["en"]


def test_figures_that_are_gone_are_said_and_the_question_stays_to_be_put(
    meeting: Meeting, page: Visitor
) -> None:
    poll = _poll(meeting, "number", settings={"figure": RULE | {"indicator": "geluk"}})
    page.client.force_login(small.person())
    path = reverse("meetings:drive_poll", args=[meeting.slug, poll.pk])
    answer = page.client.post(path, {"do": "put"})
    assert answer.status_code == 409
    assert "Kies in de voorbereiding een ander cijfer" in answer.content.decode()
    poll.refresh_from_db()
    assert poll.state == "draft"


def test_numbers_stand_in_at_most_eight_bins_that_hold_each_once() -> None:
    assert bins(74) == (
        ("0–9", "10–19", "20–29", "30–39", "40–49", "50–59", "60–69", "70–74"),
        10,
    )
    assert bins(5) == (("0", "1", "2", "3", "4", "5"), 1)


def test_guesses_count_as_right_near_or_neither() -> None:
    answer = QuizAnswer(number=23, of=74, source="Bron")  # near: 74 // 20 = 3 off
    told = quiz_outcome(answer, (), [23, 20, 26, 19, 27, 74])
    assert told.n_right == 1
    assert told.sentence == (
        "Volgens de cijfers zijn het er 23 van de 74. "
        "Precies goed: 1 van 6 deelnemers; hooguit 3 ernaast: nog 2."
    )
    assert told.right == {"20–29"}
    assert json.loads(told.device_facts)["right"] == [23]


@pytest.mark.parametrize(
    ("answer", "values", "n_right"),
    [
        (QuizAnswer((1,)), [1, 1, 0, 2, 1], 3),
        (QuizAnswer((0, 2)), [0, 1, 2, 1, 1], 2),
        (QuizAnswer((0, 2), takes_all=True), [[0, 2], [0], [0, 1, 2], [2, 0], [1]], 2),
        (QuizAnswer((1,)), [1, 1, 1, 1], None),  # fewer than five: no counts
    ],
)
def test_how_many_were_right_is_said_of_five_or_more(
    answer: QuizAnswer, values: list[Any], n_right: int | None
) -> None:
    told = quiz_outcome(answer, ("Wonen", "Werk", "Zorg"), values)
    assert told.n_right == n_right
    assert ("deelnemers" in told.sentence) == (n_right is not None)


def test_screen_phone_report_and_files_tell_what_was_right(meeting: Meeting, page: Visitor) -> None:
    poll = _play(_poll(meeting, "number", settings={"figure": RULE}), [10, 11, 12, 13, 70])
    assert poll.answer
    n = poll.answer["n"]
    outcome = outcome_of(poll)
    assert outcome
    assert [cell.label for cell in outcome.everybody.cells] == list(bins(74)[0])
    assert [cell.number for cell in outcome.everybody.cells][1] == "80%"
    assert not outcome.has_split

    page.client.force_login(small.person())
    for name in ("stage", "report"):
        soup = page(reverse(f"meetings:{name}", args=[meeting.slug]))
        assert f"Volgens de cijfers zijn het er {n} van de 74." in soup.text
        assert "Bron: CBS, cijfers van 2020" in soup.text
    report = report_of(meeting, for_organiser=True)
    right_rows = [row for row in rows(report) if row[-3] == n and row[2] == "alle"]
    assert [row[3] for row in right_rows] == [bins(74)[0][n // 10]]
    assert str(right_rows[0][-2]).startswith("Bron: CBS")
    assert document(report)["polls"][0]["quiz"]["right"] == n
    assert sheets(report)[0].header[-3:] == ["goed", "bron", "ronde"]


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"options": "Wonen", "right": "1"}, {"options"}),
        ({"options": "Wonen\nWerk\nZorg", "right": "1, 3", "most": "1"}, {"right"}),
        ({"options": "Wonen\nWerk\nZorg", "right": "1, 3", "most": "2"}, set()),
    ],
)
def test_what_is_right_can_be_answered(sent: dict[str, str], errors: set[str]) -> None:
    assert set(PollForm("choices", {"question": "Wat?", **sent}).errors) == errors


def test_the_answer_is_on_no_screen_before_it_is_shown(meeting: Meeting, page: Visitor) -> None:
    poll = _poll(meeting, "choice", options=["Wonen", "Werk"], settings={"right": [1]})
    polls.put_to_vote(by=small.person(), poll=poll, now=small.NOW)
    page.client.force_login(small.person())
    stage = reverse("meetings:stage", args=[meeting.slug])
    assert "Goed is" not in page(stage).text
    polls.close(by=small.person(), poll=poll, now=small.NOW)
    assert "Goed is" not in page(stage).text
    polls.show(by=small.person(), poll=poll)
    assert "Goed is: “Werk”." in page(stage).text


def test_a_phone_is_told_what_its_own_answer_must_be_held_against_and_no_more(
    meeting: Meeting, page: Visitor
) -> None:
    choice = _poll(meeting, "choices", options=["Wonen", "Werk"], settings={"right": [0]})
    poll = _play(choice, [[0], [0, 1], [1], [0], [0]])
    voter = meeting.participants.all()[0]
    page.client.force_login(small.person())
    html = paint_parts(meeting, ["poll"])["poll"]
    assert f'data-own-answer="{poll.pk}"' in html
    assert "3 van 5 deelnemers hadden het goed." in html
    assert str(voter.pk) not in html.split("data-quiz")[1].split(">")[0]
    assert not poll.votes.exclude(voter=None).exists()


@pytest.mark.parametrize(
    ("typed", "right"), [("2", [1]), ("1, 3", [0, 2]), ("3 1 1", [0, 2]), ("", None)]
)
def test_the_organiser_marks_right_answers_by_their_number(
    typed: str, right: list[int] | None
) -> None:
    data = {"question": "Wat?", "options": "Wonen\nWerk\nZorg", "right": typed}
    form = PollForm("choice", data)
    assert form.is_valid(), form.errors
    assert form.values()["settings"].get("right") == right
    again = PollForm("choice", initial=form.values())
    assert again["right"].value() == ", ".join(str(place + 1) for place in right or ())


@pytest.mark.parametrize("typed", ["0", "4", "Werk", "1;2"])
def test_a_number_of_no_answer_is_refused(typed: str) -> None:
    form = PollForm("choice", {"question": "Wat?", "options": "A\nB\nC", "right": typed})
    assert list(form.errors) == ["right"]


def test_the_organiser_chooses_a_figure_and_never_types_an_answer() -> None:
    form = PollForm("number", {"question": "Hoeveel?", **RULE, "limit": "32,5"})
    assert form.is_valid(), form.errors
    assert form.values()["settings"] == {"figure": RULE | {"limit": 32.5}}
    again = PollForm("number", initial=form.values())
    assert {name: again[name].value() for name in RULE} == RULE | {"limit": "32,5"}


@pytest.mark.parametrize(
    ("language", "typed", "number"),
    [
        ("nl", "32,5", 32.5),
        ("nl", "250.000", 250_000.0),
        ("nl", "1.250.000,5", 1_250_000.5),
        ("nl", "-0,12", -0.12),
        ("en", "32.5", 32.5),
        ("en", "250,000", 250_000.0),
    ],
)
def test_a_limit_is_typed_as_people_write_numbers(language: str, typed: str, number: float) -> None:
    with translation.override(language):
        field = TypedNumber()
        assert field.clean(typed) == number
        assert field.clean(field.prepare_value(number)) == number


def test_a_copy_asks_the_same_figures_anew(meeting: Meeting) -> None:
    poll = _play(_poll(meeting, "number", settings={"figure": RULE}), [10])
    other = small.made()
    other.polls.all().delete()
    copy_rows(meeting, other)
    copy = other.polls.get(kind="number")
    assert (copy.answer, copy.settings["figure"]) == (None, poll.settings["figure"])
