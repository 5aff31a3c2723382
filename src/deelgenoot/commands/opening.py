"""What every command does: open a study, write JSON."""

import json
from typing import Any

from deelgenoot.study import Study
from deelgenoot.typology.published import Typology


def open_study(name: str) -> tuple[Study, Typology]:
    """Open the study of this name or folder, and its typology as it was built."""
    study = Study.load(name)
    return study, Typology.read(study.folder / "typology.json")


def write_json(content: Any) -> None:
    """Print JSON, for other programs."""
    print(json.dumps(content, ensure_ascii=False, indent=2))
