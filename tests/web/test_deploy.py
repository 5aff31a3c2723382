"""The configurations in deploy/: each proxy stands before the site, and the service is closed."""

import json
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPSHandler, Request, build_opener

import pytest
from tests.conftest import NO_PROXIES
from tests.web.live_site import LiveSite, free_port

from deelgenoot_web.meetings.views.organiser.slides import LARGEST_PDF
from deelgenoot_web.site.bodies import LARGEST

DEPLOY = Path(__file__).parents[2] / "deploy"
NAME = "deelgenoot.example"
pytestmark = pytest.mark.slow


@dataclass
class Proxied:
    """A site behind a proxy: `https://localhost:port` with a certificate of its own."""

    site: LiveSite
    made: dict[str, Any]
    port: int
    certificate: Path

    def open(self, path: str, **headers: str) -> Any:
        trust = HTTPSHandler(context=ssl.create_default_context(cafile=str(self.certificate)))
        address = f"https://localhost:{self.port}{path}"
        return build_opener(trust).open(Request(address, headers=headers), timeout=10)


def _nginx(folder: Path, site: int, port: int) -> list[str]:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{site}").replace(NAME, "localhost")
    text = re.sub(r"listen \[::\].*", "", text).replace("listen 80;", f"listen {free_port()};")
    text = text.replace("listen 443", f"listen {port}")
    text = text.replace("/etc/ssl/deelgenoot/fullchain.pem", f"{folder}/certificate.pem")
    text = text.replace("/etc/ssl/deelgenoot/key.pem", f"{folder}/key.pem")
    text = text.replace("/var/log/nginx/error.log", f"{folder}/log")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    own = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    whole = f"pid {folder}/pid;\nerror_log {folder}/log;\nevents {{}}\nhttp {{\n{own}{text}}}\n"
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    return ["nginx", "-c", f"{folder}/nginx.conf", "-e", f"{folder}/log", "-g", "daemon off;"]


def _caddy(folder: Path, site: int, port: int) -> list[str]:
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    tls = f"\ttls {folder}/certificate.pem {folder}/key.pem\n"
    text = text.replace(f"{NAME} {{\n", f"https://localhost:{port} {{\n{tls}")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{site}")
    own = "\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n"
    text = text.replace("{\n", f"{{\n{own}", 1)
    (folder / "Caddyfile").write_text(text, encoding="utf-8")
    return ["caddy", "run", "--config", f"{folder}/Caddyfile", "--adapter", "caddyfile"]


PROXIES: dict[str, Callable[[Path, int, int], list[str]]] = {"nginx": _nginx, "caddy": _caddy}


@pytest.fixture(scope="module", params=PROXIES)
def proxied(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxied]:
    if not shutil.which(request.param):
        pytest.skip(NO_PROXIES)
    folder, port = tmp_path_factory.mktemp(request.param), free_port()
    certificate = folder / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(folder / "key.pem"), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    site = LiveSite(folder)
    site.set_up(looks=True)
    made = site.session(6)
    site.start()
    command = PROXIES[request.param](folder, site.port, port)
    with (
        (folder / "said").open("wb") as said,
        subprocess.Popen(
            command,
            cwd=folder,
            stdout=said,
            stderr=said,
            env={"HOME": str(folder), "PATH": "/usr/sbin:/usr/bin:/bin"},
        ) as proxy,
    ):
        try:
            _until_open(port)
            yield Proxied(site, made, port, certificate)
        finally:
            proxy.kill() if request.param == "caddy" else proxy.terminate()
            site.stop()


def _until_open(port: int) -> None:
    end = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.05)
        else:
            return


def test_a_page_comes_through_over_http_2(proxied: Proxied) -> None:
    with proxied.open("/bijeenkomsten/") as answer:
        assert answer.status == 200
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    context = ssl.create_default_context(cafile=str(proxied.certificate))
    context.set_alpn_protocols(["h2", "http/1.1"])
    with (
        socket.create_connection(("127.0.0.1", proxied.port), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as secret,
    ):
        assert secret.selected_alpn_protocol() == "h2"


def test_a_live_screen_hears_a_vote_at_once(proxied: Proxied) -> None:
    ticket, meeting = proxied.made["desk"], proxied.made["meeting"]
    with proxied.open(f"/live/{meeting}/kaartje", **{"X-Ticket": ticket}) as answer:
        entrance = json.load(answer)["ticket"]
    with proxied.open(f"/live/{meeting}/stroom?ticket={entrance}") as stream:
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        vote = json.dumps({"poll": proxied.made["poll"], "value": 1}).encode()
        headers = {"X-Ticket": proxied.made["tickets"][0], "Content-Type": "application/json"}
        start = time.monotonic()
        trust = HTTPSHandler(context=ssl.create_default_context(cafile=str(proxied.certificate)))
        address = f"https://localhost:{proxied.port}/live/{meeting}/stem"
        request = Request(address, vote, headers)
        build_opener(trust).open(request, timeout=10).close()
        while b"1 van 6" not in stream.readline():
            assert time.monotonic() - start < 20


def test_what_a_visitor_says_of_its_own_address_is_not_believed(proxied: Proxied) -> None:
    """Wrong codes are counted by address: claiming others does not give more tries."""
    statuses = []
    for n in range(130):
        address = f"192.0.2.{n}"
        try:
            with proxied.open(
                f"/mee/?code={100_000_000 + n}", **{"X-Forwarded-For": address}
            ) as one:
                statuses.append(one.status)
        except OSError as error:
            statuses.append(getattr(error, "code", 0))
    assert statuses[0] == 404
    assert 429 in statuses


def test_no_key_is_written_down_while_the_site_is_away(proxied: Proxied) -> None:
    """Screens come back with their tickets, and people with their links, when it was restarted."""
    ticket, meeting = proxied.made["desk"], proxied.made["meeting"]
    with proxied.open(f"/live/{meeting}/kaartje", **{"X-Ticket": ticket}) as answer:
        entrance = json.load(answer)["ticket"]
    with proxied.open(f"/live/{meeting}/stroom?ticket={entrance}") as stream:
        stream.readline()
        proxied.site.kill()
        with suppress(OSError, HTTPException):
            stream.read()
    try:
        for path in ("/aanmelding/12-sleutel/", f"/live/{meeting}/stand?topics=sleutel"):
            with pytest.raises(HTTPError, match="502"):
                proxied.open(path, **{"X-Ticket": "sleutel", "Referer": "https://x/sleutel"})
    finally:
        proxied.site.start()
    folder = proxied.certificate.parent
    written = b"".join(path.read_bytes() for name in ("said", "log") for path in folder.glob(name))
    assert [key for key in ("sleutel", ticket, entrance) if key.encode() in written] == []


def test_the_largest_file_that_the_site_takes_comes_through_each_proxy() -> None:
    caddy = re.search(r"max_size (\d+)MB", (DEPLOY / "Caddyfile").read_text(encoding="utf-8"))
    nginx = re.search(r"max_body_size (\d+)m;", (DEPLOY / "nginx.conf").read_text(encoding="utf-8"))
    assert caddy
    assert nginx
    assert min(int(caddy[1]) * 1000**2, int(nginx[1]) * 1024**2) >= LARGEST_PDF + LARGEST


def test_nginx_writes_no_address_down_on_any_port() -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    servers = text.split("\nserver {")[1:]
    kept = ("access_log off;", "error_log /var/log/nginx/error.log emerg;")
    assert [[one in server for one in kept] for server in servers] == [[True, True]] * 2


def test_a_container_takes_no_database_and_no_key_of_a_checkout_along() -> None:
    root = DEPLOY.parent
    lines = (root / ".dockerignore").read_text(encoding="utf-8").splitlines()
    first, *rest = [line for line in lines if not line.startswith("#")]
    assert first == "*"
    allowed = [line[1:] for line in rest if line.startswith("!")]
    assert all(list(root.glob(name)) for name in allowed)
    assert {"var", ".venv", ".git", "node_modules"}.isdisjoint(allowed)


@pytest.mark.parametrize("name", ["deelgenoot", "deelgenoot-copy"])
def test_a_service_is_closed_to_what_it_never_needs(name: str) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip(NO_PROXIES)
    unit = str(DEPLOY / f"{name}.service")
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=25", unit]
    judged = subprocess.run(command, check=False, capture_output=True, text=True)
    assert judged.returncode == 0, judged.stdout[-200:]
