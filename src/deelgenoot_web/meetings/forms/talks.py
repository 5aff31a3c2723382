"""The form for rounds of one-to-one talks."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelgenoot_web.meetings.actions.talks import Pair, TalkChoice
from deelgenoot_web.meetings.forms.editing import EditingForm, Moment
from deelgenoot_web.meetings.models import Meeting
from deelgenoot_web.meetings.queries.talks import RoundTable, TalkPerson

MOST_ROUNDS = 10
MOST_PEOPLE = 300
_MOST_LISTED, _KEY_SIGNS = 10 * MOST_PEOPLE, 19
_PAIRS = gettext_lazy("Per regel twee nummers uit de lijst, zoals 3 7.")


class PairsField(forms.CharField):
    """A pair of numbers on each line, as `3 7`; its value is the numbers."""

    widget = forms.Textarea(attrs={"rows": 2})

    def clean(self, value: Any) -> Any:
        """Return the pairs. Raises ValidationError that names the line."""
        lines = [line.strip() for line in super().clean(value).splitlines()]
        return [self._pair(line) for line in lines if line]

    def _pair(self, line: str) -> tuple[int, int]:
        numbers = re.findall(r"\d{1,4}", line)
        if len(numbers) != 2 or numbers[0] == numbers[1]:  # noqa: PLR2004 - a pair
            msg = _("'%(line)s' is geen tweetal. Schrijf twee nummers uit de lijst, zoals 3 7.")
            raise forms.ValidationError(msg % {"line": line[:40]})
        return int(numbers[0]), int(numbers[1])


class TalksForm(EditingForm):
    """How many rounds, from when, for whom."""

    n_rounds = forms.IntegerField(
        label=gettext_lazy("Aantal rondes"), min_value=1, max_value=MOST_ROUNDS, initial=3
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minuten per ronde"), min_value=3, max_value=120, initial=15
    )
    starts_at = Moment(label=gettext_lazy("De eerste ronde begint"))
    keeps = forms.TypedChoiceField(label=gettext_lazy("Rondes die blijven"), coerce=int)
    worst_first = forms.BooleanField(
        label=gettext_lazy("Wie het minst aan de rondes heeft gaat voor"), required=False
    )
    must = PairsField(
        label=gettext_lazy("Spreken elkaar in elk geval"), required=False, help_text=_PAIRS
    )
    never = PairsField(
        label=gettext_lazy("Spreken elkaar liever niet"), required=False, help_text=_PAIRS
    )
    people = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Wie doen mee"),
        coerce=int,
    )

    def __init__(
        self,
        meeting: Meeting,
        people: Sequence[TalkPerson],
        rounds: Sequence[RoundTable],
        *args: Any,
    ) -> None:
        super().__init__(*args, initial=_initial(meeting, people))
        self.person = {person.number: person for person in people}
        self.rounds = rounds
        self._given_before = _wishes(meeting)
        self.fields["people"].error_messages["required"] = _("Kies minstens twee mensen.")
        self.offer("people", [(person.key, person.name) for person in people])
        words = _("Ronde 1 tot en met %(n)s blijven")
        stays = [
            (n, words % {"n": n} if n > 1 else _("Ronde 1 blijft")) for n in range(1, len(rounds))
        ]
        self.offer("keeps", [(0, _("Geen: maak alle rondes opnieuw")), *stays])

    def clean_people(self) -> list[int]:
        """Check how many people join in."""
        keys: list[int] = self.cleaned_data["people"]
        if not 2 <= len(keys) <= MOST_PEOPLE:  # noqa: PLR2004 - a pair
            msg = _("Kies 2 tot en met %(most)s mensen.") % {"most": MOST_PEOPLE}
            raise forms.ValidationError(msg)
        return keys

    def clean_must(self) -> frozenset[Pair]:
        """Find the people of the pairs that must talk."""
        return self._pairs("must")

    def clean_never(self) -> frozenset[Pair]:
        """Find the people of the pairs that would rather not."""
        return self._pairs("never")

    def clean(self) -> dict[str, Any]:
        """Check that no pair must talk and would rather not, and that all who must can.

        New rounds begin once those that stay are over.
        """
        values = super().clean() or self.cleaned_data
        must, never = values.get("must", frozenset()), values.get("never", frozenset())
        if must & never:
            self.add_error("never", _("Een tweetal staat ook bij wie elkaar in elk geval spreken."))
        kept_rounds = self.rounds[: values.get("keeps", 0)]
        if problem := self._problem_of(must, kept_rounds):
            self.add_error("must", problem)
        if kept_rounds and "starts_at" in values and values["starts_at"] < kept_rounds[-1].ends_at:
            until = {
                "n": kept_rounds[-1].round.number,
                "time": date_format(localtime(kept_rounds[-1].ends_at), "TIME_FORMAT"),
            }
            words = _("Ronde %(n)s duurt tot %(time)s uur. Begin de nieuwe rondes daarna.")
            self.add_error("starts_at", words % until)
        return values

    def _problem_of(self, must: frozenset[Pair], kept_rounds: Sequence[RoundTable]) -> str:
        """Say why not all these pairs can talk in the new rounds; empty where they can.

        A wish of before for somebody who does not join in now waits, and is no problem.
        """
        for talk in (line for table in kept_rounds for line in table.lines):
            must -= {frozenset((talk.first.key, talk.second.key))}
        joins = set(self.cleaned_data.get("people", ()))
        person = {one.key: one for one in self.person.values()}
        for pair in sorted(must, key=sorted):
            first, second = (person[key] for key in sorted(pair))
            if first.municipality and first.municipality == second.municipality:
                words = _("%(first)s en %(second)s zijn van dezelfde gemeente.")
                return words % {"first": first.name, "second": second.name}
            if joins and not pair <= joins and pair not in self._given_before:
                absent = first if first.key not in joins else second
                return _("%(name)s doet niet mee: zet een vinkje in de lijst.") % {
                    "name": absent.name
                }
        must = frozenset(pair for pair in must if pair <= joins)
        n_musts = Counter(key for pair in must for key in pair)
        if max(n_musts.values(), default=0) > self.cleaned_data.get("n_rounds", MOST_ROUNDS):
            return _("Iemand moet meer mensen spreken dan er rondes zijn.")
        return ""

    def choice(self) -> TalkChoice:
        """Return what was chosen."""
        values = self.cleaned_data
        return TalkChoice(**{**values, "people": tuple(values["people"])})

    def _pairs(self, name: str) -> frozenset[Pair]:
        numbers: list[tuple[int, int]] = self.cleaned_data[name]
        unknown = [number for pair in numbers for number in pair if number not in self.person]
        if unknown:
            msg = _("Nummer %(number)s staat niet in de lijst.") % {"number": unknown[0]}
            raise forms.ValidationError(msg)
        return frozenset(
            frozenset((self.person[one].key, self.person[other].key)) for one, other in numbers
        )


def write_numbers(people: Sequence[TalkPerson]) -> str:
    """Write down who has which number, for a form that comes back: others come in meanwhile."""
    key = {person.number: person.key for person in people}
    return ",".join(str(key.get(number, 0)) for number in range(1, max(key, default=0) + 1))


def read_numbers(text: str) -> list[int]:
    """Read the keys of a form in the order of its numbers; 0 where nobody has the number any more.

    Nothing where it cannot be read.
    """
    keys = text.split(",")[:_MOST_LISTED]
    is_whole = all(key.isdecimal() and len(key) < _KEY_SIGNS for key in keys)
    return [int(key) for key in keys] if is_whole else []


def _wishes(meeting: Meeting) -> set[Pair]:
    return {frozenset((wish.first_id, wish.second_id)) for wish in meeting.talk_wishes.all()}


def _initial(meeting: Meeting, people: Sequence[TalkPerson]) -> dict[str, Any]:
    """Fill in everybody, the start of the meeting, and the wishes that were given before."""
    number = {person.key: person.number for person in people}
    lines: dict[bool, list[str]] = {True: [], False: []}
    for wish in meeting.talk_wishes.all():
        if {wish.first_id, wish.second_id} <= set(number):
            lines[wish.is_must].append(f"{number[wish.first_id]} {number[wish.second_id]}")
    return {
        "people": [person.key for person in people],
        "starts_at": meeting.starts_at,
        "keeps": 0,
        "must": "\n".join(lines[True]),
        "never": "\n".join(lines[False]),
    }
