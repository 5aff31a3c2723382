"""The rounds of one-to-one talks, for the organiser and for who has them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from deelgenoot_web.atlas.edition import Edition, active_language
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.meetings.affinity import Affinity, affinities
from deelgenoot_web.meetings.models import Meeting, Participant, Talk, TalkRound
from deelgenoot_web.meetings.placing import name_of

MOST_REASONS = 2
"""Opgaven, and themes, that are named as the reason of a talk."""


MOST_ON_STAGE = 24
"""Talks that can be read on the large screen together; of more, each phone has its own."""


@dataclass(frozen=True)
class TalkPerson:
    """Somebody who may talk; the number stands before the name in the list of the organiser."""

    key: int
    number: int
    name: str
    municipality: str

    @property
    def words(self) -> str:
        """The name, and the municipality where there is one."""
        return ", ".join(filter(None, (self.name, self.municipality)))


@dataclass(frozen=True)
class TalkReason:
    """Why two people talk: what they share and few others do, in the words of the study."""

    opgaven: tuple[str, ...]
    themes: tuple[str, ...]


@dataclass(frozen=True)
class TalkLine:
    """A talk of two people, and why."""

    first: TalkPerson
    second: TalkPerson
    reason: TalkReason


@dataclass(frozen=True)
class RoundTable:
    """The talks of one round, and who sits out."""

    round: TalkRound
    ends_at: datetime
    lines: tuple[TalkLine, ...]
    out: tuple[TalkPerson, ...]


@dataclass(frozen=True)
class OwnTalk:
    """A talk of one participant; with nobody in a round that this one sits out."""

    round: TalkRound
    ends_at: datetime
    other: TalkPerson | None
    reason: TalkReason


def people_of(meeting: Meeting, earlier_keys: Sequence[int] = ()) -> tuple[TalkPerson, ...]:
    """List who came in, by municipality and name.

    Their numbers say in which order they came. Those whose keys stood on a page before, by
    number, keep these numbers, whoever came or left since.
    """
    rows = list(meeting.participants.exclude(name="").order_by("pk"))
    numbers = {key: number for number, key in enumerate(earlier_keys, 1)}
    new = (row.pk for row in rows if row.pk not in numbers)
    numbers |= {key: number for number, key in enumerate(new, len(earlier_keys) + 1)}
    lines = sorted((name_of(meeting.study, row.gm_code), row.name, row.pk) for row in rows)
    return tuple(
        TalkPerson(key, numbers[key], name, municipality) for municipality, name, key in lines
    )


def rounds_of(meeting: Meeting) -> tuple[RoundTable, ...]:
    """List the rounds with their talks and reasons."""
    people = {person.key: person for person in people_of(meeting)}
    rounds = list(meeting.talk_rounds.prefetch_related("talks__first", "talks__second"))
    talks = {one.pk: list(one.talks.all()) for one in rounds}
    reasons = _reasons(meeting, (talk for lines in talks.values() for talk in lines))
    busy = {
        key for lines in talks.values() for talk in lines for key in (talk.first_id, talk.second_id)
    }
    return tuple(
        RoundTable(
            one,
            _end(one),
            tuple(
                TalkLine(people[talk.first_id], people[talk.second_id], reasons[talk.pk])
                for talk in talks[one.pk]
            ),
            _without(people, busy, talks[one.pk]),
        )
        for one in rounds
    )


def plan_mark(meeting: Meeting) -> str:
    """Tell one plan of the rounds from the next; empty where there is none."""
    keys = list(meeting.talk_rounds.values_list("pk", flat=True))
    return f"{len(keys)}-{max(keys)}" if keys else ""


def own_talks(participant: Participant) -> tuple[OwnTalk, ...]:
    """List the talks of one participant, round by round; none for who is in no talk at all."""
    rounds = participant.meeting.talk_rounds.prefetch_related("talks__first", "talks__second")
    mine = {one.pk: _talk_of(participant, one) for one in rounds}
    if not any(mine.values()):
        return ()
    reasons = _reasons(participant.meeting, (talk for talk in mine.values() if talk))
    return tuple(
        OwnTalk(
            one,
            _end(one),
            _other(participant, talk) if (talk := mine[one.pk]) else None,
            reasons[talk.pk] if talk else TalkReason((), ()),
        )
        for one in rounds
    )


def _talk_of(participant: Participant, talk_round: TalkRound) -> Talk | None:
    talks = talk_round.talks.all()
    return next((t for t in talks if participant.pk in {t.first_id, t.second_id}), None)


def _other(participant: Participant, talk: Talk) -> TalkPerson:
    other = talk.second if talk.first_id == participant.pk else talk.first
    return TalkPerson(other.pk, 0, other.name, name_of(participant.meeting.study, other.gm_code))


def _without(
    people: dict[int, TalkPerson], busy: set[int], talks: Iterable[Talk]
) -> tuple[TalkPerson, ...]:
    """List who talks in another round and not in this one."""
    here = {key for talk in talks for key in (talk.first_id, talk.second_id)}
    return tuple(people[key] for key in people if key in busy - here)


def _end(talk_round: TalkRound) -> datetime:
    return talk_round.starts_at + timedelta(minutes=talk_round.minutes)


def _reasons(meeting: Meeting, talks: Iterable[Talk]) -> dict[int, TalkReason]:
    """Give the reason of each talk; one affinity is asked for all pairs at once."""
    talks = list(talks)
    codes = {code for talk in talks for code in (talk.first.gm_code, talk.second.gm_code)}
    affinity_of = affinities(meeting.study, codes)
    edition = Edition(release(meeting.study), active_language())
    return {
        talk.pk: _reason(
            edition,
            affinity_of.get(frozenset((talk.first.gm_code, talk.second.gm_code)), Affinity()),
        )
        for talk in talks
    }


def _reason(edition: Edition, affinity: Affinity) -> TalkReason:
    theme = {one.id: one.label for one in edition.release.catalog.themes}
    rarest_first = sorted(affinity.opgaven, key=lambda id_: _n_members(edition, id_))
    titles = [edition.study.challenge[id_].title for id_ in rarest_first[:MOST_REASONS]]
    return TalkReason(
        tuple(edition.words(title) for title in titles),
        tuple(edition.words(theme[id_]) for id_ in affinity.themes[:MOST_REASONS]),
    )


def _n_members(edition: Edition, opgave: str) -> int:
    """Count the municipalities of the study that show an opgave: few of them say the most."""
    members = edition.typology.members.values()
    return sum(member.in_study and bool(member.evidence.get(opgave)) for member in members)
