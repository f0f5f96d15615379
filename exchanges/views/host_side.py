"""Matching from the side of a host: who waits and would suit it, without names."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.exceptions import NotAllowed
from exchanges.selectors import missions as selectors
from exchanges.selectors.host_side import suitable_visitors
from exchanges.services.host_interest import say_interest
from exchanges.services.offers import may_change


@require_http_methods(["GET", "HEAD", "POST"])
def offer_visitors(request: HttpRequest, pk: int) -> HttpResponse:
    offer = get_object_or_404(selectors.offer_for_page(request.actor), pk=pk)
    if not may_change(offer, request.actor):
        raise NotAllowed(_("Only the host and its cluster may see this."))
    if request.method == "POST":
        chosen = request.POST.get("visitor", "")
        if not chosen.isdecimal() or len(chosen) > 12:
            raise BadRequest
        say_interest(offer=offer, application_id=int(chosen), by=request.actor)
        messages.success(request, _("The visitor's side is told. It can ask you now."))
        return redirect(request.path)
    context = {
        "offer": offer,
        "visitors": suitable_visitors(offer),
        "back_url": reverse("exchanges:offer_detail", args=[offer.pk]),
    }
    return render(request, "exchanges/offer_visitors.html", context)
