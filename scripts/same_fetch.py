"""Fetches the site as each visitor gets it, with a clock and a chance that are always the same."""

import html
import logging
import os
import random
import re
import secrets
import time
import uuid
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from same_compare import HEADERS, Recording

BEGUN = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
"""When everything is recorded, whatever the clock says."""
SAME_QUERIES = 6
"""Addresses of one route with a query that names the same fields; more say nothing new."""
SAME_ROUTE = 4
"""Addresses of one route outside the release, such as the cards of a board, for each visitor."""
QUICK = bool(os.environ.get("QUICK"))
"""Whether that many do for the pages of the release too, and nobody waits for the workbench."""
SLOWER = 20
"""How much longer everybody waits before they give up."""
HERE = "127.0.0.1:8000"
PEOPLE = {
    "organiser": "organisator@voorbeeld.invalid",
    "presenter": "presentator@voorbeeld.invalid",
    "facilitator": "gespreksleider-1@voorbeeld.invalid",
    "administrator": "beheerder@voorbeeld.invalid",
}
"""Who leads the example, and the administrator that `seed` makes."""
_RELEASE = {"", "atlas", "workbench"}
_WAITED_FOR = {"workbench:result", "workbench:state"}
_ORIGINS = re.compile(rf"https?://{re.escape(HERE)}(?=/)")
_LINK = re.compile(r"\"(/[^\"\s<>\\]*)\"|&quot;(/[^&\s<>\\]*)&quot;")
_PLAYED = re.compile(r"^/als/[^/]+")
_SKIPPED = ("/static/", "/live/", "//")


class Chance:
    """Random numbers that are the same each time, apart for each function that gives them.

    So a change that asks one of them once more leaves those of all others as they were.
    """

    def __init__(self) -> None:
        self._streams: dict[str, random.Random] = {}
        self._label = ""

    def begin(self, label: str) -> None:
        """Begin anew: what follows depends on nothing but the label."""
        self._label = label
        self._streams.clear()

    def stream(self, name: str) -> random.Random:
        """The numbers of one function."""
        return self._streams.setdefault(name, random.Random(f"{self._label} {name}"))  # noqa: S311 - not secret

    def replace_all(self) -> None:
        """Put these numbers in the place of real chance."""
        instead: dict[str, Callable[..., Any]] = {
            "token_bytes": lambda n=32: self.stream("bytes").randbytes(n or 32),
            "token_hex": lambda n=32: self.stream("hex").randbytes(n or 32).hex(),
            "token_urlsafe": lambda n=32: (
                self.stream("url").randbytes(n or 32).hex()[: (n or 32) * 4 // 3]
            ),
            "choice": lambda of: self.stream("choice").choice(of),
            "randbelow": lambda below: self.stream("below").randrange(below),
        }
        for name, function in instead.items():
            setattr(secrets, name, function)
        uuid.uuid4 = lambda: uuid.UUID(int=self.stream("uuid").getrandbits(128), version=4)
        random.seed(0)


CHANCE = Chance()


def settle() -> None:
    """Let chance be `CHANCE` and the time `BEGUN`, a millionth later each time somebody looks.

    To be called before Django is set up: models keep the functions that they find.
    """
    from django.utils import timezone  # noqa: PLC0415 - only the recorded tree needs Django

    looks, seconds = count(), time.monotonic
    CHANCE.replace_all()
    time.time = lambda: BEGUN.timestamp() + next(looks) / 1_000_000
    timezone.now = lambda: datetime.fromtimestamp(time.time(), UTC)
    # The workbench gives up on a worker that is slow: on a busy machine it would now and then.
    time.monotonic = lambda: seconds() / SLOWER


@dataclass
class Crawl:
    """One language of the site."""

    recording: Recording
    language: str
    routes: set[str] = field(default_factory=set)
    """Names of addresses that gave something."""
    _post_only: set[str] = field(default_factory=set)

    def everything(
        self, visitor: tuple[str, Any], starts: Sequence[str], mark: str = "", within: str = ""
    ) -> None:
        """Fetch the starts and all that can be reached from there, as far as `within` is in it."""
        waiting, seen = deque(starts), set(starts)
        counts: Counter[tuple[str, ...]] = Counter()
        while waiting:
            address = waiting.popleft()
            if self._is_wanted(visitor[0], address, counts):
                addresses = [
                    link
                    for link in _links(self.fetch(visitor, address, mark))
                    if link not in seen and within in link
                ]
                waiting.extend(addresses)
                seen.update(addresses)

    def fetch(self, visitor: tuple[str, Any], address: str, mark: str = "") -> Any:
        """Fetch one address and keep the answer."""
        role, client = visitor
        CHANCE.begin(f"{role} {address}")
        return self._keep(f"{role} {address}{mark}", address, client.get(address))

    def send(self, visitor: tuple[str, Any], address: str, **fields: str) -> Any:
        """Send a form and keep the answer."""
        role, client = visitor
        key = f"{role} POST {address} {urlencode(fields)[:100]}"
        CHANCE.begin(key)
        return self._keep(key, address, client.post(address, fields))

    def address(self, name: str, *arguments: object) -> str:
        """The address of this name, in this language."""
        from django.urls import reverse  # noqa: PLC0415 - only after setup
        from django.utils import translation  # noqa: PLC0415 - as above

        with translation.override(self.language):
            return reverse(name, args=arguments)

    def starts(self, slugs: Sequence[str]) -> list[str]:
        """Every address that needs nothing filled in but a session, and a number that can be 1."""
        addresses = [self.address("atlas:municipality", "atlantis")]
        for name, needs in _patterns():
            if not needs:
                addresses.append(self.address(name))
            elif name.startswith("meetings:") and {"slug", "number"}.issuperset(needs):
                fillings = ({"slug": slug, "number": 1} for slug in slugs)
                addresses += [
                    self.address(name, *(one[need] for need in needs)) for one in fillings
                ]
        files = ("/robots.txt", "/favicon.ico", "/.well-known/security.txt")
        return [*addresses, *(files if self.language == "nl" else ())]

    def never_fetched(self) -> set[str]:
        """The names of addresses that nobody got anything from."""
        return {f"{name} ({self.language})" for name, _ in _patterns()} - {
            f"{name} ({self.language})" for name in self.routes
        }

    def _keep(self, key: str, address: str, answer: Any) -> Any:
        headers = {name: answer.headers[name] for name in HEADERS if name in answer.headers}
        match = self._match(address)
        if match and answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            self._post_only.add(match.route)
        elif match:
            self.routes.add(match.view_name or match.route)
        self.recording.add(key, answer.status_code, headers, answer.content)
        return answer

    def _is_wanted(self, role: str, address: str, counts: Counter[tuple[str, ...]]) -> bool:
        match = self._match(address)
        if match is None or not self._is_of(role, address, match):
            return False
        query = address.partition("?")[2]
        names = sorted({part.partition("=")[0] for part in query.split("&")} - {""})
        is_whole = match.app_name in _RELEASE and not names and not QUICK
        key = (match.route, *(names or address.startswith("/als/") * ["played"]))
        counts[key] += 1
        return is_whole or counts[key] <= (SAME_QUERIES if names else SAME_ROUTE)

    def _is_of(self, role: str, address: str, match: Any) -> bool:
        """Whether this visitor gets what no other gets, without sending a form."""
        if match.route in self._post_only or match.view_name in _WAITED_FOR:
            return False
        if address.startswith("/als/"):
            return role == "participant" and match.app_name not in _RELEASE
        is_for_all = match.app_name in _RELEASE and match.view_name != "atlas:home"
        return role == "stranger" or not is_for_all

    def _match(self, address: str) -> Any:
        """The route of an address in this language; None where there is none."""
        from django.urls import Resolver404, resolve  # noqa: PLC0415 - only after setup
        from django.utils import translation  # noqa: PLC0415 - as above

        path = _PLAYED.sub("", address.partition("?")[0])
        language = "en" if path.startswith("/en/") else "nl"
        if language == self.language and not path.startswith(_SKIPPED):
            with translation.override(language), suppress(Resolver404):
                return resolve(path)
        return None


def _patterns(
    resolver: Any = None, space: str = "", slots: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every named address, with what is to be filled in: `slots`, and those of its own end."""
    from django.urls import get_resolver  # noqa: PLC0415 - only after setup

    above: Any = resolver or get_resolver()
    for pattern in above.url_patterns:
        every = (*slots, *pattern.pattern.converters)
        if hasattr(pattern, "url_patterns"):
            below = f"{pattern.namespace}:" if pattern.namespace else space
            yield from _patterns(pattern, below, every)
        elif pattern.name:
            yield space + pattern.name, every


def _links(answer: Any) -> list[str]:
    """Addresses of the site that an answer leads to, in their order."""
    if "Location" in answer.headers:
        return [_ORIGINS.sub("", answer.headers["Location"]).partition("#")[0]]
    if "text/html" not in answer.headers.get("Content-Type", ""):
        return []
    text = _ORIGINS.sub("", answer.content.decode())
    links = (html.unescape(one[1] or one[2]) for one in _LINK.finditer(text))
    return list(dict.fromkeys(link.partition("#")[0] for link in links))


def crawl(folder: Path, language: str) -> None:
    """Fetch one language as every visitor. Runs in a process of its own."""
    settle()
    import django  # noqa: PLC0415 - with our clock

    django.setup()
    logging.disable(logging.ERROR)  # what is refused is recorded like all else
    import same_story  # noqa: PLC0415 - only after setup

    visitor = Crawl(Recording(folder), language)
    same_story.tell(visitor)
    visitor.recording.routes_left = visitor.never_fetched()
    visitor.recording.write(f"index-{language}")
