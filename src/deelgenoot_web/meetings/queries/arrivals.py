"""Which municipalities are there already: what the large screen shows before the meeting begins."""

from dataclasses import dataclass

from deelgenoot_web.atlas.edition import active_language
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.meetings.models import Meeting
from deelgenoot_web.meetings.placing import name_of


@dataclass(frozen=True)
class ClusterArrivals:
    """How many municipalities of a cluster are there, of all that it has."""

    letter: str
    name: str
    n_here: int
    n_all: int

    @property
    def dots(self) -> tuple[bool, ...]:
        """A dot for each municipality, those that are there first."""
        return tuple(n < self.n_here for n in range(self.n_all))


@dataclass(frozen=True)
class Arrivals:
    """Who is there: municipalities of the study by cluster, and everybody else as guests."""

    codes: frozenset[str]
    clusters: tuple[ClusterArrivals, ...]
    n_all: int
    n_guests: int
    """People without a municipality of the study."""
    newest: str
    """The name of the municipality that came in last; empty as long as there is none."""


def arrivals_of(meeting: Meeting) -> Arrivals:
    """Count who came in. People of one municipality are one; nobody is named."""
    typology = release(meeting.study).typology
    codes_in_order = list(meeting.participants.values_list("gm_code", flat=True))
    in_study = {code for one in typology.clusters for code in one.members}
    of_study = [code for code in codes_in_order if code in in_study]
    here = frozenset(of_study)
    return Arrivals(
        codes=here,
        clusters=tuple(
            ClusterArrivals(
                letter=one.letter,
                name=one.name.in_language(active_language()),
                n_here=len(here.intersection(one.members)),
                n_all=len(one.members),
            )
            for one in typology.clusters
        ),
        n_all=len(in_study),
        n_guests=len(codes_in_order) - len(of_study),
        newest=name_of(meeting.study, of_study[-1]) if of_study else "",
    )
