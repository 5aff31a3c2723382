"""The room of a group: its clock and script, who is there, the board, and what it brings back."""

import json
from typing import Any

from django.template.loader import render_to_string

from deelgenoot_web.meetings.models import Group, Harvest, Meeting, Poll
from deelgenoot_web.meetings.queries.board import board_of
from deelgenoot_web.meetings.queries.harvest import left_by_joined, written_in
from deelgenoot_web.meetings.queries.place import place_of
from deelgenoot_web.meetings.queries.polls import evaluation_of
from deelgenoot_web.meetings.queries.room import groups_item, number_of, script_of, table_of

Parts = dict[str, str]


def steps(meeting: Meeting, group: Group | None) -> Parts:
    """The step that is on with its clock, and the list of all."""
    shown = _shown(meeting, group)
    return {"step": _made("step", shown), "steps": _made("steps", shown)}


def way(meeting: Meeting, group: Group | None) -> Parts:
    """From the plenary to the board."""
    shown = _shown(meeting, group) | {"place": place_of(meeting)}
    return {"way": _made("way", shown)}


def way_back(meeting: Meeting, group: Group | None) -> Parts:
    """From the board to the plenary."""
    evaluation = evaluation_of(meeting, Poll.State.OPEN)
    shown = _shown(meeting, group) | {"place": place_of(meeting), "evaluation": evaluation}
    return {"way-back": _made("way_back", shown)}


def table(meeting: Meeting, group: Group | None) -> Parts:
    """Who is there."""
    return {"table": _made("table", {"table": table_of(group)})} if group else {}


def board(meeting: Meeting, group: Group | None) -> Parts:
    """The cards."""
    return {"board": _board(meeting, group, leads=False)} if group else {}


def harvest(meeting: Meeting, group: Group | None) -> Parts:
    """What the facilitator wrote so far; `data-kept` is what the form of another one follows."""
    found = Harvest.objects.filter(group=group).first()
    shown = {"harvest": found, "kept": json.dumps(written_in(found))}
    return {"harvest": _made("harvest", shown)}


def lead(meeting: Meeting, group: Group | None) -> Parts:
    """What who leads sees instead: cards with what is hidden, and the buttons."""
    if group is None:
        return {}
    found = Harvest.objects.filter(group=group).first()
    shown = _shown(meeting, group) | {"harvest": found, "call": group.calls.last()}
    return {
        "lead-board": _board(meeting, group, leads=True),
        "lead-keys": _made("lead_keys", shown),
        "call": _made("call", shown),
        "ready": _made("ready", shown),
        "left": _made("left", {"harvests": left_by_joined(group)}),
    }


def _board(meeting: Meeting, group: Group, *, leads: bool) -> str:
    shown = _shown(meeting, group) | {"board": board_of(group), "leads": leads}
    return _made("board", shown)


def _shown(meeting: Meeting, group: Group | None) -> dict[str, Any]:
    if group is None:
        return {}
    script = script_of(group, groups_item(meeting))
    return {"meeting": meeting, "group": group, "number": number_of(group), "script": script}


def _made(name: str, shown: dict[str, Any]) -> str:
    return render_to_string(f"meetings/parts/{name}.html", shown)
