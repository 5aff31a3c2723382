"""What pages ask of the versions of a perspective."""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Max, QuerySet

from deelgenoot.errors import BadStudy
from deelgenoot.perspectives.model import GENERAL, Perspective
from deelgenoot.perspectives.reading import GroupPerspective, open_perspective
from deelgenoot.perspectives.writing import write_perspective
from deelgenoot_web.accounts.models import Person
from deelgenoot_web.atlas.facts.release import Release, release
from deelgenoot_web.editing.models import ReaderRemark, TextReader, TextVersion

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
    return write_text(group, release().perspectives[group].content)


def write_text(group: str, content: Perspective) -> str:
    """Write a text as its file has it."""
    return write_perspective(content, group, group_name(release(), group))


def text_digest(text: bytes) -> str:
    """Name a text by what stands in it."""
    return sha256(text).hexdigest()[:32]


def release_digest(group: str) -> str:
    """Give the digest of the text of the release."""
    return text_digest(text_of_release(group).encode())


def forerunners(row: TextVersion) -> set[str]:
    """Give the digests of what a version goes on from, and of itself once it is published.

    These are the text of the release from which it was begun, and what was published since.
    """
    rows = TextVersion.objects.filter(group=row.group, is_published=True, number__lte=row.number)
    return {row.release_digest, *(text_digest(one.content.encode()) for one in rows)} - {""}


def misses_release(row: TextVersion) -> bool:
    """Tell whether the text of the release was changed since a version was begun from it."""
    is_known = bool(row.release_digest)
    return is_known and release_digest(row.group) not in forerunners(row)


def newest_number(group: str) -> int:
    """Give the number of the newest version, whether it can be opened or not."""
    newest = TextVersion.objects.filter(group=group).aggregate(number=Max("number"))["number"]
    return newest or RELEASE


def newest_draft(group: str) -> Draft:
    """Open the newest version that can be opened, or the text of the release."""
    return _newest_draft_of(TextVersion.objects.filter(group=group), group)


def draft_before(group: str, number: int) -> Draft:
    """Open the newest version before a number that can be opened, or the text of the release."""
    return _newest_draft_of(TextVersion.objects.filter(group=group, number__lt=number), group)


def _newest_draft_of(rows: QuerySet[TextVersion], group: str) -> Draft:
    """Pass over versions that cannot be opened: one of them must not lock the whole room."""
    while row := rows.order_by("-number").first():
        if draft := _open(row):
            return draft
        rows = rows.filter(number__lt=row.number)
    return _draft_of_release(group)


def find_draft(group: str, number: int) -> Draft | None:
    """Open a version by its number; None for one that is unknown or cannot be opened."""
    if number == RELEASE:
        return _draft_of_release(group)
    row = TextVersion.objects.filter(group=group, number=number).first()
    return _open(row) if row else None


def _draft_of_release(group: str) -> Draft:
    return Draft(release().perspectives[group], RELEASE, None)


def _open(row: TextVersion) -> Draft | None:
    """Open a version; None where its text has no sense to this release."""
    try:
        return Draft(open_text(row.group, row.content), row.number, row)
    except BadStudy:
        return None


def open_text(group: str, text: str) -> GroupPerspective:
    """Open a text as its readers do. Raises BadStudy where it has no sense."""
    of = release()
    return open_perspective(group, text, of.study, of.typology)


def versions(group: str) -> QuerySet[TextVersion]:
    """List the versions that were saved, the newest first."""
    rows = TextVersion.objects.filter(group=group).select_related("saved_by")
    return rows.order_by("-number")


def remarks_on(group: str) -> list[ReaderRemark]:
    """List the remarks on every version of a perspective, those on the newest version first."""
    rows = ReaderRemark.objects.filter(version__group=group).select_related("person", "version")
    return list(rows.defer("version__content").order_by("-version__number", "pk"))


def groups_of(person: Person) -> list[str]:
    """List the perspectives that a person may read: all for an editor."""
    if person.is_editor:
        return list(release().perspectives)
    asked_for = set(TextReader.objects.filter(person=person).values_list("group", flat=True))
    return [group for group in release().perspectives if group in asked_for]


def published_versions() -> list[TextVersion]:
    """List the newest published version of each perspective that has one."""
    rows = TextVersion.objects.filter(is_published=True).order_by("group", "number")
    return list({row.group: row for row in rows}.values())


def is_taken_up(digests: Collection[str], row: TextVersion) -> bool:
    """Tell whether a later version was begun from a text that a release had meanwhile."""
    later_rows = TextVersion.objects.filter(group=row.group, number__gt=row.number)
    return later_rows.filter(release_digest__in=digests).exists()
