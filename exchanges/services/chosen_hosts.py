"""What the acceptance of a file covers: the place in its mission, or the question to the host it names."""

from django.utils.translation import gettext as _

from core import clock, workflow
from core.actors import Actor
from core.exceptions import Refused
from exchanges.enums import HostChoice
from exchanges.matching import candidates
from exchanges.models import Application, HostOffer, Mission, Proposal
from exchanges.services.host_invitations import invite_host
from exchanges.services.proposals import check_open, confirm_when_complete, from_offer, new_proposal


def follow_choice(*, application: Application, by: Actor) -> Proposal | None:
    """What the acceptance of a file covers: the match with the host or the mission it names."""
    if application.host_choice == HostChoice.MISSION and application.mission is not None:
        return _join_mission(application, application.mission, by)
    if application.host_choice == HostChoice.LISTED and application.host_offer is not None:
        return _ask_listed_host(application, application.host_offer, by)
    if application.host_choice == HostChoice.INVITE:
        invite_host(application=application, by=by)
    return None


def _join_mission(application: Application, mission: Mission, by: Actor) -> Proposal:
    """A mission's host has agreed by its call, so the match is complete with the acceptance."""
    _check_mission(application, mission)
    first = application.planned_start or mission.start_on
    last = application.planned_end or mission.end_on
    check_open(application, first, last)
    moment = clock.now()
    proposal = new_proposal(
        application,
        by,
        state="accepted_by_host",
        stay=(first, last),
        host=mission.host,
        host_cluster=mission.host_cluster,
        mission=mission,
        host_contact_name=mission.contact_name or mission.host_cluster.contact_name,
        host_contact_email=mission.contact_email or mission.host_cluster.contact_email,
        host_contact_phone=mission.host_cluster.contact_phone,
        visitor_cluster_confirmed_at=moment,
        host_cluster_confirmed_at=moment,
    )
    workflow.perform(proposal, "visitor_agrees", by=by)
    confirm_when_complete(proposal, by)
    return proposal


def _check_mission(application: Application, mission: Mission) -> None:
    locked = Mission.objects.select_for_update(of=("self",), no_key=True).get(pk=mission.pk)
    if locked.state in ("draft", "cancelled"):
        raise Refused(_("The mission “%(title)s” does not take place.") % {"title": locked.title})
    if not locked.with_lump_sum:
        raise Refused(
            _("The mission “%(title)s” is a study visit without a lump sum.") % {"title": locked.title}
        )
    if locked.country_id == application.organisation.country_id:
        raise Refused(_("The mission is in the visitor's own country. A visit goes abroad."))
    taken = locked.exchanges.exclude(state="cancelled").count()
    if locked.places is not None and taken >= locked.places:
        raise Refused(_("All %(places)d places of this mission are taken.") % {"places": locked.places})


def _ask_listed_host(application: Application, offer: HostOffer, by: Actor) -> Proposal:
    """The visitor has chosen the host, the offer is vouched for by its cluster: only the host is still to be asked.

    Whether the days suit is the host's own decision, so a full calendar does not stand in the way here.
    """
    first, last = application.planned_start, application.planned_end
    check_open(application, first, last)
    candidate = candidates.candidate(offer, application, first, last)
    reasons = candidates.lasting_obstacles_of(application, candidate)
    if reasons:
        raise Refused(reasons)
    moment = clock.now()
    return new_proposal(
        application,
        by,
        state="accepted_by_visitor",
        stay=(first, last),
        visitor_cluster_confirmed_at=moment,
        host_cluster_confirmed_at=moment,
        **from_offer(offer),
    )
