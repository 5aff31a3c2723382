"""A meeting to click through, marked as an example: made and removed by one command."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import links
from deelgenoot_web.meetings.actions import board, director, harvest, polls, questions, votes
from deelgenoot_web.meetings.actions.meeting import Plan, announce, make
from deelgenoot_web.meetings.actions.moving import hold_to_delete
from deelgenoot_web.meetings.actions.rehearsal import fill
from deelgenoot_web.meetings.ballots import Ballot
from deelgenoot_web.meetings.models import Card, Meeting, Participant, Poll, Role

SLUG = "voorbeeld"
DOMAIN = "@voorbeeld.invalid"
"""Addresses that can never get mail (RFC 2606); only people of the example have them."""
_N_PARTICIPANTS = 42
"""Six in each of the seven groups: when five of six vote, a result splits by cluster."""
_MOST_POINTS = (1, 2, 3, 2, 2, 0, 2)
"""What the people of each group, in their order, give most points to."""
_KEEP_DAYS = 365
_WORDS = (("woningen", "zorg"), ("vergrijzing",), ("bereikbaarheid", "woningen"), ("netcongestie",))


def the_example() -> Meeting | None:
    """The example, where it is."""
    return Meeting.objects.filter(slug=SLUG, is_rehearsal=True, rehearses=None).first()


@transaction.atomic
def make_example(*, now: datetime) -> bool:
    """Make the example, begun just now, with all that people do in it; False when it is there."""
    if Meeting.objects.filter(slug=SLUG).exists():
        return False
    organiser = _person("organisator")
    start = now.replace(minute=now.minute - now.minute % 5, second=0, microsecond=0)
    plan = Plan("clusters", start, title=_("Voorbeeld: op zoek naar gesprekspartners"))
    meeting = make(by=organiser, plan=plan)
    meeting.slug, meeting.is_rehearsal, meeting.may_walk_in = SLUG, True, True
    meeting.keep_days, meeting.plenary_url = _KEEP_DAYS, links.example_video("nl")
    meeting.save()
    meeting.groups.update(video_url=meeting.plenary_url)
    announce(by=organiser, meeting=meeting)
    meeting.refresh_from_db()
    _lead(meeting)
    people = fill(meeting=meeting, now=now, n=_N_PARTICIPANTS)
    _vote(meeting, organiser, people, now)
    _talk(meeting, people)
    _bring_back(meeting)
    director.go_to(by=organiser, meeting=meeting, item=meeting.programme.all()[0], now=now)
    return True


def make_first_example(*, now: datetime) -> bool:
    """Make the example where there is no meeting at all; False elsewhere."""
    return not Meeting.objects.exists() and make_example(now=now)


@transaction.atomic
def remove_example() -> bool:
    """Remove the example and the people who lead it; False when it was not there."""
    example = the_example()
    if example:
        hold_to_delete(Meeting.objects.filter(pk=example.pk))
        example.delete()
    Person.objects.filter(email__endswith=DOMAIN).delete()
    return example is not None


def _person(name: str) -> Person:
    return Person.objects.get_or_create(
        email=name + DOMAIN, defaults={"name": _("%(name)s (voorbeeld)") % {"name": name}}
    )[0]


def _lead(meeting: Meeting) -> None:
    Role.objects.create(meeting=meeting, person=_person("presentator"), kind=Role.Kind.PRESENTER)
    for number, group in enumerate(meeting.groups.all(), start=1):
        who = _person(f"gespreksleider-{number}")
        Role.objects.create(meeting=meeting, person=who, kind=Role.Kind.FACILITATOR, group=group)


def _vote(meeting: Meeting, by: Person, people: Sequence[Participant], now: datetime) -> None:
    """The first poll was answered; the second is open, and most have answered it."""
    words, points, *_rest = meeting.polls.all()
    polls.put_to_vote(by=by, poll=words, now=now)
    _cast(words, people, [list(_WORDS[k % len(_WORDS)]) for k in range(len(people))])
    polls.close(by=by, poll=words, now=now)
    polls.show(by=by, poll=words)
    polls.put_to_vote(by=by, poll=points, now=now)
    most = people[: len(people) * 5 // 6]
    _cast(points, most, [_divide(k, len(points.options)) for k in range(len(most))])


def _cast(poll: Poll, people: Sequence[Participant], values: Sequence[object]) -> None:
    votes.record(
        [
            Ballot(poll.meeting_id, poll.pk, one.pk, value)
            for one, value in zip(people, values, strict=True)
        ]
    )


def _divide(k: int, n: int) -> list[int]:
    """100 points over n options: 60 to what the group likes best, 25 and 15 to whatever."""
    shares = [0] * n
    for place, points in ((_MOST_POINTS[k % len(_MOST_POINTS)], 60), (k * 2 + 1, 25)):
        shares[place % n] += points
    shares[(k + 2) % n] += 100 - sum(shares)
    return shares


def _talk(meeting: Meeting, people: Sequence[Participant]) -> None:
    """Questions from the audience, and boards with cards and dots."""
    for group in meeting.groups.all():
        board.lay_out(group=group)
    for number, text in enumerate(_questions()):
        question = questions.ask(
            by=people[number], question_id=uuid4(), text=text, with_name=number > 0
        )
        for person in people[number : number + 5 * (2 - number) + 2]:
            questions.upvote(by=person, question=question, wants=True)
    in_groups = [(person, person.group) for person in people if person.group]
    for number, (person, group) in enumerate(in_groups):
        if number < meeting.groups.count():
            text = _("Kaart van %(name)s (voorbeeldtekst)") % {"name": person.name}
            board.add(by=person, group=group, card_id=uuid4(), kind=Card.Kind.IDEA, text=text)
        for card in group.cards.all()[:1]:
            board.give_dot(by=person, card=card, dot_id=uuid4())


def _bring_back(meeting: Meeting) -> None:
    """The first group is ready; an exchange without approaches shows what became of that."""
    group = meeting.groups.all()[0]
    leader = _person("gespreksleider-1")
    words = harvest.HarvestText(
        top=harvest.most_dots(group),
        main_challenge=_("Woningen voor kleine huishoudens in bestaande wijken (voorbeeldtekst)"),
        what_works=_("Een wooncoach die ouderen helpt met verhuizen (voorbeeldtekst)"),
        what_is_needed=_("Wie heeft ervaring met splitsen van grote huizen? (voorbeeldtekst)"),
    )
    harvest.save(by=leader, group=group, words=words, version=0)
    harvest.mark_ready(by=leader, group=group, is_ready=True)


def _questions() -> list[str]:
    return [
        _("Hoe zeker is de indeling van onze gemeente? (voorbeeldvraag)"),
        _("Welke cijfers zijn het nieuwst? (voorbeeldvraag)"),
    ]
