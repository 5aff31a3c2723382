"""What we claim of a typology, and what chance would give: a line for each claim."""

from collections.abc import Iterator
from dataclasses import dataclass

from deelgenoot.typology.published import CHANCE, Cluster, Typology
from deelgenoot.words import Text, format_number

_P_DECIMALS, _DECIMALS = 3, 2
HEADER = (
    Text("Bewering", "Claim"),
    Text("Ons cijfer", "Our figure"),
    Text("Toeval geeft", "Chance gives"),
    Text("p", "p"),
    Text("Meer dan toeval", "More than chance"),
)
_RETURNS = Text("De groep “{name}” komt terug (Jaccard)", "The group “{name}” returns (Jaccard)")
_FITS = Text("De naam “{name}” past (correlatie)", "The name “{name}” fits (correlation)")
_YES, _NO = Text("ja", "yes"), Text("nee", "no")
_NOTE = Text(
    "Toeval: {tables} verzonnen tabellen met dezelfde samenhang en zonder groepen, met dezelfde "
    "beschrijvingen en hetzelfde trekken, elk {draws} keer opnieuw getrokken (begingetal {seed}). "
    "p zegt hoe vaak zo'n tabel ons cijfer haalt; onder 0,05 noemen wij het meer dan toeval.",
    "Chance: {tables} invented tables with the same correlations and without groups, with the same "
    "descriptions and the same pull, each drawn again {draws} times (seed {seed}). p says how "
    "often such a table reaches our figure; under 0.05 we call it more than chance.",
)


@dataclass(frozen=True)
class ChanceClaim:
    """A claim with its figure, what chance gives on average, and how often it gives as much."""

    text: Text
    figure: float
    by_chance: float
    p: float

    @property
    def is_beyond_chance(self) -> bool:
        """Tell whether chance gives as much less than one in twenty times."""
        return self.p < CHANCE

    def cells(self, language: str) -> tuple[str, ...]:
        """Write the claim as a row under `HEADER`."""
        return (
            self.text.in_language(language),
            format_number(self.figure, _DECIMALS, language),
            format_number(self.by_chance, _DECIMALS, language),
            format_number(self.p, _P_DECIMALS, language),
            (_YES if self.is_beyond_chance else _NO).in_language(language),
        )


def claims(typology: Typology) -> tuple[ChanceClaim, ...]:
    """List what is claimed: of each cluster that it returns, and that its name fits."""
    return (
        *(
            ChanceClaim(_about(_RETURNS, one), one.jaccard, one.jaccard_null, one.jaccard_p)
            for one in typology.clusters
        ),
        *(
            ChanceClaim(_about(_FITS, one), one.fit, one.fit_null, one.fit_p)
            for one in typology.clusters
        ),
    )


def note(typology: Typology, language: str) -> str:
    """Say how chance was asked, and when we call something more than chance."""
    chance = typology.chance
    return _NOTE.in_language(language).format(
        tables=chance.n_tables, draws=chance.n_draws, seed=chance.random_state
    )


def lines(typology: Typology, language: str) -> Iterator[str]:
    """Write all claims as a table in plain text."""
    header = tuple(one.in_language(language) for one in HEADER)
    rows = [header, *(one.cells(language) for one in claims(typology))]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *rest in rows:
        numbers = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        yield "  ".join((first.ljust(widths[0]), *numbers))


def _about(words: Text, cluster: Cluster) -> Text:
    return Text(words.nl.format(name=cluster.name.nl), words.en.format(name=cluster.name.en))
