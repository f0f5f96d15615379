"""Describe an organisation, one topic a page, and look at it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clusters import numbers, permissions
from clusters.enums import AttestationKind, OrganisationKind
from clusters.forms.logo import LogoForm
from clusters.forms.organisation import BasicsForm, FiguresForm, NumbersForm, OrganisationForm
from clusters.models import Organisation
from clusters.selectors.leads import typed_before
from clusters.selectors.memberships import live_memberships, past_memberships, valid_attestation
from clusters.selectors.profile import logo_for, percent, topics
from clusters.selectors.reference import level_of
from clusters.selectors.terms import by_taxonomy, terms_of
from clusters.services import logos, organisations
from clusters.views.duplicates import similar_to
from clusters.views.own import detail, done, own, page
from clusters.views.steps import next_step, steps_of, take_hat
from core import files
from core.edits import Edit
from core.exceptions import InvalidInput
from core.languages import language_name
from core.posted import posted

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])
_BASICS = ("name", "kind", "founded", "website", "about", "languages")
_NUMBERS = ("registration_number", "vat_number", "pic")
_FIGURES = ("figures_year", "headcount", "turnover", "balance_total")


@FORM_PAGE
def organisation_new(request: HttpRequest) -> HttpResponse:
    if not request.user.get_full_name():
        return redirect(
            f"{reverse('clusters:profile')}?{urlencode({'next': request.get_full_path()}, safe='/')}"
        )
    form = OrganisationForm(posted(request), initial=typed_before(request.user) | _said_before(request))
    found = []
    if request.method == "POST" and form.is_valid():
        found = [] if "another" in request.POST else similar_to(request, form.cleaned_data)
    if request.method == "POST" and form.is_valid() and not found:
        try:
            organisation = organisations.register_organisation(by=request.actor, **form.cleaned_data)
        except InvalidInput as problem:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        else:
            take_hat(request, organisation)
            return redirect(next_step(organisation))
    context = {"form": form, "similar": found, "chosen": bool(found)}
    return render(request, "clusters/organisation_new.html", context)


def _said_before(request: HttpRequest) -> dict[str, str]:
    """What the eligibility check, the calculator or an invitation said already, from the address."""
    return {name: request.GET[name] for name in ("name", "kind", "country", "city") if request.GET.get(name)}


@FORM_PAGE
def organisation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = own(request, pk)
    saved, edit = _begin(request, organisation, _BASICS)
    cluster = organisation.kind == OrganisationKind.CLUSTER
    form = BasicsForm(posted(request), initial=saved, cluster=cluster)
    if request.method == "POST" and form.is_valid() and _saved(edit, organisation, form):
        return redirect(detail(organisation))
    return edit.answer("clusters/organisation_edit.html", page(form, organisation))


@FORM_PAGE
def organisation_numbers(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = own(request, pk)
    country = organisation.country_id
    saved, edit = _begin(request, organisation, _NUMBERS)
    examples = (numbers.registration_example(country), numbers.VAT_EXAMPLES.get(country, ""))
    form = NumbersForm(posted(request), initial=saved, examples=examples)
    if request.method == "POST" and form.is_valid() and _saved(edit, organisation, form):
        return redirect(detail(organisation))
    return edit.answer("clusters/organisation_numbers.html", page(form, organisation))


@FORM_PAGE
def organisation_figures(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = own(request, pk)
    saved, edit = _begin(request, organisation, _FIGURES)
    form = FiguresForm(posted(request), initial=saved)
    if request.method == "POST" and form.is_valid() and _saved(edit, organisation, form):
        return redirect(detail(organisation))
    return edit.answer("clusters/organisation_figures.html", page(form, organisation))


@FORM_PAGE
def organisation_logo(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = own(request, pk)
    if request.method == "POST" and "remove" in request.POST:
        logos.remove_logo(organisation=organisation, by=request.actor)
        messages.success(request, _("The logo is removed."))
        return redirect(detail(organisation))
    form = LogoForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        picture = form.cleaned_data["picture"]
        if done(form, logos.set_logo, organisation=organisation, by=request.actor, picture=picture):
            messages.success(request, _("The logo is saved."))
            return redirect(detail(organisation))
    return render(request, "clusters/organisation_logo.html", page(form, organisation))


@login_not_required
@require_safe
def organisation_logo_image(request: HttpRequest, pk: int) -> FileResponse:
    """The picture itself: of a listed organisation for everybody, else for those who see the organisation."""
    logo = logo_for(request.actor, pk)
    if logo is None:
        raise Http404
    return files.picture(logo)


@require_safe
def organisation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(
        Organisation.objects.visible_to(request.actor).select_related("country", "area", "cluster"), pk=pk
    )
    may_edit = permissions.can_edit_organisation(request.actor, organisation)
    memberships = list(live_memberships(organisation))
    sme_status = valid_attestation(organisation, AttestationKind.SME_STATUS)
    steps = steps_of(organisation, memberships, sme_status) if may_edit else []
    profile = topics(organisation, memberships, sme_status) if may_edit else []
    context: dict[str, Any] = {
        "organisation": organisation,
        "may_edit": may_edit,
        "memberships": memberships,
        "past": past_memberships(organisation),
        "facts": _facts(organisation, sme_status),
        "sites": organisation.establishments.select_related("country").order_by("name", "id")[:20],
        "sme_status": sme_status,
        "terms": by_taxonomy(terms_of(organisation)),
        "complete": all(step["state"] in ("completed", "waiting") for step in steps),
        "percent": percent(profile),
        "next_topic": next((topic for topic in profile if not topic.done), None),
        "profile": [topic.as_task() for topic in profile],
        "may_check": permissions.can_check_statement(request.actor, organisation),
        "decides_for": request.actor.hat.cluster_id if permissions.is_manager(request.actor) else None,
        "sees_team": permissions.can_see_team(request.actor, organisation, None, None),
    }
    return render(request, "clusters/organisation_detail.html", context)


def _begin(
    request: HttpRequest, organisation: Organisation, names: tuple[str, ...]
) -> tuple[dict[str, Any], Edit]:
    saved = {name: getattr(organisation, name) for name in names}
    return saved, Edit(request, saved)


def _saved(edit: Edit, organisation: Organisation, form: Any) -> bool:
    service, by = organisations.update_organisation, edit.request.actor
    saved = edit.done(form, service, organisation=organisation, by=by, **form.cleaned_data)
    if saved:
        messages.success(edit.request, _("The changes are saved."))
    return saved


def _facts(organisation: Organisation, sme_status: Any) -> list[tuple[Any, ...]]:
    area = organisation.area.name if organisation.area is not None else ""
    town = ", ".join(filter(None, [organisation.city, area, str(organisation.country)]))
    facts: list[tuple[Any, ...]] = [(_("Kind"), organisation.get_kind_display()), (_("Seat"), town)]
    level = level_of(organisation)
    if level is not None:
        facts.append((_("Level of the region"), level.get_level_display(), level.edition))
    if organisation.kind == OrganisationKind.SME:
        facts.append((_("Size"), organisation.get_sme_size_display() if sme_status else _("Not stated yet")))
    facts += [
        (label, value)
        for label, value in (
            (_("Founded"), organisation.founded),
            (_("Registration number"), organisation.registration_number),
            (_("VAT number"), organisation.vat_number),
            (_("PIC"), organisation.pic),
            (_("People working there"), organisation.headcount),
            (_("Languages"), ", ".join(language_name(code) for code in organisation.languages)),
            (_("Website"), organisation.website),
            (_("What it does"), organisation.about),
        )
        if value not in (None, "")
    ]
    return facts
