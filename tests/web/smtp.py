"""A mail server that fits in a test: it speaks enough SMTP, and refuses as its addresses say."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Smtp(socketserver.ThreadingTCPServer):
    """Keeps what it accepts in `accepted`, and from whom in `senders`.

    `later@` gets 451 and `never@` 550, at every try: `replies` has what each name gets.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.accepted: list[bytes] = []
        self.senders: list[str] = []
        self.connections = 0
        self.replies = {"later": "451 try again", "never": "550 no such user"}

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Talk(socketserver.StreamRequestHandler):
    server: Smtp

    def handle(self) -> None:
        self.server.connections += 1
        self._say("220 small")
        while words := self.rfile.readline().decode().strip():
            line = words.upper()
            if line.startswith("MAIL FROM:<"):
                self.server.senders.append(words[len("MAIL FROM:<") :].partition(">")[0])
            if line == "DATA":
                self._say("354 go on")
                self.server.accepted.append(self._message())
            self._say(self._answer(line))
            if line == "QUIT":
                return

    def _answer(self, line: str) -> str:
        if line.startswith("RCPT TO:<"):
            name = line[len("RCPT TO:<") :].partition("@")[0].lower()
            return self.server.replies.get(name, "250 fine")
        return "221 bye" if line == "QUIT" else "250 fine"

    def _message(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return b"".join(lines)

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def smtp() -> Iterator[Smtp]:
    """The server, running."""
    with Smtp() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()
