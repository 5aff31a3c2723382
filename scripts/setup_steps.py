"""What setting up consists of, and in which order."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from setup_engine import Step

Level = Literal["run", "dev"]

LOCKS: Mapping[Level, str] = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
STUDY = "middelgroot"


def venv_works(root: Path) -> bool:
    """Whether there is an environment of this folder, with a Python new enough and with pip.

    One that was moved does not count: its programs name the folder that they were made in.
    """
    python, pip = root / ".venv/bin/python", root / ".venv/bin/pip"
    if not (python.is_file() and pip.is_file() and str(root) in pip.read_text()):
        return False
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([python, "-c", probe], capture_output=True, check=False).returncode == 0


def level_of(root: Path, asked: Level) -> Level:
    """The set of packages to have: an environment that got the tools for development keeps them."""
    return "dev" if stamp_of_packages(root, "dev").is_file() else asked


def stamp_of_packages(root: Path, level: Level) -> Path:
    return root / f".venv/.setup/packages-{level}"


def environment(root: Path) -> dict[str, str]:
    """The environment of the commands: our programs first, and pip's mirror known to uv too."""
    env = dict(os.environ)
    env["PATH"] = f"{root / '.venv/bin'}{os.pathsep}{env.get('PATH', '')}"
    env["VIRTUAL_ENV"] = str(root / ".venv")
    env["UV_PYTHON_DOWNLOADS"] = "never"
    if "PIP_INDEX_URL" in env:
        env.setdefault("UV_DEFAULT_INDEX", env["PIP_INDEX_URL"])
    return env


def package_steps(root: Path, level: Level) -> tuple[Step, ...]:
    """The environment, the installer, and every package at its locked version and hash."""
    env = environment(root)
    clear = () if venv_works(root) else ("--clear",)
    pip = (".venv/bin/python", "-m", "pip", "install", "--quiet", "--retries", "2")
    uv = (".venv/bin/uv", "pip")
    return (
        Step(
            name="Environment",
            doing=f"making .venv with Python {sys.version.split()[0]}",
            commands=((sys.executable, "-m", "venv", *clear, ".venv"),),
            stamp=root / ".venv/.setup/environment",
            made=lambda: venv_works(root),
        ),
        Step(
            name="Installer",
            doing="fetching uv, which installs the rest",
            commands=((*pip, "--require-hashes", "-r", "requirements-uv.lock"),),
            stamp=root / ".venv/.setup/installer",
            inputs=("requirements-uv.lock",),
            after=("Environment",),
            env=env,
            made=(root / ".venv/bin/uv").is_file,
        ),
        Step(
            name="Packages",
            doing=f"fetching the Python packages of {LOCKS[level]}, each checked against its hash",
            commands=(
                (*uv, "sync", "--require-hashes", LOCKS[level]),
                (*uv, "install", "--no-deps", "--no-build-isolation", "--editable", "."),
            ),
            stamp=stamp_of_packages(root, level),
            inputs=(LOCKS[level], "pyproject.toml"),
            after=("Installer",),
            env=env,
            made=(root / ".venv/bin/deelgenoot-web").is_file,
        ),
    )


def product_steps(root: Path, level: Level) -> tuple[Step, ...]:
    """What is made with those packages: charts, the look of the site, its static files."""
    env = environment(root)
    site = "src/deelgenoot_web/site"
    texts = "src/deelgenoot_web/**/locale/**/*.po"
    study = f"src/deelgenoot/studies/{STUDY}"
    return (
        Step(
            name="Charts",
            doing="drawing the maps and charts of the bundled study",
            commands=((".venv/bin/deelgenoot", "draw", STUDY),),
            stamp=root / "var/setup/charts.stamp",
            inputs=(
                "requirements.lock",
                "src/deelgenoot/*.py",
                "src/deelgenoot/charts/**/*",
                "src/deelgenoot/typology/**/*.py",
                f"{study}/*.toml",
                f"{study}/*.json",
                f"{study}/data/*",
            ),
            after=("Packages",),
            env=env,
            made=(root / study / "charts.zip").is_file,
        ),
        Step(
            name="Look",
            doing="fetching the design system with npm and bundling it",
            commands=((".venv/bin/python", "scripts/assets.py", level),),
            stamp=root / f"var/setup/look-{level}.stamp",
            inputs=(
                "package-lock.json",
                "scripts/assets.*",
                "src/deelgenoot_web/**/*.py",
                "src/deelgenoot_web/**/*.html",
                "src/deelgenoot_web/**/assets/**/*",
            ),
            after=("Packages",),
            env=env,
            made=(root / site / "static/built/house.css").is_file,
        ),
        Step(
            name="Translations",
            doing="compiling the English texts",
            commands=((".venv/bin/python", "scripts/messages.py", "compile"),),
            stamp=root / "var/setup/translations.stamp",
            inputs=("scripts/messages.py", texts),
            after=("Packages",),
            env=env,
            made=lambda: all(po.with_suffix(".mo").is_file() for po in root.glob(texts)),
        ),
        Step(
            name="Site",
            doing="making the database and the static files",
            commands=((".venv/bin/deelgenoot-web", "setup"),),
            stamp=root / "var/setup/site.stamp",
            inputs=(
                "requirements.lock",
                "src/deelgenoot_web/**/*.py",
                "src/deelgenoot_web/**/static/**/*",
            ),
            after=("Look",),
            env=env,
            made=(root / "var/static/staticfiles.json").is_file,
        ),
    )


def all_steps(root: Path, asked: Level) -> tuple[Step, ...]:
    """Everything, for running the site (`run`) or for working on it (`dev`)."""
    level = level_of(root, asked)
    return (*package_steps(root, level), *product_steps(root, level))
