"""Reading a study, and what is said when it cannot be used."""

from pathlib import Path

import pytest

from deelgenoot.errors import BadData, BadStudy
from deelgenoot.study import Study
from deelgenoot.typology.levels import levels


def edit(folder: Path, name: str, old: str, new: str) -> Path:
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new))
    return folder


def test_a_study_is_found_by_folder_and_by_its_file(small_folder: Path) -> None:
    first, second = Study.load(small_folder), Study.load(small_folder / "study.toml")
    assert first.hash == second.hash
    assert first.method.n_clusters == 2
    assert [a.letter for a in first.archetypes] == ["T", "C"]


def test_the_bundled_study_has_the_74_and_every_theme() -> None:
    study = Study.load("middelgroot")
    assert len(study.selection) == 74
    themes = [study.catalog.indicators[one].theme for one in study.transforms]
    assert set(themes) == set(study.theme_weights) == {t.id for t in study.catalog.themes}


@pytest.mark.parametrize("name", ["study.toml", "archetypes.toml", "challenges.toml"])
def test_any_change_of_a_file_changes_the_hash(small_folder: Path, name: str) -> None:
    before = Study.load(small_folder).hash
    path = small_folder / name
    path.write_text(path.read_text() + "\n# changed\n")
    assert Study.load(small_folder).hash != before


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        (
            "study.toml",
            "n_clusters = 2",
            'n_clusters = "two"',
            r"Expected `int`.*method.n_clusters",
        ),
        ("study.toml", "n_clusters = 2", "clusters = 2", "unknown field `clusters`"),
        ("study.toml", 'homes = "none"', 'homes = "cube"', "'cube'"),
        ("study.toml", 'homes = "none"', 'houses = "none"', "indicators: houses not in"),
        ("study.toml", "ages = 1", "age = 1", "themes: age not in"),
        ("study.toml", "n_clusters = 2", "n_clusters = 3", "pull needs one archetype per cluster"),
        ("selection.csv", "C12", "C99", "selection: C99 not in"),
        ("selection.csv", "C12", "C11", "C11 also stands on line"),
        ("selection.csv", "code", "gemeente", "there is no column 'code'"),
        ("archetypes.toml", "homes = 1", "house = 1", "signature of town: house not in"),
        ("challenges.toml", '"cars hoger', '"bikes hoger', "evidence of traffic: bikes not in"),
        ("challenges.toml", "cars hoger", "cars meer", "traffic: 'cars meer dan .* no condition"),
        ("challenges.toml", "2010-2012", "1999-2012", "years of people: 1999 not in"),
        ("challenges.toml", '["cars hoger dan de middelste van het land"]', "[]", "to all of its"),
        (
            "challenges.toml",
            "hoger dan de middelste van het land",
            "bij de hoogste 33% van de selectie",
            "evidence of traffic: a generic challenge is asked against the country",
        ),
        ("challenges.toml", "[[challenge]]", "[challenge", "challenges.toml cannot be used"),
    ],
)
def test_a_mistake_is_named_with_its_place(
    small_folder: Path, name: str, old: str, new: str, sentence: str
) -> None:
    with pytest.raises((BadStudy, BadData), match=sentence):
        Study.load(edit(small_folder, name, old, new))


def test_an_unknown_study_is_answered_with_the_bundled_ones() -> None:
    with pytest.raises(BadStudy, match=r"no study 'groot'. Bundled: middelgroot"):
        Study.load("groot")


VARIANT = """
id = "own"
base = "middelgroot"
title = { nl = "Eigen", en = "Own" }

[selection]
codes = ["GM0301", "GM0928", "GM0321", "GM0353"]

[method]
pull = 0

[themes]
housing = 3

[years]
65plus = [2015, 2016]
"""


def test_a_variant_says_only_what_differs_from_its_base() -> None:
    own, base = Study.from_text(VARIANT), Study.load("middelgroot")
    assert own.selection == ("GM0301", "GM0321", "GM0353", "GM0928")
    assert (own.method.pull, own.method.n_draws) == (0, base.method.n_draws)
    assert (own.theme_weights["housing"], own.theme_weights["social"]) == (3, 1)
    assert own.transforms == base.transforms
    assert own.hash != base.hash


def test_other_years_are_the_mean_of_those_years() -> None:
    own = Study.from_text(VARIANT)
    series = own.catalog.series("65plus")
    row = own.catalog.codes.index("GM0301")
    columns = [series.years.index(year) for year in (2015, 2016)]
    expected = series.values[row, columns].mean()
    assert levels(own)[row, list(own.transforms).index("65plus")] == pytest.approx(expected)


def test_a_variant_has_files_of_its_own_beside_it(tmp_path: Path) -> None:
    text = VARIANT.replace("pull = 0", "pull = 0\nn_clusters = 2").replace(
        'codes = ["GM0301", "GM0928", "GM0321", "GM0353"]', 'file = "mine.csv"'
    )
    text = 'archetypes = "names.toml"\nchallenges = "ours.toml"\n' + text
    (tmp_path / "mine.csv").write_text("code\nGM0321\nGM0301\n")
    (tmp_path / "names.toml").write_text("")
    (tmp_path / "ours.toml").write_text("")
    own = Study.from_text(text, tmp_path)
    assert own.selection == ("GM0301", "GM0321")
    assert (own.archetypes, own.challenges) == ((), ())


def test_a_variant_may_have_a_table_of_its_own(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    themes = [theme.id for theme in Study.load("middelgroot").catalog.themes]
    table = f"code,{','.join(themes)}\n" + "".join(f"C{n}{f',{n * n}' * 7}\n" for n in range(1, 4))
    (tmp_path / "own.csv").write_text(table)
    (tmp_path / "none.toml").write_text("")
    (data / "series.csv").write_text("indicator,code,2020\nhousing,C1,1\n")
    own = Study.from_text(
        'id = "own"\nbase = "middelgroot"\nfigures = "own.csv"\narchetypes = "none.toml"\n'
        'challenges = "none.toml"\nselection.codes = ["C1", "C2", "C3"]\nmethod.pull = 0\n'
        + "".join(f'indicators.{theme}.theme = "{theme}"\n' for theme in themes),
        tmp_path,
    )
    assert own.catalog.series("housing").years == (2020,)
    assert [path.name for path in own.inputs] == ["own.csv", "series.csv"]


def test_a_code_that_is_chosen_twice_is_refused() -> None:
    with pytest.raises(BadStudy, match="selection: GM0301 is there twice"):
        Study.from_text(VARIANT.replace('"GM0928"', '"GM0301"'))


def test_a_mark_of_the_order_of_bytes_is_no_part_of_a_study(small_folder: Path) -> None:
    before = Study.load(small_folder).hash
    path = small_folder / "study.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert Study.load(small_folder).hash == before


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        (
            "study.toml",
            'id = "small"',
            'id = "small"\nbase = "no"',
            "geen studie die is meegeleverd",
        ),
        ("study.toml", "archetypes.toml", "names.toml", "names.toml is niet te lezen: dat bestand"),
        ("study.toml", "[themes]", "[years]\nold = []\n[themes]", "noem minstens één jaar"),
        ("study.toml", "n_clusters = 2", "n_clusters = 3", "vraagt één archetype per cluster"),
        ("study.toml", 'old = "logit"', 'old = { unit = "%" }', "zegt het datapakket"),
        ("challenges.toml", "cars hoger", "cars meer", "is geen voorwaarde"),
        ("challenges.toml", "2010-2012", "2012-2010", "gaat niet vooruit"),
        ("challenges.toml", "2010-2012", "2012-2012", "gaat niet vooruit"),
    ],
)
def test_a_mistake_is_named_in_dutch_too(
    small_folder: Path, name: str, old: str, new: str, sentence: str
) -> None:
    with pytest.raises(BadStudy) as error:
        Study.load(edit(small_folder, name, old, new))
    assert sentence in error.value.message_in("nl")


def test_a_variant_of_nothing_is_refused() -> None:
    with pytest.raises(BadStudy, match="base 'groot' is not a bundled study"):
        Study.from_text(VARIANT.replace('"middelgroot"', '"groot"'))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("65plus = [2015", "65plus = [1815", "years of 65plus: 1815 not in"),
        ("65plus = [2015", "zkm = [2015", "years: zkm not in"),
        ("65plus = [2015, 2016]", "65plus = []", "years of 65plus: name at least one"),
    ],
)
def test_years_that_are_not_there_are_named(old: str, new: str, sentence: str) -> None:
    with pytest.raises(BadStudy, match=sentence):
        Study.from_text(VARIANT.replace(old, new))


def test_variants_of_a_bundled_study_share_its_figures_and_nothing_else() -> None:
    first, second = Study.from_text(VARIANT), Study.from_text(VARIANT.replace("housing = 3", ""))
    assert first.catalog is second.catalog is Study.load("middelgroot").catalog
    assert (first.theme_weights["housing"], second.theme_weights["housing"]) == (3, 1)
