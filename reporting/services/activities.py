"""Activities: recorded with evidence by one person, counted by another."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster, Partnership
from core import audit, clock, files, workflow
from core.actors import Actor
from core.exceptions import InvalidInput, WrongState
from core.models import StoredFile
from reporting import permissions
from reporting.models import Activity

EDITABLE = ("recorded", "returned")


@transaction.atomic
def record_activity(
    *,
    partnership: Partnership,
    by: Actor,
    cluster: Cluster,
    kind: str,
    title: str,
    held_on: date,
    count: int = 1,
    note: str = "",
    evidence: UploadedFile | StoredFile | None = None,
) -> Activity:
    """A manager records for the own cluster, the coordinator for any of the partnership."""
    permissions.check_may_record(partnership, by)
    _check_cluster(partnership, cluster, by)
    _check_day(held_on)
    activity = Activity(
        partnership=partnership,
        cluster=cluster,
        kind=kind,
        title=title.strip(),
        held_on=held_on,
        count=count,
        note=note.strip(),
        evidence=files.store(evidence, by) if isinstance(evidence, UploadedFile) else evidence,
        recorded_by=by.user,
        recorded_at=clock.now(),
    )
    return workflow.start(activity, by=by, state="recorded", action="record")  # type: ignore[no-any-return]


@transaction.atomic
def update_activity(
    *,
    activity: Activity,
    by: Actor,
    version: int | None = None,
    evidence: UploadedFile | None = None,
    **fields: Any,
) -> Activity:
    """Correct what is not counted yet; one that was sent back goes to review again. Raises StaleVersion."""
    permissions.check_owner(activity, by)
    workflow.claim(activity, version)
    if activity.state not in EDITABLE:
        raise WrongState(_("This activity is counted. Ask the coordinator to review it again first."))
    _check_cluster(activity.partnership, fields.get("cluster", activity.cluster), by)
    _check_day(fields.get("held_on", activity.held_on))
    changes = {name: (getattr(activity, name), value) for name, value in fields.items()}
    for name, value in fields.items():
        setattr(activity, name, value)
    if evidence is not None:
        activity.evidence = files.store(evidence, by)
        changes["evidence"] = (None, activity.evidence.sha256)
    # Whoever wrote it last cannot be the one who counts it.
    activity.recorded_by = by.user
    activity.save()
    audit.record(
        "activity.update", activity, by, {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    )
    if activity.state == "returned":
        workflow.perform(activity, "record_again", by=by)
    return activity


def count_activity(*, activity: Activity, by: Actor, version: int | None = None) -> Activity:
    """A second person has seen the evidence: from now on it counts, on its own date."""
    return workflow.perform(activity, "count", by=by, version=version, reviewer_id=by.user_id)  # type: ignore[no-any-return]


def send_back_activity(*, activity: Activity, by: Actor, reason: str, version: int | None = None) -> Activity:
    return workflow.perform(  # type: ignore[no-any-return]
        activity, "send_back", by=by, version=version, comment=reason, reason=reason
    )


def take_back_activity(*, activity: Activity, by: Actor, reason: str, version: int | None = None) -> Activity:
    """A counted activity is to be reviewed again and does not count until then."""
    return workflow.perform(activity, "take_back", by=by, version=version, comment=reason)  # type: ignore[no-any-return]


def _check_cluster(partnership: Partnership, cluster: Cluster, by: Actor) -> None:
    if not permissions.in_partnership(cluster.pk, partnership.pk):
        raise InvalidInput(_("This cluster is not part of the partnership."), "cluster")
    own_only = "coordinator" not in permissions.partnership_relations(partnership.pk, by)
    if own_only and by.hat.cluster_id != cluster.pk:
        raise InvalidInput(_("Choose your own cluster. The coordinator records for others."), "cluster")


def _check_day(held_on: date) -> None:
    if held_on > clock.today():
        raise InvalidInput(
            _("This day has not come yet. Record the activity when it has taken place."), "held_on"
        )
