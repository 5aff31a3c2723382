"""The mailbox of this machine is read on this machine, and nowhere else."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.web.visitor import Visitor

from deelgenoot_web.letters import actions
from deelgenoot_web.letters.models import Attachment, Letter

pytestmark = pytest.mark.django_db

ICS = Attachment("bijeenkomst.ics", "text/calendar; method=REQUEST", "BEGIN:VCALENDAR\r\n")


@pytest.fixture
def page() -> Visitor:
    """A visitor who sits at this machine."""
    visitor = Visitor()
    visitor.client = Client(headers={"Host": "127.0.0.1"})
    return visitor


@pytest.fixture(autouse=True)
def letter() -> Letter:
    text = "Dag <b>,\n\nhttp://127.0.0.1:8000/inloggen/t/\n"
    actions.send(to="a@town.example", subject="Uw link", text=text, key="k", attachment=ICS)
    return Letter.objects.get()


@pytest.fixture
def mailbox(letter: Letter) -> tuple[str, str]:
    """The addresses where mail can be read."""
    return "/postvak/", f"/postvak/{letter.pk}/bijlage/"


def test_letters_can_be_read_with_their_links(page: Visitor) -> None:
    soup = page("/postvak/")
    shown = soup.select_one("article")
    assert shown
    assert [h.text for h in shown.select("h2")] == ["Uw link"]
    assert shown.select("a")[0]["href"] == "http://127.0.0.1:8000/inloggen/t/"
    assert "Dag <b>," in shown.text
    assert page.last.headers["Cache-Control"] == "private, no-store"
    page("/en/mailbox/")


def test_a_letter_stays_readable_after_it_would_have_gone(page: Visitor) -> None:
    actions.deliver_due(timezone.now())
    assert Letter.objects.get().sent_at
    assert page("/postvak/").select_one("article h2")


def test_an_attachment_can_be_taken_along(page: Visitor, mailbox: tuple[str, str]) -> None:
    client = page.client
    answer = client.get(mailbox[1])
    assert answer.content == b"BEGIN:VCALENDAR\r\n"
    assert answer.headers["Content-Type"] == "text/calendar; method=REQUEST; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bijeenkomst.ics"'
    Letter.objects.update(attachment_name="")
    assert client.get(mailbox[1]).status_code == 404


def test_an_empty_mailbox_says_so(page: Visitor) -> None:
    Letter.objects.all().delete()
    assert page("/postvak/").select_one(".empty")


def statuses(client: Client, paths: tuple[str, str]) -> list[int]:
    return [client.get(path).status_code for path in paths]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8000", "[::1]:8000"])
def test_this_machine_reads_it(host: str, mailbox: tuple[str, str], settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
    assert statuses(Client(headers={"Host": host}), mailbox) == [200, 200]


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1", "", "127.0.0.1.evil.example"])
def test_another_machine_does_not(address: str, mailbox: tuple[str, str]) -> None:
    forged = {"Host": "127.0.0.1"}
    for headers in (forged, forged | {"X-Forwarded-For": "127.0.0.1"}):
        assert statuses(Client(REMOTE_ADDR=address, headers=headers), mailbox) == [404, 404]


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "deelgenoot.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"X-Forwarded-For": "192.0.2.1"},
        {"Forwarded": "for=127.0.0.1"},
        {"X-Real-IP": "127.0.0.1"},
        {"X-Forwarded-Host": "localhost"},
        {"Via": "1.1 proxy"},
    ],
)
def test_what_a_proxy_of_this_machine_passes_on_is_refused(
    headers: dict[str, str], mailbox: tuple[str, str], settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    assert statuses(Client(headers={"Host": "127.0.0.1"} | headers), mailbox) == [404, 404]


def test_where_mail_is_sent_there_is_no_mailbox(
    mailbox: tuple[str, str], settings: Settings
) -> None:
    settings.HAS_MAILBOX = False
    assert statuses(Client(headers={"Host": "127.0.0.1"}), mailbox) == [404, 404]
