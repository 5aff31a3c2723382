"""Personal data goes when its time is over; what was said and chosen stays, without people."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from tests.web.small_meeting import HEERLEN, NOW, STARTS, made, person, registered

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.letters.models import Letter
from deelgenoot_web.meetings.actions import (
    board,
    director,
    joining,
    polls,
    purge,
    questions,
    registration,
)
from deelgenoot_web.meetings.actions import meeting as meetings
from deelgenoot_web.meetings.actions.registration import Details
from deelgenoot_web.meetings.actions.votes import record
from deelgenoot_web.meetings.ballots import Ballot
from deelgenoot_web.meetings.models import (
    Card,
    Dot,
    Meeting,
    Participant,
    Poll,
    Question,
    Registration,
    Upvote,
)
from deelgenoot_web.meetings.queries.invitation import door

pytestmark = pytest.mark.django_db
IS_OVER = STARTS + timedelta(hours=2, days=30)


def _joined(registration: Registration) -> Participant:
    return Participant.objects.create(
        meeting=registration.meeting,
        registration=registration,
        name=registration.name,
        group=registration.group,
    )


def test_a_meeting_is_overdue_from_the_last_day_on_and_not_before() -> None:
    meeting = made()
    assert purge.overdue(IS_OVER - timedelta(seconds=1)) == []
    assert purge.overdue(IS_OVER) == [meeting]
    assert purge.purge_due(IS_OVER) == 1
    assert purge.purge_due(IS_OVER) == 0


def test_a_meeting_that_cannot_be_purged_holds_up_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken, other = made(), made()
    _make_broken(broken)
    assert purge.purge_due(IS_OVER) == 1
    other.refresh_from_db()
    assert other.purged_at == IS_OVER
    assert f"What is due for meeting {broken.pk} failed" in caplog.text


def _come_in_with_code(meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(may_walk_in=True)
    meeting.may_walk_in = True
    joining.walk_in(meeting=meeting, name="Deelnemer 2", gm_code=HEERLEN)


@pytest.mark.parametrize(
    "come_in",
    [
        _come_in_with_code,
        lambda meeting: joining.join_registered(registration=meeting.registrations.get()),
        lambda meeting: joining.join_leading(by=person(), meeting=meeting),
    ],
    ids=["code", "link", "leader"],
)
def test_nobody_comes_in_once_the_people_were_wiped(come_in: Callable[[Meeting], None]) -> None:
    meeting = made()
    registered(meeting, 1)
    Registration.objects.update(shares_contact=True)  # stays, and has a link that works
    stale = Meeting.objects.get(pk=meeting.pk)
    purge.purge(meeting=meeting, now=IS_OVER)
    with pytest.raises(joining.WipedMeetingError):
        come_in(stale)
    assert not Participant.objects.exists()


def test_what_holds_people_again_is_overdue_again_and_a_contact_list_is_not() -> None:
    meeting = made()
    stays = registered(meeting, 1)
    Registration.objects.update(shares_contact=True)
    for make_rows in (
        lambda: Participant.objects.create(meeting=meeting, name="Deelnemer 2"),
        lambda: Registration.objects.filter(pk=stays.pk).update(job="Strateeg"),
        lambda: Registration.objects.create(
            meeting=meeting, email="a@voorbeeld.nl", registered_at=NOW
        ),
    ):
        purge.purge(meeting=meeting, now=IS_OVER)
        assert purge.overdue(IS_OVER) == []
        make_rows()
        assert purge.purge_due(IS_OVER) == 1
    assert (Registration.objects.get(), Participant.objects.count()) == (stays, 0)


def test_a_new_date_takes_people_in_and_forgets_and_counts_them_again() -> None:
    meeting = made()
    _joined(registered(meeting, 1))
    director.close(by=person(), meeting=meeting, now=IS_OVER)
    purge.purge(meeting=meeting, now=IS_OVER)
    meeting.refresh_from_db()
    assert (door(meeting, NOW), meeting.took_part["people"]) == ("over", 1)
    later = IS_OVER + timedelta(days=7)
    dates = {"starts_at": later, "ends_at": later + timedelta(hours=2)}
    meetings.change(by=person(), meeting=meeting, now=IS_OVER, **dates)
    meeting.refresh_from_db()
    assert (door(meeting, IS_OVER), meeting.took_part["people"]) == ("open", 0)
    _come_in_with_code(meeting)
    assert meeting.took_part["people"] == 1
    assert purge.overdue(meeting.forgets_at) == [meeting]


@pytest.mark.parametrize("wiped", [False, True])
def test_a_session_that_was_ended_opens_with_a_new_date_and_who_comes_hears_of_it(
    wiped: bool,
) -> None:
    meeting, now = made(), STARTS + timedelta(days=1)
    one = registered(meeting, 1)
    Registration.objects.filter(pk=one.pk).update(shares_contact=True)
    director.close(by=person(), meeting=meeting, now=STARTS + timedelta(minutes=10))
    if wiped:
        purge.purge(meeting=meeting, now=now)
    meeting.refresh_from_db()
    assert door(meeting, now) == "over"
    later = STARTS + timedelta(days=7)
    dates = {"starts_at": later, "ends_at": later + timedelta(hours=2)}
    meetings.change(by=person(), meeting=meeting, now=now, **dates)
    meeting.refresh_from_db()
    assert (meeting.closed_at, door(meeting, now)) == (None, "open")
    assert Letter.objects.filter(to=one.email, subject__contains="gewijzigd").exists()


def test_another_text_or_a_longer_time_does_not_open_what_was_wiped() -> None:
    meeting = made()
    purge.purge(meeting=meeting, now=STARTS)
    meeting.refresh_from_db()
    later = {"intro": "Dank", "ends_at": meeting.ends_at + timedelta(hours=1)}
    meetings.change(by=person(), meeting=meeting, now=STARTS, **later)
    meeting.refresh_from_db()
    assert meeting.purged_at == STARTS


def _make_broken(meeting: Meeting) -> None:
    """Have the database refuse every change of this meeting."""
    if connection.vendor == "sqlite":
        refuse = "BEGIN SELECT RAISE(ABORT, 'broken'); END"
    else:
        refuse = "EXECUTE FUNCTION refuse()"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql"
                " AS $$ BEGIN RAISE 'broken'; END $$"
            )
        cursor.execute(
            "CREATE TRIGGER broken BEFORE UPDATE ON meetings_meeting FOR EACH ROW"
            f" WHEN (OLD.id = {meeting.pk}) {refuse}"
        )


@pytest.mark.parametrize("year", [1, 1999, 2100, 9999])
@pytest.mark.parametrize("name", ["starts_at", "ends_at", "registration_closes_at"])
def test_no_date_outside_this_century_comes_into_the_database(name: str, year: int) -> None:
    meeting = made()
    dates = {"starts_at": STARTS, "ends_at": STARTS + timedelta(hours=1)}
    dates |= {name: datetime(year, 6, 1, tzinfo=UTC)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(**dates)


@pytest.mark.parametrize(
    ("name", "number"), [("keep_days", 0), ("keep_days", 366), ("capacity", 0), ("capacity", 10**9)]
)
def test_no_number_without_bounds_comes_into_the_database(name: str, number: int) -> None:
    meeting = made()
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(**{name: number})


def test_people_go_and_what_they_made_stays_and_counts() -> None:
    meeting = made()
    one = _joined(registered(meeting, 1))
    asked = questions.ask(by=one, question_id=uuid4(), text="Waarom?", with_name=True)
    questions.upvote(by=one, question=asked, wants=True)
    assert one.group
    card = board.add(by=one, group=one.group, card_id=uuid4(), kind=Card.Kind.IDEA, text="Zorg")
    board.give_dot(by=one, card=card, dot_id=uuid4())
    purge.purge(meeting=meeting, now=IS_OVER)
    assert not Registration.objects.exists()
    assert not Participant.objects.exists()
    assert Question.objects.get().participant is None
    assert Card.objects.get().author is None
    assert (Dot.objects.count(), Upvote.objects.count()) == (1, 1)


def test_who_leads_nothing_any_more_is_forgotten() -> None:
    meeting = made()
    organiser, administrator = person("o@voorbeeld.nl"), person("a@voorbeeld.nl")
    Person.objects.filter(pk=administrator.pk).update(is_organiser=False, is_administrator=True)
    presenter, guest, gone, writer, moderator, barred = (
        person(f"{name}@voorbeeld.nl", is_organiser=False) for name in "pgwcmb"
    )
    for one, task in ((writer, {"gm_code": HEERLEN}), (moderator, {"is_moderator": True})):
        Person.objects.filter(pk=one.pk).update(**task)
    Person.objects.filter(pk=barred.pk).update(is_barred=True)
    meeting.roles.create(person=presenter, kind="presenter")
    Participant.objects.create(meeting=meeting, person=guest, name="Gast")
    purge.forget_people(NOW)
    stays = {person().pk, organiser.pk, administrator.pk, presenter.pk, guest.pk}
    stays |= {writer.pk, moderator.pk, barred.pk}
    assert set(Person.objects.values_list("pk", flat=True)) == stays
    assert gone.pk not in stays


def test_a_request_that_nobody_confirms_is_gone_after_two_days() -> None:
    meeting = made()
    details = Details(name="Deelnemer 1", gm_code=HEERLEN)
    registration.ask(
        meeting=meeting, email="a@voorbeeld.nl", language="nl", details=details, now=NOW
    )
    stays = registered(meeting, 1)
    purge.forget_unconfirmed(NOW + timedelta(days=2))
    assert meeting.registrations.count() == 2
    purge.forget_unconfirmed(NOW + timedelta(days=2, seconds=1))
    assert meeting.registrations.get() == stays


def test_a_poll_that_is_still_open_is_closed_without_a_trace_of_who_voted() -> None:
    meeting = made()
    one = _joined(registered(meeting, 1))
    poll = meeting.polls.create(position=90, kind="choice", question="Wat?", options=["a", "b"])
    polls.put_to_vote(by=person(), poll=poll, now=NOW)
    record([Ballot(meeting.pk, poll.pk, one.pk, 1)])
    purge.purge(meeting=meeting, now=IS_OVER)
    poll.refresh_from_db()
    assert (poll.state, poll.secret, poll.closed_at) == ("closed", None, IS_OVER)
    vote = poll.votes.get()
    assert (vote.voter, vote.group, vote.value) == (None, None, 1)


def test_who_agreed_stays_in_the_contact_list_with_little_more_than_an_address() -> None:
    meeting = made()
    one = registered(meeting, 1)
    Registration.objects.filter(pk=one.pk).update(shares_contact=True, job="Strateeg")
    registered(meeting, 2)
    purge.purge(meeting=meeting, now=IS_OVER)
    kept = Registration.objects.get()
    assert (kept.pk, kept.name, kept.job) == (one.pk, "Deelnemer 1", "")


def test_no_poll_keeps_a_secret_that_names_its_voters() -> None:
    meeting = made()
    poll = meeting.polls.all()[0]
    Poll.objects.filter(pk=poll.pk).update(state=Poll.State.OPEN)
    purge.purge(meeting=meeting, now=IS_OVER)
    poll.refresh_from_db()
    assert (poll.state, poll.secret) == (Poll.State.CLOSED, None)


def test_a_question_without_a_name_never_says_who_asked() -> None:
    one = _joined(registered(made(), 1))
    asked = questions.ask(by=one, question_id=uuid4(), text="Waarom?", with_name=False)
    assert asked.participant is None


def test_an_upvote_counts_once_and_can_be_taken_back() -> None:
    one = _joined(registered(made(), 1))
    asked = questions.ask(by=one, question_id=uuid4(), text="Waarom?", with_name=True)
    for _ in range(2):
        questions.upvote(by=one, question=asked, wants=True)
    assert asked.upvotes.count() == 1
    questions.upvote(by=one, question=asked, wants=False)
    assert asked.upvotes.count() == 0


def test_the_same_id_is_the_same_question() -> None:
    one = _joined(registered(made(), 1))
    key = uuid4()
    for _ in range(2):
        questions.ask(by=one, question_id=key, text="Waarom?", with_name=True)
    assert Question.objects.count() == 1


def test_a_question_that_was_changed_while_its_answer_was_lost_is_kept_and_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, key = _joined(registered(made(), 1)), uuid4()
    for text in ("Waarom?", "Waarom nu?", "Waarom nu?", "Waarom?"):
        questions.ask(by=one, question_id=key, text=text, with_name=True)
    assert sorted(q.text for q in Question.objects.all()) == ["Waarom nu?", "Waarom?"]
    monkeypatch.setattr(questions, "MOST_OPEN", 2)  # what is there already is no question too many
    questions.ask(by=one, question_id=key, text="Waarom?", with_name=True)
    with pytest.raises(questions.TooManyError):
        questions.ask(by=one, question_id=uuid4(), text="En?", with_name=True)


@pytest.mark.parametrize("with_name", [True, False])
def test_a_participant_cannot_fill_the_list_with_questions(with_name: bool) -> None:
    meeting = made()
    one, other = (_joined(registered(meeting, n)) for n in (1, 2))
    for _ in range(questions.MOST_OPEN):
        questions.ask(by=one, question_id=uuid4(), text="?", with_name=with_name)
    with pytest.raises(questions.TooManyError):
        questions.ask(by=one, question_id=uuid4(), text="?", with_name=with_name)
    questions.ask(by=other, question_id=uuid4(), text="?", with_name=with_name)


def test_a_hand_that_goes_up_twice_keeps_its_turn() -> None:
    one = _joined(registered(made(), 1))
    questions.raise_hand(by=one, is_up=True, now=NOW)
    questions.raise_hand(by=one, is_up=True, now=NOW + timedelta(minutes=1))
    one.refresh_from_db()
    assert one.hand_raised_at == NOW
    questions.lower_hand(by=person(), participant=one)
    one.refresh_from_db()
    assert one.hand_raised_at is None
