"""Letters wait in the transaction of who sends them, and go once."""

import pytest
from django.db import transaction

from deelgenoot_web.letters import actions
from deelgenoot_web.letters.bell import bell
from deelgenoot_web.letters.models import Attachment, Letter

ICS = Attachment("bijeenkomst.ics", "text/calendar; method=REQUEST", "BEGIN:VCALENDAR\r\n")


def queue(key: str = "k", text: str = "Dag.", attachment: Attachment | None = None) -> None:
    actions.send(to="a@town.example", subject="Uw\nlink", text=text, key=key, attachment=attachment)


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
    bell.clear()
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert (Letter.objects.count(), bell.is_set()) == (0, False)
    queue()
    assert bell.is_set()
