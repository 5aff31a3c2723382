"""What a recording consists of, and what of it must be the same."""

import difflib
import hashlib
import html
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path

HEADERS = (
    *("Content-Type", "Content-Disposition", "Content-Language", "Location"),
    *("Cache-Control", "Content-Security-Policy"),
)
MOST_SHOWN, MOST_LINES = 40, 12
"""Addresses that are shown in full, and lines of each."""

_MASKS = (
    (re.compile(r"/static/[^\s\"'<>)]*"), "/static/…"),
    (re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "(uuid)"),
    (re.compile(r"(\d\d:\d\d:\d\d)\.\d{3,6}"), r"\1"),
    (re.compile(r"^Expires: .*$", re.MULTILINE), "Expires: …"),
)
_DROPPED = {"class", "nonce"}
_SIGNED = {"data-ticket", "csrfmiddlewaretoken"}
_TOKEN = re.compile(r"<!--.*?-->|<[!/a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
_ATTRIBUTE = re.compile(r"([^\s=\"'<>/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_KEPT = re.compile(r"<(pre|textarea)\b.*?</\1>", re.DOTALL)
_SCRIPT = re.compile(r"(<script\b[^>]*>)(.*?)(</script>)", re.DOTALL)
_INLINE = re.compile(
    "/?(a|abbr|b|bdi|br|cite|code|data|dfn|em|i|kbd|label|mark|output|q|s|samp|small|span|strong|"
    "sub|sup|time|tspan|u|var|wbr)"
)
"""Where a space before or after such a tag stands between two words."""


@dataclass(frozen=True)
class Fetched:
    """What one visitor got at one address; the body stands in a file named by its hash."""

    status: int
    headers: dict[str, str]
    body: str


@dataclass
class Recording:
    """Everything that was fetched, by visitor and address."""

    folder: Path
    pages: dict[str, Fetched] = field(default_factory=dict)
    routes_left: set[str] = field(default_factory=set)

    def add(self, key: str, status: int, headers: dict[str, str], body: bytes) -> None:
        """Keep an answer."""
        digest = hashlib.sha256(body).hexdigest()
        file = self.folder / "bodies" / digest
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.write_bytes(zlib.compress(body, 1))
        self.pages[mask(key)] = Fetched(status, headers, digest)

    def write(self, name: str) -> None:
        """Write the index under this name."""
        index = {
            "pages": {key: asdict(page) for key, page in self.pages.items()},
            "uncovered": sorted(self.routes_left),
        }
        text = json.dumps(index, ensure_ascii=False, indent=1)
        (self.folder / f"{name}.json").write_text(text, encoding="utf-8")

    def body(self, page: Fetched) -> bytes:
        """The body of an answer."""
        return zlib.decompress((self.folder / "bodies" / page.body).read_bytes())


def read(folder: Path) -> Recording:
    """The recording in this folder: its indexes together."""
    recording = Recording(folder)
    for file in sorted(folder.glob("index-*.json")):
        index = json.loads(file.read_text(encoding="utf-8"))
        recording.pages |= {key: Fetched(**page) for key, page in index["pages"].items()}
        recording.routes_left |= set(index["uncovered"])
    return recording


def mask(text: str) -> str:
    """The text without what may differ: addresses of assets, random ids, parts of a second."""
    for pattern, instead in _MASKS:
        text = pattern.sub(instead, text)
    return text


def document(text: str) -> list[str]:
    """A page as lines, one for each tag and text: without classes, with one kind of white space."""
    data: list[str] = []

    def aside(match: re.Match[str]) -> str:
        data.append(match[0])
        return f"<kept-{len(data) - 1}>"

    text = _KEPT.sub(aside, _SCRIPT.sub(_script, text))
    lines = [re.sub(r"^<kept-(\d+)>$", lambda m: data[int(m[1])], line) for line in _lines(text)]
    return mask("\n".join(lines)).splitlines()


def _script(match: re.Match[str]) -> str:
    """A script whose content, where that is JSON, has its spaces in one way."""
    try:
        content = json.dumps(json.loads(match[2]), ensure_ascii=False)
    except ValueError:
        content = match[2]
    return match[1] + content.replace("<", "&lt;") + match[3]


def _lines(text: str) -> Iterator[str]:
    """Tags and texts. White space between words is one space, whichever side of a tag it is on."""
    at, is_apart, has_space = 0, True, False
    for tag in [*_TOKEN.finditer(text), None]:
        between = text[at : tag.start() if tag else len(text)]
        words = " ".join(between.split())
        has_space = has_space or between[:1].isspace()
        if words:
            yield (" " if has_space and not is_apart else "") + html.unescape(words)
            is_apart, has_space = False, between[-1:].isspace()
        if tag is None or tag[0].startswith("<!--"):
            at = tag.end() if tag else at
            continue
        at, (name, line) = tag.end(), _tag(tag[0])
        if not _INLINE.fullmatch(name):
            is_apart, has_space = True, False
        yield line


@cache
def _tag(tag: str) -> tuple[str, str]:
    """The name of a tag, and the tag with its attributes in order, each written in one way."""
    name, _, rest = tag[1:-1].replace("\n", " ").partition(" ")
    pairs = [(m[1], m[2] or m[3] or m[4]) for m in _ATTRIBUTE.finditer(rest)]
    attributes = sorted((n, _value(n, v)) for n, v in pairs if n not in _DROPPED)
    text = "".join(f" {n}" if v is None else f' {n}="{v}"' for n, v in attributes)
    return name.lower(), f"<{name}{text}>"


def _value(name: str, value: str | None) -> str | None:
    if value is None or name in _SIGNED:
        return None
    return " ".join(html.unescape(value).split())


def lines_of(recording: Recording, page: Fetched) -> list[str]:
    """An answer as lines that must be the same."""
    kind = page.headers.get("Content-Type", "")
    body = recording.body(page)
    above = [f"status: {page.status}", *(f"{n}: {mask(v)}" for n, v in page.headers.items())]
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return [*above, f"{len(body)} bytes, sha256 {page.body}"]
    if "html" in kind or "svg" in kind or "xml" in kind:
        return [*above, *document(text)]
    if "json" in kind:
        text = json.dumps(json.loads(text), ensure_ascii=False, indent=1)
    return [*above, *mask(text).splitlines()]


def differences(before: Recording, after: Recording) -> dict[str, list[str]]:
    """What differs at each address; an address that one side lacks says so."""
    by_page = {key: ["only before"] for key in before.pages.keys() - after.pages.keys()}
    by_page |= {key: ["only after"] for key in after.pages.keys() - before.pages.keys()}
    for key in before.pages.keys() & after.pages.keys():
        old, new = before.pages[key], after.pages[key]
        if old == new:
            continue
        pair = lines_of(before, old), lines_of(after, new)
        if pair[0] != pair[1]:
            by_page[key] = list(islice(difflib.unified_diff(*pair, n=1, lineterm=""), 2, None))
    return dict(sorted(by_page.items()))


def report(before: Recording, after: Recording) -> bool:
    """Print what differs and how much was compared; True when all is the same."""
    by_page = differences(before, after)
    for key, lines in islice(by_page.items(), MOST_SHOWN):
        print(f"{key}\n" + "\n".join(f"    {line[:300]}" for line in lines[:MOST_LINES]))
        if len(lines) > MOST_LINES:
            print(f"    … and {len(lines) - MOST_LINES} lines more")
    if len(by_page) > MOST_SHOWN:
        print("Also differ: " + ", ".join(islice(by_page, MOST_SHOWN, None)))
    roles = Counter(key.split()[0] for key in after.pages)
    print("Compared: " + ", ".join(f"{n} of {role}" for role, n in sorted(roles.items())) + ".")
    print(f"Never fetched: {', '.join(sorted(after.routes_left)) or 'none'}.")
    print(f"{len(by_page)} differ." if by_page else "All the same.")
    return not by_page
