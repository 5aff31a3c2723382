"""A word cloud: nothing over another, all inside, as large as people wrote it, words merged."""

import math
import string
from itertools import combinations

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.web import small_meeting as small
from tests.web.raw import words
from tests.web.visitor import Visitor

from deelgenoot_web.meetings.actions import moderation, polls
from deelgenoot_web.meetings.cloud import Cloud, CloudShape, CloudWord, word_cloud
from deelgenoot_web.meetings.models import Poll, Role, Vote
from deelgenoot_web.meetings.outcomes import CloudPicture
from deelgenoot_web.meetings.queries.outcomes import count_votes
from deelgenoot_web.meetings.stems import stem

WIDE, NARROW = CloudShape(1000, 440, 21), CloudShape(360, 420, 14)
WORDS = st.dictionaries(
    st.text(string.ascii_letters + " -é", min_size=1, max_size=40), st.integers(1, 400), max_size=25
)


def _cloud(counts: dict[str, int], shape: CloudShape = WIDE) -> Cloud:
    return word_cloud(tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0]))), shape)


def test_one_word_stands_in_the_middle_as_wide_as_fits() -> None:
    [word] = _cloud({"wonen": 7}).words
    assert (word.x + word.width / 2, word.y + word.height / 2) == pytest.approx((500, 220))
    # Five letters of .56 and all the height of 440 would be 1,232 wide.
    assert 800 < word.width <= 1000


@pytest.mark.parametrize(("most", "times"), [(3, 1.5), (8, 4), (16, 4), (32, 4), (200, 10)])
def test_sizes_are_as_counts_that_lie_close_and_the_most_written_is_four_times_the_rarest(
    most: int, times: float
) -> None:
    sizes = {one.text: one.height for one in _cloud({"zorg": most, "werk": 2, "groen": 2}).words}
    assert sizes["zorg"] == pytest.approx(times * sizes["werk"])
    assert sizes["groen"] == sizes["werk"]


def test_words_that_cannot_be_read_are_counted_and_not_drawn() -> None:
    few = CloudShape(200, 60, 20)
    cloud = _cloud({"wonen": 9} | {f"woord{n:02}": 1 for n in range(40)}, few)
    assert cloud.words[0].text == "wonen"
    assert len(cloud.words) + cloud.n_left == 41
    assert cloud.n_left > 30
    assert min(one.height for one in cloud.words) >= 20


@pytest.mark.parametrize(
    "phrase", ["samenwerking in de regio", "betaalbaar wonen voor de jeugd nu"]
)
@pytest.mark.parametrize("shape", [WIDE, NARROW])
def test_one_long_phrase_does_not_empty_the_cloud(shape: CloudShape, phrase: str) -> None:
    counts = {
        f"{letter}onen": 1 + place % 4 for place, letter in enumerate(string.ascii_letters[:22])
    }
    cloud = _cloud(counts | {phrase: 12}, shape)
    assert (cloud.n_left, cloud.words[0].text) == (0, phrase)
    assert cloud.words[0].height >= shape.smallest
    alone = _cloud(counts | {"m" * 60: 12}, shape)
    assert alone.n_left == (60 * 0.85 * shape.smallest > shape.width)


def test_a_colour_tells_of_a_cluster_or_of_a_count_and_never_of_both() -> None:
    cloud = _cloud({"zorg": 6, "werk": 4, "groen": 1})
    told = [one[1:] for one in CloudPicture("wide", cloud, {}).words]
    assert told == [("", 3), ("", 2), ("", 1)]
    told = [one[1:] for one in CloudPicture("wide", cloud, {"werk": "V"}).words]
    assert told == [("", 3), ("V", 3), ("", 3)]


def _powers(counts: dict[str, int]) -> tuple[float, ...]:
    """The powers of a count that the size of a word may be: a later one where more words fit so."""
    between = math.log(max(counts.values(), default=1) / min(counts.values(), default=1))
    most = min(1, max(0.5, math.log(4) / between)) if between else 1
    return most, (most + 0.5) / 2, 0.5


def _sized(one: CloudWord, other: CloudWord, power: float) -> bool:
    ratio = (one.count / other.count) ** power
    return one.height / other.height == pytest.approx(ratio)


def test_where_a_word_would_have_no_place_sizes_differ_less() -> None:
    counts = {"zorg": 8, "werk": 6, "groen": 5, "water": 4, "regio": 3, "cultuur": 2, "wegen": 2}
    for width, height, times in ((540, 200, 4), (430, 160, 2 * math.sqrt(2)), (270, 140, 2)):
        shape = CloudShape(width, height, 21)
        cloud = _cloud(counts, shape)
        assert cloud.n_left == 0
        assert cloud.words[0].height / cloud.words[-1].height == pytest.approx(times)


@settings(max_examples=20, deadline=None)
@given(WORDS)
def test_no_word_touches_another_and_all_are_inside(counts: dict[str, int]) -> None:
    for shape in (WIDE, NARROW):
        cloud = _cloud(counts, shape)
        assert len(cloud.words) + cloud.n_left == len(counts)
        for word in cloud.words:
            assert word.height >= shape.smallest - 1e-9
            assert word.x >= 0
            assert word.y >= 0
            assert word.x + word.width <= shape.width + 1e-9
            assert word.y + word.height <= shape.height + 1e-9
        pairs = list(combinations(cloud.words, 2))
        for one, other in pairs:
            across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
            down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
            assert min(across, down) < 0
        free = [pair for pair in pairs if max(one.width for one in pair) < 0.999 * shape.width]
        assert any(all(_sized(*pair, power) for pair in free) for power in _powers(counts))
        if counts and shape is WIDE:
            assert cloud.words[0].count == max(counts.values())


@pytest.fixture
def poll() -> Poll:
    """Six people: three write about houses in their own words, five about care, one of green."""
    meeting = small.made()
    poll = Poll.objects.create(meeting=meeting, position=90, kind="words", question="Waarover?")
    answers = ["huizen zorg", "woning zorg", "woningen huizen", "zorg", "zorg groen", "zorg"]
    for number, answer in enumerate(answers):
        Vote.objects.create(poll=poll, voter=str(number), value=answer.split())
    polls.put_to_vote(by=small.person(), poll=poll, now=timezone.now())
    polls.close(by=small.person(), poll=poll, now=timezone.now())
    return Poll.objects.get(pk=poll.pk)


def _counts(poll: Poll) -> dict[str, float]:
    return {line.label: line.value for line in count_votes(Poll.objects.get(pk=poll.pk)).lines}


def test_merged_words_count_people_once_and_can_be_parted(poll: Poll) -> None:
    by, house, home = small.person(), stem("huizen"), stem("woning")
    assert _counts(poll) == {"zorg": 5, "huizen": 2, "woning": 2, "groen": 1}
    moderation.merge_word(by=by, poll=poll, stem=house, into=home)
    # Who wrote both is one person.
    assert _counts(poll) == {"zorg": 5, "woning": 3, "groen": 1}
    moderation.merge_word(by=by, poll=poll, stem=home, into=stem("groen"))
    assert _counts(poll) == {"zorg": 5, "groen": 4}
    with pytest.raises(ValueError, match="itself"):
        moderation.merge_word(by=by, poll=poll, stem=stem("groen"), into=house)
    for part in (house, home):
        moderation.part_word(by=by, poll=poll, stem=part)
    assert _counts(poll) == {"zorg": 5, "huizen": 2, "woning": 2, "groen": 1}


def test_a_word_that_is_hidden_hides_what_counts_as_it(poll: Poll) -> None:
    by = small.person()
    moderation.merge_word(by=by, poll=poll, stem=stem("huizen"), into=stem("woning"))
    moderation.hide_word(by=by, poll=poll, stem=stem("woning"))
    assert _counts(poll) == {"zorg": 5, "groen": 1}


def test_who_presents_merges_two_words_and_every_screen_draws_the_cloud(
    page: Visitor, poll: Poll
) -> None:
    meeting = poll.meeting
    page.client.force_login(small.role(meeting, Role.Kind.PRESENTER, "p@voorbeeld.nl"))
    address = f"/bijeenkomsten/{meeting.slug}/regie/vraag/{poll.pk}/samen/"
    sent = {"stem": stem("huizen"), "into": stem("woning"), "do": "merge", "back": "present"}
    assert page.client.post(address, {**sent, "stem": "verzonnen"}).status_code == 400
    assert page.client.post(address, sent).status_code == 302
    presents = page(f"/bijeenkomsten/{meeting.slug}/presenteren/")
    assert "huizen telt mee met woning" in words(presents.select_one("[data-live=presenter]"))
    polls.show(by=small.person(), poll=poll)
    stage = page(f"/bijeenkomsten/{meeting.slug}/scherm/")
    wide = stage.select_one(".cloud__picture")
    assert wide
    assert [words(one) for one in wide.select("text")] == ["zorg", "woning", "groen"]
    sizes = [float(str(one["font-size"])) for one in wide.select("text")]
    assert sizes[0] / sizes[2] == pytest.approx(4, rel=0.01)
    assert [one["class"][-1] for one in wide.select("text")] == [
        f"cloud__word--{third}" for third in (3, 2, 1)
    ]
    assert [words(one) for one in stage.select(".words li")] == ["zorg 5", "woning 3", "groen 1"]
    page(f"/en/meetings/{meeting.slug}/screen/")
