from collections import OrderedDict

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory

from core import navigation
from core.actors import Actor
from core.context_processors import portal
from core.languages import translated_languages
from core.navigation import FOOTER, HatChoice, NavItem


@pytest.fixture
def providers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_menus", [])
    monkeypatch.setattr(navigation, "_hats", [])
    monkeypatch.setattr(navigation, "_kept", OrderedDict())
    monkeypatch.setattr(navigation, "_discover", lambda: None)

    @navigation.menu
    def main(request: HttpRequest) -> list[NavItem]:
        return [
            NavItem("Missions", "/missions/", order=20, also=("/m/",)),
            NavItem("Start", "/", order=10),
            NavItem("Privacy", "/privacy/", place=FOOTER),
        ]

    @navigation.hats
    def hats(request: HttpRequest) -> list[HatChoice]:
        return [HatChoice(1, "Manager", "Cluster", current=True)]


def asked(path: str) -> HttpRequest:
    request = RequestFactory().get(path)
    request.user, request.actor = AnonymousUser(), Actor.anonymous()
    return request


def current_at(path: str) -> list[str]:
    return [str(item.label) for item in portal(asked(path))["nav"] if item.current]


@pytest.mark.usefixtures("providers")
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", ["Start"]),
        ("/missions/", ["Missions"]),
        ("/missions/7/", ["Missions"]),
        ("/m/7/", ["Missions"]),
        ("/x/", []),
    ],
)
def test_one_item_is_current(path: str, expected: list[str]) -> None:
    assert current_at(path) == expected


@pytest.mark.usefixtures("providers")
def test_items_come_in_order_and_by_place() -> None:
    context = portal(asked("/"))
    assert [item.label for item in context["nav"]] == ["Start", "Missions"]
    assert [item.label for item in context["footer_nav"]] == ["Privacy"]
    assert list(context["account_nav"]) == []
    assert [hat.label for hat in context["hats"]] == ["Manager"]


@pytest.mark.parametrize(
    ("cookie", "theme"), [("dark", "dark"), ("light", "light"), ('"><script>', ""), ("", "")]
)
def test_theme_cookie_is_not_trusted(cookie: str, theme: str) -> None:
    request = asked("/")
    request.COOKIES["theme"] = cookie
    assert portal(request)["theme"] == theme


def test_english_is_always_offered() -> None:
    assert ("en", "English") in translated_languages()
