"""Pages of a PDF as pictures: two sizes with their text, and files that give none."""

import os
import signal
import subprocess
import sys
import zlib
from typing import Any

import pytest
from tests.web.pdfs import pdf

from deelgenoot_web.meetings.pdf.pages import read_pages
from deelgenoot_web.pictures import reading
from deelgenoot_web.pictures.messages import PageCount, PagePicture
from deelgenoot_web.pictures.reading import UnreadableFileError
from deelgenoot_web.processes import BoundedProcess


@pytest.fixture(scope="module")
def two_pages() -> list[PageCount | PagePicture]:
    return list(read_pages(pdf("Wonen", "")))


def test_each_page_comes_in_two_sizes_with_its_text(
    two_pages: list[PageCount | PagePicture],
) -> None:
    count, first, second = two_pages
    assert count == PageCount(2)
    assert isinstance(first, PagePicture)
    assert isinstance(second, PagePicture)
    assert (first.text, second.text) == ("Wonen", "")
    # 160 by 90 points is 16:9.
    assert (_size(first.wide), _size(first.narrow)) == ((1920, 1080), (960, 540))


def _size(webp: bytes) -> tuple[int, int]:
    """Read the width and height of a lossy WebP (RFC 9649, section 2.5)."""
    assert webp[12:16] == b"VP8 "
    return int.from_bytes(webp[26:28], "little"), int.from_bytes(webp[28:30], "little")


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (pdf("Geheim", locked=True), "locked"),
        (b"%PDF-1.4\n" + zlib.compress(b"niets" * 50), "broken"),
        (pdf(*[""] * 1000), "pages"),
    ],
    ids=["locked", "broken", "1000 pages"],
)
def test_a_file_without_slides_says_why(file: bytes, why: str) -> None:
    with pytest.raises(UnreadableFileError) as error:
        list(read_pages(file))
    assert error.value.why == why


def test_a_file_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(UnreadableFileError) as error:
        list(read_pages(pdf("Wonen"), seconds=0))
    assert error.value.why == "slow"


@pytest.mark.parametrize(
    ("ended_by", "why"), [(signal.SIGXCPU, "slow"), (signal.SIGSEGV, "broken")]
)
def test_a_process_that_ends_says_whether_it_ran_out_of_time(
    ended_by: signal.Signals, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class EndingProcess(BoundedProcess):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            os.kill(self.number, ended_by)

    monkeypatch.setattr(reading, "BoundedProcess", EndingProcess)
    with pytest.raises(UnreadableFileError) as error:
        list(read_pages(pdf("Wonen")))
    assert error.value.why == why


def test_the_process_that_reads_a_file_of_a_stranger_can_open_nothing() -> None:
    tries = (
        "import socket; from deelgenoot_web.pictures.painter import shut_off; shut_off(9)\n"
        "for deed in (lambda: open('/etc/hostname'), socket.socket):\n"
        "    try: deed()\n"
        "    except OSError as error: print(error.errno)"
    )
    said = subprocess.run([sys.executable, "-c", tries], capture_output=True, check=True)
    # 24 is EMFILE: no number is left for a file or a connection.
    assert said.stdout.split() == [b"24", b"24"]
