"""The manager's page of members: what waits on top, one click to confirm."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clusters import permissions
from clusters.forms.membership import DecisionForm, ReasonForm
from clusters.forms.organisation import OrganisationForm
from clusters.models import Membership
from clusters.selectors.members import members_of, requests_of
from clusters.services import memberships
from core import workflow
from core.exceptions import InvalidInput
from core.posted import posted

PER_PAGE = 50


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    permissions.check_manager(request.actor)
    search = request.GET.get("q", "").strip()
    page = Paginator(members_of(request.actor, search), PER_PAGE).get_page(request.GET.get("page"))
    context = {"requests": requests_of(request.actor)[:PER_PAGE], "page_obj": page, "search": search}
    return render(request, "clusters/members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def membership_decide(request: HttpRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(
        Membership.objects.visible_to(request.actor).select_related(
            "organisation__country", "cluster", "proof", "requested_by"
        ),
        pk=pk,
    )
    permissions.check_manager(request.actor)
    sent = posted(request)
    act = sent.get("act", "") if sent is not None else ""
    form = DecisionForm(
        sent if act == "confirm" else None,
        initial={"since": membership.since, "direct": "yes" if membership.direct else "no"},
    )
    reason = ReasonForm(sent if act in ("refuse", "revoke") else None)
    if request.method == "POST" and _decided(request, membership, act, form, reason):
        return redirect("clusters:members")
    context = {
        "membership": membership,
        "decision": form,
        "reason_form": reason,
        "forms": [form, reason],
        "history": _history(membership),
        "back_url": reverse("clusters:members"),
    }
    return render(request, "clusters/membership_decide.html", context)


def _decided(
    request: HttpRequest, membership: Membership, act: str, form: DecisionForm, reason: ReasonForm
) -> bool:
    facts = {"organisation": membership.organisation}
    by = request.actor
    if act == "confirm_as_said":
        memberships.confirm_membership(
            membership=membership, by=by, since=membership.since, direct=membership.direct
        )
        messages.success(request, _("%(organisation)s is confirmed as a member.") % facts)
    elif act == "confirm" and form.is_valid():
        memberships.confirm_membership(membership=membership, by=by, **form.cleaned_data)
        messages.success(request, _("%(organisation)s is confirmed as a member.") % facts)
    elif act == "refuse" and reason.is_valid():
        memberships.refuse_membership(membership=membership, by=by, **reason.cleaned_data)
        messages.success(request, _("The membership of %(organisation)s is refused.") % facts)
    elif act == "revoke" and reason.is_valid():
        memberships.revoke_membership(membership=membership, by=by, **reason.cleaned_data)
        messages.success(request, _("The membership of %(organisation)s has ended.") % facts)
    else:
        return False
    return True


def _history(membership: Membership) -> list[dict[str, Any]]:
    words = {
        "request": _("Asked for"),
        "confirm": _("Confirmed"),
        "refuse": _("Refused"),
        "revoke": _("Ended"),
    }
    return [
        {
            "when": entry.occurred_at,
            "what": words[entry.name],
            "who": entry.actor_label,
            "note": entry.comment,
        }
        for entry in workflow.history(membership)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def member_new(request: HttpRequest) -> HttpResponse:
    """A manager describes a member that is not in the portal yet; it is confirmed with it."""
    permissions.check_manager(request.actor)
    form = OrganisationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            membership = memberships.register_member(
                cluster=request.actor.hat.cluster, by=request.actor, **form.cleaned_data
            )
        except InvalidInput as problem:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        else:
            messages.success(
                request, _("%(name)s is entered as a member.") % {"name": membership.organisation}
            )
            return redirect("clusters:members")
    return render(
        request, "clusters/member_new.html", {"form": form, "back_url": reverse("clusters:members")}
    )
