"""Letters wait in the transaction of who sends them, go once, and are given up in the open."""

import email
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage

import pytest
from django.db import transaction
from pytest_django import Settings
from tests.web.smtp import Smtp, smtp

from deelgenoot_web.letters import actions, queries
from deelgenoot_web.letters.models import Attachment, Letter
from deelgenoot_web.letters.queued import letter_queued

ICS = Attachment("bijeenkomst.ics", "text/calendar; method=REQUEST", "BEGIN:VCALENDAR\r\nX:é\r\n")
NOW = datetime(2100, 1, 1, tzinfo=UTC)


def queue(
    key: str = "k",
    to: str = "a@town.example",
    text: str = "Dag.",
    attachment: Attachment | None = None,
) -> None:
    actions.send(to=to, subject="Uw\nlink", text=text, key=key, attachment=attachment)


@pytest.fixture
def server(settings: Settings) -> Iterator[Smtp]:
    settings.HAS_MAILBOX = False
    settings.DEFAULT_FROM_EMAIL = "deelgenoot@town.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with smtp() as started:
        settings.EMAIL_PORT = started.port
        yield started


def arrived(server: Smtp) -> EmailMessage:
    (sent,) = server.accepted
    return email.message_from_bytes(sent, policy=policy.default)


@pytest.mark.django_db
def test_a_letter_is_queued_with_all_that_it_holds() -> None:
    queue(attachment=ICS)
    letter = Letter.objects.get()
    assert (letter.to, letter.subject, letter.text) == ("a@town.example", "Uw link", "Dag.")
    assert (letter.attachment, letter.sent_at, letter.due_at) == (ICS, None, letter.made_at)


@pytest.mark.django_db
def test_the_same_letter_is_queued_once() -> None:
    queue(text="first")
    queue(text="second")
    queue(key="other")
    assert list(Letter.objects.order_by("id").values_list("text")) == [("first",), ("Dag.",)]


@pytest.mark.django_db(transaction=True)
def test_a_letter_is_undone_with_what_it_was_about() -> None:
    letter_queued.clear()
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert (Letter.objects.count(), letter_queued.is_set()) == (0, False)
    queue()
    assert letter_queued.is_set()


@pytest.mark.django_db
def test_a_letter_arrives_as_it_was_written(server: Smtp) -> None:
    queue(text="Goedendag é,\n\nTot ziens.\n", attachment=ICS)
    actions.deliver_due(NOW)
    message = arrived(server)
    assert (message["To"], message["Subject"]) == ("a@town.example", "Uw link")
    assert message["From"] == "deelgenoot@town.example"
    text, calendar = message.iter_parts()
    assert isinstance(text, EmailMessage)
    assert text.get_content() == "Goedendag é,\r\n\r\nTot ziens.\r\n"
    assert isinstance(calendar, EmailMessage)
    assert calendar.get_content_type() == "text/calendar"
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_filename() == "bijeenkomst.ics"
    assert "X:é" in calendar.get_content()


@pytest.mark.django_db
def test_of_a_letter_that_went_only_that_remains(server: Smtp) -> None:
    queue(attachment=ICS)
    actions.deliver_due(NOW)
    actions.deliver_due(NOW + timedelta(days=1))
    assert len(server.accepted) == 1
    letter = Letter.objects.get()
    assert (letter.to, letter.subject, letter.text, letter.attachment) == ("", "", "", None)
    assert (letter.key, letter.sent_at, letter.tries) == ("k", NOW, 1)
    queue()
    actions.deliver_due(NOW + timedelta(days=1))
    assert len(server.accepted) == 1


@pytest.mark.django_db
def test_a_letter_waits_until_it_is_due(server: Smtp) -> None:
    due = NOW + timedelta(hours=1)
    actions.send(to="a@town.example", subject="S", text="T", key="k", due_at=due)
    actions.deliver_due(due - timedelta(seconds=1))
    assert server.accepted == []
    actions.deliver_due(due)
    assert len(server.accepted) == 1


@pytest.mark.django_db
def test_letters_go_over_one_connection(server: Smtp) -> None:
    for number in range(5):
        queue(key=str(number))
    actions.deliver_due(NOW)
    assert (len(server.accepted), server.connections) == (5, 1)


@pytest.mark.django_db
def test_a_refusal_for_good_is_given_up_at_once_and_others_still_go(server: Smtp) -> None:
    queue(key="1", to="never@town.example", attachment=ICS)
    queue(key="2")
    actions.deliver_due(NOW)
    assert arrived(server)["To"] == "a@town.example"
    letter = queries.given_up().get()
    assert (letter.to, letter.subject) == ("never@town.example", "Uw link")
    assert (letter.text, letter.attachment, letter.given_up_at) == ("", None, NOW)
    assert "no such user" in letter.error


@pytest.mark.django_db
def test_an_address_that_was_refused_for_good_gets_no_more_letters(server: Smtp) -> None:
    queue(key="1", to="never@town.example")
    actions.deliver_due(NOW)
    server.accepted.clear()
    n_connections = server.connections
    queue(key="2", to="never@town.example")
    actions.deliver_due(NOW + timedelta(days=1))
    assert server.connections == n_connections
    second = Letter.objects.get(key="2")
    assert (second.given_up_at, second.error) == (NOW + timedelta(days=1), "refused before")
    actions.forget_old(NOW + timedelta(days=31))
    queue(key="3", to="never@town.example")
    actions.deliver_due(NOW + timedelta(days=31))
    assert "no such user" in Letter.objects.get(key="3").error


@pytest.mark.django_db
@pytest.mark.parametrize(
    "reply",
    [
        "554 5.7.1 <a@town.example>: Relay access denied",
        "553 5.7.1 <b@town.example>: Sender address rejected: not owned by user",
        "550 5.1.8 <b@town.example>: Sender address rejected: Domain not found",
        "550 relay not permitted",
        "554 Service unavailable; Client host [192.0.2.1] blocked using zen.example",
    ],
)
def test_a_refusal_of_us_stops_no_address_and_the_letter_goes_once_that_is_mended(
    server: Smtp, reply: str
) -> None:
    server.replies["a"] = reply
    queue()
    actions.deliver_due(NOW)
    assert queries.waits_since() == Letter.objects.get().made_at  # the page about health tells
    assert not queries.to_refusing_addresses().exists()
    del server.replies["a"]
    actions.deliver_due(NOW + timedelta(minutes=2))
    assert arrived(server)["To"] == "a@town.example"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reply", "is_refused"),
    [
        ("550 5.1.1 User unknown in relay recipient table", True),
        ("550 5.2.1 mailbox disabled", True),
        ("550 <relay@town.example>... no such user", True),
        ("552 5.2.2 mailbox full", False),
        ("550 5.3.4 message too large", False),
    ],
)
def test_a_refusal_of_one_letter_does_not_stop_the_next(
    server: Smtp, reply: str, is_refused: bool
) -> None:
    server.replies["a"] = reply
    queue()
    actions.deliver_due(NOW)
    assert queries.given_up().get().is_refused is is_refused


@pytest.mark.django_db
def test_who_is_refused_because_of_us_to_the_last_try_is_no_stopped_address(server: Smtp) -> None:
    server.replies["a"] = "554 5.7.1 Relay access denied"
    queue()
    Letter.objects.update(tries=actions.MOST_TRIES - 1)
    actions.deliver_due(NOW)
    assert queries.given_up().get().is_refused is False


@pytest.mark.django_db
def test_each_failure_is_a_line_in_the_log_without_the_address(
    server: Smtp, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    queue(key="1", to="later@town.example")
    actions.deliver_due(NOW)
    assert queries.waits_since() == Letter.objects.get().made_at
    settings.EMAIL_PORT = 1
    actions.deliver_due(NOW + timedelta(minutes=2))
    assert [record.getMessage() for record in caplog.records] == [
        "Letter 1 was not sent (try 1): SMTPRecipientsRefused",
        "Letter 1 was not sent (try 2): ConnectionRefusedError",
    ]
    assert "later@" not in caplog.text


@pytest.mark.django_db
def test_a_refusal_for_now_is_tried_again_after_longer_and_longer_pauses(server: Smtp) -> None:
    queue(key="1", to="later@town.example")
    queue(key="2")
    pauses, now = [], NOW
    while not queries.given_up().exists():
        actions.deliver_due(now)
        letter = Letter.objects.get(key="1")
        pauses.append((letter.due_at - now).total_seconds() / 60)
        now = letter.due_at
    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]
    assert len(server.accepted) == 1


@pytest.mark.django_db
def test_while_the_mail_server_is_away_one_letter_tries_and_the_rest_waits(
    server: Smtp, settings: Settings
) -> None:
    settings.EMAIL_PORT = 1
    queue(key="1")
    queue(key="2")
    actions.deliver_due(NOW)
    assert list(Letter.objects.order_by("key").values_list("tries")) == [(1,), (0,)]
    settings.EMAIL_PORT = server.port
    actions.deliver_due(NOW + timedelta(minutes=2))
    assert len(server.accepted) == 2


@pytest.mark.django_db
def test_a_letter_that_cannot_be_made_holds_up_no_other(server: Smtp) -> None:
    queue(key="1", to="a@town.example\nBcc: b@town.example")
    queue(key="2")
    actions.deliver_due(NOW)
    assert [letter.key for letter in queries.given_up()] == ["1"]
    assert len(server.accepted) == 1


@pytest.mark.django_db
def test_a_second_try_is_the_same_message(server: Smtp) -> None:
    queue()
    actions.deliver_due(NOW)
    first = arrived(server)["Message-ID"]
    server.accepted.clear()
    # As after a server that ended between sending and writing that down.
    Letter.objects.all().delete()
    queue()
    actions.deliver_due(NOW)
    assert arrived(server)["Message-ID"] == first


@pytest.mark.django_db
def test_what_is_left_of_letters_goes_after_thirty_days(server: Smtp) -> None:
    queue(key="sent")
    queue(key="given up", to="never@town.example")
    actions.deliver_due(NOW)
    queue(key="waits")
    actions.forget_old(NOW + timedelta(days=30))
    assert Letter.objects.count() == 3
    actions.forget_old(NOW + timedelta(days=30, seconds=1))
    assert [letter.key for letter in Letter.objects.all()] == ["waits"]
