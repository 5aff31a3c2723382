"""On English pages a group that bears the name of a cluster has its English name."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation
from tests.web import roles
from tests.web import small_meeting as small
from tests.web.roles import GROUPS, INVITATION, ORGANISER, SESSION, address

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.letters.models import Letter
from deelgenoot_web.meetings.actions import director, harvest, leading, together
from deelgenoot_web.meetings.actions.harvest import HarvestText, Top
from deelgenoot_web.meetings.models import Card, Meeting, Role

pytestmark = pytest.mark.django_db
World = tuple[dict[str, Client], dict[str, Any]]
OWN, JOINED, THIRD = "Town in transition", "Central city with challenges", "Working town"
ARCHETYPES = ("stad-in-transitie", "centrumstad-met-uitdagingen", "werkstad")
# The file on paper takes seconds to print, of what the page with the report says.
READ = [
    name
    for name, (method, _who) in (GROUPS | SESSION | INVITATION | ORGANISER).items()
    if method == "get" and name != "report_pdf"
]
# What whoever has a role reads there.
NAMED = {
    "participant": {"room": (OWN, JOINED), "card": (OWN,), "take_part": (OWN,), "personal": (OWN,)},
    "facilitator": {"room": (OWN, JOINED), "organise": (OWN,)},
    "organiser": {
        "groups": (OWN, JOINED, THIRD),
        "group": (OWN, THIRD),
        "report": (OWN, JOINED, THIRD),
        "logbook": (JOINED,),
        **dict.fromkeys(("desk", "people", "present", "overview", "table"), (OWN,)),
        **dict.fromkeys(("attendance", "attendant", "links", "leaders", "mail"), (OWN,)),
    },
}


@pytest.fixture(name="world")
def dutch_session_where_all_happened() -> World:
    """A session in which stands everything that names a group."""
    meeting, by = roles.meeting_that_is_on(), small.person()
    own = roles.first_participant(meeting)
    clients, which = roles.browsers(meeting, own), roles.rows_in_addresses(meeting, own)
    groups = [meeting.groups.get(archetype=one) for one in ARCHETYPES]
    for group in groups:
        roles.participant_in(meeting, group.pk)
        Card.objects.create(group=group, kind=Card.Kind.IDEA, text=f"Kaart {group.pk}")
        words = HarvestText((Top("Wonen"), Top(f"Zorg {group.pk}")), "Meer werk", "", "")
        harvest.save(by=by, group=group, words=words, version=0)
        director.say(by=by, meeting=meeting, text="Nog tien minuten", group=group)
    together.join(by=by, group=groups[1], into=groups[0])
    harvest.suggest(by=by, meeting=meeting)
    meeting.participants.update(hand_raised_at=timezone.now())
    Meeting.objects.filter(pk=meeting.pk).update(shows_harvests=True)
    return clients, which


def _dutch_names(meeting: Meeting) -> set[str]:
    names = {one.name for one in release(meeting.study).typology.clusters}
    return {name.nl for name in names if name.nl != name.en}


@pytest.mark.parametrize("role", NAMED)
def test_english_pages_of_a_dutch_session_name_groups_in_english(world: World, role: str) -> None:
    clients, which = world
    dutch = _dutch_names(Meeting.objects.get(slug=which["slug"]))
    for name in READ:
        with translation.override("en"):
            path = address(name, which)
        answer = clients[role].get(path)
        text = answer.content.decode(errors="replace") if answer.status_code == 200 else ""
        # The organiser edits the name as it is stored.
        text = text.replace('value="Stad in transitie"', "")
        assert {one for one in dutch if one in text} == set(), name
        assert {one for one in NAMED[role].get(name, ()) if one not in text} == set(), name


def test_letters_and_answers_name_a_group_in_the_language_of_who_reads_them(world: World) -> None:
    clients, which = world
    meeting = Meeting.objects.get(slug=which["slug"])
    reader = Person.objects.create(email="reader@voorbeeld.nl", language="en")
    own, third = (meeting.groups.get(archetype=ARCHETYPES[at]) for at in (0, 2))
    kind = Role.Kind.FACILITATOR
    leading.give(by=small.person(), meeting=meeting, email=reader.email, kind=kind, group=own)
    assert OWN in Letter.objects.get(to=reader.email).text
    with translation.override("en"):
        attendance, comment = (address(one, which) for one in ("attendance", "comment"))
    seat = f"{which['attendant']['number']}.{own.pk}.0"
    placing = {"who": seat, "group": third.pk}
    moved = clients["organiser"].post(attendance, placing, follow=True).content.decode()
    assert f"From {OWN} to {THIRD}" in moved
    # Whoever sent something to the group of before hears where they are now.
    told = clients["participant"].post(comment, {"text": "Ook"})
    assert THIRD in told.content.decode()
    overtaken = clients["organiser"].post(attendance, placing | {"group": own.pk})
    assert f"({THIRD})" in overtaken.content.decode()
