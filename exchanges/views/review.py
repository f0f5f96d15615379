"""The review screen: what was answered beside what the rules say, and the decision."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clusters.services import memberships
from core import workflow
from core.exceptions import InvalidInput
from core.posted import kept_post, posted
from exchanges import permissions, viewing
from exchanges.enums import Decision, HostChoice
from exchanges.forms.decisions import ACCEPT, HOLD, REJECT, ConflictForm, DecisionForm
from exchanges.models import Application
from exchanges.selectors import desk
from exchanges.selectors import review as reviews
from exchanges.selectors.answers import answers_of
from exchanges.selectors.guidance import Guidance, guidance_of
from exchanges.selectors.standing import standing_of
from exchanges.services import conflicts, decisions, previews

READERS = ("decider", "visitor_manager", "coordinator", "finance", "auditor", "support_office")


@require_safe
def application_review(request: HttpRequest, reference: str) -> HttpResponse:
    application, relations = _application(request, reference)
    guide = guidance_of(application, request.actor.user_id)
    return _page(request, application, reviews.review_of(application, request.actor, relations), guide)


@require_POST
def application_decide(request: HttpRequest, reference: str) -> HttpResponse:
    application, relations = _application(request, reference)
    permissions.check_relation(relations, "decider")
    guide = guidance_of(application, request.actor.user_id)

    @cache
    def judged() -> reviews.Review:
        return reviews.review_of(application, request.actor, relations)

    if "show" in request.POST:
        return _show(request, application, judged(), guide)
    form = _form(application, lambda: bool(judged().failing), guide, request.POST)
    if form.is_valid():
        try:
            return _decide(request, application, form.cleaned_data)
        except InvalidInput as problem:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
    review = judged()
    again = _form(application, review.doubts, guide, request.POST)
    again._errors = form.errors
    return _page(request, application, review, guide, again)


def _show(
    request: HttpRequest, application: Application, review: reviews.Review, guide: Guidance
) -> HttpResponse:
    """The page again with what was typed: a ready-made text put in, or the mail as the applicant would read it."""
    typed: dict[str, Any] = request.POST.dict() | {"points": request.POST.getlist("points")}
    mail = None
    if request.POST["show"] == "text":
        picked = next((row for row in guide.reasons if str(row.pk) == typed.get("reason")), None)
        if picked is not None:
            ready = {previews.ready_text(application, row) for row in guide.reasons}
            typed["comment"] = _joined(
                typed.get("comment", ""), previews.ready_text(application, picked), ready
            )
            typed["decision"] = picked.decision
    elif typed.get("decision") in Decision.values:
        mail = previews.mail_of(application, typed["decision"], typed.get("comment", ""))
    form = _form(application, review.doubts, guide, typed=typed)
    return _page(request, application, review, guide, form, mail)


def _joined(typed: str, text: str, ready: set[str]) -> str:
    """A ready-made text takes the place of another; own words stay, with the text below."""
    own = typed.replace("\r\n", "\n").strip()
    return text if not own or own in ready else f"{own}\n\n{text}"


@require_http_methods(["GET", "HEAD", "POST"])
def application_conflict(request: HttpRequest, reference: str) -> HttpResponse:
    """A decider declares a conflict of interest; the file goes to somebody else."""
    application, relations = _application(request, reference)
    permissions.check_relation(relations, "decider")
    form = ConflictForm(posted(request))
    if request.method == "POST" and form.is_valid():
        conflicts.declare_conflict(
            application=application, by=request.actor, reason=form.cleaned_data["reason"]
        )
        messages.success(
            request, _("Your declaration is on the file. Somebody else decides, and is told by mail.")
        )
        return redirect("exchanges:application_review", reference=reference)
    context = {"form": form, "application": application, "back_url": _review_url(application)}
    return render(request, "exchanges/application_conflict.html", context)


@require_POST
def application_conflict_end(request: HttpRequest, reference: str) -> HttpResponse:
    application, _relations = _application(request, reference)
    conflicts.end_conflict(application=application, by=request.actor)
    messages.success(request, _("Your declaration is taken back."))
    return redirect("exchanges:application_review", reference=reference)


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
    application = reviews.application_for_review(request.actor, reference)
    if application is None:
        raise Http404
    relations = permissions.application_relations(application, request.actor)
    permissions.check_relation(relations, *READERS)
    return application, relations


def _decide(request: HttpRequest, application: Application, data: dict[str, Any]) -> HttpResponse:
    actor, comment, version = request.actor, data["comment"], data["version"]
    ticked = data.get("points", [])
    names = {"reference": application.reference, "organisation": application.organisation}
    match data["decision"]:
        case "accept":
            decisions.accept_application(
                application=application, by=actor, version=version, comment=comment, ticked=ticked
            )
            messages.success(request, _("%(reference)s of %(organisation)s is accepted.") % names)
        case "hold":
            decisions.hold_application(
                application=application, by=actor, version=version, question=comment, ticked=ticked
            )
            messages.success(
                request, _("The question goes to %(organisation)s. The file waits for the answer.") % names
            )
        case "reject":
            decisions.reject_application(
                application=application, by=actor, version=version, reason=comment, ticked=ticked
            )
            messages.success(request, _("%(reference)s of %(organisation)s is rejected.") % names)
    if application.state == "accepted" and application.host_choice == HostChoice.FIND:
        return redirect("exchanges:proposal_suggest", reference=application.reference)
    return redirect("exchanges:application_review", reference=application.reference)


def _page(
    request: HttpRequest,
    application: Application,
    review: reviews.Review,
    guide: Guidance,
    form: DecisionForm | None = None,
    mail: previews.Preview | None = None,
) -> HttpResponse:
    actor = request.actor
    decides = not review.conflict and application.state in ("submitted", "in_review")
    pending = (
        review.membership
        if review.membership is not None and review.membership.state == "requested"
        else None
    )
    decide_url = reverse("exchanges:application_decide", args=[application.reference])
    if form is None and decides:
        form = _form(application, review.doubts, guide, kept_post(request, decide_url))
    context = {
        "application": application,
        "review": review,
        "standing": standing_of(application),
        "desk": desk.desk_of(application, actor, _name_of(application.responsible)),
        "notes": guide.notes,
        "history": guide.history,
        "answers": answers_of(application, review),
        "form": form if decides else None,
        "viewers": viewing.opened(application, actor) if decides else (),
        "mail": mail,
        "points": [looked for looked in guide.points if looked.when] if form is None else (),
        "conflicts": guide.conflicts,
        "own_conflict": permissions.has_declared_conflict(application, actor.user)
        if review.conflict and application.state in conflicts.UNDECIDED
        else False,
        "state_label": workflow.of(application).state(application.state).label,
        "confirmable": pending if pending is not None and workflow.may(pending, "confirm", actor) else None,
        "next_file": reviews.next_to_decide(actor, application) if not decides else None,
        "can_match": application.state == "accepted"
        and not review.conflict
        and application.current_exchange_id is None,
    }
    return render(request, "exchanges/review.html", context)


def _form(
    application: Application,
    doubts: Callable[[], bool],
    guide: Guidance,
    data: Any = None,
    *,
    typed: dict[str, Any] | None = None,
) -> DecisionForm:
    """`typed` fills the form without judging it; it comes with the version that was read."""
    first = {
        "version": application.version,
        "points": [looked.point.pk for looked in guide.points if looked.when is not None],
    }
    return DecisionForm(
        data,
        points=[looked.point for looked in guide.points],
        reasons=guide.reasons,
        what_follows={
            ACCEPT: _after_accepting(application),
            HOLD: _after_asking(application),
            REJECT: _after_rejecting(application),
        },
        doubts=doubts,
        initial=first | (typed or {}),
    )


def _name_of(person: Any) -> str:
    return person.get_full_name() if person is not None else ""


def _review_url(application: Application) -> str:
    return reverse("exchanges:application_review", args=[application.reference])


def _after_accepting(application: Application) -> str:
    if application.host_choice == HostChoice.MISSION and application.mission is not None:
        return _(
            "The place in “%(mission)s” is taken at once. The visitor gets a mail and completes the visit plan."
        ) % {"mission": application.mission}
    host = reviews.host_of(application)
    if application.host_choice == HostChoice.LISTED and host is not None:
        return _("%(host)s gets a mail and answers by link. A yes confirms the match at once.") % {
            "host": host
        }
    if application.host_choice == HostChoice.INVITE and host is not None:
        return _(
            "%(host)s gets an invitation by mail and answers by link. With a yes it names its cluster, which then confirms."
        ) % {"host": host}
    return _("The visitor gets a mail. You choose hosts on the next page.")


def _after_asking(application: Application) -> str:
    return _("%(name)s gets a mail with your question. The file comes back to you with the answer.") % {
        "name": application.contact_name
    }


def _after_rejecting(application: Application) -> str:
    return _("%(name)s gets a mail with your reason. The file is closed.") % {
        "name": application.contact_name
    }
