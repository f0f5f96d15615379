"""Matching: hosts are proposed, answer by link or in the portal, and both clusters confirm."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import links, workflow
from core.exceptions import WrongState
from core.models import AccessLink
from core.posted import posted
from core.views.by_link import by_link
from exchanges import permissions
from exchanges.forms.proposals import AnswerForm, ConfirmMatchForm, DaysForm, SuggestForm
from exchanges.matching import candidates
from exchanges.models import HostOffer, Proposal
from exchanges.selectors import match_page, matches
from exchanges.selectors.host_interest import interested
from exchanges.selectors.host_invitations import may_be_the_same
from exchanges.selectors.weights import weights_of
from exchanges.services import previews, proposals

# Of the ranked hosts the best stand open and the others folded; of those who cannot be asked some are told.
BEST, SHOWN, GREYED = 5, 20, 10
PAGE = require_http_methods(["GET", "HEAD", "POST"])


@PAGE
def proposal_suggest(request: HttpRequest, reference: str) -> HttpResponse:
    """The ranked list of hosts for an accepted file; up to five are asked at a time."""
    application = matches.file_for_matching(request.actor, reference)
    if application is None:
        raise Http404
    permissions.check_relation(
        permissions.application_relations(application, request.actor), "visitor", "decider"
    )
    exchange = application.current_exchange
    if application.state != "accepted" or (exchange is not None and exchange.state != "cancelled"):
        raise WrongState(
            _("Hosts are looked for after the application is accepted, until a host is confirmed.")
        )
    form = SuggestForm(posted(request), offers=HostOffer.objects.visible_to(request.actor))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if "preview" in request.POST:
            return _suggestions(request, application, form, mail=previews.mail_to_host(application, **data))
        asked = proposals.propose_hosts(
            application=application,
            host_offers=data["offers"],
            by=request.actor,
            message=data["message"],
            start=data["start"],
            end=data["end"],
        )
        messages.success(
            request, _("Asked by mail: %(hosts)s.") % {"hosts": ", ".join(one.host.name for one in asked)}
        )
        return redirect(request.path)
    return _suggestions(request, application, form)


@PAGE
def proposal_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Visitor or host answers in the portal."""
    proposal = get_object_or_404(matches.proposal_for_page(request.actor), pk=pk)
    relations = permissions.proposal_relations(proposal, request.actor)
    permissions.check_relation(relations, "visitor", "host", "decider")
    side = "host" if "host" in relations else "visitor"
    return _answer(
        request, proposal, side, back_url=reverse("exchanges:file", args=[proposal.application.reference])
    )


@PAGE
@by_link("proposal_answer")
def proposal_by_link(request: HttpRequest, link: AccessLink) -> HttpResponse:
    proposal = get_object_or_404(matches.proposal_for_page(request.actor), pk=link.subject_id)
    if request.method == "POST":
        links.mark_used(link)
    return _answer(request, proposal, "host", back_url="")


@PAGE
def proposal_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """A cluster confirms a match that visitor and host have agreed, or says why not."""
    proposal = get_object_or_404(matches.proposal_for_page(request.actor), pk=pk)
    relations = permissions.proposal_relations(proposal, request.actor)
    permissions.check_relation(relations, "decider", "host_manager")
    file_url = reverse("exchanges:file", args=[proposal.application.reference])
    if proposal.state != "agreed" and request.method != "POST":
        raise WrongState(_("This match is not waiting for a cluster."))
    role = "contact_cluster" if "decider" in relations else "host_cluster"
    return _confirm(request, proposal, role=role, back_url=file_url, done_url=file_url)


@PAGE
@by_link("proposal_confirm")
def proposal_confirm_by_link(request: HttpRequest, link: AccessLink) -> HttpResponse:
    """The host's cluster works outside the portal."""
    proposal = get_object_or_404(matches.proposal_for_page(request.actor))
    if request.method == "POST":
        links.mark_used(link)
    elif proposal.state != "agreed":
        return _answer(request, proposal, "host", back_url="")
    return _confirm(request, proposal, role="host_cluster", back_url="", done_url=request.path)


def _confirm(
    request: HttpRequest, proposal: Proposal, *, role: str, back_url: str, done_url: str
) -> HttpResponse:
    members = may_be_the_same(proposal, request.actor) if proposal.state == "agreed" else []
    form = ConfirmMatchForm(posted(request), members=members)
    if request.method == "POST" and form.is_valid():
        if form.accepted:
            proposals.confirm_match(proposal=proposal, by=request.actor, same_as=form.member)
            messages.success(request, _("You have confirmed the match for your cluster."))
        else:
            proposals.decline_match(proposal=proposal, by=request.actor, reason=form.cleaned_data["comment"])
            messages.success(request, _("The match is declined. Visitor and host are told."))
        return redirect(done_url)
    context = {
        "proposal": proposal,
        "rows": matches.facts_of(proposal, role),
        "form": form,
        "back_url": back_url,
    }
    return render(request, "exchanges/proposal_confirm.html", context)


@require_POST
def proposal_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = get_object_or_404(matches.proposal_for_page(request.actor), pk=pk)
    permissions.check_relation(permissions.proposal_relations(proposal, request.actor), "visitor", "decider")
    proposals.withdraw_proposal(proposal=proposal, by=request.actor)
    messages.success(request, _("%(host)s is no longer asked.") % {"host": proposal.host})
    return redirect("exchanges:proposal_suggest", reference=proposal.application.reference)


def _suggestions(
    request: HttpRequest, application: Any, form: SuggestForm, mail: previews.Preview | None = None
) -> HttpResponse:
    planned = {"start": application.planned_start, "end": application.planned_end}
    sent = posted(request)
    source = sent if sent is not None else request.GET
    days = DaysForm(source if "start" in source else None, initial=planned)
    wanted = days.cleaned_data if days.is_bound and days.is_valid() else planned
    weights = weights_of(application.partnership_id)
    board = candidates.board(application, wanted["start"], wanted["end"], weights, greyed=GREYED)
    told = interested([application])[application.pk]
    would = [one for one in board.possible if one.candidate.offer_id in told]
    possible = [*would, *(one for one in board.possible if one.candidate.offer_id not in told)]
    limit = application.rulebook.max_open_proposals
    asked = matches.asked_hosts(application, request.actor)
    context = {
        "application": application,
        "form": form,
        "forms": [days],
        "days": days,
        "wanted": wanted,
        "chosen": set(sent.getlist("offers")) if sent is not None else set(),
        "would": {one.candidate.offer_id for one in would},
        "possible": possible[:BEST],
        "folded": possible[BEST:SHOWN],
        "unfold": bool(sent is not None and _among(sent.getlist("offers"), possible[BEST:SHOWN])),
        "picture": match_page.picture(possible[:SHOWN]),
        "wanted_rows": match_page.wanted_rows(application),
        "barred_by": match_page.barred_by(board.by_limit),
        "mail": mail,
        "more": len(possible) - SHOWN,
        "impossible": board.barred,
        "impossible_in_all": board.number_barred,
        "weights": weights,
        "asked": asked,
        "free": limit - sum(row["open"] for row in asked),
        "limit": limit,
        "back_url": reverse("exchanges:file", args=[application.reference]),
    }
    return render(request, "exchanges/proposal_suggest.html", context)


def _among(chosen: list[str], hosts: list[Any]) -> bool:
    """Whether a ticked host would be hidden."""
    return any(str(one.candidate.offer_id) in chosen for one in hosts)


def _answer(request: HttpRequest, proposal: Proposal, side: str, *, back_url: str) -> HttpResponse:
    """One page for both sides. Once answered, or when the match has ended, it says so instead of asking."""
    open_for = {"host": ("proposed", "accepted_by_visitor"), "visitor": ("proposed", "accepted_by_host")}[
        side
    ]
    asked = proposal.state in open_for
    labels = {
        "host": (_("Yes, we would receive this visit"), _("No, we cannot")),
        "visitor": (_("Yes, I want to visit this host"), _("No, I would rather not")),
    }[side]
    form = AnswerForm(posted(request), yes=labels[0], no=labels[1])
    if request.method == "POST" and (not asked or form.is_valid()):
        service = proposals.answer_as_host if side == "host" else proposals.answer_as_visitor
        service(
            proposal=proposal,
            by=request.actor,
            accept=form.is_valid() and form.accepted,
            comment=form.cleaned_data.get("comment", ""),
        )
        messages.success(request, _("Thank you. Your answer is saved, and the others are told."))
        return redirect(request.path)
    context = {
        "proposal": proposal,
        "side": side,
        "asked": asked,
        "form": form if asked else None,
        "rows": matches.facts_of(proposal, side),
        "first_day": proposal.stay.lower,
        "last_day": matches.last_day(proposal),
        "state_label": workflow.of(proposal).state(proposal.state).public_label,
        "history": workflow.history(proposal).exclude(name="create").last(),
        "back_url": back_url,
    }
    return render(request, "exchanges/proposal_answer.html", context)
