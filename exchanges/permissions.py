"""Who is what to a file. `can_x` answers yes or no, `check_x` raises with a reason for the person.

Relations: visitor, host, visitor_manager, host_manager, decider, finance, coordinator, auditor, support_office, system.
"""

from typing import Any

from django.db.models import Exists, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from clusters.enums import RoleKind
from clusters.models import Role, User
from core.actors import LINK, PERSON, SYSTEM, Actor
from core.exceptions import NotAllowed
from core.prepared import Prepared
from exchanges.enums import Decider
from exchanges.models import (
    Application,
    DeclaredConflict,
    Exchange,
    Party,
    Proposal,
    Questionnaire,
    Traveller,
)

_PARTNERSHIP_RELATIONS = {
    RoleKind.FINANCE: "finance",
    RoleKind.COORDINATOR: "coordinator",
    RoleKind.AUDITOR: "auditor",
}
_PARTY_RELATIONS = {
    "visitor": "visitor",
    "host": "host",
    "visitor_cluster": "visitor_manager",
    "host_cluster": "host_manager",
}


def application_relations(application: Application, actor: Actor) -> frozenset[str]:
    """What the actor is to a file, looking at the current hat only."""
    if actor.kind == SYSTEM:
        return frozenset({"system"})
    if actor.kind == LINK:
        return _link_relations(actor, application=application)
    if actor.kind != PERSON or actor.hat is None:
        return frozenset()
    hat = actor.hat
    found: set[str] = set()
    if hat.kind == RoleKind.REPRESENTATIVE and hat.organisation_id == application.organisation_id:
        found.add("visitor")
    if hat.kind == RoleKind.MANAGER and hat.cluster_id == application.visitor_cluster_id:
        found.add("visitor_manager")
    if hat.kind in _PARTNERSHIP_RELATIONS and hat.partnership_id == application.partnership_id:
        found.add(_PARTNERSHIP_RELATIONS[hat.kind])
    if hat.kind == RoleKind.SUPPORT_OFFICE:
        found.add("support_office")
    if _is_decider(application, hat) and not any(_ties(application, actor.user)):
        found.add("decider")
    return frozenset(found)


def proposal_relations(proposal: Proposal, actor: Actor) -> frozenset[str]:
    """As for its file, and host or host_manager of this proposal."""
    if actor.kind == SYSTEM:
        return frozenset({"system"})
    if actor.kind == LINK:
        return _link_relations(actor, proposal=proposal)
    found = set(application_relations(proposal.application, actor))
    hat = actor.hat
    if actor.kind == PERSON and hat is not None:
        if hat.kind == RoleKind.REPRESENTATIVE and hat.organisation_id == proposal.host_id:
            found.add("host")
        if hat.kind == RoleKind.MANAGER and hat.cluster_id == proposal.host_cluster_id:
            found.add("host_manager")
    return frozenset(found)


def exchange_relations(exchange: Exchange, actor: Actor) -> frozenset[str]:
    if actor.kind == SYSTEM:
        return frozenset({"system"})
    if actor.kind == LINK:
        return _link_relations(actor, exchange=exchange)
    found = set(application_relations(exchange.application, actor))
    hat = actor.hat
    if actor.kind == PERSON and hat is not None:
        if hat.kind == RoleKind.REPRESENTATIVE and hat.organisation_id == exchange.host_id:
            found.add("host")
        if hat.kind == RoleKind.MANAGER and hat.cluster_id == exchange.host_cluster_id:
            found.add("host_manager")
    return frozenset(found)


def questionnaire_relations(questionnaire: Questionnaire, actor: Actor) -> frozenset[str]:
    """The respondent answers by link or as the side asked; the decider or coordinator closes it without answer."""
    link = actor.link
    if actor.kind == LINK and link is not None:
        own = link.subject_type == "exchanges.questionnaire" and link.subject_id == questionnaire.pk
        return frozenset({"respondent"}) if own else frozenset()
    found = set(exchange_relations(questionnaire.exchange, actor))
    if questionnaire.respondent in found:
        found.add("respondent")
    return frozenset(found)


def is_own_file(application: Application, user: User) -> bool:
    """Whether the person stands on the visiting organisation's side, under whatever hat."""
    return _ties(application, user)[0]


def has_declared_conflict(application: Application, user: User) -> bool:
    """Whether the person has said that they should not decide this file."""
    return _ties(application, user)[1]


def _ties(application: Application, user: User) -> tuple[bool, bool]:
    """Whether the file is the person's own, and whether they declared a conflict of interest; in one statement."""
    started = application.created_by_id == user.pk and not application.entered_for_applicant
    found = _tied(
        file=application.pk, organisation=application.organisation_id, user=user.pk, email=user.email
    )
    _user, own, conflict = found[0] if found else (user.pk, False, False)
    return started or own, conflict


def _on_visiting_side(*, file: Any, organisation: Any, user: Any, email: Any) -> QuerySet[Any]:
    conflicts = DeclaredConflict.objects.filter(application_id=file, user_id=user, ended_at=None)
    roles = Role.objects.filter(
        Q(organisation_id=organisation) | Q(kind=RoleKind.MANAGER, cluster__organisation_id=organisation),
        user_id=user,
        ended_at=None,
    )
    travels = Traveller.objects.filter(application_id=file, email=email)
    ties = User.objects.filter(pk=user).annotate(
        own=Exists(roles) | Exists(travels), conflict=Exists(conflicts)
    )
    return ties.filter(Q(own=True) | Q(conflict=True)).values_list("pk", "own", "conflict")


_tied = Prepared("visitors", _on_visiting_side)


def decider_for(application: Application) -> Decider:
    """Nobody decides on a file of their own organisation: a cluster's own staff go to the coordinator, the
    coordinator's own to the deputy cluster's manager.
    """
    partnership, cluster = application.partnership, application.visitor_cluster
    if partnership is None or cluster is None:
        return Decider.MANAGER
    if application.organisation_id == partnership.coordinator.organisation_id:
        return Decider.DEPUTY
    if application.organisation_id == cluster.organisation_id:
        return Decider.COORDINATOR
    return Decider.MANAGER


def can_see_bank_account(exchange: Exchange, actor: Actor) -> bool:
    """The full IBAN is for the visitor who gave it and for finance only."""
    return bool(exchange_relations(exchange, actor) & {"visitor", "finance"})


# Who may have the PDF of a signed paper made again.
MAY_PRINT = ("decider", "visitor_manager", "host_manager", "coordinator")


def check_relation(relations: frozenset[str], *allowed: str) -> None:
    """Raise NotAllowed unless the actor has one of the relations."""
    if not relations & set(allowed):
        raise NotAllowed(_("Your role does not allow this step."))


def _is_decider(application: Application, hat: Role) -> bool:
    if application.decider == Decider.COORDINATOR:
        return hat.kind == RoleKind.COORDINATOR and hat.partnership_id == application.partnership_id
    if hat.kind != RoleKind.MANAGER:
        return False
    if application.decider == Decider.DEPUTY:
        return application.partnership is not None and hat.cluster_id == application.partnership.deputy_id
    return hat.cluster_id == application.visitor_cluster_id


def _link_relations(actor: Actor, **on: Any) -> frozenset[str]:
    """A link makes its holder one party of one file, for the row it was made for."""
    link = actor.link
    if link is None:
        return frozenset()
    proposal, application, exchange = on.get("proposal"), on.get("application"), on.get("exchange")
    if link.subject_type == "exchanges.proposal":
        return frozenset({"host"}) if proposal is not None and link.subject_id == proposal.pk else frozenset()
    if link.subject_type == "exchanges.application":
        own = application is not None and link.subject_id == application.pk
        return frozenset({"visitor"}) if own else frozenset()
    if link.subject_type == "exchanges.party":
        party = Party.objects.filter(pk=link.subject_id, active=True).first()
        if party is None:
            return frozenset()
        same = (
            (exchange is not None and party.exchange_id == exchange.pk)
            or (proposal is not None and party.proposal_id == proposal.pk)
            or (
                application is not None and party.application_id == application.pk and party.role == "visitor"
            )
        )
        return frozenset({_PARTY_RELATIONS[party.role]}) if same else frozenset()
    return frozenset()
