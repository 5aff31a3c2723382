"""The server's commands: set up, serve, do the due work, make an administrator, an example."""

import argparse
import asyncio
import gc
import os
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import django
import uvicorn
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.validators import validate_email
from django.db import DatabaseError, OperationalError, connection
from django.db.models import QuerySet
from django.utils import timezone

from deelgenoot.errors import DeelgenootError
from deelgenoot.words import Language
from deelgenoot_web.site import backups, crowd, environment, sealing, steps
from deelgenoot_web.site.bounds import BoundedProtocol
from deelgenoot_web.workbench.queue import work_queue

_WARM_UP_AFTER = 10
"""Seconds until the worker of the workbench starts, and what is asked for most is made."""

_LONGEST_PAUSE = 3600
"""Seconds between two copies that replace each other."""
_TWO_SERVERS = (
    "Let op: een andere server gebruikt deze database al. Schermen van de ene horen dan niet van "
    "de andere. Stop er een, of gebruik PostgreSQL (DATABASE_URL)."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 when it succeeded, 2 when a setting stands in the way."""
    parser = argparse.ArgumentParser(prog="deelgenoot-web", description="De site van deelgenoot.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("setup", help="maak database en statische bestanden klaar").set_defaults(
        run=setup
    )
    commands.add_parser("serve", help="start de server").set_defaults(run=serve)
    commands.add_parser(
        "duty", help="doe eenmaal wat de server elke minuut doet: post versturen, opruimen"
    ).set_defaults(run=duty)
    first = commands.add_parser(
        "admin", help="maak iemand beheerder en stuur een link om in te loggen"
    )
    first.add_argument("address", metavar="ADRES", help="het e-mailadres")
    first.set_defaults(run=admin)
    example_parser = commands.add_parser(
        "example", help="maak voorbeelden van een bijeenkomst en van aanpakken, om rond te klikken"
    )
    example_parser.add_argument(
        "--remove", action="store_true", help="haal de voorbeelden weer weg"
    )
    example_parser.set_defaults(run=example)
    for add in (_add_bounces, _add_backups, _add_report, _add_texts):
        add(commands)
    options = vars(parser.parse_args(arguments))
    run = options.pop("run")
    del options["command"]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deelgenoot_web.site.settings")
    try:
        run(**options)
    except DeelgenootError as error:
        reason = error.message_in("nl")
    except OperationalError as error:
        reason = _why_the_database_fails(error)
    else:
        return 0
    print(f"deelgenoot-web: {reason}", file=sys.stderr)
    return 2


def _why_the_database_fails(error: OperationalError) -> str:
    # PostgreSQL's number for a lock that took too long.
    if getattr(error.__cause__, "sqlstate", "") == "55P03":
        return (
            "Een ander programma houdt een tabel van de database vast, zoals een pg_dump die nog "
            "bezig is. Doe het daarna opnieuw."
        )
    first_line = str(error).partition("\n")[0]
    name = environment.DATABASE_URL.name
    return f"De database antwoordt niet ({first_line}). Draait hij, en klopt {name}?"


def _add_bounces(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    bounces_parser = commands.add_parser(
        "bounces", help="lees post die terugkwam, en schrijf die adressen niet meer aan"
    )
    bounces_parser.add_argument(
        "mailbox",
        nargs="?",
        type=Path,
        metavar="POSTBUS",
        help="een Maildir of mbox; wat gelezen is gaat eruit. Zonder: een bericht op de invoer",
    )
    bounces_parser.set_defaults(run=bounces)


def _add_backups(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    for name, run, words in (
        ("backup", backup, "maak een reservekopie van de database, ook terwijl de server draait"),
        ("check", check, "kijk of een reservekopie heel is, en wat erin staat"),
        ("restore", restore, "zet een reservekopie terug; wat er stond blijft ernaast bewaard"),
    ):
        parser = commands.add_parser(name, help=words)
        parser.add_argument("file", metavar="BESTAND", type=Path, help="de reservekopie")
        parser.set_defaults(run=run)
        if run is backup:
            parser.add_argument(
                "--every",
                type=_seconds,
                metavar="SECONDEN",
                help="blijf draaien, en vervang de kopie zo vaak, als er iets veranderd is",
            )


def _seconds(text: str) -> float:
    """Read a pause between two copies; argparse tells what is wrong with it."""
    seconds = float(text)
    if not 1 <= seconds <= _LONGEST_PAUSE:
        msg = f"{text} is geen 1 tot {_LONGEST_PAUSE} seconden"
        raise argparse.ArgumentTypeError(msg)
    return seconds


def _add_report(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    report_parser = commands.add_parser(
        "report", help="maak startnotities als PDF: van een cluster, een gemeente of alles"
    )
    report_parser.add_argument(
        "names",
        nargs="*",
        metavar="NAAM",
        help="een cluster (stad-in-transitie), een gemeente, of 'studie'; zonder naam alles",
    )
    report_parser.add_argument(
        "--to", type=Path, default=Path("notities"), metavar="MAP", help="waar de bestanden komen"
    )
    report_parser.add_argument(
        "--language", choices=("nl", "en"), default="nl", help="de taal (nl of en)"
    )
    report_parser.set_defaults(run=report)


def _add_texts(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    texts_parser = commands.add_parser(
        "texts", help="haal teksten op die op de site zijn gepubliceerd"
    )
    texts_parser.add_argument("act", choices=("pull",), help="pull: schrijf ze in de studie")
    texts_parser.add_argument(
        "--to",
        type=Path,
        metavar="MAP",
        help="de map perspectives van een studie; zonder: die van de studie van de site",
    )
    texts_parser.set_defaults(run=texts)


def setup() -> None:
    """Set up the tables and the static files with their hashes.

    Files of the version before stay: a server of it may run on until it is started anew.

    On your own machine, where nobody organised anything yet, make the example too.
    """
    django.setup()
    from deelgenoot_web.exchange.actions.example import make_examples  # noqa: PLC0415 - see duty
    from deelgenoot_web.meetings.actions.example import make_first_example  # noqa: PLC0415 - see duty

    environment.keep_database_private(settings.VAR)
    refuse_newer_database()
    call_command("migrate", interactive=False, verbosity=0)
    check_columns()
    call_command("collectstatic", interactive=False, verbosity=0)
    if settings.HAS_MAILBOX and make_first_example(now=timezone.now()):
        make_examples(now=timezone.now())


def check_columns() -> None:
    """Raise `SettingError` where a row of some model cannot be read.

    The migrations of before the first release are one by now; who ran only some misses columns.
    """
    for model in apps.get_models():
        try:
            QuerySet(model).first()
        except DatabaseError as error:
            name = connection.settings_dict["NAME"]
            msg = (
                f"De database {name} is van vóór de eerste uitgave. Verplaats die en begin met een "
                f"lege. ({error})"
            )
            raise environment.SettingError(msg) from error


def open_database() -> None:
    """Load the site; raise `SettingError` unless `setup` was done, of this version."""
    django.setup()
    refuse_newer_database()
    if steps.missing_steps():
        msg = "De database is nog niet klaar voor deze versie. Doe eerst: deelgenoot-web setup"
        raise environment.SettingError(msg)


def refuse_newer_database() -> None:
    """Raise `SettingError` where a newer version set the database up: this one would spoil it."""
    if unknown := steps.unknown_steps():
        msg = (
            f"De database is van een nieuwere versie (stappen: {steps.step_names(unknown)}). Zet "
            "die versie weer neer, of zet met `deelgenoot-web restore` de reservekopie van vóór de "
            "nieuwe versie terug. Er is niets veranderd."
        )
        raise environment.SettingError(msg)


def check_static_files() -> None:
    """Raise `SettingError` unless `setup` collected the static files."""
    if not Path(settings.STATIC_ROOT, "staticfiles.json").is_file():
        msg = (
            f"In {settings.STATIC_ROOT} staan geen statische bestanden. "
            "Doe eerst: deelgenoot-web setup"
        )
        raise environment.SettingError(msg)


def duty() -> None:
    """Do the due work once."""
    open_database()
    from deelgenoot_web.site.duty import run  # noqa: PLC0415 - has tables, so only after setup

    print("Gedaan." if run() else "Een ander proces is ermee bezig.")


def bounces(mailbox: Path | None) -> None:
    """Read letters that came back. Raises MailboxError for what is no mailbox."""
    open_database()
    from deelgenoot_web.letters import mailboxes  # noqa: PLC0415 - has tables, so only after setup

    if mailbox is None:
        n_bounces = mailboxes.read_message(sys.stdin.buffer, timezone.now())
    else:
        n_bounces = mailboxes.read_mailbox(mailbox, timezone.now())
    print(f"Teruggekomen en gelezen: {n_bounces}.")


def admin(address: str) -> None:
    """Make a person administrator. Where no mail is sent, the link is printed.

    Raises DeelgenootError where the letter with it did not go.
    """
    open_database()
    from deelgenoot_web.accounts import actions  # noqa: PLC0415 - has tables, so only after setup
    from deelgenoot_web.letters.queries import find_unsent  # noqa: PLC0415 - see duty

    start = timezone.now()
    try:
        validate_email(address)
    except ValidationError as error:
        msg = f"'{address}' is geen e-mailadres; gebruik er een als naam@gemeente.nl."
        raise DeelgenootError(msg) from error
    link = actions.make_administrator(email=address)
    if settings.HAS_MAILBOX:
        print(f"{address} is beheerder, en logt binnen 30 minuten in met:\n{link}")
        if not os.environ.get("PORT"):
            print("Luistert de site op een andere poort? Zet dan bijvoorbeeld PORT=8080 ervoor.")
    else:
        duty()
        if letter := find_unsent(address, start):
            why = letter.error or "een ander proces verstuurt nu post"
            msg = f"{address} is beheerder, maar de brief met de link is niet verstuurd: {why}."
            raise DeelgenootError(msg)
        print(f"{address} is beheerder. De link om in te loggen is verstuurd.")


def example(*, remove: bool) -> None:
    """Make the example, or remove it. Raises SettingError where visitors come."""
    open_database()
    from deelgenoot_web.exchange.actions import example as practices  # noqa: PLC0415 - see duty
    from deelgenoot_web.meetings.actions import example as actions  # noqa: PLC0415 - see duty

    if remove:
        is_gone = [actions.remove_example(), practices.remove_examples()]
        print("Weg." if any(is_gone) else "Er was geen voorbeeld.")
        return
    if not settings.HAS_MAILBOX:
        msg = "Het voorbeeld is er alleen op uw eigen computer, zonder bezoekers."
        raise environment.SettingError(msg)
    practices.make_examples(now=timezone.now())
    is_made = actions.make_example(now=timezone.now())
    print("Gemaakt: open /voorbeeld/." if is_made else "Het voorbeeld is er al: open /voorbeeld/.")


def backup(file: Path, *, every: float | None = None) -> None:
    """Copy the database to a file and tell what is in it; with `every`, again and again."""
    database = _sqlite_file()
    if every is not None:
        # Ends as by Ctrl-C: what is half done, which is all personal data, is removed.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with suppress(KeyboardInterrupt):
            backups.keep_backed_up(database, file, every)
        return
    print(f"Bewaard in {file}: {backups.back_up(database, file)}, uit {database}.")


def check(file: Path) -> None:
    """Tell that a copy is whole, and what is in it."""
    django.setup()  # knows the steps of this version
    with sealing.readable_backup(file) as plain:
        print(f"{file} is heel: {backups.look_into(plain)}.")


def restore(file: Path) -> None:
    """Put a copy back. Raises SettingError while a server uses the database."""
    database = _sqlite_file()
    if not environment.hold_database(settings.VAR):
        msg = "Een server gebruikt deze database. Stop hem eerst."
        raise environment.SettingError(msg)
    with sealing.readable_backup(file) as plain:
        contents, aside = backups.put_back(plain, database, timezone.now())
    print(f"Teruggezet: {contents}, in {database}.")
    if aside:
        print(f"Wat er stond, staat nu in {aside}.")
    print("Doe nu: deelgenoot-web setup")


def _sqlite_file() -> Path:
    django.setup()
    if connection.vendor != "sqlite":
        msg = (
            "Deze site gebruikt PostgreSQL. Maak een kopie met pg_dump --format=custom, en zet "
            "haar terug met pg_restore."
        )
        raise environment.SettingError(msg)
    return Path(connection.settings_dict["NAME"]).resolve()


def report(names: Sequence[str], *, to: Path, language: Language) -> None:
    """Write notes as PDF into a folder. Raises UnknownNoteError before the first is made."""
    django.setup()
    from deelgenoot_web.atlas.notes import reporting  # noqa: PLC0415 - needs the settings

    for path, n_pages in reporting.write_notes(names, to, language):
        print(f"{path} ({n_pages} pagina's)", flush=True)


def texts(act: str, *, to: Path | None) -> None:
    """Write the published texts into a study; raise an error for what cannot be written."""
    open_database()
    from deelgenoot_web.editing import pulling  # noqa: PLC0415 - see duty

    result = pulling.pull_texts(to)
    for path in result.written_paths:
        print(f"{path}: gewijzigd")
    if result.changed_paths:
        raise pulling.ChangedFilesError(result.changed_paths)
    if not result.written_paths:
        print("Niets gewijzigd.")


def serve() -> None:
    """Serve until stopped. Raises SettingError when something it needs is not there."""
    gc.disable()  # until all is loaded (`crowd.settle`): an eighth of the time that starting takes
    server, listening = make_server()
    with listening:
        environment.keep_database_private(settings.VAR)
        if not environment.hold_database(settings.VAR):
            print(_TWO_SERVERS, file=sys.stderr, flush=True)
        open_database()
        check_static_files()
        if place := environment.metrics_place():
            import_module("deelgenoot_web.site.metrics").serve(*place)
        server.run(sockets=[listening])


def make_server() -> tuple[uvicorn.Server, socket.socket]:
    """Make the server and its socket. Raises SettingError when the port is taken."""
    crowd.one_heap()
    environment.mail_server()
    environment.site_owner()
    environment.metrics_place()
    host, port = environment.HOST.read(), environment.port()
    listening = _listening(host, port)
    config = uvicorn.Config(
        "deelgenoot_web.site.asgi:application",
        http=BoundedProtocol,
        loop="auto",  # uvloop, where there is one
        ws="none",
        # A browser that comes back within a minute finds its connection open.
        timeout_keep_alive=65,
        timeout_graceful_shutdown=5,
        backlog=4096,
        log_config=None,  # ours holds for uvicorn too
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
    )
    shown_host = f"[{host}]" if ":" in host else host
    return _AnnouncingServer(config, f"http://{shown_host}:{listening.getsockname()[1]}"), listening


class _AnnouncingServer(uvicorn.Server):
    """uvicorn that prints the address of the site once it can answer."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self.address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        from deelgenoot_web.letters.console import print_address  # noqa: PLC0415 - see duty
        from deelgenoot_web.site.ahead import make_ahead  # noqa: PLC0415 - loads pages, so only after setup
        from deelgenoot_web.site.duty import Rounds  # noqa: PLC0415 - has tables, so only after setup
        from deelgenoot_web.site.timekeeper import Timekeeper  # noqa: PLC0415 - see duty

        crowd.load()
        await super().startup(sockets)
        # Warming up takes a core for some seconds: after a crash, screens that come back go first.
        # A visitor who opens the workbench before that starts it.
        loop = asyncio.get_running_loop()
        loop.call_later(_WARM_UP_AFTER, work_queue().start)
        ahead = threading.Thread(target=make_ahead, name="ahead", daemon=True)
        loop.call_later(_WARM_UP_AFTER, ahead.start)
        self.rounds, self.timekeeper = Rounds(), Timekeeper()
        self.rounds.start()
        self.timekeeper.start()
        crowd.settle()
        print(f"deelgenoot is klaar: {self.address}", flush=True)
        if settings.HAS_MAILBOX:
            print_address()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        import_module("deelgenoot_web.site.asgi").live.stop()
        await super().shutdown(sockets)
        self.rounds.stop()
        self.timekeeper.stop()


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
