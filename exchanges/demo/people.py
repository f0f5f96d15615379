"""People around the roles: an open invitation, somebody who asks to come in, colleagues who stand in for each other."""

from datetime import timedelta

from clusters.models import Partnership
from clusters.services import invitations, join_requests, teams
from core import clock
from core.actors import Actor
from exchanges.demo.cast import Cast

VISITOR = "visitor:persona"


def build(cast: Cast, partnership: Partnership) -> None:
    """All of it today, so that it can be tried at once."""
    saxony = cast.actor("manager:silicon-saxony")
    staff = cast.organisations["silicon-saxony"]
    # The manager of the demo also speaks for the cluster's own organisation: two hats to choose from.
    cast.hat("staff:manager:silicon-saxony", saxony.user, "representative", organisation=staff)
    support = cast.person("support@scheme.example", "Saga", "Sjöberg", position="Support office")
    until = clock.now() + timedelta(days=365)
    cast.hat("support", support, "support_office", until=until)
    coordinator = cast.actor(f"coordinator:{partnership.code}")
    invitations.invite(
        email="new.finance@excite-next.example", kind="finance", by=coordinator, partnership=partnership
    )
    invitations.invite(
        email="trainee@silicon-saxony.example", kind="manager", by=saxony, cluster=saxony.hat.cluster
    )
    _newcomer(cast)
    _away(cast, "manager2:mazovia", "manager:mazovia", first=0, last=6)
    _away(cast, "manager2:scs", "manager:scs", first=14, last=24)


def _newcomer(cast: Cast) -> None:
    """A colleague of the visitor's firm who registered alone."""
    firm = cast.actor(VISITOR).hat.organisation
    user = cast.person("newcomer@elbtal.example", "Nele", "Neumann", position="Sales")
    join_requests.ask_to_join(
        organisation=firm, by=Actor.person(user), message="I lead the sales team in Dresden."
    )


def _away(cast: Cast, who: str, instead: str, *, first: int, last: int) -> None:
    today, person = clock.today(), cast.actor(who)
    teams.go_away(
        role=person.hat,
        stand_in=cast.actor(instead).hat,
        starts_on=today + timedelta(days=first),
        ends_on=today + timedelta(days=last),
        by=person,
    )
