"""The published typology is what the study makes, byte for byte, also on another processor."""

import os
import subprocess
import sys

import pytest

from deelgenoot.study import Study, bundled_studies

REBUILD = """
import sys
from deelgenoot.study import Study
from deelgenoot.typology.build import build
sys.stdout.write(build(Study.load(sys.argv[1])).to_json())
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", bundled_studies())
def test_a_rebuild_gives_the_published_bytes(name: str) -> None:
    """numpy's BLAS uses the instructions of another processor, with other rounding."""
    environment = os.environ | {"OPENBLAS_CORETYPE": "Nehalem", "PYTHONIOENCODING": "utf-8"}
    result = subprocess.run(
        [sys.executable, "-c", REBUILD, name], env=environment, capture_output=True, check=True
    )
    published_bytes = (Study.load(name).folder / "typology.json").read_bytes()
    assert result.stdout == published_bytes, (
        f"run `deelgenoot build {name}` and look at what changed"
    )
