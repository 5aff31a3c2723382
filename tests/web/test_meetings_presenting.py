"""The phone of who presents: what it says, what one press does, and who may press."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from tests.web import small_meeting as small
from tests.web.poll_kinds import answered
from tests.web.raw import words
from tests.web.test_meetings_slides import shown_slides
from tests.web.visitor import Visitor

from deelgenoot_web.meetings.actions import director, polls, questions
from deelgenoot_web.meetings.actions import meeting as meetings
from deelgenoot_web.meetings.models import Meeting, Poll, ProgrammeItem, Question, Role, TalkRound
from deelgenoot_web.meetings.parts import paint_parts
from deelgenoot_web.meetings.queries.clicker import Click
from deelgenoot_web.meetings.queries.presenting import presenting_of
from deelgenoot_web.meetings.queries.scene import on_screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    meeting = small.made()
    meeting.polls.all().delete()
    for position in (1, 2):
        Poll.objects.create(
            meeting=meeting,
            position=position,
            kind="choice",
            question=f"Vraag {position}?",
            options=["Wonen", "Werk"],
            notes=f"Notitie {position}",
        )
    return meeting


@pytest.fixture
def presenter(meeting: Meeting) -> Client:
    client = Client()
    client.force_login(small.role(meeting, Role.Kind.PRESENTER, "p@voorbeeld.nl"))
    return client


def _visitor(client: Client) -> Visitor:
    visitor = Visitor()
    visitor.client = client
    return visitor


def _fresh(meeting: Meeting) -> Meeting:
    return Meeting.objects.get(pk=meeting.pk)


def _press(client: Client, meeting: Meeting) -> str:
    """Press the large button, as without scripts, and say what stood on it."""
    visitor = _visitor(client)
    [form] = visitor(f"/bijeenkomsten/{meeting.slug}/presenteren/").select(".presents__main")
    fields = {str(one["name"]): str(one["value"]) for one in form.select("[name]")}
    answer: Any = client.post(str(form["action"]), fields)
    assert answer.headers["Location"] == f"/bijeenkomsten/{meeting.slug}/presenteren/"
    return words(form.button)


def test_one_button_begins_asks_closes_shows_and_goes_on(
    presenter: Client, meeting: Meeting
) -> None:
    second = meeting.programme.all()[1]
    assert [_press(presenter, meeting) for _ in range(8)] == [
        "Begin: Opening",
        *["Stel de volgende vraag", "Sluit de vraag", "Toon de uitkomst"] * 2,
        f"Begin: {second.title}",
    ]
    assert _fresh(meeting).current_item == second


def test_a_result_is_of_everybody_then_per_cluster_and_back_is_back(
    presenter: Client, meeting: Meeting
) -> None:
    poll, other = meeting.polls.all()
    for group in meeting.groups.all()[:2]:
        answered(poll, 5, value=0, group_id=group.pk)
    answered(other, 5, value=0)
    drive = f"/bijeenkomsten/{meeting.slug}/regie/vraag/{poll.pk}/"

    def seen() -> tuple[int, str, str]:
        """How many columns stand beside all, what back does, and the result on phones."""
        fresh, back = _fresh(meeting), presenting_of(_fresh(meeting)).clicks.back
        stage = BeautifulSoup(paint_parts(fresh, ["stage"])["stage-scene"], "html.parser")
        n_columns = len(stage.select(".grid thead th")) - 1
        return n_columns, back.do if back else "", paint_parts(fresh, ["poll"])["poll"]

    asked = ["Stel de volgende vraag", "Sluit de vraag", "Toon de uitkomst"]
    assert [_press(presenter, meeting) for _ in range(4)] == ["Begin: Opening", *asked]
    whole = seen()
    assert whole[:2] == (0, "hide")
    assert _press(presenter, meeting) == "Toon per cluster"
    split = seen()
    assert 'value="join"' in paint_parts(_fresh(meeting), ["tally"])["polls"]
    assert split == (meeting.groups.count(), "join", whole[2])
    assert presenter.post(drive, {"do": "join"}).status_code == 302
    assert seen() == whole
    assert 'value="split"' in paint_parts(_fresh(meeting), ["tally"])["polls"]
    presenter.post(drive, {"do": "split"})
    presenter.post(drive, {"do": "hide"})
    presenter.post(drive, {"do": "show"})
    assert seen() == whole
    # Nobody of a cluster answered this one, so there is nothing to show per cluster.
    pressed = [_press(presenter, meeting) for _ in range(5)]
    assert pressed[:4] == ["Toon per cluster", *asked]
    assert pressed[4].startswith("Begin: ")


def test_the_desk_says_of_an_evaluation_that_it_left_the_screens(meeting: Meeting) -> None:
    poll, by, now = meeting.polls.all()[0], small.person(), timezone.now()
    for group in meeting.groups.all()[:2]:
        answered(poll, 5, value=0, group_id=group.pk)
    Poll.objects.filter(pk=poll.pk).update(
        purpose="evaluation", state="closed", closed_at=now, secret=None
    )
    polls.show(by=by, poll=Poll.objects.get(pk=poll.pk))
    tally = paint_parts(_fresh(meeting), ["tally"])["polls"]
    assert ("Iedereen ziet deze uitkomst." in tally, 'value="split"' in tally) == (True, True)
    director.go_to(by=by, meeting=_fresh(meeting), item=meeting.programme.all()[0], now=now)
    tally = paint_parts(_fresh(meeting), ["tally"])["polls"]
    assert ("niet meer op de schermen" in tally, 'value="split"' in tally) == (True, False)


def test_an_evaluation_waits_for_the_last_part_and_only_that_is_asked_after_the_end(
    presenter: Client, meeting: Meeting
) -> None:
    first, last = meeting.polls.all()
    Poll.objects.filter(pk=first.pk).update(purpose="evaluation")
    items = meeting.programme.all()
    pressed = [_press(presenter, meeting) for _ in range(items.count() + 6)]
    asks = ["Stel de volgende vraag", "Sluit de vraag", "Toon de uitkomst"]
    begins = [f"Begin: {item.title}" for item in items]
    assert pressed == [begins[0], *asks, *begins[1:], *asks]
    Poll.objects.filter(pk=first.pk).update(state="draft", is_shown=False, secret=b"a")
    Poll.objects.filter(pk=last.pk).update(state="draft", is_shown=False, secret=b"b")
    director.close(by=small.person(), meeting=_fresh(meeting), now=timezone.now())
    page = presenting_of(_fresh(meeting))
    assert (page.to_come, page.clicks.forward) == (first, Click("put", first))
    Poll.objects.filter(pk=first.pk).update(purpose="")
    page = presenting_of(_fresh(meeting))
    assert (page.to_come, page.clicks.forward) == (None, None)


def test_a_presenter_drives_the_programme_and_does_not_end_the_session(
    presenter: Client, meeting: Meeting
) -> None:
    address = f"/bijeenkomsten/{meeting.slug}/regie/onderdeel/"
    item = str(meeting.programme.all()[0].pk)
    assert presenter.post(address, {"item": item}).status_code == 302
    [shown] = _visitor(presenter)(f"/bijeenkomsten/{meeting.slug}/presenteren/").select(
        "form:has([name=minutes]) [name=seen]"
    )
    before = _fresh(meeting).item_ends_at
    assert before is not None
    more = {"minutes": "2", "seen": str(shown["value"])}
    # On a line that fails a press may come twice.
    assert [presenter.post(address, more).status_code for _ in range(2)] == [302, 302]
    assert _fresh(meeting).item_ends_at == before + timedelta(minutes=2)
    answer = presenter.post(address, more, headers={"Accept": "application/json"})
    presenter.post(address, more | {"seen": answer.json()["seen"]})
    assert _fresh(meeting).item_ends_at == before + timedelta(minutes=4)
    for field in ("close", "reopen", "door"):
        assert presenter.post(address, {"item": item, field: "1"}).status_code == 403
    assert _fresh(meeting).closed_at is None


def test_it_says_how_far_the_programme_runs_behind(meeting: Meeting) -> None:
    by, [first, second, *_] = small.person(), meeting.programme.all()
    late = meeting.starts_at + timedelta(minutes=first.minutes + 3)
    director.go_to(by=by, meeting=meeting, item=second, now=late)
    assert presenting_of(_fresh(meeting)).minutes_late == 3
    director.add_minutes(by=by, meeting=meeting, minutes=-5, now=late)
    page = presenting_of(_fresh(meeting))
    assert (page.minutes_late, page.minutes_early) == (-2, 2)
    assert (page.number, page.n_parts) == (2, meeting.programme.count())


def test_notes_are_those_of_the_question_or_else_of_the_part_and_of_nobody_else(
    page: Visitor, meeting: Meeting
) -> None:
    by, first = small.person(), meeting.programme.all()[0]
    meeting.programme.filter(pk=first.pk).update(notes="Houd het kort")
    director.go_to(by=by, meeting=meeting, item=first, now=timezone.now())
    assert presenting_of(_fresh(meeting)).notes == "Houd het kort"
    polls.put_to_vote(by=by, poll=meeting.polls.all()[0], now=timezone.now())
    assert presenting_of(_fresh(meeting)).notes == "Notitie 1"
    page.client.force_login(by)
    mine = page(f"/bijeenkomsten/{meeting.slug}/presenteren/")
    assert "Notitie 1" in words(mine.select_one(".presents__notes"))
    assert "Notitie" not in words(page(f"/bijeenkomsten/{meeting.slug}/scherm/").main)
    page(f"/en/meetings/{meeting.slug}/present/")


def test_a_question_in_the_spotlight_fills_the_screen_until_it_is_answered(
    presenter: Client, meeting: Meeting
) -> None:
    asked = Question.objects.create(meeting=meeting, text="Wie betaalt dat?", state="shown")
    Question.objects.create(meeting=meeting, text="En wie niet?", state="shown")
    Question.objects.create(meeting=meeting, text="Nog niet gelezen")
    own = f"/bijeenkomsten/{meeting.slug}/presenteren/"
    rows = _visitor(presenter)(own).select(".questions__text p:first-child")
    listed = [words(one) for one in rows]
    assert listed == ["Wie betaalt dat?", "En wie niet?"]
    address = f"/bijeenkomsten/{meeting.slug}/regie/zaalvraag/{asked.pk}/groot/"
    presenter.post(address, {"do": "show", "back": "present"})
    stage = _visitor(presenter)(f"/bijeenkomsten/{meeting.slug}/scherm/")
    assert [words(one) for one in stage.select(".spotlight")] == ["Wie betaalt dat?"]
    assert presenting_of(_fresh(meeting)).spotlight == asked
    presenter.post(address, {"do": "answered", "back": "present"})
    assert on_screen(_fresh(meeting)).scene == "audience"
    assert Question.objects.get(pk=asked.pk).state == "answered"


def _choose(meeting: Meeting, scene: str) -> None:
    """Put this on the large screen besides the programme."""
    given: dict[str, Any] = {
        "by": small.person(),
        "meeting": _fresh(meeting),
        "now": timezone.now(),
    }
    if scene == "spotlight":
        asked = Question.objects.create(meeting=meeting, text="Wie betaalt dat?")
        director.spotlight(question=asked, **given)
    elif scene == "figure":
        director.show_figure(figure="municipality:GM0513 theme:housing", **given)
    elif scene == "talks":
        planned = {"starts_at": given["now"], "minutes": 5}
        shown, _ = TalkRound.objects.get_or_create(meeting=meeting, number=1, defaults=planned)
        director.show_talks(talk_round=shown, **given)
    else:
        director.show_harvests(is_shown=True, **given)
    assert on_screen(_fresh(meeting)).scene == scene


def _press_back(client: Client, meeting: Meeting, page: str) -> None:
    visitor = _visitor(client)
    [button] = visitor(f"/bijeenkomsten/{meeting.slug}/{page}/").select("[data-shortcut~=PageUp]")
    form = button.find_parent("form")
    assert form
    fields = {str(one["name"]): str(one["value"]) for one in form.select("[name]")}
    answer: Any = client.post(str(form["action"]), fields)
    assert answer.headers["Location"] == f"/bijeenkomsten/{meeting.slug}/{page}/"


NAMES = {
    "spotlight": "vraag uit de zaal",
    "figure": "cijfers",
    "talks": "gesprekken in tweetallen",
    "harvests": "de oogst van de groepen",
}
CHOSEN = list(NAMES)


@pytest.mark.parametrize("scene", CHOSEN)
@pytest.mark.parametrize("page", ["presenteren", "scherm"])
def test_back_takes_off_what_was_chosen_besides_the_programme(
    presenter: Client, meeting: Meeting, scene: str, page: str
) -> None:
    by, now, first = small.person(), timezone.now(), meeting.polls.all()[0]
    polls.put_to_vote(by=by, poll=first, now=now)
    polls.close(by=by, poll=first, now=now)
    item = meeting.programme.all()[0]
    director.go_to(by=by, meeting=_fresh(meeting), item=item, now=timezone.now())
    _choose(meeting, scene)
    mine = _visitor(presenter)(f"/bijeenkomsten/{meeting.slug}/presenteren/")
    assert words(mine.select_one(".presents__on .quiet")) == f"Nu op het scherm · {NAMES[scene]}"
    _press_back(presenter, meeting, page)
    assert on_screen(_fresh(meeting)).scene in {"part", "audience"}
    assert not meeting.polls.filter(is_shown=True).exists()


@pytest.mark.parametrize("scene", CHOSEN)
def test_over_a_slide_both_ways_lead_to_that_slide(
    presenter: Client, meeting: Meeting, scene: str
) -> None:
    item, by, now = meeting.programme.all()[0], small.person(), timezone.now()
    shown_slides(item)
    director.show_slide(by=by, meeting=_fresh(meeting), item=item, number=2, now=now)
    _choose(meeting, scene)
    clicks = presenting_of(_fresh(meeting)).clicks
    assert clicks.forward == Click("slide", item=item, slide=2)
    assert clicks.back == Click("off", scene=scene)
    for press in (_press, partial(_press_back, page="presenteren")):
        press(presenter, meeting)
        assert (on_screen(_fresh(meeting)).scene, _fresh(meeting).slide) == ("slide", 2)
        _choose(meeting, scene)


def test_harvests_make_way_for_the_slides_of_a_part_that_begins(meeting: Meeting) -> None:
    item = meeting.programme.filter(kind=ProgrammeItem.Kind.PLENARY).last()
    assert item
    shown_slides(item)
    _choose(meeting, "harvests")
    director.go_to(by=small.person(), meeting=_fresh(meeting), item=item, now=timezone.now())
    assert (on_screen(_fresh(meeting)).scene, _fresh(meeting).slide) == ("slide", 1)


def _evaluate(meeting: Meeting, until: str) -> None:
    """Hold an evaluation and close it; a result that is shown may be taken off the screens."""
    by, poll = small.person(), meeting.polls.get(purpose=Poll.Purpose.EVALUATION)
    polls.put_to_vote(by=by, poll=poll, now=timezone.now())
    polls.close(by=by, poll=poll, now=timezone.now())
    if until != "closed":
        polls.show(by=by, poll=poll)
        assert on_screen(_fresh(meeting)).scene == "result"
    if until == "hidden":
        polls.hide(by=by, poll=Poll.objects.get(pk=poll.pk))


def _painted(meeting: Meeting) -> dict[str, str]:
    """All that screens show, but which question comes next."""
    parts = paint_parts(_fresh(meeting), ["hall", "stage", "poll"])
    return {name: html for name, html in parts.items() if name != "stage-keys"}


@pytest.mark.parametrize("scene", [*CHOSEN, "slide", "result"])
@pytest.mark.parametrize("evaluation", ["", "closed", "shown", "hidden"])
def test_reopening_gives_back_what_was_on_and_meanwhile_no_screen_has_it(
    meeting: Meeting, scene: str, evaluation: str
) -> None:
    by, now, poll = small.person(), timezone.now(), meeting.polls.all()[0]
    meeting.polls.filter(position=2).update(purpose=Poll.Purpose.EVALUATION)
    item = meeting.programme.all()[0]
    director.go_to(by=by, meeting=_fresh(meeting), item=item, now=now)
    gone = director.say(by=by, meeting=meeting, text="Even wachten")
    director.withdraw(by=by, message=gone, now=now)
    director.say(by=by, meeting=meeting, text="Nog vijf minuten")
    if scene == "result":
        polls.put_to_vote(by=by, poll=poll, now=now)
        polls.close(by=by, poll=poll, now=now)
        polls.show(by=by, poll=poll)
    elif scene == "slide":
        shown_slides(item)
        director.show_slide(by=by, meeting=_fresh(meeting), item=item, number=2, now=now)
    else:
        _choose(meeting, scene)
    before = _painted(meeting)
    for _press_twice in range(2):
        director.close(by=by, meeting=_fresh(meeting), now=timezone.now())
    over = paint_parts(_fresh(meeting), ["hall"])
    assert on_screen(_fresh(meeting)).scene == "over"
    assert (over["harvests"], "Nog vijf" in over["message"]) == ("", False)
    if evaluation:
        _evaluate(meeting, evaluation)
    assert director.reopen(by=by, meeting=_fresh(meeting), now=timezone.now())
    assert on_screen(_fresh(meeting)).scene == scene
    assert _painted(meeting) == before


@pytest.mark.parametrize("scene", CHOSEN)
@pytest.mark.parametrize("last", [polls.show, polls.hide])
def test_an_evaluation_that_is_shown_after_the_end_for_the_report_is_on_no_screen_later(
    meeting: Meeting, scene: str, last: Callable[..., None]
) -> None:
    by, (plain, evaluation) = small.person(), meeting.polls.all()[:2]
    meeting.polls.filter(pk=evaluation.pk).update(purpose=Poll.Purpose.EVALUATION)
    for poll in (evaluation, plain):
        polls.put_to_vote(by=by, poll=poll, now=timezone.now())
        polls.close(by=by, poll=poll, now=timezone.now())
    director.go_to(
        by=by, meeting=_fresh(meeting), item=meeting.programme.all()[0], now=timezone.now()
    )
    _choose(meeting, scene)
    before = _painted(meeting)
    director.close(by=by, meeting=_fresh(meeting), now=timezone.now())
    polls.show(by=by, poll=Poll.objects.get(pk=evaluation.pk))
    last(by=by, poll=Poll.objects.get(pk=evaluation.pk))
    assert on_screen(_fresh(meeting)).scene == "over"
    assert director.reopen(by=by, meeting=_fresh(meeting), now=timezone.now())
    assert _painted(meeting) == before


@pytest.mark.parametrize("scene", CHOSEN)
@pytest.mark.parametrize("again", ["part", "day"])
def test_what_was_on_at_the_end_is_not_there_when_something_else_begins(
    meeting: Meeting, scene: str, again: str
) -> None:
    by, now, item = small.person(), timezone.now(), meeting.programme.all()[0]
    director.go_to(by=by, meeting=_fresh(meeting), item=item, now=now)
    _choose(meeting, scene)
    director.close(by=by, meeting=_fresh(meeting), now=timezone.now())
    if again == "part":
        director.go_to(by=by, meeting=_fresh(meeting), item=item, now=timezone.now())
    else:
        day = {"starts_at": now + timedelta(days=30), "ends_at": now + timedelta(days=31)}
        meetings.change(by=by, meeting=_fresh(meeting), now=now, **day)
    assert on_screen(_fresh(meeting)).scene in {"part", "welcome", "audience"}


def test_the_spotlight_goes_out_when_something_else_begins(meeting: Meeting) -> None:
    by, now = small.person(), timezone.now()
    poll, other = meeting.polls.all()
    asked = Question.objects.create(meeting=meeting, text="Wie betaalt dat?")
    polls.put_to_vote(by=by, poll=poll, now=now)
    polls.close(by=by, poll=poll, now=now)
    begins: Any = [
        lambda: polls.show(by=by, poll=poll),
        lambda: director.show_harvests(by=by, meeting=_fresh(meeting), is_shown=True, now=now),
        lambda: director.go_to(
            by=by, meeting=_fresh(meeting), item=meeting.programme.all()[0], now=now
        ),
        lambda: polls.put_to_vote(by=by, poll=other, now=now),
    ]
    for begin in begins:
        polls.show(by=by, poll=poll)
        director.spotlight(by=by, meeting=_fresh(meeting), question=asked, now=now)
        assert on_screen(_fresh(meeting)).scene == "spotlight"
        begin()
        assert _fresh(meeting).spotlight is None
    director.spotlight(by=by, meeting=_fresh(meeting), question=asked, now=now)
    polls.close(by=by, poll=other, now=now - timedelta(minutes=1))
    assert on_screen(_fresh(meeting)).scene == "spotlight"
    questions.moderate(by=by, question=asked, state=Question.State.HIDDEN)
    assert on_screen(_fresh(meeting)).scene == "harvests"
