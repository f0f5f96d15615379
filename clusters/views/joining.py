"""Coming in: accept an invitation, or ask to join an organisation that is here already."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from clusters import permissions
from clusters.forms.team import JoinForm
from clusters.middleware import HAT_KEY
from clusters.models import Invitation, JoinRequest
from clusters.selectors.joining import invitation_of, organisations_called
from clusters.services import invitations, join_requests
from core import links, throttle
from core.exceptions import InvalidInput, TooManyAttempts
from core.models import AccessLink
from core.posted import posted
from core.views.by_link import by_link

REQUESTS_PER_DAY = 5


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page of an invitation's link. Without log-in it is the same whether the address has an account or not."""
    try:
        invitation = invitation_of(token)
    except (AccessLink.DoesNotExist, Invitation.DoesNotExist):
        raise throttle.wrong_link(request) from None
    reason = (
        invitations.dead_reason(invitation)
        if invitation
        else _("A newer mail has a newer link. Use that one.")
    )
    if invitation is None or reason:
        return render(request, "core/link_dead.html", {"reason": reason}, status=410)
    mine = request.user.is_authenticated and invitations.is_for(invitation, request.user)
    if request.method == "POST":
        if not request.user.is_authenticated:
            # Opening the link proves the address, so registering with it needs no second mail.
            get_adapter(request).stash_verified_email(request, invitation.email)
            target = "account_signup" if "register" in request.POST else "account_login"
            return redirect(f"{reverse(target)}?next={request.path}")
        role = invitations.accept(invitation=invitation, user=request.user)
        request.session[HAT_KEY] = role.pk
        messages.success(request, _("Welcome. You now act as: %(role)s.") % {"role": role})
        return redirect("/")
    context = {"invitation": invitation, "mine": mine, "masked": _masked(invitation.email)}
    return render(request, "clusters/invitation_accept.html", context)


@require_http_methods(["GET", "HEAD"])
def join_find(request: HttpRequest) -> HttpResponse:
    """Find the own organisation by its name or registration number; nothing else about it is shown."""
    wanted = request.GET.get("q", "").strip()
    context = {"wanted": wanted, "found": organisations_called(wanted)}
    return render(request, "clusters/join_find.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def join_ask(request: HttpRequest, pk: int) -> HttpResponse:
    wanted = request.GET.get("q", "").strip()
    organisation = next((item for item in organisations_called(wanted) if item.pk == pk), None)
    if organisation is None:
        raise Http404
    if not request.user.get_full_name():
        return redirect(f"{reverse('clusters:profile')}?next={request.path}")
    form = JoinForm(posted(request))
    if request.method == "POST" and form.is_valid():
        day = 24 * 3600
        if not throttle.allowed("join", str(request.user.pk), limit=REQUESTS_PER_DAY, seconds=day):
            raise TooManyAttempts(day)
        try:
            join_requests.ask_to_join(organisation=organisation, by=request.actor, **form.cleaned_data)
        except InvalidInput as problem:
            form.add_error(None, problem.message)
        else:
            return render(request, "clusters/join_sent.html", {"organisation": organisation})
    context = {
        "form": form,
        "organisation": organisation,
        "back_url": f"{reverse('clusters:join_find')}?q={wanted}",
    }
    return render(request, "clusters/join_ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def join_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One click: yes or no."""
    found = JoinRequest.objects.visible_to(request.actor).select_related("user", "organisation", "decided_by")
    asked = get_object_or_404(found, pk=pk)
    permissions.check_give_role(request.actor, asked.organisation, None, None)
    if request.method == "POST":
        accept = request.POST.get("answer") == "yes"
        join_requests.answer(request=asked, by=request.actor, accept=accept)
        words = (
            _("%(who)s now acts for %(organisation)s.") if accept else _("The request of %(who)s is refused.")
        )
        messages.success(request, words % {"who": asked.user, "organisation": asked.organisation})
        return redirect("clusters:team", word="organisation", pk=asked.organisation_id)
    return render(request, "clusters/join_decide.html", {"asked": asked})


@require_http_methods(["GET", "HEAD", "POST"])
@by_link(join_requests.LINK_PURPOSE)
def join_by_link(request: HttpRequest, link: AccessLink) -> HttpResponse:
    """A cluster outside the portal says yes or no for a member that has nobody here."""
    found = JoinRequest.objects.visible_to(request.actor).select_related("user", "organisation")
    asked = get_object_or_404(found, pk=link.subject_id)
    permissions.check_answer_request(request.actor, asked)
    if request.method == "POST" and request.POST.get("answer") in ("yes", "no"):
        join_requests.answer(request=asked, by=request.actor, accept=request.POST["answer"] == "yes")
        links.mark_used(link)
        return redirect(request.path)
    return render(request, "clusters/join_by_link.html", {"asked": asked})


def _masked(email: str) -> str:
    """Enough to recognise one's own address, too little to learn a foreign one."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"
