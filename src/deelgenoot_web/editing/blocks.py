"""A perspective as blocks with fields, and what somebody filled in as a perspective again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deelgenoot.perspectives.model import (
    Claim,
    Claims,
    FollowedFigure,
    FollowedFigures,
    Items,
    Lever,
    Origin,
    Passage,
    Perspective,
    Wish,
)
from deelgenoot.words import Text

FieldKind = Literal["text", "lines", "origin"]
THEME = "thema-"
LONGEST = 20_000
"""Signs in one field: ten times what fits a page."""
ORIGINS: tuple[str, ...] = get_args(Origin)
_WISHES: tuple[str, ...] = get_args(Wish)
_LEVER_TEXTS: dict[str, Promise] = {
    "hefboom": _("Hefboom"),
    "zelf": _("Zelf"),
    "cluster": _("Samen in het cluster"),
    "regio": _("Met de regio"),
    "provincie": _("Met de provincie"),
    "rijk": _("Met het Rijk"),
    "instrument": _("Instrument"),
    "termijn": _("Termijn"),
    "afruil": _("Afruil"),
}
_OBLIGATORY = frozenset({"hefboom", "zelf"})
BLOCKS: dict[str, Promise] = {
    "kern": _("Kern"),
    "ambitie": _("Ambitie"),
    "ontwikkelingen": _("Ontwikkelingen"),
    "verdeeldheid": _("Verdeeldheid"),
    "valkuilen": _("Valkuilen"),
    "vragen": _("Vragen"),
    "volg": _("Volgcijfers"),
    "niet": _("Niet in de cijfers"),
}
"""The blocks of a perspective by key; those of the themes stand before the pitfalls."""
_EMPTY = Text("", "")
_MOST_DIGITS = 4
"""Of the number of a row in a form."""


@dataclass(frozen=True)
class BlockField:
    """One field of a block, as a form asks it."""

    name: str
    label: str
    value: str
    kind: FieldKind = "text"
    language: str = ""
    """That of a text; empty for lines and origins, whose words are Dutch in both languages."""


def block_of(content: Perspective, key: str) -> Any:
    """Give the part of a perspective that a block is about; None for a theme without a lever."""
    if key.startswith(THEME):
        theme = key.removeprefix(THEME)
        return next((lever for lever in content.thema if lever.theme == theme), None)
    return getattr(content, key)


def block_fields(content: Perspective, key: str) -> tuple[BlockField, ...]:
    """List the fields of a block, with an empty claim or item after the last."""
    block = block_of(content, key)
    if key.startswith(THEME):
        return tuple(_lever_fields(block))
    origin = BlockField("origin", str(_("Herkomst")), block.origin, "origin")
    inside: Iterator[BlockField]
    match block:
        case Claims():
            inside = _claim_fields(block)
        case Passage():
            inside = _pair("text", str(_("Tekst")), block.text)
        case Items():
            inside = _item_fields(block)
        case _:
            inside = _followed_fields(block)
    return (origin, *inside)


def _pair(name: str, label: str, text: Text | None) -> Iterator[BlockField]:
    for language in ("nl", "en"):
        value = (text or _EMPTY).in_language(language)
        yield BlockField(f"{name}-{language}", label, value, language=language)


def _claim_fields(block: Claims) -> Iterator[BlockField]:
    yield from _pair("title", str(_("Kop van het blok")), block.title)
    for at, claim in enumerate((*block.claim, Claim(_EMPTY))):
        slots = {"n": at + 1}
        yield from _pair(f"claim-{at}-title", _("Kop %(n)s") % slots, claim.title)
        yield from _pair(f"claim-{at}-text", _("Bewering %(n)s") % slots, claim.text)
        tests, charts = "\n".join(claim.test), "\n".join(claim.chart)
        yield BlockField(f"claim-{at}-test", _("Toetsen %(n)s") % slots, tests, "lines")
        yield BlockField(f"claim-{at}-chart", _("Grafieken %(n)s") % slots, charts, "lines")


def _item_fields(block: Items) -> Iterator[BlockField]:
    for at, item in enumerate((*block.item, _EMPTY)):
        yield from _pair(f"item-{at}", _("Tekst %(n)s") % {"n": at + 1}, item)


def _followed_fields(block: FollowedFigures) -> Iterator[BlockField]:
    lines = "\n".join(f"{one.indicator}: {one.gewenst}" for one in block.item)
    yield BlockField("items", str(_("Kenmerk: hoger, lager of geen")), lines, "lines")


def _lever_fields(lever: Lever | None) -> Iterator[BlockField]:
    opgaven, tests = (lever.opgaven, lever.test) if lever else ((), ())
    yield BlockField("origin", str(_("Herkomst")), lever.origin if lever else "redactie", "origin")
    yield BlockField("opgaven", str(_("Opgaven")), "\n".join(opgaven), "lines")
    for name, label in _LEVER_TEXTS.items():
        yield from _pair(name, str(label), getattr(lever, name) if lever else None)
    yield BlockField("test", str(_("Toetsen")), "\n".join(tests), "lines")


def lacks_entries(content: Perspective, key: str) -> bool:
    """Tell whether a block has none of what its file must have: a claim, an item or a lever."""
    match block_of(content, key):
        case Claims(claim=entries) | Items(item=entries):
            return not entries
        case None:
            return not content.thema
        case _:
            return False


def fill_block(content: Perspective, key: str, values: Mapping[str, str]) -> Perspective:
    """Give the perspective with what somebody filled in for one block; what is empty is left out.

    References and tests are taken as they are: `find_problems` judges them.
    """
    read = _Reader(values)
    if key.startswith(THEME):
        return _with_lever(content, key.removeprefix(THEME), read)
    block: Any
    match block_of(content, key):
        case Claims():
            block = Claims(read.origin(), tuple(read.claims()), read.text("title"))
        case Passage():
            block = Passage(read.origin(), read.text("text") or _EMPTY)
        case Items():
            block = Items(read.origin(), tuple(read.items()))
        case _:
            block = FollowedFigures(read.origin(), tuple(read.followed_figures()))
    return msgspec.structs.replace(content, **{key: block})


def _with_lever(content: Perspective, theme: str, read: "_Reader") -> Perspective:
    """Put the lever of a theme where it was, or after the others; an empty one goes."""
    texts = {name: read.text(name) for name in _LEVER_TEXTS}
    present = {name: text for name, text in texts.items() if text or name in _OBLIGATORY}
    lever = Lever(
        theme=theme,
        opgaven=read.lines("opgaven"),
        origin=read.origin(),
        test=read.lines("test"),
        **{name: text or _EMPTY for name, text in present.items()},
    )
    new_levers = (lever,) if any(texts.values()) else ()
    themes = [one.theme for one in content.thema]
    at = themes.index(theme) if theme in themes else len(themes)
    levers = (*content.thema[:at], *new_levers, *content.thema[at + 1 :])
    return msgspec.structs.replace(content, thema=levers)


@dataclass(frozen=True)
class _Reader:
    """Reads what was filled in, by the names of `block_fields`."""

    values: Mapping[str, str]

    def origin(self) -> Origin:
        word = self.values.get("origin", "")
        return word if word in ORIGINS else "redactie"  # type: ignore[return-value]  # one of them

    def text(self, name: str) -> Text | None:
        """Read a text on one line in both languages; None where both are empty."""
        nl, en = (" ".join(self.values.get(f"{name}-{one}", "").split()) for one in ("nl", "en"))
        return Text(nl, en) if nl or en else None

    def lines(self, name: str) -> tuple[str, ...]:
        lines = (" ".join(line.split()) for line in self.values.get(name, "").splitlines())
        return tuple(line for line in lines if line)

    def claims(self) -> Iterator[Claim]:
        for at in self._places("claim-"):
            name = f"claim-{at}"
            text, title = self.text(f"{name}-text"), self.text(f"{name}-title")
            tests, charts = self.lines(f"{name}-test"), self.lines(f"{name}-chart")
            if text or title or tests or charts:
                yield Claim(text or _EMPTY, title, tests, charts)

    def items(self) -> Iterator[Text]:
        texts = (self.text(f"item-{at}") for at in self._places("item-"))
        return (text for text in texts if text)

    def followed_figures(self) -> Iterator[FollowedFigure]:
        for line in self.lines("items"):
            indicator, _colon, wish = (part.strip() for part in line.partition(":"))
            is_wish = wish in _WISHES
            yield FollowedFigure(indicator, wish if is_wish else "geen")  # type: ignore[arg-type]  # checked

    def _places(self, begin: str) -> list[int]:
        inside = (name.removeprefix(begin) for name in self.values if name.startswith(begin))
        places = (one.partition("-")[0] for one in inside)
        return sorted({int(at) for at in places if at.isdecimal() and len(at) <= _MOST_DIGITS})
