"""Answers to an open question join the result on the large screen in steps, never one by one."""

from random import SystemRandom

from django.db import connection

from deelgenoot_web.meetings.disclosure import n_to_show
from deelgenoot_web.meetings.models import Poll, Vote

# Asked thirty times a second, as what `votes` asks.
_HOW_MANY = "SELECT is_counted, count(*) FROM meetings_vote WHERE poll_id = %s GROUP BY is_counted"


def show_more(poll_id: int) -> None:
    """Let voters of a live poll join those who are shown; call in the transaction of their votes.

    Which of the waiting join is drawn by lot, so that nobody who counts arrivals knows. A voter who
    is shown keeps the answer of that moment until the poll is closed.
    """
    n = n_to_show(*_n_waiting_and_shown(poll_id))
    if n == 0:
        return
    votes = Vote.objects.filter(poll=poll_id)
    waiting = list(votes.filter(is_counted=False).values_list("pk", "value"))
    joining = SystemRandom().sample(waiting, n)
    votes.filter(pk__in=[pk for pk, _value in joining]).update(is_counted=True)
    poll = Poll.objects.get(pk=poll_id)
    all_values = [*poll.live_values, *(value for _pk, value in joining)]
    poll.live_values = sorted(all_values, key=repr)  # in no order of arrival
    poll.save(update_fields=["live_values"])


def result_follows(open_poll: Poll) -> bool:
    """Tell whether its result takes the place of the answers on the large screen once it closes.

    Somebody reads the words of those who stayed behind first, and says when the right answer of a
    quiz is told; an evaluation is for its organisers.
    """
    is_quiz = bool(open_poll.settings.get("right"))
    is_awaited = open_poll.kind == Poll.Kind.WORDS or is_quiz
    is_plain = open_poll.purpose != Poll.Purpose.EVALUATION
    return bool(open_poll.live_values) and is_plain and not is_awaited


def _n_waiting_and_shown(poll_id: int) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(_HOW_MANY, [poll_id])
        counts = dict(cursor.fetchall())
    return counts.get(False, 0), counts.get(True, 0)
