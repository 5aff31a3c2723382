"""What a test of a claim says, in words: the same on the page and the command line."""

from pathlib import Path

from deelgenoot.catalog import Catalog
from deelgenoot.decoding import read_toml
from deelgenoot.perspectives.references import ClaimTest, FigureReference
from deelgenoot.words import Text

GROUP = Text("het cluster", "the cluster")
"""How a test names its group where nothing else is said."""
_UNTIL = "\N{EN DASH}"
_TABLES = read_toml(Path(__file__).with_name("wording.toml"), dict[str, dict[str, Text]])


def claim_words(test: ClaimTest, catalog: Catalog, group: Text = GROUP) -> Text:
    """Say what a test compares: `Inwoners met betaald werk: het cluster lager dan het land`."""
    label = catalog.indicators[test.left.subject].label
    return Text(*(_sentence(test, label, language, group) for language in ("nl", "en")))


def _sentence(test: ClaimTest, label: Text, language: str, group: Text) -> str:
    left, right = (_side(side, language, group) for side in (test.left, test.right))
    sign = _TABLES["signs"][test.sign].in_language(language)
    return f"{label.in_language(language)}: {left} {sign} {right}"


def _side(reference: FigureReference, language: str, group: Text) -> str:
    measure = reference.measure
    who = _TABLES["scopes"].get(measure.scope, group).in_language(language)
    years = measure.years
    when = f" in {_UNTIL.join(map(str, years))}" if years else ""
    start, end = years if len(years) > 1 else (0, 0)
    words = _TABLES["sides"][measure.kind].in_language(language)
    return words.format(who=who, when=when, start=start, end=end, area=measure.area)
