"""A perspective as the text of its file: the same content is the same bytes."""

from collections.abc import Iterable, Iterator

from deelgenoot.perspectives.model import (
    GENERAL,
    Claim,
    Claims,
    FollowedFigures,
    Items,
    Lever,
    Passage,
    Perspective,
)
from deelgenoot.words import Text

_RULER = 102
_LONGEST_LIST = 100
_ABOUT = "# Handelingsperspectief {}. README.md zegt hoe dit bestand werkt."
_SIGNS = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_LEVER_TEXTS = (
    *("hefboom", "zelf", "cluster", "regio", "provincie", "rijk"),
    *("instrument", "termijn", "afruil"),
)


def write_perspective(content: Perspective, name: str, cluster: str = "") -> str:
    """Write the text of the file of a perspective; `cluster` is the Dutch name of its cluster.

    `name` is the id of the group: `GENERAL` is about no cluster. What `reading` makes of the text
    is equal to `content`.
    """
    about = f"van het cluster {cluster}" if name != GENERAL else "van alle middelgrote gemeenten"
    lines = [
        _ABOUT.format(about),
        _entry("state", content.state),
        f"version = {content.version}",
        _entry("author", content.author),
        f"date = {content.date.isoformat()}",
        _list("readers", content.readers),
        *_ruler("Kern"),
        *_claims("kern", content.kern),
        *_ruler("Ambitie"),
        *_passage("ambitie", content.ambitie),
        *_ruler("Ontwikkelingen"),
        *_claims("ontwikkelingen", content.ontwikkelingen),
        *_ruler("Verdeeldheid"),
        *_claims("verdeeldheid", content.verdeeldheid),
        *_ruler("Per thema"),
        *_levers(content.thema),
        *_ruler("Valkuilen, vragen, volgcijfers"),
        *_items("valkuilen", content.valkuilen),
        "",
        *_items("vragen", content.vragen),
        "",
        *_followed_figures(content.volg),
        "",
        *_passage("niet", content.niet),
    ]
    return "\n".join(lines) + "\n"


def _ruler(title: str) -> Iterator[str]:
    yield ""
    yield f"# ── {title} ".ljust(_RULER, "─")


def _claims(name: str, block: Claims) -> Iterator[str]:
    yield from _head(name, block.origin)
    yield from _text("title", block.title)
    for claim in block.claim:
        yield ""
        yield f"[[{name}.claim]]"
        yield from _claim(claim)


def _claim(claim: Claim) -> Iterator[str]:
    yield from _text("title", claim.title)
    yield from _text("text", claim.text)
    yield from _long_list("test", claim.test)
    if claim.chart:
        yield _list("chart", claim.chart)


def _passage(name: str, block: Passage) -> Iterator[str]:
    yield from _head(name, block.origin)
    yield from _text("text", block.text)


def _items(name: str, block: Items) -> Iterator[str]:
    yield from _head(name, block.origin)
    for item in block.item:
        yield f"[[{name}.item]]"
        yield _entry("nl", item.nl)
        yield _entry("en", item.en)


def _levers(levers: Iterable[Lever]) -> Iterator[str]:
    for at, lever in enumerate(levers):
        if at:
            yield ""
        yield "[[thema]]"
        yield _entry("theme", lever.theme)
        yield _list("opgaven", lever.opgaven)
        yield _entry("origin", lever.origin)
        for name in _LEVER_TEXTS:
            yield from _text(name, getattr(lever, name))
        yield from _long_list("test", lever.test)


def _followed_figures(block: FollowedFigures) -> Iterator[str]:
    yield from _head("volg", block.origin)
    yield "item = ["
    for item in block.item:
        yield f"  {{ {_entry('indicator', item.indicator)}, {_entry('gewenst', item.gewenst)} }},"
    yield "]"


def _head(name: str, origin: str) -> Iterator[str]:
    yield f"[{name}]"
    yield _entry("origin", origin)


def _text(name: str, text: Text | None) -> Iterator[str]:
    if text is not None:
        yield _entry(f"{name}.nl", text.nl)
        yield _entry(f"{name}.en", text.en)


def _entry(name: str, value: str) -> str:
    return f"{name} = {_quote(value)}"


def _list(name: str, values: Iterable[str]) -> str:
    return f"{name} = [{', '.join(map(_quote, values))}]"


def _long_list(name: str, values: tuple[str, ...]) -> Iterator[str]:
    """Write a list on one line, or on a line each where it is long; nothing for none."""
    line = _list(name, values)
    if not values:
        return
    if len(line) <= _LONGEST_LIST:
        yield line
        return
    yield f"{name} = ["
    yield from (f"  {_quote(value)}," for value in values)
    yield "]"


def _quote(value: str) -> str:
    """Write a string as TOML does, with its signs of control escaped."""
    return f'"{"".join(_escape(sign) for sign in value)}"'


def _escape(sign: str) -> str:
    if sign in _SIGNS:
        return _SIGNS[sign]
    return sign if sign.isprintable() else f"\\U{ord(sign):08x}"
