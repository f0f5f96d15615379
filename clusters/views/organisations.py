"""Describe an organisation, step by step, and look at it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clusters import permissions, places
from clusters.enums import AttestationKind, OrganisationKind
from clusters.forms.organisation import OrganisationForm, PlaceForm
from clusters.models import Organisation
from clusters.selectors.memberships import live_memberships, past_memberships, valid_attestation
from clusters.selectors.reference import region_choices
from clusters.selectors.terms import by_taxonomy, terms_of
from clusters.services import organisations
from clusters.views.steps import next_step, steps_of, take_hat
from core.exceptions import InvalidInput
from core.posted import posted


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_new(request: HttpRequest) -> HttpResponse:
    if not request.user.get_full_name():
        return redirect(f"{reverse('clusters:profile')}?next={request.path}")
    form = OrganisationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            organisation = organisations.register_organisation(by=request.actor, **form.cleaned_data)
        except InvalidInput as problem:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        else:
            take_hat(request, organisation)
            return redirect(next_step(organisation))
    return render(request, "clusters/organisation_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = _own(request, pk)
    initial = {
        "name": organisation.name,
        "kind": organisation.kind,
        "country": organisation.country_id,
        "city": organisation.city,
        "registration_number": organisation.registration_number,
        "website": organisation.website,
        "about": organisation.about,
    }
    form = OrganisationForm(
        posted(request), initial=initial, cluster=organisation.kind == OrganisationKind.CLUSTER
    )
    if request.method == "POST" and form.is_valid():
        try:
            organisations.update_organisation(
                organisation=organisation, by=request.actor, **form.cleaned_data
            )
        except InvalidInput as problem:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        else:
            if organisation.latitude is None:
                return redirect("clusters:organisation_place", pk=organisation.pk)
            messages.success(request, _("The changes are saved."))
            return redirect("clusters:organisation_detail", pk=organisation.pk)
    context = {"form": form, "organisation": organisation, "back_url": _detail(organisation)}
    return render(request, "clusters/organisation_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Only for towns the gazetteer does not know, and for regions with their own holidays."""
    organisation = _own(request, pk)
    known = places.find(organisation.country_id, organisation.city) is not None
    initial = {"region": organisation.region}
    form = PlaceForm(posted(request), country=organisation.country_id, known=known, initial=initial)
    if request.method == "POST" and form.is_valid():
        fields = {
            name: form.cleaned_data[name]
            for name in ("region", "latitude", "longitude")
            if name in form.cleaned_data
        }
        organisations.update_organisation(organisation=organisation, by=request.actor, **fields)
        return redirect(next_step(organisation))
    context = {"form": form, "organisation": organisation, "known": known, "back_url": _detail(organisation)}
    return render(request, "clusters/organisation_place.html", context)


@require_safe
def organisation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(
        Organisation.objects.visible_to(request.actor).select_related("country", "cluster"), pk=pk
    )
    may_edit = permissions.can_edit_organisation(request.actor, organisation)
    memberships = list(live_memberships(organisation))
    sme_status = valid_attestation(organisation, AttestationKind.SME_STATUS)
    steps = steps_of(organisation, memberships, sme_status) if may_edit else []
    context: dict[str, Any] = {
        "organisation": organisation,
        "may_edit": may_edit,
        "memberships": memberships,
        "past": past_memberships(organisation),
        "facts": _facts(organisation, sme_status),
        "sme_status": sme_status,
        "terms": by_taxonomy(terms_of(organisation)),
        "steps": steps,
        "complete": all(step["state"] in ("completed", "waiting") for step in steps),
    }
    return render(request, "clusters/organisation_detail.html", context)


def _own(request: HttpRequest, pk: int) -> Organisation:
    organisation = get_object_or_404(Organisation.objects.visible_to(request.actor), pk=pk)
    permissions.check_edit_organisation(request.actor, organisation)
    return organisation


def _detail(organisation: Organisation) -> str:
    return reverse("clusters:organisation_detail", kwargs={"pk": organisation.pk})


def _facts(organisation: Organisation, sme_status: Any) -> list[tuple[Any, ...]]:
    region = dict(region_choices(organisation.country_id)).get(organisation.region, "")
    town = ", ".join(filter(None, [organisation.city, region, str(organisation.country)]))
    facts: list[tuple[Any, ...]] = [(_("Kind"), organisation.get_kind_display()), (_("Seat"), town)]
    if organisation.kind == OrganisationKind.SME:
        facts.append((_("Size"), organisation.get_sme_size_display() if sme_status else _("Not stated yet")))
    if organisation.registration_number:
        facts.append((_("Registration number"), organisation.registration_number))
    if organisation.website:
        facts.append((_("Website"), organisation.website))
    if organisation.about:
        facts.append((_("What it does"), organisation.about))
    return facts
