"""The people of an organisation, cluster or partnership: invite, end a role, hand over, stand in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clusters import handover, permissions
from clusters.forms.team import AwayForm, ColleagueForm, InviteForm
from clusters.models import Absence, Invitation, Role
from clusters.selectors import teams
from clusters.selectors.teams import ORGANISATION, PARTNERSHIP, Place
from clusters.services import invitations, roles
from clusters.services import teams as service
from core.exceptions import InvalidInput, NotAllowed
from core.posted import posted


@require_safe
def team(request: HttpRequest, word: str, pk: int) -> HttpResponse:
    place = _place(request, word, pk)
    may_give = permissions.can_give_role(request.actor, *place.args)
    context = {
        "place": place,
        "members": teams.members_at(place),
        "former": teams.former_at(place),
        "may_give": may_give,
        "invitations": teams.open_invitations(place) if may_give else [],
        "requests": teams.open_requests(place.scope) if may_give and word == ORGANISATION else [],
        "clusters": teams.clusters_at(place) if may_give and word == PARTNERSHIP else [],
        "me": request.user.pk,
    }
    return render(request, "clusters/team.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_new(request: HttpRequest, word: str, pk: int) -> HttpResponse:
    place = _place(request, word, pk)
    permissions.check_give_role(request.actor, *place.args)
    form = InviteForm(posted(request), place=place)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = invitations.invite(by=request.actor, **form.cleaned_data, **place.filter)
        except InvalidInput as problem:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        else:
            messages.success(
                request, _("The invitation to %(email)s is on its way.") % {"email": invitation.email}
            )
            return redirect(team_url(place))
    context = {"form": form, "place": place, "back_url": team_url(place)}
    return render(request, "clusters/invitation_new.html", context)


@require_POST
def invitation_resend(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = _invitation(request, pk)
    invitations.resend(invitation=invitation, by=request.actor)
    messages.success(request, _("A new link is on its way to %(email)s.") % {"email": invitation.email})
    return redirect(team_url(teams.place_of(invitation)))


@require_POST
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = _invitation(request, pk)
    invitations.withdraw(invitation=invitation, by=request.actor)
    messages.success(request, _("The invitation is withdrawn. Its link no longer works."))
    return redirect(team_url(teams.place_of(invitation)))


@require_http_methods(["GET", "HEAD", "POST"])
def role_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role, with or without a colleague who takes over. The page says first what hangs on it."""
    role = _role(request, pk)
    if not permissions.can_end_role(request.actor, role):
        raise NotAllowed(_("You cannot end this role."))
    colleagues, last = list(teams.colleagues(role)), teams.is_last(role)
    form = ColleagueForm(posted(request), colleagues=colleagues, last=last)
    if request.method == "POST" and form.is_valid():
        _ended(request, role, colleagues, form.cleaned_data)
        return redirect("/" if role.user_id == request.user.pk else _back(role))
    context = {
        "role": role,
        "own": role.user_id == request.user.pk,
        "last": last,
        "kept": handover.review(role),
        "colleagues": colleagues,
        "form": form,
        "back_url": _back(role),
    }
    return render(request, "clusters/role_end.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def absence_new(request: HttpRequest, pk: int) -> HttpResponse:
    role = _role(request, pk)
    if role.user_id != request.user.pk:
        raise NotAllowed(_("Everybody says for themselves when they are away."))
    colleagues = list(teams.colleagues(role))
    form = AwayForm(posted(request), colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        days = {name: form.cleaned_data[name] for name in ("starts_on", "ends_on")}
        stand_in = next(item for item in colleagues if str(item.pk) == form.cleaned_data["stand_in"])
        try:
            service.go_away(role=role, stand_in=stand_in, by=request.actor, **days)
        except InvalidInput as problem:
            form.add_error(problem.field, problem.message)
        else:
            messages.success(
                request, _("%(who)s stands in for you and is told by mail.") % {"who": stand_in.user}
            )
            return redirect(_back(role))
    context = {"form": form, "role": role, "colleagues": colleagues, "back_url": _back(role)}
    return render(request, "clusters/absence_new.html", context)


@require_POST
def absence_end(request: HttpRequest, pk: int) -> HttpResponse:
    absence = get_object_or_404(
        Absence.objects.visible_to(request.actor).select_related("role__user", "stand_in"), pk=pk
    )
    role = absence.role
    service.come_back(absence=absence, by=request.actor)
    messages.success(request, _("The stand-in has ended."))
    return redirect(_back(role))


def team_url(place: Place) -> str:
    return reverse("clusters:team", kwargs={"word": place.word, "pk": place.pk})


def _ended(request: HttpRequest, role: Role, colleagues: list[Role], data: dict[str, Any]) -> None:
    to = next((item for item in colleagues if str(item.pk) == data.get("to")), None)
    if to is None:
        roles.end_role(role=role, by=request.actor, although_last=data.get("although_last", False))
        messages.success(request, _("The role of %(who)s has ended.") % {"who": role.user})
        return
    moved = service.hand_over(role=role, to=to, by=request.actor)
    number = sum(item.number for item in moved)
    told = ngettext("%(n)s thing now stands on %(who)s.", "%(n)s things now stand on %(who)s.", number)
    messages.success(request, _("The role has ended.") + " " + told % {"n": number, "who": to.user})


def _place(request: HttpRequest, word: str, pk: int) -> Place:
    place = teams.find_place(word, pk)
    if place is None or not permissions.can_see_team(request.actor, *place.args):
        raise Http404
    return place


def _role(request: HttpRequest, pk: int) -> Role:
    found = Role.objects.visible_to(request.actor).filter(ended_at=None)
    return get_object_or_404(found.select_related("user", "organisation", "cluster", "partnership"), pk=pk)


def _invitation(request: HttpRequest, pk: int) -> Invitation:
    found = Invitation.objects.visible_to(request.actor)
    return get_object_or_404(found.select_related("organisation", "cluster", "partnership"), pk=pk)


def _back(role: Role) -> str:
    return team_url(teams.place_of(role))
