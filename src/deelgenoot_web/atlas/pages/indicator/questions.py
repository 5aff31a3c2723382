"""The questions that themes and indicators answer, as the study's texts put them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from deelgenoot.catalog import Indicator, Theme
from deelgenoot.decoding import read_toml
from deelgenoot.study import Study
from deelgenoot.words import Text

_Kind = TypeVar("_Kind")


class ThemeText(msgspec.Struct, frozen=True):
    """The words with which the study introduces a theme."""

    question: Text
    intro: Text


def theme_text(study: Study, theme: Theme) -> ThemeText:
    """Give the question and introduction of `theme`; its label where the study has no words."""
    themes = _read(study.folder / "texts" / "themes.toml", dict[str, ThemeText])
    return themes.get(theme.id) or ThemeText(theme.label, Text("", ""))


def question(study: Study, indicator: Indicator) -> Text:
    """Give the question that `indicator` answers; its label where the study has none."""
    questions = _read(study.folder / "texts" / "indicators.toml", dict[str, Text])
    text: Text = questions.get(indicator.id, indicator.label)
    return text


@cache
def _read(path: Path, kind: type[Mapping[str, _Kind]]) -> Mapping[str, _Kind]:
    return read_toml(path, kind) if path.exists() else {}
