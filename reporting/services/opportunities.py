"""Cooperation opportunities: found, pursued, and what became of them."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clusters.models import Cluster, Partnership, Term
from clusters.selectors.terms import terms_of
from core import clock, workflow
from core.actors import Actor
from core.edits import check_seen
from core.exceptions import InvalidInput
from exchanges.enums import FollowUpKind
from reporting import knowledge_permissions as permissions
from reporting.knowledge_enums import OpportunityKind
from reporting.models import Opportunity
from reporting.permissions import in_partnership
from reporting.selectors import opportunities as selectors
from reporting.services import knowledge

FIELDS = (
    "cluster", "kind", "title", "about", "regions", "deadline", "next_step", "next_on", "owner", "outcome", "note",
    "may_publish",
)  # fmt: skip


def saved_values(row: Opportunity) -> dict[str, Any]:
    related: dict[str, list[Any]] = {
        "terms": terms_of(row),
        "clusters": list(row.clusters.order_by("name", "id")),
    }
    return {name: getattr(row, name) for name in FIELDS} | related


@transaction.atomic
def note_opportunity(
    *,
    partnership: Partnership,
    by: Actor,
    terms: Iterable[Term] = (),
    clusters: Iterable[Cluster] = (),
    follow_up: Any = None,
    tandem: Any = None,
    **fields: Any,
) -> Opportunity:
    permissions.check_may_write(partnership, by)
    permissions.check_cluster(partnership, fields["cluster"], by)
    row = Opportunity(
        partnership=partnership,
        written_by=by.user,
        created_at=clock.now(),
        follow_up=follow_up,
        tandem=tandem,
    )
    knowledge.set_fields(row, {"owner": by.user} | fields, FIELDS)
    others = _others(row, clusters)
    _check(row)
    workflow.start(row, by=by, state="found", action="note")
    row.terms.set(terms)
    row.clusters.set(others)
    return row


@transaction.atomic
def update_opportunity(
    *,
    opportunity: Opportunity,
    by: Actor,
    terms: Iterable[Term] | None = None,
    clusters: Iterable[Cluster] | None = None,
    seen: str | None = None,
    **fields: Any,
) -> Opportunity:
    permissions.check_owner(opportunity, by)
    workflow.claim(opportunity)
    related: dict[str, list[Any]] = {
        name: list(rows) for name, rows in (("terms", terms), ("clusters", clusters)) if rows is not None
    }
    check_seen(opportunity, seen, saved_values(opportunity), fields | related)
    permissions.check_cluster(opportunity.partnership, fields.get("cluster", opportunity.cluster), by)
    changes = knowledge.set_fields(opportunity, fields, FIELDS)
    if "clusters" in related:
        related["clusters"] = _others(opportunity, related["clusters"])
    _check(opportunity)
    opportunity.save()
    for name, rows in related.items():
        changes |= knowledge.set_related(opportunity, name, rows)
    knowledge.record("opportunity.update", opportunity, by, changes)
    return opportunity


def pursue(*, opportunity: Opportunity, by: Actor, version: int | None = None) -> Opportunity:
    return workflow.perform(opportunity, "pursue", by=by, version=version)


def realise(*, opportunity: Opportunity, by: Actor, outcome: str, version: int | None = None) -> Opportunity:
    """It came true, and this is what came of it."""
    return workflow.perform(opportunity, "realise", by=by, version=version, outcome=outcome.strip())


def drop(*, opportunity: Opportunity, by: Actor, reason: str, version: int | None = None) -> Opportunity:
    return workflow.perform(opportunity, "drop", by=by, version=version, comment=reason)


@transaction.atomic
def take_over(*, partnership: Partnership, kind: str, number: int, by: Actor) -> Opportunity:
    """A follow-up of a visit, or a finished tandem, becomes an opportunity of its cluster. Names of partners stay in
    the note, which is not published.
    """
    permissions.check_may_write(partnership, by)
    fields = (
        _from_tandem(partnership, number, by)
        if kind == selectors.TANDEM
        else _from_visit(partnership, number, by)
    )
    try:
        with transaction.atomic():
            return note_opportunity(partnership=partnership, by=by, **fields)
    except IntegrityError as error:  # two clicks at once
        raise InvalidInput(_("This has been taken over already, or it is not one of yours.")) from error


def _from_visit(partnership: Partnership, number: int, by: Actor) -> dict[str, Any]:
    found = selectors.follow_ups_to_take(partnership, by).filter(pk=number).first()
    if found is None:
        raise InvalidInput(_("This has been taken over already, or it is not one of yours."))
    exchange = found.exchange
    service = found.kind == FollowUpKind.BUSINESS
    return {
        "follow_up": found,
        "kind": OpportunityKind.SERVICE if service else OpportunityKind.PROJECT,
        "cluster": exchange.application.visitor_cluster,
        "clusters": [exchange.host_cluster] if exchange.host_cluster is not None else [],
        "title": str(found.get_kind_display()),
        "about": _("It came out of a visit between two of our regions."),
        "next_on": found.expected_on,
        "note": _("Visit %(reference)s: %(what)s")
        % {"reference": exchange.application.reference, "what": found},
    }


def _from_tandem(partnership: Partnership, number: int, by: Actor) -> dict[str, Any]:
    found = selectors.tandems_to_take(partnership, by).filter(pk=number).first()
    if found is None:
        raise InvalidInput(_("This has been taken over already, or it is not one of yours."))
    own = by.hat.cluster_id == found.second_id
    lead, other = (found.second, found.first) if own else (found.first, found.second)
    return {
        "tandem": found,
        "kind": OpportunityKind.SERVICE,
        "cluster": lead,
        "clusters": [other],
        "title": _("What %(tandem)s can go on with") % {"tandem": found},
        "about": found.result,
    }


def _others(row: Opportunity, clusters: Iterable[Cluster]) -> list[Cluster]:
    """The clusters beside the leading one, of this partnership only."""
    return [
        one for one in clusters if one.pk != row.cluster_id and in_partnership(one.pk, row.partnership_id)
    ]


def _check(row: Opportunity) -> None:
    if row.kind == OpportunityKind.CALL and row.deadline is None:
        raise InvalidInput(_("A call for funding has a deadline."), "deadline")
    if row.owner is not None and not selectors.owners_in(row.partnership).filter(pk=row.owner.pk).exists():
        raise InvalidInput(_("Choose somebody who coordinates or manages a cluster here."), "owner")
