"""Keeps the translations: `messages.py` collects and compiles, `messages.py compile` only compiles.

Dutch is the source, in templates and in Python. Each room of the site has its English in its own
`locale/en`. Babel does what system gettext would do, so that nobody has to install that.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "src" / "deelgenoot_web"
ROOMS = tuple(sorted(path.parent for path in WEB.glob("*/__init__.py")))
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
# Written by hand: Babel would put the time of day in it.
_HEADER = b"""msgid ""
msgstr ""
"Project-Id-Version: deelgenoot\\n"
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def main(arguments: list[str]) -> None:
    if arguments not in ([], ["compile"]):
        sys.exit("Use: messages.py, or messages.py compile")
    for room in ROOMS:
        if not arguments:
            catalog(room).parent.mkdir(parents=True, exist_ok=True)
            catalog(room).write_bytes(renew(room))
            for message in without_english(room):
                print(f"{room.name}: {message}")
        compile_stale(room)


def catalog(room: Path) -> Path:
    """Where the English of a room stands."""
    return room / "locale" / "en" / "LC_MESSAGES" / "django.po"


def collect(room: Path) -> Catalog:
    """Every message that the room has now."""
    messages = Catalog()
    for path in sorted([*room.rglob("*.html"), *room.rglob("*.py")]):
        for _line, message, comments, context in _messages(path):
            messages.add(message, None, auto_comments=comments, context=context)
    return messages


def _messages(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        lines = templatize(text, origin=str(path)).splitlines()
        # What was markup is now words without meaning; its indentation would mislead Python.
        text = "\n".join(line.strip() for line in lines)
    yield from extract("python", BytesIO(text.encode()), KEYWORDS, ["Translators:"])


def renew(room: Path) -> bytes:
    """The room's file with the messages of now: new ones empty, old ones gone, nothing guessed."""
    translations = read(catalog(room))
    translations.update(collect(room), no_fuzzy_matching=True)
    body = BytesIO()
    # Without places: a page that moves to another file leaves its translations alone.
    options = {"ignore_obsolete": True, "no_location": True, "sort_output": True}
    write_po(body, translations, omit_header=True, width=100, **options)
    return _HEADER + body.getvalue()


def without_english(room: Path) -> list[str]:
    """The messages of a room without English, or with English that is marked as a guess."""
    return [
        str(message.id)
        for message in read(catalog(room))
        if message.id and (message.fuzzy or not all(_strings(message.string)))
    ]


def _strings(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string or ("",))


def read(path: Path) -> Catalog:
    """A catalog of English; an empty one where there is no file."""
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def compile_stale(room: Path) -> None:
    """Write the room's `.mo` when it is older than its `.po`."""
    source = catalog(room)
    target = source.with_suffix(".mo")
    if not source.exists():
        return
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return
    with target.open("wb") as file:
        write_mo(file, read(source))


# Django takes templates apart only with settings in place; here the standard ones will do.
if __name__ == "__main__":
    settings.configure()
    main(sys.argv[1:])
