"""Building the bundled study: seconds and the most memory of each step, in a process of its own."""

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from deelgenoot.study import Study

STEPS = {
    "typology": (
        "from deelgenoot.study import Study; from deelgenoot.typology.build import build;"
        "build(Study.load(sys.argv[1]))"
    ),
    "charts": "from deelgenoot.cli import main; main(['draw', sys.argv[1]])",
    "assessment": (
        "from deelgenoot.study import Study; from deelgenoot.typology.assess import assess;"
        "assess(Study.load(sys.argv[1]))"
    ),
}
PROGRAM = "import sys, resource;{};print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"


def measure(program: str, folder: Path) -> tuple[float, float]:
    """Seconds and megabytes of one step on a copy of the study."""
    start = time.perf_counter()
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(program), str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    return time.perf_counter() - start, int(result.stdout.split()[-1]) / 1024


def main() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "study"
        shutil.copytree(Study.load().folder, folder)
        print(f"{'step':<12}{'seconds':>9}{'MB':>7}")
        for name, program in STEPS.items():
            seconds, megabytes = measure(program, folder)
            print(f"{name:<12}{seconds:>9.1f}{megabytes:>7.0f}")
    seconds_used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    print(f"{seconds_used:.1f} s of one core in all")


if __name__ == "__main__":
    main()
