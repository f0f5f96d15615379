"""An organisation names its cluster; a cluster outside the portal answers by mail link."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clusters.forms.membership import LinkAnswerForm, MembershipForm, UnlistedClusterForm
from clusters.models import Membership
from clusters.selectors.reference import listed_clusters
from clusters.services import memberships
from clusters.views.own import done, own, page
from clusters.views.steps import next_step
from core import files, links
from core.actors import Actor
from core.exceptions import Refused
from core.models import AccessLink
from core.posted import posted


@require_http_methods(["GET", "HEAD", "POST"])
def membership_new(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = own(request, pk)
    form = MembershipForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if form.unlisted:
            return redirect("clusters:membership_unlisted", pk=pk)
        data = form.cleaned_data
        cluster = get_object_or_404(listed_clusters(), pk=data["cluster"])
        answers = {"since": data["since"], "direct": data["direct"], "proof": data["proof"]}
        if done(
            form,
            memberships.request_membership,
            organisation=organisation,
            cluster=cluster,
            by=request.actor,
            **answers,
        ):
            messages.success(
                request, _("We have asked %(cluster)s to confirm your membership.") % {"cluster": cluster}
            )
            return redirect(next_step(organisation))
    return render(request, "clusters/membership_new.html", page(form, organisation))


@require_http_methods(["GET", "HEAD", "POST"])
def membership_unlisted(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = own(request, pk)
    form = UnlistedClusterForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if done(form, memberships.request_unlisted, organisation=organisation, by=request.actor, **data):
            facts = {"person": data["contact_name"], "cluster": data["cluster_name"]}
            messages.success(
                request, _("We have asked %(person)s of %(cluster)s to confirm your membership.") % facts
            )
            return redirect(next_step(organisation))
    back = reverse("clusters:membership_new", kwargs={"pk": pk})
    return render(request, "clusters/membership_unlisted.html", page(form, organisation) | {"back_url": back})


@require_POST
def membership_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the cluster again; at most once a day."""
    membership = get_object_or_404(Membership.objects.visible_to(request.actor), pk=pk)
    memberships.remind_cluster(membership=membership, by=request.actor)
    messages.success(request, _("We have asked %(cluster)s again.") % {"cluster": membership.cluster})
    return redirect("clusters:organisation_detail", pk=membership.organisation_id)


@require_safe
def membership_proof(request: HttpRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.visible_to(request.actor).exclude(proof=None), pk=pk)
    return files.answer(membership.proof)


# A page without a referrer has the origin "null", which the check against forgery refuses; the token is the right.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def membership_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows, POST acts; the link's address is in nobody's log or referrer."""
    try:
        link = links.resolve(token, memberships.LINK_PURPOSE)
    except AccessLink.DoesNotExist as unknown:
        raise Http404 from unknown
    except Refused as dead:
        return _private(render(request, "clusters/membership_by_link.html", {"sentence": dead.reasons[0]}))
    actor = Actor.for_link(link)
    membership = get_object_or_404(
        Membership.objects.visible_to(actor).select_related("organisation__country", "cluster", "proof"),
        pk=link.subject_id,
    )
    form = LinkAnswerForm(posted(request), initial={"has_eccp_profile": True})
    if membership.state == "requested" and request.method == "POST" and form.is_valid():
        _answer(membership, form.cleaned_data, actor)
        links.mark_used(link)
        return _private(redirect(request.path))
    context = {"form": form, "membership": membership, "sentence": ""}
    return _private(render(request, "clusters/membership_by_link.html", context))


def _answer(membership: Membership, data: dict[str, Any], actor: Actor) -> None:
    if data["answer"] == "yes":
        memberships.confirm_membership(
            membership=membership, by=actor, direct=data["direct"], has_eccp_profile=data["has_eccp_profile"]
        )
    else:
        memberships.refuse_membership(membership=membership, by=actor, reason=data["reason"])


def _private(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    return response
