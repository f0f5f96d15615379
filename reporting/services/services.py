"""Services of the clusters, from the idea to daily use. They count by a reviewed activity, never beside it."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clusters.models import Cluster, Partnership
from core import audit, clock, files
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed, Refused
from reporting import permissions
from reporting.enums import ActivityKind, ServiceNovelty, ServiceStage
from reporting.models import Activity, Service
from reporting.services.activities import record_activity, update_activity

FIELDS = (
    "cluster", "name", "novelty", "stage", "summary", "for_whom", "business_model", "price", "website", "offered_on",
    "pilot_from", "pilot_until", "pilot_users", "pilot_result", "evidence_url",
)  # fmt: skip
# What a reviewer looked at; it stands still while the record counts.
_COUNTED_BY = {
    "activity": ("cluster", "name", "novelty", "offered_on"),
    "pilot_activity": ("cluster", "name", "pilot_from", "pilot_until"),
}


@transaction.atomic
def add_service(
    *,
    partnership: Partnership,
    by: Actor,
    evidence: UploadedFile | None = None,
    counts: bool = False,
    pilot_counts: bool = False,
    recorded: Activity | None = None,
    **fields: Any,
) -> Service:
    """A manager describes a service of the own cluster, the coordinator of any. With `counts` and `pilot_counts` it is
    handed in for the indicators; `recorded` is an activity that told of the service before, and goes on counting alone.
    """
    permissions.check_may_record(partnership, by)
    service = Service(partnership=partnership, added_by=by.user, added_at=clock.now())
    _write(service, by, evidence, fields)
    if recorded is not None:
        _link(service, recorded)
    audit.record("service.add", service, by, {"name": ("", service.name)})
    _hand_in(service, by, counts=counts, pilot_counts=pilot_counts)
    return service


@transaction.atomic
def update_service(
    *,
    service: Service,
    by: Actor,
    evidence: UploadedFile | None = None,
    counts: bool = False,
    pilot_counts: bool = False,
    **fields: Any,
) -> Service:
    """Raises Refused where something changes that a reviewer has counted."""
    check_owner(service, by)
    locked = Service.objects.select_for_update(of=("self",), no_key=True).get(pk=service.pk)
    before = {name: getattr(locked, name) for name in fields}
    _write(locked, by, evidence, fields)
    changes = {name: (old, getattr(locked, name)) for name, old in before.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    _check_counted(locked, set(changes))
    if evidence is not None and locked.evidence is not None:
        changes["evidence"] = (None, locked.evidence.sha256)
    audit.record("service.update", locked, by, changes)
    _hand_in(locked, by, counts=counts, pilot_counts=pilot_counts)
    _follow(locked, by)
    return locked


@transaction.atomic
def link_activity(*, service: Service, by: Actor, activity: Activity) -> Service:
    """An activity that told of this service, or of its pilot, before: they are one, and it goes on counting alone."""
    check_owner(service, by)
    locked = Service.objects.select_for_update(of=("self",), no_key=True).get(pk=service.pk)
    _link(locked, activity)
    audit.record("service.link", locked, by, {"activity": ("", activity.pk)})
    return locked


def check_owner(service: Service, by: Actor) -> None:
    if not permissions.owns_service(service, by):
        raise NotAllowed(_("Only the cluster that owns this service, and the coordinator, may change it."))


def _write(service: Service, by: Actor, evidence: UploadedFile | None, fields: dict[str, Any]) -> None:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"not part of a service: {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(service, name, value.strip() if isinstance(value, str) else value)
    _check_cluster(service.partnership, service.cluster, by)
    _check_days(service)
    if evidence is not None:
        try:
            service.evidence = files.store(evidence, by)
        except InvalidInput as problem:
            raise InvalidInput(problem.message, "evidence") from problem
    try:
        with transaction.atomic():
            service.save()
    except IntegrityError as error:
        if "service_once" in str(error):
            raise InvalidInput(_("This cluster has a service of this name already."), "name") from error
        raise


def _check_cluster(partnership: Partnership, cluster: Cluster, by: Actor) -> None:
    if not permissions.in_partnership(cluster.pk, partnership.pk):
        raise InvalidInput(_("This cluster is not part of the partnership."), "cluster")
    own_only = "coordinator" not in permissions.partnership_relations(partnership.pk, by)
    if own_only and by.hat.cluster_id != cluster.pk:
        raise InvalidInput(_("Choose your own cluster. The coordinator writes for others."), "cluster")


def _check_days(service: Service) -> None:
    today = clock.today()
    if service.offered_on is not None and service.offered_on > today:
        raise InvalidInput(_("This day has not come yet."), "offered_on")
    if service.pilot_until is not None and service.pilot_from is None:
        raise InvalidInput(_("Say when the pilot began, too."), "pilot_from")
    if (
        service.pilot_from is not None
        and service.pilot_until is not None
        and service.pilot_until < service.pilot_from
    ):
        raise InvalidInput(_("The pilot ends before it begins. Check both days."), "pilot_until")
    if service.activity_id is not None and (service.stage == ServiceStage.IDEA or service.offered_on is None):
        raise InvalidInput(_("It is handed in for the indicators. An idea cannot be."), "stage")
    if service.pilot_activity_id is not None and service.pilot_until is None:
        raise InvalidInput(_("The pilot is handed in for the indicators. Say when it ended."), "pilot_until")


def _check_counted(service: Service, changed: set[str]) -> None:
    for name, fields in _COUNTED_BY.items():
        activity = getattr(service, name)
        if activity is not None and activity.state == "counted" and changed & set(fields):
            raise Refused(
                [
                    _("This is counted. Ask the coordinator to review “%(title)s” again first.")
                    % {"title": activity}
                ]
            )


def _link(service: Service, activity: Activity) -> None:
    if (activity.partnership_id, activity.cluster_id) != (service.partnership_id, service.cluster_id):
        raise InvalidInput(_("This activity is of another cluster."), "recorded")
    if hasattr(activity, "service") or hasattr(activity, "piloted_service"):
        raise InvalidInput(_("This activity tells of another service already."), "recorded")
    if activity.kind == ActivityKind.SERVICE_PILOT:
        service.pilot_activity = activity
        service.pilot_until = service.pilot_until or activity.held_on
        service.pilot_from = service.pilot_from or service.pilot_until
    elif activity.kind == _kind(service):
        service.activity = activity
        service.offered_on = service.offered_on or activity.held_on
        if service.stage == ServiceStage.IDEA:
            raise InvalidInput(_("The service counts already, so it is more than an idea."), "stage")
    else:
        raise InvalidInput(_("This activity is of another type."), "recorded")
    service.save()


def _kind(service: Service) -> str:
    return ActivityKind.NEW_SERVICE if service.novelty == ServiceNovelty.NEW else ActivityKind.BETTER_SERVICE


def _hand_in(service: Service, by: Actor, *, counts: bool, pilot_counts: bool) -> None:
    """Make the records that a second person reviews; what is recorded already is not recorded again."""
    if counts and service.activity_id is None:
        if service.stage == ServiceStage.IDEA:
            raise InvalidInput(_("An idea does not count. Choose how far the service is."), "stage")
        if service.offered_on is None:
            raise InvalidInput(_("Say since when the service is there. On this day it counts."), "offered_on")
        service.activity = _record(service, by, _kind(service), service.offered_on, service.name)
    if pilot_counts and service.pilot_activity_id is None:
        if service.pilot_until is None:
            raise InvalidInput(_("Say when the pilot ended. On this day it counts."), "pilot_until")
        title = _("Pilot: %(name)s") % {"name": service.name}
        service.pilot_activity = _record(
            service, by, ActivityKind.SERVICE_PILOT, service.pilot_until, title[:200]
        )
    service.save(update_fields=["activity", "pilot_activity"])


def _follow(service: Service, by: Actor) -> None:
    """Records that nobody has counted yet say what the service says now."""
    for activity, kind, held_on in (
        (service.activity, _kind(service), service.offered_on),
        (service.pilot_activity, ActivityKind.SERVICE_PILOT, service.pilot_until),
    ):
        if activity is None or activity.state == "counted":
            continue
        if (activity.kind, activity.held_on, activity.cluster_id) != (kind, held_on, service.cluster_id):
            update_activity(activity=activity, by=by, kind=kind, held_on=held_on, cluster=service.cluster)


def _record(service: Service, by: Actor, kind: str, held_on: Any, title: str) -> Activity:
    try:
        return record_activity(
            partnership=service.partnership,
            by=by,
            cluster=service.cluster,
            kind=kind,
            title=title,
            held_on=held_on,
            note=service.pilot_result if kind == ActivityKind.SERVICE_PILOT else service.summary,
            evidence=service.evidence,
            evidence_url=service.evidence_url,
        )
    except InvalidInput as problem:
        field = "pilot_until" if kind == ActivityKind.SERVICE_PILOT else "offered_on"
        raise InvalidInput(
            problem.message, field if problem.field == "held_on" else problem.field
        ) from problem
