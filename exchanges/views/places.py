"""Registering for an event, and giving its places."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import links, throttle
from core.models import AccessLink
from core.posted import posted
from core.views.by_link import by_link
from exchanges.forms.places import NoPlaceForm, RegistrationForm
from exchanges.models import Mission, Participant
from exchanges.selectors import missions as events
from exchanges.selectors import places as selectors
from exchanges.selectors.event_certificates import certificates
from exchanges.selectors.event_materials import grouped, materials
from exchanges.services import participants, places
from exchanges.views.missions import own

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])
PER_HOUR = 20
ACTS: dict[str, Any] = {"place": places.give_place, "list": places.put_on_waiting_list}


@FORM_PAGE
@login_not_required
def mission_register(request: HttpRequest, slug: str) -> HttpResponse:
    """Anybody registers for an event that pays nothing. The answer is the same whether the address was known or not."""
    mission = get_object_or_404(events.mission_for_page(request.actor), slug=slug)
    places.check_open(mission)
    form = RegistrationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        if not throttle.allowed("register", throttle.address_of(request), limit=PER_HOUR, seconds=3600):
            return throttle.too_many(request, 3600)
        places.register_participant(mission=mission, language=get_language() or "en", **form.cleaned_data)
        return render(
            request,
            "exchanges/mission_registered.html",
            {"mission": mission, "email": form.cleaned_data["email"]},
        )
    context = {
        "form": form,
        "mission": mission,
        "full": events.free_places(mission) == 0,
        "button_label": _("Register"),
        "back_url": reverse("exchanges:mission_detail", args=[slug]),
    }
    return render(request, "exchanges/mission_register.html", context)


@FORM_PAGE
@by_link(places.LINK_PURPOSE)
def participant_by_link(request: HttpRequest, link: AccessLink) -> HttpResponse:
    """Where the person stands; the meeting's link for who has a place; and "I do not come"."""
    participant = selectors.by_link(link)
    if participant is None:
        raise Http404
    may_leave = participant.state in ("asked", "waiting", "coming")
    if request.method == "POST" and may_leave:
        participants.withdraw_participant(participant=participant, by=request.actor)
        links.mark_used(link)
        return redirect(request.path)
    mission = participant.mission
    context = {
        "participant": participant,
        "mission": mission,
        "place": events.place(mission),
        "may_leave": may_leave and mission.state in ("open", "closed"),
        "materials": grouped(materials(mission, request.actor)),
        "certificate": certificates(request.actor).filter(participant=participant).exists(),
        "token": request.resolver_match.kwargs["token"],
    }
    return render(request, "exchanges/participant_by_link.html", context)


@require_safe
def mission_places(request: HttpRequest, slug: str) -> HttpResponse:
    """Who asks, who waits, who comes, with a button for each step."""
    mission = own(request, slug)
    groups = selectors.groups(mission, request.actor)
    waiting = any(group.code == "waiting" for group in groups)
    free = events.free_places(mission)
    context = {
        "mission": mission,
        "groups": groups,
        "free": free,
        "may_move_up": waiting and free != 0,
        "back_url": reverse("exchanges:mission_detail", args=[slug]),
    }
    return render(request, "exchanges/mission_places.html", context)


@require_POST
def mission_place_act(request: HttpRequest, slug: str, pk: int, act: str) -> HttpResponse:
    """Give a place, or put on the waiting list."""
    participant = _participant(request, slug, pk)
    service = ACTS.get(act)
    if service is None:
        raise Http404
    service(participant=participant, by=request.actor)
    messages.success(request, _("%(name)s is told by mail.") % {"name": participant.full_name})
    return redirect("exchanges:mission_places", slug=slug)


@FORM_PAGE
def mission_place_refuse(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    participant = _participant(request, slug, pk)
    form = NoPlaceForm(posted(request))
    if request.method == "POST" and form.is_valid():
        places.decline_participant(participant=participant, by=request.actor, **form.cleaned_data)
        messages.success(request, _("%(name)s is told by mail.") % {"name": participant.full_name})
        return redirect("exchanges:mission_places", slug=slug)
    back = reverse("exchanges:mission_places", args=[slug])
    context = {"form": form, "participant": participant, "back_url": back, "button_label": _("Send")}
    form.caption = participant.full_name
    return render(request, "exchanges/mission_place_refuse.html", context)


@require_POST
def mission_move_up(request: HttpRequest, slug: str) -> HttpResponse:
    mission = own(request, slug)
    moved = places.move_up(mission=mission, by=request.actor)
    if moved is None:
        messages.info(request, _("Nobody is waiting."))
    else:
        messages.success(request, _("%(name)s has a place and is told by mail.") % {"name": moved.full_name})
    return redirect("exchanges:mission_places", slug=slug)


def _participant(request: HttpRequest, slug: str, pk: int) -> Participant:
    mission: Mission = own(request, slug)
    rows = Participant.objects.visible_to(request.actor).filter(mission=mission, traveller=None)
    participant = get_object_or_404(rows.select_related("organisation"), pk=pk)
    participant.mission = mission
    return participant
