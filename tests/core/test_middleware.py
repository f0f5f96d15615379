"""A refusal in a view becomes one kind of answer, through the whole stack of middleware."""

from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from clusters.models import Organisation
from core.exceptions import InvalidInput, NotAllowed, Refused, StaleVersion, WrongState
from excite_portal import urls

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
HERE = "http://testserver/trial/wrong_state/"


@login_not_required
def trial(request: HttpRequest, what: str) -> HttpResponse:
    saved = Organisation(name="Łódź Sensors")
    raise {
        "not_allowed": NotAllowed("Only the host signs here."),
        "wrong_state": WrongState("The file has moved on."),
        "refused": Refused(["The days are missing.", "The host is <full>."]),
        "stale": StaleVersion("Somebody saved first.", saved),
        "invalid": InvalidInput("This is no day.", "day"),
    }[what]


urlpatterns = [path("trial/<str:what>/", trial), *urls.urlpatterns]


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_not_allowed_is_403_with_the_reason(client: Client) -> None:
    response = client.post("/trial/not_allowed/")
    assert response.status_code == 403
    assert "Only the host signs here." in response.content.decode()


def test_invalid_input_that_no_form_showed_is_400_with_the_sentence(client: Client) -> None:
    response = client.post("/trial/invalid/")
    assert response.status_code == 400
    assert "This is no day." in response.content.decode()


def test_stale_form_is_409_and_keeps_every_word(client: Client) -> None:
    typed = {
        "name": "Lodz <b>Sensors</b>",
        "terms": ["first", "second"],
        "note": "Line one\nline two",
        "version": "3",
    }
    response = client.post("/trial/stale/", typed)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Somebody saved first." in html
    for words in ("Lodz &lt;b&gt;Sensors&lt;/b&gt;", "Łódź Sensors", "first, second", "Line one<br>line two"):
        assert words in html
    assert "<b>Sensors</b>" not in html


@pytest.mark.parametrize(
    "name", ["delete", "refresh_from_db", "pk", "_state", "objects", "visits", "cluster"]
)
def test_stale_form_shows_fields_only_whatever_name_is_sent(client: Client, name: str) -> None:
    response = client.post("/trial/stale/", {name: "typed"})
    assert response.status_code == 409
    assert '<td data-label="Yours">typed</td><td data-label="Saved now"></td>' in response.content.decode()


def test_stale_form_does_not_show_the_token_against_forgery(settings: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/accounts/login/")
    token = client.cookies["portal_csrf"].value
    response = client.post("/trial/stale/", {"csrfmiddlewaretoken": token, "note": "typed"})
    assert response.status_code == 409
    assert f">{token}<" not in response.content.decode()


def test_wrong_state_goes_back_with_the_reason(client: Client) -> None:
    response = client.post("/trial/wrong_state/", headers={"Referer": HERE})
    assert (response.status_code, response["Location"]) == (302, HERE)
    assert said(response) == ["The file has moved on."]


def test_every_reason_is_told(client: Client) -> None:
    assert said(client.post("/trial/refused/")) == ["The days are missing.", "The host is <full>."]


def test_way_back_keeps_the_filter_in_the_address(client: Client) -> None:
    page = "http://testserver/queue/?state=submitted&page=2"
    assert client.post("/trial/refused/", headers={"Referer": page})["Location"] == page


@pytest.mark.parametrize(
    "referrer",
    [
        "",
        "https://evil.example/",
        "https://evil.example/http://testserver/",
        "http://testserver.evil.example/",
        "http://testserver@evil.example/",
        "//evil.example/",
        "http:///evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://testserver/",
    ],
)
def test_way_back_never_leads_to_another_house(client: Client, referrer: str) -> None:
    response = client.post("/trial/refused/", headers={"Referer": referrer})
    assert (response.status_code, response["Location"]) == (302, "/")


def test_way_back_from_a_safe_page_stays_safe(client: Client) -> None:
    response = client.post("/trial/refused/", headers={"Referer": HERE}, secure=True)
    assert response["Location"] == "/"
    secure = HERE.replace("http:", "https:")
    assert client.post("/trial/refused/", headers={"Referer": secure}, secure=True)["Location"] == secure


@pytest.mark.parametrize("method", ["get", "head"])
def test_page_that_refuses_to_be_shown_is_not_its_own_way_back(client: Client, method: str) -> None:
    """Else the browser would go round in circles: it keeps the referrer on a redirect."""
    response = getattr(client, method)("/trial/wrong_state/", headers={"Referer": HERE})
    assert (response.status_code, response["Location"]) == (302, "/")


def test_page_that_refuses_to_be_shown_leads_to_the_page_before(client: Client) -> None:
    before = "http://testserver/queue/"
    assert client.get("/trial/wrong_state/", headers={"Referer": before})["Location"] == before


def test_programming_errors_are_not_dressed_up(client: Client) -> None:
    with pytest.raises(KeyError):
        client.get("/trial/unknown/")


def test_address_of_another_house_is_refused_before_anybody_is_known(client: Client) -> None:
    assert client.get("/trial/refused/", headers={"Host": "evil.example"}).status_code == 400


def test_forged_form_is_refused_in_our_own_words() -> None:
    response = Client(enforce_csrf_checks=True).post("/trial/stale/", {"note": "typed"})
    assert response.status_code == 403
    html = response.content.decode()
    assert "Please send this again" in html
    assert "<style" not in html
