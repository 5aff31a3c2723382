"""The process that sets notes: `python -m deelgenoot_web.atlas.notes.printer`.

It is given one end of a pipe, takes a note or a picture at a time and answers with a PDF or a PNG,
or with the reason why there is none. It ends when the other end closes, when a note takes too long,
or when its memory is full. Only this process imports typst, which weighs 80 MB.
"""

import contextlib
import signal
import sys
from pathlib import Path

import typst

from deelgenoot_web.processes import open_pipe

FOLDER = Path(__file__).parent
_FAMILIES = {"Source Sans 3", "Source Serif 4"}
_PICTURE = "picture.typ"
_TWICE = 192.0
"""Pixels per inch: two for each CSS pixel."""
_LONGEST = 90
"""Seconds after which a note ends the process, also when the site is gone."""


def main(arguments: list[str]) -> None:
    """Serve the pipe with this file number, within so many bytes of memory, with these fonts."""
    number, memory, font_folder = arguments
    pipe = open_pipe(number, memory)
    fonts = typst.Fonts(
        include_system_fonts=False,
        # For a sign that ours lack, such as the ≠ where the territory of a line changed.
        include_embedded_fonts=True,
        font_paths=[font_folder],
    )
    with contextlib.suppress(EOFError, OSError):
        while True:
            template, _, note = pipe.recv_bytes().partition(b"\n")
            signal.alarm(_LONGEST)
            pipe.send_bytes(_set(template.decode(), note.decode(), fonts))
            signal.alarm(0)


def _set(template: str, note: str, fonts: typst.Fonts) -> bytes:
    """Set a note as a PDF, a picture as a PNG; else give the reason, as text."""
    if missing := _FAMILIES - set(fonts.families()):
        return f"lettertype ontbreekt: {', '.join(sorted(missing))}".encode()
    try:
        is_picture = template == _PICTURE
        file: bytes = typst.compile(
            str(FOLDER / "typst" / template),
            format="png" if is_picture else "pdf",
            ppi=_TWICE,
            font_paths=fonts,
            sys_inputs={"note": note},
            pdf_standards=[] if is_picture else ["ua-1"],
            timestamp=0,
        )
    except typst.TypstError as error:
        return "\n".join((error.message, *error.hints, *error.trace)).encode()
    return file


if __name__ == "__main__":
    main(sys.argv[1:])
