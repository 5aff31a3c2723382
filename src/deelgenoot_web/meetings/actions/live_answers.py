"""Answers to an open question join the result on the large screen in steps, never one by one."""

import json
from random import SystemRandom

from deelgenoot_web.meetings.disclosure import n_to_show
from deelgenoot_web.meetings.models import Poll, Vote


def show_more(poll_id: int) -> None:
    """Let voters of a live poll join those who are shown; call in the transaction of their votes.

    Which of the waiting join is drawn by lot, so that nobody who counts arrivals knows. A voter who
    is shown keeps the answer of that moment until the poll is closed.
    """
    votes = Vote.objects.filter(poll=poll_id)
    waiting = votes.filter(is_counted=False)
    n = n_to_show(waiting.count(), votes.filter(is_counted=True).count())
    if n == 0:
        return
    joining = SystemRandom().sample(list(waiting.values_list("pk", "value")), n)
    votes.filter(pk__in=[pk for pk, _value in joining]).update(is_counted=True)
    poll = Poll.objects.get(pk=poll_id)
    all_values = [*poll.live_values, *(value for _pk, value in joining)]
    poll.live_values = sorted(all_values, key=json.dumps)
    poll.save(update_fields=["live_values"])
