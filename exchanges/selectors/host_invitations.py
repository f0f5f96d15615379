"""The host that a visitor knows and the portal does not: as a place on the map, and in words."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.enums import RoleKind
from clusters.models import Cluster, Organisation
from clusters.selectors.duplicates import all_of_name
from core.actors import Actor
from core.countries import country_name
from core.dates import human
from core.models import AccessLink
from exchanges.enums import OPEN_PROPOSAL_STATES, ActivityType, HostChoice, InvitationOutcome, Use
from exchanges.models import Application, HostInvitation, Proposal
from exchanges.selectors.partnerships import clusters_of

SUBJECT = "exchanges.hostinvitation"


def invitation_of(application: Application) -> HostInvitation | None:
    """Whom the file invites, or invited; None where nobody is named."""
    return getattr(application, "host_invitation", None)


def invited(application: Application) -> HostInvitation | None:
    """As `invitation_of`, while this is how the host is to be found; asks nothing for other files."""
    return invitation_of(application) if application.host_choice == HostChoice.INVITE else None


def invited_host(application: Application) -> Organisation | None:
    """The invited host as a place to calculate with: an organisation that is not saved and has no kind."""
    found = invited(application)
    if found is None:
        return None
    return Organisation(
        name=found.name,
        country=found.country,
        region=found.region,
        city=found.city,
        latitude=found.latitude,
        longitude=found.longitude,
    )


def by_link(link: AccessLink) -> HostInvitation | None:
    """The invitation that a link was made for, with what its page prints."""
    rows = HostInvitation.objects.select_related(
        "application__organisation__country",
        "application__current_exchange",
        "application__rulebook",
        "application__visitor_cluster",
        "country",
        "proposal__host__country",
        "proposal__application__organisation",
    )
    return rows.filter(pk=link.subject_id).first() if link.subject_type == SUBJECT else None


def facts_for_host(invitation: HostInvitation) -> list[dict[str, Any]]:
    """What `visibility` lets a host know once it is asked: no names of people, no addresses."""
    application = invitation.application
    home = application.organisation
    start, end = application.planned_start, application.planned_end
    when = _("%(start)s to %(end)s") % {"start": human(start), "end": human(end)} if start and end else ""
    rows: list[tuple[str, Any]] = [
        (_("Visitor"), [text for text in (home.name, f"{home.city}, {home.country}", home.website) if text]),
        (_("What it does"), home.about),
        (_("Who comes"), people(application)),
        (_("When"), when),
        (_("What for"), [str(Use(code).label) for code in application.uses]),
        (_("Activities"), [str(ActivityType(code).label) for code in application.activity_types]),
        (_("Why"), application.motivation),
        (_("Expected results"), application.expected_results),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def people(application: Application) -> str:
    """How many come, and their positions."""
    travellers = list(application.travellers.order_by("id"))
    number = ngettext("%(number)d person", "%(number)d people", len(travellers)) % {"number": len(travellers)}
    positions = ", ".join(one.position for one in travellers if one.position)
    return f"{number}: {positions}" if positions else number


def described(invitation: HostInvitation) -> list[str]:
    """Name, place, contact and cluster, line by line, for those who read the application."""
    cluster = str(invitation.cluster) if invitation.cluster is not None else invitation.cluster_name
    return [
        invitation.name,
        f"{invitation.city}, {country_name(invitation.country_id)}",
        f"{invitation.contact_name}, {invitation.contact_email}",
        *([_("Cluster: %(name)s") % {"name": cluster}] if cluster else []),
    ]


def state_words(invitation: HostInvitation) -> str:
    """Where the invitation stands, in one sentence."""
    if invitation.asked_at is None:
        return _("The host gets a mail when the application is accepted.")
    if not invitation.outcome:
        assert invitation.due_on is not None  # a constraint holds it
        return _("Invited by mail on %(day)s. The answer is expected by %(last)s.") % {
            "day": date_format(invitation.asked_at, "j F Y"),
            "last": human(invitation.due_on),
        }
    return status(invitation)


def status(invitation: HostInvitation) -> str:
    """As `state_words`, in a few words, for an invitation that was sent."""
    return str(InvitationOutcome(invitation.outcome).label if invitation.outcome else _("Invited by mail"))


def cluster_for(application: Application, country: str) -> Cluster | None:
    """For a host without a cluster: one of the partnership, near the host, and not the visitor's contact if possible."""
    partnership = application.partnership
    if partnership is None:
        return None
    found = list(clusters_of(partnership))
    others = [one for one in found if one.pk != application.visitor_cluster_id] or found
    near = [one for one in others if one.organisation.country_id == country]
    return next(iter(near or others), None)


def may_invite_again(application: Application) -> bool:
    """While the file waits for a host, and this one was asked: it has not said yes, or its visit did not come about."""
    invitation, exchange = invitation_of(application), application.current_exchange
    return (
        application.state == "accepted"
        and invitation is not None
        and invitation.asked_at is not None
        and (exchange is None or exchange.state == "cancelled")
        and not application.proposals.filter(state__in=OPEN_PROPOSAL_STATES).exists()
    )


def may_be_the_same(proposal: Proposal, actor: Actor) -> list[Organisation]:
    """Confirmed members of the manager's own cluster with the name of the invited host, which nobody represents yet."""
    hat, host = actor.hat, proposal.host
    if (
        hat is None
        or hat.kind != RoleKind.MANAGER
        or not HostInvitation.objects.filter(proposal=proposal).exists()
    ):
        return []
    if host.roles.exists() or host.memberships.exists():
        return []
    named = all_of_name(host.name, host.country_id).exclude(pk=host.pk)
    return list(named.filter(memberships__cluster=hat.cluster_id, memberships__state="confirmed").distinct())
