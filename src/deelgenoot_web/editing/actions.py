"""Every change of a text: one function, keyword-only, one transaction."""

import secrets
from collections.abc import Mapping
from typing import Any

import msgspec
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from deelgenoot.errors import BadChoice, BadStudy
from deelgenoot.perspectives.model import Perspective
from deelgenoot.perspectives.reading import find_problems
from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.rules import require
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.editing.blocks import LONGEST, block_of, fill_block, lacks_entries
from deelgenoot_web.editing.models import ReaderRemark, ReaderSignature, TextReader, TextVersion
from deelgenoot_web.editing.queries import (
    find_draft,
    newest_draft,
    newest_number,
    open_text,
    release_digest,
    text_of_release,
    write_text,
)
from deelgenoot_web.editing.rules import N_SIGNATURES, may_edit, may_read
from deelgenoot_web.editing.words import asked_words
from deelgenoot_web.letters import actions as letters

_TRIES = 3


class EditConflictError(Exception):
    """Somebody else changed the same block since the page was opened."""


class TooLongError(BadChoice):
    """A field that holds more than a text of this site can be."""


class EmptyBlockError(BadChoice):
    """A block that lost its last claim, item or lever."""


class UnreadableTextError(BadChoice):
    """A text that could not be opened again once it is saved."""


class NotReadyError(BadChoice):
    """A version that cannot be published yet, or signed any more."""


def save_block(
    *, by: Person, group: str, key: str, values: Mapping[str, str], base: int
) -> TextVersion:
    """Save one block as the next version; other blocks stay as the newest version has them.

    `base` is the version that the page showed. Raises EditConflictError when this block is another
    by now, TooLongError for a field that nobody typed, EmptyBlockError, UnreadableTextError, and
    PermissionDenied.
    """
    require(may_edit(by))
    if any(len(value) > LONGEST for value in values.values()):
        raise TooLongError
    for _try in range(_TRIES):
        # First the number: a version that comes in between takes the next one, and we try again.
        number, newest = newest_number(group), newest_draft(group)
        base_draft = find_draft(group, base)
        content = newest.group.content
        text = _write_block(group, key, fill_block(content, key, values))
        if newest.row and newest.number == number and text == newest.row.content:
            return newest.row
        if base_draft is None or block_of(base_draft.group.content, key) != block_of(content, key):
            raise EditConflictError
        digest = newest.row.release_digest if newest.row else release_digest(group)
        if version := _add(by, group, text, number, release_digest=digest):
            return version
    raise EditConflictError


def restore(*, by: Person, group: str, number: int) -> TextVersion:
    """Make the text of an older version the newest one.

    Raises PermissionDenied, and LookupError for one that is unknown or cannot be opened.
    """
    require(may_edit(by))
    draft = find_draft(group, number)
    if draft is None:
        raise LookupError(number)
    text = draft.row.content if draft.row else text_of_release(group)
    digest = draft.row.release_digest if draft.row else release_digest(group)
    more = {"restores": number, "release_digest": digest}
    version = _add(by, group, text, newest_number(group), **more)
    if version is None:
        raise EditConflictError
    return version


@transaction.atomic
def ask_reader(*, by: Person, group: str, email: str, gm_code: str) -> TextReader:
    """Ask somebody of a municipality to read a perspective; once.

    Who was asked for another municipality reads for this one from now on, and signs anew. Raises
    PermissionDenied.
    """
    require(may_edit(by))
    person, _is_new = Person.objects.get_or_create(
        email=email.lower(), defaults={"language": by.language}
    )
    reader, is_new = TextReader.objects.get_or_create(
        group=group, person=person, defaults={"gm_code": gm_code, "asked_at": timezone.now()}
    )
    is_moved = reader.gm_code != gm_code
    if is_moved:
        reader.signatures.all().delete()
        reader.gm_code, reader.asked_at = gm_code, timezone.now()
        reader.save()
    if is_new or is_moved:
        subject, text = asked_words(reader)
        key = f"editing.asked:{secrets.token_hex(16)}"
        letters.send(to=person.email, subject=subject, text=text, key=key)
    return reader


@transaction.atomic
def withdraw_reader(*, by: Person, reader: TextReader) -> None:
    """Take back that somebody was asked, with their signatures. Raises PermissionDenied."""
    require(may_edit(by))
    reader.delete()


@transaction.atomic
def remark(*, by: Person, version: TextVersion, block: str, text: str) -> ReaderRemark:
    """Say something about a block of a version. Raises PermissionDenied."""
    require(may_read(by, version.group))
    return ReaderRemark.objects.create(
        version=version, block=block, text=text, person=by, said_at=timezone.now()
    )


@transaction.atomic
def sign(*, by: Person, version: TextVersion) -> ReaderSignature:
    """Sign a version for one's municipality; once.

    Raises PermissionDenied, and NotReadyError for one that is published.
    """
    reader = TextReader.objects.filter(person=by, group=version.group).first()
    if reader is None:
        raise PermissionDenied
    if version.is_published:
        raise NotReadyError
    signature, _is_new = ReaderSignature.objects.get_or_create(
        version=version, reader=reader, defaults={"signed_at": timezone.now()}
    )
    return signature


def publish(*, by: Person, version: TextVersion) -> TextVersion:
    """Publish the newest version under the name of `by`, with the municipalities that signed it.

    Its number on the site is that in its file too. Raises NotReadyError when it is not the newest,
    when something in it cannot be used, when too few municipalities signed, or when `by` has no
    name; and PermissionDenied.
    """
    require(may_edit(by))
    draft, codes, of = newest_draft(version.group), signed_codes(version), release()
    is_sound = bool(by.name) and not any(find_problems(draft.group, of.study))
    if draft.row != version or len(codes) < N_SIGNATURES or not is_sound or version.is_published:
        raise NotReadyError
    # The files of before the editing room have numbers of their own: none comes back.
    newest = max(version.number, of.perspectives[version.group].content.version)
    content = msgspec.structs.replace(
        draft.group.content,
        state="gepubliceerd",
        version=newest + 1,
        author=by.name,
        date=timezone.localdate(),
        readers=tuple(of.catalog.areas[code].name for code in codes),
    )
    text = write_text(version.group, content)
    more = {"is_published": True, "release_digest": version.release_digest}
    published_version = _add(by, version.group, text, newest, **more)
    if published_version is None:
        raise NotReadyError
    return published_version


def signed_codes(version: TextVersion) -> list[str]:
    """List the municipalities of this release that signed a version, each once."""
    codes = version.signatures.order_by("pk").values_list("reader__gm_code", flat=True)
    areas = release().catalog.areas
    return [code for code in dict.fromkeys(codes) if code in areas]


def _write_block(group: str, key: str, content: Perspective) -> str:
    """Write a text whose block was filled in, unless it could not be opened again."""
    if lacks_entries(content, key):
        raise EmptyBlockError
    text = write_text(group, content)
    try:
        open_text(group, text)
    except BadStudy as error:
        raise UnreadableTextError from error
    return text


def _add(by: Person, group: str, text: str, newest: int, **more: Any) -> TextVersion | None:
    """Add the version after `newest`; None where somebody else was first."""
    try:
        with transaction.atomic():
            return TextVersion.objects.create(
                group=group,
                number=newest + 1,
                content=text,
                saved_by=by,
                saved_at=timezone.now(),
                **more,
            )
    except IntegrityError:
        return None
