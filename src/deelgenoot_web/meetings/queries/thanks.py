"""The letter of thanks before it goes: what came out, in a few lines."""

from django.utils.translation import gettext as _

from deelgenoot_web.meetings.models import Meeting, Poll
from deelgenoot_web.meetings.queries.report import report_of


def results_in_words(meeting: Meeting) -> str:
    """Write what came out, as participants may know it, in the active language; or nothing.

    The evaluation is left out: it is about the session. Of a question that was asked again the
    last round is told.
    """
    report = report_of(meeting, for_organiser=False)
    lines = [
        f"- {one.poll.question} {one.outcome.remark}"
        for one in report.polls
        if one.outcome.remark
        and one.poll.purpose != Poll.Purpose.EVALUATION
        and one.nth == one.n_rounds
    ]
    lines += [
        _("- Gedeelde opgave: %(title)s (%(groups)s)")
        % {"title": bundle.title, "groups": ", ".join(names)}
        for bundle, names in report.bundles
    ]
    return "\n".join([_("Wat eruit kwam:"), *lines]) if lines else ""
