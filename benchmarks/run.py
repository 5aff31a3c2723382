"""Runs the benchmarks of this folder, or the one that is named: `run.py [name [argument ...]]`.

The module of a benchmark says in its first lines which arguments it takes.
"""

import importlib.util
import os
import platform
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def programs(name: str | None) -> list[Path]:
    """The benchmarks to run. Exits with the names there are when `named` is none of them."""
    paths = {path.stem: path for path in sorted(HERE.glob("*.py")) if path != Path(__file__)}
    if name is None:
        return list(paths.values())
    if name not in paths:
        sys.exit(f"There is no benchmark {name}; there are: {', '.join(paths)}")
    return [paths[name]]


def processor() -> str:
    """The name of the processor, as well as the machine tells it."""
    table = Path("/proc/cpuinfo")
    lines = table.read_text().splitlines() if table.exists() else []
    names = [line.split(": ")[1] for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def main() -> None:
    sys.path.insert(0, str(HERE.parent))  # for `benchmarks.peers`
    print(f"{os.cpu_count()} cores, {processor()}, Python {platform.python_version()}")
    for path in programs(sys.argv[1] if len(sys.argv) > 1 else None):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        if spec is None or spec.loader is None:
            sys.exit(f"{path.name} cannot be read as a program")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        print(f"\n{path.stem}: {(module.__doc__ or '').splitlines()[0]}", flush=True)
        module.main()


if __name__ == "__main__":
    main()
