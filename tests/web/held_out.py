"""Simulated approaches and uses, and rankings that are asked for a use that was hidden.

There are no real uses yet. The rule: 400 approaches, each of a municipality of the study drawn at
random, to one of the opgaven that its figures show. Four times, every municipality takes over one
approach of another to an own opgave, with a chance that is the product of
- exp(-d / s): d is their distance on the themes of the opgave alone, s how little likeness counts
  (the ranking itself looks at all themes, so the rule is not the ranking in disguise);
- 1 + how many municipalities use it already: what is popular becomes more so;
- 2 within the own region, where people know each other: the ranking puts these last.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from math import exp

from deelgenoot.study import Challenge
from deelgenoot_web.atlas.facts.release import Release
from deelgenoot_web.exchange.likeness import region_of
from deelgenoot_web.exchange.matching import Candidate, MatchReader, rank

N_APPROACHES, N_ROUNDS, KNOWN = 400, 4, 2.0
FIRST = 4
"""Approaches that a page shows for an opgave."""


@dataclass(frozen=True)
class Use:
    """A municipality uses an approach."""

    reader: str
    number: int


@dataclass
class UseWorld:
    """Municipalities with their opgaven and distances, approaches and uses."""

    release: Release
    approaches: list[Candidate] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)

    def __post_init__(self) -> None:
        members = self.release.typology.members
        self.codes = sorted(code for code, one in members.items() if one.in_study)
        self.challenges = {one.id: one for one in self.release.study.challenges}
        self.own = {
            code: [key for key in self.challenges if members[code].evidence.get(key)]
            for code in self.codes
        }
        self.region = {code: region_of(self.release, code) for code in self.codes}
        self.apart = {
            (code, peer.code): peer.themes
            for code in self.codes
            for peer in self.release.peers.nearest(code)
        }

    def distance(self, reader: str, other: str, weights: dict[str, float]) -> float:
        """Compute the weighted distance of `typology/peers.py`; themes without weight count not."""
        by_theme = self.apart[reader, other]
        total = sum(weight * by_theme[theme] ** 2 for theme, weight in weights.items())
        return float((total / sum(weights.values())) ** 0.5)

    def ours(self, reader: str, other: str, challenge: Challenge) -> float:
        """Compute the distance by which the site ranks (docs/decisions/0110)."""
        themes = self.release.peers.themes
        weights = {theme: 2.0 if theme in challenge.themes else 1.0 for theme in themes}
        return self.distance(reader, other, weights)


def simulate(world: UseWorld, seed: int, little: float) -> UseWorld:
    """Draw approaches and uses by the rule; `little` is s, infinite where likeness is nothing."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    approaches = []
    for number in range(N_APPROACHES):
        code = chance.choice([one for one in world.codes if world.own[one]])
        approaches.append(Candidate(number, code, chance.choice(world.own[code])))
    uses: list[Use] = []
    n_uses: Counter[int] = Counter()
    for _ in range(N_ROUNDS):
        for reader in chance.sample(world.codes, len(world.codes)):
            open_to = _open_to(world, reader, approaches, uses)
            weights = [_appeal(world, reader, one, n_uses[one.number], little) for one in open_to]
            if open_to and sum(weights) > 0:
                [taken] = chance.choices(open_to, weights)
                uses.append(Use(reader, taken.number))
                n_uses[taken.number] += 1
    approaches = [replace(one, n_uses=n_uses[one.number]) for one in approaches]
    drawn = copy(world)
    drawn.approaches, drawn.uses = approaches, uses
    return drawn


def _open_to(
    world: UseWorld, reader: str, approaches: Sequence[Candidate], uses: Sequence[Use]
) -> list[Candidate]:
    used = {one.number for one in uses if one.reader == reader}
    return [
        one
        for one in approaches
        if one.gm_code != reader and one.challenge in world.own[reader] and one.number not in used
    ]


def _appeal(world: UseWorld, reader: str, one: Candidate, n_uses: int, little: float) -> float:
    themes = dict.fromkeys(world.challenges[one.challenge].themes, 1.0)
    known = KNOWN if one.gm_code in world.region[reader] else 1.0
    return exp(-world.distance(reader, one.gm_code, themes) / little) * (1 + n_uses) * known


Ranking = Callable[[UseWorld, str, list[Candidate]], list[Candidate]]


def by_likeness(world: UseWorld, reader: str, rows: list[Candidate]) -> list[Candidate]:
    """Rank as the site does."""
    challenge = world.challenges[rows[0].challenge]
    who = MatchReader(reader, world.region[reader], (challenge.id,))
    order = rank(who, rows, lambda code, _challenge: world.ours(reader, code, challenge))
    return list(order[challenge.id])


def by_popularity(_world: UseWorld, _reader: str, rows: list[Candidate]) -> list[Candidate]:
    """Rank what most use first, then the newest."""
    return sorted(rows, key=lambda one: (-one.n_uses, -one.number))


def by_cluster(world: UseWorld, reader: str, rows: list[Candidate]) -> list[Candidate]:
    """Rank those of the own cluster first, then the newest."""
    members = world.release.typology.members
    own = members[reader].cluster
    return sorted(rows, key=lambda one: (members[one.gm_code].cluster != own, -one.number))


def hide_each_use(world: UseWorld, rankings: Sequence[Ranking]) -> list[tuple[float, float]]:
    """Hide every use in turn; give per ranking the mean reciprocal rank and the share in `FIRST`.

    An approach is ranked among all to the same opgave that the reader does not use. Uses within the
    own region are not asked for: the site is there for what people do not hear from neighbours.
    """
    by_number = {one.number: one for one in world.approaches}
    places: list[list[int]] = [[] for _ in rankings]
    for use in world.uses:
        hidden = by_number[use.number]
        if hidden.gm_code in world.region[use.reader]:
            continue
        others = [one for one in world.uses if one != use]
        open_to = _open_to(world, use.reader, world.approaches, others)
        rows = [
            replace(one, n_uses=one.n_uses - 1) if one.number == use.number else one
            for one in open_to
            if one.challenge == hidden.challenge
        ]
        for at, ranking in enumerate(rankings):
            order = [one.number for one in ranking(world, use.reader, rows)]
            places[at].append(order.index(use.number) + 1)
    return [
        (sum(1 / one for one in row) / len(row), sum(one <= FIRST for one in row) / len(row))
        for row in places
    ]


def share_outside(world: UseWorld) -> tuple[float, float]:
    """Give the share from outside the region: of what stands first, and of all there is."""
    first: list[bool] = []
    every: list[bool] = []
    for reader in world.codes:
        for challenge in world.own[reader]:
            rows = [
                one
                for one in world.approaches
                if one.challenge == challenge and one.gm_code != reader
            ]
            outside = [one.gm_code not in world.region[reader] for one in rows]
            every += outside
            if rows:
                order = by_likeness(world, reader, rows)[:FIRST]
                first += [one.gm_code not in world.region[reader] for one in order]
    return sum(first) / len(first), sum(every) / len(every)
