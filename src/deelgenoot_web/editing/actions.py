"""Every change of a text: one function, keyword-only, one transaction."""

import secrets
from collections.abc import Mapping

import msgspec
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from deelgenoot.errors import BadChoice
from deelgenoot.perspectives.model import Perspective
from deelgenoot.perspectives.reading import find_problems, open_perspective
from deelgenoot.perspectives.writing import write_perspective
from deelgenoot_web.accounts.models import Person
from deelgenoot_web.accounts.rules import require
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.editing.blocks import LONGEST, block_of, fill_block
from deelgenoot_web.editing.models import ReaderRemark, ReaderSignature, TextReader, TextVersion
from deelgenoot_web.editing.queries import (
    find_draft,
    group_name,
    newest_draft,
    newest_version,
    text_of_version,
)
from deelgenoot_web.editing.rules import N_SIGNATURES, may_edit, may_read
from deelgenoot_web.editing.words import asked_words
from deelgenoot_web.letters import actions as letters

_TRIES = 3


class EditConflictError(Exception):
    """Somebody else changed the same block since the page was opened."""


class TooLongError(BadChoice):
    """A field that holds more than a text of this site can be."""


class NotReadyError(BadChoice):
    """A version that cannot be published yet."""


def save_block(
    *, by: Person, group: str, key: str, values: Mapping[str, str], base: int
) -> TextVersion:
    """Save one block as the next version; other blocks stay as the newest version has them.

    `base` is the version that the page showed. Raises EditConflictError when this block is another
    by now, TooLongError for a field that nobody typed, and PermissionDenied.
    """
    require(may_edit(by))
    if any(len(value) > LONGEST for value in values.values()):
        raise TooLongError
    for _try in range(_TRIES):
        newest = newest_draft(group)
        base_draft = find_draft(group, base)
        content = newest.group.content
        if base_draft is None or block_of(base_draft.group.content, key) != block_of(content, key):
            raise EditConflictError
        text = _write(group, fill_block(content, key, values))
        if newest.row and text == newest.row.content:
            return newest.row
        if version := _add(by, group, text, newest.number):
            return version
    raise EditConflictError


def restore(*, by: Person, group: str, number: int) -> TextVersion:
    """Make the text of an older version the newest one. Raises PermissionDenied, LookupError."""
    require(may_edit(by))
    text = text_of_version(group, number)
    if text is None:
        raise LookupError(number)
    version = _add(by, group, text, newest_draft(group).number, restores=number)
    if version is None:
        raise EditConflictError
    return version


@transaction.atomic
def ask_reader(*, by: Person, group: str, email: str, gm_code: str) -> TextReader:
    """Ask somebody of a municipality to read a perspective; once. Raises PermissionDenied."""
    require(may_edit(by))
    person, _is_new = Person.objects.get_or_create(
        email=email.lower(), defaults={"language": by.language}
    )
    reader, is_new = TextReader.objects.get_or_create(
        group=group, person=person, defaults={"gm_code": gm_code, "asked_at": timezone.now()}
    )
    if is_new:
        subject, text = asked_words(reader)
        key = f"editing.asked:{secrets.token_hex(16)}"
        letters.send(to=person.email, subject=subject, text=text, key=key)
    return reader


@transaction.atomic
def remark(*, by: Person, version: TextVersion, block: str, text: str) -> ReaderRemark:
    """Say something about a block of a version. Raises PermissionDenied."""
    require(may_read(by, version.group))
    return ReaderRemark.objects.create(
        version=version, block=block, text=text, person=by, said_at=timezone.now()
    )


@transaction.atomic
def sign(*, by: Person, version: TextVersion) -> ReaderSignature:
    """Sign a version for one's municipality; once. Raises PermissionDenied."""
    reader = TextReader.objects.filter(person=by, group=version.group).first()
    if reader is None:
        raise PermissionDenied
    signature, _is_new = ReaderSignature.objects.get_or_create(
        version=version, reader=reader, defaults={"signed_at": timezone.now()}
    )
    return signature


def publish(*, by: Person, version: TextVersion) -> TextVersion:
    """Publish the newest version under the name of `by`, with the municipalities that signed it.

    Raises NotReadyError when it is not the newest, when something in it cannot be used, or when
    too few municipalities signed; and PermissionDenied.
    """
    require(may_edit(by))
    newest = newest_version(version.group)
    codes = signed_codes(version)
    of = release()
    group = open_perspective(version.group, version.content, of.study, of.typology)
    is_sound = not any(find_problems(group, of.study))
    if newest != version or len(codes) < N_SIGNATURES or not is_sound or version.is_published:
        raise NotReadyError
    content = msgspec.structs.replace(
        group.content,
        state="gepubliceerd",
        version=of.perspectives[version.group].content.version + version.number,
        author=by.name or by.email,
        date=timezone.localdate(),
        readers=tuple(of.catalog.areas[code].name for code in codes),
    )
    text = _write(version.group, content)
    published_version = _add(by, version.group, text, version.number, is_published=True)
    if published_version is None:
        raise NotReadyError
    return published_version


def signed_codes(version: TextVersion) -> list[str]:
    """List the municipalities that signed a version, each once."""
    codes = version.signatures.order_by("pk").values_list("reader__gm_code", flat=True)
    return list(dict.fromkeys(codes))


def _write(group: str, content: Perspective) -> str:
    return write_perspective(content, group, group_name(release(), group))


def _add(by: Person, group: str, text: str, newest: int, **more: int | bool) -> TextVersion | None:
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
