"""An OpenID Connect provider on the loopback: it knows one person, and says of them what the test wants."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


class Provider:
    """`claims` is what it tells about the person; `asked` the paths it was asked for."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.claims: dict[str, Any] = {}
        self.asked: list[str] = []

    def answer(self, path: str) -> dict[str, Any]:
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            ends = {name: f"{self.address}/{name}" for name in ("authorize", "token", "userinfo", "jwks")}
            return {
                "issuer": self.address,
                "authorization_endpoint": ends["authorize"],
                "token_endpoint": ends["token"],
                "userinfo_endpoint": ends["userinfo"],
                "jwks_uri": ends["jwks"],
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        if path == "/token":
            return {"access_token": "token", "token_type": "Bearer", "expires_in": 300}
        return self.claims


@contextmanager
def providing() -> Iterator[Provider]:
    provider = Provider("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self.rfile.read(length)
            body = json.dumps(provider.answer(self.path.partition("?")[0])).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815  the names are http.server's

        def log_message(self, *_rest: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
