"""Who writes and reads perspectives, for tests."""

from tests.web.visitor import Visitor

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.editing import actions
from deelgenoot_web.editing.models import TextVersion

TOWN = "stad-in-transitie"
AMBITION = f"/redactie/{TOWN}/blok/ambitie/"
NEW = "Een stad waar {{ leden | aantal }} gemeenten van leren."
NEW_EN = "A town from which {{ leden | aantal }} municipalities learn."
OWN = {"origin": "redactie", "text-nl": NEW, "text-en": NEW_EN}


def make_editor(email: str = "e@town.example", name: str = "Els") -> Person:
    return Person.objects.create(email=email, name=name, is_editor=True)


def visit_as(person: Person) -> Visitor:
    visitor = Visitor()
    visitor.client.force_login(person)
    return visitor


def save_ambition(by: Person, values: dict[str, str] = OWN, base: int = 0) -> TextVersion:
    return actions.save_block(by=by, group=TOWN, key="ambitie", values=values, base=base)


def ask_person(by: Person, name: str, code: str) -> Person:
    email = f"{name}@town.example"
    return actions.ask_reader(by=by, group=TOWN, email=email, gm_code=code).person
