"""Tables as people keep them: what spreadsheets write, as text, and what stands between columns."""

from typing import Literal
from unicodedata import category

from deelgenoot.errors import BadData

SEPARATORS = (",", ";", "\t")
_NO_SIGNS = {"Cc", "Cn", "Co", "Cs"}  # control signs and what is no letter: not of a text

_MESSAGES = {
    "workbook": (
        "This is a spreadsheet workbook. Save the sheet as CSV and use that file.",
        "Dit is een werkmap van een rekenprogramma. Bewaar het blad als CSV en neem dat bestand.",
    ),
    "no_text": (
        "This file is not text. Save the table as CSV (UTF-8) and use that file.",
        "Dit bestand is geen tekst. Bewaar de tabel als CSV (UTF-8) en neem dat bestand.",
    ),
}


class NoTextError(BadData):
    """A file that holds no text: a workbook of a spreadsheet, or something else."""

    def __init__(self, kind: Literal["workbook", "no_text"]) -> None:
        self.kind: Literal["workbook", "no_text"] = kind
        super().__init__(*_MESSAGES[kind])


def decode_text(raw: bytes) -> str:
    """Decode UTF-8, UTF-16 or Windows-1252: whatever a spreadsheet writes.

    Raises NoTextError for what is not text.
    """
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise NoTextError("workbook")
    for encoding in (
        ["utf-16"] if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else ["utf-8-sig", "cp1252"]
    ):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(category(sign) in _NO_SIGNS for sign in set(text) - set("\t\n\r")):
            return text
    raise NoTextError("no_text")


def split_head(text: str) -> tuple[int, list[str]]:
    """Count the lines above the names of the columns; return that and the lines from there on.

    Empty lines may come first, and Excel's own `sep=;`; without any other line there are none.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for at, line in enumerate(lines):
        if line.strip() and not line.startswith("sep="):
            return at, lines[at:]
    return 0, []
