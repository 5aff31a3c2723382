"""Makes a rehearsal with an open question and as many participants as asked: `live_seed.py 2000`.

`live_seed.py 8 kinds` adds a question of every kind, still to be put; with `live` the answers to
the open question come on the large screen while they come in; with `clusters` people are of
municipalities in the cluster of their group, the open question is long and has a clock, and two
with the longest answers are still to be put. Without a number it makes a rehearsal for each line
that it reads: starting takes longer than making one.

Run with the settings of the server it is for. Prints as JSON what visitors of it need.
"""

import json
import os
import sys
from datetime import timedelta
from importlib import import_module
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deelgenoot_web.site.settings")
import django

django.setup()

from django.conf import settings  # noqa: E402 - after setup
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402 - after setup
from django.core.signing import get_cookie_signer  # noqa: E402 - after setup
from django.db import connections  # noqa: E402 - after setup
from django.utils import timezone  # noqa: E402 - after setup

from deelgenoot_web.accounts.models import Person  # noqa: E402 - after setup
from deelgenoot_web.atlas.facts.release import release  # noqa: E402 - after setup
from deelgenoot_web.meetings import bell  # noqa: E402 - after setup
from deelgenoot_web.meetings.actions import director, polls  # noqa: E402 - after setup
from deelgenoot_web.meetings.actions import meeting as meetings  # noqa: E402 - after setup
from deelgenoot_web.meetings.links import token  # noqa: E402 - after setup
from deelgenoot_web.meetings.models import (  # noqa: E402 - after setup
    Group,
    Meeting,
    Participant,
    Poll,
    Registration,
)
from deelgenoot_web.meetings.tickets import Ticket  # noqa: E402 - after setup
from deelgenoot_web.meetings.views.who import played_at  # noqa: E402 - after setup

OPTIONS = ["Wonen voor starters", "Levendige binnenstad", "Meer inwoners aan het werk"]
REST = "in alle kernen van onze gemeente, ook buiten de stad, samen met de corporaties"


# Kind, and what it asks besides.
KINDS: dict[str, dict[str, Any]] = {
    "choice": {},
    "choices": {"most": 2},
    "scale": {},
    "words": {},
    "text": {},
    "ranking": {},
    "points": {},
    "matrix": {},
    "number": {"figure": {"indicator": "gezin", "side": "below", "limit": 32.0, "cluster": ""}},
}


LONG: dict[str, Any] = {
    "question": "Welke opgave vraagt in uw gemeente het komende jaar de meeste aandacht van u?",
    "options": [f"{one} {REST}" for one in (*OPTIONS, "Zorg")],
    "seconds": 600,
}


def main(
    n_people: int, *, has_kinds: bool = False, is_live: bool = False, has_clusters: bool = False
) -> None:
    by, _ = Person.objects.get_or_create(
        email="organisator@voorbeeld.nl", defaults={"is_organiser": True}
    )
    meeting = _meeting(by)
    asked = LONG if has_clusters else {"question": "Wat eerst?", "options": OPTIONS}
    poll = Poll.objects.create(meeting=meeting, position=0, kind="choice", is_live=is_live, **asked)
    polls.put_to_vote(by=by, poll=poll, now=timezone.now())
    groups = list(meeting.groups.all())
    people = Participant.objects.bulk_create(
        Participant(
            meeting=meeting,
            name=f"Deelnemer {n + 1}",
            group=groups[n % len(groups)],
            gm_code=_code_in(groups[n % len(groups)]) if has_clusters else "",
        )
        for n in range(n_people)
    )
    invitation = _invitation(by)
    made = {
        "meeting": meeting.pk,
        "slug": meeting.slug,
        "poll": poll.pk,
        "kinds": _of_each_kind(meeting) if has_kinds else {},
        "long": {n: _longest(meeting, n) for n in (8, 12)} if has_clusters else {},
        "items": [item.pk for item in meeting.programme.all()],
        "groups": len(groups),
        "invitation": invitation.slug,
        "registration": _registration(invitation),
        "session": {settings.SESSION_COOKIE_NAME: _session(by)},
        "cookies": [_cookie(meeting, one) for one in people],
        "played": [played_at(one) for one in people],
        "tickets": [_ticket(meeting, one) for one in people],
        "desk": _ticket_of_leader(meeting, by, bell.DESK),
        "stage": _ticket_of_leader(meeting, by, bell.SHOW),
    }
    print(json.dumps(made), flush=True)  # noqa: T201 - this is what it is for


def _code_in(group: Group) -> str:
    clusters = release("middelgroot").typology.clusters
    return next(one.members[0] for one in clusters if one.archetype == group.archetype)


def _of_each_kind(meeting: Meeting) -> dict[str, int]:
    return {kind: _draft(meeting, kind) for kind in KINDS}


def _draft(meeting: Meeting, kind: str) -> int:
    made = Poll.objects.create(
        meeting=meeting,
        position=1 + meeting.polls.count(),
        kind=kind,
        question=f"Waar gaan we mee verder ({kind})?",
        options=[] if kind in ("words", "text", "number") else OPTIONS,
        settings=KINDS[kind],
    )
    return made.pk


def _longest(meeting: Meeting, n: int) -> int:
    """A question, to be put, with this many answers of 120 letters."""
    options = [f"{place}. {REST} {REST}"[:120] for place in range(1, n + 1)]
    position = 1 + meeting.polls.count()
    asked = {"kind": "choice", "question": LONG["question"], "options": options}
    return Poll.objects.create(meeting=meeting, position=position, **asked).pk


def _meeting(by: Person) -> Meeting:
    starts_at = timezone.now() - timedelta(minutes=10)
    made = meetings.make(by=by, plan=meetings.Plan("clusters", starts_at))
    made.polls.all().delete()
    Meeting.objects.filter(pk=made.pk).update(
        is_rehearsal=True, plenary_url="https://video.example/plenair"
    )
    meetings.announce(by=by, meeting=made)
    made.refresh_from_db()
    first = made.programme.all()[0]
    director.go_to(by=by, meeting=made, item=first, now=timezone.now())
    return made


def _invitation(by: Person) -> Meeting:
    """Another meeting, that one can register for."""
    starts_at = timezone.now() + timedelta(days=30)
    made = meetings.make(by=by, plan=meetings.Plan("clusters", starts_at))
    meetings.announce(by=by, meeting=made)
    return made


def _registration(meeting: Meeting) -> str:
    """The end of the personal link of somebody who has a place."""
    who = {"name": "Deelnemer 1", "email": "deelnemer@voorbeeld.nl", "gm_code": "GM0917"}
    state, now = Registration.State.CONFIRMED, timezone.now()
    return token(
        Registration.objects.create(meeting=meeting, state=state, registered_at=now, **who)
    )


def _ticket(meeting: Meeting, one: Participant) -> str:
    topics = (*bell.HALL, f"room:{one.group_id}")
    return Ticket(meeting.pk, topics, "nl", one.pk).sign()


def _ticket_of_leader(meeting: Meeting, by: Person, more: tuple[str, ...]) -> str:
    topics = (*bell.HALL, *more)
    return Ticket(meeting.pk, topics, person=by.pk, sign_in=by.sign_in).sign()


def _cookie(meeting: Meeting, one: Participant) -> dict[str, str]:
    name = f"deelname-{meeting.pk}"
    signer = get_cookie_signer(salt=name + "deelgenoot.meetings.participant")
    return {name: signer.sign(str(one.pk))}


def _session(person: Person) -> str:
    session: Any = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    for line in [" ".join(sys.argv[1:])] if sys.argv[1:] else sys.stdin:
        n_people, *more = line.split()
        main(
            int(n_people),
            has_kinds="kinds" in more,
            is_live="live" in more,
            has_clusters="clusters" in more,
        )
        connections.close_all()  # meanwhile the file of the database is the site's alone
