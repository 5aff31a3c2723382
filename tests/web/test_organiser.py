"""Before a session, by who organises it: preparing, who comes, writing to them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from tests.web import small_meeting as small
from tests.web.organising import (
    address,
    announced_meeting,  # noqa: F401 - a fixture
    signed_in_organiser,  # noqa: F401 - a fixture
)
from tests.web.visitor import Visitor

from deelgenoot_web.letters.models import Letter
from deelgenoot_web.meetings.actions import joining
from deelgenoot_web.meetings.actions import registration as registrations
from deelgenoot_web.meetings.models import (
    Group,
    Meeting,
    Poll,
    ProgrammeItem,
    Reaction,
    Role,
)
from deelgenoot_web.meetings.placing import group_for
from deelgenoot_web.meetings.queries.workspace import standings

pytestmark = pytest.mark.django_db
Queries = Any


def _filled(soup: Any) -> dict[str, Any]:
    """What a browser would send of the form in the page, as it stands."""
    form = soup.select_one("form.entries")
    data = {
        one["name"]: one.get("value", "")
        for one in form.select("input[name]")
        if one.get("type") != "checkbox" or one.has_attr("checked")
    }
    data |= {one["name"]: one.text.removeprefix("\n") for one in form.select("textarea[name]")}
    chosen = {
        one["name"]: one.select_one("option[selected]") or one.option
        for one in form.select("select")
    }
    return data | {name: option["value"] for name, option in chosen.items()}


def test_a_new_meeting_comes_from_the_template_and_is_a_draft(organiser: Visitor) -> None:
    data = _filled(organiser("/beheer/nieuw/")) | {
        "title": "Proef",
        "starts_at": "2027-03-04T10:00:31",
    }
    answer = organiser.client.post("/beheer/nieuw/", data)
    one = Meeting.objects.get(title="Proef")
    assert answer["Location"] == address(one)
    assert (one.slug, one.state) == ("proef-2027-03-04", "draft")
    assert f"{timezone.localtime(one.starts_at):%d-%m %H:%M}" == "04-03 10:00"
    assert one.starts_at.second == one.ends_at.second == 0
    assert (one.programme.count(), one.polls.count(), one.groups.count()) == (5, 4, 7)
    organiser.client.post(address(one, "aankondigen"))
    one.refresh_from_db()
    assert one.state == "open"


def test_the_organiser_sees_that_mail_does_not_go_or_arrive(
    organiser: Visitor, meeting: Meeting
) -> None:
    one, other = small.registered(meeting, 1), small.registered(meeting, 2)
    Letter.objects.all().update(sent_at=small.NOW)
    assert "e-mail" not in organiser(address(meeting)).select_one(".concerns").text.lower()  # type: ignore[union-attr]
    Letter.objects.filter(to=one.email).update(sent_at=None, given_up_at=small.NOW, is_refused=True)
    Letter.objects.filter(to=other.email).update(sent_at=None, tries=1, made_at=small.NOW)
    concerns = organiser(address(meeting)).select_one(".concerns")
    assert concerns
    assert f"komt geen e-mail aan: {one.email}." in concerns.text
    assert "E-mail kan sinds" in concerns.text


@pytest.mark.parametrize("year", ["0001", "1999", "2100", "9999"])
def test_a_year_that_cannot_be_meant_is_refused_at_the_field(
    organiser: Visitor, meeting: Meeting, year: str
) -> None:
    path = address(meeting, "uitnodiging")
    data = _filled(organiser(path)) | {"starts_at": f"{year}-01-01T00:05"}
    page = organiser.post(path, 422, **data)
    assert "Kies een jaar van 2000 tot en met 2099." in page.text
    before = meeting.starts_at
    meeting.refresh_from_db()
    assert meeting.starts_at == before


def test_what_was_saved_shows_and_a_new_time_is_told(organiser: Visitor, meeting: Meeting) -> None:
    small.registered(meeting, 1)
    Letter.objects.all().delete()
    path = address(meeting, "uitnodiging")
    data = _filled(organiser(path))
    assert organiser.client.post(path, data | {"host": "Een gastheer"}).status_code == 302
    assert not Letter.objects.exists()
    data = _filled(organiser(path))
    later = timezone.localtime(meeting.ends_at) + timedelta(hours=1)
    organiser.client.post(path, data | {"ends_at": f"{later:%Y-%m-%dT%H:%M}"})
    meeting.refresh_from_db()
    assert (meeting.host, meeting.ends_at) == ("Een gastheer", later)
    assert "gewijzigd" in Letter.objects.get().subject


def test_a_meeting_does_not_begin_in_the_past(organiser: Visitor, meeting: Meeting) -> None:
    past = "2020-03-04T10:00"
    new = _filled(organiser("/beheer/nieuw/")) | {"starts_at": past}
    assert "Dit is al voorbij." in organiser.post("/beheer/nieuw/", status=422, **new).text
    path = address(meeting, "uitnodiging")
    soup = organiser.post(path, status=422, **(_filled(organiser(path)) | {"starts_at": past}))
    assert "Dit is al voorbij." in soup.text
    # Of a meeting that was, other things can still be changed.
    past_moment = meeting.starts_at - timedelta(weeks=4)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=past_moment)
    organiser.client.post(path, _filled(organiser(path)) | {"host": "Zwolle"})
    assert Meeting.objects.get(pk=meeting.pk).host == "Zwolle"


def test_people_who_came_by_the_code_count_for_how_small_a_group_is(
    organiser: Visitor, meeting: Meeting
) -> None:
    group = small.registered(meeting, 1).group
    assert group

    def flags() -> list[str]:
        [one] = standings([Meeting.objects.get(pk=meeting.pk)], timezone.now())
        listed = organiser(address(meeting, "groepen")).select(".ordered .flag")
        return [concern.words for concern in one.concerns if concern.where == "groups"] + [
            flag.text for flag in listed
        ]

    assert flags() == [f"Minder dan vijf mensen: {group.name}.", "minder dan vijf"]
    meeting.may_walk_in = True
    for number in range(4):
        joining.walk_in(meeting=meeting, name=f"Inloper {number}", gm_code=small.HEERLEN)
    assert flags() == []


def test_two_organisers_do_not_write_over_each_other(organiser: Visitor, meeting: Meeting) -> None:
    path = address(meeting, "uitnodiging")
    mine = _filled(organiser(path)) | {"host": "Van mij"}
    # A look at the text, or a mistake, in between is no sight of what the other wrote.
    between = {"do": "preview"}, {"title": ""}
    Meeting.objects.filter(pk=meeting.pk).update(host="Van een ander")
    for more in between:
        html = organiser.client.post(path, mine | more).content
        mine["seen"] = _filled(BeautifulSoup(html, "html.parser"))["seen"]
    soup = organiser.post(path, status=422, **mine)
    assert "Een ander schreef hier intussen: Van een ander" in soup.text
    assert _filled(soup)["host"] == "Van mij"
    assert Meeting.objects.get(pk=meeting.pk).host == "Van een ander"
    assert organiser.client.post(path, _filled(soup)).status_code == 302
    assert Meeting.objects.get(pk=meeting.pk).host == "Van mij"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"ends_at": "2020-01-01T10:00"}, "Het einde ligt voor het begin"),
        ({"title": ""}, "Vul dit in."),
        ({"capacity": "0"}, "1"),
        ({"registration_closes_at": "2099-01-01T10:00"}, "Dit is na het einde"),
        ({"contact": "naam"}, "Vul een volledig e-mailadres in"),
    ],
)
def test_a_mistake_is_said_and_nothing_changes(
    organiser: Visitor, meeting: Meeting, wrong: dict[str, str], says: str
) -> None:
    path = address(meeting, "uitnodiging")
    soup = organiser.post(path, status=422, **(_filled(organiser(path)) | {"host": "X"} | wrong))
    assert says in soup.select_one(".entry__error").text  # type: ignore[union-attr]
    assert _filled(soup)["host"] == "X"
    assert Meeting.objects.get(pk=meeting.pk).host == ""


def test_the_text_is_shown_beforehand_without_keeping_it(
    organiser: Visitor, meeting: Meeting
) -> None:
    path = address(meeting, "uitnodiging")
    data = _filled(organiser(path)) | {"intro": "Een **vet** woord <b>", "do": "preview"}
    soup = organiser.post(path, **data)
    assert soup.select_one("#voorbeeld strong").text == "vet"  # type: ignore[union-attr]
    assert soup.select_one("#voorbeeld b") is None
    assert "**vet**" not in Meeting.objects.get(pk=meeting.pk).intro


def test_more_places_let_who_waits_move_up(organiser: Visitor, meeting: Meeting) -> None:
    meeting.capacity = 1
    meeting.save()
    small.registered(meeting, 1)
    assert small.registered(meeting, 2).state == "waiting"
    path = address(meeting, "uitnodiging")
    organiser.client.post(path, _filled(organiser(path)) | {"capacity": "2"})
    assert meeting.registrations.filter(state="confirmed").count() == 2


def test_video_links_are_kept_per_room(organiser: Visitor, meeting: Meeting) -> None:
    path = address(meeting, "videolinks")
    first = meeting.groups.all()[0]
    data = _filled(organiser(path)) | {"plenary": "https://video.example/p"}
    organiser.client.post(path, data | {str(first.pk): "https://video.example/1"})
    meeting.refresh_from_db()
    first.refresh_from_db()
    assert (meeting.plenary_url, first.video_url) == (
        "https://video.example/p",
        "https://video.example/1",
    )
    soup = organiser.post(
        path, status=422, **(_filled(organiser(path)) | {"plenary": "javascript:x"})
    )
    assert "Vul een heel adres in" in soup.text


def test_the_programme_is_moved_added_to_and_taken_from(
    organiser: Visitor, meeting: Meeting
) -> None:
    def titles() -> list[str]:
        return [item.title for item in meeting.programme.all()]

    first, second, *rest = titles()
    path = address(meeting, "programma", meeting.programme.all()[1].pk)
    organiser.client.post(path, {"do": "up"})
    assert titles() == [second, first, *rest]
    organiser.client.post(path, {"do": "up"})
    assert titles() == [second, first, *rest]
    organiser.client.post(path, {"do": "remove", "seen": _filled(organiser(path))["seen"]})
    assert titles() == [first, *rest]
    new = address(meeting, "programma", "nieuw")
    data = _filled(organiser(new)) | {"title": "Borrel", "minutes": "30"}
    organiser.client.post(new, data)
    assert titles() == [first, *rest, "Borrel"]


def _steps(soup: Any) -> dict[str, list[str]]:
    """The script in a form, as a browser would send it."""
    fields = {name: soup.select(f"[name=step_{name}]") for name in ("title", "minutes", "text")}
    return {
        f"step_{name}": [one.get("value", one.text) for one in found]
        for name, found in fields.items()
    }


def test_the_script_is_rearranged_before_it_is_kept(organiser: Visitor, meeting: Meeting) -> None:
    item = meeting.programme.get(kind=ProgrammeItem.Kind.GROUPS)
    item.script = [{"title": word, "minutes": 5, "text": ""} for word in ("een", "twee", "drie")]
    item.save()
    path = address(meeting, "programma", item.pk)
    soup = organiser(path)
    for button, titles in (
        ("down-0", ["twee", "een", "drie"]),
        ("up-2", ["twee", "drie", "een"]),
        ("out-1", ["twee", "een"]),
        ("more", ["twee", "een", ""]),
        ("down-99", ["twee", "een", ""]),
    ):
        soup = organiser.post(path, **_filled(soup) | _steps(soup), step=button)
        assert _steps(soup)["step_title"] == titles
    assert ProgrammeItem.objects.get(pk=item.pk).script == item.script
    sent = _filled(soup) | _steps(soup)
    assert "Geef elke stap een titel" in organiser.post(path, status=422, **sent).text
    sent["step_title"][2] = "vier"
    assert organiser.client.post(path, sent).status_code == 302
    item.refresh_from_db()
    assert [step["title"] for step in item.script] == ["twee", "een", "vier"]


@pytest.mark.parametrize("kind", Poll.Kind.values)
def test_every_kind_of_poll_is_made_with_what_it_needs(
    organiser: Visitor, meeting: Meeting, kind: str
) -> None:
    path = address(meeting, "peilingen", "nieuw") + f"?kind={kind}"
    soup = organiser(path)
    figure = {"indicator": "gezin", "side": "below", "limit": 32.0, "cluster": ""}
    data = _filled(soup) | {"question": "Wat nu?", "options": "Wonen\n\nWerk ", "most": "2"}
    data |= {name: str(value) for name, value in (figure | {"limit": "32,0"}).items()}
    assert organiser.client.post(path, data).status_code == 302
    poll = meeting.polls.get(question="Wat nu?")
    has_options = kind not in {"words", "text", "number"}
    assert (poll.kind, poll.options) == (kind, ["Wonen", "Werk"] if has_options else [])
    more = {"words": {"most": 2}, "choices": {"most": 2}, "number": {"figure": figure}}
    assert poll.settings == more.get(kind, {})


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("Wonen", "Geef er ten minste twee."),
        ("Wonen\nwonen \nWonen", "Er staat twee keer hetzelfde."),
        ("\n".join(map(str, range(13))), "Geef er ten hoogste 12; nu zijn het er 13."),
        ("x" * 121 + "\nb", "Te lang (ten hoogste 120 tekens)"),
    ],
)
def test_answers_that_no_vote_can_take_are_refused(
    organiser: Visitor, meeting: Meeting, options: str, says: str
) -> None:
    path = address(meeting, "peilingen", "nieuw") + "?kind=choice"
    data = _filled(organiser(path)) | {"question": "Wat nu?", "options": options}
    answer = organiser.client.post(path, data)
    assert answer.status_code == 422
    assert says in answer.content.decode()


@pytest.mark.parametrize("kind", ["words", "text", "scale"])
def test_a_poll_is_changed_also_of_a_kind_that_does_not_ask_everything(
    organiser: Visitor, meeting: Meeting, kind: str
) -> None:
    options = ["Wij werken samen"] if kind == "scale" else []
    poll = meeting.polls.create(position=90, kind=kind, question="Wat?", options=options)
    path = address(meeting, "peilingen", poll.pk)
    data = _filled(organiser(path)) | {"question": "Wat nu?", "notes": "Kort"}
    assert organiser.client.post(path, data).status_code == 302
    poll.refresh_from_db()
    assert (poll.question, poll.notes, poll.options) == ("Wat nu?", "Kort", options)


def test_a_poll_that_was_put_is_neither_changed_nor_removed(
    organiser: Visitor, meeting: Meeting
) -> None:
    poll = meeting.polls.all()[0]
    Poll.objects.filter(pk=poll.pk).update(state=Poll.State.OPEN)
    path = address(meeting, "peilingen", poll.pk)
    data = _filled(organiser(path)) | {"question": "Iets anders?"}
    for asked in (data, {"do": "remove"}):
        assert organiser.client.post(path, asked)["Location"].endswith("?gedaan=vast")
    assert Poll.objects.get(pk=poll.pk).question == poll.question
    assert "al gesteld" in organiser(address(meeting, "peilingen"), gedaan="vast").text


def test_a_part_that_another_changed_meanwhile_is_not_written_over(
    organiser: Visitor, meeting: Meeting
) -> None:
    item = meeting.programme.all()[0]
    path = address(meeting, "programma", item.pk)
    mine = _filled(organiser(path)) | {"title": "Welkom"}
    ProgrammeItem.objects.filter(pk=item.pk).update(title="Inloop")
    assert "Een ander schreef hier intussen: Inloop" in organiser.post(path, 422, **mine).text
    assert ProgrammeItem.objects.get(pk=item.pk).title == "Inloop"


def test_a_question_of_ones_own_needs_choices_to_choose_from(
    organiser: Visitor, meeting: Meeting
) -> None:
    path = address(meeting, "vragen", "nieuw")
    data = _filled(organiser(path)) | {"label": "Wanneer?", "kind": "choices"}
    assert "Geef de keuzes" in organiser.post(path, status=422, **data).text
    organiser.client.post(path, data | {"choices": "ma\ndi"})
    field = meeting.fields.get()
    assert (field.label, field.choices, field.is_required) == ("Wanneer?", ["ma", "di"], False)


def test_small_groups_are_flagged_joined_and_parted(organiser: Visitor, meeting: Meeting) -> None:
    one = small.registered(meeting, 1)
    assert one.group
    path = address(meeting, "groepen")
    assert organiser(path).select_one(".flag")
    into = meeting.groups.exclude(pk=one.group.pk)[0]
    organiser.client.post(
        address(meeting, "groepen", one.group.pk), {"do": "join", "into": into.pk}
    )
    assert meeting.registrations.get().group == into
    organiser.client.post(address(meeting, "groepen", one.group.pk), {"do": "part"})
    assert meeting.registrations.get().group == one.group


def test_a_group_of_ones_own_goes_only_while_nobody_is_in_it(
    organiser: Visitor, meeting: Meeting
) -> None:
    organiser.client.post(address(meeting, "groepen"), {"do": "add", "name": "Overigen"})
    group = meeting.groups.get(name="Overigen")
    one = small.registered(meeting, 1)
    registrations.place(by=small.person(), registration=one, group=group)
    path = address(meeting, "groepen", group.pk)
    organiser.client.post(path, {"do": "remove"})
    assert "er zitten mensen in" in organiser(path, gedaan="bezet").text
    registrations.cancel(registration=one, now=small.NOW)
    organiser.client.post(path, {"do": "remove"})
    assert not Group.objects.filter(pk=group.pk).exists()
    again = small.registered(meeting, 1)
    assert (again.pk, again.group) == (one.pk, group_for(meeting, one.gm_code))


def test_who_leads_gets_a_letter_once_and_the_last_organiser_stays(
    organiser: Visitor, meeting: Meeting
) -> None:
    path, group = address(meeting, "leiding"), meeting.groups.all()[2]
    asked = {"do": "give", "email": "Leider@voorbeeld.nl", "leads": f"facilitator-{group.pk}"}
    for _ in range(2):
        organiser.client.post(path, asked)
    role = meeting.roles.get(kind=Role.Kind.FACILITATOR)
    assert (role.person.email, role.group) == ("leider@voorbeeld.nl", group)
    letter = Letter.objects.get()
    assert group.name in letter.subject
    assert "/inloggen/?next=/beheer/" in letter.text
    organiser.client.post(path, {"role": role.pk})
    own = meeting.roles.get()
    assert "de enige organisator" in organiser.post(path, status=422, role=own.pk).text
    assert meeting.roles.count() == 1


def test_a_letter_goes_once_to_who_it_is_for(organiser: Visitor, meeting: Meeting) -> None:
    meeting.capacity = 2
    meeting.save()
    for number, code in ((1, small.HEERLEN), (2, small.ZUTPHEN), (3, "")):
        small.registered(meeting, number, code)
    Letter.objects.all().delete()
    path = address(meeting, "bericht")
    data = _filled(organiser(path)) | {"subject": "Lees dit", "text": "Tot straks."}
    soup = organiser.post(path, **data, do="preview")
    assert "Naar 2 mensen." in soup.text
    assert not Letter.objects.exists()
    send = {one["name"]: one["value"] for one in soup.select(".panel input")} | {"do": "send"}
    for _ in range(2):
        assert organiser.client.post(path, send)["Location"] == f"{path}?gedaan=verstuurd-2"
    told = sorted(Letter.objects.values_list("to", flat=True))
    assert told == ["deelnemer1@voorbeeld.nl", "deelnemer2@voorbeeld.nl"]
    group = meeting.registrations.all()[1].group
    for to, expected in (("waiting", 3), (f"group-{group.pk}", 2)):  # type: ignore[union-attr]
        Letter.objects.all().delete()
        organiser.client.post(path, send | {"to": to, "key": uuid4().hex})
        assert Letter.objects.get().to == f"deelnemer{expected}@voorbeeld.nl"


def test_a_reaction_is_placed_or_left_out(organiser: Visitor, meeting: Meeting) -> None:
    one = Reaction.objects.create(meeting=meeting, name="Deelnemer 1", text="Goed plan")
    path = address(meeting, "reacties")
    assert "Goed plan" in organiser(path).text
    organiser.client.post(path, {"reaction": one.pk, "state": "shown"})
    assert Reaction.objects.get().state == "shown"
    assert organiser.client.post(path, {"reaction": one.pk, "state": "x"}).status_code == 400
    organiser.client.post(path, {"reaction": one.pk, "state": "hidden"})
    assert Reaction.objects.get().state == "hidden"


def test_calling_off_asks_first(organiser: Visitor, meeting: Meeting) -> None:
    small.registered(meeting, 1)
    path = address(meeting, "afgelasten")
    assert "1 persoon krijgt meteen bericht" in organiser(path).text
    assert Meeting.objects.get(pk=meeting.pk).state == "open"
    organiser.client.post(path)
    assert Meeting.objects.get(pk=meeting.pk).state == "cancelled"


def test_a_draft_is_wiped_and_people_only_after_the_end(
    organiser: Visitor, meeting: Meeting
) -> None:
    draft = small.made(is_open=False)
    organiser(address(draft, "wissen"))
    organiser.client.post(address(draft, "wissen"))
    assert not Meeting.objects.filter(pk=draft.pk).exists()
    small.registered(meeting, 1)
    assert organiser.client.post(address(meeting, "wissen")).status_code == 403
    assert meeting.registrations.count() == 1
    over = timezone.now() - timedelta(minutes=1)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=over - timedelta(hours=2), ends_at=over)
    organiser.client.post(address(meeting, "wissen"))
    assert meeting.registrations.count() == 0


def test_what_needs_attention_is_said(meeting: Meeting) -> None:
    small.registered(meeting, 1)
    small.registered(meeting, 2, "")
    Reaction.objects.create(meeting=meeting, name="D", text="Goed plan")
    [one] = standings([meeting], timezone.now())
    assert [concern.where for concern in one.concerns] == [
        "reactions",
        "attendance",
        "groups",
        "leaders",
        "links",
    ]
    [one] = standings([meeting], meeting.forgets_at)
    assert [(one.concerns[0].where, one.concerns[0].is_urgent)] == [("wipe", True)]


@pytest.mark.parametrize("n", [1, 3])
def test_lists_ask_the_database_the_same_however_long(
    client: Client, django_assert_num_queries: Queries, n: int
) -> None:
    client.force_login(small.person())
    made = [small.made() for _ in range(n)]
    for number in range(n):
        small.registered(made[0], number)
        Reaction.objects.create(meeting=made[0], name="D", text=f"Tekst {number}")
        made[0].fields.create(position=number, label=f"Vraag {number}")
    counts = {"aanmeldingen/": 8, "aanmeldingen/lijst.csv": 7, "reacties/": 5, "vragen/": 5}
    counts |= {"groepen/": 6, "programma/": 5, "peilingen/": 5, "leiding/": 7}
    with django_assert_num_queries(9):
        client.get("/beheer/")
    for name, count in counts.items():
        with django_assert_num_queries(count, info=name):
            client.get(address(made[0]) + name)
