"""Issues of deliverables: figures frozen at once, the PDF made by a worker, the public edition published."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from clusters.models import Partnership
from core import clock, files, outbox, workflow
from core.actors import Actor
from core.exceptions import InvalidInput
from reporting import permissions
from reporting.deliverables import catalogue, freezing
from reporting.models import Deliverable
from reporting.periods import Period

JOB = "reporting.deliverable"


@transaction.atomic
def request_deliverable(
    *, partnership: Partnership, code: str, edition: str, by: Actor, until: date, since: date | None = None
) -> Deliverable:
    """Freeze the figures of the period as a new issue and ask a worker for the PDF."""
    permissions.check_may_report(partnership, by)
    kind = catalogue.kind_of(code)
    if until > clock.today():
        raise InvalidInput(_("This day has not come yet. Choose today or an earlier day."), "until")
    # Issues of one partnership are numbered one after the other.
    Partnership.objects.select_for_update(of=("self",), no_key=True).order_by("pk").get(pk=partnership.pk)
    snapshot = catalogue.freeze(kind.code, Period(partnership, until=until, since=since), edition)
    issues = Deliverable.objects.filter(partnership=partnership, code=kind.code, edition=edition)
    deliverable = Deliverable(
        partnership=partnership,
        code=kind.code,
        title=str(kind.title),
        work_package=kind.work_package,
        edition=edition,
        number=(issues.aggregate(last=Max("number"))["last"] or 0) + 1,
        since=since,
        as_of=until,
        snapshot=snapshot,
        snapshot_hash=freezing.digest(snapshot),
        requested_by=by.user,
        requested_at=clock.now(),
    )
    workflow.start(deliverable, by=by, state="requested", action="request")
    _ask_worker(deliverable)
    return deliverable


@transaction.atomic
def retry_deliverable(*, deliverable: Deliverable, by: Actor, version: int | None = None) -> Deliverable:
    """Ask a worker once more, from the same frozen figures."""
    workflow.perform(deliverable, "retry", by=by, version=version)
    _ask_worker(deliverable)
    return deliverable


@transaction.atomic
def finish_deliverable(*, deliverable: Deliverable, document: bytes, by: Actor) -> Deliverable:
    """Keep the PDF that was made from the snapshot."""
    name = f"{deliverable.code}-{deliverable.partnership.slug}-{deliverable.edition}-{deliverable.number}.pdf"
    stored = files.store_bytes(document, name, "application/pdf", by)
    return workflow.perform(  # type: ignore[no-any-return]
        deliverable, "finish", by=by, pdf_id=stored.pk, pages=catalogue.count_pages(document)
    )


def fail_deliverable(*, deliverable: Deliverable, by: Actor) -> Deliverable:
    return workflow.perform(deliverable, "fail", by=by)  # type: ignore[no-any-return]


def publish_deliverable(*, deliverable: Deliverable, by: Actor, version: int | None = None) -> Deliverable:
    """Put the public edition on the partnership's public page."""
    return workflow.perform(  # type: ignore[no-any-return]
        deliverable, "publish", by=by, version=version, publisher_id=by.user_id
    )


def withdraw_deliverable(
    *, deliverable: Deliverable, by: Actor, reason: str, version: int | None = None
) -> Deliverable:
    """Take an issue off the public page; it stays in the list with the reason."""
    return workflow.perform(deliverable, "withdraw", by=by, version=version, comment=reason)  # type: ignore[no-any-return]


def _ask_worker(deliverable: Deliverable) -> None:
    outbox.add(JOB, f"{JOB}:{deliverable.pk}:{deliverable.version}", payload={"id": deliverable.pk})
