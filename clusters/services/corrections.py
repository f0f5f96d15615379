"""A person says that something is wrong which no page lets them change; those responsible answer by mail."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clusters import privacy_mails
from clusters.enums import MembershipState
from clusters.models import Cluster, Membership, Partnership, User
from clusters.selectors.people import current_roles
from core import audit, clock
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed
from core.mail import Recipient


@transaction.atomic
def ask_for_correction(*, by: Actor, message: str) -> Cluster:
    """Write to the cluster that answers for the person, with a copy to the person. Returns that cluster."""
    if by.user is None:
        raise NotAllowed("")
    if not message.strip():
        raise InvalidInput(_("Say what is wrong, and how it should read."), "message")
    user: User = by.user
    cluster = responsible_for(user)
    if cluster is None:
        raise InvalidInput(_("No cluster answers for you yet. Name one on your organisation's page first."))
    facts = {"person": user, "message": message.strip()}
    for to in (
        Recipient(cluster.contact_email, cluster.contact_name),
        Recipient(user.email, user.get_full_name(), user.language),
    ):
        privacy_mails.CorrectionAsked(cluster, **facts).send(to)
    audit.record("privacy.correction_ask", user, by)
    return cluster


def responsible_for(user: User) -> Cluster | None:
    """The person's own cluster, else the coordinator of a partnership of it, else of the newest partnership."""
    for role in current_roles(user):
        if role.partnership is not None:
            return role.partnership.coordinator
        if role.cluster is not None:
            return role.cluster
        live = (MembershipState.CONFIRMED, MembershipState.REQUESTED)
        membership = (
            Membership.objects.filter(organisation=role.organisation, state__in=live)
            .select_related("cluster")
            .order_by("state", "id")
            .first()
        )
        if membership is not None:
            return membership.cluster
    partnership = (
        Partnership.objects.filter(start_on__lte=clock.today())
        .select_related("coordinator")
        .order_by("-start_on", "code")
        .first()
    )
    return partnership.coordinator if partnership is not None else None
