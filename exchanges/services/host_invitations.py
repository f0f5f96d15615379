"""A host that is not in the portal yet: described by the visitor, asked by mail, and with its yes a match.

The host answers by a link that stands in the mail only. A no, or no answer in time, turns the file into one for which
a host is looked for. Every service locks the file first.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clusters.models import Cluster, Organisation
from clusters.places import Place
from clusters.services.memberships import enter_cluster
from clusters.services.organisations import register_organisation
from clusters.services.placing import degrees
from core import audit, clock, links, outbox, workflow
from core.actors import LINK, SYSTEM, Actor
from core.exceptions import InvalidInput, NotAllowed, Refused, WrongState
from core.workflow_table import Deadline
from exchanges import permissions
from exchanges.enums import HostChoice, InvitationOutcome
from exchanges.models import Application, HostInvitation, KindRule, Proposal
from exchanges.selectors.host_invitations import SUBJECT, cluster_for, invitation_of, may_invite_again
from exchanges.services.drafts import check_may_write
from exchanges.services.locks import lock_application
from exchanges.services.proposals import check_open, confirm_when_complete, new_proposal
from exchanges.services.same_host import known_by_mailbox
from exchanges.workflows.due import due

LINK_PURPOSE, ANSWER = "host_invited", "proposal_answer"


@transaction.atomic
def describe_host(
    *,
    application: Application,
    by: Actor,
    version: int | None = None,
    name: str,
    country: str,
    city: str,
    town: Place | None,
    contact_name: str,
    contact_email: str,
    cluster: Cluster | None = None,
    cluster_name: str = "",
) -> HostInvitation:
    """Keep whom the visitor wants to invite; nobody is asked before the application is accepted.

    `town` may be left out where country and town stay as they are.
    """
    workflow.claim(application, version)
    check_may_write(application, by)
    address = contact_email.strip().lower()
    if address == application.contact_email or (by.user is not None and address == by.user.email):
        raise InvalidInput(_("Give the address of a person at the host, not your own."), "contact_email")
    invitation = invitation_of(application) or HostInvitation(application=application)
    moved = (invitation.country_id, invitation.city) != (country, city.strip())
    if town is not None:
        invitation.latitude, invitation.longitude = degrees(town.latitude), degrees(town.longitude)
        invitation.region = town.region[:6]
    elif moved or invitation.latitude is None:
        raise InvalidInput(_("We do not know this place. Enter the nearest larger town."), "city")
    invitation.name, invitation.country_id, invitation.city = name.strip(), country, city.strip()
    invitation.contact_name, invitation.contact_email = contact_name.strip(), address
    invitation.cluster, invitation.cluster_name = cluster, "" if cluster else cluster_name.strip()
    invitation.save()
    audit.record("host_invitation.describe", application, by, {"host": (None, invitation.name)})
    return invitation


def invite_host(*, application: Application, by: Actor) -> HostInvitation:
    """The application is accepted: the host gets its mail. In the caller's transaction."""
    invitation = invitation_of(application)
    if invitation is None:
        raise Refused(_("The application does not say which host to invite."))
    check_open(application, application.planned_start, application.planned_end)
    return _ask(application, invitation, by)


@transaction.atomic
def invite_again(
    *, application: Application, by: Actor, contact_name: str, contact_email: str
) -> HostInvitation:
    """Send the invitation again, to another address where it was wrong. Earlier links stop working."""
    locked = lock_application(application.pk)
    permissions.check_relation(permissions.application_relations(locked, by), "decider")
    invitation = _locked(locked)
    if not may_invite_again(locked):
        raise WrongState(
            _("This host cannot be invited again: another host is asked, or the file has moved on.")
        )
    check_open(locked, locked.planned_start, locked.planned_end)
    links.revoke(invitation, LINK_PURPOSE)
    invitation.contact_name, invitation.contact_email = contact_name.strip(), contact_email.strip().lower()
    invitation.outcome, invitation.settled_at, invitation.decline_reason = "", None, ""
    # A visit that was called off, or a match that was taken back, stays on the file as what it was.
    invitation.proposal = None
    _choose(locked, HostChoice.INVITE, by)
    return _ask(locked, invitation, by)


@transaction.atomic
def accept_invitation(
    *,
    invitation: HostInvitation,
    by: Actor,
    name: str,
    kind: str,
    country: str,
    city: str,
    town: Place | None = None,
    contact_name: str,
    contact_phone: str = "",
    cluster: Cluster | None = None,
    unlisted: dict[str, str] | None = None,
) -> Proposal:
    """The host says yes and says who it is: its organisation (not listed) and a match on which both sides agree.

    `unlisted` is cluster_name, profile_url, contact_name and contact_email of a cluster outside the portal. Without
    any cluster the host gets one of the partnership. Raises Refused when the organisation may not host this visitor.
    """
    application = lock_application(invitation.application_id)
    locked = _open(application, invitation, by)
    system = Actor.system("invitation")
    known = known_by_mailbox(application, name=name, country=country, email=locked.contact_email)
    host = _organisation(
        application, system, known, name=name, kind=kind, country=country, city=city, town=town
    )
    if unlisted is not None:
        cluster = enter_cluster(by=system, country=country, city=city, **unlisted)
    cluster = cluster or cluster_for(application, country)
    if cluster is None:
        raise Refused(_("Please name the cluster that you belong to."))
    check_open(application, application.planned_start, application.planned_end)
    proposal = new_proposal(
        application,
        by,
        state="accepted_by_visitor",
        stay=(application.planned_start, application.planned_end),
        host=host,
        host_cluster=cluster,
        host_contact_name=contact_name.strip(),
        host_contact_email=locked.contact_email,
        host_contact_phone=contact_phone.strip(),
        visitor_cluster_confirmed_at=clock.now(),
    )
    link, _url = links.issue(
        proposal,
        ANSWER,
        address=locked.contact_email,
        name=contact_name.strip(),
        url_name="exchanges:proposal_by_link",
    )
    workflow.perform(proposal, "host_agrees", by=Actor.for_link(link))
    confirm_when_complete(proposal, system)
    locked.proposal = proposal
    _settle(locked, InvitationOutcome.ACCEPTED, by)
    return proposal


@transaction.atomic
def decline_invitation(*, invitation: HostInvitation, by: Actor, reason: str) -> HostInvitation:
    """The host says no: visitor and decider hear why, and the file looks for another host."""
    if not reason.strip():
        raise InvalidInput(_("Please say why, so that the others can look for another way."), "comment")
    application = lock_application(invitation.application_id)
    locked = _open(application, invitation, by)
    locked.decline_reason = reason.strip()
    return _look_elsewhere(application, locked, InvitationOutcome.DECLINED, by)


@transaction.atomic
def expire_invitation(*, invitation: HostInvitation, time: int) -> bool:
    """Nobody answered in time (system); False where the host has answered, or was asked again since `time`."""
    application = lock_application(invitation.application_id)
    locked = _locked(application)
    late = locked.due_on is not None and clock.today() > locked.due_on
    if not locked.is_open or locked.times_asked != time or not late:
        return False
    _look_elsewhere(application, locked, InvitationOutcome.NO_ANSWER, Actor.system("deadline"))
    return True


@transaction.atomic
def drop_invitation(*, application: Application) -> bool:
    """The host is no longer needed (system): the file has ended, or has another host. It is told.

    Called late, it leaves a host alone that was asked again after its visit was called off.
    """
    locked = lock_application(application.pk)
    invitation, exchange = invitation_of(locked), locked.current_exchange
    looks_for_host = locked.state == "accepted" and (exchange is None or exchange.state == "cancelled")
    if invitation is None or not invitation.is_open or looks_for_host:
        return False
    _settle(_locked(locked), InvitationOutcome.DROPPED, Actor.system("match"))
    workflow.refresh_turn(locked)
    outbox.add(
        "host_invitation.dropped",
        f"dropped:{invitation.pk}:{invitation.times_asked}",
        payload={"id": invitation.pk},
    )
    return True


def issue_link(invitation: HostInvitation) -> str:
    """A new address under which the host answers; it stands in the mail only."""
    _link, url = links.issue(
        invitation,
        LINK_PURPOSE,
        address=invitation.contact_email,
        name=invitation.contact_name,
        url_name="exchanges:host_invitation_by_link",
    )
    return url


def _locked(application: Application) -> HostInvitation:
    invitation = HostInvitation.objects.select_for_update(of=("self",), no_key=True).get(
        application=application
    )
    invitation.application = application
    return invitation


def _open(application: Application, invitation: HostInvitation, by: Actor) -> HostInvitation:
    """The locked invitation, which still waits for this host's answer."""
    link = by.link
    own = link is not None and (link.subject_type, link.subject_id) == (SUBJECT, invitation.pk)
    if by.kind != SYSTEM and not (by.kind == LINK and own):
        raise NotAllowed(_("Only the invited host can answer."))
    locked = _locked(application)
    exchange = application.current_exchange
    gone = application.state != "accepted" or (exchange is not None and exchange.state != "cancelled")
    if not locked.is_open or gone:
        raise WrongState(_("This invitation has been answered, or has ended."))
    return locked


def _ask(application: Application, invitation: HostInvitation, by: Actor) -> HostInvitation:
    """A reminder half-way; the day after the last one it ends. The rows carry which time it is: another one makes them void."""
    last_day = due(application, Deadline("host_answer_days", "working"))
    invitation.asked_at, invitation.due_on = clock.now(), last_day
    invitation.times_asked += 1
    invitation.save()
    audit.record("host_invitation.ask", application, by, {"host": (None, invitation.name)})
    workflow.refresh_turn(application)
    payload = {"id": invitation.pk, "time": invitation.times_asked}
    key = f"{invitation.pk}:{invitation.times_asked}"
    outbox.add("host_invitation.asked", f"asked:{key}", payload=payload)
    half = clock.midnight(clock.today() + (last_day - clock.today()) / 2)
    remind_at = max(half, clock.now() + timedelta(days=1))
    outbox.add("host_invitation.remind_due", f"remind:{key}", remind_at, payload)
    ends_at = clock.midnight(last_day + timedelta(days=1))
    outbox.add("host_invitation.expire_due", f"expire:{key}", ends_at, payload)
    return invitation


def _look_elsewhere(
    application: Application, invitation: HostInvitation, outcome: InvitationOutcome, by: Actor
) -> HostInvitation:
    _settle(invitation, outcome, by)
    _choose(application, HostChoice.FIND, by)
    workflow.refresh_turn(application)
    key = f"ended:{invitation.pk}:{invitation.times_asked}"
    outbox.add("host_invitation.ended", key, payload={"id": invitation.pk})
    return invitation


def _settle(invitation: HostInvitation, outcome: InvitationOutcome, by: Actor) -> None:
    invitation.outcome, invitation.settled_at = outcome, clock.now()
    invitation.save()
    audit.record("host_invitation.settle", invitation, by, {"outcome": ("", outcome.value)})


def _choose(application: Application, choice: HostChoice, by: Actor) -> None:
    if application.host_choice == choice:
        return
    before, application.host_choice = application.host_choice, choice
    application.save(update_fields=["host_choice"])
    audit.record("application.host_choice", application, by, {"host_choice": (before, choice.value)})


def _organisation(
    application: Application,
    by: Actor,
    known: Organisation | None,
    *,
    name: str,
    kind: str,
    country: str,
    city: str,
    town: Place | None,
) -> Organisation:
    """The one that is known to be the same; else a new one that nobody sees listed, whatever its name."""
    home = application.organisation
    if country == home.country_id:
        raise Refused(_("The host is in the visitor's own country. A visit goes abroad."))
    kind = known.kind if known is not None else kind
    if not KindRule.objects.filter(rulebook=application.rulebook_id, kind=kind, may_host=True).exists():
        raise Refused(_("This kind of organisation may not host."))
    if known is not None:
        return known
    place: dict[str, Any] = {"town": town} if town is not None else {}
    return register_organisation(
        by=by, name=name, kind=kind, country=country, city=city, represented=False, **place
    )
