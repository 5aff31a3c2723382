"""Who may enter what: every address of accounts and of the mailbox, for every role."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from deelgenoot_web.accounts import actions
from deelgenoot_web.accounts import urls as accounts
from deelgenoot_web.accounts.models import Person
from deelgenoot_web.letters import urls as letters
from deelgenoot_web.letters.models import Letter

pytestmark = pytest.mark.django_db

ROLES = ("stranger", "person", "organiser", "administrator")
SIGN_IN = "/inloggen/?next="
# name: method, path, and what each role gets: a status, or where it is sent.
EXPECTED: dict[str, tuple[str, str, tuple[int | str, int | str, int | str, int | str]]] = {
    "sign_in": ("get", "/inloggen/", (200, "/account/", "/account/", "/account/")),
    "asked": ("get", "/inloggen/gevraagd/", (200, 200, 200, 200)),
    "asked_often": ("get", "/inloggen/te-vaak/", (200, 200, 200, 200)),
    # No provider: what there is to it stands in test_accounts_provider.
    "ask_provider": ("post", "/inloggen/extern/", (404, 404, 404, 404)),
    "from_provider": ("get", "/inloggen/extern/terug/", (404, 404, 404, 404)),
    "use_link": ("post", "/inloggen/none/", (404, 404, 404, 404)),
    "sign_out": ("post", "/uitloggen/", ("/", "/", "/", "/")),
    "own": ("get", "/account/", (SIGN_IN, 200, 200, 200)),
    "sign_out_everywhere": (
        "post",
        "/account/overal-uitloggen/",
        (SIGN_IN, "/inloggen/", "/inloggen/", "/inloggen/"),
    ),
    "organisers": ("get", "/account/organisatoren/", (SIGN_IN, 403, 403, 200)),
    "dismiss": (
        "post",
        "/account/organisatoren/{number}/weg/",
        (SIGN_IN, 403, 403, "/account/organisatoren/"),
    ),
    "editors": ("get", "/account/redacteuren/", (SIGN_IN, 403, 403, 200)),
    "dismiss_editor": (
        "post",
        "/account/redacteuren/{number}/weg/",
        (SIGN_IN, 403, 403, "/account/redacteuren/"),
    ),
    "moderators": ("get", "/account/moderatoren/", (SIGN_IN, 403, 403, 200)),
    "dismiss_moderator": (
        "post",
        "/account/moderatoren/{number}/weg/",
        (SIGN_IN, 403, 403, "/account/moderatoren/"),
    ),
    # The key of the console decides, not the person.
    "mailbox": ("get", "/postvak/", (403, 403, 403, 403)),
    "attachment": ("get", "/postvak/0/bijlage/", (403, 403, 403, 403)),
    "open": ("post", "/postvak/sleutel/geraden/", (403, 403, 403, 403)),
}


def person(role: str) -> Person:
    return Person.objects.create(
        email=f"{role}@town.example",
        is_organiser=role in {"organiser", "administrator"},
        is_administrator=role == "administrator",
    )


def test_no_address_is_forgotten_here() -> None:
    assert {p.name for p in (*accounts.urlpatterns, *letters.urlpatterns)} == set(EXPECTED)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", EXPECTED)
def test_each_role_gets_what_is_meant_for_it(client: Client, name: str, role: str) -> None:
    method, path, expected = EXPECTED[name]
    target = Person.objects.create(email="target@town.example", is_organiser=True)
    if role != "stranger":
        client.force_login(person(role))
    answer = getattr(client, method)(path.format(number=target.pk), headers={"Host": "127.0.0.1"})
    wanted = expected[ROLES.index(role)]
    got = answer["Location"] if isinstance(wanted, str) else answer.status_code
    assert got.startswith(SIGN_IN) if wanted == SIGN_IN else got == wanted
    target.refresh_from_db()
    assert target.is_organiser == (name != "dismiss" or role != "administrator")


def test_an_administrator_makes_an_organiser_who_is_told(client: Client) -> None:
    client.force_login(person("administrator"))
    for _ in range(2):
        client.post("/account/organisatoren/", {"email": "New@town.example"})
    assert Person.objects.get(email="new@town.example").is_organiser
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == ("new@town.example", "U bent organisator")
    assert "new@town.example" in client.get("/account/organisatoren/").content.decode()


def test_an_administrator_makes_an_editor_who_is_told_and_takes_the_role_away(
    client: Client,
) -> None:
    client.force_login(person("administrator"))
    for _ in range(2):
        client.post("/account/redacteuren/", {"email": "New@town.example"})
    editor = Person.objects.get(email="new@town.example")
    assert (editor.is_editor, editor.is_organiser) == (True, False)
    assert [letter.subject for letter in Letter.objects.all()] == ["U bent redacteur"]
    client.post(f"/account/redacteuren/{editor.pk}/weg/")
    editor.refresh_from_db()
    assert not editor.is_editor


def test_an_administrator_makes_a_moderator_who_is_told_once(client: Client) -> None:
    client.force_login(person("administrator"))
    for _ in range(2):
        client.post("/account/moderatoren/", {"email": "New@town.example"})
    moderator = Person.objects.get(email="new@town.example")
    assert (moderator.is_moderator, moderator.is_editor) == (True, False)
    assert [letter.subject for letter in Letter.objects.all()] == ["U bent moderator"]
    client.post(f"/account/moderatoren/{moderator.pk}/weg/")
    moderator.refresh_from_db()
    assert not moderator.is_moderator


@pytest.mark.parametrize("role", ["person", "organiser"])
def test_nobody_else_makes_organisers(client: Client, role: str) -> None:
    by = person(role)
    client.force_login(by)
    assert client.post("/account/organisatoren/", {"email": "b@town.example"}).status_code == 403
    for given in (actions.ORGANISER, actions.EDITOR, actions.MODERATOR):
        with pytest.raises(PermissionDenied):
            actions.appoint(by=by, email="b@town.example", role=given)
        with pytest.raises(PermissionDenied):
            actions.dismiss(by=by, person=by, role=given)
    assert not Person.objects.filter(email="b@town.example").exists()


def test_only_an_administrator_sees_mail_that_did_not_arrive() -> None:
    now = timezone.now()
    Letter.objects.create(
        key="k", to="gone@town.example", subject="S", made_at=now, due_at=now, given_up_at=now
    )
    seen = {}
    for role in ("organiser", "administrator"):
        client = Client()
        client.force_login(person(role))
        seen[role] = "gone@town.example" in client.get("/account/").content.decode()
    assert seen == {"organiser": False, "administrator": True}


def test_the_first_administrator_gets_a_link_that_works(client: Client) -> None:
    link = actions.make_administrator(email="First@town.example")
    assert link in Letter.objects.get().text
    client.post(link.removeprefix("http://127.0.0.1:8000"))
    assert client.get("/account/organisatoren/").status_code == 200
