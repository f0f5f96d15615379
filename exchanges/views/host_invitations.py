"""A host that is not in the portal answers by link; the decider may invite it again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import links
from core.exceptions import WrongState
from core.models import AccessLink
from core.posted import posted
from core.views.by_link import by_link
from exchanges import permissions
from exchanges.forms.host_invitations import AgainForm, HostDetailsForm, InvitedAnswerForm
from exchanges.models import HostInvitation
from exchanges.selectors import host_invitations as invitations
from exchanges.selectors import matches
from exchanges.services import host_invitations as services
from exchanges.services.host_invitations import LINK_PURPOSE

PAGE = require_http_methods(["GET", "HEAD", "POST"])
DETAILS = "details"


@PAGE
@by_link(LINK_PURPOSE)
def host_invitation_by_link(request: HttpRequest, link: AccessLink) -> HttpResponse:
    """Yes or no; after a yes, on a page of its own, who the host is. Once answered it says what happens next."""
    invitation = invitations.by_link(link)
    if invitation is None:
        raise Http404
    exchange = invitation.application.current_exchange
    live = exchange is not None and exchange.state != "cancelled"
    if not invitation.is_open or invitation.application.state != "accepted" or live:
        return _settled(request, invitation)
    if DETAILS in request.GET:
        return _details(request, invitation, link)
    form = InvitedAnswerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        if form.accepted:
            return redirect(f"{request.path}?{DETAILS}=yes")
        services.decline_invitation(
            invitation=invitation, by=request.actor, reason=form.cleaned_data["comment"]
        )
        links.mark_used(link)
        return redirect(request.path)
    context = {"invitation": invitation, "form": form, "rows": invitations.facts_for_host(invitation)}
    return render(request, "exchanges/host_invitation_by_link.html", context)


def _details(request: HttpRequest, invitation: HostInvitation, link: AccessLink) -> HttpResponse:
    form = HostDetailsForm(posted(request), invitation=invitation)
    if request.method == "POST" and form.is_valid():
        services.accept_invitation(invitation=invitation, by=request.actor, **form.answers())
        links.mark_used(link)
        return redirect(request.path)
    context = {"invitation": invitation, "form": form, "back_url": request.path}
    return render(request, "exchanges/host_invitation_details.html", context)


def _settled(request: HttpRequest, invitation: HostInvitation) -> HttpResponse:
    context = {"invitation": invitation, "proposal": invitation.proposal}
    return render(request, "exchanges/host_invitation_settled.html", context)


@PAGE
def host_invitation(request: HttpRequest, reference: str) -> HttpResponse:
    """Where the invitation stands, and for the decider: send it again, to another address if need be."""
    application = matches.file_for_matching(request.actor, reference)
    if application is None:
        raise Http404
    permissions.check_relation(permissions.application_relations(application, request.actor), "decider")
    invitation = invitations.invitation_of(application)
    if invitation is None or invitation.asked_at is None:
        raise WrongState(_("No host was invited for this file."))
    known = {"contact_name": invitation.contact_name, "contact_email": invitation.contact_email}
    form = AgainForm(posted(request), initial=known)
    if request.method == "POST" and form.is_valid():
        services.invite_again(application=application, by=request.actor, **form.cleaned_data)
        names = {"host": invitation.name, "email": form.cleaned_data["contact_email"]}
        messages.success(request, _("%(host)s gets the invitation again, at %(email)s.") % names)
        return redirect("exchanges:file", reference=reference)
    context = {
        "application": application,
        "invitation": invitation,
        "words": invitations.state_words(invitation),
        "possible": invitations.may_invite_again(application),
        "form": form,
        "back_url": reverse("exchanges:file", args=[reference]),
    }
    return render(request, "exchanges/host_invitation.html", context)
