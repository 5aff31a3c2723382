"""English is complete, and nothing in it is left over."""

import re
from pathlib import Path

import messages
import pytest


@pytest.mark.parametrize("room", messages.ROOMS, ids=lambda room: room.name)
def test_every_message_has_english(room: Path) -> None:
    assert messages.without_english(room) == []


@pytest.mark.parametrize("room", messages.ROOMS, ids=lambda room: room.name)
def test_the_catalog_holds_exactly_the_messages_of_now(room: Path) -> None:
    now = {(message.id, message.context) for message in messages.collect(room) if message.id}
    kept = messages.read(messages.catalog(room))
    assert {(message.id, message.context) for message in kept if message.id} == now


@pytest.mark.parametrize("room", messages.ROOMS, ids=lambda room: room.name)
def test_no_message_hides_within_a_formatted_string(room: Path) -> None:
    """Such a message is not collected, so it would stay Dutch on English pages."""
    hidden = re.compile(r"\{(?:_|n?gettext|pgettext)\(")
    assert [str(path) for path in room.rglob("*.py") if hidden.search(path.read_text())] == []


def test_messages_of_templates_and_code_are_collected(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        '<p>\n  {% translate "Eén" %}\n</p>\n'
        "{% blocktranslate trimmed count n=3 %}\n  {{ n }} keer\n{% plural %}\n  {{ n }} keren\n"
        '{% endblocktranslate %}{% include "x.html" with words=_("Twee") %}'
    )
    (tmp_path / "page.py").write_text("from x import _\nwords = _('Drie')\n")
    found = {message.id for message in messages.collect(tmp_path) if message.id}
    assert found == {"Eén", ("%(n)s keer", "%(n)s keren"), "Twee", "Drie"}


def test_a_message_without_english_and_a_guess_are_found(tmp_path: Path) -> None:
    path = messages.catalog(tmp_path)
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid "goed"\nmsgstr "good"\n\nmsgid "leeg"\nmsgstr ""\n\n'
        '#, fuzzy\nmsgid "gok"\nmsgstr "guess"\n'
    )
    assert messages.without_english(tmp_path) == ["leeg", "gok"]


def test_a_renewed_catalog_keeps_what_is_used_and_drops_the_rest(tmp_path: Path) -> None:
    path = messages.catalog(tmp_path)
    path.parent.mkdir(parents=True)
    path.write_text('msgid "blijft"\nmsgstr "stays"\n\nmsgid "verdween"\nmsgstr "gone"\n')
    (tmp_path / "page.html").write_text('{% translate "blijft" %}{% translate "nieuw" %}')
    path.write_bytes(messages.renew(tmp_path))
    kept = {message.id: message.string for message in messages.read(path) if message.id}
    assert kept == {"blijft": "stays", "nieuw": ""}
    assert messages.renew(tmp_path) == path.read_bytes()


def test_a_catalog_is_compiled_once(tmp_path: Path) -> None:
    path = messages.catalog(tmp_path)
    path.parent.mkdir(parents=True)
    path.write_text('msgid "ja"\nmsgstr "yes"\n')
    messages.compile_stale(tmp_path)
    compiled = path.with_suffix(".mo")
    first = compiled.stat().st_mtime_ns
    messages.compile_stale(tmp_path)
    assert b"yes" in compiled.read_bytes()
    assert compiled.stat().st_mtime_ns == first
