"""Makes worlds for the fuzzer, each in place of the one before; prints how to come in as whom.

It reads the number of a world from each line of its input, and has the settings of the server that
the worlds are for. Which kind of question is open goes round with the number.
"""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deelgenoot_web.site.settings")
import django

django.setup()

from django.http import HttpResponse  # noqa: E402 - after setup
from django.utils import timezone  # noqa: E402 - after setup
from tests.web import roles, small_meeting  # noqa: E402 - after setup
from tests.web.live_seed import KINDS, OPTIONS  # noqa: E402 - after setup

from deelgenoot_web.accounts.models import Person  # noqa: E402 - after setup
from deelgenoot_web.meetings.actions import polls  # noqa: E402 - after setup
from deelgenoot_web.meetings.models import Meeting, Participant, Poll  # noqa: E402 - after setup
from deelgenoot_web.meetings.views.who import remember  # noqa: E402 - after setup

N_MORE = 20
"""Further participants: each may send only so much in a minute."""


def main(number: int) -> None:
    Meeting.objects.all().delete()
    Person.objects.all().delete()
    meeting = roles.meeting_that_is_on()
    own = roles.first_participant(meeting)
    cookies = {
        role: {name: one.value for name, one in client.cookies.items()}
        for role, client in roles.browsers(meeting, own).items()
    }
    group = meeting.groups.all()[0].pk
    for more in range(N_MORE):
        cookies[f"participant {more}"] = _cookies(roles.participant_in(meeting, group))
    rows = roles.rows_in_addresses(meeting, own)
    world = {
        "meeting": meeting.pk,
        "cookies": cookies,
        "poll": _open_poll(meeting, list(KINDS)[number % len(KINDS)]),
        "addresses": [roles.address(name, rows) for name in roles.MEETINGS],
        "people": [one.email for one in meeting.registrations.all()],
        "token": rows["token"],
    }
    print(json.dumps(world), flush=True)  # noqa: T201 - this is what it is for


def _cookies(participant: Participant) -> dict[str, str]:
    response = remember(HttpResponse(), participant)
    return {name: one.value for name, one in response.cookies.items()}


def _open_poll(meeting: Meeting, kind: str) -> int:
    poll = Poll.objects.create(
        meeting=meeting,
        position=100 + meeting.polls.count(),
        kind=kind,
        question=f"Waar gaan we mee verder ({kind})?",
        options=[] if kind in ("words", "text") else OPTIONS,
        settings=KINDS[kind],
    )
    polls.put_to_vote(by=small_meeting.person(), poll=poll, now=timezone.now())
    return poll.pk


if __name__ == "__main__":
    for line in sys.stdin:
        main(int(line))
