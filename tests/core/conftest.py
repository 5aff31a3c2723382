from pathlib import Path

import pytest

from deelgenoot.study import Study
from deelgenoot.typology.build import build
from deelgenoot.typology.published import Typology
from tests.core.small import write_small_study


@pytest.fixture
def small_folder(tmp_path: Path) -> Path:
    return write_small_study(tmp_path / "small")


@pytest.fixture
def small(small_folder: Path) -> Study:
    return Study.load(small_folder)


@pytest.fixture
def small_typology(small: Study) -> Typology:
    return build(small)
