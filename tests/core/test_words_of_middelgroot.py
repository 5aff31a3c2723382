"""The words of the bundled study: complete in both languages, and true about their figures."""

import re
from collections import Counter
from pathlib import Path

import pytest

from deelgenoot.study import Challenge, Study

STUDY = Study.load("middelgroot")
TEXTS = STUDY.folder / "texts"
WITH_RULE = [challenge for challenge in STUDY.challenges if challenge.rule]
JUDGING = re.compile(r"scoort|presteert|achterstand|koploper|ranglijst", re.IGNORECASE)


def _files() -> list[Path]:
    folders = (TEXTS, STUDY.folder, STUDY.folder / "perspectives")
    return [*TEXTS.glob("*.md"), *(path for one in folders for path in one.glob("*.toml"))]


def _slots(language: str) -> list[str]:
    return re.findall(r"\{\w+\}", STUDY.text("method", language))


def _rests_on_assumed_year(challenge: Challenge) -> bool:
    rule = challenge.rule
    return rule is not None and any(
        STUDY.catalog.indicators[c.indicator].assumed_year for c in rule.of
    )


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("archetype", [a.id for a in STUDY.archetypes])
def test_each_cluster_has_a_text_of_100_to_200_words(archetype: str, language: str) -> None:
    text = STUDY.text(archetype, language)

    words = re.sub(r"^#.*$|^- ", "", text, flags=re.MULTILINE).split()

    assert 100 <= len(words) <= 200


def test_the_method_has_the_same_slots_in_both_languages() -> None:
    assert _slots("nl") == _slots("en")
    assert set(_slots("nl")) == set(re.findall(r"\{\w+\}", (TEXTS / "README.md").read_text()))


@pytest.mark.parametrize("path", _files(), ids=lambda path: path.name)
def test_no_text_judges_a_municipality(path: Path) -> None:
    assert JUDGING.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("challenge", STUDY.challenges, ids=lambda challenge: challenge.id)
def test_a_challenge_says_why_these_figures_or_why_none(challenge: Challenge) -> None:
    assert (challenge.why is None) == (challenge.rule is None)
    assert (challenge.reason is None) == (challenge.rule is not None)


@pytest.mark.parametrize("challenge", WITH_RULE, ids=lambda challenge: challenge.id)
def test_a_rule_uses_no_weak_figure_and_admits_an_assumed_year(challenge: Challenge) -> None:
    assert challenge.rule is not None
    assert challenge.why is not None

    weak = [c.indicator for c in challenge.rule.of if STUDY.catalog.indicators[c.indicator].weak]

    assert weak == []
    assert ("aangenomen" in challenge.why.nl) == _rests_on_assumed_year(challenge)
    assert ("assumed" in challenge.why.en) == _rests_on_assumed_year(challenge)


def test_every_archetype_has_a_challenge_that_figures_can_show() -> None:
    archetypes = {archetype for challenge in WITH_RULE for archetype in challenge.archetypes}

    assert archetypes == set(STUDY.archetype)


@pytest.mark.parametrize(
    ("language", "research", "own"),
    [
        (
            "nl",
            "onderzoek van Platform31 voor M50 en G40 (december 2020)",
            "Gemeten is alleen wat u op deze pagina in cijfers ziet",
        ),
        (
            "en",
            "research by Platform31 for M50 and G40 (December 2020)",
            "Only the figures on this page are measured",
        ),
    ],
)
@pytest.mark.parametrize("archetype", [a.id for a in STUDY.archetypes])
def test_each_cluster_text_says_what_comes_from_whom(
    archetype: str, language: str, research: str, own: str
) -> None:
    text = " ".join(STUDY.text(archetype, language).split())

    assert research in text
    assert own in text


@pytest.mark.parametrize("challenge", WITH_RULE, ids=lambda challenge: challenge.id)
def test_what_may_be_of_all_is_never_asked_by_a_part_of_the_selection(challenge: Challenge) -> None:
    """Decision 105: generic opgaven and those that we added are asked against the country."""
    assert challenge.rule is not None
    of_the_selection = [one for one in challenge.rule.of if one.group == "selectie"]

    assert not of_the_selection or challenge.archetypes
    assert {one.share for one in challenge.rule.of} <= {None, 0.25, 0.33}


def test_there_are_opgaven_on_every_theme_and_most_have_a_rule() -> None:
    themes = Counter(challenge.themes[0] for challenge in STUDY.challenges)

    assert set(themes) == {theme.id for theme in STUDY.catalog.themes}
    assert min(themes.values()) >= 4
    assert len(WITH_RULE) >= 30
