"""The review screen: what was answered beside what the rules say, and the decision."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clusters.services import memberships
from core import workflow
from core.posted import kept_post
from exchanges import permissions
from exchanges.enums import HostChoice
from exchanges.forms.decisions import ACCEPT, HOLD, REJECT, DecisionForm
from exchanges.models import Application
from exchanges.selectors import review as reviews
from exchanges.selectors.answers import answers_of
from exchanges.services import decisions

READERS = ("decider", "visitor_manager", "coordinator", "finance", "auditor", "support_office")


@require_safe
def application_review(request: HttpRequest, reference: str) -> HttpResponse:
    application, relations = _application(request, reference)
    return _page(request, application, reviews.review_of(application, request.actor, relations))


@require_POST
def application_decide(request: HttpRequest, reference: str) -> HttpResponse:
    application, relations = _application(request, reference)
    permissions.check_relation(relations, "decider")
    review = reviews.review_of(application, request.actor, relations)
    form = _form(review, request.POST)
    if not form.is_valid():
        return _page(request, application, review, form)
    return _decide(request, application, form.cleaned_data)


@require_POST
def application_membership(request: HttpRequest, reference: str) -> HttpResponse:
    """The manager confirms the visitor's membership of the own cluster without leaving the review."""
    application, _relations = _application(request, reference)
    membership = reviews.membership_of(application)
    if membership is not None:
        memberships.confirm_membership(membership=membership, by=request.actor)
        messages.success(
            request, _("The membership of %(cluster)s is confirmed.") % {"cluster": membership.cluster}
        )
    return redirect("exchanges:application_review", reference=reference)


def _application(request: HttpRequest, reference: str) -> tuple[Application, frozenset[str]]:
    """The file and what the person is to it."""
    application = get_object_or_404(reviews.application_for_review(request.actor, reference))
    relations = permissions.application_relations(application, request.actor)
    permissions.check_relation(relations, *READERS)
    return application, relations


def _decide(request: HttpRequest, application: Application, data: dict[str, Any]) -> HttpResponse:
    actor, comment, version = request.actor, data["comment"], data["version"]
    names = {"reference": application.reference, "organisation": application.organisation}
    match data["decision"]:
        case "accept":
            decisions.accept_application(application=application, by=actor, version=version, comment=comment)
            messages.success(request, _("%(reference)s of %(organisation)s is accepted.") % names)
        case "hold":
            decisions.hold_application(application=application, by=actor, version=version, question=comment)
            messages.success(
                request, _("The question goes to %(organisation)s. The file waits for the answer.") % names
            )
        case "reject":
            decisions.reject_application(application=application, by=actor, version=version, reason=comment)
            messages.success(request, _("%(reference)s of %(organisation)s is rejected.") % names)
    if application.state == "accepted" and application.host_choice == HostChoice.FIND:
        return redirect("exchanges:proposal_suggest", reference=application.reference)
    return redirect("exchanges:application_review", reference=application.reference)


def _page(
    request: HttpRequest, application: Application, review: reviews.Review, form: DecisionForm | None = None
) -> HttpResponse:
    actor = request.actor
    decides = not review.conflict and application.state in ("submitted", "in_review")
    pending = (
        review.membership
        if review.membership is not None and review.membership.state == "requested"
        else None
    )
    decide_url = reverse("exchanges:application_decide", args=[application.reference])
    context = {
        "application": application,
        "review": review,
        "history": reviews.history_of(application),
        "answers": answers_of(application, review),
        "form": (form or _form(review, kept_post(request, decide_url))) if decides else None,
        "state_label": workflow.of(application).state(application.state).label,
        "confirmable": pending if pending is not None and workflow.may(pending, "confirm", actor) else None,
        "next_file": reviews.next_to_decide(actor, application) if not decides else None,
        "can_match": application.state == "accepted"
        and not review.conflict
        and application.current_exchange is None,
    }
    return render(request, "exchanges/review.html", context)


def _form(review: reviews.Review, data: Any = None) -> DecisionForm:
    return DecisionForm(
        data,
        what_follows={
            ACCEPT: _after_accepting(review),
            HOLD: _after_asking(review),
            REJECT: _after_rejecting(review),
        },
        doubts=bool(review.failing),
        initial={"version": review.application.version},
    )


def _after_accepting(review: reviews.Review) -> str:
    application = review.application
    if application.host_choice == HostChoice.MISSION and application.mission is not None:
        return _(
            "The place in “%(mission)s” is taken at once. The visitor gets a mail and completes the visit plan."
        ) % {"mission": application.mission}
    if application.host_choice == HostChoice.LISTED and review.host is not None:
        return _("%(host)s gets a mail and answers by link. A yes confirms the match at once.") % {
            "host": review.host
        }
    return _("The visitor gets a mail. You choose hosts on the next page.")


def _after_asking(review: reviews.Review) -> str:
    return _("%(name)s gets a mail with your question. The file comes back to you with the answer.") % {
        "name": review.application.contact_name
    }


def _after_rejecting(review: reviews.Review) -> str:
    return _("%(name)s gets a mail with your reason. The file is closed.") % {
        "name": review.application.contact_name
    }
