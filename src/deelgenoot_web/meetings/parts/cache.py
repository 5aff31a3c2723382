"""A cache of painted parts, for the pages of all who come in at the same moment.

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
from deelgenoot_web.meetings.parts import paint_parts

Parts = Mapping[str, str]
LASTS = 2.0
"""Seconds that parts stay good without a ring: a ring can be lost."""


class _PartKey(NamedTuple):
    """The key of cached parts: one topic of one meeting in one language."""

    meeting: int
    topic: str
    language: str
    under: str
    """The start of its addresses: in a rehearsal it may name the participant of a tab."""


class _PaintedPart(NamedTuple):
    parts: Parts
    n_rings: int
    """How often the bell had rung for them before they were painted."""
    until: float


class PartCache:
    """The parts of topics, each good until the bell rings for it; shared by all threads."""

    def __init__(self, paint: Callable[[Meeting, list[str]], Parts]) -> None:
        """Paint topics with `paint`, in the active language."""
        self._paint = paint
        self._painted_parts: dict[_PartKey, _PaintedPart] = {}
        self._n_rings: Counter[tuple[int, str]] = Counter()
        self._ringing, self._painting = threading.Lock(), threading.Lock()

    def parts(self, meeting: Meeting, topics: Iterable[str]) -> dict[str, str]:
        """Return the parts of some topics, in the active language.

        One thread paints at a time; others that ask for the same topic get its parts.
        """
        all_parts: dict[str, str] = {}
        for topic in topics:
            parts = self._good(meeting, topic)
            if parts is None:
                with self._painting:
                    parts = self._good(meeting, topic) or self.fresh(meeting, topic)
            all_parts |= parts
        return all_parts

    def fresh(self, meeting: Meeting, topic: str) -> Parts:
        """Paint the parts of a topic now."""
        key = _key(meeting, topic)
        n_rings = self._rings(key)
        parts = self._paint(meeting, [topic])
        now = time.monotonic()
        still_good = {
            of: part for of, part in list(self._painted_parts.items()) if part.until > now
        }
        self._painted_parts = still_good | {key: _PaintedPart(parts, n_rings, now + LASTS)}
        return parts

    def ring(self, meeting: int, topics: Iterable[str]) -> None:
        """Mark these topics as changed."""
        with self._ringing:
            # Rings for people and signs are for streams, and would be counted for ever.
            with_parts = (one for one in topics if not one.startswith(bell.NO_PARTS))
            names = (one.removeprefix(bell.LATER) for one in with_parts)
            self._n_rings.update((meeting, topic) for topic in names)

    def _good(self, meeting: Meeting, topic: str) -> Parts | None:
        key = _key(meeting, topic)
        part = self._painted_parts.get(key)
        is_good = part and part.n_rings == self._rings(key) and part.until > time.monotonic()
        return part.parts if part and is_good else None

    def _rings(self, key: _PartKey) -> int:
        meetings, rings = (key.meeting, bell.EVERY_MEETING), self._n_rings
        everything = sum(rings[meeting, bell.EVERYTHING] for meeting in meetings)
        return rings[key.meeting, key.topic] + everything


def _key(meeting: Meeting, topic: str) -> _PartKey:
    return _PartKey(meeting.pk, topic, translation.get_language() or "", get_script_prefix())


part_cache = PartCache(paint_parts)
bell.listen(part_cache.ring, to_own=True)


def paint_topic(meeting_id: int, topic: str, language: str) -> Parts:
    """Paint all parts of a topic from the rows as they are; nothing when the meeting is deleted."""
    meetings = Meeting.objects.select_related("current_item__deck")
    meeting = meetings.filter(pk=meeting_id).first()
    if meeting is None:
        return {}
    with translation.override(language):
        return part_cache.fresh(meeting, topic)
