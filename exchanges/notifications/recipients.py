"""Who gets a mail about a file, each in their own language."""

from clusters.enums import RoleKind
from clusters.models import Cluster, Partnership, User
from clusters.selectors.people import coordinators_of, instead_of, managers_of, people_in
from core.mail import Recipient
from exchanges.enums import Decider
from exchanges.models import Application, MissionInvitation, Proposal


def person(address: str, name: str = "", language: str = "en") -> Recipient:
    """An address with the language of its account, else with `language`; of the stand-in, while the person is away."""
    other = instead_of(address)
    if other is not None:
        return user(other)
    own = User.objects.filter(email=address.lower()).values_list("language", flat=True).first()
    return Recipient(address, name, own or language)


def guest(invitation: MissionInvitation) -> Recipient:
    return person(invitation.contact_email, invitation.contact_name, invitation.language)


def user(who: User) -> Recipient:
    return Recipient(who.email, who.get_full_name(), who.language)


def applicant(application: Application) -> Recipient:
    return person(application.contact_email, application.contact_name)


def host(proposal: Proposal) -> Recipient:
    return person(proposal.host_contact_email, proposal.host_contact_name)


def cluster_people(cluster: Cluster) -> list[Recipient]:
    """Its managers in the portal; without any, the contact of the cluster."""
    managers = [user(who) for who in managers_of(cluster)]
    return managers or [person(cluster.contact_email, cluster.contact_name)]


def coordinators(partnership: Partnership) -> list[Recipient]:
    return [user(who) for who in coordinators_of(partnership)] or cluster_people(partnership.coordinator)


def deciders(application: Application) -> list[Recipient]:
    """Whoever decides this file; nobody before a partnership is chosen."""
    partnership, cluster = application.partnership, application.visitor_cluster
    if partnership is None or cluster is None:
        return []
    if application.decider == Decider.COORDINATOR:
        return coordinators(partnership)
    return cluster_people(partnership.deputy if application.decider == Decider.DEPUTY else cluster)


def staff(partnership: Partnership) -> list[Recipient]:
    """Everybody who coordinates, pays or decides in a partnership, once."""
    people = [*people_in(RoleKind.COORDINATOR, partnership=partnership)]
    people += people_in(RoleKind.FINANCE, partnership=partnership)
    people += people_in(RoleKind.MANAGER, cluster__in=Cluster.objects.filter(places__partnership=partnership))
    return [user(who) for who in dict.fromkeys(people)]
