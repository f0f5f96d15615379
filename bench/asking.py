"""A browser as far as a measurement needs one: cookies, the token of a form, one redirect, the time of each."""

import re
import time
import urllib.parse
import urllib.request
from typing import Any

_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
_HIDDEN = re.compile(rb'<input type="hidden" name="version" value="(\d+)"')


class _AsItIs(urllib.request.HTTPErrorProcessor):
    """A redirect is an answer, since its cookies count."""

    def http_response(self, request: Any, response: Any) -> Any:
        return response


_opener = urllib.request.build_opener(_AsItIs)


class Visitor:
    """Asks one server; `session` is the cookie of somebody who is logged in."""

    def __init__(self, base: str, session: str = "") -> None:
        self.base = base
        self.cookies = {"portal_session": session} if session else {}

    def get(self, path: str) -> bytes:
        return self._ask(path)

    def send(self, form: str, action: str, values: dict[str, str]) -> bytes:
        """Open the page of the form, post it with what it hides, and read the page that follows."""
        page = self._ask(form)
        hidden = {"csrfmiddlewaretoken": _TOKEN, "version": _HIDDEN}
        found = {name: pattern.search(page) for name, pattern in hidden.items()}
        values = values | {name: match[1].decode() for name, match in found.items() if match}
        return self._ask(action, urllib.parse.urlencode(values).encode())

    def first_byte(self, path: str) -> tuple[float, float, int]:
        """Milliseconds to the first byte and to the last, and the size."""
        began = time.perf_counter()
        with urllib.request.urlopen(self._request(path)) as answer:
            answer.read(1)
            first = time.perf_counter()
            size = 1
            while chunk := answer.read(1 << 16):
                size += len(chunk)
        return (first - began) * 1000, (time.perf_counter() - began) * 1000, size

    def _ask(self, path: str, body: bytes | None = None) -> bytes:
        with _opener.open(self._request(path, body)) as answer:
            found: bytes = answer.read()
            for line in answer.headers.get_all("Set-Cookie") or ():
                name, _equals, value = line.partition(";")[0].partition("=")
                self.cookies[name] = value
            if answer.status == 302 and "/accounts/" not in answer.headers["Location"]:
                return self._ask(answer.headers["Location"])
            if answer.status != 200:
                raise RuntimeError(f"{path} answered {answer.status}")
        return found

    def _request(self, path: str, body: bytes | None = None) -> urllib.request.Request:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers: dict[str, Any] = {"X-Forwarded-Proto": "https", "Cookie": cookie}
        if body is not None:
            headers["Origin"] = self.base.replace("http:", "https:")
        return urllib.request.Request(self.base + path, data=body, headers=headers)
