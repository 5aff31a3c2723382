"""The mailbox of this machine is read on this machine, and nowhere else."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.web.console import opened
from tests.web.visitor import Visitor

from deelgenoot_web.letters import actions, console
from deelgenoot_web.letters.models import Attachment, Letter

pytestmark = pytest.mark.django_db

ICS = Attachment("bijeenkomst.ics", "text/calendar; method=REQUEST", "BEGIN:VCALENDAR\r\n")


@pytest.fixture
def page() -> Visitor:
    """A visitor who sits at this machine."""
    visitor = Visitor()
    visitor.client = opened(Client(headers={"Host": "127.0.0.1"}))
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
    assert statuses(opened(Client(headers={"Host": host})), mailbox) == [200, 200]


def test_behind_a_proxy_that_names_nobody_the_key_of_the_console_is_needed(
    page: Visitor, mailbox: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    page.client = Client(headers={"Host": "127.0.0.1"})
    assert statuses(page.client, mailbox) == [403, 403]
    assert "het venster waarin u de server startte" in page("/postvak/", 403).text
    assert page.client.post("/postvak/sleutel/geraden/").status_code == 403

    console.print_address()
    path = urlsplit(capsys.readouterr().out.split()[-1]).path
    assert page(path).select_one("form button")
    assert statuses(page.client, mailbox) == [403, 403]  # looking at the page uses nothing
    assert page.client.post(path).headers["Location"] == "/postvak/"
    assert statuses(page.client, mailbox) == [200, 200]


def test_a_key_of_the_console_works_once_and_the_next_is_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    here = {"Host": "127.0.0.1"}
    first, second = Client(headers=here), Client(headers=here)
    path = console.console_key.path
    assert first.post(path).status_code == 302
    assert second.post(path).status_code == 403
    assert second.post(urlsplit(capsys.readouterr().out.split()[-1]).path).status_code == 302


def test_access_ends_after_half_a_day(
    mailbox: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = opened(Client(headers={"Host": "127.0.0.1"}))
    monkeypatch.setattr(console, "LASTS", -1)
    assert statuses(client, mailbox) == [403, 403]


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1", "", "127.0.0.1.evil.example"])
def test_another_machine_does_not(address: str, mailbox: tuple[str, str]) -> None:
    forged = {"Host": "127.0.0.1"}
    for headers in (forged, forged | {"X-Forwarded-For": "127.0.0.1"}):
        client = opened(Client(REMOTE_ADDR=address, headers=headers))
        assert statuses(client, mailbox) == [404, 404]


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
    client = opened(Client(headers={"Host": "127.0.0.1"} | headers))
    assert statuses(client, mailbox) == [404, 404]


def test_where_mail_is_sent_there_is_no_mailbox(
    mailbox: tuple[str, str], settings: Settings
) -> None:
    settings.HAS_MAILBOX = False
    assert statuses(opened(Client(headers={"Host": "127.0.0.1"})), mailbox) == [404, 404]
    assert Client(headers={"Host": "127.0.0.1"}).post(console.console_key.path).status_code == 404
