"""The server's command: `deelgenoot-web serve` and `deelgenoot-web setup`."""

import argparse
import gc
import os
import resource
import socket
import sys
from collections.abc import Sequence
from importlib import import_module

import django
import uvicorn
from django.core.management import call_command

from deelgenoot.errors import DeelgenootError
from deelgenoot_web.site import environment
from deelgenoot_web.workbench.desk import desk


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 2 when a setting stands in the way."""
    parser = argparse.ArgumentParser(prog="deelgenoot-web", description="De site van deelgenoot.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("setup", help="maak database en statische bestanden klaar").set_defaults(
        run=setup
    )
    commands.add_parser("serve", help="start de server").set_defaults(run=serve)
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deelgenoot_web.site.settings")
    try:
        chosen.run()
    except DeelgenootError as error:
        print(f"deelgenoot-web: {error}", file=sys.stderr)
        return 2
    return 0


def setup() -> None:
    """Make ready what the server needs: tables, and static files with their hashes."""
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)


def serve() -> None:
    """Serve until stopped. Raises SettingError when the port is taken."""
    server, listening = prepared()
    server.run(sockets=[listening])


def prepared() -> tuple[uvicorn.Server, socket.socket]:
    """The server, and the place where it will listen. Raises SettingError when that is taken."""
    host, port = environment.HOST.read(), environment.port()
    listening = _listening(host, port)
    config = uvicorn.Config(
        "deelgenoot_web.site.asgi:application",
        http="httptools",  # a quarter of the time per request of h11
        ws="none",
        # A browser that comes back within a minute finds its connection open.
        timeout_keep_alive=65,
        timeout_graceful_shutdown=5,
        backlog=4096,
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
    )
    written = f"[{host}]" if ":" in host else host
    return _Announcing(config, f"http://{written}:{listening.getsockname()[1]}"), listening


class _Announcing(uvicorn.Server):
    """uvicorn, saying where the site is once it can answer."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self.address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        desk().start()
        _settle()
        print(f"deelgenoot is klaar: {self.address}", flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        import_module("deelgenoot_web.site.asgi").live.stop()
        await super().shutdown(sockets)


def _settle() -> None:
    """Make room for thousands of open streams.

    What was loaded stays, so the collector need not walk it: a full collection among thousands of
    streams takes up to 300 ms. Each stream is an open file, and the usual bound is 1,024.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, so that asyncio sends the end of an answer at once (TCP_NODELAY); without it
    # every answer waits 40 ms for the visitor's machine to say that it has the beginning.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        msg = (
            f"Poort {port} op {host} is niet vrij ({error.strerror}). "
            f"Kies een andere, bijvoorbeeld: {environment.PORT.name}={port + 1} make run"
        )
        raise environment.SettingError(msg) from error
    return listening
