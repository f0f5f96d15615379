"""Puts the actor on the request: the logged-in person with the hat they wear now."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from clusters.selectors.people import hats_of
from core.actors import Actor

HAT_KEY = "hat"


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = _actor(request)
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    user = request.user
    if not user.is_authenticated:
        return Actor.anonymous()
    request.hats = hats_of(user)
    chosen = request.session.get(HAT_KEY)
    hat = next((role for role in request.hats if role.pk == chosen), None) or next(iter(request.hats), None)
    return Actor.person(user, hat)
