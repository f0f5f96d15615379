"""After a step of a match: ask, remind and tell the people concerned. Each does nothing when the match has moved on."""

from typing import Any

from core import clock, links, outbox
from core.mail import Notification, Recipient
from core.models import AccessLink, TransitionLog
from core.prepared import Prepared
from exchanges.enums import PartyRole
from exchanges.models import Mission, Proposal
from exchanges.notifications import proposals as mails
from exchanges.notifications import recipients
from exchanges.services import host_invitations, missions
from exchanges.services import proposals as matches

WAITS_FOR_HOST = ("proposed", "accepted_by_visitor")
PURPOSE, CONFIRM = "proposal_answer", "proposal_confirm"


@outbox.handler("proposal.proposed")
def ask_host(payload: dict[str, Any]) -> None:
    proposal = _proposal(payload)
    if proposal.state in WAITS_FOR_HOST and not _was_asked(proposal):
        _send_link(proposal)


@outbox.handler("proposal.asked")
def host_hears_of_visitor(payload: dict[str, Any]) -> None:
    """The visitor has said yes to a proposal; the host was asked together with them."""
    ask_host(payload)


@outbox.handler("proposal.remind_due")
def remind(payload: dict[str, Any]) -> None:
    """Shortly before the last day, whoever is still to answer."""
    proposal = _proposal(payload)
    if matches.remind_on(proposal) > clock.today():
        return  # the last day was moved by an answer of one side
    if proposal.state in WAITS_FOR_HOST:
        _send_link(proposal, again=True)
    elif proposal.state == "accepted_by_host" and proposal.mission_id is None:
        mails.HostAccepted(proposal, again=True).send(recipients.applicant(proposal.application))


@outbox.handler("proposal.expire_due")
def expire(payload: dict[str, Any]) -> None:
    """An answer of one side in the meantime has given the other one its own time."""
    proposal = _proposal(payload)
    if proposal.state not in (*WAITS_FOR_HOST, "accepted_by_host"):
        return
    if proposal.due_on is not None and not missions.is_past(proposal.due_on):
        matches.wait_for_other_side(proposal=proposal)
    else:
        matches.expire_proposal(proposal=proposal)


@outbox.handler("proposal.host_accepted")
def tell_visitor(payload: dict[str, Any]) -> None:
    proposal = _proposal(payload)
    if proposal.state == "accepted_by_host":
        mails.HostAccepted(proposal).send(recipients.applicant(proposal.application))


@outbox.handler("proposal.agreed")
def ask_clusters(payload: dict[str, Any]) -> None:
    proposal = _proposal(payload)
    if proposal.state != "agreed":
        return
    people: list[Recipient] = []
    if proposal.visitor_cluster_confirmed_at is None:
        people += recipients.deciders(proposal.application)
    if proposal.host_cluster_confirmed_at is None:
        if proposal.host_cluster.in_portal:
            people += recipients.cluster_people(proposal.host_cluster)
        else:
            _send_confirm_link(proposal)
    _send_each(mails.MatchAgreed(proposal), people)


@outbox.handler("proposal.confirmed")
def tell_confirmed(payload: dict[str, Any]) -> None:
    proposal = _proposal(payload)
    host_invitations.drop_invitation(application=proposal.application)
    mails.MatchConfirmed(proposal, side="visitor").send(recipients.applicant(proposal.application))
    mails.MatchConfirmed(proposal, side="host").send(recipients.host(proposal))


@outbox.handler("proposal.declined")
def tell_declined(payload: dict[str, Any]) -> None:
    """Everybody but the one who declined."""
    proposal, log = _proposal(payload), TransitionLog.objects.get(pk=payload["log"])
    facts = {"who": log.actor_label or proposal.host.name, "reason": log.comment}
    visitor = recipients.applicant(proposal.application)
    decliner = log.actor_user.email if log.actor_user is not None else ""
    if visitor.address != decliner:
        mails.MatchDeclined(proposal, side="visitor", **facts).send(visitor)
    staff = [person for person in recipients.deciders(proposal.application) if person.address != decliner]
    _send_each(mails.MatchDeclined(proposal, side="staff", **facts), staff)
    host = recipients.host(proposal)
    if log.actor_kind == "person" and host.address != decliner and _was_asked(proposal):
        mails.MatchDeclined(proposal, side="host", **facts).send(host)


@outbox.handler("proposal.withdrawn")
def tell_withdrawn(payload: dict[str, Any]) -> None:
    proposal = _proposal(payload)
    if _was_asked(proposal):
        mails.MatchWithdrawn(proposal).send(recipients.host(proposal))


@outbox.handler("proposal.expired")
def tell_expired(payload: dict[str, Any]) -> None:
    proposal, log = _proposal(payload), TransitionLog.objects.get(pk=payload["log"])
    facts = {"visitor_silent": log.source == "accepted_by_host"}
    mails.MatchExpired(proposal, side="visitor", **facts).send(recipients.applicant(proposal.application))
    _send_each(mails.MatchExpired(proposal, side="staff", **facts), recipients.deciders(proposal.application))
    if _was_asked(proposal):
        mails.MatchExpired(proposal, side="host", **facts).send(recipients.host(proposal))


@outbox.handler("mission.close_due")
def close_mission(payload: dict[str, Any]) -> None:
    """The last day for applications has passed, unless it was moved."""
    mission = Mission.objects.get(pk=payload["id"])
    if mission.state == "open" and mission.apply_until is not None and missions.is_past(mission.apply_until):
        missions.close_mission(mission=mission, by=missions.CALENDAR)


@outbox.handler("mission.finish_due")
def finish_mission(payload: dict[str, Any]) -> None:
    mission = Mission.objects.get(pk=payload["id"])
    if mission.state in ("open", "closed") and missions.is_past(mission.end_on):
        missions.finish_mission(mission=mission, by=missions.CALENDAR)


def _proposal(payload: dict[str, Any]) -> Proposal:
    proposal: Proposal = _proposals.get(pk=payload["id"])
    return proposal


_proposals = Prepared(
    "proposals",
    lambda *, pk: Proposal.objects.select_related(
        "application__organisation",
        "application__visitor_cluster",
        "application__partnership",
        "host",
        "host_cluster",
    ).filter(pk=pk),
)


def _was_asked(proposal: Proposal) -> bool:
    return AccessLink.objects.filter(
        subject_type="exchanges.proposal", subject_id=proposal.pk, purpose=PURPOSE
    ).exists()


def _send_link(proposal: Proposal, *, again: bool = False) -> None:
    to = recipients.host(proposal)
    _link, url = links.issue(
        proposal, PURPOSE, address=to.address, name=to.name, url_name="exchanges:proposal_by_link"
    )
    mails.HostAsked(proposal, url=url, again=again).send(to)


def _send_confirm_link(proposal: Proposal) -> None:
    """A cluster outside the portal confirms without an account."""
    party = proposal.parties.get(role=PartyRole.HOST_CLUSTER)
    to = recipients.person(party.contact_email, party.contact_name)
    _link, url = links.issue(
        party, CONFIRM, address=to.address, name=to.name, url_name="exchanges:proposal_confirm_by_link"
    )
    mails.MatchAgreed(proposal, url=url).send(to)


def _send_each(mail: Notification, people: list[Recipient]) -> None:
    for address in dict.fromkeys(person.address for person in people):
        mail.send(next(person for person in people if person.address == address))
