"""How a page, a table or a list is given: what the views of all pages share."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

COMPACT = {"ensure_ascii": False, "separators": (",", ":")}
"""JSON for programs: without spaces, and with letters as they are."""


def html(
    request: HttpRequest,
    template: str,
    page: Any,
    above: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    """A typed context as HTML; `above` names the pages above it: (url name, words)."""
    trail = [(reverse(name), words) for name, words in above]
    context = {"page": page, "title": page.title, "description": page.description, "trail": trail}
    return render(request, template, context, status=status)


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A table to take along, for a spreadsheet or a program."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(answer)
    writer.writerow(header)
    writer.writerows(rows)
    return answer
