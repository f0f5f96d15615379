"""After an event was called off: its files leave it one by one, and everybody hears of it once."""

from typing import Any

from core import links, outbox
from core.mail import Recipient
from core.models import TransitionLog
from exchanges.models import Application, Mission, Participant
from exchanges.notifications import mission_cancel as mails
from exchanges.notifications import recipients
from exchanges.services import mission_cancel as services

SIGNING = "sign"


@outbox.handler("mission.cancelled")
def tell_hosts(payload: dict[str, Any]) -> None:
    """Those who run it and those who receive, but for the one who cancelled it; nobody for a draft."""
    mission = _mission(payload["id"])
    if mission.published_at is None:
        return
    log = TransitionLog.objects.select_related("actor_user").get(pk=payload["log"])
    told = {log.actor_user.email} if log.actor_user is not None else set()
    people = [*recipients.cluster_people(mission.host_cluster), *recipients.coordinators(mission.partnership)]
    if mission.contact_email:
        people.append(recipients.person(mission.contact_email, mission.contact_name))
    for to in people:
        if to.address not in told:
            told.add(to.address)
            mails.EventCancelledForHosts(mission, who=log.actor_label).send(to)


@outbox.handler("participant.called_off")
def tell_registered(payload: dict[str, Any]) -> None:
    person = Participant.objects.select_related("mission__country", "mission__host_cluster").get(
        pk=payload["id"]
    )
    if person.state == "called_off" and person.email:
        to = Recipient(person.email, person.full_name, person.language)
        mails.EventCancelled(person.mission).send(to)


@outbox.handler(services.FREE)
def free_file(payload: dict[str, Any]) -> None:
    """The file leaves the mission and both of its sides hear what comes next; a draft stays as it is."""
    mission = _mission(payload["mission"])
    application = Application.objects.select_related(
        "organisation", "partnership__coordinator", "partnership__deputy", "visitor_cluster"
    ).get(pk=payload["application"])
    if application.state == "draft":
        if application.mission_id == mission.pk and application.contact_email:
            mails.MissionOfDraftCancelled(application, mission=mission).send(
                recipients.applicant(application)
            )
        return
    exchange = application.current_exchange
    if not services.leave_mission(application=application, mission=mission):
        return
    if exchange is not None and exchange.mission_id == mission.pk:
        for party in [*application.parties.filter(proposal=None), *exchange.proposal.parties.all()]:
            links.revoke(party, SIGNING)
    application.refresh_from_db(fields=["state"])
    mails.MissionOfFileCancelled(application, mission=mission, visit=exchange).send(
        recipients.applicant(application)
    )
    for decider in recipients.deciders(application):
        mails.FileWithoutMission(application, mission=mission).send(decider)


@outbox.handler(services.MEETINGS)
def call_off_meetings(payload: dict[str, Any]) -> None:
    services.call_off_meetings(round_id=payload["id"])


def _mission(pk: int) -> Mission:
    return Mission.objects.select_related(
        "country", "host_cluster__organisation", "partnership__coordinator__organisation"
    ).get(pk=pk)
