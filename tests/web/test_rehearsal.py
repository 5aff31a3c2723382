"""The copy to rehearse with, and the example on one's own machine: nobody real, no mail."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.web import small_meeting as small
from tests.web.console import opened
from tests.web.visitor import Visitor

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.letters.models import Letter
from deelgenoot_web.meetings.actions import example, rehearsal
from deelgenoot_web.meetings.actions.polls import close, put_to_vote
from deelgenoot_web.meetings.models import Card, Meeting, Question, Role, Vote
from deelgenoot_web.meetings.placing import cluster_of
from deelgenoot_web.meetings.queries.outcomes import outcome_of
from deelgenoot_web.meetings.views.who import played_at
from deelgenoot_web.site import cli
from deelgenoot_web.site.handing_on import harvest_of_the_example

pytestmark = pytest.mark.django_db
HERE = {"Host": "127.0.0.1"}


@pytest.fixture
def meeting() -> Meeting:
    """A meeting with a registration, a joined group, a poll that is open, and roles."""
    one = small.made()
    small.registered(one, 1)
    first, second = one.groups.all()[:2]
    first.joined_into = second
    first.save()
    one.fields.create(position=0, label="Waarover?")
    small.role(one, Role.Kind.FACILITATOR, "leider@voorbeeld.nl", second)
    put_to_vote(by=small.person(), poll=one.polls.all()[0], now=small.NOW)
    Letter.objects.all().delete()
    return one


def _started(meeting: Meeting) -> Meeting:
    return rehearsal.start(meeting=meeting, now=small.NOW)


def test_the_copy_holds_the_same_and_nobody_real(meeting: Meeting) -> None:
    copy = _started(meeting)
    for name in ("programme", "polls", "fields", "groups", "roles"):
        assert getattr(copy, name).count() == getattr(meeting, name).count(), name
    assert meeting.registrations.count() == 1
    assert {poll.state for poll in copy.polls.all()} == {"draft"}
    secrets = {bytes(one.secret) for m in (meeting, copy) for one in m.polls.all() if one.secret}
    assert len(secrets) == 2 * meeting.polls.count()
    joined = copy.groups.get(position=0).joined_into
    assert joined
    assert (joined.meeting, joined.position) == (copy, 1)
    led = copy.roles.get(kind=Role.Kind.FACILITATOR).group
    assert led
    assert (led.meeting, led.position) == (copy, 1)
    assert (copy.starts_at, copy.join_code != meeting.join_code) == (small.NOW, True)


def test_who_takes_part_comes_from_every_cluster_and_no_letter_leaves(meeting: Meeting) -> None:
    copy = _started(meeting)
    people = list(copy.participants.order_by("pk"))
    assert [one.name for one in people] == [f"Deelnemer {n}" for n in range(1, 15)]
    assert len({cluster_of(copy.study, one.gm_code) for one in people}) == 7
    assert len({one.gm_code for one in people}) == 14
    # The group of the first cluster was joined to that of the second.
    rooms = [one.group.position for one in people if one.group]
    assert sorted(rooms) == sorted(2 * [1, 1, 2, 3, 4, 5, 6])
    assert [one.registration.group == one.group for one in people if one.registration] == [
        True
    ] * 14
    assert not Letter.objects.exists()


def test_a_new_rehearsal_replaces_the_one_before_and_wiping_takes_all(meeting: Meeting) -> None:
    first = _started(meeting)
    second = _started(meeting)
    assert list(meeting.rehearsals.all()) == [second]
    assert first.pk != second.pk
    rehearsal.wipe(meeting=second)
    assert list(Meeting.objects.all()) == [meeting]
    with pytest.raises(rehearsal.NoRehearsalError):
        rehearsal.wipe(meeting=meeting)


def test_only_a_rehearsal_is_filled_and_none_is_rehearsed(meeting: Meeting) -> None:
    with pytest.raises(ValueError, match="only a rehearsal"):
        rehearsal.fill(meeting=meeting, now=small.NOW)
    with pytest.raises(ValueError, match="is not rehearsed"):
        rehearsal.start(meeting=_started(meeting), now=small.NOW)


def test_the_organiser_rehearses_as_anybody_and_wipes_it(page: Visitor, meeting: Meeting) -> None:
    page.client.force_login(small.person())
    path = f"/beheer/{meeting.slug}/oefenen/"
    page(path)
    copied = page.client.post(path, {"do": "start"})["Location"]
    opened = [str(link["href"]) for link in page(copied).select(".chips a[href^='/als/']")]
    copy = meeting.rehearsals.get()
    people = copy.participants.order_by("group__position", "pk")
    assert opened == [played_at(one) for one in people]
    for where in (opened[4], f"/bijeenkomsten/{copy.slug}/scherm/", copied):
        html = page.client.get(where).content.decode()
        assert "Niets hiervan is echt en niemand krijgt e-mail." in html
    assert page.client.post(copied, {"do": "wipe"})["Location"] == path
    assert not meeting.rehearsals.exists()


@pytest.fixture
def shown() -> Meeting:
    """The example."""
    assert cli.main(["example"]) == 0
    return Meeting.objects.get()


def test_the_example_is_marked_alive_and_made_once(
    shown: Meeting, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown.title.startswith("Voorbeeld")
    assert (shown.is_rehearsal, shown.participants.count()) == (True, 42)
    assert (Vote.objects.count(), Question.objects.count()) == (42 + 35, 2)
    assert Card.objects.count() > 7
    brought_back = [text for _becomes, text in harvest_of_the_example()]
    assert [text.endswith("(voorbeeldtekst)") for text in brought_back] == [True] * 3
    poll = shown.polls.get(state="open")
    close(by=small.person(), poll=poll, now=timezone.now())
    poll.refresh_from_db()
    outcome = outcome_of(poll)
    assert outcome
    assert [len(column.cells) for column in outcome.columns] == [5] * 7
    assert not Letter.objects.exists()
    capsys.readouterr()
    assert cli.main(["example"]) == 0
    assert capsys.readouterr().out.startswith("Het voorbeeld is er al")
    assert Meeting.objects.count() == 1


def test_the_example_goes_by_one_command_with_its_people(
    shown: Meeting, capsys: pytest.CaptureFixture[str]
) -> None:
    real = small.made()
    assert cli.main(["example", "--remove"]) == 0
    assert list(Meeting.objects.all()) == [real]
    assert [one.email for one in Person.objects.all()] == ["organisator@voorbeeld.nl"]
    cli.main(["example", "--remove"])
    assert capsys.readouterr().out.endswith("Er was geen voorbeeld.\n")


def test_set_up_makes_no_example_where_somebody_organises(meeting: Meeting) -> None:
    assert not example.make_first_example(now=timezone.now())


def test_one_enters_the_example_as_anybody_in_it(page: Visitor, shown: Meeting) -> None:
    page.client = opened(Client(headers=HERE))
    soup = page("/voorbeeld/")
    roles = [button["value"] for button in soup.select("button[name=who]")]
    played = [str(link["href"]) for link in soup.select(".chips a[href^='/als/']")]
    assert (len(roles), len(played)) == (9, 42)
    for who, where in zip(
        roles,
        (
            f"/beheer/{shown.slug}/oefenen/",
            *(f"/bijeenkomsten/{shown.slug}/{at}/" for at in ("scherm", "groep/1")),
        ),
        strict=False,
    ):
        visitor = opened(Client(headers=HERE))
        answer: Any = visitor.post("/voorbeeld/", {"who": who}, follow=True)
        assert answer.redirect_chain == [(where, 302)], who
        assert answer.status_code == 200
    screen = page(played[-1])
    assert "Deelnemer 42: Voorbeeld" in str(screen.h1)
    door = str(screen.select("a.door")[0]["href"])
    assert "Hier gaat uw videoruimte open" in str(page(urlsplit(door).path).h1)


def _real_role(shown: Meeting) -> str:
    role = Role.objects.create(
        meeting=shown, person=small.person("echt@voorbeeld.nl"), kind=Role.Kind.PRESENTER
    )
    return f"role-{role.pk}"


def test_nobody_real_is_signed_in_through_the_example(client: Client, shown: Meeting) -> None:
    opened(client)
    other = small.made()
    elsewhere = f"role-{other.roles.get().pk}"
    real = _real_role(shown)
    assert real not in client.get("/voorbeeld/", headers=HERE).content.decode()
    for who in (real, elsewhere, "role-x"):
        assert client.post("/voorbeeld/", {"who": who}, headers=HERE).status_code == 404
    assert "_auth_user_id" not in client.session


def test_where_visitors_come_there_is_no_example(
    client: Client,
    shown: Meeting,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert client.get("/voorbeeld/", headers=HERE).status_code == 403
    assert opened(client).get("/voorbeeld/", headers=HERE).status_code == 200
    proxied = HERE | {"X-Forwarded-For": "192.0.2.1"}
    assert client.get("/voorbeeld/", headers=proxied).status_code == 404
    way_in = b'href="/voorbeeld/"'
    assert way_in in client.get("/bijeenkomsten/", headers=HERE).content
    assert way_in not in client.get("/bijeenkomsten/", headers=proxied).content
    assert client.get("/voorbeeld/", headers=HERE, REMOTE_ADDR="192.0.2.1").status_code == 404
    settings.HAS_MAILBOX = False
    who = {"who": f"role-{shown.roles.all()[0].pk}"}
    assert client.post("/voorbeeld/", who, headers=HERE).status_code == 404
    example.remove_example()
    assert cli.main(["example"]) == 2
    assert "alleen op uw eigen computer" in capsys.readouterr().err
    assert not Meeting.objects.exists()


def test_without_the_example_its_page_is_not_there(client: Client, meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(slug=example.SLUG)
    assert client.get("/voorbeeld/", headers=HERE).status_code == 404
    over = timezone.now() - timedelta(days=1)
    assert example.make_example(now=over) is False
