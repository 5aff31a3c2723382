"""Letters that come back stop mail to their address; a message that lies about one does nothing."""

import mailbox
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.calls import count_calls
from tests.web.smtp import smtp

from deelgenoot_web.letters import actions, queries
from deelgenoot_web.letters.bounces import MOST_BYTES, read_bounce, return_address
from deelgenoot_web.letters.mailboxes import MailboxError, read_mailbox, read_message
from deelgenoot_web.letters.models import Letter
from deelgenoot_web.site import cli

NOW = datetime(2100, 1, 1, tzinfo=UTC)
ADA = "ada@town.example"

REPORT = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

Your message could not be delivered. Status: 5.0.0
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {reply}

--B
Content-Type: {returned}

To: {letter_to}
Subject: S

--B--
"""


def report(to: str, **more: str) -> bytes:
    """A message of a mail server about a letter, as RFC 3464 has it."""
    fields = {
        "recipient": ADA,
        "action": "failed",
        "status": "5.1.1",
        "reply": "550 no such user",
        "returned": "text/rfc822-headers",
        "letter_to": "",
    }
    return REPORT.format(to=to, **fields | more).encode()


@pytest.fixture
def back(settings: Settings) -> Iterator[str]:
    """Where a letter that went to Ada comes back: the sender on its envelope."""
    settings.HAS_MAILBOX = False
    settings.DEFAULT_FROM_EMAIL = "deelgenoot@town.example"
    settings.BOUNCES = "bounces@town.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with smtp() as server:
        settings.EMAIL_PORT = server.port
        actions.send(to=ADA, subject="S", text="T", key="k")
        actions.deliver_due(NOW)
        [sender] = server.senders
        message = message_from_bytes(server.accepted[0], policy=policy.default)
        assert message["From"] == "deelgenoot@town.example"
        yield sender


def refused() -> list[str]:
    return [letter.to for letter in queries.to_refusing_addresses()]


@pytest.mark.django_db
def test_a_letter_that_comes_back_stops_mail_and_is_shown(
    back: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert back == return_address("bounces@town.example", Letter.objects.get().pk, ADA)
    assert actions.note_bounce(report(back), NOW)
    [letter] = queries.given_up()
    assert (letter.to, letter.given_up_at, letter.sent_at) == (ADA, NOW, None)
    assert letter.error == "5.1.1 smtp; 550 no such user"
    assert [record.getMessage() for record in caplog.records] == ["Letter k came back: 5.1.1"]
    actions.send(to=ADA, subject="S", text="T", key="next")
    actions.deliver_due(NOW)
    assert Letter.objects.get(key="next").error == "refused before"
    # The same message again changes nothing.
    assert actions.note_bounce(report(back), datetime(2101, 1, 1, tzinfo=UTC))
    assert Letter.objects.get(key="k").given_up_at == NOW


@pytest.mark.django_db
@pytest.mark.parametrize("returned", ["text/rfc822-headers", "message/rfc822"])
def test_a_letter_that_was_passed_on_is_known_by_its_own_address(back: str, returned: str) -> None:
    message = report(
        back.upper(), recipient="x@elsewhere.example", returned=returned, letter_to=f"A <{ADA}>"
    )
    assert actions.note_bounce(message, NOW)
    assert refused() == [ADA]


@pytest.mark.django_db
def test_what_is_no_failure_for_good_of_that_letter_stops_nothing(back: str) -> None:
    number = Letter.objects.get().pk
    forged = f"bounces+{number}-{'0' * 20}@town.example"
    other = return_address("bounces@town.example", number + 1, ADA)
    for message in (
        report(back, status="4.2.2"),
        report(back, action="delayed"),
        report(back, recipient="bob@town.example"),
        report("bounces@town.example"),
        report(forged),
        report(back.replace(f"+{number}-", f"+{number + 1}-")),
        report(back).replace(b"multipart/report", b"multipart/mixed"),
        report(back).replace(b"message/delivery-status", b"text/plain"),
        f"To: {back}\n\nStatus: 5.1.1\n".encode(),
    ):
        assert not actions.note_bounce(message, NOW)
    actions.note_bounce(report(other), NOW)  # rightly signed, of a letter that is not there
    assert refused() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "reply", "is_of_address"),
    [
        ("5.1.10", "556 no mail here", True),
        ("5.2.1", "550 disabled", True),
        ("5.0.0", "550-5.1.1 no such user", True),
        ("5.0.0", "554 5.7.1 denied", False),
        ("5.0.0", "550 failed", False),
        ("5.1.8", "550 5.1.8 bad sender", False),
        ("5.2.2", "552 5.1.1 mailbox full", False),
        ("5.7.26", "550 5.7.26 not authenticated", False),
    ],
)
def test_only_a_refused_address_gets_no_more_letters_and_each_that_came_back_is_shown(
    back: str, status: str, reply: str, is_of_address: bool
) -> None:
    assert actions.note_bounce(report(back, status=status, reply=reply), NOW)
    [letter] = queries.given_up()
    assert (letter.to, letter.error) == (ADA, f"{status} smtp; {reply}")
    assert refused() == [ADA] * is_of_address


@pytest.mark.django_db
def test_hostile_words_of_a_server_are_kept_as_words(back: str) -> None:
    message = report(back).replace(b"no such user", b"\0\xff<script>\x1b[2J" + b"a" * 9999)
    assert actions.note_bounce(message, NOW)
    [letter] = queries.given_up()
    assert letter.error.startswith("5.1.1 smtp; 550 \ufffd<script> [2Jaaa")
    assert len(letter.error) == 300


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 1000,
        b"Content-Type: multipart/report; boundary=B\n\n--B\nContent-Type: message/",
        b"".join(
            b"Content-Type: multipart/report; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2000)
        ),
        b"Content-Type: message/rfc822\n\n" * 4000,
        b"Content-Type: multipart/report; boundary=B\n\n" + b"--B\n\n" * 20_000,
        b"To: " + b"bounces+1-" * 10_000 + b"\nContent-Type: multipart/report; boundary=B\n\n--B",
    ],
    ids=["empty", "nul", "cut", "nested", "letters", "parts", "addresses"],
)
def test_a_broken_or_hostile_message_is_no_bounce(content: bytes) -> None:
    assert read_bounce(content) is None


@pytest.mark.parametrize(
    "content",
    [
        b'Content-Type: multipart/report; boundary="' + b";" * MOST_BYTES,
        b"A: b\rContent-Type: multipart/report;\r " + b";\r " * MOST_BYTES,
    ],
    ids=["long", "folded"],
)
def test_a_type_that_takes_the_square_of_its_length_is_not_read(content: bytes) -> None:
    bounce, n_calls = count_calls(lambda: read_bounce(content))
    assert bounce is None
    assert n_calls < 100  # a million or two when `email` reads it


@pytest.mark.django_db
def test_a_huge_message_is_read_to_its_end_and_its_beginning_counts(back: str) -> None:
    pipe = BytesIO(report(back) + b"x" * 10 * MOST_BYTES)
    assert read_message(pipe, NOW) == 1
    assert pipe.read() == b""
    assert refused() == [ADA]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [mailbox.Maildir, mailbox.mbox])
def test_of_a_mailbox_what_came_back_is_removed_and_the_rest_stays(
    back: str, tmp_path: Path, kind: type[mailbox.Maildir | mailbox.mbox]
) -> None:
    place = tmp_path / "box"
    box = kind(place)
    for message in (b"Subject: A question\n\nDear\n", report(back)):
        box.add(message)
    box.close()
    assert cli.main(["bounces", str(place)]) == 0
    assert refused() == [ADA]
    rest = kind(place)
    assert [message["Subject"] for message in rest] == ["A question"]
    rest.close()


@pytest.mark.django_db
def test_what_is_no_mailbox_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for place in (tmp_path, tmp_path / "absent"):
        with pytest.raises(MailboxError):
            read_mailbox(place, NOW)
        assert cli.main(["bounces", str(place)]) == 2
        assert f"{place} is niet te lezen als Maildir of mbox" in capsys.readouterr().err
