"""Activities: recorded with evidence by one person, counted by another."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster, Partnership, Term
from clusters.selectors.terms import terms_in_words, terms_of
from core import audit, clock, files, workflow
from core.actors import Actor
from core.exceptions import InvalidInput, Refused, WrongState
from core.models import StoredFile
from exchanges.models import Mission, Tandem
from reporting import permissions
from reporting.models import Activity

EDITABLE = ("recorded", "returned")
_PLAIN = (
    "kind", "title", "cluster", "held_on", "count", "note", "mode", "place", "participants", "organisations",
    "partner", "counterpart", "evidence_url", "import_run",
)  # fmt: skip
_ONCE = {"event": "reporting_activity_event_id", "tandem": "reporting_activity_tandem_id"}


@transaction.atomic
def record_activity(
    *,
    partnership: Partnership,
    by: Actor,
    cluster: Cluster,
    kind: str,
    title: str,
    held_on: date,
    evidence: UploadedFile | StoredFile | None = None,
    clusters: Iterable[Cluster] = (),
    terms: Iterable[Term] = (),
    event: Mission | None = None,
    tandem: Tandem | None = None,
    **fields: Any,
) -> Activity:
    """A manager records for the own cluster, the coordinator for any of the partnership.

    `event` or `tandem` is what it is recorded out of; each is recorded once. `fields` are further fields of the record.
    """
    permissions.check_may_record(partnership, by)
    _check(partnership, by, cluster, clusters, held_on)
    _check_source(partnership, event, tandem)
    activity = Activity(
        partnership=partnership,
        kind=kind,
        cluster=cluster,
        held_on=held_on,
        evidence=files.store(evidence, by) if isinstance(evidence, UploadedFile) else evidence,
        event=event,
        tandem=tandem,
        recorded_by=by.user,
        recorded_at=clock.now(),
        **_known(fields | {"title": title}),
    )
    try:
        with transaction.atomic():
            workflow.start(activity, by=by, state="recorded", action="record")
    except IntegrityError as error:
        if any(name in str(error) for name in _ONCE.values()):
            raise Refused([_("This is recorded as an activity already.")]) from error
        raise
    activity.clusters.set(_others(cluster, clusters))
    activity.terms.set(terms)
    return activity


@transaction.atomic
def record_activities(
    *, partnership: Partnership, by: Actor, rows: Sequence[dict[str, Any]]
) -> list[Activity]:
    """Record all rows or none. Raises ManyInvalid with what is wrong in which row."""
    found: list[Activity] = []
    wrong: list[tuple[int, InvalidInput]] = []
    for number, row in enumerate(rows):
        try:
            found.append(record_activity(partnership=partnership, by=by, **row))
        except InvalidInput as problem:
            wrong.append((number, problem))
    if wrong:
        raise ManyInvalid(wrong)
    return found


class ManyInvalid(InvalidInput):
    """What is wrong with several rows of a table; `rows` are (place in the table from 0, problem)."""

    def __init__(self, rows: Sequence[tuple[int, InvalidInput]]) -> None:
        super().__init__(_("Nothing was saved. Correct the marked rows."))
        self.rows = rows


@transaction.atomic
def update_activity(
    *,
    activity: Activity,
    by: Actor,
    version: int | None = None,
    evidence: UploadedFile | None = None,
    clusters: Iterable[Cluster] | None = None,
    terms: Iterable[Term] | None = None,
    **fields: Any,
) -> Activity:
    """Correct what is not counted yet; one that was sent back goes to review again. Raises StaleVersion."""
    permissions.check_owner(activity, by)
    workflow.claim(activity, version)
    if activity.state not in EDITABLE:
        raise WrongState(_("This activity is counted. Ask the coordinator to review it again first."))
    cluster = fields.get("cluster", activity.cluster)
    taking_part = list(activity.clusters.all()) if clusters is None else list(clusters)
    _check(activity.partnership, by, cluster, taking_part, fields.get("held_on", activity.held_on))
    fields = _known(fields)
    changes = {name: (getattr(activity, name), value) for name, value in fields.items()}
    for name, value in fields.items():
        setattr(activity, name, value)
    if evidence is not None:
        activity.evidence = files.store(evidence, by)
        changes["evidence"] = (None, activity.evidence.sha256)
    changes |= _set_many(activity, _others(cluster, taking_part), terms)
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


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - set(_PLAIN)
    if unknown:
        raise TypeError(f"not part of an activity: {', '.join(sorted(unknown))}")
    return {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}


def _others(cluster: Cluster, clusters: Iterable[Cluster]) -> list[Cluster]:
    return [one for one in clusters if one.pk != cluster.pk]


def _set_many(
    activity: Activity, clusters: Sequence[Cluster], terms: Iterable[Term] | None
) -> dict[str, tuple[str, str]]:
    """Set who takes part and the themes; what changed, in words."""
    before = ", ".join(str(one) for one in activity.clusters.order_by("name"))
    activity.clusters.set(clusters)
    changes = {"clusters": (before, ", ".join(sorted(str(one) for one in clusters)))}
    if terms is not None:
        chosen = list(terms)
        changes["terms"] = terms_in_words(terms_of(activity), chosen)
        activity.terms.set(chosen)
    return changes


def _check(
    partnership: Partnership, by: Actor, cluster: Cluster, clusters: Iterable[Cluster], held_on: date
) -> None:
    if not permissions.in_partnership(cluster.pk, partnership.pk):
        raise InvalidInput(_("This cluster is not part of the partnership."), "cluster")
    own_only = "coordinator" not in permissions.partnership_relations(partnership.pk, by)
    if own_only and by.hat.cluster_id != cluster.pk:
        raise InvalidInput(_("Choose your own cluster. The coordinator records for others."), "cluster")
    if any(not permissions.in_partnership(one.pk, partnership.pk) for one in _others(cluster, clusters)):
        raise InvalidInput(_("A cluster that took part is not in the partnership."), "clusters")
    if held_on > clock.today():
        raise InvalidInput(
            _("This day has not come yet. Record the activity when it has taken place."), "held_on"
        )


def _check_source(partnership: Partnership, event: Mission | None, tandem: Tandem | None) -> None:
    if event is not None and (event.partnership_id != partnership.pk or event.with_lump_sum):
        raise Refused([_("This event is not one of this partnership, or its visits count as exchanges.")])
    if event is not None and (event.end_on > clock.today() or event.state in ("draft", "cancelled")):
        raise Refused([_("This event has not taken place.")])
    if tandem is not None and (tandem.partnership_id != partnership.pk or tandem.state != "finished"):
        raise Refused([_("This tandem is not finished, or it is not one of this partnership.")])
