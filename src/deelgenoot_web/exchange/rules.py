"""Rules about what people may do with approaches."""

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.rules import may_contribute
from deelgenoot_web.exchange.models import Practice

MOST_OPEN = 5
"""How many introductions a person waits for at once."""


def may_write(person: Person, practice: Practice) -> bool:
    """Whether a person contributes for the municipality of an approach."""
    return may_contribute(person) and person.gm_code == practice.gm_code


def may_use(person: Person, practice: Practice) -> bool:
    """Whether a person may say that their municipality uses an approach: that of another."""
    return may_contribute(person) and is_public(practice) and person.gm_code != practice.gm_code


def may_ask_introduction(person: Person, practice: Practice) -> bool:
    """Whether a person may ask for an introduction: there is an author, elsewhere."""
    return may_use(person, practice) and practice.author_id is not None


def may_moderate(person: Person) -> bool:
    """Whether a person may hide approaches and show them again: administrators."""
    return person.is_administrator


def is_public(practice: Practice) -> bool:
    """Whether everybody may read an approach."""
    return practice.standing == Practice.Standing.PUBLIC
