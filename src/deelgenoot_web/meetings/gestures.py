"""Signs of the audience that float over the large screen: counted for a moment, kept nowhere."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from deelgenoot_web.meetings.allowance import Allowance

NAMES = {
    "applause": _("Applaus"),
    "heart": _("Hart"),
    "laugh": _("Lachen"),
    "thinking": _("Nadenken"),
}
"""The signs there are, and what they are called."""
PACE = Allowance(per_second=1, burst=4)
"""How often one person may make a sign, with a script and without."""


@dataclass(frozen=True, slots=True)
class Gesture:
    """One sign of somebody who takes part."""

    meeting: int
    participant: int
    kind: str
