"""One thing at a time on the large screen, and what a clicker does there."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone, translation
from tests.web import small_meeting as small
from tests.web.raw import texts
from tests.web.visitor import Visitor

from deelgenoot_web.meetings.actions import director, harvest, polls
from deelgenoot_web.meetings.actions.harvest import HarvestText, Top
from deelgenoot_web.meetings.models import Meeting, Participant, Poll, Question, Vote
from deelgenoot_web.meetings.parts import paint_parts
from deelgenoot_web.meetings.queries.clicker import Click, clicks_of
from deelgenoot_web.meetings.queries.harvest import harvests_of
from deelgenoot_web.meetings.queries.outcomes import columns_of, count_votes
from deelgenoot_web.meetings.queries.place import place_of
from deelgenoot_web.meetings.queries.scene import on_screen

pytestmark = pytest.mark.django_db
SCENES = {
    "question": ".stage-poll:not(.stage-poll--shown)",
    "result": ".stage-poll--shown",
    "harvests": ".harvests",
    "audience": ".stage-questions",
    "groups": ".moment--groups",
    "moment": ".moment:not(.moment--groups)",
}


@pytest.fixture
def meeting() -> Meeting:
    return small.made()


def _poll(meeting: Meeting, position: int = 90) -> Poll:
    return Poll.objects.create(
        meeting=meeting,
        position=position,
        kind="choice",
        question=f"Vraag {position}?",
        options=["Wonen", "Werk"],
    )


class Evening:
    """An organiser who drives the session, a minute for each deed."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting, self.by, self.now = meeting, small.person(), timezone.now()

    def later(self) -> None:
        self.now += timedelta(minutes=1)
        self.meeting.refresh_from_db()

    def begin(self, kind: str) -> None:
        self.later()
        item = self.meeting.programme.filter(kind=kind).last()
        assert item
        director.go_to(by=self.by, meeting=self.meeting, item=item, now=self.now)

    def harvests(self, *, is_shown: bool) -> None:
        self.later()
        director.show_harvests(by=self.by, meeting=self.meeting, is_shown=is_shown, now=self.now)

    def put(self, poll: Poll) -> None:
        self.later()
        polls.put_to_vote(by=self.by, poll=poll, now=self.now)

    def close(self, poll: Poll) -> None:
        self.later()
        polls.close(by=self.by, poll=poll, now=self.now)

    @property
    def scene(self) -> str:
        return on_screen(Meeting.objects.get(pk=self.meeting.pk)).scene


def test_what_the_organiser_put_there_last_is_what_the_screen_shows(meeting: Meeting) -> None:
    evening, poll = Evening(meeting), _poll(meeting)
    seen = [evening.scene]

    def look() -> None:
        seen.append(evening.scene)

    evening.begin("plenary")
    look()
    evening.put(poll)
    look()
    evening.close(poll)
    look()
    polls.show(by=evening.by, poll=poll)
    look()
    evening.begin("break")
    look()
    evening.begin("groups")
    look()
    evening.begin("plenary")
    look()
    evening.harvests(is_shown=True)
    look()
    closing = _poll(meeting, 91)
    evening.put(closing)
    look()
    evening.close(closing)
    look()
    evening.harvests(is_shown=True)
    look()
    director.close(by=evening.by, meeting=meeting, now=evening.now)
    look()
    assert seen == [
        "welcome",
        "part",
        "question",
        "closed",
        "result",
        "break",
        "groups",
        "part",
        "harvests",
        "question",
        "closed",
        "harvests",
        "over",
    ]


def test_harvests_go_off_when_a_break_begins_and_stay_for_the_plenary(meeting: Meeting) -> None:
    evening = Evening(meeting)
    evening.begin("groups")
    evening.harvests(is_shown=True)
    evening.begin("plenary")
    assert evening.scene == "harvests"
    evening.begin("break")
    assert evening.scene == "break"
    evening.begin("plenary")
    assert evening.scene == "part"


def test_results_go_off_when_something_else_begins_but_an_evaluation_stays_shown(
    meeting: Meeting,
) -> None:
    evening, plain, evaluation = Evening(meeting), _poll(meeting), _poll(meeting, 91)
    Poll.objects.filter(pk=evaluation.pk).update(purpose="evaluation")
    evaluation.refresh_from_db()
    for poll in (plain, evaluation):
        evening.put(poll)
        evening.close(poll)
    scenes = []
    for begins in ("plenary", "harvests", "over"):
        polls.show(by=evening.by, poll=evaluation)
        scenes.append(evening.scene)
        Poll.objects.filter(pk=plain.pk).update(is_shown=True)
        if begins == "plenary":
            evening.begin("plenary")
        elif begins == "harvests":
            evening.harvests(is_shown=True)
        else:
            director.close(by=evening.by, meeting=meeting, now=evening.now)
        assert list(meeting.polls.filter(is_shown=True)) == [evaluation]
        scenes.append(evening.scene)
    assert scenes == ["result", "part", "result", "harvests", "result", "over"]


def test_the_end_closes_a_question_that_is_open_and_no_evaluation(meeting: Meeting) -> None:
    evening, plain, evaluation = Evening(meeting), _poll(meeting), _poll(meeting, 91)
    Poll.objects.filter(pk=evaluation.pk).update(purpose="evaluation")
    scenes = []
    for poll in (plain, evaluation):
        evening.begin("plenary")
        evening.put(poll)
        director.close(by=evening.by, meeting=meeting, now=evening.now)
        scenes.append(evening.scene)
    assert scenes == ["over", "question"]
    plain.refresh_from_db()
    assert (plain.state, plain.secret) == ("closed", None)


def test_an_evaluation_after_the_end_is_shown_and_one_from_before_leaves_the_thanks(
    meeting: Meeting,
) -> None:
    meeting.polls.all().delete()
    evening, before, after = Evening(meeting), _poll(meeting), _poll(meeting, 91)
    meeting.polls.update(purpose="evaluation")
    evening.begin("plenary")
    evening.put(before)
    evening.close(before)
    polls.show(by=evening.by, poll=before)
    evening.later()
    director.close(by=evening.by, meeting=meeting, now=evening.now)

    def seen() -> tuple[str, Click | None]:
        fresh = Meeting.objects.get(pk=meeting.pk)
        now = on_screen(fresh)
        return now.scene, clicks_of(list(fresh.polls.all()), now, place_of(fresh)).back

    assert seen() == ("over", None)
    evening.put(after)
    evening.close(after)
    assert seen() == ("over", Click("show", after))
    polls.show(by=evening.by, poll=Poll.objects.get(pk=after.pk))
    assert seen() == ("result", Click("hide", after))
    polls.hide(by=evening.by, poll=Poll.objects.get(pk=after.pk))
    assert seen() == ("over", Click("show", after))


def test_what_was_on_comes_back_when_an_evaluation_goes_off(meeting: Meeting) -> None:
    evening, evaluation, plain = Evening(meeting), _poll(meeting), _poll(meeting, 91)
    Poll.objects.filter(pk=evaluation.pk).update(purpose="evaluation")
    evaluation.refresh_from_db()
    evening.put(evaluation)
    evening.close(evaluation)
    evaluation.refresh_from_db()
    evening.harvests(is_shown=True)
    polls.show(by=evening.by, poll=evaluation)
    assert evening.scene == "result"
    polls.hide(by=evening.by, poll=evaluation)
    assert evening.scene == "harvests"
    polls.show(by=evening.by, poll=evaluation)
    evening.put(plain)
    evening.close(plain)
    evening.harvests(is_shown=True)
    polls.hide(by=evening.by, poll=evaluation)  # which is not on any more
    assert evening.scene == "harvests"


def test_another_question_takes_the_screen_and_leaves_an_evaluation_in_the_report(
    meeting: Meeting,
) -> None:
    evening, plain, evaluation = Evening(meeting), _poll(meeting), _poll(meeting, 91)
    Poll.objects.filter(pk=evaluation.pk).update(purpose="evaluation")
    evaluation.refresh_from_db()
    evening.put(evaluation)
    evening.close(evaluation)
    polls.show(by=evening.by, poll=evaluation)

    def seen() -> tuple[str, int]:
        now = on_screen(Meeting.objects.get())
        return now.scene, now.question.poll.position if now.question else 0

    steps = [seen()]
    evening.put(plain)
    steps.append(seen())
    evening.close(plain)
    steps.append(seen())
    polls.show(by=evening.by, poll=plain)
    steps.append(seen())
    polls.hide(by=evening.by, poll=plain)
    assert Poll.objects.get(pk=evaluation.pk).is_shown
    steps.append(seen())
    polls.show(by=evening.by, poll=evaluation)
    steps.append(seen())
    assert [scene for scene, _position in steps] == [
        "result",
        "question",
        "closed",
        "result",
        "closed",
        "result",
    ]
    assert [position for _scene, position in steps] == [91, 90, 90, 90, 90, 91]


def test_who_left_after_voting_still_is_one_of_how_many_voted(meeting: Meeting) -> None:
    evening, poll = Evening(meeting), _poll(meeting)
    evening.put(poll)
    for voter in "ab":
        Vote.objects.create(poll=poll, voter=voter, value=0)
    assert "2 van 2 deelnemers" in " ".join(paint_parts(meeting, ["poll"])["poll"].split())


def test_the_large_screen_never_shows_two_scenes(page: Visitor, meeting: Meeting) -> None:
    evening, poll = Evening(meeting), _poll(meeting)
    page.client.force_login(evening.by)
    Question.objects.create(meeting=meeting, text="Wie betaalt dat?", state="shown")

    def scenes() -> list[str]:
        stage = page(f"/bijeenkomsten/{meeting.slug}/scherm/")
        page(f"/en/meetings/{meeting.slug}/screen/")
        return [name for name, selector in SCENES.items() if stage.select(selector)]

    assert scenes() == ["audience"]
    for kind, scene in (("plenary", "audience"), ("groups", "groups"), ("break", "moment")):
        evening.begin(kind)
        assert scenes() == [scene]
    evening.harvests(is_shown=True)
    assert scenes() == ["harvests"]
    evening.put(poll)
    assert scenes() == ["question"]
    evening.close(poll)
    polls.show(by=evening.by, poll=poll)
    assert scenes() == ["result"]
    director.close(by=evening.by, meeting=meeting, now=evening.now)
    assert scenes() == ["moment"]


def test_phones_say_what_to_wait_for_and_nothing_of_an_earlier_part(meeting: Meeting) -> None:
    evening, poll = Evening(meeting), _poll(meeting)

    def phone() -> str:
        fresh = Meeting.objects.get(pk=meeting.pk)
        return paint_parts(fresh, ["poll"])["poll"]

    assert "Even wachten op de eerste vraag" in phone()
    evening.begin("plenary")
    evening.put(poll)
    evening.close(poll)
    assert "De vraag is gesloten." in phone()
    for kind, words in (
        ("break", "Het is pauze."),
        ("groups", "De groepen zijn bezig."),
        ("plenary", "Even wachten op de volgende vraag"),
    ):
        evening.begin(kind)
        assert words in phone()
    director.close(by=evening.by, meeting=meeting, now=evening.now)
    assert "De bijeenkomst is afgelopen. Dank voor uw bijdrage." in phone()
    assert "Even wachten" not in phone()


def _deeds(meeting: Meeting) -> tuple[tuple[str, int] | None, ...]:
    """(do, position of the poll) of forward and back."""
    now = on_screen(Meeting.objects.get(pk=meeting.pk))
    clicks = clicks_of(list(meeting.polls.all()), now)
    return tuple(
        (one.do, one.poll.position) if one and one.poll else None
        for one in (clicks.forward, clicks.back)
    )


def test_a_clicker_begins_the_first_part_and_goes_on_when_no_question_is_left(
    meeting: Meeting,
) -> None:
    meeting.polls.all().delete()
    evening, poll = Evening(meeting), _poll(meeting, 1)
    first, second, *_ = meeting.programme.all()

    def press() -> Click | None:
        fresh = Meeting.objects.get(pk=meeting.pk)
        return clicks_of(list(meeting.polls.all()), on_screen(fresh), place_of(fresh)).forward

    assert press() == Click("begin", item=first)
    evening.put(poll)  # who asks before that, closes and shows before that
    assert press() == Click("close", poll)
    director.go_to(by=evening.by, meeting=meeting, item=first, now=evening.now)
    evening.close(poll)
    assert press() == Click("show", poll)
    polls.show(by=evening.by, poll=poll)
    assert press() == Click("begin", item=second)


def test_a_clicker_asks_closes_shows_and_goes_on_and_back_is_back(meeting: Meeting) -> None:
    meeting.polls.all().delete()
    evening, first, second = Evening(meeting), _poll(meeting, 1), _poll(meeting, 2)
    assert _deeds(meeting) == (("put", 1), None)
    evening.put(first)
    assert _deeds(meeting) == (("close", 1), ("take_back", 1))
    Vote.objects.create(poll=first, voter="a", value=0)
    assert _deeds(meeting) == (("close", 1), None)
    evening.close(first)
    assert _deeds(meeting) == (("show", 1), None)
    polls.show(by=evening.by, poll=first)
    assert _deeds(meeting) == (("put", 2), ("hide", 1))
    evening.put(second)
    assert _deeds(meeting) == (("close", 2), ("take_back", 2))
    evening.close(second)
    assert _deeds(meeting) == (("show", 2), ("show", 1))
    polls.show(by=evening.by, poll=second)
    assert _deeds(meeting) == (None, ("hide", 2))
    polls.hide(by=evening.by, poll=second)
    polls.show(by=evening.by, poll=first)
    assert _deeds(meeting) == (("show", 2), ("hide", 1))
    evening.begin("break")
    assert _deeds(meeting) == (None, ("show", 2))


def test_a_question_put_by_mistake_is_taken_back_until_somebody_answered(
    page: Visitor, meeting: Meeting
) -> None:
    evening, poll = Evening(meeting), _poll(meeting)
    page.client.force_login(evening.by)
    address = f"/bijeenkomsten/{meeting.slug}/regie/vraag/{poll.pk}/"
    evening.put(poll)
    page.client.post(address, {"do": "take_back"})
    poll.refresh_from_db()
    assert (poll.state, poll.opened_at) == ("draft", None)
    evening.put(poll)
    Vote.objects.create(poll=poll, voter="a", value=0)
    assert page.client.post(address, {"do": "take_back"}).status_code == 409
    poll.refresh_from_db()
    assert poll.state == "open"
    evening.close(poll)
    assert page.client.post(address, {"do": "take_back"}).status_code == 409


def test_the_keys_of_a_clicker_stand_on_the_buttons(page: Visitor, meeting: Meeting) -> None:
    evening, poll = Evening(meeting), _poll(meeting)
    page.client.force_login(evening.by)
    evening.put(poll)
    stage = page(f"/bijeenkomsten/{meeting.slug}/scherm/")
    keys = {
        str(one["data-shortcut"]): str(one.get("value", ""))
        for one in stage.select("button[data-shortcut]")
    }
    assert keys == {"ArrowLeft PageUp": "take_back", "ArrowRight PageDown": "close", "b .": ""}


def test_a_call_and_hands_stand_on_top_of_the_desk(page: Visitor, meeting: Meeting) -> None:
    page.client.force_login(small.person())
    group = meeting.groups.all()[2]
    desk = f"/bijeenkomsten/{meeting.slug}/regie/"
    assert page(desk).select(".signposts [data-title]") == []
    call = group.calls.create()
    for number in range(2):
        Participant.objects.create(
            meeting=meeting, name=f"Deelnemer {number}", hand_raised_at=timezone.now()
        )
    first, second = page(desk).select(".signposts [data-title]")
    assert first["data-title"] == f"{group.name} roept u"
    assert first["data-sound"] == f"call-{call.pk}"
    assert first["action"] == f"{desk}roep/{call.pk}/"
    assert second["data-title"] == "2 handen omhoog"
    assert "Deelnemer 0 · Deelnemer 1" in " ".join(second.text.split())
    Meeting.objects.update(closed_at=timezone.now())
    assert page(desk).select(".signposts [data-title]") == [], "nobody calls after the end"
    Meeting.objects.update(closed_at=None)
    page.client.post(f"{desk}roep/{call.pk}/")
    [left] = page(desk).select(".signposts [data-title]")
    assert left["data-title"] == "2 handen omhoog"


def test_as_many_parts_stand_around_the_one_that_is_on_as_there_is_room_for(
    meeting: Meeting,
) -> None:
    titles = [f"Deel {number}" for number in range(9)]
    meeting.programme.all().delete()
    items = [
        meeting.programme.create(position=number, title=title, minutes=5)
        for number, title in enumerate(titles)
    ]
    seen = []
    for item in (items[0], items[1], items[8]):
        director.go_to(by=small.person(), meeting=meeting, item=item, now=timezone.now())
        parts = paint_parts(Meeting.objects.get(pk=meeting.pk), ["stage"])
        scene = BeautifulSoup(parts["stage-scene"], "html.parser")
        now = texts(scene, "[aria-current]")
        seen.append((texts(scene, ".moment__programme li"), now))
    assert seen == [(titles[:7], titles[:1]), (titles[:7], titles[1:2]), (titles[2:], titles[8:])]


def test_groups_bear_the_names_of_their_clusters_in_the_language_of_the_screen(
    meeting: Meeting,
) -> None:
    evening, [first, second, *_] = Evening(meeting), meeting.groups.all()
    meeting.groups.filter(pk=second.pk).update(name="Zaal 2")
    harvest.save(by=evening.by, group=first, words=HarvestText((), "Huizen", "", ""), version=0)
    evening.begin("groups")
    tally = count_votes(_poll(meeting))
    meeting.refresh_from_db()
    with translation.override("en"):
        groups = BeautifulSoup(paint_parts(meeting, ["stage"])["stage-scene"], "html.parser")
        columns = [column.name for column in columns_of(meeting, tally)]
        brought = [one.name for one in harvests_of(meeting).groups]
    assert first.name == "Centrumstad met uitdagingen"
    assert columns[:2] == ["Central city with challenges", "Zaal 2"]
    assert texts(groups, ".stage-rooms strong")[:2] == columns[:2]
    assert brought == columns[:1]


def test_the_harvest_of_a_group_fills_the_screen_until_all_stand_side_by_side_again(
    meeting: Meeting,
) -> None:
    evening, [other, group, *_] = Evening(meeting), meeting.groups.all()
    Participant.objects.create(meeting=meeting, name="Anna", group=other)
    evening.begin("plenary")
    words = HarvestText((Top("Wonen"),), "Te weinig huizen", "Splitsen", "Geld")
    harvest.save(by=evening.by, group=group, words=words, version=0)
    visitor = Visitor()
    visitor.client.force_login(evening.by)
    desk, stage = (f"/bijeenkomsten/{meeting.slug}/{one}/" for one in ("regie", "scherm"))
    assert not visitor(desk).select("#oogst button[name=group]")
    evening.harvests(is_shown=True)
    seen = []
    for chosen in ("", str(group.pk), ""):
        visitor.client.post(f"{desk}oogst/", {"do": "show", "group": chosen})
        scene = visitor(stage)
        current = texts(visitor(desk), "#oogst button[name=group][aria-current]")
        seen.append((current, len(scene.select(".reaped")), texts(scene, ".harvest-of dd")))
    # Of seven groups, the one with somebody in it and the one that wrote something.
    everybody: tuple[list[str], int, list[str]] = (["Alle groepen naast elkaar"], 2, [])
    assert seen == [everybody, ([group.name], 0, ["Splitsen", "Geld", "Wonen"]), everybody]
