"""The question that is on: on the phones, on the large screen, and at the desk."""

from django.utils.translation import gettext as _

from deelgenoot_web.meetings.ballots import MOST_WORDS, SCALE
from deelgenoot_web.meetings.models import Group, Meeting, Poll
from deelgenoot_web.meetings.outcomes import Outcome, answers_in_any_order
from deelgenoot_web.meetings.parts.painting import paint
from deelgenoot_web.meetings.queries.moderation import merging_of, texts_of
from deelgenoot_web.meetings.queries.outcomes import live_outcome_of, outcome_of, stage_outcome_of
from deelgenoot_web.meetings.queries.polls import PollOnScreen, has_result_on, poll_on
from deelgenoot_web.meetings.queries.scene import on_screen
from deelgenoot_web.meetings.queries.slides import slide_on
from deelgenoot_web.meetings.rules import may_participants_read_report


def poll(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint the question with its form, that it closed, what came out, or what to wait for."""
    now = on_screen(meeting)
    if now.question:
        return {"poll": poll_html(meeting, "poll", now.question)}
    if now.scene == "slide":
        return {"poll": paint("slide", meeting=meeting, slide=slide_on(meeting))}
    if now.scene == "figure":
        return {"poll": paint("stage_figure", meeting=meeting)}
    reads = may_participants_read_report(meeting)
    return {"poll": paint("no_poll", meeting=meeting, scene=now.scene, may_read_report=reads)}


def desk(meeting: Meeting, group: Group | None) -> dict[str, str]:
    """Paint all questions with the buttons that put, close and show them; earlier ones are folded.

    The organiser sees the result of the current question before the others do, to take out what
    should not be shown.
    """
    current = poll_on(meeting)
    current_poll = current.poll if current else None
    polls = list(meeting.polls.all())
    earlier = [poll for poll in polls if poll.state == Poll.State.CLOSED and poll != current_poll]
    html = paint(
        "desk_polls",
        meeting=meeting,
        earlier=earlier,
        polls=[poll for poll in polls if poll not in earlier],
        asked=current,
        outcome=outcome_of(current_poll) if current_poll else None,
        is_result_on=current_poll is not None and has_result_on(current_poll, meeting),
        written=texts_of(current_poll),
        merging=merging_of(current_poll),
    )
    return {"polls": html}


def poll_html(meeting: Meeting, name: str, question: PollOnScreen) -> str:
    """Paint a question by the template of this name, with its result once that is shown."""
    poll = question.poll
    is_stage = name == "stage_poll"
    outcome = (stage_outcome_of if is_stage else outcome_of)(poll) if poll.is_shown else None
    return paint(
        name,
        meeting=meeting,
        asked=question,
        said=_announcement(poll, outcome),
        said_now=_progress(question),
        steps=SCALE,
        fields=f"meetings/parts/ballots/{poll.kind}.html",
        fields_of_words=range(1, 1 + _most_words(poll)),
        outcome=outcome,
        answers=answers_in_any_order(outcome, poll.pk) if outcome else (),
        live=live_outcome_of(poll) if is_stage else None,
    )


def _announcement(poll: Poll, outcome: Outcome | None) -> str:
    """Say the text that screen readers hear when the question changes state."""
    if poll.state == Poll.State.OPEN:
        return _("Vraag open: %(question)s") % {"question": poll.question}
    if outcome is None:
        return _("Vraag gesloten: %(question)s") % {"question": poll.question}
    return _announce_outcome(outcome) or (
        _("De uitkomst staat er: %(question)s") % {"question": poll.question}
    )


def _announce_outcome(outcome: Outcome) -> str:
    """Say what was right, or what stands out; nothing where neither is so."""
    if outcome.quiz:
        return _("De uitkomst staat er. %(sentence)s") % {"sentence": outcome.quiz.sentence}
    if outcome.remark:
        return _("De uitkomst staat er. Valt op: %(remark)s") % {"remark": outcome.remark}
    return ""


def _progress(current: PollOnScreen) -> str:
    """Say how many people answered, while the question is open."""
    if current.poll.state != Poll.State.OPEN:
        return ""
    counts = {"n": current.n_votes, "people": current.n_people}
    return _("%(n)s van %(people)s deelnemers stemden.") % counts


def _most_words(poll: Poll) -> int:
    return int(poll.settings.get("most") or MOST_WORDS)
