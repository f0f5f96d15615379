"""Learning tandems: what clusters are strong in and need, and what two of them do together."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clusters.enums import RoleKind
from clusters.models import Cluster, Partnership, PartnershipCluster, Term, User
from clusters.selectors.terms import terms_in_words
from core import audit, clock, outbox, workflow
from core.actors import Actor
from core.edits import check_seen
from core.exceptions import InvalidInput, NotAllowed, WrongState
from exchanges.enums import OPEN_TANDEM_STATES, LearningSide
from exchanges.models import CalledOffSession, LearningTopic, Tandem, TandemSession
from exchanges.permissions import check_relation
from exchanges.selectors.tandems import colleagues, topics_of
from exchanges.workflows.tandem import tandem_relations

_BOTH = ("proposer", "partner")


@transaction.atomic
def set_topics(
    *, cluster: Cluster, side: str, by: Actor, terms: Iterable[Term], seen: str | None = None
) -> None:
    """What the cluster is strong in, or needs. Raises InvalidInput for a field that stands on the other side."""
    _check_manager(cluster, by)
    locked = Cluster.objects.select_for_update(of=("self",), no_key=True).get(pk=cluster.pk)
    stored, chosen = topics_of(locked, side), list(terms)
    check_seen(locked, seen, {"terms": stored}, {"terms": chosen})
    other = LearningTopic.objects.filter(cluster=locked, term__in=chosen).exclude(side=side)
    if twice := other.select_related("term").first():
        raise InvalidInput(
            _("“%(field)s” stands on your other list. Take it away there first.") % {"field": twice.term},
            "terms",
        )
    LearningTopic.objects.filter(cluster=locked, side=side).exclude(term__in=chosen).delete()
    known = {term.pk for term in stored}
    LearningTopic.objects.bulk_create(
        LearningTopic(cluster=locked, side=side, term=term) for term in chosen if term.pk not in known
    )
    audit.record(
        f"learning.{LearningSide(side).value}", locked, by, {"terms": terms_in_words(stored, chosen)}
    )


@transaction.atomic
def propose_tandem(
    *, partnership: Partnership, first: Cluster, second: Cluster, by: Actor, goals: str
) -> Tandem:
    """The first cluster asks the second. Raises InvalidInput for a pair that cannot be one."""
    _check_manager(first, by)
    places = PartnershipCluster.objects.filter(partnership=partnership, cluster__in=[first, second])
    if first == second or places.count() != 2 or partnership.end_on < clock.today():
        raise InvalidInput(_("Both clusters must be in a partnership that still runs."), "second")
    if first.organisation.country_id == second.organisation.country_id:
        raise InvalidInput(_("Choose a cluster of another country."), "second")
    if not goals.strip():
        raise InvalidInput(_("Say what both clusters want to learn."), "goals")
    list(
        Cluster.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=[first.pk, second.pk])
        .order_by("pk")
    )
    pair = [first.pk, second.pk]
    if Tandem.objects.filter(first__in=pair, second__in=pair, state__in=OPEN_TANDEM_STATES).exists():
        raise InvalidInput(_("These two clusters have a tandem already."), "second")
    tandem = workflow.start(
        Tandem(partnership=partnership, first=first, second=second, goals=goals.strip()),
        by=by,
        state="proposed",
    )
    outbox.add("tandem.proposed", f"tandem.proposed:{tandem.pk}", payload={"id": tandem.pk})
    return tandem


def answer_tandem(
    *, tandem: Tandem, by: Actor, accept: bool, comment: str = "", version: int | None = None
) -> Tandem:
    move = "accept" if accept else "decline"
    return workflow.perform(tandem, move, by=by, comment=comment.strip(), version=version)


@transaction.atomic
def finish_tandem(*, tandem: Tandem, by: Actor, result: str, version: int | None = None) -> Tandem:
    """With what came of it, in words."""
    check_relation(tandem_relations(tandem, by), *_BOTH)
    if not result.strip():
        raise InvalidInput(_("Say what came of it."), "result")
    _claim_running(tandem, version)
    tandem.result = result.strip()
    tandem.save(update_fields=["result"])
    return workflow.perform(tandem, "finish", by=by)


def end_tandem(*, tandem: Tandem, by: Actor, reason: str, version: int | None = None) -> Tandem:
    return workflow.perform(tandem, "end", by=by, comment=reason.strip(), version=version)


@transaction.atomic
def add_session(
    *,
    tandem: Tandem,
    by: Actor,
    day: date,
    hours: Decimal,
    people: Iterable[User] = (),
    others: int = 0,
    notes: str = "",
) -> TandemSession:
    """A meeting that took place or is planned. Raises InvalidInput when nobody was there, or for strangers."""
    check_relation(tandem_relations(tandem, by), *_BOTH)
    _claim_running(tandem)
    there = list(people)
    if not there and not others:
        raise InvalidInput(_("Say who took part."), "people")
    known = set(colleagues(tandem).values_list("pk", flat=True))
    if any(person.pk not in known for person in there):
        raise InvalidInput(_("Choose people of the two clusters."), "people")
    session = TandemSession.objects.create(
        tandem=tandem, day=day, hours=hours, others=others or 0, notes=notes.strip()
    )
    session.people.set(there)
    audit.record("tandem.session_add", tandem, by, _told(session, len(there)))
    return session


@transaction.atomic
def remove_session(*, session: TandemSession, by: Actor) -> None:
    """Calendars are told that it is called off."""
    tandem = session.tandem
    check_relation(tandem_relations(tandem, by), *_BOTH)
    _claim_running(tandem)
    audit.record("tandem.session_remove", tandem, by, {"day": (session.day, "")})
    CalledOffSession.objects.create(tandem=tandem, number=session.pk, day=session.day)
    session.delete()


def _told(session: TandemSession, number: int) -> dict[str, tuple[Any, Any]]:
    return {"day": ("", session.day), "hours": ("", session.hours), "people": ("", number + session.others)}


def _claim_running(tandem: Tandem, version: int | None = None) -> None:
    workflow.claim(tandem, version)
    if tandem.state != "running":
        raise WrongState(_("This tandem does not run, so it cannot be changed."))


def _check_manager(cluster: Cluster, by: Actor) -> None:
    hat = by.hat
    if hat is None or hat.kind != RoleKind.MANAGER or hat.cluster_id != cluster.pk:
        raise NotAllowed(_("Only the managers of the cluster can do this."))
