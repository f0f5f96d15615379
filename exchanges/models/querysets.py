"""Row scope: what the current hat may see. Looks at one hat only, never at all roles of a person."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from clusters.enums import RoleKind
from clusters.models import Partnership, User
from core.actors import LINK, PERSON, SYSTEM, Actor
from core.counts import NewestFirst

_PARTNERSHIP_HATS = (RoleKind.FINANCE, RoleKind.COORDINATOR, RoleKind.AUDITOR)


def party_filter(actor: Actor) -> dict[str, Any] | None:
    """The Party columns that make the hat a party; None when the hat is none."""
    hat = actor.hat
    if hat is None:
        return None
    if hat.kind == RoleKind.REPRESENTATIVE:
        return {"organisation_id": hat.organisation_id, "role__in": ["visitor", "host"]}
    if hat.kind == RoleKind.MANAGER:
        return {"cluster_id": hat.cluster_id}
    return None


class ApplicationQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "ApplicationQuerySet":
        """Files of which the hat is a party, or of the hat's partnership. Drafts are seen by their own side only."""
        if actor.kind == SYSTEM:
            return self
        if actor.kind != PERSON or actor.hat is None:
            return self.none()
        hat = actor.hat
        if hat.kind in _PARTNERSHIP_HATS:
            return self.filter(partnership_id=hat.partnership_id).exclude(state="draft")
        if hat.kind == RoleKind.SUPPORT_OFFICE:
            return self.exclude(state="draft")
        from exchanges.models.exchange import Party  # noqa: PLC0415  Party points back at Application

        party = Exists(
            Party.objects.filter(application=OuterRef("pk"), active=True, **(party_filter(actor) or {}))
        )
        if hat.kind == RoleKind.REPRESENTATIVE:
            return self.filter(Q(organisation_id=hat.organisation_id) | party)
        # The deputy decides on the coordinator's own files without being a party of them.
        deputised = Partnership.objects.filter(deputy_id=hat.cluster_id).order_by().values("pk")
        decides = Q(decider="deputy", partnership__in=deputised) & ~Q(state="draft")
        return self.filter(
            party | decides | Q(entered_for_applicant=True, state="draft", created_by_id=actor.user_id)
        )

    def listed_for(self, actor: Actor, **edge: Any) -> "ApplicationQuerySet":
        """The sent files among those `visible_to` shows, for a list by number: of a cluster with thousands of files only
        those on the page are looked at. `edge` bounds the number ("gt" or "lt").
        """
        bounds = {f"pk__{side}": number for side, number in edge.items()}
        hat = actor.hat
        if actor.kind != PERSON or hat is None or hat.kind != RoleKind.MANAGER:
            return self.visible_to(actor).exclude(state="draft").filter(**bounds)
        from exchanges.models.exchange import Party  # noqa: PLC0415  as above

        sides = {f"application__{side}": number for side, number in edge.items()}
        own = Party.objects.filter(active=True, cluster_id=hat.cluster_id, **sides).order_by(
            "-application_id"
        )
        decides = self.model.objects.filter(decider="deputy", partnership__deputy_id=hat.cluster_id, **bounds)
        decides = decides.exclude(state="draft").order_by("-pk")
        # Each side in order, so that their keys are merged as far as they are needed; 27,000 would be sorted otherwise.
        keys = own.values("application").union(decides.values("pk"), all=True)
        return self.filter(pk__in=NewestFirst(keys)).exclude(state="draft")


class FilePartQuerySet(models.QuerySet[Any]):
    """Rows that belong to a file by `application`; seen by whoever sees the file."""

    path = "application"

    def visible_to(self, actor: Actor) -> "FilePartQuerySet":
        if actor.kind == SYSTEM:
            return self
        from exchanges.models.application import Application  # noqa: PLC0415  Application uses this module

        return self.filter(
            **{f"{self.path}__in": Application.objects.visible_to(actor).order_by().values("pk")}
        )


class ExchangePartQuerySet(FilePartQuerySet):
    path = "exchange__application"


class ProposalQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "ProposalQuerySet":
        """The visitor's side sees all proposals of its file; a host's side its own only."""
        if actor.kind == SYSTEM:
            return self
        if actor.kind == LINK:
            link = actor.link
            if link is not None and link.subject_type == "exchanges.proposal":
                return self.filter(pk=link.subject_id)
            if link is not None and link.subject_type == "exchanges.party":
                return self.filter(parties=link.subject_id, parties__active=True)
            return self.none()
        if actor.kind != PERSON or actor.hat is None:
            return self.none()
        hat = actor.hat
        if hat.kind in _PARTNERSHIP_HATS:
            return self.filter(application__partnership_id=hat.partnership_id)
        if hat.kind == RoleKind.REPRESENTATIVE:
            return self.filter(
                Q(application__organisation_id=hat.organisation_id) | Q(host_id=hat.organisation_id)
            )
        if hat.kind == RoleKind.MANAGER:
            return self.filter(
                Q(application__visitor_cluster_id=hat.cluster_id) | Q(host_cluster_id=hat.cluster_id)
            )
        return self


class MissionQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "MissionQuerySet":
        """Everybody sees what was published, also when it is cancelled; a draft is for host's cluster and coordinator."""
        if actor.kind == SYSTEM:
            return self
        published = ~Q(state__in=["draft", "cancelled"]) | Q(state="cancelled", published_at__isnull=False)
        hat = actor.hat if actor.kind == PERSON else None
        if hat is not None and hat.kind == RoleKind.MANAGER:
            return self.filter(published | Q(host_cluster_id=hat.cluster_id))
        if hat is not None and hat.kind == RoleKind.COORDINATOR:
            return self.filter(published | Q(partnership_id=hat.partnership_id))
        return self.filter(published)


class MissionInvitationQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "MissionInvitationQuerySet":
        """The people who run the event see all of its invitations; a link the one that it was sent for."""
        if actor.kind == SYSTEM:
            return self
        if actor.kind == LINK:
            link = actor.link
            mine = link is not None and link.subject_type == "exchanges.missioninvitation"
            return self.filter(pk=link.subject_id) if mine and link is not None else self.none()
        hat = actor.hat if actor.kind == PERSON else None
        if hat is not None and hat.kind == RoleKind.MANAGER:
            return self.filter(mission__host_cluster_id=hat.cluster_id)
        if hat is not None and hat.kind == RoleKind.COORDINATOR:
            return self.filter(mission__partnership_id=hat.partnership_id)
        return self.none()


class ParticipantQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "ParticipantQuerySet":
        """The staff of the event sees all; an organisation its own people; a link the person it was sent to."""
        if actor.kind == SYSTEM:
            return self
        if actor.kind == LINK:
            link = actor.link
            mine = link is not None and link.subject_type == "exchanges.participant"
            return self.filter(pk=link.subject_id) if mine and link is not None else self.none()
        hat = actor.hat if actor.kind == PERSON else None
        if hat is None:
            return self.none()
        if hat.kind == RoleKind.MANAGER:
            return self.filter(mission__host_cluster_id=hat.cluster_id)
        if hat.kind in _PARTNERSHIP_HATS:
            return self.filter(mission__partnership_id=hat.partnership_id)
        if hat.kind == RoleKind.REPRESENTATIVE:
            return self.filter(organisation_id=hat.organisation_id)
        return self


class PresenceQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "PresenceQuerySet":
        """As the participant."""
        if actor.kind == SYSTEM:
            return self
        from exchanges.models.participant import Participant  # noqa: PLC0415  Participant uses this module

        return self.filter(participant__in=Participant.objects.visible_to(actor).order_by().values("pk"))


class EventMaterialQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "EventMaterialQuerySet":
        """What is for everybody, of events that the actor sees; all of it for the event's staff and for those who come."""
        if actor.kind == SYSTEM:
            return self
        from exchanges.models.mission import Mission  # noqa: PLC0415  Mission uses this module
        from exchanges.models.participant import Participant  # noqa: PLC0415  so does Participant

        seen = Mission.objects.visible_to(actor).order_by().values("pk")
        mine: models.QuerySet[Any, Any] = (
            Participant.objects.visible_to(actor).filter(state="coming").order_by().values("mission")
        )
        hat = actor.hat if actor.kind == PERSON else None
        staff = models.Q(pk__in=[])
        if hat is not None and hat.kind == RoleKind.MANAGER:
            staff = models.Q(mission__host_cluster_id=hat.cluster_id)
            own = Participant.objects.filter(state="coming", organisation__cluster=hat.cluster_id)
            mine = own.order_by().values("mission")
        elif hat is not None and hat.kind in _PARTNERSHIP_HATS:
            staff = models.Q(mission__partnership_id=hat.partnership_id)
            mine = mine.none()
        elif hat is not None and hat.kind == RoleKind.REPRESENTATIVE:
            staff = models.Q(mission__host_id=hat.organisation_id)
        elif hat is not None:
            mine = mine.none()
        return self.filter(models.Q(public=True) | staff | models.Q(mission__in=mine), mission__in=seen)


class MeetingRoundQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "MeetingRoundQuerySet":
        """The staff of the event and its oversight; participants have pages of their own."""
        if actor.kind == SYSTEM:
            return self
        hat = actor.hat if actor.kind == PERSON else None
        if hat is None:
            return self.none()
        if hat.kind == RoleKind.MANAGER:
            return self.filter(mission__host_cluster_id=hat.cluster_id)
        if hat.kind in _PARTNERSHIP_HATS:
            return self.filter(mission__partnership_id=hat.partnership_id)
        return self if hat.kind == RoleKind.SUPPORT_OFFICE else self.none()


class MeetingQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "MeetingQuerySet":
        """The staff of the event and its oversight see all meetings; participants their own once they are published."""
        if actor.kind == SYSTEM:
            return self
        from exchanges.models.meetings import MeetingRound  # noqa: PLC0415  MeetingRound uses this module
        from exchanges.models.participant import Participant  # noqa: PLC0415

        if actor.kind == LINK or (actor.hat is not None and actor.hat.kind == RoleKind.REPRESENTATIVE):
            own = Participant.objects.visible_to(actor).order_by().values("pk")
            known = Q(round__state__in=["published", "finished"]) | Q(
                round__state="called_off", state="cancelled"
            )
            return self.filter(known, seats__participant__in=own).distinct()
        return self.filter(round__in=MeetingRound.objects.visible_to(actor).order_by().values("pk"))


class TandemQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "TandemQuerySet":
        """The managers of the two clusters, and those who oversee the partnership."""
        if actor.kind == SYSTEM:
            return self
        hat = actor.hat if actor.kind == PERSON else None
        if hat is None or hat.kind == RoleKind.REPRESENTATIVE:
            return self.none()
        if hat.kind == RoleKind.MANAGER:
            return self.filter(Q(first_id=hat.cluster_id) | Q(second_id=hat.cluster_id))
        if hat.kind in _PARTNERSHIP_HATS:
            return self.filter(partnership_id=hat.partnership_id)
        return self


class HostOfferQuerySet(models.QuerySet[Any]):
    def open(self) -> "HostOfferQuerySet":
        """Switched on, and its contact lets the portal use their data."""
        return self.filter(_offer_is_open())

    def visible_to(self, actor: Actor) -> "HostOfferQuerySet":
        """Open offers are public; the others are for the host and its cluster."""
        if actor.kind == SYSTEM:
            return self
        hat = actor.hat if actor.kind == PERSON else None
        if hat is not None and hat.kind == RoleKind.MANAGER:
            return self.filter(_offer_is_open() | Q(host_cluster_id=hat.cluster_id))
        if hat is not None and hat.kind == RoleKind.REPRESENTATIVE:
            return self.filter(_offer_is_open() | Q(organisation_id=hat.organisation_id))
        return self.open()


def _offer_is_open() -> Q:
    restricted = User.objects.filter(email=OuterRef("contact_email"), restricted_at__isnull=False)
    return Q(active=True) & ~Q(Exists(restricted))


class PastExchangeQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "PastExchangeQuerySet":
        """The partnership's oversight sees all; a manager and an organisation those that they took part in."""
        if actor.kind == SYSTEM:
            return self
        hat = actor.hat if actor.kind == PERSON else None
        if hat is None:
            return self.none()
        if hat.kind in _PARTNERSHIP_HATS:
            return self.filter(partnership_id=hat.partnership_id)
        if hat.kind == RoleKind.SUPPORT_OFFICE:
            return self
        if hat.kind == RoleKind.MANAGER:
            return self.filter(Q(home_cluster_id=hat.cluster_id) | Q(host_cluster_id=hat.cluster_id))
        return self.filter(Q(visitor_id=hat.organisation_id) | Q(host_id=hat.organisation_id))


class MatchingRunQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "MatchingRunQuerySet":
        """The coordinator and the auditor see all of their partnership; its managers what is solved or sent."""
        if actor.kind == SYSTEM:
            return self
        hat = actor.hat if actor.kind == PERSON else None
        if hat is None:
            return self.none()
        if hat.kind in (RoleKind.COORDINATOR, RoleKind.AUDITOR):
            return self.filter(partnership_id=hat.partnership_id)
        if hat.kind == RoleKind.MANAGER:
            places = Partnership.objects.filter(clusters=hat.cluster_id).order_by().values("pk")
            return self.filter(state__in=["solved", "deployed"], partnership__in=places)
        return self.none()


class RunMatchQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "RunMatchQuerySet":
        """Of the runs that the hat sees; a manager those of its own files and of its own hosts."""
        if actor.kind == SYSTEM:
            return self
        from exchanges.models.matching_run import MatchingRun  # noqa: PLC0415  it uses this module

        found = self.filter(run__in=MatchingRun.objects.visible_to(actor).order_by().values("pk"))
        hat = actor.hat
        if hat is not None and hat.kind == RoleKind.MANAGER:
            own = Q(application__visitor_cluster_id=hat.cluster_id) | Q(offer__host_cluster_id=hat.cluster_id)
            return found.filter(own)
        return found


class RulebookQuerySet(models.QuerySet[Any]):
    def published(self) -> "RulebookQuerySet":
        return self.filter(published_at__isnull=False)

    def visible_to(self, actor: Actor) -> "RulebookQuerySet":
        """Published rules are public; a draft is for the coordinator of its partnership."""
        if actor.kind == SYSTEM:
            return self
        hat = actor.hat if actor.kind == PERSON else None
        public = Q(published_at__isnull=False)
        if hat is not None and hat.kind == RoleKind.COORDINATOR:
            return self.filter(public | Q(partnership_id=hat.partnership_id))
        return self.filter(public)
