"""Networks the partnership is linked with: the coordinator's list and form."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clusters.permissions import check_coordinates
from core import files
from core.posted import posted
from reporting.forms.public_page import NetworkForm
from reporting.models import LinkedNetwork
from reporting.selectors.public_page import networks_of
from reporting.services import networks as service
from reporting.views.partnership_profile import own_partnership
from reporting.views.parts import done

PER_PAGE = 25


@require_safe
def networks(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = own_partnership(request, slug)
    context = {
        "partnership": partnership,
        "page": Paginator(networks_of(partnership), PER_PAGE).get_page(request.GET.get("page")),
        "back_url": reverse("reporting:partnership_profile", args=[slug]),
        "back_label": _("Profile"),
    }
    return render(request, "reporting/networks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def network_new(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = own_partnership(request, slug)
    form = NetworkForm(posted(request), request.FILES or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, service.link_network, partnership=partnership, by=request.actor, **form.cleaned_data)
    ):
        messages.success(request, _("The network is on the public page."))
        return redirect("reporting:networks", slug=slug)
    context = {"form": form, "network": None, "back_url": reverse("reporting:networks", args=[slug])}
    return render(request, "reporting/network_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def network_edit(request: HttpRequest, pk: int) -> HttpResponse:
    network = _network(request, pk)
    initial = {name: getattr(network, name) for name in service.FIELDS}
    form = NetworkForm(
        posted(request), request.FILES or None, initial=initial, handed_in=network.activity_id is not None
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, service.update_network, network=network, by=request.actor, **form.cleaned_data)
    ):
        messages.success(request, _("The changes are saved."))
        return redirect("reporting:networks", slug=network.partnership.slug)
    back = reverse("reporting:networks", args=[network.partnership.slug])
    return render(
        request, "reporting/network_form.html", {"form": form, "network": network, "back_url": back}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def network_remove(request: HttpRequest, pk: int) -> HttpResponse:
    network = _network(request, pk)
    slug = network.partnership.slug
    if request.method == "POST":
        name = network.name
        service.remove_network(network=network, by=request.actor)
        messages.success(request, _("%(name)s is off the list.") % {"name": name})
        return redirect("reporting:networks", slug=slug)
    back = reverse("reporting:network_edit", args=[pk])
    return render(request, "reporting/network_remove.html", {"network": network, "back_url": back})


@require_safe
def network_evidence(request: HttpRequest, pk: int) -> FileResponse:
    """For the partnership's own people; the public page has no evidence files."""
    network = get_object_or_404(
        LinkedNetwork.objects.visible_to(request.actor).select_related("evidence"), pk=pk
    )
    if network.evidence is None:
        raise Http404
    return files.answer(network.evidence)


def _network(request: HttpRequest, pk: int) -> LinkedNetwork:
    network = get_object_or_404(
        LinkedNetwork.objects.visible_to(request.actor).select_related(
            "partnership__coordinator", "activity", "evidence"
        ),
        pk=pk,
    )
    check_coordinates(request.actor, network.partnership)
    return network
