"""One member: the cluster's answer, its renewal and its end; and a member entered by the manager."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from clusters import permissions
from clusters.forms.membership import DecisionForm, EndForm, ReasonForm
from clusters.forms.organisation import OrganisationForm
from clusters.models import Membership
from clusters.services import memberships
from core import workflow
from core.exceptions import InvalidInput
from core.posted import posted
from core.selectors.imports import made_by_import


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
    decision = DecisionForm(
        sent if act == "confirm" else None,
        initial={"since": membership.since, "direct": "yes" if membership.direct else "no"},
    )
    reason = ReasonForm(sent if act in ("refuse", "revoke") else None)
    end = EndForm(sent if act == "renew" else None, prefix="renew")
    if request.method == "POST" and _decided(request, membership, act, decision, reason, end):
        return redirect("clusters:members")
    context = {
        "membership": membership,
        "decision": decision,
        "reason_form": reason,
        "end_form": end,
        "forms": [decision, reason, end],
        "history": _history(membership),
        "import_run": made_by_import("clusters.membership", membership.pk),
        "back_url": reverse("clusters:members"),
    }
    return render(request, "clusters/membership_decide.html", context)


def _decided(
    request: HttpRequest,
    membership: Membership,
    act: str,
    decision: DecisionForm,
    reason: ReasonForm,
    end: EndForm,
) -> bool:
    """One act, by the name of its button; false when its form has to be shown again."""
    arguments = {"membership": membership, "by": request.actor}
    as_said = {"since": membership.since, "direct": membership.direct}
    acts: dict[str, tuple[Any, Any, dict[str, Any], Any]] = {
        "confirm_as_said": (memberships.confirm_membership, None, as_said, _CONFIRMED),
        "confirm": (memberships.confirm_membership, decision, {}, _CONFIRMED),
        "renew_year": (memberships.renew_membership, None, {}, _RENEWED),
        "renew": (memberships.renew_membership, end, {}, _RENEWED),
        "refuse": (memberships.refuse_membership, reason, {}, _REFUSED),
        "revoke": (memberships.revoke_membership, reason, {}, _ENDED),
    }
    if act not in acts:
        return False
    service, form, given, words = acts[act]
    if form is not None and not form.is_valid():
        return False
    try:
        service(**arguments, **(given if form is None else form.cleaned_data))
    except InvalidInput as problem:
        if form is None:
            raise
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        return False
    messages.success(request, words % {"organisation": membership.organisation})
    return True


_CONFIRMED = gettext_lazy("%(organisation)s is confirmed as a member.")
_RENEWED = gettext_lazy("The membership of %(organisation)s is renewed.")
_REFUSED = gettext_lazy("The membership of %(organisation)s is refused.")
_ENDED = gettext_lazy("The membership of %(organisation)s has ended.")


def _history(membership: Membership) -> list[dict[str, Any]]:
    words = {
        "request": _("Asked for"),
        "confirm": _("Confirmed"),
        "refuse": _("Refused"),
        "revoke": _("Ended"),
        "import": _("Entered from a list of members"),
        "renew": _("Renewed"),
        "expire": _("Ran out"),
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
