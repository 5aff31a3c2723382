"""Who may enter what of the exchange: every address, for every role."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.web import small_exchange as small

from deelgenoot_web.accounts.models import MemberDomain, Person
from deelgenoot_web.exchange import urls
from deelgenoot_web.exchange.actions import harvest, introductions, moderation, practices
from deelgenoot_web.exchange.models import HarvestOffer, OpenCall, Practice

pytestmark = pytest.mark.django_db
ROLES = ("stranger", "person", "barred", "other", "own", "moderator", "administrator")
SIGN_IN = "/inloggen/?next="
EDIT, READ, OFFICE = "/aanpakken/{n}/schrijven/", "/aanpakken/{n}/", "/aanpakken/bijdragers/"
EVERYBODY = (200,) * 7
# name: method, path, and what each role gets: a status, or where it is sent. The approach is public
# and of the municipality of "own"; "other" contributes for another one.
EXPECTED: dict[str, tuple[str, str, tuple[int | str, ...]]] = {
    "practices": ("get", "/aanpakken/", EVERYBODY),
    "find_offered": ("get", "/aanpakken/voor/?q=Zutphen", ("/aanpakken/voor/zutphen/",) * 7),
    "titles": ("get", "/aanpakken/titels.json?q=inkopen", EVERYBODY),
    "offered": ("get", "/aanpakken/voor/zutphen/", EVERYBODY),
    "practice": ("get", READ, EVERYBODY),
    "versions": ("get", "/aanpakken/{n}/versies/", EVERYBODY),
    "introduction": ("get", "/kennismaking/{nonce}/", EVERYBODY),  # the link is the key
    "harvest": ("get", "/oogst/{offer}/", EVERYBODY),  # as above
    "own": ("get", "/aanpakken/van-ons/", (SIGN_IN, 200, 200, 200, 200, 200, 200)),
    "new": (
        "get",
        "/aanpakken/nieuw/",
        (
            SIGN_IN,
            "/aanpakken/van-ons/",
            "/aanpakken/van-ons/",
            200,
            200,
            "/aanpakken/van-ons/",
            "/aanpakken/van-ons/",
        ),
    ),
    "edit": ("get", EDIT, (SIGN_IN, 403, 403, 404, 200, 403, 403)),
    "pictures": ("get", "/aanpakken/{n}/afbeeldingen/", (SIGN_IN, 403, 403, 404, 200, 403, 403)),
    "picture": ("get", "/aanpakken/{n}/afbeeldingen/{picture}/wide.webp", EVERYBODY),
    "restore": (
        "post",
        "/aanpakken/{n}/versies/1/terug/",
        (SIGN_IN, 403, 403, 404, EDIT, 403, 403),
    ),
    "close_versions": (
        "post",
        "/aanpakken/{n}/versies/sluit/",
        (SIGN_IN, 403, 403, 403, *("/aanpakken/{n}/versies/",) * 3),
    ),
    "withdraw": (
        "post",
        "/aanpakken/{n}/intrekken/",
        (SIGN_IN, 403, 403, 404, "/aanpakken/van-ons/", 403, 403),
    ),
    "confirm": ("post", "/aanpakken/{n}/klopt-nog/", (SIGN_IN, 403, 403, 404, READ, 403, 403)),
    # It was published, so its own municipality cannot throw it away either.
    "discard": ("post", "/aanpakken/{n}/weggooien/", (SIGN_IN, 403, 403, 404, 403, 403, 403)),
    "use": ("post", "/aanpakken/{n}/gebruik/", (SIGN_IN, 403, 403, READ, 403, 403, 403)),
    "ask_introduction": (
        "get",
        "/aanpakken/{n}/kennismaking/",
        (SIGN_IN, 403, 403, 200, 403, 403, 403),
    ),
    "contributors": ("get", OFFICE, (SIGN_IN, 403, 403, 403, 403, 403, 200)),
    "withdraw_domain": (
        "post",
        "/aanpakken/bijdragers/domein/{domain}/weg/",
        (SIGN_IN, 403, 403, 403, 403, 403, OFFICE),
    ),
    "bar": ("get", "/aanpakken/bijdragers/{person}/weg/", (SIGN_IN, 403, 403, 403, 403, 403, 200)),
    "calls": ("get", "/aanpakken/oproepen/", EVERYBODY),
    "call": ("get", "/aanpakken/oproepen/{call}/", EVERYBODY),
    "new_call": (
        "get",
        "/aanpakken/oproepen/nieuw/",
        (SIGN_IN, *("/aanpakken/van-ons/",) * 2, 200, 200, *("/aanpakken/van-ons/",) * 2),
    ),
    "ask_caller": (
        "get",
        "/aanpakken/oproepen/{call}/kennismaking/",
        (SIGN_IN, 403, 403, 200, 403, 403, 403),
    ),
    "close_call": (
        "post",
        "/aanpakken/oproepen/{call}/sluiten/",
        (SIGN_IN, 403, 403, 403, "/aanpakken/oproepen/{call}/", 403, 403),
    ),
    "report_call": ("get", "/aanpakken/oproepen/{call}/melden/", EVERYBODY),
    "moderate_call": (
        "get",
        "/aanpakken/oproepen/{call}/beoordelen/",
        (SIGN_IN, 403, 403, 403, 403, 200, 200),
    ),
    "challenges": ("get", "/aanpakken/opgaven/", EVERYBODY),
    "challenge": ("get", "/aanpakken/opgaven/gemeente-{challenge}/", EVERYBODY),
    "new_challenge": (
        "get",
        "/aanpakken/opgaven/nieuw/",
        (SIGN_IN, *("/aanpakken/van-ons/",) * 2, 200, 200, *("/aanpakken/van-ons/",) * 2),
    ),
    "edit_challenge": (
        "get",
        "/aanpakken/opgaven/{challenge}/wijzigen/",
        (SIGN_IN, 403, 403, 404, 200, 403, 403),
    ),
    "withdraw_challenge": (
        "post",
        "/aanpakken/opgaven/{challenge}/intrekken/",
        (SIGN_IN, 403, 403, 404, "/aanpakken/opgaven/", 403, 403),
    ),
    "report_challenge": ("get", "/aanpakken/opgaven/{challenge}/melden/", EVERYBODY),
    "moderate_challenge": (
        "get",
        "/aanpakken/opgaven/{challenge}/beoordelen/",
        (SIGN_IN, 403, 403, 403, 403, 200, 200),
    ),
    "following": ("get", "/aanpakken/volgen/", (SIGN_IN, *(200,) * 6)),
    "stop_digest": ("get", "/aanpakken/volgen/stop/{wish}/", EVERYBODY),  # the link is the key
    "feed": ("get", "/aanpakken/nieuw.atom?opgave=gemeente-{challenge}", EVERYBODY),
    "react": ("get", "/aanpakken/{n}/reactie/", (SIGN_IN, 403, 403, 200, 200, 403, 403)),
    "react_to_challenge": (
        "get",
        "/aanpakken/opgaven/gemeente-{challenge}/reactie/",
        (SIGN_IN, 403, 403, 200, 200, 403, 403),
    ),
    # "own" is of the municipality that added it.
    "tell_concern": (
        "post",
        "/aanpakken/opgaven/gemeente-{challenge}/speelt-ook/",
        (
            *(SIGN_IN, 403, 403),
            "/aanpakken/opgaven/gemeente-{challenge}/#speelt-bij",
            *(403, 403, 403),
        ),
    ),
    # Of the person of "own".
    "edit_reaction": (
        "get",
        "/aanpakken/reactie/{reaction}/",
        (SIGN_IN, 403, 403, 404, 200, 403, 403),
    ),
    "remove_reaction": (
        "post",
        "/aanpakken/reactie/{reaction}/weg/",
        (SIGN_IN, 403, 403, 404, "/aanpakken/{n}/#reacties", 403, 403),
    ),
    "report_reaction": ("get", "/aanpakken/reactie/{reaction}/melden/", EVERYBODY),
    "moderate_reaction": (
        "get",
        "/aanpakken/reactie/{reaction}/beoordelen/",
        (SIGN_IN, 403, 403, 403, 403, 200, 200),
    ),
    "report": ("get", "/aanpakken/{n}/melden/", EVERYBODY),
    "moderation": ("get", "/aanpakken/moderatie/", (SIGN_IN, 403, 403, 403, 403, 200, 200)),
    "moderate": ("get", "/aanpakken/{n}/beoordelen/", (SIGN_IN, 403, 403, 403, 403, 200, 200)),
    # Of the text that is of "own".
    "decision": (
        "get",
        "/aanpakken/besluit/{decision}/",
        (SIGN_IN, 404, 404, 404, 200, 200, 200),
    ),
}
CHANGES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def clients() -> dict[str, Client]:
    """A browser for each role."""
    people = {
        "person": Person.objects.create(email="p@site.example", is_organiser=True),
        "barred": Person.objects.create(
            email="barred@heerlen.example", gm_code=small.HEERLEN, is_barred=True
        ),
        "other": small.contributor("o@zutphen.example", small.ZUTPHEN),
        "own": small.contributor("own@heerlen.example", small.HEERLEN),
        "moderator": Person.objects.create(email="mod@site.example", is_moderator=True),
        "administrator": Person.objects.create(email="m@site.example", is_administrator=True),
    }
    browsers = {role: Client() for role in ROLES}
    for role, person in people.items():
        browsers[role].force_login(person)
    return browsers


@pytest.fixture
def places() -> dict[str, Any]:
    """What stands in the addresses."""
    practice = small.public_practice()
    picture = small.picture(practice)
    practices.publish(by=small.contributor(), practice=practice)
    asker = small.contributor("asker@hoorn.example", small.HOORN)
    question = introductions.ask(by=asker, about=practice, message="Hoe?")
    harvest.offer(harvest=small.HARVEST, to="w@hoorn.example", language="nl")
    writer = small.contributor("own@heerlen.example", small.HEERLEN)
    moderator = Person.objects.create(email="before@site.example", is_moderator=True)
    domain = MemberDomain.objects.create(domain="hoorn.example", gm_code=small.HOORN)
    return {
        "n": practice.pk,
        "picture": picture,
        "nonce": question.nonce,
        "offer": HarvestOffer.objects.get().nonce,
        "domain": domain.pk,
        "person": asker.pk,
        "call": OpenCall.objects.create(
            kind="seek",
            challenge=small.CHALLENGE,
            title="Een coach",
            message="Wie?",
            gm_code=small.HEERLEN,
            author=small.contributor(),
            made_at=timezone.now(),
        ).pk,
        "wish": small.follower(asker).nonce,
        "challenge": small.challenge(writer).pk,
        "reaction": small.reaction(writer, practice).pk,
        "decision": moderation.keep(by=moderator, about=practice).pk,
    }


def test_no_address_is_forgotten_here() -> None:
    assert {one.name for one in urls.urlpatterns} == set(EXPECTED)


def test_each_role_gets_what_is_meant_for_it(
    clients: dict[str, Client], places: dict[str, Any]
) -> None:
    for name, (method, path, expected) in EXPECTED.items():
        for role, wanted in zip(ROLES, expected, strict=True):
            with transaction.atomic():
                answer = getattr(clients[role], method)(path.format(**places))
                transaction.set_rollback(True)
            got = answer["Location"] if isinstance(wanted, str) else answer.status_code
            if wanted == SIGN_IN:
                assert got.startswith(SIGN_IN), (name, role)
            else:
                want = wanted.format(**places) if isinstance(wanted, str) else wanted
                assert got == want, (name, role)


def test_a_get_changes_nothing(clients: dict[str, Client], places: dict[str, Any]) -> None:
    for name, (method, path, _expected) in EXPECTED.items():
        for role in ("other", "own", "moderator", "administrator"):
            with CaptureQueriesContext(connection) as queries:
                answer = clients[role].get(path.format(**places))
            assert [q["sql"] for q in queries if q["sql"].startswith(CHANGES)] == [], name
            assert method == "get" or answer.status_code == 405, name


def test_what_is_hidden_is_there_for_whom_it_touches(
    clients: dict[str, Client], places: dict[str, Any]
) -> None:
    # Of the municipality of "own"; its author is barred, or contributes elsewhere now.
    author = Person.objects.get(email="barred@heerlen.example")
    moderator = Person.objects.get(email="before@site.example")
    for elsewhere in ({}, {"gm_code": small.HOORN, "is_barred": False}):
        practice = small.public_practice(small.contributor("own@heerlen.example"))
        Practice.objects.filter(pk=practice.pk).update(author=author)
        practice.refresh_from_db()
        decision = moderation.hide(by=moderator, about=practice, reason="Zo")
        Person.objects.filter(pk=author.pk).update(**elsewhere)
        for path in (READ, "/aanpakken/{n}/versies/", "/aanpakken/besluit/{decision}/"):
            address = path.format(n=practice.pk, decision=decision.pk)
            got = {role: clients[role].get(address).status_code for role in ROLES}
            assert {role for role, status in got.items() if status == 200} == {
                *("barred", "own", "moderator", "administrator")
            }, (path, elsewhere)


def test_a_draft_is_there_for_its_municipality_alone(clients: dict[str, Client]) -> None:
    draft = small.draft(small.contributor())
    for path in (READ, "/aanpakken/{n}/versies/", "/aanpakken/{n}/kennismaking/"):
        answers = {role: clients[role].get(path.format(n=draft.pk)).status_code for role in ROLES}
        assert set(answers.values()) <= {302, 403, 404}, path
    answers = {role: clients[role].get(EDIT.format(n=draft.pk)).status_code for role in ROLES}
    assert answers["own"] == 200
    assert answers["other"] == answers["administrator"] + 1 == 404
