"""The report of an event: drafted, written by the host's side, confirmed with the figures of that day."""

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, workflow
from core.actors import Actor
from core.edits import check_seen
from core.exceptions import WrongState
from exchanges.models import EventReport, Mission
from exchanges.permissions import check_relation
from exchanges.selectors import event_reports as select
from exchanges.workflows.mission import mission_relations

TEXTS = ("what_happened", "results", "next_steps")
_STAFF = ("host_manager", "coordinator")


@transaction.atomic
def draft_report(*, mission: Mission, by: Actor) -> EventReport:
    """With a first text. Once there is one, it is returned as it is. Raises WrongState before the end of the event."""
    check_relation(mission_relations(mission, by), *_STAFF)
    workflow.lock(mission)
    if mission.with_lump_sum:
        raise WrongState(_("Each visit of this mission has a closing report of its own."))
    if mission.state != "finished":
        raise WrongState(_("The report is written once the event took place."))
    known = select.report_of(mission)
    if known is not None:
        return known
    return workflow.start(EventReport(mission=mission, **select.suggested(mission)), by=by, state="draft")


@transaction.atomic
def save_report(*, report: EventReport, by: Actor, seen: str | None = None, **texts: str) -> EventReport:
    """Raises ChangedMeanwhile, and WrongState once it is confirmed."""
    check_relation(mission_relations(report.mission, by), *_STAFF)
    workflow.claim(report)
    if report.state != "draft":
        raise WrongState(_("The report is confirmed. Open it again to change it."))
    saved = {name: getattr(report, name) for name in TEXTS}
    check_seen(report, seen, saved, texts)
    for name in TEXTS:
        setattr(report, name, texts[name].strip())
    report.save(update_fields=TEXTS)
    changes = {name: (saved[name], getattr(report, name)) for name in TEXTS}
    audit.record(
        "event_report.save", report, by, {key: pair for key, pair in changes.items() if pair[0] != pair[1]}
    )
    return report


@transaction.atomic
def confirm_report(*, report: EventReport, by: Actor) -> EventReport:
    """From now on everybody reads it on the page of the event, with the figures of today."""
    workflow.check_actor(report, "confirm", by)
    workflow.lock(report)
    EventReport.objects.filter(pk=report.pk, state="draft").update(
        figures=select.figures(report.mission), confirmed_on=clock.today(), confirmed_by=by.user
    )
    workflow.perform(report, "confirm", by=by)
    return report


def reopen_report(*, report: EventReport, by: Actor, reason: str) -> EventReport:
    """It is no longer public until it is confirmed again."""
    return workflow.perform(report, "reopen", by=by, comment=reason.strip())
