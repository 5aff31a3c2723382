"""The room of a group: its clock and script, who is there, the board, and what it brings back."""

import json
from typing import Any

from deelgenoot_web.meetings.models import Group, Harvest, Meeting
from deelgenoot_web.meetings.parts.painting import paint
from deelgenoot_web.meetings.queries.board import board_of
from deelgenoot_web.meetings.queries.harvest import harvests_of_joined, written_in
from deelgenoot_web.meetings.queries.room import groups_item, number_of, script_of, table_of

Parts = dict[str, str]


def steps(meeting: Meeting, group: Group | None) -> Parts:
    """Paint the current step with its clock, and the list of all steps."""
    context = _room_context(meeting, group)
    return {"step": paint("step", **context), "steps": paint("steps", **context)}


def table(meeting: Meeting, group: Group | None) -> Parts:
    """Paint who is in the room."""
    return {"table": paint("table", table=table_of(group))} if group else {}


def board(meeting: Meeting, group: Group | None) -> Parts:
    """Paint the cards."""
    return {"board": _board(meeting, group, leads=False)} if group else {}


def harvest(meeting: Meeting, group: Group | None) -> Parts:
    """Paint what the facilitator wrote so far; forms elsewhere follow its `data-kept`."""
    stored_harvest = Harvest.objects.filter(group=group).first()
    fields = json.dumps(written_in(stored_harvest))
    return {"harvest": paint("harvest", harvest=stored_harvest, kept=fields)}


def lead(meeting: Meeting, group: Group | None) -> Parts:
    """Paint the board of the leader: cards with what is hidden, and the buttons."""
    if group is None:
        return {}
    own = {"harvest": Harvest.objects.filter(group=group).first(), "call": group.calls.last()}
    context = _room_context(meeting, group) | own
    return {
        "lead-board": _board(meeting, group, leads=True),
        "lead-keys": paint("lead_keys", **context),
        "call": paint("call", **context),
        "ready": paint("ready", **context),
        "left": paint("left", meeting=meeting, harvests=harvests_of_joined(group)),
    }


def _board(meeting: Meeting, group: Group, *, leads: bool) -> str:
    return paint("board", board=board_of(group), leads=leads, **_room_context(meeting, group))


def _room_context(meeting: Meeting, group: Group | None) -> dict[str, Any]:
    if group is None:
        return {}
    script = script_of(group, groups_item(meeting))
    return {"meeting": meeting, "group": group, "number": number_of(group), "script": script}
