"""The large screen: one scene at a time, and the buttons of the presenter."""

from django.utils.safestring import SafeString

from deelgenoot_web.atlas.edition import active_language
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.meetings.models import Group, Meeting, ProgrammeItem
from deelgenoot_web.meetings.parts.painting import paint
from deelgenoot_web.meetings.parts.polls import poll_html
from deelgenoot_web.meetings.queries.arrivals import arrivals_of
from deelgenoot_web.meetings.queries.clicker import clicks_of
from deelgenoot_web.meetings.queries.harvest import harvests_of
from deelgenoot_web.meetings.queries.place import place_of
from deelgenoot_web.meetings.queries.questions import OPEN, questions_of
from deelgenoot_web.meetings.queries.room import rooms_of
from deelgenoot_web.meetings.queries.scene import OnScreen, on_screen
from deelgenoot_web.meetings.queries.slides import slide_on
from deelgenoot_web.meetings.queries.talks import MOST_ON_STAGE, rounds_of

_N_QUESTIONS = 5
_N_ITEMS = 7


def stage(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint what the large screen shows now, and the buttons, which are keys of a clicker too."""
    now = on_screen(meeting)
    clicks = clicks_of(list(meeting.polls.all()), now, place_of(meeting))
    return {
        "stage-scene": _scene(meeting, now),
        "stage-keys": paint("stage_keys", meeting=meeting, asked=now.question, clicks=clicks),
    }


def _scene(meeting: Meeting, now: OnScreen) -> str:
    if now.question:
        return poll_html(meeting, "stage_poll", now.question)
    scenes = {
        "harvests": _harvests,
        "audience": _questions,
        "spotlight": _spotlight,
        "slide": _slide,
        "figure": _figure,
        "talks": _talks,
        "groups": _groups,
        "welcome": _welcome,
    }
    if now.scene in scenes:
        return scenes[now.scene](meeting)
    place = place_of(meeting)
    items = _items_around(meeting, place.item)
    return paint("stage_moment", meeting=meeting, scene=now.scene, place=place, items=items)


def _items_around(meeting: Meeting, item: ProgrammeItem | None) -> list[ProgrammeItem]:
    """List as many parts as fit: one before the part that is on, and more where few follow it."""
    items = list(meeting.programme.all())
    if item not in items:
        return []
    first = max(0, min(items.index(item) - 1, len(items) - _N_ITEMS))
    return items[first : first + _N_ITEMS]


def _welcome(meeting: Meeting) -> str:
    arrivals = arrivals_of(meeting)
    charts = release(meeting.study).charts
    return paint(
        "stage_welcome",
        meeting=meeting,
        place=place_of(meeting),
        arrivals=arrivals,
        map_svg=SafeString(charts.present_map(arrivals.codes, active_language())),
    )


def _harvests(meeting: Meeting) -> str:
    harvests = harvests_of(meeting)
    for harvest in harvests.groups:
        if harvest.group.pk == meeting.harvest_of_id:
            return paint("stage_harvest", meeting=meeting, one=harvest)
    return paint("harvests", meeting=meeting, brought=harvests)


def _questions(meeting: Meeting) -> str:
    return paint("stage_questions", questions=questions_of(meeting, OPEN)[:_N_QUESTIONS])


def _spotlight(meeting: Meeting) -> str:
    questions = questions_of(meeting, OPEN)
    spotlight = next((one for one in questions if one.question == meeting.spotlight), None)
    return paint("stage_spotlight", asked=spotlight)


def _slide(meeting: Meeting) -> str:
    return paint("stage_slide", meeting=meeting, slide=slide_on(meeting))


def _figure(meeting: Meeting) -> str:
    return paint("stage_figure", meeting=meeting)


def _talks(meeting: Meeting) -> str:
    tables = [one for one in rounds_of(meeting) if one.round.pk == meeting.talk_round_id]
    if not tables:  # planned anew since the meeting was read
        meeting.refresh_from_db(fields=["talk_round"])
        return _scene(meeting, on_screen(meeting))
    return paint("stage_talks", table=tables[0], most=MOST_ON_STAGE)


def _groups(meeting: Meeting) -> str:
    return paint("stage_groups", meeting=meeting, rooms=rooms_of(meeting))
