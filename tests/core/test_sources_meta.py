"""What a person writes down about a source keeps to the schema, or is refused with the reason."""

import shutil
from pathlib import Path

import pytest
import yaml

from deelgenoot.errors import BadData
from deelgenoot.sources import meta

TEXT = {"nl": "woorden", "en": "words"}
LEVEL = {"years": [2020]}
INDICATOR = {"theme": "t", "level": LEVEL, "direction": 0, "label": TEXT, "description": TEXT}


def source(**changes: object) -> dict[str, object]:
    entry: dict[str, object] = {
        "id": "src",
        "title": TEXT,
        "publisher": "Somebody",
        "table": "onbekend",
        "url": "https://example.org/",
        "licence": "onbekend",
        "columns": {"share": {"unit": "%", "plausible": [0, 60], "across": "none"}},
        "indicators": {"one": {"column": "share", **INDICATOR}},
    }
    return entry | changes


def folder(path: Path, entry: dict[str, object], names: tuple[str, ...] = ("one",)) -> Path:
    (path / "src").mkdir()
    (path / "src" / "meta.yml").write_text(yaml.safe_dump(entry))
    themes = [{"id": "t", "label": TEXT, "short": TEXT, "indicators": list(names)}]
    (path / "themes.yml").write_text(yaml.safe_dump(themes))
    return path


def test_an_indicator_takes_unit_and_range_from_its_column(tmp_path: Path) -> None:
    [(_, plan)] = meta.planned_indicators(folder(tmp_path, source()))
    assert (plan.id, plan.unit, plan.plausible, plan.years, plan.rule) == (
        *("one", "%", (0, 60)),
        *((2020,), "mean"),
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"url": "opendata.example.org"}, "url: .*does not match"),
        ({"id": "other"}, "its id 'other' is not the name of its folder"),
        ({"publisher": None}, "publisher: None is not of type 'string'"),
        ({"extra": 1}, "Additional properties"),
        (
            {"columns": {"share": {"unit": "%", "plausible": [0, 60], "across": "mean"}}},
            "columns.share: 'weight' is a required property",
        ),
        (
            {"indicators": {"one": {"column": "share", **INDICATOR, "direction": 2}}},
            r"indicators\.one\.direction: 2 is not one of",
        ),
        (
            {"indicators": {"one": {"column": "shore", **INDICATOR}}},
            "indicator 'one' asks for a column 'shore' that is not there",
        ),
        ({"indicators": {"one": {**INDICATOR}}}, r"indicators\.one: "),
    ],
)
def test_a_source_outside_the_schema_is_refused(
    tmp_path: Path, changes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(BadData, match=sentence):
        meta.planned_indicators(folder(tmp_path, source(**changes)))


def test_themes_and_sources_must_list_the_same_indicators(tmp_path: Path) -> None:
    with pytest.raises(BadData, match="do not list the same"):
        meta.planned_indicators(folder(tmp_path, source(), ("one", "two")))


def test_a_column_stands_in_one_source_only(tmp_path: Path) -> None:
    path = folder(tmp_path, source())
    shutil.copytree(path / "src", path / "tsrc")
    (path / "tsrc" / "meta.yml").write_text(yaml.safe_dump(source(id="tsrc")))
    with pytest.raises(BadData, match="a column stands in two sources: share"):
        meta.sources(path)


def test_texts_are_folded_onto_one_line() -> None:
    assert meta.text({"nl": "een\n  twee\n", "en": "one two"}).nl == "een twee"
