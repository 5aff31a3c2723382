"""Asking once a year whether an approach is still so."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.web import small_exchange as small
from tests.web.visitor import Visitor

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.exchange import mail
from deelgenoot_web.exchange.actions import practices
from deelgenoot_web.exchange.models import Practice
from deelgenoot_web.letters.models import Letter

pytestmark = pytest.mark.django_db


def test_of_two_servers_that_ask_at_once_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    now, asked = timezone.now(), []
    for email in ("a@gouda.example", "b@gouda.example"):
        small.public_practice(small.contributor(email))
    Practice.objects.update(checked_at=timezone.localdate(now) - timedelta(days=365))

    def ask_while_another_server_asks_the_rest(
        practice: Practice, _reader: Person, today: date
    ) -> None:
        asked.append(practice.pk)
        Practice.objects.update(check_asked_at=today)

    monkeypatch.setattr(mail, "ask_check", ask_while_another_server_asks_the_rest)
    practices.ask_checks(now)
    assert len(asked) == 1


@pytest.mark.parametrize("change", [{"is_barred": True}, {"gm_code": small.HOORN}, "leaves", {}])
def test_where_the_author_writes_there_no_more_a_colleague_is_asked(change: Any) -> None:
    author = small.contributor("was@heerlen.example")
    small.public_practice(author)
    lonely = small.public_practice(small.contributor("z@zutphen.example", small.ZUTPHEN))
    long_ago = timezone.localdate() - timedelta(days=365)
    Practice.objects.update(checked_at=long_ago)
    Practice.objects.filter(pk=lonely.pk).update(author=None)
    Person.objects.filter(gm_code=small.ZUTPHEN).update(is_barred=True)
    colleague = small.contributor("nu@heerlen.example")
    if change == "leaves":
        author.delete()
    elif change:
        Person.objects.filter(pk=author.pk).update(**change)
    practices.ask_checks(timezone.now())
    assert [one.to for one in Letter.objects.all()] == [(colleague if change else author).email]
    lonely.refresh_from_db()
    assert lonely.check_asked_at is None  # until there is somebody to ask


def test_once_a_year_the_author_is_asked_whether_it_still_is_so(page: Visitor) -> None:
    author = small.contributor()
    practice = small.public_practice(author)
    small.public_practice(small.contributor("z@zutphen.example", small.ZUTPHEN))
    now = timezone.now()
    long_ago = timezone.localdate(now) - timedelta(days=365)
    Practice.objects.filter(pk=practice.pk).update(checked_at=long_ago)
    for _ in range(2):
        practices.ask_checks(now)
    [letter] = Letter.objects.all()
    assert (letter.to, f"/aanpakken/{practice.pk}/" in letter.text) == (author.email, True)
    page.client.force_login(author)
    assert "Klopt de tekst nog?" in page(f"/aanpakken/{practice.pk}/").text
    page.client.post(f"/aanpakken/{practice.pk}/klopt-nog/")
    assert "Klopt de tekst nog?" not in page(f"/aanpakken/{practice.pk}/").text
    practices.ask_checks(now + timedelta(days=364))
    assert Letter.objects.count() == 1
    practices.ask_checks(now + timedelta(days=366))
    assert Letter.objects.count() == 3
