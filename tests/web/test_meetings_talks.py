"""Rounds of one-to-one talks: planned by the organiser, read by who has them."""

from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from django.test import Client
from tests.web import small_meeting as small
from tests.web.organising import address, signed_in_organiser  # noqa: F401 - a fixture
from tests.web.visitor import Visitor

from deelgenoot_web.meetings import planner
from deelgenoot_web.meetings.actions import director, joining, purge, talks
from deelgenoot_web.meetings.actions.talks import TalkChoice
from deelgenoot_web.meetings.affinity import Affinity, affinities
from deelgenoot_web.meetings.models import (
    LogLine,
    Meeting,
    Participant,
    Question,
    Talk,
    TalkRound,
    TalkWish,
)
from deelgenoot_web.meetings.parts import paint_parts
from deelgenoot_web.meetings.planner import TalkPlan, TalkQuestion
from deelgenoot_web.meetings.queries.talks import MOST_ON_STAGE, own_talks, rounds_of

pytestmark = pytest.mark.django_db

START = datetime(2026, 12, 11, 10, 0, tzinfo=UTC)
SCHIEDAM, VLAARDINGEN, ALMELO, GOUDA = "GM0606", "GM0622", "GM0141", "GM0513"
NAMES = ("Schiedam", "Almelo", "Gouda")


@pytest.fixture
def meeting() -> Meeting:
    return small.made()


def _came_in(meeting: Meeting, *codes: str) -> list[Participant]:
    meeting.may_walk_in = True
    meeting.save()
    return [
        joining.walk_in(meeting=meeting, name=f"Deelnemer {n}", gm_code=code)
        for n, code in enumerate(codes, 1)
    ]


def _plan(meeting: Meeting, people: list[Participant], **more: Any) -> None:
    keys = tuple(person.pk for person in people)
    choice = TalkChoice(
        **{"people": keys, "n_rounds": 1, "minutes": 15, "starts_at": START, **more}
    )
    talks.plan(by=small.person(), meeting=meeting, choice=choice)


def _pairs(meeting: Meeting) -> list[set[str]]:
    rows = Talk.objects.filter(round__meeting=meeting).order_by("round__number", "pk")
    return [{talk.first.name[-1], talk.second.name[-1]} for talk in rows]


def test_a_talk_is_worth_what_two_municipalities_share() -> None:
    assert Affinity(themes=("housing",), opgaven=("a", "b")).points == 8 + 20
    assert Affinity(themes=("housing",), opgaven=tuple("abcde")).points == 8 + 40
    assert Affinity(themes=("housing",), opgaven=("a", "b"), is_near=True).points == 14
    known = affinities("middelgroot", [SCHIEDAM, VLAARDINGEN, ALMELO, "GM9999", ""])
    assert set(known) == {
        frozenset(pair) for pair in combinations([SCHIEDAM, VLAARDINGEN, ALMELO], 2)
    }
    assert known[frozenset((SCHIEDAM, VLAARDINGEN))].is_near
    assert not known[frozenset((SCHIEDAM, ALMELO))].is_near


def test_everybody_talks_and_nobody_with_the_own_municipality(meeting: Meeting) -> None:
    people = _came_in(meeting, SCHIEDAM, SCHIEDAM, ALMELO, ALMELO)
    _plan(meeting, people, n_rounds=2)
    assert sorted(map(sorted, _pairs(meeting))) == [["1", "3"], ["1", "4"], ["2", "3"], ["2", "4"]]
    first, second = rounds_of(meeting)
    assert (second.round.starts_at - first.round.starts_at).seconds == 15 * 60
    assert (first.out, first.round.is_best) == ((), True)


def test_who_sits_out_is_named_and_told(meeting: Meeting) -> None:
    people = _came_in(meeting, SCHIEDAM, ALMELO, GOUDA)
    _plan(meeting, people, n_rounds=3)
    assert [len(table.lines) for table in rounds_of(meeting)] == [1, 1, 1]
    assert {table.out[0].name for table in rounds_of(meeting)} == {person.name for person in people}
    others = [talk.other and talk.other.name for talk in own_talks(people[0])]
    assert sorted(name for name in others if name) == ["Deelnemer 2", "Deelnemer 3"]
    assert others.count(None) == 1


def test_after_a_no_show_the_rounds_that_were_stay(meeting: Meeting) -> None:
    people = _came_in(meeting, SCHIEDAM, ALMELO, GOUDA, small.HEERLEN)
    _plan(meeting, people, n_rounds=3)
    before = _pairs(meeting)[:2]
    _plan(meeting, people[:3], n_rounds=2, keeps=1, starts_at=START + timedelta(minutes=20))
    after = _pairs(meeting)
    assert after[:2] == before
    assert [one.number for one in meeting.talk_rounds.all()] == [1, 2, 3]
    assert all(pair not in before and "4" not in pair for pair in after[2:])
    assert len(after) == 4


def test_wishes_are_kept_and_met(meeting: Meeting) -> None:
    people = _came_in(meeting, SCHIEDAM, ALMELO, GOUDA, small.HEERLEN)
    one, two, three, _four = (person.pk for person in people)
    must, never = frozenset({frozenset((one, two))}), frozenset({frozenset((one, three))})
    _plan(meeting, people, must=must, never=never)
    assert {"1", "2"} in _pairs(meeting)
    _plan(meeting, people, n_rounds=3, never=frozenset({frozenset((one, two))}))
    assert {"1", "2"} not in _pairs(meeting)
    assert [(wish.first_id, wish.is_must) for wish in TalkWish.objects.all()] == [(one, False)]


def test_somebody_who_leaves_takes_the_own_talks_along(meeting: Meeting) -> None:
    people = _came_in(meeting, SCHIEDAM, ALMELO)
    _plan(meeting, people)
    joining.leave(participant=people[0])
    assert (_pairs(meeting), own_talks(people[1])) == ([], ())


def test_what_was_planned_goes_with_the_personal_data(meeting: Meeting) -> None:
    _plan(meeting, _came_in(meeting, SCHIEDAM, ALMELO))
    purge.purge(meeting=meeting, now=START + timedelta(days=60))
    assert not TalkRound.objects.exists()
    assert not Talk.objects.exists()


def test_an_organiser_plans_replans_and_removes(organiser: Visitor, meeting: Meeting) -> None:
    path = address(meeting, "tweetallen")
    assert "twee mensen binnen" in organiser(path).text
    people = _came_in(meeting, SCHIEDAM, ALMELO, GOUDA, small.HEERLEN)
    keys = [person.pk for person in people]
    fields = {
        "do": "plan",
        "n_rounds": 2,
        "minutes": 10,
        "starts_at": "2026-12-11T10:30",
        "keeps": 0,
    }
    answer = organiser.client.post(path, {**fields, "people": keys, "must": "1 2"})
    assert answer.status_code == 302
    soup = organiser(path)
    assert [h3.text.strip() for h3 in soup.select(".talk-round h3")] == [
        "Ronde 1, 10.30 tot 10.40 uur",
        "Ronde 2, 10.40 tot 10.50 uur",
    ]
    assert "Een beter plan bestaat niet: dat is bewezen." in soup.text
    assert soup.select("textarea[name=must]")[0].text.strip() == "1 2"
    assert [one["value"] for one in soup.select("select[name=keeps] option")] == ["0", "1"]
    assert organiser.client.post(path, {"do": "remove"}).status_code == 302
    assert not meeting.talk_rounds.exists()
    assert set(LogLine.objects.values_list("event", flat=True)) >= {
        "talks.planned",
        "talks.removed",
    }


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"must": "1 9"}, "Nummer 9 staat niet in de lijst."),
        ({"must": "1"}, "is geen tweetal"),
        ({"must": "1 2\n1 3"}, "Iemand moet meer mensen spreken dan er rondes zijn."),
        (
            {"must": "1 2\n1 3\n2 3", "n_rounds": 2},
            "Zo veel tweetallen passen niet in deze rondes.",
        ),
        ({"must": "1 2", "never": "2 1"}, "Een tweetal staat ook bij"),
        ({"n_rounds": 11}, "10"),
        ({"people": []}, "Kies minstens twee mensen."),
        ({"people": ["1x"]}, "Kies een van de mogelijkheden."),
    ],
)
def test_what_cannot_be_planned_is_said_at_its_field(
    organiser: Visitor, meeting: Meeting, wrong: dict[str, object], words: str
) -> None:
    keys = [person.pk for person in _came_in(meeting, SCHIEDAM, ALMELO, GOUDA)]
    fields = {
        "do": "plan",
        "n_rounds": 1,
        "minutes": 10,
        "starts_at": "2026-12-11T10:30",
        "keeps": 0,
    }
    soup = organiser.post(
        address(meeting, "tweetallen"), 422, **{**fields, "people": keys, **wrong}
    )
    assert words in soup.text
    assert not meeting.talk_rounds.exists()


FORM = {"do": "plan", "n_rounds": 1, "minutes": 10, "starts_at": "2026-12-11T10:30", "keeps": 0}


def _numbers(organiser: Visitor, meeting: Meeting) -> str:
    [field] = organiser(address(meeting, "tweetallen")).select("input[name=numbers]")
    return str(field["value"])


def test_wishes_are_for_who_had_these_numbers_on_the_page(
    organiser: Visitor, meeting: Meeting
) -> None:
    first, second, third = _came_in(meeting, SCHIEDAM, GOUDA, ALMELO)
    numbers = _numbers(organiser, meeting)
    _came_in(meeting, "GM0003")
    first.delete()
    # A wrong field, so that the page comes back: who has which number stays as it was there.
    wrong = {**FORM, "people": [second.pk, third.pk], "must": "2 3", "minutes": 0}
    soup = organiser.post(address(meeting, "tweetallen"), 422, **(wrong | {"numbers": numbers}))
    names = [one.text.strip() for one in soup.select(".talk-people span")]
    assert names == [
        "3. Deelnemer 3, Almelo",
        "4. Deelnemer 1, Appingedam",
        "2. Deelnemer 2, Gouda",
    ]
    again = str(soup.select("input[name=numbers]")[0]["value"])
    right = {**wrong, "minutes": 9, "numbers": again}
    assert organiser.client.post(address(meeting, "tweetallen"), right).status_code == 302
    assert [(one.first_id, one.second_id) for one in TalkWish.objects.all()] == [
        (second.pk, third.pk)
    ]
    soup = organiser.post(address(meeting, "tweetallen"), 422, **{**right, "must": "1 2"})
    assert "Nummer 1 staat niet in de lijst." in soup.text


@pytest.mark.parametrize("numbers", ["", "x", "1,,2", "9" * 99])
def test_numbers_that_cannot_be_read_count_as_none(
    organiser: Visitor, meeting: Meeting, numbers: str
) -> None:
    keys = [person.pk for person in _came_in(meeting, SCHIEDAM, GOUDA)]
    fields = {**FORM, "people": keys, "must": "1 2", "numbers": numbers}
    assert organiser.client.post(address(meeting, "tweetallen"), fields).status_code == 302
    assert TalkWish.objects.get().first_id == keys[0]


@pytest.mark.parametrize("person", ["x", "\u00b2", "9" * 5000])
def test_a_person_that_nobody_is_is_no_choice(
    organiser: Visitor, meeting: Meeting, person: str
) -> None:
    fields = {**FORM, "people": person, "numbers": ""}
    assert organiser.client.post(address(meeting, "tweetallen"), fields).status_code == 422


def test_new_rounds_begin_after_those_that_stay(organiser: Visitor, meeting: Meeting) -> None:
    people = _came_in(meeting, SCHIEDAM, ALMELO, GOUDA, small.HEERLEN)
    _plan(meeting, people, n_rounds=2)  # 11.00 to 11.15 and 11.30 in Amsterdam
    fields = {**FORM, "people": [one.pk for one in people], "keeps": 1}
    way = address(meeting, "tweetallen")
    soup = organiser.post(way, 422, **{**fields, "starts_at": "2026-12-11T11:14"})
    assert "Ronde 1 duurt tot 11.15 uur. Begin de nieuwe rondes daarna." in soup.text
    in_time = {**fields, "starts_at": "2026-12-11T11:15"}
    assert organiser.client.post(way, in_time).status_code == 302
    assert meeting.talk_rounds.count() == 2


def test_who_must_talk_is_asked_only_of_the_new_rounds(
    organiser: Visitor, meeting: Meeting
) -> None:
    people = _came_in(meeting, SCHIEDAM, ALMELO, GOUDA, SCHIEDAM)
    keys = [one.pk for one in people]
    _plan(meeting, people[:2])
    _plan(meeting, people[1:3], keeps=1, starts_at=START + timedelta(minutes=15))
    way = address(meeting, "tweetallen")
    fields = {**FORM, "people": keys[:3], "keeps": 1, "starts_at": "2026-12-11T12:00"}
    # One of the two was in the round that stays: one round is enough.
    done = organiser.client.post(way, {**fields, "must": "1 2\n1 3"})
    assert (done.status_code, _pairs(meeting)[1]) == (302, {"1", "3"})
    same = organiser.post(way, 422, **{**fields, "people": keys, "must": "1 4"})
    assert "Deelnemer 1 en Deelnemer 4 zijn van dezelfde gemeente." in same.text
    absent = organiser.post(way, 422, **{**fields, "people": keys[:2], "must": "2 3"})
    assert "Deelnemer 3 doet niet mee: zet een vinkje in de lijst." in absent.text
    # A wish of before waits until somebody is there again.
    waits = {**fields, "people": keys[:2], "keeps": 0, "must": "1 3"}
    assert organiser.client.post(way, waits).status_code == 302


def test_a_round_fills_the_large_screen_until_something_else_does(
    organiser: Visitor, meeting: Meeting
) -> None:
    people = _came_in(meeting, SCHIEDAM, ALMELO, GOUDA)
    _plan(meeting, people, n_rounds=2)
    shown = meeting.talk_rounds.get(number=2)
    way, screen = address(meeting, "tweetallen"), f"/bijeenkomsten/{meeting.slug}/scherm/"
    assert organiser.client.post(way, {"do": "show", "round": shown.pk}).status_code == 302
    soup = organiser(screen)
    assert soup.select(".moment--talks h2")[0].text.strip() == "Ronde 2, 11.15 tot 11.30 uur"
    [talk] = [[one.text for one in li.select("span")] for li in soup.select(".stage-talks li")]
    [out] = next(table.out for table in rounds_of(meeting) if table.round == shown)
    assert {*talk, out.words} == {
        f"{one.name}, {name}" for one, name in zip(people, NAMES, strict=True)
    }
    assert out.words in soup.select(".moment--talks .quiet")[0].text
    meeting.refresh_from_db()
    director.show_harvests(by=small.person(), meeting=meeting, is_shown=True, now=START)
    assert not organiser(screen).select(".moment--talks")
    organiser.client.post(way, {"do": "show", "round": shown.pk})
    organiser.client.post(way, {"do": "hide"})
    assert not organiser(screen).select(".moment--talks")
    organiser.client.post(way, {"do": "show", "round": shown.pk})
    assert len(organiser(way).select("[value=hide]")) == 1
    question = Question.objects.create(meeting=meeting, text="Wie betaalt dat?")
    meeting.refresh_from_db()
    director.spotlight(by=small.person(), meeting=meeting, question=question, now=START)
    assert not organiser(way).select("[value=hide]")  # it is not on that screen now
    organiser.client.post(way, {"do": "show", "round": shown.pk})
    meeting.refresh_from_db()
    _plan(meeting, people, n_rounds=1)  # that round is no more
    assert not organiser(screen).select(".moment--talks")
    # It may go while a screen is being painted.
    assert "moment--talks" not in paint_parts(meeting, ["stage"])["stage-scene"]
    assert organiser.client.post(way, {"do": "show", "round": shown.pk}).status_code == 404


def test_of_many_talks_the_large_screen_leads_to_the_phones(
    organiser: Visitor, meeting: Meeting
) -> None:
    people = _came_in(meeting, *[SCHIEDAM, ALMELO] * (MOST_ON_STAGE + 1))
    _plan(meeting, people)
    organiser.client.post(
        address(meeting, "tweetallen"), {"do": "show", "round": meeting.talk_rounds.get().pk}
    )
    soup = organiser(f"/bijeenkomsten/{meeting.slug}/scherm/")
    assert "25 gesprekken van twee mensen." in soup.select(".moment--talks")[0].text
    assert not soup.select(".stage-talks")


def test_a_plan_that_takes_too_long_loses_nothing(
    organiser: Visitor, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planner, "SECONDS", -planner._GRACE)  # over before it began
    keys = [person.pk for person in _came_in(meeting, SCHIEDAM, ALMELO)]
    fields = {
        "do": "plan",
        "n_rounds": 1,
        "minutes": 9,
        "starts_at": "2026-12-11T10:30",
        "keeps": 0,
    }
    soup = organiser.post(address(meeting, "tweetallen"), 422, people=keys, **fields)
    assert "Met deze wensen lukt het niet op tijd." in soup.text
    assert soup.select("input[name=minutes]")[0]["value"] == "9"


def test_a_participant_reads_the_own_talks_and_takes_them_to_a_calendar(meeting: Meeting) -> None:
    people = _came_in(meeting, SCHIEDAM, ALMELO)
    client = Client()
    way = f"/bijeenkomsten/{meeting.slug}/mee/tweetallen/"
    assert client.get(way).status_code == 302
    client.post(f"/mee/{meeting.join_code}/", {"name": "Deelnemer 3", "municipality": "Gouda"})
    assert "nog geen gesprekken gepland" in client.get(way).content.decode()
    third = Participant.objects.get(name="Deelnemer 3")
    _plan(meeting, [people[0], third])
    html = client.get(way).content.decode()
    assert "Deelnemer 1, Schiedam" in html
    assert "Deelnemer 2" not in html
    assert 'data-own-plan="1-' in html
    assert (
        "Naar mijn gesprekken" in client.get(f"/bijeenkomsten/{meeting.slug}/mee/").content.decode()
    )
    ics = client.get(f"{way}agenda.ics")
    assert ics["Content-Type"].startswith("text/calendar")
    assert "SUMMARY:Gesprek met Deelnemer 1\\, Schiedam" in ics.content.decode()
    assert "DTSTART:20261211T100000Z" in ics.content.decode()


def test_the_planner_says_why_it_has_no_plan() -> None:
    apart = ((False, False), (False, False))
    asked = TalkQuestion(((0, 9), (9, 0)), apart, [(0, 1)], (0, 0), 1)
    with pytest.raises(planner.PlanningError, match="must meet and may not"):
        planner.plan_talks(lambda: asked)
    best = TalkQuestion(asked.value, ((False, True), (True, False)), [], (0, 0), 1)
    assert planner.plan_talks(lambda: best) == TalkPlan((((0, 1),),), is_best=True)
