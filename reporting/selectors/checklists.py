"""The first steps of each role, on the start page until done or put away. States are computed, never stored."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.enums import RoleKind
from clusters.models import Cluster, Membership, Role
from clusters.selectors import teams
from clusters.selectors.memberships import home_cluster, live_memberships
from core.actors import Actor
from exchanges.models import Application, HostOffer

Step = dict[str, Any]


def first_steps(actor: Actor) -> list[Step]:
    """Rows for the task list; empty when the person put it away, or nothing is left to do."""
    hat = actor.hat
    if hat is None or hat.checklist_hidden_at is not None or hat.kind not in _STEPS:
        return []
    steps = [_named(actor), *_STEPS[hat.kind](actor), *_two_steps(actor)]
    return steps if any(step["state"] != "completed" for step in steps) else []


def _representative(actor: Actor) -> list[Step]:
    organisation = actor.hat.organisation
    page = reverse("clusters:organisation_detail", kwargs={"pk": organisation.pk})
    memberships = list(live_memberships(organisation))
    confirmed = any(row.state == "confirmed" for row in memberships) or home_cluster(organisation) is not None
    named = _step(_("Name your cluster"), bool(memberships) or confirmed, page)
    if memberships and not any(row.state == "confirmed" for row in memberships):
        named |= {"state": "waiting", "waiting_for": str(memberships[0].cluster)}
    mine = Application.objects.visible_to(actor).filter(organisation=organisation)
    hosts = HostOffer.objects.filter(organisation=organisation)
    begun = mine.exists() or hosts.exists()
    apply = _step(_("Apply for a visit, or offer to be a host"), begun, reverse("exchanges:application_new"))
    apply["hint"] = _("Hosts: choose “Hosts” in the menu above.")
    return [_step(_("Describe your organisation"), bool(organisation.about), page), named, apply]


def _manager(actor: Actor) -> list[Step]:
    cluster = actor.hat.cluster
    members = Membership.objects.filter(cluster=cluster, state="confirmed").exists()
    return [
        _colleague(actor, _("Invite a second manager, so that somebody can stand in")),
        _step(_("Enter or confirm your first members"), members, reverse("clusters:members")),
    ]


def _finance(actor: Actor) -> list[Step]:
    step = _colleague(actor, _("Have a second person of finance"))
    step["hint"] = _("Who orders a payment cannot approve it.")
    return [step]


def _coordinator(actor: Actor) -> list[Step]:
    partnership = actor.hat.partnership
    roles = Role.objects.working()
    finance = roles.filter(kind=RoleKind.FINANCE, partnership=partnership).values("user").distinct().count()
    places = Cluster.objects.filter(places__partnership=partnership)
    managed = roles.filter(kind=RoleKind.MANAGER, cluster__in=places).values("cluster").distinct().count()
    targets = partnership.targets.exists()
    return [
        _step(_("Invite two people of finance"), finance > 1, _team(actor)),
        _step(_("Have a manager in each cluster"), managed >= places.distinct().count(), _team(actor)),
        _step(
            _("Set the targets"), targets, reverse("reporting:dashboard", kwargs={"slug": partnership.slug})
        ),
    ]


def _oversight(_actor: Actor) -> list[Step]:
    """Whoever oversees has nothing to prepare but the own account."""
    return []


_STEPS = {
    RoleKind.REPRESENTATIVE: _representative,
    RoleKind.MANAGER: _manager,
    RoleKind.FINANCE: _finance,
    RoleKind.COORDINATOR: _coordinator,
    RoleKind.AUDITOR: _oversight,
    RoleKind.SUPPORT_OFFICE: _oversight,
}


def _named(actor: Actor) -> Step:
    named, reached = bool(actor.user.get_full_name()), bool(actor.user.phone)
    if actor.hat.kind in teams.FOR_A_TIME:
        # Nobody has to ring those who oversee.
        return _step(_("Give your name"), named, reverse("clusters:profile"))
    step = _step(_("Give your name and phone"), named and reached, reverse("clusters:profile"))
    if named and not reached:
        step |= {"state": "in_progress", "hint": _("The phone is missing. You may leave it out.")}
    return step


def _two_steps(actor: Actor) -> list[Step]:
    if actor.hat.kind not in settings.MFA_ROLES:
        return []
    done = Authenticator.objects.filter(user=actor.user, type=Authenticator.Type.TOTP).exists()
    return [_step(_("Set up the two-step log-in"), done, reverse("mfa_index"))]


def _colleague(actor: Actor, name: str) -> Step:
    return _step(name, teams.colleagues(actor.hat).exists(), _team(actor))


def _team(actor: Actor) -> str:
    place = teams.own_place(actor)
    return reverse("clusters:team", kwargs={"word": place.word, "pk": place.pk}) if place is not None else ""


def _step(name: str, done: bool, url: str) -> Step:
    return {"name": name, "url": url, "state": "completed" if done else "not_started"}
