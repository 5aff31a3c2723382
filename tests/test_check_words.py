"""The check of words reads the table of the word list and finds its words in every kind of text."""

from pathlib import Path

import pytest
from check_words import GLOSSARY, HEADING, Phrase, bad_words, phrases, read_rules

TABLE = f"""# Words

| greep | not a rule |
|---|---|

{HEADING}

| Nederlands | niet | English | not | except |
|---|---|---|---|---|
| steekproef | greep, trekking* | sample | draw | |
| opgave | uitdaging* | challenge | | met uitdagingen |
"""


def reports(words: str, language: str = "nl") -> list[str]:
    return list(bad_words(Phrase(Path("a.po"), 3, language, words), read_rules(TABLE)))


def test_a_word_is_reported_with_its_place_and_what_to_write() -> None:
    assert reports("Met een andere Greep.") == [
        "a.po:3: 'greep' is not a word of ours; write: steekproef"
    ]


@pytest.mark.parametrize(
    ("words", "language", "n_reports"),
    [
        ("twee trekkingen", "nl", 1),
        ("een greep en nog een greep", "nl", 1),
        ("een ingreep en een greepje", "nl", 0),
        ("a draw", "en", 1),
        ("een draw", "nl", 0),
        ("Centrumstad met uitdagingen", "nl", 0),
        ("Centrumstad met uitdagingen heeft uitdagingen", "nl", 1),
        ("%(greep)s, {greep} en docs/greep.md", "nl", 0),
    ],
)
def test_whole_words_of_one_language_count_outside_of_what_is_filled_in(
    words: str, language: str, n_reports: int
) -> None:
    assert len(reports(words, language)) == n_reports


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_every_kind_of_text_is_read_with_its_line_and_language(tmp_path: Path) -> None:
    po = 'msgid "a"\nmsgstr "b"\n\nmsgid "mee/"\nmsgstr "join/"\n'
    write(tmp_path, "site/locale/en/LC_MESSAGES/django.po", po)
    write(tmp_path, "a.py", "x = 1\ny = Text('c', 'd')\nraise BadStudy('e', f'{x} f')\n")
    write(tmp_path, "a.toml", 'title.nl = "g"\nitem = { en = ["home", "inn"] }\n')
    write(tmp_path, "meta.yml", "label: {nl: j}\n")
    write(tmp_path, "k.en.md", "first\nsecond\n")
    places = {(one.path.name, one.line, one.language, one.words) for one in phrases(tmp_path)}
    assert places == {
        ("django.po", 1, "nl", "a"),
        ("django.po", 1, "en", "b"),
        ("a.py", 2, "nl", "c"),
        ("a.py", 2, "en", "d"),
        ("a.py", 3, "en", "e"),
        ("a.py", 3, "nl", " f"),
        ("a.toml", 1, "nl", "g"),
        ("a.toml", 2, "en", "home"),
        ("a.toml", 2, "en", "inn"),
        ("meta.yml", 1, "nl", "j"),
        ("k.en.md", 1, "en", "first"),
        ("k.en.md", 2, "en", "second"),
    }


def test_the_word_list_has_rules_and_never_forbids_what_it_prescribes() -> None:
    rules = read_rules(GLOSSARY.read_text(encoding="utf-8"))
    assert len(rules) > 40
    own = [(rule.language, word.strip()) for rule in rules for word in rule.instead.split(",")]
    assert [
        report
        for language, word in own
        for report in bad_words(Phrase(GLOSSARY, 0, language, word), rules)
    ] == []
