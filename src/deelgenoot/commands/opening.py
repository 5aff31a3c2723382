"""What every command does: open a study, fill in a phrase, write JSON."""

import json
from pathlib import Path
from typing import Any

from deelgenoot.decoding import read_toml
from deelgenoot.errors import BadStudy
from deelgenoot.study import Study
from deelgenoot.typology.published import Typology
from deelgenoot.words import Text

_WORDS = read_toml(Path(__file__).with_name("words.toml"), dict[str, Text])


def open_study(name: str) -> tuple[Study, Typology]:
    """Open the study of this name or folder, and its typology as it was built.

    Raises BadStudy when the study or its figures changed since, BadData without a typology.
    """
    study = Study.load(name)
    path = study.folder / "typology.json"
    if not path.is_file():
        raise BadStudy(
            f"There is no grouping of this study yet. Run `deelgenoot build {name}`.",
            f"Van deze studie is er nog geen indeling. Doe `deelgenoot build {name}`.",
        )
    typology = Typology.read(path)
    then, now = dict(typology.inputs), dict(study.input_hashes)
    if (typology.study_hash, then) != (study.hash, now):
        what = ", ".join(sorted({name for name, _ in then.items() ^ now.items()})) or "study.toml"
        raise BadStudy(
            f"{what} changed after typology.json was built. Run `deelgenoot build {name}`.",
            f"{what} is veranderd nadat typology.json is gemaakt. Doe `deelgenoot build {name}`.",
        )
    return study, typology


def phrase(name: str, language: str, /, **values: Any) -> str:
    """Fill the phrase `name` of the commands in `language` with its values."""
    return _WORDS[name].in_language(language).format(**values)


def write_json(content: Any) -> None:
    """Print JSON, for other programs."""
    print(json.dumps(content, ensure_ascii=False, indent=2))
