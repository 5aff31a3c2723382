"""Connections with bounds: how large the head of a request may be, and how long it may take."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from deelgenoot_web.site.bodies import LARGEST, UPLOAD_SECONDS, announced_size

LARGEST_HEAD = 64 * 1024
"""Bytes of the address and headers together."""
_REFUSAL = b"HTTP/1.1 %s\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
_TOO_LARGE_A_HEAD = b"431 Request Header Fields Too Large"
_NO_REQUEST = b"400 Bad Request"
HEAD_SECONDS = 15.0
REFUSED_SECONDS = 2.0
"""For what was on its way when a head was refused."""
WHOLE_SECONDS = 60.0
"""A table of 1 MB, the largest that a page takes, over a line of 140 kbit a second."""


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's own, that closes the connection of a visitor who sends too much or too slowly.

    The parser keeps a head in memory until it is complete, however large, and waits for ever.
    """

    _n_of_head = 0
    _is_in_head = True
    _is_refused = False
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Wait for the head of the first request."""
        super().connection_made(transport)
        self._wait(HEAD_SECONDS)

    def data_received(self, data: bytes) -> None:
        """Take in what came, until it is refused; what still comes then is dropped."""
        if self._is_refused:
            return
        if self._is_in_head:
            self._n_of_head += len(data)
        super().data_received(data)
        if self._is_in_head and self._n_of_head > LARGEST_HEAD and not self._is_refused:
            self._refuse(_TOO_LARGE_A_HEAD)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request; a body that is none may have its answer on the way already."""
        if self._is_in_head:
            self._refuse(_NO_REQUEST)
        else:
            super().send_400_response(msg)

    def _refuse(self, status: bytes) -> None:
        """Answer, and close the line later: what nobody read on it takes the answer along."""
        self._is_refused = True
        self.transport.write(_REFUSAL % status)
        self._wait(REFUSED_SECONDS)

    def on_message_begin(self) -> None:
        """Wait for the head of a request."""
        super().on_message_begin()
        self._is_in_head = True
        if self._deadline is None:
            self._n_of_head = 0
            self._wait(HEAD_SECONDS)

    def on_headers_complete(self) -> None:
        """Wait for the rest of the request; longer where `limit_bodies` may take so large a one."""
        self._is_in_head = False
        is_upload = announced_size(self.headers) > LARGEST
        self._wait(UPLOAD_SECONDS if is_upload else WHOLE_SECONDS)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Wait for nothing: the request is whole."""
        self._stop_waiting()
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing: the visitor is gone."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        self._deadline = self.loop.call_later(seconds, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
