"""What groups bring back, what recurs in it, and the vote on where to go on."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import groupby

from django.db import transaction
from django.db.models import F, Max, QuerySet

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.actions.moving import hold
from deelgenoot_web.meetings.edits import check_seen, mark
from deelgenoot_web.meetings.logbook import log
from deelgenoot_web.meetings.models import (
    DOTS_SHOWN,
    Bundle,
    BundleEntry,
    Card,
    Group,
    Harvest,
    LogEvent,
    Meeting,
    Poll,
)
from deelgenoot_web.meetings.placing import harvests_by_room
from deelgenoot_web.meetings.stems import stem

_PLENARY = ("hall", *bell.SHOW, "desk")
TOP = 3
_ENOUGH = 2
"""From this many groups on, an opgave is shared."""
_FEWEST = 2
"""Options of a closing vote."""


@dataclass(frozen=True)
class Top:
    """One opgave on top of a harvest; `challenge_id` where it stood on a card with figures."""

    text: str
    challenge_id: str = ""


@dataclass(frozen=True)
class HarvestText:
    """What a facilitator wrote: the top three and three sentences, at most 400 signs each."""

    top: tuple[Top, ...]
    main_challenge: str
    what_works: str
    what_is_needed: str


class TooFewError(Exception):
    """Nobody chooses from less than two; `options` is what there is."""

    def __init__(self, options: list[str]) -> None:
        super().__init__(options)
        self.options = options


class StaleError(Exception):
    """Somebody else saved since this was read; `now` is what is kept."""

    def __init__(self, now: Harvest) -> None:
        super().__init__(now.version)
        self.now = now


@transaction.atomic
def save(*, by: Person, group: Group, words: HarvestText, version: int) -> Harvest:
    """Keep a harvest, when it is still the one that was read (version 0: there was none).

    Raises StaleError otherwise, so that nothing of somebody else is written over. A bundle keeps
    its opgaven wherever in the top they now stand, and loses those that are gone.
    """
    Group.objects.select_for_update().get(pk=group.pk)
    earlier = Harvest.objects.filter(group=group).first()
    if (earlier.version if earlier else 0) != version:
        raise StaleError(earlier or Harvest(group=group, version=0))
    harvest = earlier or Harvest(group=group)
    top_before = harvest.top
    harvest.top = [asdict(one) for one in words.top[:TOP] if one.text]
    harvest.main_challenge = words.main_challenge
    harvest.what_works = words.what_works
    harvest.what_is_needed = words.what_is_needed
    harvest.version = version + 1
    harvest.save()
    if harvest.top != top_before:
        _follow_lines(harvest, top_before)
    log(by=by, event=LogEvent.HARVEST_WRITTEN, about=group)
    _ring(group)
    return harvest


def most_dots(group: Group) -> tuple[Top, ...]:
    """The cards with most dots, as a top three to begin with."""
    on_board = group.cards.filter(is_hidden=False, merged_into=None, kind=Card.Kind.CHALLENGE)
    with_dots = on_board.annotate(n=DOTS_SHOWN).filter(n__gt=0)
    most = with_dots.order_by("-n", "position", "added_at")[:TOP]
    return tuple(Top(card.text, card.challenge_id) for card in most)


def top_of(group: Group, texts: Iterable[str]) -> tuple[Top, ...]:
    """These texts as a top: one that stands on a card with figures keeps its opgave."""
    cards = group.cards.filter(is_hidden=False).exclude(challenge_id="")
    challenge_of = dict(cards.values_list("text", "challenge_id"))
    return tuple(Top(text, challenge_of.get(text, "")) for text in texts if text)


@transaction.atomic
def mark_ready(*, by: Person, group: Group, is_ready: bool) -> None:
    """Say that the harvest can be shown, or not yet."""
    Harvest.objects.filter(group=group).update(is_ready=is_ready)
    log(by=by, event=LogEvent.HARVEST_READY if is_ready else LogEvent.HARVEST_UNREADY, about=group)
    _ring(group)


@transaction.atomic
def suggest(*, by: Person, meeting: Meeting) -> int:
    """Lay opgaven of several groups together that are the same; returns how many were suggested.

    The same: the same opgave of the study, or a text with the same stem. Suggestions that nobody
    confirmed are made anew, confirmed ones are left alone; nothing counts before it is confirmed.
    """
    Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    meeting.bundles.filter(is_confirmed=False).delete()
    settled_lines = set(
        BundleEntry.objects.filter(bundle__meeting=meeting).values_list("harvest_id", "rank")
    )
    position = meeting.bundles.aggregate(last=Max("position"))["last"] or 0
    n_made = 0
    for same in _recurring(meeting):
        fresh = [one for one in same if (one.harvest.pk, one.rank) not in settled_lines]
        if len({one.harvest.pk for one in fresh}) >= _ENOUGH:
            n_made += 1
            _lay_together(meeting, fresh, position + n_made)
    log(by=by, event=LogEvent.BUNDLES_SUGGESTED, about=meeting)
    bell.ring(meeting.pk, _PLENARY)
    return n_made


@transaction.atomic
def confirm(*, by: Person, bundle: Bundle, title: str, seen: str | None = None) -> None:
    """Agree that these are one opgave, under this title.

    Raises ChangedMeanwhileError for one that has another title than was `seen`, nor this one.
    """
    same = Bundle.objects.filter(pk=bundle.pk)
    check_seen(same.select_for_update().get().title, seen, goal=title)
    same.update(is_confirmed=True, title=title)
    log(by=by, event=LogEvent.BUNDLE_CONFIRMED, about=bundle.meeting)
    bell.ring(bundle.meeting_id, _PLENARY)


@transaction.atomic
def put_in(*, by: Person, bundle: Bundle, harvest: Harvest, rank: int) -> None:
    """Add a line of a harvest to a bundle; it leaves the one in which it was."""
    Group.objects.select_for_update().get(pk=harvest.group_id)
    harvest.refresh_from_db(fields=["top"])
    if harvest.group.meeting_id != bundle.meeting_id or not 1 <= rank <= len(harvest.top):
        msg = "a bundle takes lines of the harvests of its own meeting"
        raise ValueError(msg)
    BundleEntry.objects.update_or_create(harvest=harvest, rank=rank, defaults={"bundle": bundle})
    _drop_empty_bundles(bundle.meeting_id)
    log(by=by, event=LogEvent.BUNDLE_FILLED, about=bundle.meeting)
    bell.ring(bundle.meeting_id, _PLENARY)


@transaction.atomic
def take_out(*, by: Person, entry: BundleEntry) -> None:
    """Take a line out of its bundle; an empty bundle goes away."""
    bundle = entry.bundle
    entry.delete()
    if not bundle.entries.exists():
        bundle.delete()
    log(by=by, event=LogEvent.BUNDLE_EMPTIED, about=bundle.meeting)
    bell.ring(bundle.meeting_id, _PLENARY)


@transaction.atomic
def dissolve(*, by: Person, bundle: Bundle) -> None:
    """They are not the same after all."""
    bundle.delete()
    log(by=by, event=LogEvent.BUNDLE_DISSOLVED, about=bundle.meeting)
    bell.ring(bundle.meeting_id, _PLENARY)


@transaction.atomic
def make_closing_vote(
    *, by: Person, meeting: Meeting, question: str, seen: str | None = None
) -> Poll:
    """A poll over the confirmed bundles and the first opgave of each group that is in none.

    Nobody has voted yet: what was made before is made anew. Once it was opened it stays as it is.
    Raises ChangedMeanwhileError when what was made before is no longer as it was `seen`, and
    TooFewError when there is nothing to choose between.
    """
    hold(meeting.pk)
    options = closing_options(meeting)
    if len(options) < _FEWEST:
        raise TooFewError(options)
    drafts = _closing_drafts(meeting)
    same = drafts.filter(question=question, options=options).first()
    if same:
        return same
    check_seen(closing_mark(meeting), seen)
    drafts.delete()
    last = meeting.polls.aggregate(last=Max("position"))["last"] or 0
    poll = Poll.objects.create(
        meeting=meeting,
        position=last + 1,
        kind=Poll.Kind.CHOICES,
        purpose=Poll.Purpose.CLOSING,
        question=question,
        options=options,
        settings={"most": min(TOP, len(options))},
    )
    log(by=by, event=LogEvent.CLOSING_VOTE_MADE, about=meeting)
    bell.ring(meeting.pk, _PLENARY)
    return poll


def closing_mark(meeting: Meeting) -> str:
    """Of the closing vote that was made and not yet opened; empty for none."""
    drafts = list(_closing_drafts(meeting).values("question", "explanation", "options", "settings"))
    return mark({"drafts": drafts}) if drafts else ""


def closing_question(meeting: Meeting) -> str:
    """Return the question of that vote; empty for none."""
    return _closing_drafts(meeting).values_list("question", flat=True).first() or ""


def _closing_drafts(meeting: Meeting) -> QuerySet[Poll]:
    return meeting.polls.filter(purpose=Poll.Purpose.CLOSING, state=Poll.State.DRAFT)


def closing_options(meeting: Meeting) -> list[str]:
    """What can be chosen to go on with, without doubles."""
    bundles = list(meeting.bundles.filter(is_confirmed=True))
    in_bundles = set(
        BundleEntry.objects.filter(bundle__in=bundles).values_list("harvest_id", "rank")
    )
    firsts = [
        one.top[0]["text"]
        for one in _harvests(meeting)
        if one.top and (one.pk, 1) not in in_bundles
    ]
    return list(dict.fromkeys([*(bundle.title for bundle in bundles), *firsts]))


@dataclass(frozen=True)
class _Line:
    same: str
    harvest: Harvest
    rank: int
    text: str


def _recurring(meeting: Meeting) -> list[list[_Line]]:
    lines = [
        _Line(one["challenge_id"] or f"={stem(one['text'])}", harvest, rank, one["text"])
        for harvest in _harvests(meeting)
        for rank, one in enumerate(harvest.top, start=1)
    ]
    by_stem = {stem(line.text): line.same for line in lines if not line.same.startswith("=")}
    groups_of_lines = [
        _Line(
            by_stem.get(line.same.removeprefix("="), line.same), line.harvest, line.rank, line.text
        )
        for line in lines
    ]
    lines_in_order = sorted(groups_of_lines, key=lambda line: line.same)
    return [list(same) for _, same in groupby(lines_in_order, key=lambda line: line.same)]


def _follow_lines(harvest: Harvest, top_before: list[dict[str, str]]) -> None:
    """Let each line in a bundle be where the same opgave now stands, or in none."""
    entries = list(harvest.entries.order_by("rank"))
    # Out of the way first: two that change places would for a moment be one line in two bundles.
    harvest.entries.update(rank=F("rank") + TOP)
    free_lines = dict(enumerate(harvest.top, start=1))
    for entry in entries:
        # Who suggested bundles may have read a longer top than was here since.
        line = next(iter(top_before[entry.rank - 1 : entry.rank]), None)
        rank = _rank_of(line, entry.rank, free_lines) if line else None
        if rank is None:
            entry.delete()
        else:
            del free_lines[rank]
            entry.rank = rank
            entry.save(update_fields=["rank"])
    _drop_empty_bundles(harvest.group.meeting_id)


def _drop_empty_bundles(meeting: int) -> None:
    Bundle.objects.filter(meeting=meeting, entries=None).delete()


def _rank_of(
    line: dict[str, str], rank_before: int, lines: dict[int, dict[str, str]]
) -> int | None:
    """Find the rank of the same opgave: the same one of the study, else a text with the same stem;
    of several the one that did not move."""
    ranks = sorted(lines, key=lambda rank: (rank != rank_before, rank))
    challenge_id, text_stem = line["challenge_id"], stem(line["text"])
    same_ids = [rank for rank in ranks if lines[rank]["challenge_id"] == challenge_id != ""]
    same_stems = [rank for rank in ranks if stem(lines[rank]["text"]) == text_stem]
    return next(iter([*same_ids, *same_stems]), None)


def _lay_together(meeting: Meeting, lines: list[_Line], position: int) -> None:
    bundle = Bundle.objects.create(meeting=meeting, title=lines[0].text, position=position)
    for line in lines:
        BundleEntry.objects.create(bundle=bundle, harvest=line.harvest, rank=line.rank)


def _harvests(meeting: Meeting) -> list[Harvest]:
    return sorted(harvests_by_room(meeting).values(), key=lambda one: one.group.position)


def _ring(group: Group) -> None:
    bell.ring(group.meeting_id, [*bell.of_group(group.pk), *_PLENARY])
