"""What we claim of a typology, and what chance would give: a line for each claim."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deelgenoot.decoding import read_toml
from deelgenoot.typology.assessment import Assessment, GradedPull, OtherYear, Predictions
from deelgenoot.typology.published import CHANCE, Cluster, Typology
from deelgenoot.words import Text, format_figure, format_number

_P_DECIMALS, _DECIMALS = 3, 2
_UNKNOWN = "–"
_TABLES = read_toml(Path(__file__).with_name("claims.toml"), dict[str, dict[str, Text]])
_WORDS, _WAYS = _TABLES["words"], _TABLES["ways"]
HEADER = tuple(_TABLES["header"].values())


@dataclass(frozen=True)
class ChanceClaim:
    """A claim with its figure, what others give for it, and whether it is more than chance.

    What does not apply is None.
    """

    text: Text
    figure: float
    free: float | None = None
    """What the search without descriptions gives."""
    by_chance: float | None = None
    """What chance gives on average."""
    p: float | None = None
    """How often chance gives as much."""
    is_beyond_chance: bool | None = None
    unit: str = ""
    """`%` for a share, `n` for a count; empty for a coefficient."""

    def cells(self, language: str) -> tuple[str, ...]:
        """Write the claim as a row under `HEADER`."""
        figures = (self.figure, self.free, self.by_chance)
        return (
            self.text.in_language(language),
            *(_UNKNOWN if one is None else self._write(one, language) for one in figures),
            _UNKNOWN if self.p is None else format_number(self.p, _P_DECIMALS, language),
            _answer(self.is_beyond_chance, language),
        )

    def _write(self, figure: float, language: str) -> str:
        if self.unit == "%":
            return format_figure(100 * figure, "%", language, 0)
        if self.unit == "n":
            return format_number(figure, 0 if figure == int(figure) else 1, language)
        return format_number(figure, _DECIMALS, language)


def _answer(is_beyond_chance: bool | None, language: str) -> str:
    if is_beyond_chance is None:
        return _UNKNOWN
    return _WORDS["yes" if is_beyond_chance else "no"].in_language(language)


def claims(typology: Typology, assessment: Assessment | None = None) -> tuple[ChanceClaim, ...]:
    """List what is claimed: that clusters return, that names fit, and what was assessed of it."""
    return (
        *(_returns(one) for one in typology.clusters),
        *(_fits(one) for one in typology.clusters),
        *_of_all(typology),
        *(_assessment_claims(typology, assessment) if assessment else ()),
    )


def _returns(cluster: Cluster) -> ChanceClaim:
    return ChanceClaim(
        _about(_WORDS["returns"], cluster),
        cluster.jaccard,
        cluster.free_recovery,
        cluster.jaccard_null,
        cluster.jaccard_p,
        cluster.jaccard_p < CHANCE,
    )


def _fits(cluster: Cluster) -> ChanceClaim:
    return ChanceClaim(
        _about(_WORDS["fits"], cluster),
        cluster.fit,
        by_chance=cluster.fit_null,
        p=cluster.fit_p,
        is_beyond_chance=cluster.fit_p < CHANCE,
    )


def _of_all(typology: Typology) -> Iterator[ChanceClaim]:
    means = typology.pulled
    yield ChanceClaim(_WORDS["mean"], means.anchored, means.free, means.null_anchored)
    standings = [one.standing for one in typology.members.values() if one.in_study]
    yield ChanceClaim(_fill(_WORDS["firm"], all=len(standings)), standings.count("firm"), unit="n")


def _assessment_claims(typology: Typology, assessment: Assessment) -> Iterator[ChanceClaim]:
    if assessment.graded_pull:
        yield _graded_claim(assessment.graded_pull, typology)
    if assessment.predictions:
        yield from _prediction_claims(assessment.predictions)
    for other in assessment.other_years:
        yield _year_claim(other)


def _graded_claim(pull: GradedPull, typology: Typology) -> ChanceClaim:
    return ChanceClaim(_WORDS["graded"], pull.jaccard, typology.pulled.free)


def _prediction_claims(predictions: Predictions) -> Iterator[ChanceClaim]:
    """Give what each way predicts; our clusters beside a free search and random groups."""
    ways = {one.grouping: one for one in predictions.by}
    for name, way in ways.items():
        if name not in _WAYS:
            continue
        title = _fill(_WAYS[name], n=predictions.n_peers)
        free, chance = (ways["free"], ways["chance"]) if name == "clusters" else (None, None)
        yield ChanceClaim(
            _fill(_WORDS["predicts"], way=title),
            way.r2,
            free.r2 if free else None,
            chance.r2 if chance else None,
            unit="%",
        )
        if way.changes is not None and name in {"peers", "clusters"}:
            yield ChanceClaim(
                _fill(_WORDS["changes"], way=title, year=_first_year(predictions)),
                way.changes,
                free.changes if free else None,
                chance.changes if chance else None,
                unit="%",
            )


def _first_year(predictions: Predictions) -> int:
    return min(first for first, _last in predictions.changes.values())


def _year_claim(other: OtherYear) -> ChanceClaim:
    return ChanceClaim(
        _fill(_WORDS["moves"], year=other.year),
        len(other.movers),
        by_chance=other.noise.n_moved,
        is_beyond_chance=len(other.movers) > other.noise.n_most,
        unit="n",
    )


def note(typology: Typology, language: str) -> str:
    """Say how chance was asked, and when we call something more than chance."""
    chance = typology.chance
    return (
        _WORDS["note"]
        .in_language(language)
        .format(tables=chance.n_tables, draws=chance.n_draws, seed=chance.random_state)
    )


def lines(typology: Typology, language: str, assessment: Assessment | None = None) -> Iterator[str]:
    """Write all claims as a table in plain text."""
    header = tuple(one.in_language(language) for one in HEADER)
    rows = [header, *(one.cells(language) for one in claims(typology, assessment))]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *rest in rows:
        numbers = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        yield "  ".join((first.ljust(widths[0]), *numbers))


def _about(words: Text, cluster: Cluster) -> Text:
    return Text(words.nl.format(name=cluster.name.nl), words.en.format(name=cluster.name.en))


def _fill(words: Text, **slots: Text | int) -> Text:
    """Fill the slots in both languages."""
    nl, en = (
        getattr(words, language).format(
            **{
                name: getattr(slot, language) if isinstance(slot, Text) else slot
                for name, slot in slots.items()
            }
        )
        for language in ("nl", "en")
    )
    return Text(nl, en)
