"""What stands in header and footer. Each app says its part in its own `navigation.py`.

from core.navigation import NavItem, menu

@menu
def items(request: HttpRequest) -> list[NavItem]:
    return [NavItem(_("Applications"), reverse("exchanges:application_list"), badge=7)]
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

MAIN, ACCOUNT, FOOTER = "main", "account", "footer"


@dataclass(frozen=True)
class NavItem:
    """`badge` is a count of what waits, `also` further path prefixes under which the item is the current one."""

    label: str | Promise
    url: str
    place: str = MAIN
    order: int = 50
    badge: int | str | None = None
    also: tuple[str, ...] = ()
    current: bool = False


@dataclass(frozen=True)
class HatChoice:
    """One role that the person may act in; `id` is posted to `clusters:hat_switch` as `hat`."""

    id: int | str
    label: str | Promise
    organisation: str = ""
    current: bool = False
    group: str | Promise = ""


Menu = Callable[[HttpRequest], Iterable[NavItem]]
Hats = Callable[[HttpRequest], Iterable[HatChoice]]
_menus: list[Menu] = []
_hats: list[Hats] = []


def menu(provider: Menu) -> Menu:
    _menus.append(provider)
    return provider


def hats(provider: Hats) -> Hats:
    _hats.append(provider)
    return provider


@cache
def _discover() -> None:
    autodiscover_modules("navigation")


def items_for(request: HttpRequest) -> dict[str, list[NavItem]]:
    """The items by place, in order, at most one of the main ones marked as current."""
    _discover()
    places: dict[str, list[NavItem]] = {MAIN: [], ACCOUNT: [], FOOTER: []}
    for provider in _menus if _is_known(request) else ():
        for item in provider(request):
            places[item.place].append(item)
    for items in places.values():
        items.sort(key=lambda item: item.order)
    places[MAIN] = _mark_current(places[MAIN], request.path)
    return places


def hats_for(request: HttpRequest) -> list[HatChoice]:
    _discover()
    return [hat for provider in _hats for hat in provider(request)] if _is_known(request) else []


def _is_known(request: HttpRequest) -> bool:
    """Whether anybody has asked who it is: a request for a foreign host is refused before."""
    return hasattr(request, "actor")


def _mark_current(items: list[NavItem], path: str) -> list[NavItem]:
    """The longest prefix wins, so that /missions/new/ lights up "Missions" and not the start page."""

    def reach(item: NavItem) -> int:
        prefixes = [item.url, *item.also]
        hits = [
            prefix for prefix in prefixes if path == prefix or (prefix != "/" and path.startswith(prefix))
        ]
        return max(map(len, hits), default=0)

    if any(item.current for item in items):
        return items
    best = max(items, key=reach, default=None)
    if best is None or not reach(best):
        return items
    return [replace(item, current=True) if item is best else item for item in items]
