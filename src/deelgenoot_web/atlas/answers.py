"""Answers that the views of all pages give: a page as HTML, a table as CSV."""

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
    """Render a typed context as HTML; `above` names the pages above it: (url name, words)."""
    trail = [(reverse(name), words) for name, words in above]
    context = {"page": page, "title": page.title, "description": page.description, "trail": trail}
    return render(request, template, context, status=status)


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Answer with a table as a file, for a spreadsheet or a program."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(answer)
    writer.writerow(header)
    writer.writerows(rows)
    return answer
