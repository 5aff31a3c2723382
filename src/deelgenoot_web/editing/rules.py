"""Rules about who may write, read, sign and publish."""

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.editing.models import TextReader

N_SIGNATURES = 2
"""Municipalities that sign a version before it may be published."""


def may_edit(person: Person) -> bool:
    """Whether a person may write, ask readers and publish: editors."""
    return person.is_editor


def may_enter(person: Person) -> bool:
    """Whether a person has something to do in this room: editors, and who was asked to read."""
    return person.is_editor or TextReader.objects.filter(person=person).exists()


def may_read(person: Person, group: str) -> bool:
    """Whether a person may read the versions of one perspective, and say something about it."""
    is_reader = TextReader.objects.filter(person=person, group=group).exists()
    return person.is_editor or is_reader
