"""Writing, publishing, reading and using approaches."""

from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.web import small_exchange as small
from tests.web.raw import texts
from tests.web.visitor import Visitor

from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.exchange.actions import example, moderation, practices
from deelgenoot_web.exchange.likeness import region_of
from deelgenoot_web.exchange.models import Practice, PracticeUse, PracticeVersion
from deelgenoot_web.letters.models import Letter

pytestmark = pytest.mark.django_db
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def writer(client: Client) -> Client:
    client.force_login(small.contributor())
    return client


def test_an_approach_is_written_published_and_read(writer: Client, page: Visitor) -> None:
    start = {"key": str(uuid4()), "title": "Samen inkopen", "challenge": small.CHALLENGE}
    address = writer.post("/aanpakken/nieuw/", start)["Location"]
    practice = Practice.objects.get()
    assert address == f"/aanpakken/{practice.pk}/schrijven/"
    assert page(f"/aanpakken/{practice.pk}/", status=404)
    content = small.form_of(practice, summary="Wij kopen in.", stage="running", setback="Veel werk")
    answer = writer.post(address, content | {"publish": "1"})
    assert answer["Location"] == f"/aanpakken/{practice.pk}/"
    soup = page(answer["Location"])
    assert soup.h1
    assert soup.h1.text == "Samen inkopen"
    assert "Veel werk" in soup.select_one(".practice-lessons__setback").text  # type: ignore[union-attr]
    assert "Heerlen" in soup.select_one(".practice-page__head").text  # type: ignore[union-attr]
    assert "a@heerlen.example" not in soup.text


def test_a_form_that_is_sent_twice_begins_one_draft(writer: Client) -> None:
    start = {"key": str(uuid4()), "title": "Samen inkopen", "challenge": small.CHALLENGE}
    addresses = {writer.post("/aanpakken/nieuw/", start)["Location"] for _ in range(2)}
    assert len(addresses) == Practice.objects.count() == 1


def test_the_key_of_somebody_elses_draft_gives_nothing(writer: Client) -> None:
    theirs = small.draft(small.contributor("b@zutphen.example", small.ZUTPHEN))
    start = {"key": str(theirs.key), "title": "Van mij", "challenge": small.CHALLENGE}
    assert writer.post("/aanpakken/nieuw/", start).status_code == 403
    assert Practice.objects.get().title == "Samen inkopen"


def test_a_draft_saves_itself_with_all_left_open(writer: Client) -> None:
    practice = small.draft(small.contributor())
    content = small.form_of(practice, summary="", title="Nieuw", stage="")
    answer = writer.post(f"/aanpakken/{practice.pk}/schrijven/", content, headers=SCRIPT)
    assert answer.json()["revision"] == practice.revision + 1
    assert answer.json()["say"].startswith("Concept bewaard om ")
    practice.refresh_from_db()
    assert (practice.title, practice.summary) == ("Nieuw", "")


def test_a_draft_that_is_not_saved_says_in_which_field_why(writer: Client) -> None:
    practice = small.draft(small.contributor())
    content = small.form_of(practice, title=121 * "x", first_year="1066")
    answer = writer.post(f"/aanpakken/{practice.pk}/schrijven/", content, headers=SCRIPT)
    said = answer.json()["error"]
    assert said.startswith("Niet bewaard. Titel: ")
    assert "; Eerste jaar: Vul een jaar in van 1990" in said


def test_what_lacks_the_three_sentences_is_not_published(writer: Client, page: Visitor) -> None:
    practice = small.draft(small.contributor(), success="", summary="")
    page.client = writer
    content = small.form_of(practice) | {"publish": "1"}
    soup = page.post(f"/aanpakken/{practice.pk}/schrijven/", status=400, **content)
    errors = [one.text for one in soup.select(".entry__error")]
    assert errors == [
        "Dit is nodig om te publiceren.",
        "Vul in wat werkte, of wat niet werkte.",
    ]
    practice.refresh_from_db()
    assert practice.standing == "draft"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "x" * 121),
        ("story", "x" * 4001),
        ("challenge", "geen-opgave"),
        ("stage", "klaar"),
        ("first_year", "1066"),
        ("first_year", "veel"),
        ("revision", "0"),
    ],
)
def test_a_forged_value_is_refused(writer: Client, field: str, value: str) -> None:
    practice = small.draft(small.contributor())
    address = f"/aanpakken/{practice.pk}/schrijven/"
    content = small.form_of(practice, title="Ander") | {field: value}
    assert writer.post(address, content, headers=SCRIPT).status_code == 400
    practice.refresh_from_db()
    assert practice.title == "Samen inkopen"


def test_years_in_the_wrong_order_are_refused(writer: Client, page: Visitor) -> None:
    practice = small.draft(small.contributor())
    page.client = writer
    content = small.form_of(practice, first_year=2024, last_year=2021)
    soup = page.post(f"/aanpakken/{practice.pk}/schrijven/", status=400, **content)
    assert soup.select_one(".entry__error").text == "Het laatste jaar ligt vóór het eerste."  # type: ignore[union-attr]


def test_of_two_editors_the_second_sees_both_texts(writer: Client, page: Visitor) -> None:
    practice = small.draft(small.contributor())
    page.client = writer
    address = f"/aanpakken/{practice.pk}/schrijven/"
    stale = small.form_of(practice, story="Van mij")
    writer.post(address, small.form_of(practice, story="Van de ander"))
    assert writer.post(address, stale, headers=SCRIPT).status_code == 409
    soup = page.post(address, status=409, **stale)
    assert soup.select_one("[name=story]").text.strip() == "Van mij"  # type: ignore[union-attr]
    assert "Van de ander" in soup.select_one("[role=alert]").text  # type: ignore[union-attr]
    practice.refresh_from_db()
    assert practice.story == "Van de ander"
    revision = soup.select_one("[name=revision]")["value"]  # type: ignore[index]
    writer.post(address, stale | {"revision": revision})
    practice.refresh_from_db()
    assert practice.story == "Van mij"


def test_versions_are_compared_and_put_back(writer: Client, page: Visitor) -> None:
    by = small.contributor()
    practice = small.public_practice(by, summary="Wij kopen in.")
    for summary in ("Wij kopen samen in.", "Wij kopen samen in."):
        practices.save(
            by=by,
            practice=practice,
            revision=practice.revision,
            text=practices.text_of(practice) | {"summary": summary},
        )
        practices.publish(by=by, practice=practice)
    assert [one.number for one in practice.versions.order_by("number")] == [1, 2]
    soup = page(f"/aanpakken/{practice.pk}/versies/")
    assert [one.get_text(" ", strip=True) for one in soup.select("ins")] == ["nieuw: samen"]
    writer.post(f"/aanpakken/{practice.pk}/versies/1/terug/")
    practice.refresh_from_db()
    assert practice.summary == "Wij kopen in."
    assert practice.current
    assert practice.current.number == 2
    assert writer.post(f"/aanpakken/{practice.pk}/versies/9/terug/").status_code == 404


def test_use_is_counted_once_per_municipality(page: Visitor) -> None:
    practice = small.public_practice()
    address = f"/aanpakken/{practice.pk}/gebruik/"
    for email in ("a@zutphen.example", "b@zutphen.example", "b@zutphen.example"):
        client = Client()
        client.force_login(small.contributor(email, small.ZUTPHEN))
        client.post(address)
    assert PracticeUse.objects.count() == 1
    assert "1 gemeente gebruikt dit" in page(f"/aanpakken/{practice.pk}/").text
    client.post(address, {"do": "stop"})
    assert not PracticeUse.objects.exists()


def test_nobody_uses_what_is_the_own_or_invented() -> None:
    by = small.contributor()
    practice = small.public_practice(by)
    with pytest.raises(PermissionDenied):
        practices.use(by=by, practice=practice, does_use=True)
    example.make_examples(now=timezone.now())
    invented = Practice.objects.exclude(example_name="")[0]
    for stranger in (small.contributor("s@example.nl", ""), by):
        with pytest.raises(PermissionDenied):
            practices.use(by=stranger, practice=invented, does_use=True)


def test_the_facets_choose(page: Visitor) -> None:
    heerlen = small.public_practice(title="In Heerlen", first_year=2020, last_year=2022)
    zutphen = small.contributor("z@zutphen.example", small.ZUTPHEN)
    small.public_practice(zutphen, title="In Zutphen", challenge="ondernemerschap", stage="idea")
    cluster = release().typology.members[small.HEERLEN].cluster

    def titles(**query: str) -> list[str]:
        soup = page("/aanpakken/", **query)  # type: ignore[arg-type]
        return [one.text for one in soup.select(".practice-cards .practice-card__title")]

    assert titles() == ["In Zutphen", "In Heerlen"]
    assert titles(thema="housing") == titles(opgave=small.CHALLENGE) == ["In Heerlen"]
    assert titles(cluster=cluster) == titles(jaar="2021") == ["In Heerlen"]
    assert titles(stand="idea") == ["In Zutphen"]
    assert titles(thema="housing", opgave="ondernemerschap") == []
    assert titles(thema="geen", stand="'", jaar="x", pagina="-1") == ["In Zutphen", "In Heerlen"]
    assert heerlen.current


def test_a_list_asks_as_many_questions_for_many_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    by = small.contributor()
    small.public_practice(by)
    for _ in range(2):
        with django_assert_num_queries(3) as asked:
            client.get("/aanpakken/")
        texts = [one["sql"] for one in asked if '"story"' in one["sql"]]
        assert len(texts) == 1
        assert 'GROUP BY "exchange_practice"' not in texts[0], (
            "the database would sort the whole text of every approach"
        )
        for _ in range(3):
            small.public_practice(by)


def test_an_empty_exchange_shows_what_the_figures_ask(page: Visitor) -> None:
    soup = page("/aanpakken/")
    members = [one for one in release().typology.members.values() if one.in_study]
    first = soup.select_one(".challenge-count strong")
    number = max(
        sum(bool(one.evidence.get(c.id)) for one in members)
        for c in release().study.challenges
        if c.rule
    )
    assert first
    assert first.text == str(number)
    assert soup.select_one("form.practice-facets") is None


def test_the_most_alike_outside_the_region_come_first_with_the_reason(page: Visitor) -> None:
    members = release().typology.members
    assert members[small.HEERLEN].evidence[small.CHALLENGE]
    assert members[small.ZUTPHEN].evidence[small.CHALLENGE]
    peers = release().peers
    codes = [small.ZUTPHEN, small.HOORN, small.DEN_HELDER]
    for code in codes:
        small.public_practice(small.contributor(f"a@{code}.example".lower(), code), title=code)
    neighbour = "GM0928"  # Kerkrade, of the region
    small.public_practice(small.contributor("a@kerkrade.example", neighbour), title=neighbour)
    small.public_practice(small.contributor(), title="van ons zelf")
    soup = page("/aanpakken/voor/heerlen/")
    shelf = soup.select_one(f"#{small.CHALLENGE}")
    assert shelf
    titles = [one.text for one in shelf.select(".practice-card__title")]
    nearest = peers.nearest(small.HEERLEN, {"housing": 2.0}, among=codes)
    assert titles == [*(one.code for one in nearest), neighbour]
    assert "kilometer verderop" in shelf.select(".practice-card__reason")[0].text


def test_each_opgave_stands_with_its_figures_and_who_has_it_too_and_the_cluster_has_news(
    page: Visitor,
) -> None:
    members = release().typology.members
    own = members[small.HEERLEN]
    small.public_practice()
    others = [one for one in members.values() if one.in_study and one is not own]
    of_cluster = next(one.code for one in others if one.cluster == own.cluster)
    elsewhere = next(one.code for one in others if one.cluster != own.cluster)
    for code, title in ((of_cluster, "Uit het cluster"), (elsewhere, "Van elders")):
        small.public_practice(small.contributor(f"a@{code}.example", code), title=title)
    added = small.challenge()
    soup = page("/aanpakken/voor/heerlen/")
    news = [one.rpartition(": ")[2] for one in texts(soup, ".offered-peers p ~ h2 ~ .rows li")]
    assert news == ["Uit het cluster"]
    shelf = soup.select_one(f"#{small.CHALLENGE}")
    assert shelf
    rule = release().study.challenge[small.CHALLENGE].rule
    assert rule
    signs = [one["href"] for one in shelf.select(":scope > p a")]
    for condition in rule.of:
        assert any(str(one).endswith(f"/{condition.indicator}/") for one in signs)
    names = texts(shelf, ".offered-peer a")
    areas = release().catalog.areas
    codes = [areas.resolve(name).areas[0].code for name in names]
    assert len(codes) == 3
    assert all(members[one].evidence[small.CHALLENGE] for one in codes)
    assert region_of(release(), small.HEERLEN).isdisjoint(codes)
    showing = [one for one in members.values() if one.in_study and one.evidence[small.CHALLENGE]]
    assert f"bij {len(showing)} van de 74 gemeenten" in shelf.text
    own_words = f"{added.title} door de gemeente zelf genoemd"
    assert any(one.startswith(own_words) for one in texts(soup, ".rows li > div"))


def test_an_unknown_municipality_is_answered_with_words(page: Visitor) -> None:
    page("/aanpakken/voor/atlantis/", status=404)
    assert page.client.get("/aanpakken/voor/")["Location"] == "/aanpakken/"
    assert "Wij kennen geen gemeente" in page("/aanpakken/voor/", status=404, q="Atlantis").text
    soup = page("/aanpakken/voor/", status=404, q="Zutfen")
    links = [link["href"] for link in soup.select("main .rows a")]
    assert links[0] == "/aanpakken/voor/?q=Zutphen"
    assert [field["value"] for field in soup.select("main input[name=q]")] == ["Zutfen"]
    assert page.client.get("/aanpakken/voor/?q=zutphen")["Location"] == "/aanpakken/voor/zutphen/"


def test_what_was_withdrawn_or_hidden_is_read_by_nobody_else(page: Visitor) -> None:
    by = small.contributor()
    practice = small.public_practice(by)
    practices.withdraw(by=by, practice=practice)
    page(f"/aanpakken/{practice.pk}/", status=404)
    practices.publish(by=by, practice=practice)
    practice.refresh_from_db()
    moderator = small.contributor("m@site.example", "")
    moderator.is_administrator = True
    practice.refresh_from_db()
    moderation.hide(by=moderator, about=practice, reason="Er staat een naam in.")
    page(f"/aanpakken/{practice.pk}/", status=404)
    letter = Letter.objects.get()
    assert letter.to == by.email
    assert "Er staat een naam in." in letter.text
    practices.publish(by=by, practice=practice)  # which shows it to nobody
    page(f"/aanpakken/{practice.pk}/", status=404)
    with pytest.raises(PermissionDenied):
        moderation.hide(by=moderator, about=practice, reason="Nog eens")
    page.client.force_login(by)
    assert "Er staat een naam in." in page(f"/aanpakken/{practice.pk}/").text
    moderation.show_again(by=moderator, about=practice, seen=moderation.sign_of(practice))
    assert Client().get(f"/aanpakken/{practice.pk}/").status_code == 200
    assert Letter.objects.count() == 2


def test_a_draft_is_thrown_away_and_a_published_one_is_not() -> None:
    by = small.contributor()
    with pytest.raises(PermissionDenied):
        practices.discard(by=by, practice=small.public_practice(by))
    practices.discard(by=by, practice=small.draft(by))
    assert Practice.objects.count() == 1


def test_a_draft_that_nobody_touches_goes_after_a_year() -> None:
    by = small.contributor()
    old, _new, public = small.draft(by), small.draft(by), small.public_practice(by)
    long_ago = timezone.now() - practices.DRAFTS_KEPT * 1.01
    Practice.objects.filter(pk__in=[old.pk, public.pk]).update(saved_at=long_ago)
    practices.forget_drafts(timezone.now())
    assert not Practice.objects.filter(pk=old.pk).exists()
    assert Practice.objects.count() == 2


def test_examples_are_marked_and_go_by_one_command(page: Visitor) -> None:
    assert example.make_examples(now=timezone.now())
    assert not example.make_examples(now=timezone.now())
    small.public_practice()
    soup = page("/aanpakken/")
    assert len(soup.select(".practice-card--example .example-tag")) == len(example.EXAMPLES) <= 12
    for practice in Practice.objects.exclude(example_name=""):
        shown = page(f"/aanpakken/{practice.pk}/")
        assert "Geen gemeente heeft dit geschreven." in shown.text
        assert page(f"/en/approaches/{practice.pk}/")
    assert example.remove_examples()
    assert not example.remove_examples()
    assert Practice.objects.count() == 1


def test_a_page_for_a_municipality_shows_examples_without_a_reason(page: Visitor) -> None:
    example.make_examples(now=timezone.now())
    soup = page("/aanpakken/voor/heerlen/")
    assert soup.select(".practice-card--example")
    assert not soup.select(".practice-card__reason")


def test_the_database_guards_what_must_be_true() -> None:
    with pytest.raises(IntegrityError):
        Practice.objects.create(saved_at=timezone.now())


@pytest.mark.parametrize("text", ["<b>x</b>", "\u202etxet"])
def test_hostile_text_is_harmless_everywhere(writer: Client, page: Visitor, text: str) -> None:
    practice = small.draft(small.contributor())
    fields: dict[str, Any] = dict.fromkeys(("title", "summary", "story", "success"), text)
    writer.post(f"/aanpakken/{practice.pk}/schrijven/", small.form_of(practice, **fields))
    practices.publish(by=small.contributor(), practice=practice)
    for path in ("/aanpakken/", f"/aanpakken/{practice.pk}/", "/aanpakken/voor/zutphen/"):
        soup = page(path)
        assert "\u202e" not in soup.text
        assert soup.find("b") is None


def test_pages_about_figures_count_the_approaches_that_there_are(page: Visitor) -> None:
    municipality, challenge = "/gemeenten/heerlen/", f"/opgaven/{small.CHALLENGE}/"
    assert "nog geen aanpak" in page(municipality).select(".practices-for")[0].text
    assert "Nog geen aanpak" in page(challenge).text
    small.public_practice(small.contributor("h@hoorn.example", small.HOORN))
    small.draft(small.contributor())
    panel = page(municipality).select(".practices-for")[0]
    assert [" ".join(one.text.split()) for one in panel.select("li")] == [
        "Meer afwisseling in wonen, werken en vrije tijd: 1 aanpak"
    ]
    assert panel.select("a")[0]["href"] == "/aanpakken/voor/heerlen/"
    assert "Bij deze opgave staat 1 aanpak." in page(challenge).text
    small.public_practice()
    example.make_examples(now=timezone.now())
    invented = Practice.objects.exclude(example_name="")[0]
    PracticeVersion.objects.filter(practice=invented).update(challenge=small.CHALLENGE)
    # Of others: not the own approach, and nothing that was invented.
    panel = page(municipality).select(".practices-for")[0]
    assert [one.split(":")[1] for one in texts(panel, "li")] == [" 1 aanpak"]
    assert "Bij deze opgave staan 2 aanpakken." in page(challenge).text


def test_a_page_that_leads_to_no_approaches_does_not_count_them(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for path, n_queries in (("/gemeenten/", 0), ("/gemeenten/gouda/", 1), ("/methode/", 0)):
        client.get(path)
        with django_assert_num_queries(n_queries):
            client.get(path)


def test_what_one_publishes_is_what_one_sees_though_another_saves(writer: Client) -> None:
    practice = small.draft(small.contributor())
    address = f"/aanpakken/{practice.pk}/schrijven/"
    stale = small.form_of(practice, title="Van mij") | {"publish": "1"}
    writer.post(address, small.form_of(practice, title="Van de ander"))
    assert writer.post(address, stale).status_code == 409
    practice.refresh_from_db()
    assert practice.current is None


def test_a_saving_whose_answer_got_lost_is_sent_again_without_harm(writer: Client) -> None:
    practice = small.draft(small.contributor())
    content = small.form_of(practice, story="Verteld")
    address = f"/aanpakken/{practice.pk}/schrijven/"
    answers = [writer.post(address, content, headers=SCRIPT).json() for _ in range(2)]
    assert [one["revision"] for one in answers] == [practice.revision + 1] * 2


def test_a_draft_that_is_withdrawn_stays_a_draft() -> None:
    by = small.contributor()
    practice = small.draft(by)
    practices.withdraw(by=by, practice=practice)
    practice.refresh_from_db()
    assert practice.standing == "draft"


def test_a_licence_is_chosen_and_said(writer: Client, page: Visitor) -> None:
    practice = small.draft(small.contributor())
    address = f"/aanpakken/{practice.pk}/schrijven/"
    writer.post(address, small.form_of(practice, licence="") | {"publish": "1"})
    assert "CC BY 4.0" in page(f"/aanpakken/{practice.pk}/").text
    practice.refresh_from_db()
    writer.post(address, small.form_of(practice, licence="zero") | {"publish": "1"})
    link = page(f"/aanpakken/{practice.pk}/").select_one("a[href*=creativecommons]")
    assert link
    assert (link.text, link["href"]) == (
        "CC0 1.0",
        "https://creativecommons.org/publicdomain/zero/1.0/deed.nl",
    )
    practice.refresh_from_db()
    assert writer.post(address, small.form_of(practice, licence="eigen")).status_code == 400


def test_what_resembles_a_draft_in_words_stands_beside_it_or_else_what_is_of_its_opgave(
    writer: Client, page: Visitor
) -> None:
    page.client = writer
    by = small.contributor("z@zutphen.example", small.ZUTPHEN)
    small.public_practice(
        by, title="Tussenwoningen splitsen", summary="Zo.", challenge="passende-woningen"
    )
    for title in ("Nachtbus", "Woningen voor studenten"):
        small.public_practice(by, title=title, summary="Zo deden wij het.")
    draft = small.draft(small.contributor(), title="Samen inkopen")
    address = f"/aanpakken/{draft.pk}/schrijven/"

    of_opgave = ["Bij dezelfde opgave", "Woningen voor studenten", "Nachtbus"]
    for title, expected in (
        ("Woningen splitsen", ["Lijkt op wat er al is", "Tussenwoningen splitsen"]),
        ("Nachtbussen", ["Lijkt op wat er al is", "Nachtbus"]),
        ("Samen inkopen", of_opgave),
    ):
        draft.refresh_from_db()
        content = small.form_of(draft, title=title, summary="")
        answer = writer.post(address, content, headers=SCRIPT).json()
        painted = BeautifulSoup(answer["similar"], "html.parser")
        assert texts(painted, "h3, a") == expected
        assert texts(page(address), "[data-similar] h3, [data-similar] a") == expected
