"""The report as a note on paper: the same words and numbers as its page."""

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelgenoot_web.atlas.edition import Edition, active_language
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.atlas.notes.content import (
    AnyBlock,
    Bullets,
    Chapter,
    Cover,
    FigureTable,
    Heading,
    Note,
    NoteDrawing,
    Part,
)
from deelgenoot_web.atlas.notes.frame import bullets, frame_note, paragraph, template_words
from deelgenoot_web.atlas.notes.printing import Press
from deelgenoot_web.meetings.disclosure import may_show
from deelgenoot_web.meetings.models import Poll
from deelgenoot_web.meetings.outcomes import OutcomeTable
from deelgenoot_web.meetings.queries.report import GroupReport, Report, ReportedOutcome

_WIDEST = 4
"""Columns of numbers that stand beside each other on paper."""
_MOST_PICTURES = 1_500_000
"""Bytes of the pictures in a report: typst packs each anew, while somebody waits."""
_LARGEST = 4_000_000
"""Bytes of all kept reports together: some eighty."""


@dataclass(frozen=True)
class ReportOnPaper:
    """A report to print; the same text is printed once."""

    mark: bytes
    note: Note = field(compare=False)


def _print_report(paper: ReportOnPaper) -> Note:
    return paper.note


PRESS = Press(_print_report, _LARGEST)
"""The one that prints reports on this server."""


def report_pdf(report: Report) -> bytes:
    """Print a report, or give the one that is kept. Raises BusyPressError and PrintingError."""
    note = report_note(report)
    mark = hashlib.sha256(msgspec.json.encode(note)).digest()
    return PRESS.give(ReportOnPaper(mark, note))


def report_note(report: Report) -> Note:
    """Put the report together as a note, in the active language."""
    meeting = report.meeting
    day = formats.date_format(timezone.localtime(meeting.starts_at), "DATE_FORMAT")
    chapters = (_bundles(report), _rooms(report), _polls(report), _questions(report))
    return frame_note(
        Edition(release(meeting.study), active_language()),
        about=meeting.title,
        letter="",
        title=report.title,
        foot=f"deelgenoot · {day}",
        words=template_words() | {"note": _("Verslag")},
        cover=_cover(report, day),
        chapters=tuple(one for one in chapters if one.parts),
    )


def _cover(report: Report, day: str) -> Cover:
    people = ngettext("%(n)s deelnemer", "%(n)s deelnemers", report.n_people)
    places = ngettext("uit %(n)s gemeente", "uit %(n)s gemeenten", report.n_municipalities)
    counts = people % {"n": report.n_people}, places % {"n": report.n_municipalities}
    secret = _(
        "In dit verslag staan geen namen. Uitkomsten van minder dan vijf mensen laten wij niet "
        "zien."
    )
    return Cover(
        kicker=_("Verslag"),
        title=report.meeting.title,
        subtitle=day,
        map_svg="",
        map_alt="",
        about=" ".join(counts if report.n_municipalities else counts[:1]),
        names=report.meeting.organiser_name,
        small=(secret,),
    )


def _bundles(report: Report) -> Chapter:
    opgaven = [f"{bundle.title} ({', '.join(names)})" for bundle, names in report.bundles]
    parts = (Part((bullets(*opgaven),)),) if opgaven else ()
    return Chapter(_("Opgaven die groepen delen"), "", parts)


def _rooms(report: Report) -> Chapter:
    parts = tuple(Part(tuple(_room(room)), label=room.name) for room in report.rooms)
    return Chapter(_("De oogst van de groepen"), "", parts)


def _room(room: GroupReport) -> Iterator[AnyBlock]:
    harvest = room.harvest
    if harvest is None:
        yield paragraph(_("Deze groep bracht geen oogst in."))
    else:
        if harvest.top:
            yield Heading(_("Onze top drie"), 3)
            yield Bullets(tuple(one["text"] for one in harvest.top))
        for heading, text in (
            (_("Onze belangrijkste opgave"), harvest.main_challenge),
            (_("Wat bij een van ons werkt"), harvest.what_works),
            (_("Wat wij nodig hebben"), harvest.what_is_needed),
        ):
            if text:
                yield Heading(heading, 3)
                yield paragraph(text)
    # What was laid out and nobody chose takes much paper and says nothing.
    cards = [(card, n) for card, n in room.cards if n or not card.challenge_id]
    if cards:
        rows = tuple((card.text, str(card.get_kind_display()), str(n)) for card, n in cards)
        header = (_("Kaart"), _("Soort"), _("Stippen"))
        yield FigureTable(header, rows, ("4fr", "1.4fr", ">1fr"), is_named=False)


def _polls(report: Report) -> Chapter:
    pictures = _pictures(report.polls)
    parts = tuple(
        Part((*pictures.get(one.poll.pk, ()), *_poll(one)), label=_heading(one))
        for one in report.polls
    )
    return Chapter(_("De peilingen"), "", parts)


def _heading(entry: ReportedOutcome) -> str:
    if entry.n_rounds == 1:
        return entry.poll.question
    words = {"question": entry.poll.question, "n": entry.nth}
    return _("%(question)s (ronde %(n)s)") % words


def _pictures(entries: Sequence[ReportedOutcome]) -> dict[int, tuple[AnyBlock]]:
    """Set the picture of each question that has one; its text alone once there are too many."""
    blocks: dict[int, tuple[AnyBlock]] = {}
    room = _MOST_PICTURES
    for poll in (one.poll for one in entries):
        if poll.picture:
            room -= len(poll.picture.narrow)
            text = _("Afbeelding: %(text)s") % {"text": poll.picture_text}
            drawing = NoteDrawing(_svg_of(bytes(poll.picture.narrow)), poll.picture_text)
            blocks[poll.pk] = (drawing if room >= 0 else paragraph(text, is_quiet=True),)
    return blocks


def _svg_of(webp: bytes) -> str:
    """Fit a picture in the column, whatever its size, at the left."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="450">'
        '<image width="1000" height="450" preserveAspectRatio="xMinYMin meet" '
        f'href="data:image/webp;base64,{b64encode(webp).decode()}"/></svg>'
    )


def _poll(entry: ReportedOutcome) -> Iterator[AnyBlock]:
    outcome = entry.outcome
    if outcome.quiz:
        yield paragraph(outcome.quiz.sentence)
        if outcome.quiz.source:
            yield paragraph(outcome.quiz.source, is_quiet=True)
    if not outcome.everybody.cells:
        few = not may_show(outcome.everybody.n_votes or 0)
        why = _("te weinig stemmen") if few else _("Er is niets om te laten zien.")
        yield paragraph(why, is_quiet=True)
        return
    if outcome.remark and not outcome.quiz:
        yield paragraph(outcome.remark)
    if outcome.kind == Poll.Kind.TEXT:
        yield bullets(*(cell.label for cell in outcome.everybody.cells))
    else:
        yield from _tables(outcome.table)
    yield paragraph(outcome.what, is_quiet=True)


def _tables(table: OutcomeTable) -> Iterator[FigureTable]:
    """Set a wide table as several, each with the answers before a few columns."""
    n_columns = len(table.header) - 1
    for begin in range(1, n_columns + 1, _WIDEST):
        at = (0, *range(begin, min(begin + _WIDEST, n_columns + 1)))
        yield FigureTable(
            header=_pick(table.header, at),
            rows=tuple(_pick(row, at) for row in table.rows),
            widths=("2fr", *(">1fr" for _column in at[1:])),
        )


def _pick(row: Sequence[str], at: Sequence[int]) -> tuple[str, ...]:
    return tuple(row[place] for place in at)


def _questions(report: Report) -> Chapter:
    texts = [one.text for one, _n in report.questions]
    return Chapter(_("Vragen uit de zaal"), "", (Part((bullets(*texts),)),) if texts else ())
