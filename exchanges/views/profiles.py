"""The visitor and the host side of an organisation, and the question whether it is still interested."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clusters.models import Organisation
from clusters.views.own import done, own
from core import files, links
from core.edits import Edit
from core.models import AccessLink
from core.posted import posted
from core.views.by_link import by_link
from exchanges.forms.profile import CvForm, VisitorProfileForm
from exchanges.selectors import past
from exchanges.selectors import profiles as selectors
from exchanges.selectors.stored_files import cv_for
from exchanges.services import interest, profiles

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def organisation_profiles(request: HttpRequest, pk: int) -> HttpResponse:
    """Two rows of the organisation's page; without htmx a page of its own."""
    organisation = own(request, pk)
    context = {
        "organisation": organisation,
        "rows": selectors.rows(organisation),
        "past": past.of_organisation(request.actor, organisation),
    }
    if request.htmx:
        return render(request, "exchanges/_organisation_profiles.html", context)
    context["back_url"] = reverse("clusters:organisation_detail", args=[pk])
    return render(request, "exchanges/organisation_profiles.html", context)


@FORM_PAGE
def visitor_profile(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = own(request, pk)
    profile = selectors.visitor_profile(organisation)
    initial = {"languages": organisation.languages}
    if profile is not None:
        initial = {name: getattr(profile, name) for name in profiles.FIELDS}
        initial["preferred_clusters"] = profile.preferred_clusters.all()
    form = VisitorProfileForm(posted(request), home=organisation.country_id, initial=initial)
    edit = Edit(request, {name: initial.get(name) for name in form.fields if name != "preferred_clusters"})
    if request.method == "POST" and form.is_valid():
        service, by = profiles.save_visitor_profile, request.actor
        if edit.done(form, service, organisation=organisation, by=by, **form.cleaned_data):
            messages.success(request, _("Your wishes are saved. A new application starts with them."))
            return redirect("clusters:organisation_detail", pk=pk)
    back = reverse("clusters:organisation_detail", args=[pk])
    context = {"form": form, "organisation": organisation, "profile": profile, "back_url": back}
    return edit.answer("exchanges/visitor_profile.html", context)


@FORM_PAGE
def visitor_cv(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in a CV, or take it back."""
    organisation = own(request, pk)
    back = reverse("exchanges:visitor_profile", args=[pk])
    if request.method == "POST" and "remove" in request.POST:
        profiles.remove_cv(organisation=organisation, by=request.actor)
        messages.success(request, _("The CV is deleted."))
        return redirect(back)
    form = CvForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["cv"]
        if done(form, profiles.set_cv, organisation=organisation, by=request.actor, upload=upload):
            messages.success(request, _("The CV is saved."))
            return redirect(back)
    context = {
        "form": form,
        "organisation": organisation,
        "cv": selectors.cv_of(organisation),
        "back_url": back,
    }
    return render(request, "exchanges/visitor_cv.html", context)


@require_safe
def visitor_cv_file(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(Organisation.objects.visible_to(request.actor), pk=pk)
    stored = cv_for(request.actor, organisation)
    if stored is None:
        raise Http404
    return files.answer(stored)


@require_safe
def host_profile(request: HttpRequest, pk: int) -> HttpResponse:
    """The organisation's own offers, open and closed."""
    organisation = own(request, pk)
    context = {
        "organisation": organisation,
        "offers": selectors.offers_of(organisation)[:50],
        "back_url": reverse("clusters:organisation_detail", args=[pk]),
    }
    return render(request, "exchanges/host_profile.html", context)


@require_POST
def interest_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Back in the directory, from the start page or the organisation's page."""
    organisation = own(request, pk)
    interest.confirm_interest(organisation=organisation, by=request.actor)
    messages.success(request, _("Good to have you. Others find you again."))
    return redirect("clusters:organisation_detail", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link(interest.LINK_PURPOSE)
def interest_by_link(request: HttpRequest, link: AccessLink) -> HttpResponse:
    """GET shows, POST acts: yes keeps or brings back, no hides."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.actor), pk=link.subject_id)
    if request.method == "POST":
        if request.POST.get("answer") == "no":
            interest.decline_interest(organisation=organisation, by=request.actor)
        else:
            interest.confirm_interest(organisation=organisation, by=request.actor)
        links.mark_used(link)
        return redirect(f"{request.path}?done=yes")
    context = {"organisation": organisation, "done": "done" in request.GET}
    return render(request, "exchanges/interest_by_link.html", context)
