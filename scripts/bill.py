"""What is installed with deelgenoot: listed, compared with known weaknesses, licences checked.

`bill.py sbom FILE` writes a list in CycloneDX, `bill.py audit` asks OSV, `bill.py licences` looks
at what is installed here. The versions are those of requirements-dev.lock, read by uv.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UV = str(Path(sys.executable).with_name("uv"))
_PIN = re.compile(r"^([\w.-]+==[^ ;\\]+)", re.MULTILINE)
_NAME = re.compile(r"[\w.-]+")
_UNREACHABLE = "error sending request"

# What a work under EUPL-1.2 may lean on: these ask no more than to be named.
ALLOWED = frozenset(
    {
        *(
            "MIT",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "0BSD",
            "Apache-2.0",
            "PSF-2.0",
            "Zlib",
            "CC0-1.0",
            "MIT-CMU",
            "MIT-0",
        ),
        "Apache-2.0 WITH LLVM-exception",
        # As classifiers say it.
        *("MIT License", "BSD License", "BSD", "Apache Software License"),
    }
)
# Those that ask more, or do not say it: looked at one by one.
LOOKED_AT = {
    # PDFium (BSD-3-Clause) and what is built into it: FreeType, Little CMS, OpenJPEG and such.
    "pypdfium2": "BSD-3-Clause, Apache-2.0, dependency licenses",
    "psycopg": "LGPL-3.0-only",  # extra `postgres`; loaded as it is, so our own terms stay
    "kmedoids": "GPL-3.0-or-later",  # extra `assess`; the EUPL names the GPL as compatible
    "certifi": "Mozilla Public License 2.0 (MPL 2.0)",  # extra `oidc`; loaded as it is
    "pyrage": "",  # extra `operate`; its repository says MIT
}


def main(what: str, *arguments: str) -> int:
    """Do one of the three; return 1 where something is wrong."""
    deeds: dict[str, Callable[..., int]]
    deeds = {"sbom": write_sbom, "audit": audit, "licences": check_licences}
    return deeds[what](*arguments)


def write_sbom(file: str) -> int:
    """Write every package that an installation may hold, with hashes and what asks for it."""
    ending = ("--format", "cyclonedx1.5", "--all-extras", "--no-dev", "--output-file")
    Path(file).parent.mkdir(exist_ok=True)
    result = _with_lock("export", *ending, str(Path(file).resolve()))
    print(result.stderr.strip() or f"{file} lists what is installed.")
    return result.returncode


def audit(*arguments: str) -> int:
    """Compare with the weaknesses that OSV knows; 0 too where OSV cannot be reached."""
    result = _with_lock("audit", "--frozen", "--no-dev", *arguments)
    if _UNREACHABLE in result.stderr:
        print("No advisories: OSV cannot be reached from here. NOTHING WAS COMPARED.")
        return 0
    print(result.stdout + result.stderr)
    return result.returncode


def check_licences() -> int:
    """Name every package with a licence that is not on the list."""
    terms_of = {one.name: licence(one) for one in walk_packages("deelgenoot")}
    wrong = {name: terms for name, terms in terms_of.items() if not is_allowed(name, terms)}
    for name, terms in sorted(wrong.items()):
        print(f"{name}: its licence '{terms}' is not on the list in scripts/bill.py")
    return int(bool(wrong))


def walk_packages(name: str, seen: set[str] | None = None) -> Iterator[Distribution]:
    """Walk over all that a package asks for, and is installed here; of ours the extras too."""
    seen = seen if seen is not None else set()
    seen.add(name)
    for line in distribution(name).requires or ():
        other = re.sub("[-_.]+", "-", _NAME.findall(line)[0]).lower()
        if other in seen or ("extra ==" in line and name != "deelgenoot"):
            continue
        try:
            yield distribution(other)
        except PackageNotFoundError:  # for another platform
            continue
        yield from walk_packages(other, seen)


def licence(package: Distribution) -> str:
    """Read the licence of a package: what it says in SPDX, or its classifiers."""
    metadata = package.metadata
    classifiers = [
        c.rpartition(":: ")[2] for c in metadata.get_all("Classifier", []) if "License ::" in c
    ]
    # Indexing metadata that is not there gives None or an error, by who reads it.
    expression, words = (metadata.get_all(name, [""]) for name in ("License-Expression", "License"))
    return expression[0] or " AND ".join(classifiers) or words[0]


def is_allowed(name: str, terms: str) -> bool:
    """Whether all terms of a package are on the list, where it gives a choice one of them."""
    if name in LOOKED_AT:
        return LOOKED_AT[name] == terms
    parts = (part.strip("()").split(" OR ") for part in terms.split(" AND "))
    return all(not ALLOWED.isdisjoint(choices) for choices in parts)


def _with_lock(command: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run uv where it finds a lock of its own kind, with the versions of ours."""
    with tempfile.TemporaryDirectory() as folder:
        pins = _PIN.findall((ROOT / "requirements-dev.lock").read_text(encoding="utf-8"))
        project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        constraints = f"\n[tool.uv]\nconstraint-dependencies = {pins}\n"
        Path(folder, "pyproject.toml").write_text(project + constraints, encoding="utf-8")
        for file in ("README.md", "LICENSE"):
            shutil.copy(ROOT / file, folder)
        for run in ((UV, "lock", "--quiet"), (UV, command, "--quiet", *arguments)):
            result = subprocess.run(run, cwd=folder, check=False, capture_output=True, text=True)
            if result.returncode:
                break
        return result


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
