"""Tables as a workbook for a spreadsheet program: numbers as numbers, the header in sight."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

import xlsxwriter  # type: ignore[import-untyped]  # comes without types

_ALWAYS = datetime(2020, 1, 1, tzinfo=UTC)
"""What every workbook says of when it was made, so that the same table gives the same bytes."""
_AS_THEY_ARE = {
    "in_memory": True,
    # A name that begins with = or http stays a name.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}
_WIDEST = 480
"""Pixels of a column at most."""


@dataclass(frozen=True)
class Worksheet:
    """One sheet: its name, and its header and rows."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[object]]


def write_workbook(sheets: Sequence[Worksheet]) -> bytes:
    """Write sheets as XLSX; what is a number stays one, and an empty text leaves its cell empty."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, _AS_THEY_ARE) as book:
        book.set_properties({"created": _ALWAYS})
        bold = book.add_format({"bold": True})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.write_row(0, 0, sheet.header, bold)
            for number, row in enumerate(sheet.rows, start=1):
                page.write_row(number, 0, row)
            page.freeze_panes(1, 0)
            page.autofit(_WIDEST)
    return target.getvalue()
