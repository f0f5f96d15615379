"""Rule 7: GET and HEAD write no row of our apps. Installed as a middleware in every test, browser included."""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

_VERB = r"(?:INSERT\s+INTO|MERGE\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?)"
_TABLE = r'(?:ONLY\s+)?(?:"?public"?\.)?"?(core|clusters|exchanges|reporting)_(\w+)"?'
# At the start, inside a WITH, after its last bracket, or after a semicolon. FOR UPDATE has no table of ours behind it.
WRITE = re.compile(rf"(?:^|[(;)])\s*{_VERB}\s+{_TABLE}", re.IGNORECASE)
# `core.prepared.Write` names its statements after their table.
PREPARED = re.compile(
    r"EXECUTE\s+write_(core|clusters|exchanges|reporting)_(\w+?)_[0-9a-f]{12}\b", re.IGNORECASE
)
_TEXT = re.compile(r"'(?:[^']|'')*'")
_COMMENT = re.compile(r"/\*.*?\*/|--[^\n]*", re.DOTALL)
# Tables that a reading request may write to, each with its reason.
ALLOWED = {
    "core_downloadlog": "who downloaded which file is noted when it happens",
}
# A log-in elsewhere ends with a GET from there; it makes the account and notes the log-in (rule 7 excepts it).
CALLBACK = re.compile(r"^/accounts/oidc/[^/]+/login/callback/$")


class WroteWhileReading(AssertionError):
    pass


def check_statement(method: str, path: str, sql: str) -> None:
    bare = _COMMENT.sub(" ", _TEXT.sub("''", sql))
    for found in (*WRITE.finditer(bare), *PREPARED.finditer(bare)):
        if f"{found[1]}_{found[2]}".lower() not in ALLOWED:
            raise WroteWhileReading(
                f"{method} {path} wrote to {found[1]}_{found[2]}. Reading must write nothing."
            )


class ReadingWritesNothing:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} or CALLBACK.match(request.path):
            return self.get_response(request)

        def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            check_statement(str(request.method), request.path, str(sql))
            return execute(sql, *rest)

        with connection.execute_wrapper(watch):
            return self.get_response(request)
