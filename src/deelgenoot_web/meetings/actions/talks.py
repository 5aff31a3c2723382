"""Planning rounds of one-to-one talks, and taking them away."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.actions.moving import hold
from deelgenoot_web.meetings.affinity import Affinity, affinities
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import (
    LogEvent,
    Meeting,
    Participant,
    Talk,
    TalkRound,
    TalkWish,
)
from deelgenoot_web.meetings.planner import TalkPlan, TalkQuestion, plan_talks

Pair = frozenset[int]
"""The keys of two participants."""


@dataclass(frozen=True)
class TalkChoice:
    """What an organiser chose for the rounds that are to be planned."""

    people: tuple[int, ...]
    """The keys of the participants who join in."""
    n_rounds: int
    minutes: int
    starts_at: datetime
    keeps: int = 0
    """How many rounds stay as they are; the new ones come after them."""
    worst_first: bool = False
    must: frozenset[Pair] = frozenset()
    never: frozenset[Pair] = frozenset()


def plan(*, by: Person, meeting: Meeting, choice: TalkChoice) -> None:
    """Plan the rounds after those that stay, for the people who join in.

    The solver works before the rows are held. Raises PlanningError.
    """
    people = list(meeting.participants.filter(pk__in=choice.people).order_by("pk"))
    talk_plan = plan_talks(partial(_question, meeting, choice, people))
    _save(by, meeting, choice, people, talk_plan)


def _question(meeting: Meeting, choice: TalkChoice, people: Sequence[Participant]) -> TalkQuestion:
    past = TalkRound.objects.filter(meeting=meeting, number__lte=choice.keeps)
    past_pairs = {_pair(talk) for talk in Talk.objects.filter(round__in=past)}
    affinity_of = affinities(meeting.study, [person.gm_code for person in people])
    place = {person.pk: at for at, person in enumerate(people)}
    return TalkQuestion(
        value=[[_points(affinity_of, first, second) for second in people] for first in people],
        may_talk=[
            [_may_talk(first, second, choice.never | past_pairs) for second in people]
            for first in people
        ],
        must=[_places(pair, place) for pair in choice.must - past_pairs if pair <= set(place)],
        sat_out=_sat_out(people, past_pairs, len(past)),
        n_rounds=choice.n_rounds,
        worst_first=choice.worst_first,
    )


@transaction.atomic
def remove(*, by: Person, meeting: Meeting) -> None:
    """Take all rounds away."""
    hold(meeting.pk)
    meeting.talk_rounds.all().delete()
    log(by=by, event=LogEvent.TALKS_REMOVED, about=meeting)
    bell.ring(meeting.pk, [*bell.HALL, *bell.SHOW])


def _points(
    affinity_of: Mapping[frozenset[str], Affinity], first: Participant, second: Participant
) -> int:
    return affinity_of.get(frozenset((first.gm_code, second.gm_code)), Affinity()).points


def _may_talk(first: Participant, second: Participant, never: frozenset[Pair] | set[Pair]) -> bool:
    """Whether two people may be paired: not with oneself, nor with one's own municipality."""
    is_same = first.gm_code == second.gm_code if first.gm_code else first.pk == second.pk
    return not is_same and frozenset((first.pk, second.pk)) not in never


def _sat_out(people: Sequence[Participant], past_pairs: set[Pair], n_past: int) -> list[int]:
    n_talks = Counter(key for pair in past_pairs for key in pair)
    return [n_past - n_talks[person.pk] for person in people]


def _places(pair: Pair, place: Mapping[int, int]) -> tuple[int, int]:
    first, second = sorted(place[key] for key in pair)
    return first, second


def _pair(talk: Talk) -> Pair:
    return frozenset((talk.first_id, talk.second_id))


@transaction.atomic
def _save(
    by: Person,
    meeting: Meeting,
    choice: TalkChoice,
    people: Sequence[Participant],
    talk_plan: TalkPlan,
) -> None:
    """Replace the rounds and the wishes; a talk with somebody who left meanwhile is left out."""
    hold(meeting.pk)
    meeting.talk_rounds.filter(number__gt=choice.keeps).delete()
    there = set(meeting.participants.values_list("pk", flat=True))
    _save_wishes(meeting, choice, there)
    for at, talks in enumerate(talk_plan.rounds):
        talk_round = TalkRound.objects.create(
            meeting=meeting,
            number=choice.keeps + at + 1,
            starts_at=choice.starts_at + at * timedelta(minutes=choice.minutes),
            minutes=choice.minutes,
            is_best=talk_plan.is_best,
        )
        pairs = [(people[first], people[second]) for first, second in talks]
        Talk.objects.bulk_create(
            Talk(round=talk_round, first=first, second=second)
            for first, second in pairs
            if {first.pk, second.pk} <= there
        )
    log(by=by, event=LogEvent.TALKS_PLANNED, about=meeting)
    bell.ring(meeting.pk, [*bell.HALL, *bell.SHOW])


def _save_wishes(meeting: Meeting, choice: TalkChoice, there: set[int]) -> None:
    meeting.talk_wishes.all().delete()
    wishes = [(pair, True) for pair in choice.must] + [(pair, False) for pair in choice.never]
    TalkWish.objects.bulk_create(
        TalkWish(meeting=meeting, first_id=min(pair), second_id=max(pair), is_must=is_must)
        for pair, is_must in sorted(wishes, key=lambda wish: sorted(wish[0]))
        if pair <= there
    )
