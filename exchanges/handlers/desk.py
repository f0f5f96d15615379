"""Mails that acts on several files ask for: reminders to the side that must act, and who is responsible now."""

from typing import Any

from clusters.enums import RoleKind
from clusters.models import User
from clusters.selectors.people import has_account, people_in
from core import clock, mail, outbox
from core.mail import Recipient
from core.models import Mail
from exchanges.enums import OPEN_PROPOSAL_STATES
from exchanges.models import Application, BulkRun, Proposal
from exchanges.notifications import desk as mails
from exchanges.notifications import recipients
from exchanges.selectors import tasks

_RELATED = (
    "organisation",
    "visitor_cluster",
    "partnership__coordinator",
    "partnership__deputy",
    "current_exchange__host_cluster",
)


@outbox.handler("file.remind")
def remind(payload: dict[str, Any]) -> None:
    """One mail to each person of the sides that still must act; nobody gets two about a file on one day."""
    application = Application.objects.select_related(*_RELATED).get(pk=payload["id"])
    workflow, row = _waiting_row(application)
    told = set(_told_today(application))
    for side in payload["sides"]:
        if side not in row.waiting_for.split():
            continue
        act = tasks.next_act(workflow, row.state, side)
        for person in _people(application, row, side):
            if person.address in told:
                continue
            told.add(person.address)
            _remind_person(application, row, person, act)


@outbox.handler("file.assigned")
def tell_responsible(payload: dict[str, Any]) -> None:
    run = BulkRun.objects.select_related("user").get(pk=payload["run"])
    if run.undone_at is None:
        person = User.objects.get(pk=run.value)
        mails.FilesAssigned(run).send(recipients.user(person))


def _waiting_row(application: Application) -> tuple[str, Any]:
    """The row whose side must act: the visit, the match that waits, or the application."""
    exchange = application.current_exchange
    if exchange is not None and exchange.state != "cancelled":
        return "exchange", exchange
    if application.state == "accepted":
        open_ones = Proposal.objects.filter(application=application, state__in=OPEN_PROPOSAL_STATES)
        match = open_ones.select_related("host_cluster").order_by("id").first()
        if match is not None:
            return "proposal", match
    return "application", application


def _people(application: Application, row: Any, side: str) -> list[Recipient]:
    partnership, cluster = application.partnership, application.visitor_cluster
    assert partnership is not None and cluster is not None  # it has been sent
    if side == "visitor":
        return [recipients.applicant(application)]
    if side == "host":
        proposal = row if isinstance(row, Proposal) else row.proposal
        return [recipients.host(proposal)]
    if side == "host_cluster":
        return recipients.cluster_people(row.host_cluster)
    if side == "coordinator":
        return recipients.coordinators(partnership)
    if side == "deputy":
        return recipients.cluster_people(partnership.deputy)
    if side == "finance":
        return [recipients.user(who) for who in people_in(RoleKind.FINANCE, partnership=partnership)]
    if row is application.current_exchange:
        return recipients.cluster_people(cluster)
    return recipients.deciders(application)


def _remind_person(application: Application, row: Any, person: Recipient, act: Any) -> None:
    """Who has no account acts by a link; the mail that brought it goes out again."""
    with_link = None if has_account(person.address) else _mail_with_link(application, row, person.address)
    if with_link is not None:
        mail.send_again(with_link)
    url = tasks.address(act, reference=application.reference, pk=row.pk) if act is not None else ""
    mails.SideReminded(application, act=act.label if act is not None else "", url=url, due=row.due_on).send(
        person
    )


def _mail_with_link(application: Application, row: Any, address: str) -> Mail | None:
    mails_of_row = Mail.objects.filter(
        subject_type=row._meta.label_lower, subject_id=row.pk, to_address=address, sensitive=True
    )
    return mails_of_row.order_by("-id").first()


def _told_today(application: Application) -> Any:
    sent = Mail.objects.filter(
        event=mails.SideReminded.event,
        subject_type=application._meta.label_lower,
        subject_id=application.pk,
        queued_at__gte=clock.midnight(clock.today()),
    )
    return sent.values_list("to_address", flat=True)
