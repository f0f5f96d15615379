"""Puts the actor on the request: the logged-in person with the hat they wear now, while the log-in lasts."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters import login_sessions
from clusters.models import Role
from clusters.models.role import STAFF_KINDS
from clusters.selectors.people import hats_of
from core import clock
from core.actors import Actor

HAT_KEY = "hat"
SWITCHED_ON = "switched_on"
# Pages that a person without the demanded second step may still open; allauth's own are free too.
_FREE = {"clusters:hat_switch", "clusters:second_step", "sessions", "set_language"}
_START = "reporting:start"


class ActorMiddleware:
    """Reads the roles on each request, so that a role given or ended counts at once, in open sessions too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.locked_hat = None
        request.actor = _actor(request)
        return self.get_response(request)


class HatPages:
    """Leads to the set-up of the second step when the hat needs it, and back to the start after a change of hat.

    Stands after the messages and before the views.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "GET" and request.session.get(SWITCHED_ON) == request.path:
            del request.session[SWITCHED_ON]
            if response.status_code in (403, 404):
                messages.info(request, _("In this role you do not see the page on which you were."))
                return HttpResponseRedirect("/")
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        module = getattr(getattr(view, "view_class", view), "__module__", "")
        if name in _FREE or module.startswith("allauth."):
            return None
        needs_login = getattr(view, "login_required", True) or name == _START
        if (request.locked_hat is not None and needs_login) or _is_locked_admin(request, name):
            return HttpResponseRedirect(reverse("clusters:second_step"))
        return None


def is_locked(role: Role) -> bool:
    """Whether the role demands a second step that the person has not set up. `role` from `current_roles`."""
    demanded = settings.MFA_DEMANDED and role.kind in settings.MFA_ROLES
    return bool(demanded and not role.second_factor)  # type: ignore[attr-defined]


def _actor(request: HttpRequest) -> Actor:
    user = request.user
    if not user.is_authenticated:
        return Actor.anonymous()
    hats = hats_of(user)
    staff = user.is_staff or any(role.kind in STAFF_KINDS for role in hats)
    now = clock.machine_now().timestamp()
    if login_sessions.has_run_out(request, now, staff=staff):
        logout(request)
        request.session[login_sessions.RAN_OUT] = True
        return Actor.anonymous()
    login_sessions.note(request, now)
    request.hats = hats
    chosen = request.session.get(HAT_KEY)
    hat = next((role for role in hats if role.pk == chosen), None)
    if hat is None:
        hat = next((role for role in hats if not is_locked(role)), None) or next(iter(hats), None)
    if hat is not None and is_locked(hat):
        request.locked_hat = hat
        hat = None
    return Actor.person(user, hat)


def _is_locked_admin(request: HttpRequest, name: str) -> bool:
    user = request.user
    if not (settings.MFA_DEMANDED and name.startswith("admin:") and user.is_authenticated and user.is_staff):
        return False
    return not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
