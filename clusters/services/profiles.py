"""What clusters and partnerships say about themselves."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clusters import permissions
from clusters.models import Cluster, Organisation, Partnership
from clusters.services import contacts
from core import audit, clock
from core.actors import Actor
from core.edits import check_seen
from core.exceptions import InvalidInput

MEMBER_TYPES = ("member_smes", "member_large", "member_research", "member_others")
CLUSTER_FIELDS = (
    "about", "mission", "objectives", "collaborations", "challenges", "services", "contact_name", "contact_email",
    "contact_phone", "contact_public", "management_fte", "website_in_english", "label", "label_on", *MEMBER_TYPES,
    "member_startups", "members_counted_on",
)  # fmt: skip
# They stand on the cluster's organisation.
ORGANISATION_FIELDS = ("founded", "website")
PARTNERSHIP_FIELDS = (
    "summary", "objectives", "expected_results", "kind", "origin", "smes_involved", "grant_amount", "website", "contact_name",
    "contact_email", "contact_phone", "contact_public",
)  # fmt: skip


@transaction.atomic
def update_cluster(*, cluster: Cluster, by: Actor, seen: str | None = None, **fields: Any) -> Cluster:
    """Change parts of the profile; the members by type make the number of all. Raises InvalidInput, ChangedMeanwhile."""
    permissions.check_manages(by, cluster)
    _check_names(fields, (*CLUSTER_FIELDS, *ORGANISATION_FIELDS))
    locked = Cluster.objects.select_for_update(no_key=True, of=("self",)).get(pk=cluster.pk)
    check_seen(locked, seen, cluster_values(locked, fields), fields)
    own = {name: value for name, value in fields.items() if name in ORGANISATION_FIELDS}
    rest = {name: value for name, value in fields.items() if name not in ORGANISATION_FIELDS}
    _check_day(rest.get("label_on"), "label_on")
    _check_day(rest.get("members_counted_on"), "members_counted_on")
    if any(name in rest for name in MEMBER_TYPES):
        numbers = [rest.get(name, getattr(locked, name)) for name in MEMBER_TYPES]
        said = [number for number in numbers if number is not None]
        rest["member_count"] = sum(said) if said else None
        if (rest.get("member_startups") or 0) > (rest.get("member_smes") or 0):
            raise InvalidInput(_("Start-ups are counted among the SMEs."), "member_startups")
    changes = _change(locked, rest)
    if own:
        organisation = Organisation.objects.select_for_update(no_key=True, of=("self",)).get(
            pk=locked.organisation_id
        )
        changes |= _change(organisation, own)
    if changes:
        audit.record("cluster.update", locked, by, changes)
    if "contact_public" in fields:
        contacts.follow(place=locked, by=by, moved="contact_email" in changes)
    return locked


@transaction.atomic
def update_partnership(
    *, partnership: Partnership, by: Actor, seen: str | None = None, **fields: Any
) -> Partnership:
    """Change what the partnership says about itself; code, dates and clusters stay with the operator.

    Raises InvalidInput, ChangedMeanwhile.
    """
    permissions.check_coordinates(by, partnership)
    _check_names(fields, PARTNERSHIP_FIELDS)
    locked = Partnership.objects.select_for_update(no_key=True, of=("self",)).get(pk=partnership.pk)
    check_seen(locked, seen, {name: getattr(locked, name) for name in fields}, fields)
    amount = fields.get("grant_amount", locked.grant_amount)
    if locked.balance_paid_on is not None and amount != locked.grant_amount:
        # The time of the files runs already; that page says what another amount does to it.
        message = _("The balance is paid. Change the amount under “Retention of data”.")
        raise InvalidInput(message, "grant_amount")
    changes = _change(locked, fields)
    if changes:
        audit.record("partnership.update", locked, by, changes)
    if "contact_public" in fields:
        contacts.follow(place=locked, by=by, moved="contact_email" in changes)
    return locked


def cluster_values(cluster: Cluster, names: Iterable[str]) -> dict[str, Any]:
    """Fields of a topic by name, wherever they stand."""
    return {
        name: getattr(cluster.organisation if name in ORGANISATION_FIELDS else cluster, name)
        for name in names
    }


def _change(row: Any, fields: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Write what is different; returns it as (before, after) by name."""
    if "contact_email" in fields:
        fields["contact_email"] = fields["contact_email"].strip().lower()
    changes = {name: (getattr(row, name), value) for name, value in fields.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    for name, (_before, after) in changes.items():
        setattr(row, name, after)
    if changes:
        row.save(update_fields=list(changes))
    return changes


def _check_names(fields: dict[str, Any], known: tuple[str, ...]) -> None:
    unknown = set(fields) - set(known)
    if unknown:
        raise TypeError(f"not part of this profile: {', '.join(sorted(unknown))}")


def _check_day(day: Any, name: str) -> None:
    if day is not None and day > clock.today():
        raise InvalidInput(_("This day has not come yet."), name)
