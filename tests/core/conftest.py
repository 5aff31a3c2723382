from pathlib import Path

import pytest

from deelgenoot.study import Study
from deelgenoot.typology.build import build
from deelgenoot.typology.published import Typology
from tests.core.small import write_small_study


@pytest.fixture
def small_folder(tmp_path: Path) -> Path:
    return write_small_study(tmp_path / "small")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The same for all tests: who changes a file writes a study of its own (`small_folder`)."""
    return Study.load(write_small_study(tmp_path_factory.mktemp("small") / "small"))


@pytest.fixture(scope="session")
def small_typology(small: Study) -> Typology:
    return build(small)
