"""The invitation, signing up on it, and the page behind the personal link."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.web.small_meeting import HEERLEN, NOW, made, person, registered
from tests.web.visitor import Visitor

from deelgenoot_web.letters.models import Letter
from deelgenoot_web.meetings import links
from deelgenoot_web.meetings.actions import invitation as invitations
from deelgenoot_web.meetings.actions import registration as registrations
from deelgenoot_web.meetings.allowance import Allowance
from deelgenoot_web.meetings.models import Field, Meeting, Reaction, Registration
from deelgenoot_web.meetings.views import invitation

pytestmark = pytest.mark.django_db
_DAY = timedelta(days=1)


@pytest.fixture
def meeting() -> Meeting:
    """A meeting three weeks from now, so that one can still register."""
    one = made()
    one.starts_at = timezone.now() + timedelta(weeks=3)
    one.ends_at = one.starts_at + timedelta(hours=2)
    one.save()
    return one


def _address(meeting: Meeting, *after: str) -> str:
    return "/".join(["/bijeenkomsten", meeting.slug, *after, ""])


def _sign_up(client: Client, meeting: Meeting, **given: Any) -> Any:
    filled = {"municipality": "Heerlen", "name": "Deelnemer 1", "email": "a@voorbeeld.nl"}
    return client.post(_address(meeting, "aanmelden"), filled | given)


def test_the_invitation_shows_the_programme_with_its_times(page: Visitor, meeting: Meeting) -> None:
    start = timezone.localtime(meeting.starts_at)
    soup = page(_address(meeting))
    times = [time.text for time in soup.select(".timetable__time")]
    minutes = (0, 5, 55, 60, 100, 120)
    assert times == [(start + timedelta(minutes=n)).strftime("%H.%M") for n in minutes]


@pytest.mark.parametrize(
    "name",
    ["Bel a@kwaad.example", "Kijk op https://kwaad", "www.kwaad.example", "Win nu: kwaad.nl"],
)
@pytest.mark.parametrize("field", ["name", "organisation", "job"])
def test_no_address_of_a_stranger_comes_into_a_letter(
    client: Client, meeting: Meeting, field: str, name: str
) -> None:
    answer = _sign_up(client, meeting, **{field: name})
    assert answer.status_code == 422
    assert "Vul hier geen e-mailadres of webadres in." in answer.content.decode()
    assert not Letter.objects.exists()


def test_a_name_is_one_line(client: Client, meeting: Meeting) -> None:
    _sign_up(client, meeting, name="Deelnemer\r\n\u2028 1", job="Strateeg\n\nU hebt gewonnen")
    registration = meeting.registrations.get()
    assert (registration.name, registration.job) == ("Deelnemer 1", "Strateeg U hebt gewonnen")


def test_a_flood_of_registrations_is_held_per_meeting_and_per_domain(
    client: Client, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = 1 / 600
    monkeypatch.setattr(invitation, "OF_A_MEETING", Allowance(per_second=slow, burst=3))
    monkeypatch.setattr(invitation, "OF_A_DOMAIN", Allowance(per_second=slow, burst=2))
    addresses = ("a@een.nl", "b@een.nl", "c@een.nl", "d@twee.nl", "e@drie.nl")
    answers = [_sign_up(client, meeting, email=address) for address in addresses]
    assert [answer.status_code for answer in answers] == [302, 302, 422, 302, 422]
    assert "Probeer het over tien minuten nog eens." in answers[2].content.decode()
    assert meeting.registrations.count() == Letter.objects.count() == 3


def test_the_invitation_stands_in_english_too(page: Visitor, meeting: Meeting) -> None:
    assert page(f"/en/meetings/{meeting.slug}/").find("h2", string="Programme")


def _text_of_the_organiser(soup: Any) -> list[Any]:
    parts = soup.select("h1, .invitation__about .lead, .timetable li > div")
    assert len(parts) == 8
    return [part.get("lang") for part in parts]


def test_in_the_other_language_the_text_of_the_organiser_says_which_it_is_in(
    page: Visitor, meeting: Meeting
) -> None:
    soup = page(f"/en/meetings/{meeting.slug}/")
    # The end of the programme is a word of the site.
    assert _text_of_the_organiser(soup) == ["nl"] * 7 + [None]
    assert "The organiser wrote this text in Dutch." in soup.text
    Meeting.objects.update(languages="en")
    soup = page(_address(meeting))
    assert _text_of_the_organiser(soup) == ["en"] * 7 + [None]
    assert "De organisator schreef deze tekst in het Engels." in soup.text


@pytest.mark.parametrize(
    ("languages", "path"),
    [("nl", "/bijeenkomsten"), ("nl-en", "/bijeenkomsten"), ("nl-en", "/en/meetings")],
)
def test_in_its_own_language_or_in_both_the_text_needs_no_word_about_it(
    page: Visitor, meeting: Meeting, languages: str, path: str
) -> None:
    Meeting.objects.update(languages=languages)
    soup = page(f"{path}/{meeting.slug}/")
    assert _text_of_the_organiser(soup) == [None] * 8
    assert not soup.select(".invitation__language")


def test_a_draft_is_no_page_and_not_in_the_list(page: Visitor, meeting: Meeting) -> None:
    hidden = made(is_open=False)
    page(_address(hidden), status=404)
    titles = [link["href"] for link in page("/bijeenkomsten/").select(".card a")]
    assert titles == [_address(meeting)]


def test_a_list_without_meetings_says_so(page: Visitor) -> None:
    assert page("/bijeenkomsten/").select_one(".empty")


def test_views_are_counted_without_a_cookie(page: Visitor, meeting: Meeting) -> None:
    page(_address(meeting))
    assert "2 keer bekeken" in page(_address(meeting)).text


def test_signing_up_takes_no_place_and_says_to_look_in_the_mail(
    client: Client, meeting: Meeting
) -> None:
    answer = _sign_up(client, meeting)
    assert (answer.status_code, answer.url) == (302, _address(meeting, "aangemeld"))
    one = Registration.objects.get()
    assert (one.name, one.gm_code, one.state, one.group) == ("Deelnemer 1", HEERLEN, "asked", None)
    [letter] = Letter.objects.all()
    assert links.personal(one) in letter.text
    assert links.confirmation_code(one) in letter.text
    assert letter.attachment_name == ""
    _sign_up(client, meeting)
    assert Letter.objects.count() == 1


def test_who_has_a_place_and_asks_again_keeps_it_and_gets_the_same_link(
    client: Client, meeting: Meeting
) -> None:
    one = registered(meeting, 1)
    answer = _sign_up(client, meeting, email=one.email, name="Een ander")
    assert answer.url == _address(meeting, "aangemeld")
    one.refresh_from_db()
    assert (one.state, one.name) == ("confirmed", "Deelnemer 1")
    assert Letter.objects.filter(text__contains=links.personal(one)).count() == 2


def test_who_asked_for_the_waiting_list_gets_a_place_that_came_free_meanwhile(
    client: Client, meeting: Meeting
) -> None:
    meeting.capacity = 1
    meeting.save()
    first = registered(meeting, 1)
    client.post(_address(meeting, "aanmelden"), {"email": "b@voorbeeld.nl"})
    registrations.cancel(registration=first, now=NOW)
    asked = meeting.registrations.get(email="b@voorbeeld.nl")
    confirmed = registrations.confirm(registration=asked, now=NOW)
    assert (confirmed.state, confirmed.name, confirmed.group) == ("confirmed", "", None)


def test_the_button_behind_the_link_gives_the_place_in_the_group(
    page: Visitor, client: Client, meeting: Meeting
) -> None:
    _sign_up(client, meeting)
    one = Registration.objects.get()
    way = f"/aanmelding/{links.token(one)}/"
    assert page(way).select_one(f"form[action='{way}bevestigen/'] button")
    for _ in range(2):
        client.post(f"{way}bevestigen/")
    one.refresh_from_db()
    assert one.state == "confirmed"
    assert one.group
    assert Letter.objects.filter(attachment_name="bijeenkomst.ics").count() == 1
    assert not page(way).select_one(f"form[action='{way}bevestigen/']")


def test_the_typed_code_does_the_same_and_a_wrong_one_says_so(
    client: Client, meeting: Meeting
) -> None:
    _sign_up(client, meeting)
    one = Registration.objects.get()
    code = links.confirmation_code(one)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    there = _address(meeting, "bevestigen")
    refused = client.post(there, {"email": one.email, "code": wrong})
    assert (refused.status_code, one.state) == (422, "asked")
    assert "Deze code hoort niet bij dit e-mailadres." in refused.content.decode()
    elsewhere = client.post(there, {"email": "b@voorbeeld.nl", "code": code})
    assert elsewhere.status_code == 422
    typed = client.post(there, {"email": " A@voorbeeld.nl", "code": f"{code[:3]} {code[3:]}"})
    assert typed["Location"] == f"/aanmelding/{links.token(one)}/"
    one.refresh_from_db()
    assert one.state == "confirmed"


def test_only_so_many_codes_are_tried(
    client: Client, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitation, "CODES", Allowance(per_second=1 / 3600, burst=5))
    _sign_up(client, meeting)
    one = Registration.objects.get()
    code = links.confirmation_code(one)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    there = _address(meeting, "bevestigen")
    for _ in range(5):
        client.post(there, {"email": one.email, "code": wrong})
    late: Any = client.post(there, {"email": one.email, "code": code})
    assert "Gebruik de link in de e-mail." in late.content.decode()
    one.refresh_from_db()
    assert one.state == "asked"


def test_a_code_is_worth_nothing_an_hour_after_it_was_used(meeting: Meeting) -> None:
    one = registered(meeting, 1)
    code = links.confirmation_code(one)
    soon, late = one.registered_at + timedelta(minutes=59), one.registered_at + timedelta(hours=1)
    assert links.registration_by_code(meeting, one.email, code, soon) == one
    assert links.registration_by_code(meeting, one.email, code, late) is None


def test_addresses_of_others_fill_no_meeting(client: Client, meeting: Meeting) -> None:
    meeting.capacity = 1
    meeting.save()
    for name in ("een", "twee", "drie"):
        _sign_up(client, meeting, email=f"a@{name}.nl")
    assert registered(meeting, 1).state == "confirmed"
    late = meeting.registrations.get(email="a@een.nl")
    client.post(f"/aanmelding/{links.token(late)}/bevestigen/")
    late.refresh_from_db()
    assert (late.state, late.name, late.gm_code, late.group) == ("waiting", "", "", None)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"email": "a@b"}, "Vul een volledig e-mailadres in"),
        ({"name": ""}, "Vul uw naam in"),
        ({"municipality": "Heerln"}, "Bedoelt u"),
        ({"municipality": ""}, "Vul uw gemeente in. Werkt u ergens anders?"),
    ],
)
def test_a_mistake_is_said_at_the_field_and_nothing_is_lost(
    client: Client, meeting: Meeting, wrong: dict[str, str], message: str
) -> None:
    answer = _sign_up(client, meeting, **wrong)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert message in html
    assert 'value="Heerlen"' in html or "municipality" in wrong
    assert not Registration.objects.exists()


def test_who_works_elsewhere_gives_an_organisation(client: Client, meeting: Meeting) -> None:
    _sign_up(client, meeting, municipality="", organisation="Een kennisinstituut")
    one = registrations.confirm(registration=Registration.objects.get(), now=NOW)
    assert (one.gm_code, one.organisation, one.group) == ("", "Een kennisinstituut", None)


def test_the_questions_of_the_organiser_are_asked_and_kept(
    page: Visitor, client: Client, meeting: Meeting
) -> None:
    wish = Field.objects.create(meeting=meeting, position=0, label="Waarover?", is_required=True)
    days = Field.objects.create(
        meeting=meeting, position=1, kind="choices", label="Wanneer?", choices=["ma", "di", "wo"]
    )
    assert len(page(_address(meeting)).select(f"[name=field-{days.pk}]")) == 3
    assert _sign_up(client, meeting).status_code == 422
    _sign_up(client, meeting, **{f"field-{wish.pk}": "Zorg", f"field-{days.pk}": ["ma", "wo"]})
    answers = {one.field_id: one.value for one in Registration.objects.get().answers.all()}
    assert answers == {wish.pk: "Zorg", days.pk: ["ma", "wo"]}


def test_a_full_meeting_asks_an_address_only(
    page: Visitor, client: Client, meeting: Meeting
) -> None:
    meeting.capacity = 1
    meeting.save()
    registered(meeting, 1)
    names = {field["name"] for field in page(_address(meeting)).select("#aanmelden [name]")}
    assert names == {"email"}
    answer: Any = client.post(_address(meeting, "aanmelden"), {"email": "b@voorbeeld.nl"})
    thanks = page(answer["Location"])
    [form] = thanks.select("main form")
    again = client.post(str(form["action"]), {"email": "b@voorbeeld.nl", "code": "000000"})
    for text in (thanks.text, again.content.decode()):
        assert "Pas dan staat u op de wachtlijst." in text
    asked = meeting.registrations.get(email="b@voorbeeld.nl")
    assert registrations.confirm(registration=asked, now=NOW).state == "waiting"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"registration_closes_at": timezone.now()}, "de aanmelding is gesloten"),
        ({"state": "cancelled"}, "gaat niet door"),
        (
            {
                "starts_at": timezone.now() - timedelta(days=2),
                "ends_at": timezone.now() - timedelta(days=1),
            },
            "De bijeenkomst is geweest",
        ),
    ],
)
def test_a_closed_door_says_why_and_takes_nothing(
    page: Visitor, client: Client, meeting: Meeting, change: dict[str, Any], says: str
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(**change)
    assert says in page(_address(meeting)).text
    assert says in _sign_up(client, meeting).content.decode()
    assert not Registration.objects.exists()


def test_opening_the_personal_link_changes_nothing(page: Visitor, meeting: Meeting) -> None:
    one = registered(meeting, 1)
    before = Registration.objects.values().get()
    soup = page(f"/aanmelding/{links.token(one)}/")
    assert Registration.objects.values().get() == before
    assert [field["value"] for field in soup.select("[name=name]")] == ["Deelnemer 1"]
    assert page.last["Cache-Control"] == "private, no-store"
    assert page.last["Referrer-Policy"] == "no-referrer"


def test_the_personal_page_changes_cancels_comes_back_and_forgets(
    client: Client, meeting: Meeting
) -> None:
    one = registered(meeting, 1)
    address = f"/aanmelding/{links.token(one)}/"
    client.post(address, {"municipality": "Zutphen", "name": "Deelnemer Een"})
    one.refresh_from_db()
    assert (one.name, one.gm_code) == ("Deelnemer Een", "GM0301")
    client.post(f"{address}afmelden/")
    assert Registration.objects.get().state == "cancelled"
    client.post(f"{address}terug/")
    assert Registration.objects.get().state == "confirmed"
    assert "Uw gegevens zijn weg" in client.post(f"{address}wissen/").content.decode()
    assert not Registration.objects.exists()
    assert client.get(address).status_code == 404


def test_who_signed_off_is_not_asked_to_put_it_in_a_calendar(
    page: Visitor, meeting: Meeting
) -> None:
    one = registered(meeting, 1)
    address = f"/aanmelding/{links.token(one)}/"
    assert page(address).select('a[href$=".ics"]')
    Registration.objects.update(state="cancelled")
    soup = page(address)
    assert soup.find("h2", string="Gegevens wissen")
    assert not soup.select('a[href$=".ics"]')


@pytest.mark.parametrize("after", ["afmelden/", "terug/", "wissen/"])
def test_a_link_that_is_only_opened_neither_cancels_nor_wipes(
    client: Client, meeting: Meeting, after: str
) -> None:
    one = registered(meeting, 1)
    assert client.get(f"/aanmelding/{links.token(one)}/{after}").status_code == 405


def test_a_forged_link_gets_a_page_and_changes_nothing(page: Visitor, meeting: Meeting) -> None:
    one = registered(meeting, 1)
    page(f"/aanmelding/{one.pk}-vals/", status=404)


def test_the_contact_list_is_for_who_stands_in_it(page: Visitor, meeting: Meeting) -> None:
    one, other = registered(meeting, 1), registered(meeting, 2)
    address = f"/aanmelding/{links.token(one)}/"
    Registration.objects.filter(pk=other.pk).update(shares_contact=True)
    assert other.email not in page(address).text
    Registration.objects.filter(pk=one.pk).update(shares_contact=True)
    assert other.email in page(address).text


def test_a_reaction_is_shown_once_somebody_read_it(
    page: Visitor, client: Client, meeting: Meeting
) -> None:
    given = {"name": "Deelnemer 1", "organisation": "", "text": "Goed idee <b>!"}
    for _ in range(2):
        client.post(_address(meeting, "reacties"), given)
    assert "Goed idee" not in page(_address(meeting)).text
    reaction = Reaction.objects.get()
    invitations.moderate(by=person(), reaction=reaction, state=Reaction.State.SHOWN)
    assert "Goed idee <b>!" in page(_address(meeting)).text


def test_an_empty_reaction_is_refused_at_the_field(client: Client, meeting: Meeting) -> None:
    answer = client.post(_address(meeting, "reacties"), {"name": "", "text": ""})
    assert answer.status_code == 422
    assert "Schrijf een reactie." in answer.content.decode()


def test_what_an_organiser_writes_loads_nothing_and_runs_nothing(
    page: Visitor, meeting: Meeting
) -> None:
    meeting.intro = (
        "**Vet** <script>alert(1)</script> ![x](https://elders.example/x.png) [k](javascript:1)"
    )
    meeting.save()
    soup = page(_address(meeting))
    inside = ".invitation__about"
    assert [one.text for one in soup.select(f"{inside} .lead strong")] == ["Vet"]
    assert not soup.select(f"{inside} script, {inside} img, {inside} a[href^=javascript]")


def test_the_calendar_file_is_the_same_event_as_in_the_letter(
    client: Client, meeting: Meeting
) -> None:
    one = registered(meeting, 1)
    public = client.get(f"/bijeenkomsten/{meeting.slug}/bijeenkomst.ics").content.decode()
    own = client.get(f"/aanmelding/{links.token(one)}/bijeenkomst.ics").content.decode()
    uid = f"UID:{meeting.uid}@deelgenoot"
    assert uid in public
    assert uid in own
    assert links.token(one)[:20] not in public


def test_the_first_page_and_those_of_clusters_lead_to_the_next_session(
    page: Visitor, meeting: Meeting
) -> None:
    later = made()
    later.starts_at, later.ends_at = meeting.starts_at + _DAY, meeting.ends_at + _DAY
    later.save()

    assert _leads(page, "/") == _leads(page, "/clusters/werkstad/") == [_address(meeting)]
    meeting.groups.filter(archetype="werkstad").delete()
    assert _leads(page, "/clusters/werkstad/") == [_address(later)]


@pytest.mark.parametrize(
    "change",
    [
        {"is_rehearsal": True},
        {"state": Meeting.State.DRAFT},
        {"state": Meeting.State.CANCELLED},
        {"starts_at": NOW - timedelta(days=400), "ends_at": NOW - timedelta(days=399)},
    ],
    ids=["a rehearsal", "a draft", "called off", "over"],
)
def test_the_first_page_leads_to_no_session_that_one_cannot_come_to(
    page: Visitor, meeting: Meeting, change: dict[str, Any]
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(**change)
    assert _leads(page, "/") == []


def _leads(page: Visitor, path: str) -> list[str]:
    return [str(link["href"]) for link in page(path).select(".next-meeting a")]


@pytest.mark.parametrize("state", ["asked", "waiting", "confirmed"])
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"state": "cancelled"}, "gaat niet door"),
        ({"closed_at": NOW}, "De bijeenkomst is geweest."),
    ],
)
def test_the_personal_page_offers_no_place_in_what_is_called_off_or_over(
    page: Visitor, meeting: Meeting, change: dict[str, Any], says: str, state: str
) -> None:
    one = registered(meeting, 1)
    Registration.objects.update(state=state, name="", group=None)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=NOW, **change)
    soup = page(f"/aanmelding/{links.token(one)}/")
    assert says in soup.text
    for words in ("Er is een plaats voor u", "U staat op de wachtlijst", "Nog één stap"):
        assert words not in soup.text
    actions = [str(form.get("action")) for form in soup.select("main form[action]")]
    assert (actions, soup.select("[name=name]")) == (
        [f"/aanmelding/{links.token(one)}/wissen/"],
        [],
    )


def test_signing_off_asks_first(page: Visitor, meeting: Meeting) -> None:
    one = registered(meeting, 1)
    form = page(f"/aanmelding/{links.token(one)}/").select_one("form[action$='/afmelden/']")
    assert form
    fold = form.find_parent("details")
    assert fold
    assert fold.get("open") is None
    assert "Uw plaats gaat dan naar iemand anders." in form.text
