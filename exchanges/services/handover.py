"""What stands on a person's name in files and offers, and goes to a colleague when the person leaves."""

from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from clusters.enums import RoleKind
from clusters.handover import Moved, part
from clusters.models import Role, User
from core import audit
from core.actors import Actor
from exchanges.enums import Decider
from exchanges.models import Application, HostOffer, Mission, Party, Proposal
from exchanges.selectors import work
from exchanges.workflows import APPLICATION, PROPOSAL

NAMED = 5


@part
def open_tasks(role: Role, to: User | None) -> list[Moved]:
    """What waits for the role; a colleague in the same role has it on the start page already."""
    waiting = work.waiting(Actor.person(role.user, role))
    return [Moved(_("Open tasks"), len(waiting), tuple(item.reference for item in waiting[:NAMED]))]


@part
def files(role: Role, to: User | None) -> list[Moved]:
    """Contact in files that are not closed, and in their parts."""
    if role.kind not in (RoleKind.REPRESENTATIVE, RoleKind.MANAGER):
        return []
    email, cluster = role.user.email, role.cluster
    place = cluster.organisation_id if cluster is not None else role.organisation_id
    ended = [state.code for state in APPLICATION.states if state.final]
    applications = Application.objects.filter(organisation=place, contact_email__iexact=email)
    parties = Party.objects.filter(organisation=place, contact_email__iexact=email, active=True)
    over = [state.code for state in PROPOSAL.states if state.final]
    asked = Proposal.objects.filter(host=place, host_contact_email__iexact=email).exclude(state__in=over)
    return [
        _move(_("Contact of applications"), applications.exclude(state__in=ended), to, user="contact_user"),
        _move(_("Contact in visits"), parties, to),
        _move(_("Host contact in matches"), asked, to, prefix="host_"),
    ]


@part
def hosting(role: Role, to: User | None) -> list[Moved]:
    email = role.user.email
    if role.kind == RoleKind.REPRESENTATIVE:
        offers = HostOffer.objects.filter(organisation=role.organisation_id, contact_email__iexact=email)
        return [_move(_("Host contact of offers"), offers, to)]
    if role.kind == RoleKind.MANAGER:
        missions = Mission.objects.filter(host_cluster=role.cluster_id, contact_email__iexact=email)
        return [_move(_("Contact of missions"), missions.exclude(state="finished"), to, phone=False)]
    return []


@part
def looked_after(role: Role, to: User | None) -> list[Moved]:
    """Files that the person is responsible for, where they decide under this role."""
    found = Application.objects.filter(responsible=role.user)
    if role.kind == RoleKind.MANAGER:
        deputised = Q(decider=Decider.DEPUTY, partnership__deputy=role.cluster)
        found = found.filter(Q(decider=Decider.MANAGER, visitor_cluster=role.cluster) | deputised)
    elif role.kind == RoleKind.COORDINATOR:
        found = found.filter(decider=Decider.COORDINATOR, partnership=role.partnership)
    else:
        return []
    rows = list(found.order_by("pk"))
    if to is not None:
        Application.objects.filter(pk__in=[row.pk for row in rows]).update(responsible=to)
        changes = {"responsible": (None, to.email)}
        audit.record_many("application.assign", [(row, changes) for row in rows], Actor.system("hand-over"))
    return [Moved(_("Files to look after"), len(rows), tuple(str(row) for row in rows[:NAMED]))]


def _move(
    label: Any, found: QuerySet[Any], to: User | None, *, prefix: str = "", user: str = "", phone: bool = True
) -> Moved:
    """Count the rows, and with `to` write the new contact on them."""
    rows: list[Model] = list(found.order_by("pk"))
    if to is not None:
        for row in rows:
            values: dict[str, Any] = {
                f"{prefix}contact_name": to.get_full_name() or to.email,
                f"{prefix}contact_email": to.email,
            }
            if phone:
                values[f"{prefix}contact_phone"] = to.phone
            if user:
                values[user] = to
            for name, value in values.items():
                setattr(row, name, value)
            row.save(update_fields=list(values))
            audit.record("contact.move", row, Actor.system("hand-over"), {"contact": (None, to.email)})
    return Moved(label, len(rows), tuple(str(row) for row in rows[:NAMED]))
