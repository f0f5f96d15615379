"""A newcomer asks to speak for an organisation that is here already; its people decide."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clusters import permissions, team_notifications
from clusters.enums import RoleKind
from clusters.merging import mover
from clusters.models import Cluster, JoinRequest, Organisation, User
from clusters.selectors.people import managers_of, representatives_of
from clusters.services.roles import grant
from core import audit, clock, links
from core.actors import PERSON, Actor
from core.exceptions import InvalidInput, NotAllowed, Refused
from core.mail import Recipient

LINK_PURPOSE = "join"


@transaction.atomic
def ask_to_join(*, organisation: Organisation, by: Actor, message: str = "") -> JoinRequest:
    """Ask; asking twice is one request. Raises InvalidInput when nobody in the portal could answer."""
    if by.kind != PERSON or by.user is None:
        raise NotAllowed(_("Please log in first."))
    if organisation.roles.working().filter(kind=RoleKind.REPRESENTATIVE, user=by.user).exists():
        raise InvalidInput(_("You act for this organisation already. Choose it in the menu under your name."))
    # One at a time for each organisation, so that a double click is one request.
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)
    earlier = JoinRequest.objects.open().filter(user=by.user, organisation=organisation).first()
    if earlier is not None:
        return earlier
    deciders = who_decides(organisation)
    outside = [] if deciders else clusters_outside(organisation)
    if not deciders and not outside:
        raise InvalidInput(
            _(
                "Nobody in the portal can answer for this organisation. Ask your cluster to invite you by mail."
            )
        )
    request = JoinRequest.objects.create(user=by.user, organisation=organisation, message=message.strip())
    audit.record("join.ask", request, by, {"organisation": (None, organisation)})
    for person in deciders:
        team_notifications.JoinAsked(request).send(team_notifications.to_user(person))
    for cluster in outside:
        _ask_by_link(request, cluster)
    return request


@transaction.atomic
def answer(*, request: JoinRequest, by: Actor, accept: bool) -> JoinRequest:
    """Let the person in as a representative, or not; the person is told by mail."""
    request = JoinRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)
    permissions.check_answer_request(by, request)
    if request.decided_at is not None:
        raise Refused(_("Somebody has answered this request already."))
    request.decided_at, request.decided_by, request.accepted = clock.now(), by.user, accept
    request.save(update_fields=["decided_at", "decided_by", "accepted"])
    audit.record("join.answer", request, by, {"accepted": (None, accept)})
    if accept:
        grant(user=request.user, kind=RoleKind.REPRESENTATIVE, by=by, organisation=request.organisation)
    team_notifications.JoinAnswered(request).send(team_notifications.to_user(request.user))
    return request


def who_decides(organisation: Organisation) -> list[User]:
    """Its representatives; when none is there, the managers of the clusters that confirmed it."""
    people = representatives_of(organisation)
    if people:
        return people
    confirmed = organisation.memberships.filter(state="confirmed").select_related("cluster").order_by("id")
    found = [manager for membership in confirmed for manager in managers_of(membership.cluster)]
    return list(dict.fromkeys(found))


def clusters_outside(organisation: Organisation) -> list[Cluster]:
    """The clusters that confirmed it and have nobody in the portal: they answer by mail link."""
    confirmed = organisation.memberships.filter(state="confirmed").exclude(cluster__contact_email="")
    found = confirmed.select_related("cluster").order_by("id")
    return [membership.cluster for membership in found if not managers_of(membership.cluster)]


def _ask_by_link(request: JoinRequest, cluster: Cluster) -> None:
    contact = Recipient(cluster.contact_email, cluster.contact_name)
    _link, url = links.issue(
        request, LINK_PURPOSE, address=contact.address, name=contact.name, url_name="clusters:join_by_link"
    )
    team_notifications.JoinAskedOutside(request, url=url, cluster=cluster).send(contact)


@mover("clusters.JoinRequest.organisation")
def _merged(source: Organisation, target: Organisation, by: Actor) -> None:
    """Who asked both asks once."""
    asking = set(JoinRequest.objects.open().filter(organisation=target).values_list("user", flat=True))
    double = JoinRequest.objects.open().filter(organisation=source, user__in=asking)
    double.update(decided_at=clock.now(), decided_by=by.user, accepted=False)
    JoinRequest.objects.filter(organisation=source).update(organisation=target)
