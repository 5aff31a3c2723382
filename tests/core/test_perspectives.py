"""References, tests of claims and their messages, by hand on the small study and on our own."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from deelgenoot.cli import main
from deelgenoot.errors import BadStudy
from deelgenoot.perspectives.checking import find_doubts
from deelgenoot.perspectives.model import GENERAL
from deelgenoot.perspectives.reading import (
    GroupPerspective,
    find_problems,
    open_perspective,
    read_perspectives,
)
from deelgenoot.perspectives.references import read_reference, read_test
from deelgenoot.perspectives.resolving import GroupFigures
from deelgenoot.perspectives.wording import claim_words
from deelgenoot.perspectives.writing import write_perspective
from deelgenoot.study import Study
from deelgenoot.typology.published import Typology
from deelgenoot.words import Text

BUNDLED = Study.load("middelgroot")
TYPOLOGY = Typology.read(BUNDLED.folder / "typology.json")
PERSPECTIVES = read_perspectives(BUNDLED, TYPOLOGY)
_WITH_GAPS = TYPOLOGY.cluster("landelijke-stad").members
"""Two of these 17 have no change from 2010 to 2026."""
TOWNS = ("C01", "C02", "C03", "C04", "C05", "C06")


@pytest.fixture
def towns(small: Study) -> GroupFigures:
    """The six towns; `old` is 10 to 15 there, and 10 to 34 in the land, with 17.5 in the middle."""
    return GroupFigures(small.catalog, TOWNS, small.selection)


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("old | mediaan cluster", "12,5%"),
        ("old|mediaan   land", "17,5%"),
        ("old | verschil cluster land", "5,0"),
        ("jobs | laagste", "450"),
        ("old | naam hoogste", "County 06"),
        ("old | aantal onder land", "6"),
        ("old | aantal boven land", "0"),
        ("people | aantal daling 2010-2012", "1"),
        ("old | aantal met cijfer", "6"),
        ("people | aantal met cijfer 2012", "6"),
        ("people | aantal met cijfer 2010-2012", "5"),  # C04 became another territory
        ("old | gemeente County 11", "34,0%"),
        ("leden | aantal", "6"),
    ],
)
def test_a_reference_gives_the_figure_that_a_hand_computes(
    towns: GroupFigures, inside: str, text: str
) -> None:
    assert towns.resolve(read_reference(inside), "nl").text == text


def test_a_figure_is_written_in_the_language_and_with_its_year(towns: GroupFigures) -> None:
    figure = towns.resolve(read_reference("old | mediaan cluster"), "en")
    assert (figure.text, figure.indicator) == ("12.5%", "old")
    change = towns.resolve(read_reference("people | verandering cluster 2010-2012"), "en")
    assert change.when == "2010–2012"


def test_a_group_of_one_answers_with_its_own_figure(towns: GroupFigures) -> None:
    own = replace(towns, members=("C11",))
    reference = read_reference("old | mediaan cluster")
    assert own.resolve(reference, "nl").text == "34,0%"
    assert own.write(Text("Hier {{ old | mediaan cluster }}.", ""), "nl") == "Hier 34,0%."


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        ("old: mediaan cluster < mediaan land", True),
        ("old: mediaan cluster > mediaan land", False),
        ("jobs: laagste > mediaan land", True),
        ("old: aantal onder land > helft", True),
        ("homes: mediaan cluster ~ hoogste", True),  # 85 and 90 are less than a tenth apart
        ("old: mediaan cluster ~ hoogste", False),  # 12.5 and 15 are more
    ],
)
def test_a_test_compares_two_figures(towns: GroupFigures, line: str, holds: bool) -> None:
    assert towns.holds(read_test(line)) is holds


@pytest.mark.parametrize(
    "line",
    [
        "old: hoogste > laagste",
        "old: laagste < hoogste",
        "old: laagste 2010 < hoogste 2010",
        "old: aantal onder land < mediaan land",
        "old: mediaan cluster > helft",
        "old: helft > 0",
        "unknown: 0 ~ 0",
        "old: naam laagste > 0",
        "old: mediaan land < naam hoogste",
    ],
)
def test_a_test_that_can_only_come_out_one_way_is_refused(line: str) -> None:
    with pytest.raises(BadStudy, match=re.escape(f"'{line}' compares")):
        read_test(line)


def test_a_highest_figure_may_be_near_the_lowest_or_that_of_another_year() -> None:
    for line in ("old: laagste ~ hoogste", "old: laagste 2012 > hoogste 2010", "old: laagste > 0"):
        assert read_test(line).left.measure.kind == "lowest"


def test_without_a_figure_a_test_has_no_answer(towns: GroupFigures) -> None:
    between = replace(towns, members=("C12",))
    assert between.holds(read_test("cars: mediaan cluster > mediaan land")) is None
    assert between.resolve(read_reference("cars | mediaan cluster"), "nl").text == "geen cijfer"


def test_whoever_has_no_figure_is_not_counted_as_a_no(towns: GroupFigures) -> None:
    # The middle of the land is 25; C07 has 50 cars, and of C12 nothing is known.
    between = replace(towns, members=("C07", "C12"))
    assert between.holds(read_test("cars: aantal boven land > helft")) is True
    assert between.holds(read_test("cars: helft > aantal onder land")) is True
    assert between.holds(read_test("cars: aantal met cijfer > helft")) is False  # one of two


@pytest.mark.parametrize("what", ["onder land", "boven land"])
def test_a_count_without_any_figure_is_no_figure(towns: GroupFigures, what: str) -> None:
    none = replace(towns, members=("C12",))
    assert none.resolve(read_reference(f"cars | aantal {what}"), "en").text == "no figure"
    assert none.holds(read_test(f"cars: aantal {what} < helft")) is None
    assert none.resolve(read_reference("cars | aantal met cijfer"), "nl").text == "0"


def test_a_test_is_said_in_words(towns: GroupFigures) -> None:
    words = claim_words(read_test("old: mediaan cluster < mediaan land"), towns.catalog)
    label = towns.catalog.indicators["old"].label
    assert words.nl == f"{label.nl}: het cluster lager dan het land"
    assert words.en == f"{label.en}: the cluster lower than the country"
    words = claim_words(read_test("old: aantal met cijfer 2010-2012 > helft"), towns.catalog)
    assert words.nl == f"{label.nl}: aantal met een cijfer in 2010–2012 hoger dan de helft"


# --- the files ---

Change = Callable[[str], str]


def _read_with(tmp_path: Path, change: Change, name: str = "stad-in-transitie") -> GroupPerspective:
    """Read one file of our study after a change, from a folder of its own."""
    folder = tmp_path / "perspectives"
    folder.mkdir()
    text = (BUNDLED.source / "perspectives" / "stad-in-transitie.toml").read_text("utf-8")
    (folder / f"{name}.toml").write_text(change(text), "utf-8")
    study = Study.load("middelgroot")
    study.source = tmp_path
    return read_perspectives(study, TYPOLOGY)[name]


def _line_of(fragment: str) -> int:
    text = (BUNDLED.source / "perspectives" / "stad-in-transitie.toml").read_text("utf-8")
    return text[: text.index(fragment)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("{{ banen | mediaan cluster }}", "{{ bannen | mediaan cluster }}", "'bannen' is no indi"),
        ("verandering cluster 2010-2026 }}", "verandering cluster 2010-2030 }}", "no year 2030"),
        ("{{ banen | mediaan cluster }}", "{{ banen | gemiddelde }}", "'gemiddelde' is no measure"),
        ("{{ banen | mediaan cluster }}", "{{ banen }}", "has no bar"),
        ("{{ 65plus | mediaan cluster }}", "24,0", "24,0 is typed by hand"),
        ('test = ["banen: mediaan cluster > mediaan land"', 'test = ["banen hoog"', "is no test"),
        ("banen: laagste < mediaan land", "banen: laagste < hoogste", "comes out the same always"),
        ("banen: laagste < mediaan land", "banen: aantal onder land < hoogste", "with 'helft'"),
        (
            "{{ banen | mediaan cluster }}",
            "{{ banen | gemeente Nergens }}",
            "No municipality found",
        ),
        ('chart = ["ao"]', 'chart = ["oa"]', "'oa' is no indicator"),
        ('theme = "housing"', 'theme = "house"', "'house' is no theme"),
        ('opgaven = ["ondernemerschap"', 'opgaven = ["ondernemer"', "'ondernemer' is no challenge"),
        (
            'test = ["banen: laagste < mediaan land", "banen: hoogste > mediaan land"]',
            "",
            "needs a",
        ),
    ],
)
def test_what_cannot_be_used_is_said_with_its_file_and_line(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    with pytest.raises(BadStudy, match=re.escape(problem)) as error:
        _read_with(tmp_path, lambda text: text.replace(old, new, 1))
    line = str(error.value).splitlines()[0]
    assert re.match(r"perspectives/stad-in-transitie\.toml, line \d+: ", line)


@pytest.mark.parametrize("origin", ["", 'origin = "horen zeggen"'])
def test_a_block_without_a_known_origin_is_refused(tmp_path: Path, origin: str) -> None:
    with pytest.raises(BadStudy, match="origin"):
        _read_with(tmp_path, lambda text: text.replace('origin = "redactie"', origin, 1))


def test_the_line_is_that_of_the_mistake(tmp_path: Path) -> None:
    wrong = "{{ na2000 | mediaan stad }}"
    with pytest.raises(BadStudy) as error:
        _read_with(tmp_path, lambda t: t.replace("{{ na2000 | mediaan cluster }}", wrong, 1))
    assert f"line {_line_of('{{ na2000 | mediaan cluster }}')}: 'mediaan stad'" in str(error.value)


def test_both_languages_name_the_same_figures(tmp_path: Path) -> None:
    old = "There is no single recipe for {{ leden | aantal }} municipalities"
    with pytest.raises(BadStudy, match="do not name the same figures"):
        _read_with(tmp_path, lambda text: text.replace(old, "There is no single recipe"))


@pytest.mark.parametrize("english", ["", " "])
def test_a_text_that_is_empty_in_one_language_is_said_beside_the_other(
    tmp_path: Path, english: str
) -> None:
    ambition = PERSPECTIVES["stad-in-transitie"].content.ambitie.text
    with pytest.raises(BadStudy) as error:
        _read_with(tmp_path, lambda text: text.replace(ambition.en, english, 1))
    line = f"line {_line_of(ambition.nl)}: the English text is missing of '{ambition.nl[:20]}"
    assert line in str(error.value)
    assert "the same figures" not in str(error.value)


@pytest.mark.parametrize(
    ("block", "n_kept", "sentence"),
    [
        ("ontwikkelingen", 2, "hier horen 3 ontwikkelingen te staan; het zijn er 2."),
        ("valkuilen", 2, "hier horen 3 valkuilen te staan; het zijn er 2."),
        ("vragen", 3, "hier horen 4 vragen te staan; het zijn er 3."),
        ("volg", 4, "hier horen 5 volgcijfers te staan; het zijn er 4."),
    ],
)
def test_a_block_with_another_number_of_entries_is_said(
    block: str, n_kept: int, sentence: str
) -> None:
    group = PERSPECTIVES["stad-in-transitie"]
    part = getattr(group.content, block)
    field = "claim" if block == "ontwikkelingen" else "item"
    shorter = msgspec.structs.replace(part, **{field: getattr(part, field)[:n_kept]})
    content = msgspec.structs.replace(group.content, **{block: shorter})
    [problem] = find_problems(replace(group, content=content), BUNDLED)
    assert (problem.fragment, problem.sentence.nl) == (f"[{block}]", sentence)
    assert problem.block is shorter


def test_a_text_that_is_empty_in_both_languages_is_placed_at_its_block() -> None:
    group = PERSPECTIVES["stad-in-transitie"]
    ambition = msgspec.structs.replace(group.content.ambitie, text=Text("", ""))
    content = msgspec.structs.replace(group.content, ambitie=ambition)
    problems = list(find_problems(replace(group, content=content), BUNDLED))
    assert [(one.fragment, one.sentence.nl) for one in problems] == [
        ("[ambitie]", "de Nederlandse tekst ontbreekt."),
        ("[ambitie]", "de Engelse tekst ontbreekt."),
    ]


def test_the_text_for_all_speaks_of_the_selection(tmp_path: Path) -> None:
    with pytest.raises(BadStudy, match="write 'selectie'"):
        _read_with(tmp_path, lambda text: text, GENERAL)


def test_a_file_is_named_after_a_cluster(tmp_path: Path) -> None:
    with pytest.raises(BadStudy, match="named after one of"):
        _read_with(tmp_path, lambda text: text, "stad-in-beweging")


def test_a_claim_that_figures_deny_is_a_doubt(tmp_path: Path) -> None:
    test = "banen: mediaan cluster > mediaan land"
    group = _read_with(tmp_path, lambda text: text.replace(test, test.replace(">", "<"), 1))
    [doubt] = find_doubts(group, BUNDLED, TYPOLOGY)
    assert doubt.sentence.nl.endswith(": het cluster lager dan het land")


def test_an_opgave_that_few_members_show_is_a_doubt(tmp_path: Path) -> None:
    old, new = '["budget-en-capaciteit", ', '["omscholing", "budget-en-capaciteit", '
    group = _read_with(tmp_path, lambda text: text.replace(old, new))
    [doubt] = find_doubts(group, BUNDLED, TYPOLOGY)
    title = BUNDLED.challenge["omscholing"].title
    assert doubt.sentence.nl.startswith(f"opgave '{title.nl}' is beschreven, maar minder dan")


def test_a_generic_opgave_that_no_member_shows_is_a_doubt() -> None:
    group = PERSPECTIVES["werkstad"]
    first, *others = group.content.thema
    lever = msgspec.structs.replace(first, opgaven=(*first.opgaven, "energietransitie"))
    content = msgspec.structs.replace(group.content, thema=(lever, *others))
    [doubt] = find_doubts(replace(group, content=content), BUNDLED, TYPOLOGY)
    title = BUNDLED.challenge["energietransitie"].title
    assert doubt.sentence.nl == (
        f"opgave '{title.nl}' is beschreven, maar 0 van de 9 gemeenten laten die zien"
    )


def test_a_shared_opgave_that_no_lever_is_about_is_a_doubt(tmp_path: Path) -> None:
    group = _read_with(tmp_path, lambda text: text.replace('"ondernemerschap", ', ""))
    [doubt] = find_doubts(group, BUNDLED, TYPOLOGY)
    title = BUNDLED.challenge["ondernemerschap"].title
    assert doubt.sentence.en == f"challenge '{title.en}' is shared, but not described"


def test_a_count_among_all_members_is_a_doubt_where_figures_are_missing(tmp_path: Path) -> None:
    count, n = "inwoners | aantal stijging 2010-2026", "{{ leden | aantal }}"

    def add(text: str) -> str:
        return text.replace("bestaat niet.", f"bestaat niet: {{{{ {count} }}}}.", 1).replace(
            f"recipe for {n} municipalities.", f"recipe for {n}: {{{{ {count} }}}}.", 1
        )

    group = _read_with(tmp_path, add)
    assert list(find_doubts(group, BUNDLED, TYPOLOGY)) == []
    short = replace(group, figures=replace(group.figures, members=_WITH_GAPS))
    sentences = [one.sentence for one in find_doubts(short, BUNDLED, TYPOLOGY)]
    assert [one.en.partition(":")[0] for one in sentences if "met cijfer" in one.en] == [
        "15 of the 17 municipalities have a figure for 'inwoners'"
    ]


# --- our own texts ---


def test_every_cluster_has_a_perspective_and_all_have_one_together() -> None:
    assert set(PERSPECTIVES) == {*TYPOLOGY.archetypes, GENERAL}


@pytest.mark.parametrize("group", PERSPECTIVES.values(), ids=lambda group: group.id)
def test_a_perspective_is_whole_and_its_claims_hold(group: GroupPerspective) -> None:
    content = group.content
    assert list(find_doubts(group, BUNDLED, TYPOLOGY)) == []
    assert all(claim.test for claim in content.claims)


def test_our_texts_count_among_those_that_have_a_figure() -> None:
    """Of 17 members 15 can be compared over the years, and of 9 members 8; all of these 8 grew."""
    for name, words in (
        ("landelijke-stad", "In 2 van de 15 gemeenten die over deze jaren te vergelijken zijn,"),
        ("werkstad", "Van de 8 gemeenten die over deze jaren te vergelijken zijn, kregen er 8 "),
    ):
        group = PERSPECTIVES[name]
        text = group.content.ontwikkelingen.claim[0].text
        assert words in group.figures.write(text, "nl")


def test_check_says_that_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().out.startswith("8 handelingsperspectieven")
    assert main(["check", "--json"]) == 0
    assert capsys.readouterr().out == "[]\n"


def test_check_names_what_to_look_at_when_the_members_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "study.toml").write_text('id = "swapped"\nbase = "middelgroot"\n')
    text = (BUNDLED.folder / "typology.json").read_text("utf-8")
    for old, new in (("stad-in-transitie", "#"), ("landelijke-stad", "stad-in-transitie")):
        text = text.replace(old, new)
    text = text.replace("#", "landelijke-stad")
    # Built from this study, as far as anybody can tell.
    text = text.replace(TYPOLOGY.study_hash, Study.load(tmp_path).hash)
    (tmp_path / "typology.json").write_text(text, "utf-8")

    assert main(["check", str(tmp_path), "--lang", "en"]) == 1

    doubt = (
        "stad-in-transitie: the figures do not show: Inhabitants in paid work: the cluster lower"
    )
    assert doubt in capsys.readouterr().out


# --- written again ---


@pytest.mark.parametrize("name", PERSPECTIVES)
def test_each_of_our_files_is_written_to_the_same_bytes(name: str) -> None:
    cluster = "" if name == GENERAL else TYPOLOGY.cluster(name).name.nl
    text = write_perspective(PERSPECTIVES[name].content, name, cluster)
    assert text == (BUNDLED.source / "perspectives" / f"{name}.toml").read_text("utf-8")


@pytest.mark.parametrize(
    "words", ['Zij zei "ja".', "C:\\map", "een\ttab", "a\u2028b\x7f\x00", "🌍 é", "'''"]
)
def test_whatever_somebody_types_comes_back(words: str) -> None:
    group = PERSPECTIVES["werkstad"]
    text = Text(words, words)
    ambition = msgspec.structs.replace(group.content.ambitie, text=text)
    content = msgspec.structs.replace(group.content, ambitie=ambition)
    written_text = write_perspective(content, group.id, "Werkstad")
    assert open_perspective(group.id, written_text, BUNDLED, TYPOLOGY).content == content


def test_what_is_wrong_is_said_in_dutch_too() -> None:
    group = PERSPECTIVES["werkstad"]
    ambition = msgspec.structs.replace(
        group.content.ambitie, text=Text("{{ bannen | mediaan cluster }}", "{{ a }} {{")
    )
    content = msgspec.structs.replace(group.content, ambitie=ambition)
    sentences = [one.sentence for one in find_problems(replace(group, content=content), BUNDLED)]
    assert [one.nl for one in sentences] == [
        "'bannen' is geen kenmerk van deze studie.",
        "In 'a' ontbreekt een streep: schrijf een kenmerk, een streep (|) en wat u ervan bedoelt.",
        "een verwijzing begint met {{ en eindigt met }}: een van beide ontbreekt.",
        "de Nederlandse en de Engelse tekst noemen niet dezelfde cijfers.",
    ]
    assert sentences[0].en == "'bannen' is no indicator of this study."
