"""The check of names finds what is planted, and leaves alone what says what it is."""

import subprocess
from pathlib import Path

import check_names
import pytest
from check_names import bad_names, bad_subjects, double_classes


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text)
    return folder / name


@pytest.mark.parametrize(
    "code",
    [
        "def _said(): ...",
        "async def made(): ...",
        "def f(written): ...",
        "shown = 1",
        "for one in (): ...",
        "with open('x') as opened: ...",
        "if held := 1: ...",
        "class A:\n    merged: bool",
        "class A:\n    def f(self): self._kept = 1",
        "try: ...\nexcept ValueError as caught: ...",
        "from a import b as built",
        "class Cluster:\n    filled: bool",
    ],
)
def test_a_bare_participle_is_reported_once(tmp_path: Path, code: str) -> None:
    (report,) = bad_names(write(tmp_path, "a.py", code))
    assert "does not say what it is" in report


@pytest.mark.parametrize(
    "code",
    [
        "written_label = n_selected = is_hidden = seed = left = 1",
        "labels = [one for one in shown]",
        "key = lambda one: one",
        "found()",
        "f(shown=1)",
        "class Member:\n    filled: bool",
    ],
)
def test_a_name_that_says_what_it_is_passes(tmp_path: Path, code: str) -> None:
    assert list(bad_names(write(tmp_path, "a.py", code))) == []


def test_a_class_name_in_two_places_is_reported(tmp_path: Path) -> None:
    first = write(tmp_path, "a.py", "class Poll:\n    class State: ...\n    class Meta: ...")
    second = write(tmp_path, "b.py", "class Room:\n    class State: ...\n    class Meta: ...")
    assert list(double_classes([first, second])) == []
    third = write(tmp_path, "c.py", "class Poll: ...")
    assert list(double_classes([first, second, third])) == [
        f"class Poll stands in {first} and in {third}"
    ]


def test_a_subject_names_its_area_and_is_short() -> None:
    good = ["meetings: end live streams when a participant leaves", "deelgenoot/charts: draw a map"]
    bad = ["Who leaves has no other tab", "charts: Draw a map", "charts: " + "d" * 65]
    assert list(bad_subjects(good)) == []
    assert len(list(bad_subjects([*good, *bad]))) == len(bad)


def test_only_commits_after_the_check_are_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_names, "ROOT", tmp_path)
    assert check_names.new_subjects() == []
    (tmp_path / "scripts").mkdir()
    for subject, name in (("Old", "a"), ("Check", "scripts/check_names.py"), ("New", "b")):
        (tmp_path / name).touch()
        commit = f"git init -q; git add -A; git -c user.name=x -c user.email=x commit -qm {subject}"
        subprocess.run(["/bin/sh", "-c", commit], cwd=tmp_path, check=True)
    assert check_names.new_subjects() == ["New"]
