"""People who say on a public page that they are interested."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clusters import notifications
from clusters.enums import LeadReason, LeadState, RoleKind
from clusters.models import Country, Lead, Partnership
from clusters.selectors.leads import contact_cluster
from core import audit, clock
from core.actors import SYSTEM, Actor
from core.exceptions import NotAllowed
from core.mail import Recipient

# The same address asking again within a day is the same question.
SAME_QUESTION = timedelta(days=1)


@transaction.atomic
def record_lead(
    *, partnership: Partnership, name: str, email: str, organisation: str, country: Country, message: str
) -> Lead:
    """Keep the interest and tell the contact cluster by mail."""
    email = email.strip().lower()
    # One at a time for each partnership, so that a double click is one lead.
    Partnership.objects.select_for_update(of=("self",), no_key=True).order_by("pk").get(pk=partnership.pk)
    earlier = (
        Lead.objects.filter(partnership=partnership, email=email, created_at__gt=clock.now() - SAME_QUESTION)
        .order_by("id")
        .first()
    )
    if earlier is not None:
        return earlier
    cluster = contact_cluster(partnership, country)
    lead = Lead.objects.create(
        partnership=partnership,
        cluster=cluster,
        name=name.strip(),
        email=email,
        organisation=organisation.strip(),
        country=country,
        message=message.strip(),
    )
    audit.record("lead.record", lead, Actor.anonymous(), {"cluster": (None, cluster)})
    notifications.LeadRecorded(lead).send(Recipient(cluster.contact_email, cluster.contact_name))
    return lead


def answer_lead(*, lead: Lead, by: Actor) -> Lead:
    """Note that somebody answered the person."""
    return _mark(lead, LeadState.ANSWERED, by)


def close_lead(*, lead: Lead, by: Actor) -> Lead:
    """Put the lead away; nothing more is expected of it."""
    return _mark(lead, LeadState.CLOSED, by)


@transaction.atomic
def _mark(lead: Lead, status: LeadState, by: Actor) -> Lead:
    hat = by.hat
    own = hat is not None and (
        (hat.kind == RoleKind.MANAGER and hat.cluster_id == lead.cluster_id)
        or (hat.kind == RoleKind.COORDINATOR and hat.partnership_id == lead.partnership_id)
    )
    if by.kind != SYSTEM and not own:
        raise NotAllowed(_("Only the contact cluster and the coordinator answer this."))
    before = lead.status
    if before != status:
        lead.status = status
        lead.handled_at = clock.now()
        lead.closed_reason = LeadReason.DONE if status == LeadState.CLOSED else ""
        lead.save(update_fields=["status", "handled_at", "closed_reason"])
        audit.record("lead.mark", lead, by, {"status": (before, status)})
    return lead
