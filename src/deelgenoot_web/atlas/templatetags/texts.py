"""The study's texts, written in Markdown, as HTML."""

from django import template
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

register = template.Library()

# HTML in a text is shown as text: a study can come from anybody.
_MARKDOWN = MarkdownIt("commonmark", {"html": False})


@register.filter
def markdown(text: str) -> SafeString:
    """Render a Markdown text as HTML."""
    return SafeString(_MARKDOWN.render(text))
