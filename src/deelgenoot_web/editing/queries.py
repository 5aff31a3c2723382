"""What pages ask of the versions of a perspective."""

from dataclasses import dataclass

from django.db.models import QuerySet

from deelgenoot.perspectives.model import GENERAL
from deelgenoot.perspectives.reading import GroupPerspective, open_perspective
from deelgenoot.perspectives.writing import write_perspective
from deelgenoot_web.accounts.models import Person
from deelgenoot_web.atlas.facts.release import Release, release
from deelgenoot_web.editing.models import TextReader, TextVersion

RELEASE = 0
"""The number of the text as it is in the release."""


@dataclass(frozen=True)
class Draft:
    """A version of a perspective beside its figures."""

    group: GroupPerspective
    number: int
    row: TextVersion | None
    """None for the text of the release."""


def group_name(of: Release, group: str) -> str:
    """Give the Dutch name of the cluster that a perspective is about; empty for the general one."""
    return "" if group == GENERAL else of.typology.cluster(group).name.nl


def text_of_release(group: str) -> str:
    """Write the text of the release."""
    content = release().perspectives[group].content
    return write_perspective(content, group, group_name(release(), group))


def newest_version(group: str) -> TextVersion | None:
    """Find the newest version; None where nobody saved one."""
    return TextVersion.objects.filter(group=group).order_by("-number").first()


def text_of_version(group: str, number: int) -> str | None:
    """Give the text of a version; None for an unknown number."""
    if number == RELEASE:
        return text_of_release(group)
    row = TextVersion.objects.filter(group=group, number=number).first()
    return row.content if row else None


def newest_draft(group: str) -> Draft:
    """Open the newest version, or the text of the release."""
    return _draft(group, newest_version(group))


def find_draft(group: str, number: int) -> Draft | None:
    """Open a version by its number; None for an unknown one."""
    if number == RELEASE:
        return _draft(group, None)
    row = TextVersion.objects.filter(group=group, number=number).first()
    return _draft(group, row) if row else None


def _draft(group: str, row: TextVersion | None) -> Draft:
    of = release()
    if row is None:
        return Draft(of.perspectives[group], RELEASE, None)
    return Draft(open_perspective(group, row.content, of.study, of.typology), row.number, row)


def versions(group: str) -> QuerySet[TextVersion]:
    """List the versions that were saved, the newest first."""
    rows = TextVersion.objects.filter(group=group).select_related("saved_by")
    return rows.order_by("-number")


def groups_of(person: Person) -> list[str]:
    """List the perspectives that a person may read: all for an editor."""
    if person.is_editor:
        return list(release().perspectives)
    asked_for = set(TextReader.objects.filter(person=person).values_list("group", flat=True))
    return [group for group in release().perspectives if group in asked_for]


def published_texts() -> dict[str, str]:
    """Give the newest published text of each perspective that has one."""
    rows = TextVersion.objects.filter(is_published=True).order_by("group", "number")
    return {row.group: row.content for row in rows}
