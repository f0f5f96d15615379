"""The page a person sees after a refusal: reason, own text kept, next step."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.http import HttpRequest
from django.test import RequestFactory

from clusters.models import Organisation
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed, StaleVersion
from core.middleware import ErrorAnswers

pytestmark = pytest.mark.django_db


def posted(**data: str) -> HttpRequest:
    request = RequestFactory().post("/thing/7/", data, HTTP_REFERER="http://testserver/thing/7/edit/")
    request.user = AnonymousUser()
    request.actor = Actor.anonymous()
    return request


def answer(error: Exception, **data: str) -> tuple[int, str]:
    response = ErrorAnswers(lambda request: None).process_exception(posted(**data), error)
    return response.status_code, response.content.decode()


def test_stale_form_shows_what_was_typed_beside_what_is_saved() -> None:
    status, html = answer(
        StaleVersion("Maria saved first.", current=Organisation(name="Łódź Sensors")),
        name="Lodz <Sensors>",
        remark="Call Ana",
        version="3",
    )
    assert status == 409
    assert (
        '<td data-label="Yours">Lodz &lt;Sensors&gt;</td><td data-label="Saved now">Łódź Sensors</td>' in html
    )
    assert (
        '<th scope="row">Remark</th><td data-label="Yours">Call Ana</td><td data-label="Saved now"></td>'
        in html
    )
    assert ">Version<" not in html
    assert 'href="http://testserver/thing/7/edit/"' in html


def test_stale_form_without_a_row_still_keeps_the_text() -> None:
    status, html = answer(StaleVersion("Maria saved first."), remark="Call Ana")
    assert status == 409
    assert "Call Ana" in html


@pytest.mark.parametrize(
    ("error", "status"),
    [(NotAllowed("Only the host signs here."), 403), (InvalidInput("The days are missing."), 400)],
)
def test_refusal_names_its_reason(error: Exception, status: int) -> None:
    assert answer(error)[0] == status
    assert str(error.message) in answer(error)[1]


def test_other_errors_pass() -> None:
    assert ErrorAnswers(lambda request: None).process_exception(posted(), ValueError("x")) is None


def test_silent_database_is_told_honestly(caplog: pytest.LogCaptureFixture) -> None:
    status, html = answer(OperationalError("server closed the connection"))
    assert status == 503
    assert "The portal is not available right now" in html
    assert "server closed the connection" not in html
    assert "the database did not serve /thing/7/" in caplog.text
