"""The process that paints a picture anew: `python -m deelgenoot_web.pictures.painter`.

It is given one end of a pipe, takes one picture of a stranger, and answers with it as WebP, without
anything that the file told besides: camera, place and date are gone. It opens no file and no
connection once the picture is there.
"""

import contextlib
import io
import resource
import signal
import sys
from pathlib import Path

# All loaded now: later no file can be opened.
from PIL import (
    Image,
    ImageOps,
    JpegImagePlugin,  # noqa: F401 - registers itself
    MpoImagePlugin,  # noqa: F401 - registers itself
    PngImagePlugin,  # noqa: F401 - registers itself
    TiffImagePlugin,  # noqa: F401 - registers itself
    WebPImagePlugin,  # noqa: F401 - registers itself
)

from deelgenoot_web.pictures.messages import NARROW, Message, PagePicture, Unreadable, encode
from deelgenoot_web.processes import open_pipe

WIDE = (1920, 1440)
"""Dots that a picture for a large screen may be wide and high."""
MOST_DOTS = 50_000_000
"""Dots of a picture that is taken: what the camera of a good phone makes."""
_FORMATS = ("PNG", "JPEG", "WEBP")
_MOVING = ("PNG", "WEBP")
"""Formats in which several pictures are a film; in a JPEG they are one photo, made in many ways."""
_QUALITY = 80
_EFFORT = 2
"""Of 6. Four takes twice the time for 3 % smaller pictures."""
_LONGEST = 30
"""Seconds after which the process ends, also when the site is gone."""
_MOST_WORK = 20
"""Seconds of a processor that it may use; a photo of 50 million dots takes about 3."""


def main(arguments: list[str]) -> None:
    """Take a picture from the pipe with this file number, within so many bytes of memory."""
    signal.alarm(_LONGEST)
    pipe = open_pipe(*arguments)
    with contextlib.suppress(EOFError, OSError):
        file = pipe.recv_bytes()
        shut_off(_MOST_WORK)
        pipe.send_bytes(encode(repaint(file)))


def shut_off(most_work: int) -> None:
    """Let this process open no file and no connection any more, and bound its work in seconds."""
    highest = max(int(one.name) for one in Path("/proc/self/fd").iterdir())
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest, highest))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (most_work, most_work))


def repaint(file: bytes) -> Message:
    """Give a picture in two sizes, upright and on white; or why that cannot be."""
    Image.MAX_IMAGE_PIXELS = None  # asked below, with an answer that says so
    try:
        with Image.open(io.BytesIO(file), formats=_FORMATS) as picture:
            if picture.width * picture.height > MOST_DOTS:
                return Unreadable("dots")
            if picture.format in _MOVING and getattr(picture, "is_animated", False):
                return Unreadable("animated")
            picture.draft("RGB", WIDE)  # a large photo is read at a half, a quarter or an eighth
            return in_two_sizes(_on_white(picture))
    # Whatever Pillow stumbles over in a file that somebody made, the file is what is wrong.
    except Exception:  # noqa: BLE001
        return Unreadable("broken")


def _on_white(picture: Image.Image) -> Image.Image:
    """Give a picture upright, in colours that every format has."""
    ImageOps.exif_transpose(picture, in_place=True)
    colours = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    colours.thumbnail(WIDE, Image.Resampling.LANCZOS)
    if colours.mode == "RGB":
        return colours
    white = Image.new("RGB", colours.size, "white")
    white.paste(colours, mask=colours)
    return white


def in_two_sizes(picture: Image.Image, text: str = "") -> PagePicture:
    """Write a picture as WebP for a large screen and for a phone."""
    small = picture.copy()
    small.thumbnail((NARROW, NARROW), Image.Resampling.LANCZOS)
    return PagePicture(_webp(picture), _webp(small), text, picture.size)


def _webp(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    # Nothing of what the file told besides: neither its camera nor its colour profile.
    picture.save(file, "WEBP", quality=_QUALITY, method=_EFFORT, exif=b"", xmp=b"", icc_profile=b"")
    return file.getvalue()


if __name__ == "__main__":
    main(sys.argv[1:])
