"""Files and links of an event: the page of those who run it, and the files for those who may open them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import files
from core.exceptions import InvalidInput
from core.models import AccessLink
from core.posted import posted
from core.views.by_link import by_link
from exchanges.forms.events import MaterialForm
from exchanges.models import EventMaterial, Mission
from exchanges.selectors import event_materials as select
from exchanges.selectors import missions as events
from exchanges.selectors import places as registered
from exchanges.services import event_materials as services
from exchanges.services.places import LINK_PURPOSE
from exchanges.views.missions import own

SHOWN = {"everybody": True, "participants": False}


@require_http_methods(["GET", "HEAD", "POST"])
def mission_materials(request: HttpRequest, slug: str) -> HttpResponse:
    mission = own(request, slug)
    sessions = mission.sessions.order_by("day", "starts_at", "id")
    form = MaterialForm(posted(request), request.FILES or None, sessions=sessions)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_material(mission=mission, by=request.actor, **form.cleaned_data)
        except InvalidInput as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _("Added. Who may see it finds it on the page of the event."))
            return redirect(request.path)
    context = {
        "mission": mission,
        "form": form,
        "groups": select.grouped(select.materials(mission, request.actor)),
        "back_url": reverse("exchanges:mission_detail", args=[slug]),
        "back_label": mission.title,
    }
    return render(request, "exchanges/mission_materials.html", context)


@require_POST
def mission_material_act(request: HttpRequest, slug: str, pk: int, act: str) -> HttpResponse:
    """Show it to everybody, show it to participants only, or take it away."""
    mission = own(request, slug)
    material = get_object_or_404(select.materials(mission, request.actor), pk=pk)
    material.mission = mission
    if act == "remove":
        services.remove_material(material=material, by=request.actor)
        messages.success(request, _("Taken away."))
    elif act in SHOWN:
        services.show_material(material=material, by=request.actor, public=SHOWN[act])
        messages.success(request, _("Saved."))
    else:
        raise Http404
    return redirect("exchanges:mission_materials", slug=slug)


@require_safe
@login_not_required
def mission_material(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """The file, for whoever may see it."""
    mission = get_object_or_404(events.mission_for_page(request.actor), slug=slug)
    return _file(request, mission, pk)


@require_safe
@by_link(LINK_PURPOSE)
def material_by_link(request: HttpRequest, link: AccessLink, pk: int) -> HttpResponseBase:
    participant = registered.by_link(link)
    if participant is None:
        raise Http404
    return _file(request, participant.mission, pk)


def _file(request: HttpRequest, mission: Mission, pk: int) -> HttpResponseBase:
    rows = select.materials(mission, request.actor).filter(file__isnull=False)
    material: EventMaterial = get_object_or_404(rows, pk=pk)
    assert material.file is not None, "filtered"
    return files.answer(material.file)
