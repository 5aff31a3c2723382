"""Where an opgave plays: by the figures, and by the own word of a municipality."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from tests.web import raw
from tests.web import small_exchange as small
from tests.web.raw import texts
from tests.web.visitor import Visitor

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.exchange.actions import conversation, example
from deelgenoot_web.exchange.actions.leaving import leave
from deelgenoot_web.exchange.models import ChallengeConcern, MunicipalChallenge, Practice

pytestmark = pytest.mark.django_db
SHARED = "verbindingen-met-de-streek"


@pytest.fixture
def other() -> Person:
    return small.contributor("z@zutphen.example", small.ZUTPHEN)


@pytest.mark.parametrize("kind", ["study", "municipality"])
def test_a_municipality_says_once_that_an_opgave_concerns_it_and_takes_it_back(
    page: Visitor, other: Person, kind: str
) -> None:
    about = small.CHALLENGE if kind == "study" else small.challenge().challenge_id
    address = f"/aanpakken/opgaven/{about}/"
    assert "Nog geen gemeente zei" in page(address).select_one("#speelt-bij").text  # type: ignore[union-attr]
    for email in (other.email, "b@zutphen.example"):
        page.client.force_login(small.contributor(email, small.ZUTPHEN))
        page.client.post(f"{address}speelt-ook/")
    page.client.force_login(small.contributor("h@hoorn.example", small.HOORN))
    page.client.post(f"{address}speelt-ook/")
    page.client.logout()
    soup = page(address)
    assert [one.text.split()[-1] for one in soup.select(".concerned-places li")] == [
        "Hoorn",
        "Zutphen",
    ]
    assert [one["href"] for one in soup.select(".concerned-places a")] == [
        "/gemeenten/hoorn/",
        "/gemeenten/zutphen/",
    ]
    assert texts(page("/aanpakken/opgaven/"), ".concern-count") == ["2 gemeenten melden dit ook"]
    colleague = small.contributor("c@zutphen.example", small.ZUTPHEN)
    page.client.force_login(colleague)
    told = "U of een collega meldde dat dit ook in Zutphen speelt."
    assert told in " ".join(page(address).select_one("#speelt-bij").text.split())  # type: ignore[union-attr]
    page.client.post(f"{address}speelt-ook/", {"do": "stop"})
    assert [one.gm_code for one in ChallengeConcern.objects.all()] == [small.HOORN]
    assert texts(page("/aanpakken/opgaven/"), ".concern-count") == ["1 gemeente meldt dit ook"]


def test_nobody_tells_of_an_opgave_that_is_the_own_an_example_or_not_there(other: Person) -> None:
    own = small.challenge(other)
    hidden = small.challenge(title="Verborgen")
    MunicipalChallenge.objects.filter(pk=hidden.pk).update(standing=Practice.Standing.HIDDEN)
    example.make_examples(now=timezone.now())
    invented = MunicipalChallenge.objects.exclude(example_name="").get()
    ids = [one.challenge_id for one in (own, hidden, invented)]
    for challenge_id in (*ids, "bestaat-niet", "gemeente-0", "gemeente-999999999"):
        with pytest.raises(PermissionDenied):
            conversation.tell_concern(by=other, challenge_id=challenge_id, is_concerned=True)
    stranger = Person.objects.create(email="p@site.example")
    with pytest.raises(PermissionDenied):
        conversation.tell_concern(by=stranger, challenge_id=small.CHALLENGE, is_concerned=True)
    assert not ChallengeConcern.objects.exists()


def test_an_opgave_of_the_study_says_what_the_figures_say(page: Visitor) -> None:
    members = [one for one in raw.typology()["members"].values() if one["in_study"]]
    n_showing = sum(bool(one["evidence"].get(SHARED)) for one in members)
    part = page(f"/aanpakken/opgaven/{SHARED}/").select_one("#speelt-bij")
    assert part
    assert f"Bij {n_showing} van de {len(members)} gemeenten van de selectie." in " ".join(
        part.text.split()
    )
    sharing = {
        f"/clusters/{cluster['archetype']}/"
        for cluster in raw.typology()["clusters"]
        for count in cluster["challenges"]
        if count["challenge"] == SHARED and count["q"] <= 0.05
    }
    links = {one["href"] for one in part.select("a")}
    assert sharing
    assert links == sharing | {f"/opgaven/{SHARED}/", "/aanpakken/van-ons/"}
    added = page(f"/aanpakken/opgaven/{small.challenge().challenge_id}/").select_one("#speelt-bij")
    assert added
    assert not added.select("h3")


def test_own_word_goes_or_stays_with_the_account(page: Visitor) -> None:
    for keeps in (True, False):
        person = small.contributor(f"{keeps}@zutphen.example", small.ZUTPHEN)
        added = small.challenge(person)
        for by, about in (
            (small.contributor(), added.challenge_id),
            (person, small.CHALLENGE),
        ):
            conversation.tell_concern(by=by, challenge_id=about, is_concerned=True)
        page.client.force_login(person)
        data = page.client.get("/account/gegevens.json").json()
        assert data["concerns"] == [{"challenge": small.CHALLENGE}]
        leave(by=person, keeps_texts=keeps)
        rows = ChallengeConcern.objects.values_list("challenge", "author__email")
        left = {(small.CHALLENGE, None), (added.challenge_id, small.contributor().email)}
        assert set(rows) == (left if keeps else set())
        ChallengeConcern.objects.all().delete()
