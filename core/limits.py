"""How long a limit of the account pages (allauth's) still holds: it refuses without saying until when."""

from collections.abc import Iterator, Sequence

from allauth.account import app_settings
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

from core import clock

APP = "allauth.account"
# What each page counts; a page that is not named counts by all of them.
ACTIONS = {
    "account_login": ("login",),
    "account_signup": ("signup",),
    "account_reset_password": ("reset_password",),
    "account_reset_password_from_key": ("reset_password_from_key",),
    "account_change_password": ("change_password",),
    "account_set_password": ("change_password",),
    "account_email": ("manage_email",),
    "account_reauthenticate": ("reauthenticate",),
    "mfa_reauthenticate": ("reauthenticate",),
}
SHORTEST = 1


def wait_of_page(request: HttpRequest) -> int:
    """Seconds until the page takes another try, by the fullest of its limits; after an unknown one, the longest."""
    match = request.resolver_match
    actions = ACTIONS.get(match.url_name or "" if match is not None else "", tuple(app_settings.RATE_LIMITS))
    typed = request.POST.get("email", "") or request.POST.get("login", "")
    return wait_of(request, *actions, keys=[typed.strip().lower()])


def wait_of(request: HttpRequest, *actions: str, keys: Sequence[str]) -> int:
    """Seconds until all these limits have room again; where none is full, the longest of their stretches."""
    rates = list(_rates(request, actions))
    full = [_left(request, action, rate, key) for action, rate in rates for key in keys]
    wait = max(full, default=0.0) or max((rate.duration for _action, rate in rates), default=60)
    return max(SHORTEST, -int(-wait // 1))


def _rates(request: HttpRequest, actions: tuple[str, ...]) -> Iterator[tuple[str, ratelimit.Rate]]:
    for action in actions:
        for rate in ratelimit.get_rates(app=APP, action=action):
            if rate.per != "user" or request.user.is_authenticated:
                yield action, rate


def _left(request: HttpRequest, action: str, rate: ratelimit.Rate, key: str) -> float:
    place = ratelimit.get_cache_key(request, app=APP, action=action, rate=rate, key=key)
    now = clock.machine_now().timestamp()
    used = [moment for moment in cache.get(place, []) if moment > now - rate.duration]
    return min(used) + rate.duration - now if len(used) >= rate.amount else 0.0
