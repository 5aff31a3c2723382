"""An identity provider that really answers: over HTTP on this machine, with tokens it signs."""

import json
import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "deelgenoot", "a-secret-of-the-client"
_KEYS = [RSAKey.generate_key(2048, auto_kid=True) for _ in range(2)]


class SmallProvider(ThreadingHTTPServer):
    """Keeps who is on the way; `claims` change what the next token says, `key` who signs it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.says_issuer = self.issuer
        self.claims: dict[str, Any] = {}
        self.guest = "ada@town.example"
        """Who signs in with a browser."""
        self.has_stranger_sign = False
        self.nonsense = b""
        """Answered to everything, unless empty."""
        self.n_asked = 0
        """How many questions it got."""
        self._on_the_way: dict[str, dict[str, str]] = {}

    def let_in(self, address: str, **claims: Any) -> dict[str, str]:
        """Let somebody sign in who was sent to this address; return what their browser brings."""
        query = dict(parse_qsl(urlsplit(address).query))
        assert address.startswith(f"{self.issuer}/authorize?")
        assert (query["client_id"], query["response_type"]) == (CLIENT, "code")
        assert (query["scope"], query["code_challenge_method"]) == ("openid email", "S256")
        code = f"code-{len(self._on_the_way)}"
        self._on_the_way[code] = query
        self.claims = claims
        return {"code": code, "state": query["state"]}

    def metadata(self) -> dict[str, Any]:
        """What the provider says of itself."""
        return {
            "issuer": self.says_issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def token(self, asked: dict[str, str], credentials: str) -> dict[str, Any] | None:
        """Give a token for a code; None unless the client and its secret of the code are right."""
        began = self._on_the_way.pop(asked["code"], {})
        proof = urlsafe_b64encode(sha256(asked["code_verifier"].encode()).digest()).decode()
        if (
            credentials != f"Basic {b64encode(f'{CLIENT}:{SECRET}'.encode()).decode()}"
            or began.get("code_challenge") != proof.rstrip("=")
            or began["redirect_uri"] != asked["redirect_uri"]
        ):
            return None
        now = int(time.time())
        said = {"iss": self.issuer, "sub": "7", "aud": CLIENT, "iat": now, "exp": now + 300}
        said |= {"nonce": began["nonce"], "email_verified": True} | self.claims
        key = _KEYS[self.has_stranger_sign]
        header = {"alg": "RS256", "kid": _KEYS[0].kid}
        signed = jwt.encode(header, said, key)
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}


class _Answers(BaseHTTPRequestHandler):
    server: SmallProvider

    def do_GET(self) -> None:
        keys = KeySet([_KEYS[0]]).as_dict(private=False)
        answers = {"/.well-known/openid-configuration": self.server.metadata(), "/keys": keys}
        if self.path.startswith("/authorize?"):  # a real browser: let it in at once
            return self._send_back()
        return self._answer(answers.get(self.path))

    def _send_back(self) -> None:
        address = f"{self.server.issuer}{self.path}"
        brought = self.server.let_in(address, email=self.server.guest)
        back = dict(parse_qsl(urlsplit(address).query))["redirect_uri"]
        self.send_response(302)
        self.send_header("Location", f"{back}?{urlencode(brought)}")
        self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        asked = {name: values[0] for name, values in parse_qs(body).items()}
        self._answer(self.server.token(asked, self.headers.get("Authorization", "")))

    def _answer(self, data: Any) -> None:
        self.server.n_asked += 1
        self.send_response(200 if data else 400)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        words = json.dumps(data or {"error": "invalid_grant"}).encode()
        self.wfile.write(self.server.nonsense or words)

    def log_message(self, *_words: Any) -> None:
        """Say nothing."""


@contextmanager
def provider() -> Iterator[SmallProvider]:
    """Run a provider, until the end of the block or `shutdown`."""
    with SmallProvider() as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
