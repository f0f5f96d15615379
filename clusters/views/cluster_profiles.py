"""A manager keeps the cluster's public profile: what is there, what is missing, one topic a page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clusters import eccp, permissions
from clusters.forms.cluster import FORMS
from clusters.forms.terms import TermsForm, searched
from clusters.models import Cluster
from clusters.profile_topics import CLUSTER_TOPICS, Topic, completeness
from clusters.selectors.cluster_profiles import cluster_of, confirmed_by_type, criteria
from clusters.selectors.contacts import permission_of
from clusters.selectors.terms import terms_of
from clusters.services.profiles import cluster_values, update_cluster
from clusters.services.terms import set_terms
from core.edits import Edit
from core.posted import posted


@require_safe
def cluster_profile(request: HttpRequest) -> HttpResponse:
    cluster = _own(request)
    confirmed = confirmed_by_type(cluster)
    verdicts = criteria(cluster, confirmed)
    state = completeness(cluster, CLUSTER_TOPICS)
    context = {
        "cluster": cluster,
        "tasks": [
            task(topic, cluster, _url(topic.slug)) | contact_hint(topic.slug, cluster)
            for topic in CLUSTER_TOPICS
        ],
        "state": state,
        "next_url": _url(state.next.slug) if state.next else "",
        "criteria": verdicts,
        "fulfilled": eccp.fulfilled(verdicts),
    }
    return render(request, "clusters/cluster_profile.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cluster_topic(request: HttpRequest, topic: str) -> HttpResponse:
    cluster = _own(request)
    if topic == "terms":
        return _terms(request, cluster)
    if topic not in FORMS:
        raise Http404
    saved = cluster_values(cluster, FORMS[topic].base_fields)  # type: ignore[attr-defined]
    edit = Edit(request, saved)
    form = FORMS[topic](posted(request), initial=saved)
    if (
        request.method == "POST"
        and form.is_valid()
        and edit.done(form, update_cluster, cluster=cluster, by=request.actor, **form.cleaned_data)
    ):
        messages.success(request, _("The profile is saved."))
        return redirect("clusters:cluster_profile")
    return edit.answer("clusters/cluster_topic.html", _page(form, topic, cluster))


def _terms(request: HttpRequest, cluster: Cluster) -> HttpResponse:
    """A cluster's terms stand on its organisation."""
    if answer := searched(request):
        return answer
    saved = terms_of(cluster.organisation)
    edit, form = Edit(request, {"terms": saved}), TermsForm(request, saved, caption=cluster)
    if request.method == "POST" and form.is_valid():
        terms = form.cleaned_data["terms"]
        if edit.done(form, set_terms, profile=cluster.organisation, by=request.actor, terms=terms):
            messages.success(request, _("The profile is saved."))
            return redirect("clusters:cluster_profile")
    return edit.answer("clusters/cluster_topic.html", _page(form, "terms", cluster))


def task(topic: Topic, profile: Any, url: str) -> dict[str, Any]:
    """A row of the task list; an open topic without weight is not missing."""
    state = "completed" if topic.done(profile) else "not_started"
    name = topic.label if topic.weight else _("%(topic)s (optional)") % {"topic": topic.label}
    return {"name": name, "url": url, "state": state}


def contact_hint(slug: str, place: Any) -> dict[str, Any]:
    """Whether the contact stands on the public page, and what that waits for."""
    if slug != "contact" or not place.contact_name:
        return {}
    consent = permission_of(place)
    if consent is not None:
        day = date_format(consent.given_at.date(), "j F Y")
        return {"hint": _("Shown to everybody; agreed on %(day)s.") % {"day": day}}
    if place.contact_public:
        waits = _("%(name)s was asked and has not agreed yet.") % {"name": place.contact_name}
        return {"hint": waits}
    return {"hint": _("Not shown to everybody.")}


def _own(request: HttpRequest) -> Cluster:
    permissions.check_manager(request.actor)
    return cluster_of(request.actor.hat.cluster_id)


def _url(topic: str) -> str:
    return reverse("clusters:cluster_topic", kwargs={"topic": topic})


def _page(form: Any, slug: str, cluster: Cluster) -> dict[str, Any]:
    topic = next(topic for topic in CLUSTER_TOPICS if topic.slug == slug)
    return {"form": form, "topic": topic, "cluster": cluster, "back_url": reverse("clusters:cluster_profile")}
