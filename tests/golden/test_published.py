"""The published typology is what the study makes, byte for byte, also on another processor."""

import os
import subprocess
import sys

import pytest

from deelgenoot.study import Study, bundled

REBUILD = """
import sys
from deelgenoot.study import Study
from deelgenoot.typology.build import build
sys.stdout.write(build(Study.load(sys.argv[1])).written())
"""


@pytest.mark.slow
@pytest.mark.parametrize("core", ["Haswell", "Nehalem"])
@pytest.mark.parametrize("name", bundled())
def test_a_rebuild_gives_the_published_bytes(name: str, core: str) -> None:
    """`core` makes numpy's BLAS use the instructions of that processor, with other rounding."""
    environment = os.environ | {"OPENBLAS_CORETYPE": core, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", REBUILD, name], env=environment, capture_output=True, check=True
    )
    published = (Study.load(name).folder / "typology.json").read_bytes()
    assert done.stdout == published, f"run `deelgenoot build {name}` and look at what changed"
