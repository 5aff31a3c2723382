"""What the pages of this room show, as frozen contexts."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deelgenoot.errors import BadStudy
from deelgenoot.perspectives.checking import find_doubts
from deelgenoot.perspectives.model import GENERAL
from deelgenoot.perspectives.reading import find_problems
from deelgenoot_web.accounts.models import Person
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.editing.actions import signed_codes
from deelgenoot_web.editing.blocks import BLOCKS, THEME, block_of
from deelgenoot_web.editing.comparing import ChangedField, changed_fields
from deelgenoot_web.editing.models import ReaderRemark, TextReader
from deelgenoot_web.editing.preview import BlockPreview, preview_block
from deelgenoot_web.editing.queries import Draft, groups_of, newest_draft, remarks_on
from deelgenoot_web.editing.rules import N_SIGNATURES


@dataclass(frozen=True)
class PerspectiveEntry:
    """A perspective in the list."""

    group: str
    name: str
    number: int
    is_published: bool
    n_doubts: int | None
    """What somebody has to look at; None where something has to be mended first."""


@dataclass(frozen=True)
class BlockEntry:
    """A block with its preview and what was said about it."""

    key: str
    name: str
    preview: BlockPreview
    remarks: tuple[ReaderRemark, ...]
    """Those on all versions of the text: the newest version first."""


@dataclass(frozen=True)
class ReaderEntry:
    """Somebody who was asked to read, and whether they signed the version that is shown."""

    reader: TextReader
    municipality: str
    """Its name; its code where the release has it no more."""
    has_signed: bool


@dataclass(frozen=True)
class ComparedBlock:
    """A block that two versions do not share."""

    name: str
    fields: tuple[ChangedField, ...]


def group_title(edition: Edition, group: str) -> str:
    """Name a perspective as people know it."""
    if group == GENERAL:
        return _("Alle middelgrote gemeenten")
    return edition.words(edition.typology.cluster(group).name)


def perspective_entries(edition: Edition, person: Person) -> Iterator[PerspectiveEntry]:
    """List the perspectives that a person may read."""
    for group in groups_of(person):
        draft = newest_draft(group)
        is_faulty = any(find_problems(draft.group, edition.study))
        doubts = None if is_faulty else doubts_of(edition, draft)
        yield PerspectiveEntry(
            group=group,
            name=group_title(edition, group),
            number=draft.number,
            is_published=draft.row is not None and draft.row.is_published,
            n_doubts=None if doubts is None else len(doubts),
        )


def doubts_of(edition: Edition, draft: Draft) -> list[str] | None:
    """Say what of a text somebody has to look at, as `deelgenoot check` does of a file.

    None where a reference or a test cannot be read: that is a problem of its block.
    """
    try:
        doubts = find_doubts(draft.group, edition.study, edition.typology)
        return [edition.words(one.sentence) for one in doubts]
    except BadStudy:
        return None


def block_names(edition: Edition) -> dict[str, str]:
    """Name every block by key: those of the themes stand before the pitfalls."""
    names = {key: str(name) for key, name in BLOCKS.items()}
    themes = {f"{THEME}{one.id}": edition.words(one.label) for one in edition.catalog.themes}
    keys = list(names)
    at = keys.index("valkuilen")
    order = [*keys[:at], *themes, *keys[at:]]
    return {key: (names | themes)[key] for key in order}


def block_entries(edition: Edition, draft: Draft) -> Iterator[BlockEntry]:
    """Show every block of a version; a theme without a lever only to whom may write one."""
    remarks = remarks_on(draft.group.id)
    problems = tuple(find_problems(draft.group, edition.study))
    for key, name in block_names(edition).items():
        yield BlockEntry(
            key=key,
            name=name,
            preview=preview_block(edition, draft.group, key, problems)
            if block_of(draft.group.content, key) is not None
            else BlockPreview((), (), ()),
            remarks=tuple(one for one in remarks if one.block == key),
        )


def reader_entries(edition: Edition, draft: Draft) -> list[ReaderEntry]:
    """List who was asked to read."""
    readers = TextReader.objects.filter(group=draft.group.id).select_related("person")
    signed_readers = (
        set(draft.row.signatures.values_list("reader", flat=True)) if draft.row else set()
    )
    areas = edition.catalog.areas
    return [
        ReaderEntry(
            reader=one,
            municipality=areas[one.gm_code].name if one.gm_code in areas else one.gm_code,
            has_signed=one.pk in signed_readers,
        )
        for one in readers.order_by("pk")
    ]


def why_not_published(draft: Draft) -> str:
    """Say what stands between a sound version and publishing it; nothing when it may be."""
    if draft.row is None:
        return _("Deze tekst is die van de uitgave; er is nog niets gewijzigd.")
    if draft.row.is_published:
        return _("Deze versie is gepubliceerd.")
    slots = {"n": len(signed_codes(draft.row)), "all": N_SIGNATURES}
    words = _("Getekend door %(n)s van de %(all)s gemeenten die nodig zijn.")
    return words % slots if slots["n"] < N_SIGNATURES else ""


def compared_blocks(edition: Edition, old: Draft, new: Draft) -> Iterator[ComparedBlock]:
    """Compare two versions, block by block."""
    for key, name in block_names(edition).items():
        fields = tuple(changed_fields(old.group.content, new.group.content, key))
        if fields:
            yield ComparedBlock(name, fields)
