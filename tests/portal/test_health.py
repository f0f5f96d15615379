import json
import logging

import pytest
from django.db import OperationalError, connection
from django.test import Client

from excite_portal.logs import JsonFormatter, KeysStayOut, RequestIdFilter


def test_healthz_asks_nothing_of_the_database(client: Client) -> None:
    """No database is allowed in this test, so a query would fail it."""
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.django_db
def test_readyz_with_a_database(client: Client) -> None:
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "broker": "not used"})


@pytest.mark.django_db
def test_readyz_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", broken)
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {"database": "does not answer", "broker": "not used"})


def test_readyz_with_a_silent_broker_still_serves(
    client: Client, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.views import health

    monkeypatch.setattr(health.settings, "TESTING", False)
    monkeypatch.setattr(health.settings, "REDIS_URL", "unix:///nonexistent.sock")

    assert health._broker() == "does not answer"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_pages_refuse_post(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_request_id_of_the_proxy_is_kept(client: Client) -> None:
    assert (
        client.get("/healthz", headers={"X-Request-ID": "abcdef-123456"})["X-Request-ID"] == "abcdef-123456"
    )


@pytest.mark.parametrize("given", ["short", "x" * 65, "line\tbreak and more"])
def test_unusable_request_id_is_replaced(client: Client, given: str) -> None:
    answered = client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]

    assert len(answered) == 32
    assert answered != given


def test_log_line_is_one_json_object() -> None:
    record = logging.LogRecord("core.mail", logging.WARNING, __file__, 1, "sent to %s", ("nobody",), None)
    RequestIdFilter().filter(record)
    line = json.loads(JsonFormatter().format(record))

    assert {key: line[key] for key in ("level", "logger", "request_id", "message")} == {
        "level": "WARNING",
        "logger": "core.mail",
        "request_id": "-",
        "message": "sent to nobody",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/answer/sign/a-secret-key/", "/answer/calendar/a-secret-key.ics"])
def test_the_log_of_a_refused_request_does_not_hold_the_key(
    client: Client, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    keys = KeysStayOut()
    caplog.handler.addFilter(keys)
    try:
        assert client.get(path).status_code == 404
    finally:
        caplog.handler.removeFilter(keys)
    assert "a-secret-key" not in caplog.text
    assert f"Not Found: {path.partition('a-secret')[0].partition('answer/')[0]}answer/..." in caplog.text
