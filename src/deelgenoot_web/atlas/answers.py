"""Answers that the views of all pages give: a page as HTML, a table as CSV or as a workbook."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from deelgenoot.catalog import Indicator
from deelgenoot_web.atlas.edition import Edition, edition
from deelgenoot_web.atlas.facts.workbooks import Worksheet, write_workbook

COMPACT = {"ensure_ascii": False, "separators": (",", ":")}
"""JSON for programs: without spaces, and with letters as they are."""

Ending = Literal["csv", "xlsx"]
"""How the name of a table ends: for programs, or for people with a spreadsheet."""
Rows = Iterable[Sequence[object]]


def html(
    request: HttpRequest,
    template: str,
    page: Any,
    above: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    """Render a typed context as HTML; `above` names the pages above it: (url name, words)."""
    trail = [(reverse(name), words) for name, words in above]
    context = {"page": page, "title": page.title, "description": page.description, "trail": trail}
    return render(request, template, context, status=status)


def table_file(
    name: str, ending: Ending, table: tuple[Sequence[str], Rows], about: Rows | None = None
) -> HttpResponse:
    """Answer with a table as a file; a workbook has a second sheet, on where it comes from.

    `about` is what that sheet says: by default the release, with the source of every indicator.
    """
    header, rows = table
    if ending == "csv":
        return _csv_file(f"{name}.csv", header, rows)
    sheets = (
        Worksheet(_("Cijfers"), header, rows),
        Worksheet(_("Bron"), (_("Wat"), _("Inhoud")), about or about_release(edition())),
    )
    return workbook_file(name, sheets)


def workbook_file(name: str, sheets: Sequence[Worksheet]) -> HttpResponse:
    """Answer with sheets as a workbook."""
    answer = HttpResponse(
        write_workbook(sheets),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer


def about_release(
    edition: Edition, indicators: Iterable[Indicator] | None = None
) -> list[tuple[str, ...]]:
    """Say where figures come from: the release, then the source and licence of each indicator."""
    listing = edition.catalog.indicators.values() if indicators is None else indicators
    return [
        (_("Gemaakt met"), f"deelgenoot {edition.typology.versions['deelgenoot']}"),
        (_("Studie"), edition.words(edition.study.title)),
        (_("Gemeenten"), _("op de grenzen van %(year)s") % {"year": edition.catalog.areas.year}),
        (_("Indeling"), _("onze eigen berekening")),
        (_("Gebruik"), _("met naam van de bron; de licentie van elke bron staat hieronder")),
        *((edition.words(one.label), _source(edition, one)) for one in listing),
    ]


def _source(edition: Edition, indicator: Indicator) -> str:
    parts = (
        indicator.publisher,
        indicator.table,
        edition.years(indicator),
        indicator.unit,
        indicator.licence,
        indicator.url,
    )
    return " · ".join(part for part in parts if part)


def _csv_file(name: str, header: Sequence[str], rows: Rows) -> HttpResponse:
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(answer)
    writer.writerow(header)
    writer.writerows(rows)
    return answer
