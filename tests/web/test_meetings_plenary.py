"""Every kind of question as pages without a script, and what the audience asks."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.conftest import swept
from tests.web import small_meeting as small
from tests.web.poll_kinds import KINDS, answered, poll_of
from tests.web.raw import texts
from tests.web.visitor import Visitor

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings.actions import joining, polls, questions
from deelgenoot_web.meetings.allowance import Allowance
from deelgenoot_web.meetings.models import Meeting, Participant, Poll, Question, Role, Vote
from deelgenoot_web.meetings.parts import paint_parts
from deelgenoot_web.meetings.queries.moderation import texts_of
from deelgenoot_web.meetings.queries.questions import hands_of
from deelgenoot_web.meetings.views import sent

pytestmark = pytest.mark.django_db
SCREENS = {"mee/": "live/", "scherm/": "screen/", "regie/": "director/"}


@pytest.fixture
def meeting() -> Meeting:
    made = small.made()
    made.may_walk_in = True
    made.save()
    return made


@pytest.fixture
def one(page: Visitor, meeting: Meeting) -> Participant:
    """A participant, on the device of `page`."""
    page.client.post(
        f"/mee/{meeting.join_code}/", {"name": "Deelnemer 1", "municipality": "Heerlen"}
    )
    return Participant.objects.latest("pk")


def _post(
    page: Visitor, meeting: Meeting, path: str, data: Mapping[str, Any], *, script: bool = False
) -> Any:
    headers = {"Accept": "application/json"} if script else {}
    return page.client.post(f"/bijeenkomsten/{meeting.slug}/{path}", data, headers=headers)


def _ask(by: Participant, text: str = "Wie betaalt dat?", *, is_shown: bool = True) -> Question:
    made = questions.ask(by=by, question_id=uuid4(), text=text, with_name=False)
    if is_shown:
        state = Question.State.SHOWN
        questions.moderate(by=small.person(), question=made, state=state)
        made.refresh_from_db()
    return made


def _other(meeting: Meeting, number: int = 2) -> Participant:
    return joining.walk_in(meeting=meeting, name=f"Deelnemer {number}", gm_code=small.HEERLEN)


@pytest.mark.parametrize("kind", KINDS)
def test_a_plain_form_votes_and_what_is_wrong_is_said(
    page: Visitor, meeting: Meeting, one: Participant, kind: str
) -> None:
    poll = poll_of(meeting, kind, small.person())
    form = page(f"/bijeenkomsten/{meeting.slug}/mee/").select_one(f"form[data-kind={kind}]")
    assert form is not None
    names = {field["name"] for field in form.select("[name]")}
    assert set(KINDS[kind].form) <= names

    refused = _post(page, meeting, f"mee/stem/{poll.pk}/", KINDS[kind].wrong)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Vote.objects.exists()

    kept = _post(page, meeting, f"mee/stem/{poll.pk}/", KINDS[kind].form)
    assert kept["Location"] == f"/bijeenkomsten/{meeting.slug}/mee/"
    assert Vote.objects.get().value == KINDS[kind].value


@pytest.mark.parametrize("kind", swept(KINDS, "choice", "number", "text"))
def test_the_screens_are_whole_in_both_languages_while_open_closed_and_shown(
    page: Visitor, meeting: Meeting, one: Participant, kind: str
) -> None:
    by = small.person()
    page.client.force_login(by)
    poll = poll_of(meeting, kind, by)
    groups = list(meeting.groups.all())

    def look() -> dict[str, str]:
        texts = {path: page(f"/bijeenkomsten/{meeting.slug}/{path}").get_text() for path in SCREENS}
        for path in SCREENS.values():
            page(f"/en/meetings/{meeting.slug}/{path}")
        return texts

    look()
    for group in groups[:2]:
        answered(poll, 5, group_id=group.pk)
    polls.close(by=by, poll=poll, now=timezone.now())
    hidden = look()
    polls.show(by=by, poll=poll)
    shown = look()

    written = {"text": "Begin klein.", "words": "zorg", "number": "20–29"}
    what = written.get(kind, "Passend wonen")
    assert what not in hidden["mee/"]
    # The large screen keeps the choices in sight; what came of them is another matter.
    assert (what in hidden["scherm/"]) == (kind not in written)
    assert "Valt op:" not in hidden["scherm/"]
    for path in ("mee/", "scherm/"):
        assert what in shown[path]
    # Who directs sees it before the others do.
    assert what in hidden["regie/"]
    if kind == "number":
        assert "Volgens de cijfers zijn het er" in shown["scherm/"]
        assert "Volgens de cijfers" not in hidden["scherm/"] + hidden["mee/"]
    elif kind != "text":
        assert "Valt op:" in shown["scherm/"]
        assert "te weinig stemmen" in shown["scherm/"]


def _stage(poll: Poll) -> BeautifulSoup:
    meeting = Meeting.objects.get(pk=poll.meeting_id)
    return BeautifulSoup(paint_parts(meeting, ["stage"])["stage-scene"], "html.parser")


def _show(poll: Poll) -> BeautifulSoup:
    polls.close(by=small.person(), poll=poll, now=timezone.now())
    polls.show(by=small.person(), poll=poll)
    return _stage(poll)


def test_the_large_screen_says_how_to_answer_as_the_phones_do(meeting: Meeting) -> None:
    chosen = poll_of(meeting, "choices", small.person())
    [about] = texts(_stage(chosen), ".stage-poll__about")
    assert about == "Vraag 5 van 5 · meer keuzes · ten hoogste 2"
    Poll.objects.filter(pk=chosen.pk).update(kind="number")  # `most` is its largest answer then
    assert "ten hoogste" not in _stage(chosen).text
    scale = poll_of(meeting, "scale", small.person())
    Poll.objects.filter(pk=scale.pk).update(settings={"low": "past niet"})
    assert texts(_stage(scale), ".stage-poll--scale .lead") == ["1 = past niet, 5 = helemaal wel."]
    for group in meeting.groups.all()[:2]:
        answered(scale, 5, group_id=group.pk)
    _show(scale)
    polls.split(by=small.person(), poll=scale, is_split=True)
    [caption] = texts(_stage(scale), ".grid caption")
    assert "1 = past niet, 5 = helemaal wel." in caption
    assert "Gevuld: wat het cluster het hoogst zet." in caption


def test_a_number_in_the_matrix_never_covers_what_its_place_is_called(meeting: Meeting) -> None:
    poll = poll_of(meeting, "matrix", small.person())
    answered(poll, 5, [[5, 1], [5, 5], [1, 1]])
    places = [float(str(one["y"])) for one in _show(poll).select(".matrix__where")]
    assert len(places) == 4
    assert all(place < 0 or place > 100 for place in places)


def test_equal_answers_stand_once_in_an_order_of_the_question_itself(meeting: Meeting) -> None:
    texts_by_poll = []
    for _ in range(2):
        poll = poll_of(meeting, "text", small.person())
        for text in ("Huizen", "huizen", *"abcdefghijklm"):
            answered(poll, 1, text)
        shown = texts(_show(poll), ".answers > li")
        assert texts(_stage(poll), ".answers > li") == shown
        texts_by_poll.append(shown)
    assert texts_by_poll[0] != texts_by_poll[1]
    expected = ["2× Huizen", *"abcdefghijklm"]
    assert [sorted(one) for one in texts_by_poll] == [sorted(expected)] * 2
    assert "en nog 2 antwoorden" in texts(_stage(poll), ".answers__more")


@pytest.mark.parametrize("kind", KINDS)
def test_four_votes_show_nothing_anywhere(
    page: Visitor, meeting: Meeting, one: Participant, kind: str
) -> None:
    by = small.person()
    page.client.force_login(by)
    poll = poll_of(meeting, kind, by)
    answered(poll, 4)
    polls.close(by=by, poll=poll, now=timezone.now())
    polls.show(by=by, poll=poll)
    for path in SCREENS:
        soup = page(f"/bijeenkomsten/{meeting.slug}/{path}")
        assert "Te weinig stemmen om te laten zien" in soup.get_text()
        assert soup.select(".bars, .grid, .word, .answers, .matrix, .moderated") == []


def test_an_open_question_shows_no_result_and_the_votes_of_others_leave_its_form_as_it_is(
    meeting: Meeting,
) -> None:
    poll = poll_of(meeting, "points", small.person())
    before = paint_parts(meeting, ["poll"])["poll"]
    answered(poll, 9)
    after = paint_parts(meeting, ["poll"])["poll"]
    assert before.replace("0 van 0", "9 van 9") == after


def test_the_organiser_hides_a_word_in_all_its_forms_and_brings_it_back(
    page: Visitor, meeting: Meeting, one: Participant
) -> None:
    by = small.person()
    page.client.force_login(by)
    poll = poll_of(meeting, "words", by)
    answered(poll, 3, ["onzin"])
    answered(poll, 2, ["geld"])
    polls.close(by=by, poll=poll, now=timezone.now())
    polls.show(by=by, poll=poll)
    stem = str(
        page(f"/bijeenkomsten/{meeting.slug}/regie/").select_one("[name=stem]")["value"]  # type: ignore[index]
    )
    address = f"regie/vraag/{poll.pk}/woord/"

    _post(page, meeting, address, {"stem": stem, "do": "hide"})
    shown = paint_parts(meeting, ["poll"])["poll"]
    assert ("onzin" in shown, "geld" in shown) == (False, True)
    assert "<s>onzin</s>" in paint_parts(meeting, ["tally"])["polls"]

    _post(page, meeting, address, {"stem": stem, "do": "back"})
    assert "onzin" in paint_parts(meeting, ["poll"])["poll"]
    assert _post(page, meeting, address, {"stem": ""}).status_code == HTTPStatus.BAD_REQUEST


def test_the_desk_shows_a_result_under_its_question_and_folds_earlier_ones(
    page: Visitor, meeting: Meeting
) -> None:
    by = small.person()
    page.client.force_login(by)
    earlier, last = (poll_of(meeting, kind, by) for kind in ("choice", "scale"))
    answered(last, 5)
    polls.close(by=by, poll=last, now=timezone.now())

    desk = page(f"/bijeenkomsten/{meeting.slug}/regie/")
    fold = desk.select_one('[data-live="polls"] > details')
    assert fold is not None
    assert fold.select_one(f"#regie-vraag-{earlier.pk}") is not None
    on = desk.select_one(f'[data-live="polls"] > ol > #regie-vraag-{last.pk}')
    assert on is not None
    assert "Alleen u ziet deze uitkomst nog." in on.get_text()
    assert [bar.get_text(strip=True) for bar in on.select(".bars__n")][:2] == ["4,0", "1,0"]


def test_the_organiser_hides_a_written_answer_only_after_closing(
    page: Visitor, meeting: Meeting, one: Participant
) -> None:
    by = small.person()
    page.client.force_login(by)
    poll = poll_of(meeting, "text", by)
    answered(poll, 5, "Een scheldwoord.")
    answered(poll, 1, "Een idee.")

    def hide() -> Any:
        vote = poll.votes.filter(value="Een scheldwoord.")[0]
        return _post(page, meeting, f"regie/vraag/{poll.pk}/antwoord/{vote.pk}/", {"do": "hide"})

    assert hide().status_code == HTTPStatus.NOT_FOUND
    assert texts_of(poll) == ()

    polls.close(by=by, poll=poll, now=timezone.now())
    polls.show(by=by, poll=poll)
    hide()

    shown = paint_parts(meeting, ["poll", "stage"])
    assert all("scheldwoord" not in html for html in shown.values())
    # Six people answered, also after five of them were taken out.
    assert "Een idee." in shown["poll"]


def test_a_second_round_stands_beside_the_first(
    page: Visitor, meeting: Meeting, one: Participant
) -> None:
    by = small.person()
    page.client.force_login(by)
    first = poll_of(meeting, "choice", by)
    answered(first, 5, 0)
    polls.close(by=by, poll=first, now=timezone.now())
    again = polls.ask_again(by=by, poll=first)
    polls.put_to_vote(by=by, poll=again, now=timezone.now())
    answered(again, 5, 1)
    polls.close(by=by, poll=again, now=timezone.now())
    polls.show(by=by, poll=again)
    for path in ("mee/", "scherm/"):
        text = page(f"/bijeenkomsten/{meeting.slug}/{path}").get_text()
        assert "eerst 100%: lager" in text
        assert "eerst 0%: hoger" in text


def test_a_question_is_asked_once_with_or_without_a_name_and_waits_for_the_organiser(
    page: Visitor, meeting: Meeting, one: Participant
) -> None:
    asked = {"text": " Wie betaalt dat? ", "id": str(uuid4())}
    for _ in range(2):
        answer = _post(page, meeting, "mee/vraag/", asked, script=True)
    assert answer.json()["say"] == "Uw vraag is binnen. De organisator leest die."
    _post(page, meeting, "mee/vraag/", {"text": "Met naam?", "with_name": "on"})
    without, named = Question.objects.order_by("asked_at")
    assert (without.text, without.participant, named.participant) == ("Wie betaalt dat?", None, one)
    assert "Wie betaalt dat?" not in paint_parts(meeting, ["hall"])["questions"]
    assert "Deelnemer 1, Heerlen" in paint_parts(meeting, ["desk"])["desk-questions"]
    refused = _post(page, meeting, "mee/vraag/", {"text": " "})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_without_script_who_asked_is_told_that_the_question_came_in(
    page: Visitor, meeting: Meeting, one: Participant
) -> None:
    told = "Uw vraag is binnen. De organisator leest die."
    assert told not in page(f"/bijeenkomsten/{meeting.slug}/mee/").get_text()
    sent = _post(page, meeting, "mee/vraag/", {"text": "Wie betaalt dat?"})
    place = sent["Location"].partition("#")[2]
    soup = page(sent["Location"])
    assert [one.get_text() for one in soup.select(f"#{place} > .notice")] == [told]
    [again] = [link["href"] for link in soup.select(".screen__foot a")]
    assert told not in page(f"/bijeenkomsten/{meeting.slug}/mee/{again}").get_text()


def test_shown_questions_are_supported_sorted_and_leave_the_list_when_answered(
    page: Visitor, meeting: Meeting, one: Participant
) -> None:
    by = small.person()
    page.client.force_login(by)
    first, second = _ask(one, "Eerste?"), _ask(one, "Tweede?")
    questions.upvote(by=_other(meeting), question=second, wants=True)
    address = f"mee/vraag/{second.pk}/"

    for _ in range(2):
        answer = _post(page, meeting, address, {"wants": "1"}, script=True)
    assert answer.json()["mine"]["upvotes"] == [str(second.pk)]
    assert second.upvotes.count() == 2
    html = paint_parts(meeting, ["hall"])["questions"]
    assert html.index("Tweede?") < html.index("Eerste?")
    assert "Tweede?" in paint_parts(meeting, ["stage"])["stage-scene"]
    # Without a script the button turns over.
    _post(page, meeting, address, {"wants": "1"})
    assert second.upvotes.count() == 1

    regie = f"regie/zaalvraag/{second.pk}/"
    _post(page, meeting, regie, {"state": "answered"})
    soup = page(f"/bijeenkomsten/{meeting.slug}/mee/")
    assert [li.p.get_text() for li in soup.select(".questions > li")] == ["Eerste?"]  # type: ignore[union-attr]
    assert "1 vraag beantwoord" in soup.get_text()
    _post(page, meeting, f"regie/zaalvraag/{first.pk}/", {"state": "hidden"})
    assert "Eerste?" not in page(f"/bijeenkomsten/{meeting.slug}/mee/").get_text()
    assert _post(page, meeting, regie, {"state": "dans"}).status_code == HTTPStatus.BAD_REQUEST
    assert _post(page, meeting, address, {"wants": "1"}).status_code == HTTPStatus.NOT_FOUND


def test_the_large_screen_keeps_questions_off_while_a_poll_is_on(
    meeting: Meeting, one: Participant
) -> None:
    _ask(one)
    assert "Wie betaalt dat?" in paint_parts(meeting, ["stage"])["stage-scene"]
    poll_of(meeting, "choice", small.person())
    assert "Wie betaalt dat?" not in paint_parts(meeting, ["stage"])["stage-scene"]


def test_a_hand_is_seen_by_the_desk_and_by_who_leads_the_group_and_lowered(
    page: Visitor, meeting: Meeting, one: Participant
) -> None:
    assert one.group is not None
    answer = _post(page, meeting, "mee/hand/", {"up": "1"}, script=True)
    assert (answer.json()["mine"]["hand"], answer.json()["say"]) == (
        True,
        "Uw hand is omhoog. Druk nog eens om die te laten zakken.",
    )
    button = page(f"/bijeenkomsten/{meeting.slug}/mee/").select_one("[name=up]")
    assert button is not None
    assert (button["value"], button["aria-pressed"]) == ("0", "true")
    assert "Deelnemer 1, Heerlen" in paint_parts(meeting, ["desk"])["hands"]
    # After the end nobody waits for a turn.
    assert hands_of(meeting)
    meeting.closed_at = timezone.now()
    assert not hands_of(meeting)
    meeting.closed_at = None
    group_hands = paint_parts(meeting, [f"lead:{one.group.pk}"])["group-hands"]
    assert "Deelnemer 1, Heerlen" in group_hands
    elsewhere = meeting.groups.exclude(pk=one.group.pk)[0]
    assert "Deelnemer 1" not in paint_parts(meeting, [f"lead:{elsewhere.pk}"])["group-hands"]

    leader = small.role(meeting, Role.Kind.FACILITATOR, "leider@voorbeeld.nl", one.group)
    page.client.force_login(leader)
    _post(page, meeting, f"regie/hand/{one.pk}/", {}, script=True)
    one.refresh_from_db()
    assert one.hand_raised_at is None
    _post(page, meeting, "mee/hand/", {"up": "1"})
    _post(page, meeting, "mee/hand/", {"up": "0"})
    one.refresh_from_db()
    assert one.hand_raised_at is None


def test_who_sends_too_much_waits_and_nobody_else_does(
    page: Visitor, meeting: Meeting, one: Participant, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However slow the machine, nothing is given back during the test.
    monkeypatch.setattr(sent, "PACE", Allowance(per_second=0.01, burst=30))
    codes = [
        _post(page, meeting, "mee/hand/", {"up": "1"}, script=True).status_code for _ in range(40)
    ]
    assert codes[:20] == [HTTPStatus.OK] * 20
    last = _post(page, meeting, "mee/hand/", {"up": "1"}, script=True)
    assert last.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert int(last["Retry-After"]) >= 1
    other = Client()
    other.post(f"/mee/{meeting.join_code}/", {"name": "Deelnemer 2"})
    answer = other.post(f"/bijeenkomsten/{meeting.slug}/mee/hand/")
    assert answer.status_code == HTTPStatus.FOUND


TAKERS = ("mee/stem/{poll}/", "mee/vraag/", "mee/vraag/{question}/", "mee/hand/", "mee/reactie/")
LEADERS = {
    "regie/zaalvraag/{question}/": {"organiser"},
    "regie/hand/{participant}/": {"organiser", "facilitator"},
    "regie/vraag/{poll}/woord/": {"organiser"},
    "regie/vraag/{poll}/antwoord/{vote}/": {"organiser"},
}


def _address(meeting: Meeting, one: Participant, path: str) -> str:
    by = small.person()
    poll = Poll.objects.filter(meeting=meeting, kind="text").first() or poll_of(meeting, "text", by)
    if not poll.votes.exists():
        answered(poll, 1)
    question = Question.objects.filter(meeting=meeting).first() or _ask(one)
    vote = poll.votes.get()
    filled = path.format(poll=poll.pk, question=question.pk, participant=one.pk, vote=vote.pk)
    return f"/bijeenkomsten/{meeting.slug}/{filled}"


@pytest.mark.parametrize("path", TAKERS)
def test_only_participants_of_this_meeting_take_part(
    page: Visitor, meeting: Meeting, one: Participant, path: str
) -> None:
    address = _address(meeting, one, path)
    other = small.made(by=small.person("ander@voorbeeld.nl"))
    Meeting.objects.filter(pk=other.pk).update(may_walk_in=True)
    elsewhere, organiser = Client(), Client()
    elsewhere.post(f"/mee/{other.join_code}/", {"name": "Deelnemer 9"})
    organiser.force_login(small.person())
    asked = {
        "participant": page.client,
        "nobody": Client(),
        "participant of another": elsewhere,
        "organiser": organiser,
    }
    codes = {who: client.post(address, {}).status_code for who, client in asked.items()}
    inside = codes.pop("participant")
    assert inside in {HTTPStatus.FOUND, HTTPStatus.UNPROCESSABLE_ENTITY}
    assert set(codes.values()) == {HTTPStatus.GONE}
    assert page.client.get(address).status_code == HTTPStatus.METHOD_NOT_ALLOWED


@pytest.mark.parametrize("path", LEADERS)
def test_each_deed_of_who_leads_is_for_its_roles(
    page: Visitor, meeting: Meeting, one: Participant, path: str
) -> None:
    address = _address(meeting, one, path)
    small.made(by=small.person("ander@voorbeeld.nl"))
    assert one.group is not None
    away = meeting.groups.exclude(pk=one.group.pk)[0]
    kinds = Role.Kind
    people: dict[str, Person] = {
        "organiser": small.person(),
        "presenter": small.role(meeting, kinds.PRESENTER, "p@voorbeeld.nl"),
        "facilitator": small.role(meeting, kinds.FACILITATOR, "g@voorbeeld.nl", one.group),
        "facilitator of another group": small.role(
            meeting, kinds.FACILITATOR, "h@voorbeeld.nl", away
        ),
        "organiser of another": small.person("ander@voorbeeld.nl"),
        "administrator": Person.objects.create(email="a@voorbeeld.nl", is_administrator=True),
    }
    may = set()
    for role, person in people.items():
        client = Client()
        client.force_login(person)
        if client.post(address).status_code != HTTPStatus.FORBIDDEN:
            may.add(role)
    assert may == LEADERS[path]
    for client in (Client(), page.client):
        assert client.post(address).status_code == HTTPStatus.FORBIDDEN


def test_three_questions_take_no_more_queries_than_one(meeting: Meeting, one: Participant) -> None:
    counts = []
    for more in (1, 2):
        for _ in range(more):
            _ask(one, "Nog een?")
        with CaptureQueriesContext(connection) as seen:
            paint_parts(meeting, ["hall", "poll", "desk", "tally", "stage"])
        counts.append(len(seen))
    assert counts[0] == counts[1]
