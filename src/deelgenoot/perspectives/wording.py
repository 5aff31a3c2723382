"""What a test of a claim says, in words: the same on the page and the command line."""

from deelgenoot.catalog import Catalog
from deelgenoot.perspectives.references import ClaimTest, FigureReference, Kind, Scope, Sign
from deelgenoot.words import Text

GROUP = Text("het cluster", "the cluster")
"""How a test names its group where nothing else is said."""
_SCOPES: dict[Scope, Text] = {
    "selectie": Text("de selectie", "the selection"),
    "land": Text("het land", "the country"),
}
_SIGNS: dict[Sign, Text] = {
    "<": Text("lager dan", "lower than"),
    ">": Text("hoger dan", "higher than"),
    "~": Text("ongeveer gelijk aan", "about equal to"),
}
_CHANGE = Text(
    "verandering in {who} van {start} tot {end}", "change in {who} from {start} to {end}"
)
_GAP = Text("verschil tussen {who} en het land{when}", "gap between {who} and the country{when}")
_FALLING = Text("aantal gedaald van {start} tot {end}", "number that fell from {start} to {end}")
_RISING = Text("aantal gestegen van {start} tot {end}", "number that rose from {start} to {end}")
_SIDES: dict[Kind, Text] = {
    "middle": Text("{who}{when}", "{who}{when}"),
    "change": _CHANGE,
    "gap": _GAP,
    "lowest": Text("laagste van {who}{when}", "lowest of {who}{when}"),
    "highest": Text("hoogste van {who}{when}", "highest of {who}{when}"),
    "below": Text("aantal onder het land{when}", "number below the country{when}"),
    "above": Text("aantal boven het land{when}", "number above the country{when}"),
    "falling": _FALLING,
    "rising": _RISING,
    "half": Text("de helft", "half"),
    "zero": Text("nul", "zero"),
    "own": Text("{area}{when}", "{area}{when}"),
}
_WHEN = Text(" in {}", " in {}")


def claim_words(test: ClaimTest, catalog: Catalog, group: Text = GROUP) -> Text:
    """Say what a test compares: `Inwoners met betaald werk: het cluster lager dan het land`."""
    label = catalog.indicators[test.left.subject].label
    return Text(*(_sentence(test, label, language, group) for language in ("nl", "en")))


def _sentence(test: ClaimTest, label: Text, language: str, group: Text) -> str:
    left, right = (_side(side, language, group) for side in (test.left, test.right))
    sign = _SIGNS[test.sign].in_language(language)
    return f"{label.in_language(language)}: {left} {sign} {right}"


def _side(reference: FigureReference, language: str, group: Text) -> str:
    measure = reference.measure
    who = _SCOPES.get(measure.scope, group).in_language(language)
    years = measure.years
    when = _WHEN.in_language(language).format(years[0]) if len(years) == 1 else ""
    start, end = years if len(years) > 1 else (0, 0)
    words = _SIDES[measure.kind].in_language(language)
    return words.format(who=who, when=when, start=start, end=end, area=measure.area)
