"""Pictures of strangers: painted anew, in two sizes, or why not."""

import io

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from PIL import Image
from tests.web.picture_files import moving_file, picture_file, told_photo

from deelgenoot_web.pictures import painter
from deelgenoot_web.pictures.messages import PagePicture, Unreadable
from deelgenoot_web.pictures.reading import UnreadableFileError, is_picture, read_picture
from deelgenoot_web.site.asgi import uploads


def _seen(webp: bytes) -> Image.Image:
    return Image.open(io.BytesIO(webp), formats=["WEBP"])


def _repainted(file: bytes) -> PagePicture:
    picture = painter.repaint(file)
    assert isinstance(picture, PagePicture)
    return picture


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_each_kind_becomes_two_sizes_that_fit_their_screens(kind: str) -> None:
    file = picture_file(kind, (4000, 1000))
    picture = _repainted(file)
    assert is_picture(file)
    # 4 to 1, within 1,920 by 1,440 and within 960 by 960.
    assert (_seen(picture.wide).size, _seen(picture.narrow).size) == ((1920, 480), (960, 240))


def test_a_photo_stands_upright_and_tells_nothing_of_camera_and_place() -> None:
    file = told_photo()
    assert b"Anna" in file
    picture = _repainted(file)
    assert _seen(picture.wide).size == (20, 40)
    assert not _seen(picture.wide).getexif()
    assert b"Anna" not in picture.wide + picture.narrow


def test_what_can_be_seen_through_stands_on_white() -> None:
    file = io.BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(file, "PNG")
    assert _seen(_repainted(file.getvalue()).wide).convert("RGB").getpixel((4, 4)) == (255,) * 3


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (moving_file("WEBP"), "animated"),
        (moving_file("PNG"), "animated"),
        (picture_file()[:60], "broken"),
        (b"%PDF-1.4", "broken"),
        (picture_file("PNG", (10_000, 5_001)), "dots"),
    ],
    ids=["moving WebP", "moving PNG", "half a file", "a PDF", "too many dots"],
)
def test_a_file_without_a_picture_says_why(file: bytes, why: str) -> None:
    assert painter.repaint(file) == Unreadable(why)  # type: ignore[arg-type]


def test_a_photo_of_a_phone_that_holds_several_is_one_picture() -> None:
    assert _seen(_repainted(moving_file("MPO")).wide).size == (8, 8)


def test_a_process_of_its_own_reads_it_within_its_time() -> None:
    assert _seen(read_picture(picture_file()).wide).size == (40, 20)
    with pytest.raises(UnreadableFileError, match="slow"):
        read_picture(picture_file(), seconds=0)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_large_picture_of_an_approach_may_come_to_its_address_alone(language: str) -> None:
    with translation.override(language):
        paths = [reverse(f"exchange:{name}", args=[1]) for name in ("pictures", "edit")]
    cookie = [(b"cookie", f"{settings.SESSION_COOKIE_NAME}=a".encode())]
    scopes = ({"path": path, "method": "POST", "headers": cookie} for path in paths)
    assert [uploads.may_be(scope) for scope in scopes] == [True, False]
