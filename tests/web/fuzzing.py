"""Hostile requests to a server that runs: every address and form, as everybody, on loopback.

Hypothesis draws the requests from what pages of a fresh world offer: a form is filled in as a
browser would, and then spoiled here and there. The same seed draws the same choices.
"""

import html
import json
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import pairwise
from pathlib import Path
from queue import Queue
from typing import Any
from urllib.parse import quote, urlencode

import hypothesis
from bs4 import BeautifulSoup, Tag
from django.urls import Resolver404, resolve
from hypothesis import strategies as st
from tests.web.live_site import LiveSite

ROOT = Path(__file__).resolve().parents[2]
SLOW = 1.0
"""Seconds that no answer may take."""
MOST_OF_A_QUERY = 30_000
"""Characters: the server cuts off who sends a longer head than 64 KB, without an answer."""
A_WORLD = 1000
"""Requests to one world; by then it is in pieces."""
SENDERS = 4
PUBLIC = (
    "/", "/clusters/", "/gemeenten/", "/gemeenten/zutphen/",
    "/vergelijken/?gemeenten=zutphen,gouda",
    "/zoeken/?q=zutphen", "/themas/wonen/", "/kenmerken/", "/opgaven/", "/methode/",
    "/methode/andere-indeling/", "/data/", "/werkbank/", "/bijeenkomsten/", "/inloggen/",
    "/account/",
    "/account/organisatoren/", "/postvak/", "/voorbeeld/", "/mee/", "/privacy/", "/cookies/",
    "/robots.txt", "/.well-known/security.txt", "/en/municipalities/zutphen/", "/en/workbench/",
)  # fmt: skip
"""Pages that nobody is asked for; their links and forms lead to the rest."""
HOSTILE = (
    "", " ", "\0", "a\0b", "\r\nX: y", "0", "-1", "1", "²", "٣", "1e309", "NaN", "true", "null",
    "[]", "{}",
    "9" * 19, "9" * 5000, str(2**63), str(2**31), "-" + "9" * 30, "a" * 300, "é" * 20_000,
    "\u202e\u0000b",
    "\ud800", "👩‍👩‍👧", "İ", "ß" * 255, "0001-01-01", "9999-12-31T23:59", "2026-02-30", "24:00",
    "10:00:00+99:99",
    "'; DROP TABLE meetings_vote; --", "<script>alert(1)</script>", "{{ 1 }}", "%s%n",
    "../../etc/passwd",
    "//kwaad.example", "javascript:alert(1)", "https://kwaad.example", "http://[", "mailto:a@b",
    "a@voorbeeld.nl\nbcc: b@voorbeeld.nl", "a@" + "b" * 300 + ".nl", "a@[::1]", "@", "x@xn--a.nl",
    "00000000-0000-0000-0000-000000000000", "{00000000000000000000000000000000}", "GM0301",
    "GM9999",
    "[" * 3000, '{"a":' * 500, "on", "show", "close", "choice", "stad-in-transitie", "zutphen",
    "%00", "%",
)  # fmt: skip
_FORM_BODY = "application/x-www-form-urlencoded"
_CHANGES = st.sampled_from((*[""] * 12, "spoil", "swap", "drop", "twice"))
_SELDOM = st.sampled_from((False, False, False, False, False, False, False, True))
_LIVE = st.sampled_from(("stem", "stem", "stem", "stand", "kaartje", "stroom"))
_METHODS = st.sampled_from(
    ("GET", "GET", "POST", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "X")
)
HEADERS = (
    ("Accept", "application/json"), ("Accept", "*/*;q=x"), ("Accept-Language", "é,;q=9"),
    ("Range", "bytes=9-1"),
    ("Accept-Encoding", "gzip;q=nee"), ("If-None-Match", '"a", W/"'),
    ("If-Modified-Since", "gisteren"),
    ("Origin", "https://kwaad.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site"),
    ("Host", "kwaad.example"),
    ("Host", "a:b:c"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "kwaad.example"),
    ("Forwarded", "for=x"),
    ("Referer", "//["), ("User-Agent", "\xff"), ("Content-Encoding", "gzip"),
    ("Cookie", "deelgenoot=x; a"), ("Cookie", 'deelgenoot="\\000aaaaaaaaa"; deelname-1="\\000"'),
    ("Cookie", "deelname-1=1:a:b; =;"), ("X-Ticket", "é"), ("X-Requested-With", "XMLHttpRequest"),
)  # fmt: skip
_KINDS_OF_BODY = st.sampled_from((
    "application/x-www-form-urlencoded; charset=idna",
    "application/x-www-form-urlencoded; charset=utf-16",
    "multipart/form-data", "multipart/form-data; boundary=\xe9", "application/json", "text/plain",
    "x",
))  # fmt: skip


@dataclass(frozen=True)
class Form:
    """A form as a page shows it to `role`."""

    role: str
    method: str
    action: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FuzzRequest:
    """A request as it goes out."""

    role: str
    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def __str__(self) -> str:
        """Give all that sends it again."""
        return f"{self.role}: {self.method} {self.path} {dict(self.headers)} {self.body[:400]!r}"


@dataclass
class Corpus:
    """What a world offers to play with."""

    cookies: dict[str, dict[str, str]]
    meeting: int
    poll: int
    addresses: list[str]
    forms: list[Form] = field(default_factory=list)
    tickets: list[str] = field(default_factory=list)
    secrets: set[str] = field(default_factory=set)
    """What may stand in no log."""


@dataclass
class FuzzReport:
    """What came of all requests so far."""

    statuses: Counter[int] = field(default_factory=Counter)
    """0 for no answer at all."""
    errors: list[str] = field(default_factory=list)
    """Requests that got a 500 or higher, or no answer."""
    seconds: list[float] = field(default_factory=list)
    slow: list[tuple[float, str]] = field(default_factory=list)
    in_log: list[str] = field(default_factory=list)
    """Lines with a secret, and tracebacks."""
    allowed: Counter[str] = field(default_factory=Counter)
    """Paths that were answered below 400, of this world."""
    routes: Counter[str] = field(default_factory=Counter)
    """Names of the addresses that were answered below 400, of all."""


def fuzz(site: LiveSite, size: int, seed: int, tell: Callable[[str], object] = str) -> FuzzReport:
    """Send `size` requests to a `site` with a log; `tell` after each world how it goes, and what
    went wrong in it.
    """
    report = FuzzReport()
    assert site.log is not None
    with worlds(site) as make_world:
        for number in range(-(-size // A_WORLD)):
            n_errors, n_slow, n_in_log = (len(report.errors), len(report.slow), len(report.in_log))
            corpus = gather(site, make_world(number))
            n_requests = min(A_WORLD, size - number * A_WORLD)
            _send_all(site.port, corpus, n_requests, seed + number, report)
            report.in_log += search_log(site.log, corpus.secrets)
            for path, n in report.allowed.items():
                report.routes[_route(path)] += n
            report.allowed.clear()
            tell(
                f"{sum(report.statuses.values()):,}: {dict(sorted(report.statuses.items()))}, "
                f"{len(report.errors)} errors, {len(report.slow)} slow, {len(report.in_log)} in log"
            )
            slow = [f"{seconds:.2f} s {request}" for seconds, request in report.slow[n_slow:]]
            for line in (*report.errors[n_errors:], *slow, *report.in_log[n_in_log:]):
                tell(f"  {line[:300]}")
    return report


@contextmanager
def worlds(site: LiveSite) -> Iterator[Callable[[int], dict[str, Any]]]:
    """Give what makes a world, by its number, in one process: starting one takes far longer."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.web.fuzz_seed"],
        env=site.environment,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as seeding:
        assert seeding.stdin is not None
        assert seeding.stdout is not None
        asking, answering = seeding.stdin, seeding.stdout

        def make(number: int) -> dict[str, Any]:
            print(number, file=asking, flush=True)
            world: dict[str, Any] = json.loads(answering.readline())
            return world

        yield make


def gather(site: LiveSite, world: dict[str, Any]) -> Corpus:
    """Read the pages of a world: forms, links, tickets."""
    asked: list[str] = world["addresses"]
    corpus = Corpus(world["cookies"], world["meeting"], world["poll"], [*asked])
    corpus.cookies["console"] = {site.access["name"]: site.access["value"]}
    with closing(_connection(site.port)) as line:
        for role, paths in _tours(asked).items():
            for path in paths:
                _read(line, corpus, role, path)
    corpus.forms = list(dict.fromkeys(corpus.forms))
    assert corpus.forms, "no page with a form opens"
    values = (value for cookies in corpus.cookies.values() for value in cookies.values())
    corpus.secrets = {*values, *corpus.tickets, world["token"], *world["people"]}
    corpus.addresses = sorted({*corpus.addresses, *(form.action for form in corpus.forms), *PUBLIC})
    return corpus


def _tours(asked: list[str]) -> dict[str, Iterable[str]]:
    """Give who reads which pages, so that most forms are seen by somebody who may send them."""
    return {
        "organiser": asked,
        "facilitator": (path for path in asked if "/groep/" in path),
        "participant": (path for path in asked if not path.startswith("/beheer/")),
        "stranger": PUBLIC,
        "administrator": (path for path in PUBLIC if path.startswith("/account")),
        "console": ("/postvak/", "/voorbeeld/"),
    }


def _read(line: HTTPConnection, corpus: Corpus, role: str, path: str) -> None:
    request = FuzzRequest(role, "GET", path)
    answer, body, _seconds = _send(line, request, corpus.cookies)
    if answer != 200 or not body.lstrip().startswith(b"<!"):
        return
    page = body.decode()
    corpus.tickets += _TICKET.findall(page)
    links = list(dict.fromkeys(_LINK.findall(page)))
    corpus.addresses += [html.unescape(link) for link in links[:30]]
    # Only the forms are parsed: a page may have a map of 300 KB.
    for text in dict.fromkeys(_FORM.findall(page)):
        tag = BeautifulSoup(text, "html.parser").form
        assert tag is not None
        form = _form(role, path, tag)
        if role == "participant" or "uitloggen" not in form.action:  # else roles soon do nothing
            corpus.forms.append(form)


_TICKET = re.compile(r'data-ticket="([^"]+)"')
_LINK = re.compile(r'<a [^>]*?href="(/[^"#]*)')
_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)


def _form(role: str, path: str, tag: Tag) -> Form:
    fields = [
        (str(one["name"]), _value(one))
        for one in tag.select("input[name], textarea[name], select[name], button[name]")
    ]
    action = str(tag.get("action") or path)
    return Form(role, str(tag.get("method", "get")).upper(), action, tuple(fields))


def _value(tag: Tag) -> str:
    if tag.name == "select":
        chosen = tag.select_one("option[selected]") or tag.select_one("option")
        return str(chosen.get("value", "")) if chosen else ""
    return tag.get_text() if tag.name == "textarea" else str(tag.get("value", "on"))


class Palette:
    """What requests to a world are drawn from, made once: making takes longer than drawing."""

    def __init__(self, corpus: Corpus) -> None:
        self.meeting = corpus.meeting
        self.texts = st.sampled_from(HOSTILE) | st.text(
            st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60
        )
        self.forms = st.sampled_from(corpus.forms)
        self.addresses = st.sampled_from(corpus.addresses)
        self.tickets = st.sampled_from(corpus.tickets)
        self.polls = st.sampled_from((corpus.poll, corpus.poll, corpus.poll, 0, 2**63, "1"))
        self.roles = st.sampled_from([*corpus.cookies])
        others = [
            one for one in corpus.cookies if one.startswith("participant ") and one[-1].isdigit()
        ]
        self.participants = st.sampled_from(others)
        """Each may send only so much, so they take turns."""
        values = {value for form in corpus.forms for _name, value in form.fields}
        self.values = st.sampled_from(sorted(values))
        numbers = st.integers(-9, 9) | st.sampled_from((2**63 - 1, 2**63, 10**400))
        self.answers = st.recursive(
            st.none() | st.booleans() | numbers | st.floats(allow_nan=False) | self.texts,
            lambda inner: (
                st.lists(inner, max_size=4)
                | st.dictionaries(st.text(max_size=3), inner, max_size=2)
            ),
            max_leaves=6,
        )
        names = st.sampled_from(("gemeenten", "q", "kind", "van", "group", "next", "ids", "p"))
        self.queries = st.lists(st.tuples(names, self.texts), max_size=3).map(_encoded)
        # Each from a network of its own, as one may ask only so much.
        networks = st.integers(1, 2**24).map(_network)
        spoiled = st.lists(st.sampled_from(HEADERS), max_size=2, unique_by=lambda one: one[0])
        self.headers = st.builds(
            lambda network, more: (network, *more), networks, st.just([]) | spoiled
        )


def requests(corpus: Corpus) -> st.SearchStrategy[FuzzRequest]:
    """Draw requests to a world; forms most often, as there people change something."""
    palette = Palette(corpus)
    forms = _form_requests(palette)
    return st.one_of(forms, forms, forms, _address_requests(palette), _live_requests(palette))


@st.composite
def _form_requests(draw: Any, palette: Palette) -> FuzzRequest:
    form: Form = draw(palette.forms)
    own = palette.participants if form.role == "participant" else st.just(form.role)
    role = draw(own | palette.roles)
    fields: list[tuple[str, str]] = []
    for name, value in form.fields:
        change = draw(_CHANGES)
        new = {"spoil": palette.texts, "swap": palette.values}.get(change)
        fields += [(name, value if new is None else draw(new))] * {"drop": 0, "twice": 2}.get(
            change, 1
        )
    if draw(_SELDOM):
        fields.append((draw(palette.texts), draw(palette.texts)))
    headers, content = draw(palette.headers), _encoded(fields)
    if form.method == "GET":
        page = re.split(r"[?#]", form.action)[0]
        return FuzzRequest(role, "GET", f"{page}?{content[:MOST_OF_A_QUERY]}", headers)
    kind = draw(_KINDS_OF_BODY) if draw(_SELDOM) else _FORM_BODY
    headers = (*headers, ("Content-Type", kind))
    return FuzzRequest(role, "POST", form.action, headers, content.encode())


@st.composite
def _address_requests(draw: Any, palette: Palette) -> FuzzRequest:
    path, _, query = draw(palette.addresses).partition("?")
    parts = path.split("/")
    if draw(st.booleans()):
        place = draw(st.integers(0, len(parts) - 1))
        parts[place] = quote(_bytes(draw(palette.texts)[:400]), safe="")
    if draw(_SELDOM):
        query = draw(palette.queries)
    method = draw(_METHODS)
    body = draw(st.binary(max_size=40)) if method in {"POST", "PUT", "PATCH"} else b""
    path = "/".join(parts) or "/"
    whole = f"{path}?{query}" if query else path
    return FuzzRequest(draw(palette.roles), method, whole, draw(palette.headers), body)


@st.composite
def _live_requests(draw: Any, palette: Palette) -> FuzzRequest:
    what, ticket = draw(_LIVE), draw(palette.tickets)
    if draw(_SELDOM):
        ticket = ticket[:-1]
    headers = (*draw(palette.headers), ("X-Ticket", ticket))
    path = f"/live/{palette.meeting}/{what}"
    if what != "stem":
        return FuzzRequest("stranger", "GET", path, headers)
    vote = {"poll": draw(palette.polls), "value": draw(palette.answers)}
    return FuzzRequest("stranger", "POST", path, headers, json.dumps(vote).encode())


def _network(n: int) -> tuple[str, str]:
    return "X-Forwarded-For", f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}"


def _encoded(fields: list[tuple[str, str]]) -> str:
    return urlencode([(_bytes(name), _bytes(value)) for name, value in fields])


def _bytes(text: str) -> bytes:
    """In UTF-8, and half a character as somebody would send it who does not care."""
    return text.encode("utf-8", "surrogatepass")


def _send_all(port: int, corpus: Corpus, size: int, seed: int, report: FuzzReport) -> None:
    """Draw in this thread, send in others."""
    queue: Queue[FuzzRequest | None] = Queue(64)
    threads = [
        threading.Thread(target=_send_from, args=(port, queue, corpus, report))
        for _ in range(SENDERS)
    ]
    for thread in threads:
        thread.start()

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=size,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(requests(corpus))
    def draw_all(request: FuzzRequest) -> None:
        queue.put(request)

    try:
        draw_all()
    finally:
        for _ in threads:
            queue.put(None)
        for thread in threads:
            thread.join()


def _send_from(
    port: int, queue: "Queue[FuzzRequest | None]", corpus: Corpus, report: FuzzReport
) -> None:
    line = _connection(port)
    while (request := queue.get()) is not None:
        status, _body, seconds = _send(line, request, corpus.cookies)
        report.statuses[status] += 1
        report.seconds.append(seconds)
        if status == 0 or status >= 500:
            report.errors.append(f"{status} {request}")
        if seconds > SLOW:
            report.slow.append((seconds, str(request)))
        if 0 < status < 400:
            report.allowed[request.path.partition("?")[0]] += 1
    line.close()


def _connection(port: int) -> HTTPConnection:
    """It is opened when something is sent, and anew when the server closed it."""
    return HTTPConnection("127.0.0.1", port, timeout=30)


def _send(
    line: HTTPConnection, request: FuzzRequest, cookies: dict[str, dict[str, str]]
) -> tuple[int, bytes, float]:
    """Return status (0 for none), body and seconds; of a stream its head."""
    start = time.perf_counter()
    for _attempt in range(2):  # a connection that stood idle may have been closed
        try:
            return (*_exchange(line, request, cookies), time.perf_counter() - start)
        except (HTTPException, OSError):
            line.close()
    return 0, b"", time.perf_counter() - start


def _exchange(
    connection: HTTPConnection, request: FuzzRequest, cookies: dict[str, dict[str, str]]
) -> tuple[int, bytes]:
    has_host = any(name == "Host" for name, _value in request.headers)
    connection.putrequest(
        request.method, request.path, skip_host=has_host, skip_accept_encoding=True
    )
    if own := "; ".join(f"{name}={value}" for name, value in cookies.get(request.role, {}).items()):
        connection.putheader("Cookie", own)
    for name, value in request.headers:
        connection.putheader(name, value.encode("utf-8", "replace"))
    if request.body or request.method not in {"GET", "HEAD"}:
        connection.putheader("Content-Length", str(len(request.body)))
    connection.endheaders(request.body or None)
    answer = connection.getresponse()
    if "event-stream" in (answer.getheader("Content-Type") or ""):
        connection.close()
        return answer.status, b""
    return answer.status, answer.read()


def _route(path: str) -> str:
    """Give the name of an address, without what differs."""
    if path.startswith("/live/"):
        return path.rpartition("/")[2]
    with suppress(Resolver404):
        return resolve(path).view_name
    return ""


def search_log(log: Path, secrets: set[str]) -> list[str]:
    """Take the lines with a secret, and what each traceback begins and ends with, out of the log;
    empty it.
    """
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    log.write_text("")
    return [
        line
        for before, line in pairwise(["", *lines])
        if "Traceback" in line
        or (before.startswith("  ") and not line.startswith(" "))
        or any(secret in line for secret in secrets if secret)
    ]
