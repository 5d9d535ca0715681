"""A small OpenID Connect provider on loopback, with a key made for the test."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode
from wsgiref.simple_server import WSGIRequestHandler, make_server

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET, KEY_ID = "stillpoint", "shared-secret", "one"


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Provider:
    """Answers discovery, authorize, token and keys; ``claims`` is who signs in next."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims: dict[str, Any] = {}
        self.asked: dict[str, str] = {}
        self.address = ""

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        pages = {
            "/.well-known/openid-configuration": self.discovery,
            "/authorize": self.authorize,
            "/token": self.token,
            "/keys": self.keys,
        }
        length = int(environ.get("CONTENT_LENGTH") or 0)
        given = environ["QUERY_STRING"] + "&" + environ["wsgi.input"].read(length).decode()
        asked = {name: values[0] for name, values in parse_qs(given).items()}
        status, headers, body = pages[environ["PATH_INFO"]](asked)
        start(status, headers)
        return [body]

    def discovery(self, asked: dict[str, str]) -> Any:
        return self._json(
            {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        )

    def authorize(self, asked: dict[str, str]) -> Any:
        self.asked = asked
        back = f"{asked['redirect_uri']}?{urlencode({'code': 'abc', 'state': asked['state']})}"
        return "302 Found", [("Location", back)], b""

    def token(self, asked: dict[str, str]) -> Any:
        if asked.get("client_secret") != SECRET or "code_verifier" not in asked:
            return "401 Unauthorized", [("Content-Type", "application/json")], b"{}"
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60, **self.claims}
        signed = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": KEY_ID})
        return self._json({"access_token": "x", "token_type": "Bearer", "id_token": signed})

    def keys(self, asked: dict[str, str]) -> Any:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return self._json({"keys": [{**public, "kid": KEY_ID, "use": "sig", "alg": "RS256"}]})

    def _json(self, body: dict[str, Any]) -> Any:
        return "200 OK", [("Content-Type", "application/json")], json.dumps(body).encode()


@contextmanager
def running() -> Iterator[Provider]:
    """The provider on a free port of loopback, until the test ends."""
    provider = Provider()
    server = make_server("127.0.0.1", 0, provider, handler_class=Quiet)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
