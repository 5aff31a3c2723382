"""The command line: what can be typed. What is answered stands in `commands`.

That module is imported only when a command runs, so that `--help` answers at once.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Literal

from deelgenoot.errors import DeelgenootError

REGIONS: dict[str, Literal["neighbours", "region", "province"]] = {
    "neighbours": "neighbours",
    "corop": "region",
    "province": "province",
}
"""What `--outside` takes, and the name that `peers.own_region` has for it."""

_INTERRUPTED = 130
"""What a shell gives a program that was stopped with Ctrl-C."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 after an answer, 2 when the request cannot be answered.

    `check` returns 1 where it answers that somebody has to look.
    """
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except KeyboardInterrupt:
        return _INTERRUPTED


def _run(options: argparse.Namespace) -> int:
    try:
        commands = import_module("deelgenoot.commands")
        return int(getattr(commands, options.command)(options) or 0)
    except DeelgenootError as error:
        print(f"deelgenoot: {error.message_in(options.lang)}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of a pipe has seen enough
        sys.stderr.close()
    except OSError as error:
        place = "" if error.filename is None else f"{error.filename}: "
        print(f"deelgenoot: {place}{error.strerror or error}.", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="deelgenoot", description="From open statistics to a typology of municipalities."
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="write JSON")
    common.add_argument("--lang", choices=["nl", "en"], default="nl", help="language of the words")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, parents=[common], help=text, description=text)
        sub.set_defaults(command=name)
        return sub

    study: dict[str, Any] = {
        "nargs": "?",
        "default": "middelgroot",
        "help": "bundled study, or a folder with one",
    }
    build = add("build", "Make the typology of a study and draw its charts.")
    assess = add("assess", "Try how far the typology of a study holds: takes minutes.")
    for sub in (build, assess):
        sub.add_argument("study", metavar="STUDY", **study)
        sub.add_argument(
            "--workers",
            metavar="N",
            help="processes that do the draws, or the address of a Dask scheduler (1)",
        )
    add("draw", "Draw the charts of a study that is built.").add_argument(
        "study", metavar="STUDY", **study
    )
    add("clusters", "List the clusters of a study.").add_argument("study", metavar="STUDY", **study)
    check = add("check", "Check the figures and claims in the texts of a study.")
    check.add_argument("study", metavar="STUDY", **study)
    years = add("years", "Show who moves with the figures of another year, and why.")
    years.add_argument("study", metavar="STUDY", **study)
    years.add_argument("--year", type=int, metavar="YEAR", help="this year alone")
    show = add("show", "Show where a municipality stands.")
    peers = add("peers", "List the municipalities that resemble one, outside its region.")
    for sub in (show, peers):
        sub.add_argument("municipality", metavar="GEMEENTE", help="any name or code of 2010-2026")
        sub.add_argument(
            "--study", default="middelgroot", help="bundled study, or a folder with one"
        )
    compare = add("compare", "Compare the typology with a reference: a CSV of codes and clusters.")
    compare.add_argument("reference", metavar="FILE", help="CSV with the columns code and cluster")
    compare.add_argument(
        "--study", default="middelgroot", help="bundled study, or a folder with one"
    )
    peers.add_argument(
        "--theme",
        action="append",
        default=[],
        metavar="T=WEIGHT",
        help="weight of a theme, 1 unless said otherwise; 0 leaves it out; can be repeated",
    )
    peers.add_argument(
        "--outside",
        choices=list(REGIONS),
        default="corop",
        help="the own region to leave out (corop)",
    )
    peers.add_argument("--n", type=int, default=5, metavar="N", help="how many (5)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
