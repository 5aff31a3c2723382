"""Proves that a change alters nothing that a visitor gets (docs/maintain/setup.md).

`record FOLDER` fetches every address of the tree that it runs in, `compare A B` says what differs,
`against REVISION` does all of it. Uses of a tree only what is public: its command, its settings,
its addresses and models by name; so it records trees of long ago and of tomorrow.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

import same_compare
import same_fetch

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("nl", "en")
_OF_THIS_MACHINE = ("DEELGENOOT_", "DATABASE_URL", "HOST", "PORT", "MAKE", "MFLAGS", "VIRTUAL_ENV")


def command(*arguments: str) -> None:
    """Run `deelgenoot-web` of the tree, with our clock and chance."""
    same_fetch.settle()
    [entry] = entry_points(group="console_scripts", name="deelgenoot-web")
    if entry.load()(arguments):
        sys.exit(2)


def seed(folder: Path) -> None:
    """Make tables, static files, the example and who visit it. Runs in a process of its own."""
    command("setup")
    command("admin", same_fetch.PEOPLE["administrator"])
    import same_story  # noqa: PLC0415 - needs Django set up

    same_story.sign_in(folder / "cookies.json")


def record(folder: Path) -> None:
    """Record the tree of the Python that runs this."""
    shutil.rmtree(folder, ignore_errors=True)
    site = folder / "site"
    site.mkdir(parents=True)
    subprocess.run(
        _step("seed", str(folder)), env=_env(site), check=True, stdout=subprocess.DEVNULL
    )
    running = []
    for language in LANGUAGES:
        own = Path(shutil.copytree(site, folder / f"site-{language}"))
        running.append(subprocess.Popen(_step("crawl", str(folder), language), env=_env(own)))
    codes = [one.wait() for one in running]
    if any(codes):
        sys.exit("Not everything could be fetched.")
    for language in LANGUAGES:
        shutil.rmtree(folder / f"site-{language}")


def _step(*arguments: str) -> list[str]:
    return [sys.executable, __file__, *arguments]


def _env(site: Path) -> dict[str, str]:
    """The settings of the site that is recorded: none of this machine's own."""
    others = {k: text for k, text in os.environ.items() if not k.startswith(_OF_THIS_MACHINE)}
    return others | {
        "DJANGO_SETTINGS_MODULE": "deelgenoot_web.site.settings",
        "DEELGENOOT_VAR": str(site),
        "DEELGENOOT_ORIGIN": f"http://{same_fetch.HERE}",
        "DEELGENOOT_SECRET_KEY": "the same each time, and of some length",
        "DEELGENOOT_CONTACT": "mailto:contact@voorbeeld.invalid",
        "DEELGENOOT_SOURCE_CODE": "https://voorbeeld.invalid/code",
        "PYTHONHASHSEED": "0",
    }


def photograph(name: str, python: str) -> None:
    """Keep pictures of the site that was recorded in a folder, with the server of its tree."""
    from same_pictures import photograph_all  # noqa: PLC0415 - needs the tools for development

    folder = Path(name)
    site = Path(shutil.copytree(folder / "site", folder / "site-served"))
    photograph_all(folder, (python, __file__, "serve"), _env(site))
    shutil.rmtree(site)


def against(revision: str) -> bool:
    """Record that revision, unless it was before, and the present tree; compare them."""
    sha = _revision(revision)
    place = ROOT / "var/same" / sha[:12]
    tree, before, now = place / "tree", place / _way_of_recording(), ROOT / "var/same/now"
    if not (before / "complete").exists():
        if not tree.exists():
            _git("worktree", "add", "--force", "--detach", str(tree), sha)
        subprocess.run(["make", "-s", "ready"], cwd=tree, env=_env(tree / "var"), check=True)
        _record_with(tree, before)
    _record_with(ROOT, now)
    return compare(before, now)


def _revision(name: str) -> str:
    """The commit to compare with; HEAD where the one asked for is not there."""
    try:
        return _git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    except subprocess.CalledProcessError:
        print(f"There is no {name} here: comparing with HEAD. BASE=... names another revision.")
        return _git("rev-parse", "HEAD")


def _way_of_recording() -> str:
    """A name that changes with these scripts: another way of recording is another recording."""
    scripts = sorted(Path(__file__).parent.glob("same*.py"))
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in scripts)).hexdigest()
    return f"{'quick' if same_fetch.QUICK else 'whole'}-{digest[:8]}"


def _git(*arguments: str) -> str:
    process = subprocess.run(
        ["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return process.stdout.strip()


def _record_with(tree: Path, folder: Path) -> None:
    start = time.monotonic()
    python = str(tree / ".venv/bin/python")
    subprocess.run([python, __file__, "record", str(folder)], cwd=tree, check=True)
    photograph(str(folder), python)
    (folder / "complete").touch()
    print(f"{folder.relative_to(ROOT)}: {time.monotonic() - start:.0f} s.", flush=True)


def compare(before: Path, after: Path) -> bool:
    """Print what differs between two recordings; True when nothing does."""
    from same_pictures import report  # noqa: PLC0415 - needs the tools for development

    are_same = same_compare.report(same_compare.read(before), same_compare.read(after))
    return report(before, after) and are_same


WORK: dict[str, tuple[int, Callable[..., bool | None]]] = {
    "record": (1, lambda folder: record(Path(folder).resolve())),
    "compare": (2, lambda before, after: compare(Path(before), Path(after))),
    "against": (1, against),
    "seed": (1, lambda folder: seed(Path(folder))),
    "serve": (0, lambda: command("serve")),
    "photograph": (2, photograph),
    "crawl": (2, lambda folder, language: same_fetch.crawl(Path(folder), language)),
}
"""What can be asked, and how many words each takes."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=WORK)
    parser.add_argument("what", nargs="*")
    options = parser.parse_args()
    n_words, work = WORK[options.step]
    if len(options.what) != n_words:
        parser.error(f"{options.step} takes {n_words} words")
    return 1 if work(*options.what) is False else 0


if __name__ == "__main__":
    sys.exit(main())
