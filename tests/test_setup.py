"""Setting up: each step once, again when its inputs change, and a way out when it fails."""

import os
import re
import subprocess
import sys
import threading
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from setup_engine import Setup, SetupError, Step, contents_hash, explained
from setup_main import one_at_a_time, refuse_without_venv
from setup_steps import all_steps, level_of, stamp_of_packages, venv_works

ROOT = Path(__file__).resolve().parents[1]


def step(folder: Path, name: str, *shell: str, after: tuple[str, ...] = ()) -> Step:
    return Step(
        name=name,
        doing="testing",
        commands=tuple(("sh", "-c", line) for line in shell),
        stamp=folder / f"{name}.stamp",
        inputs=("input",),
        after=after,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "input").write_text("first")
    return tmp_path


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def setup(folder: Path, said: list[str]) -> Setup:
    return Setup(folder, folder / "logs", said.append)


def runs(folder: Path) -> int:
    return len((folder / "ran").read_text().splitlines())


def test_a_step_is_done_once(folder: Path, setup: Setup, said: list[str]) -> None:
    steps = [step(folder, "One", "echo x >> ran")]
    assert [setup.run(steps), setup.run(steps)] == [True, False]
    assert runs(folder) == 1
    assert [line.split(" (")[0] for line in said] == ["  … One: testing", "  ✓ One"]


def test_a_step_is_done_again_when_its_input_changes(folder: Path, setup: Setup) -> None:
    steps = [step(folder, "One", "echo x >> ran")]
    setup.run(steps)
    (folder / "input").write_text("second")
    assert setup.run(steps)
    assert runs(folder) == 2


def test_a_touched_input_changes_nothing(folder: Path, setup: Setup) -> None:
    steps = [step(folder, "One", "echo x >> ran")]
    setup.run(steps)
    os.utime(folder / "input", (1, 1))
    assert not setup.run(steps)


def test_what_was_made_and_is_gone_is_made_again(folder: Path, setup: Setup) -> None:
    made = folder / "made"
    one = Step("One", "testing", (("touch", "made"),), folder / "stamp", made=made.is_file)
    setup.run([one])
    made.unlink()
    assert setup.run([one])


def test_a_step_that_failed_runs_again(folder: Path, setup: Setup) -> None:
    steps = [step(folder, "One", "echo x >> ran", "test -e mended || { echo broken; exit 3; }")]
    with pytest.raises(SetupError, match=r"One failed\. It said:\nbroken"):
        setup.run(steps)
    (folder / "mended").touch()
    assert setup.run(steps)
    assert runs(folder) == 2


def test_a_step_that_was_redone_and_failed_is_not_taken_for_done(
    folder: Path, setup: Setup
) -> None:
    steps = [step(folder, "One", "test input -ef input && ! grep -q bad input")]
    setup.run(steps)
    for text in ("bad", "first"):
        (folder / "input").write_text(text)
        if text == "bad":
            with pytest.raises(SetupError):
                setup.run(steps)
    assert setup.run(steps)


def test_steps_run_after_those_they_need(folder: Path, setup: Setup) -> None:
    late = step(folder, "Late", "test -e early", after=("Early",))
    assert setup.run([late, step(folder, "Early", "sleep 0.1; touch early")])


def test_steps_that_do_not_need_each_other_run_side_by_side(folder: Path, setup: Setup) -> None:
    meet = "touch {0}; for i in $(seq 100); do test -e {1} && exit 0; sleep 0.02; done; exit 1"
    left, right = (step(folder, a, meet.format(a, b)) for a, b in (("A", "B"), ("B", "A")))
    assert setup.run([left, right])


def test_a_step_that_waits_for_nobody_is_refused(folder: Path, setup: Setup) -> None:
    with pytest.raises(SetupError, match="Lonely"):
        setup.run([step(folder, "Lonely", "true", after=("Nobody",))])


def test_the_hash_is_over_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "a").write_text("1")
    before = contents_hash(tmp_path, ["**/*"])
    (tmp_path / "__pycache__/b").write_text("2")
    assert contents_hash(tmp_path, ["**/*", "a"]) == before
    (tmp_path / "a").rename(tmp_path / "c")
    assert contents_hash(tmp_path, ["**/*"]) != before


@pytest.mark.parametrize(
    ("output", "is_network"),
    [
        ("pip: Temporary failure in name resolution", True),
        ("npm ERR! code ENOTFOUND", True),
        ("error: dns error: failed to lookup address information", True),
        ("ModuleNotFoundError: No module named 'editables'", False),
        ("hash mismatch", False),
    ],
)
def test_no_network_is_told_from_other_failures(
    tmp_path: Path, output: str, is_network: bool
) -> None:
    told = explained(step(tmp_path, "Packages"), output)
    assert ("cannot be reached" in told) == is_network
    assert output in told


def only_without(name: str) -> Callable[[str], object]:
    return lambda asked: None if asked == name else object()


def test_a_python_without_ensurepip_is_refused_with_the_package_to_install(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="ensurepip is missing") as refusal:
        refuse_without_venv(tmp_path, only_without("ensurepip"))
    assert "apt-get install python3-venv" in str(refusal.value)


def test_a_whole_python_is_not_refused(tmp_path: Path) -> None:
    refuse_without_venv(tmp_path)


def test_an_old_python_is_refused_with_what_was_found(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\ntest "$1" = --version && echo Python 3.9.2 && exit 0\nexit 1\n')
    old.chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", ROOT / "scripts/setup.sh", "ready"],
        env={"PATH": os.environ["PATH"], "PYTHON": str(old)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "deelgenoot needs Python 3.11 or newer, and found: Python 3.9.2." in done.stderr


def test_a_second_set_up_of_the_same_folder_waits(tmp_path: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with one_at_a_time(tmp_path):
            order.append("second")

    with one_at_a_time(tmp_path):
        other = threading.Thread(target=second)
        other.start()
        other.join(timeout=0.2)
        order.append("first")
    other.join()
    assert order == ["first", "second"]


def test_an_environment_with_tools_keeps_them(tmp_path: Path) -> None:
    assert level_of(tmp_path, "run") == "run"
    stamp = stamp_of_packages(tmp_path, "dev")
    stamp.parent.mkdir(parents=True)
    stamp.touch()
    assert level_of(tmp_path, "run") == "dev"


def test_an_environment_that_was_moved_does_not_count(tmp_path: Path) -> None:
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    pip = tmp_path / ".venv/bin/pip"
    pip.write_text("#!/elsewhere/.venv/bin/python\n")
    assert not venv_works(tmp_path)
    pip.write_text(f"#!{tmp_path}/.venv/bin/python\n")
    assert venv_works(tmp_path)


@pytest.mark.parametrize("level", ["run", "dev"])
def test_every_input_of_a_step_is_there(level: str) -> None:
    steps = all_steps(ROOT, "dev" if level == "dev" else "run")
    empty = [(s.name, glob) for s in steps for glob in s.inputs if not any(ROOT.glob(glob))]
    assert empty == []


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
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, groups = asked["project"], asked["dependency-groups"]
    extras = {name: tuple(wanted) for name, wanted in project["optional-dependencies"].items()}
    shown = [one for name in ("data", "charts", "web") for one in extras[name]]
    for path, wanted in (
        ("requirements.lock", [*project["dependencies"], *shown, *groups["setup"]]),
        ("requirements-dev.lock", [one for one in groups["dev"] if isinstance(one, str)]),
        ("requirements-dev.lock", [one for extra in extras.values() for one in extra]),
        ("requirements-uv.lock", groups["bootstrap"]),
    ):
        locked = pins(path)
        names = {re.split(r"[<>=\[ ]", one)[0].lower() for one in wanted}
        assert names - set(locked) == set(), path


@pytest.mark.parametrize("path", sorted(path.name for path in ROOT.glob("*.lock")))
def test_a_lock_holds_no_address(path: str) -> None:
    assert re.findall(r"\w+://\S+", (ROOT / path).read_text(encoding="utf-8")) == []


def test_the_npm_lock_holds_no_address_of_an_index() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")
