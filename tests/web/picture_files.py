"""Files as visitors send them: a picture, a film, a photo that tells where it was taken."""

import io
from typing import Any

from PIL import Image


def picture_file(kind: str = "PNG", size: tuple[int, int] = (40, 20), **more: Any) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "red").save(file, kind, **more)
    return file.getvalue()


def moving_file(kind: str) -> bytes:
    """A film of two pictures; in a JPEG (MPO) that is one photo, made in two ways."""
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    file = io.BytesIO()
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])
    return file.getvalue()


def told_photo() -> bytes:
    """A photo of 40 by 20 that stands on its side, and tells its camera and a place on earth."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter (EXIF 2.3, orientation)
    exif[0x010F] = "Camera van Anna"
    exif.get_ifd(0x8825)[1] = "N"
    return picture_file("JPEG", (40, 20), exif=exif)
