"""A whole screen at the moment of loading: its parts, its ticket, what is personal on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deelgenoot_web.accounts.models import Person
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.models import Group, Meeting, Participant
from deelgenoot_web.meetings.parts.cache import part_cache
from deelgenoot_web.meetings.placing import letter_of
from deelgenoot_web.meetings.queries.mine import mine
from deelgenoot_web.meetings.tickets import Ticket


@dataclass(frozen=True)
class Screen:
    """The context of a page that follows live."""

    title: str
    description: str
    meeting: Meeting
    parts: dict[str, str]
    ticket: str
    mine: dict[str, Any]
    participant: Participant | None = None
    group: Group | None = None

    @property
    def letter(self) -> str:
        """The letter of the cluster of the group; empty for a group of the organiser's own."""
        return letter_of(self.group, self.meeting.study) if self.group else ""

    @property
    def who(self) -> str:
        """The municipality of the participant, or else the name."""
        participant = self.participant
        if participant is None:
            return ""
        areas = release(self.meeting.study).catalog.areas
        return areas[participant.gm_code].name if participant.gm_code else participant.name

    @property
    def words(self) -> dict[str, str]:
        """The words that the script says by itself."""
        return {
            "up": _("verbonden"),
            "down": _("geen verbinding"),
            "other": _("Op dit toestel doet nu iemand anders mee. Laad de pagina opnieuw."),
            "kept": _("Bewaard op dit toestel. Wij versturen het zodra het weer kan."),
            "tries": _("Geen verbinding. Wij proberen het nog even."),
            "late": _(
                "Dit is waarschijnlijk niet gedaan: de verbinding was te lang weg. Kijk hoe het er"
                " nu voor staat, en doe het zo nodig opnieuw."
            ),
            "changed": _("Dit lukte niet: het is intussen gewijzigd. Laad de pagina opnieuw."),
            "left": _("nog %(time)s"),
            "over": _("tijd is om"),
            "minutes": _("%(what)s: nog %(n)s minuten."),
            "minute": _("%(what)s: nog 1 minuut."),
            "seconds": _("%(what)s: nog %(n)s seconden."),
            "closed": _("Deze vraag is gesloten terwijl u antwoordde."),
            "next": _("Naar de volgende vraag"),
            "pause": _("Stop met bijwerken"),
            "resume": _("Werk weer bij"),
            "theirs": _("Een ander schreef intussen:"),
            "take": _("Neem over"),
            "hold": _("Houd mijn tekst"),
            "order": _("Zet op volgorde"),
            "place": _("%(what)s staat nu op plaats %(n)s van %(all)s."),
            "points_left": _("Nog %(n)s punten"),
            "divide": _("Verdeel nog %(n)s punten"),
            "points_over": _("%(n)s punten te veel"),
            "remove": _("Haal %(n)s punten weg"),
            "all": _("Alle punten verdeeld"),
            "divided": _("%(n)s van 100 verdeeld"),
            "send": _("Verstuur mijn punten"),
            "skip": _("Overslaan"),
            "leave": _("Laat mijn antwoord zo"),
            "skipped": _("overgeslagen"),
        }


def following(
    meeting: Meeting,
    participant: Participant | None,
    leader: Person | None = None,
    group: Group | None = None,
) -> Screen:
    """Make what a page beside the screens follows: the bars on top, and nothing else."""
    room = group or (participant and participant.group)
    topics = [*bell.HALL, *([f"room:{room.pk}"] if room else [])]
    return screen(meeting, topics, meeting.title, participant, leader)


def screen(
    meeting: Meeting,
    topics: Iterable[str],
    title: str,
    participant: Participant | None = None,
    leader: Person | None = None,
) -> Screen:
    """Make a screen that hears these topics, for a participant, a leader, or both in one."""
    all_topics = tuple(topics)
    if meeting.is_rehearsal and participant:
        # Several tabs may be open beside each other: the title begins with the participant.
        title = f"{participant.name}: {title}"
    ticket = Ticket(
        meeting.pk,
        all_topics,
        get_language() or "nl",
        participant.pk if participant else 0,
        leader.pk if leader else 0,
        leader.sign_in if leader else "",
    )
    return Screen(
        title=title,
        description=meeting.title,
        meeting=meeting,
        parts=part_cache.parts(meeting, all_topics),
        ticket=ticket.sign(),
        mine=mine(participant),
        participant=participant,
        group=participant.group if participant else None,
    )
