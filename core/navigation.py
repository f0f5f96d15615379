"""What stands in header and footer. Each app says its part in its own `navigation.py`.

    @menu
    def items(request: HttpRequest) -> list[NavItem]:
        return [NavItem(_("Applications"), reverse("exchanges:application_list"), count=to_decide)]

A menu follows from the log-in and from kind and place of the hat, and from nothing else: it is asked once for each of
these, and kept. What waits is counted on each page.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

from core.actors import Actor

MAIN, ACCOUNT, FOOTER = "main", "account", "footer"


@dataclass(frozen=True)
class NavItem:
    """`count` says how much waits for the actor; `badge` is the answer, None for nothing. `also` are further path prefixes under
    which the item is the current one.
    """

    label: str | Promise
    url: str
    place: str = MAIN
    order: int = 50
    count: Callable[[Actor], int] | None = None
    badge: int | None = None
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


Places = dict[str, list[NavItem]]
Menu = Callable[[HttpRequest], Iterable[NavItem]]
Hats = Callable[[HttpRequest], Iterable[HatChoice]]
_menus: list[Menu] = []
_hats: list[Hats] = []
# Those asked for last; a portal has some hundred places of hats.
_MOST_KEPT = 500
_kept: OrderedDict[tuple[object, ...], Places] = OrderedDict()


def menu(provider: Menu) -> Menu:
    _menus.append(provider)
    return provider


def hats(provider: Hats) -> Hats:
    _hats.append(provider)
    return provider


@cache
def _discover() -> None:
    autodiscover_modules("navigation")


def items_for(request: HttpRequest) -> Places:
    """The items by place, in order, at most one of the main ones marked as current."""
    if not _is_known(request):
        return {MAIN: [], ACCOUNT: [], FOOTER: []}
    places = {
        place: [_counted(item, request) for item in items] for place, items in _menus_of(request).items()
    }
    places[MAIN] = _mark_current(places[MAIN], request.path)
    return places


def _menus_of(request: HttpRequest) -> Places:
    user, hat = request.user, request.actor.hat
    worn = (hat.kind, hat.organisation_id, hat.cluster_id, hat.partnership_id) if hat is not None else ()
    key = (user.is_authenticated, getattr(user, "is_superuser", False), worn)
    if key in _kept:
        _kept.move_to_end(key)
        return _kept[key]
    _discover()
    places: Places = {MAIN: [], ACCOUNT: [], FOOTER: []}
    for provider in _menus:
        for item in provider(request):
            places[item.place].append(item)
    for items in places.values():
        items.sort(key=lambda item: item.order)
    _kept[key] = places
    if len(_kept) > _MOST_KEPT:
        _kept.popitem(last=False)
    return places


def _counted(item: NavItem, request: HttpRequest) -> NavItem:
    return item if item.count is None else replace(item, badge=item.count(request.actor) or None)


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
