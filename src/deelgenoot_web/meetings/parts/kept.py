"""Parts as they were painted last, for the pages of all who come in at the same moment.

When the groups begin, everybody opens the room of their group within seconds, and three quarters
of the work of such a page is the same for all.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from django.urls import get_script_prefix
from django.utils import translation

from deelgenoot_web.meetings import bell
from deelgenoot_web.meetings.models import Meeting
from deelgenoot_web.meetings.parts import made

Parts = Mapping[str, str]
LASTS = 2.0
"""Seconds that parts are good for while nothing rings: a ring can be lost, applause ends alone."""


class _PartKey(NamedTuple):
    """What is painted: one topic of one meeting in one language."""

    meeting: int
    topic: str
    language: str
    under: str
    """What its addresses begin with: in a rehearsal that may say whose tab it is."""


class _PaintedPart(NamedTuple):
    parts: Parts
    n_rings: int
    """How often it had rung for them before they were painted."""
    until: float


class PartCache:
    """The parts of topics, each good until the bell rings for it. For all threads."""

    def __init__(self, paint: Callable[[Meeting, list[str]], Parts]) -> None:
        """`paint` makes the parts of topics in the language that is on."""
        self._paint = paint
        self._painted: dict[_PartKey, _PaintedPart] = {}
        self._n_rings: Counter[tuple[int, str]] = Counter()
        self._ringing, self._painting = threading.Lock(), threading.Lock()

    def parts(self, meeting: Meeting, topics: Iterable[str]) -> dict[str, str]:
        """The parts of some topics together, in the language that is on; painted by one at a time,
        as whoever asks for the same meanwhile gets those."""
        found: dict[str, str] = {}
        for topic in topics:
            parts = self._good(meeting, topic)
            if parts is None:
                with self._painting:
                    parts = self._good(meeting, topic) or self.fresh(meeting, topic)
            found |= parts
        return found

    def fresh(self, meeting: Meeting, topic: str) -> Parts:
        """The parts of a topic, painted now."""
        key = _key(meeting, topic)
        n_rings = self._rings(key)
        parts = self._paint(meeting, [topic])
        now = time.monotonic()
        others = {one: kept for one, kept in list(self._painted.items()) if kept.until > now}
        self._painted = others | {key: _PaintedPart(parts, n_rings, now + LASTS)}
        return parts

    def ring(self, meeting: int, topics: Iterable[str]) -> None:
        """These topics may show something else now."""
        with self._ringing:
            # Rings for people are for their streams, and would be counted for ever.
            shown = (one for one in topics if not one.startswith((bell.WHO, bell.LEADS)))
            self._n_rings.update((meeting, topic) for topic in shown)

    def _good(self, meeting: Meeting, topic: str) -> Parts | None:
        key = _key(meeting, topic)
        kept = self._painted.get(key)
        is_good = kept and kept.n_rings == self._rings(key) and kept.until > time.monotonic()
        return kept.parts if kept and is_good else None

    def _rings(self, key: _PartKey) -> int:
        return self._n_rings[key.meeting, key.topic] + self._n_rings[key.meeting, bell.EVERYTHING]


def _key(meeting: Meeting, topic: str) -> _PartKey:
    return _PartKey(meeting.pk, topic, translation.get_language() or "", get_script_prefix())


kept = PartCache(made)
bell.listen(kept.ring, to_own=True)


def painted(meeting_id: int, topic: str, language: str) -> Parts:
    """All parts of a topic, from the rows as they are; nothing when the meeting is gone."""
    meeting = Meeting.objects.select_related("current_item").filter(pk=meeting_id).first()
    if meeting is None:
        return {}
    with translation.override(language):
        return kept.fresh(meeting, topic)
