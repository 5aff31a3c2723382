"""The HTML of one part, from its template and what it shows."""

from django.template.loader import render_to_string


def paint(name: str, **context: object) -> str:
    """Render the template of a part in the active language."""
    return render_to_string(f"meetings/parts/{name}.html", context)
