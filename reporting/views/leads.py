"""People who said they are interested, for the cluster that answers them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clusters.enums import RoleKind
from clusters.selectors.leads import leads_visible_to
from clusters.services import leads as service
from core.exceptions import NotAllowed
from reporting.selectors.partnerships import reported_to
from reporting.views.parts import tabs

PER_PAGE = 50
TONES = {"new": "todo", "answered": "done", "converted": "ok", "closed": "off"}


@require_safe
def leads(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = get_object_or_404(reported_to(request.actor), slug=slug)
    if request.actor.hat.kind not in (RoleKind.COORDINATOR, RoleKind.MANAGER):
        raise NotAllowed(_("This list is for the coordinator and the cluster managers."))
    found = leads_visible_to(request.actor).filter(partnership=partnership)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "partnership": partnership,
        "tabs": tabs(request, partnership, "leads"),
        "page": page,
        "leads": [{"lead": lead, "tone": TONES[lead.status]} for lead in page],
    }
    return render(request, "reporting/leads.html", context)


@require_POST
def lead_mark(request: HttpRequest, pk: int) -> HttpResponse:
    lead = get_object_or_404(leads_visible_to(request.actor), pk=pk)
    if request.POST.get("act") == "close":
        service.close_lead(lead=lead, by=request.actor)
        messages.success(request, _("Closed."))
    else:
        service.answer_lead(lead=lead, by=request.actor)
        messages.success(request, _("Marked as answered."))
    return redirect("reporting:leads", slug=lead.partnership.slug)
