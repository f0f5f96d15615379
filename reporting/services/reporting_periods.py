"""Planning, closing and correcting the periods a partnership reports on."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clusters.models import Partnership
from core import audit, clock, outbox
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed, Refused, WrongState
from reporting import indicators, period_snapshots, permissions
from reporting.models import Correction, FrozenDocument, ReportingPeriod

CLOSED = "reporting.period_closed"
ENDS = "reporting.period_ends"
DAILY = "reporting.periods"
outbox.every_day(DAILY)


@transaction.atomic
def plan_period(
    *, partnership: Partnership, title: str, first_day: date, last_day: date, due_on: date, by: Actor
) -> ReportingPeriod:
    """The next period of the partnership. Raises InvalidInput for days that another period has."""
    permissions.check_may_report(partnership, by)
    _locked(partnership)
    rows = ReportingPeriod.objects.filter(partnership=partnership)
    _check_days(partnership, first_day, last_day, due_on)
    if rows.filter(first_day__lte=last_day, last_day__gte=first_day).exists():
        raise InvalidInput(_("Another period of this partnership has some of these days."), "first_day")
    last = rows.order_by("-number").first()
    period = ReportingPeriod(
        partnership=partnership,
        number=last.number + 1 if last else 1,
        title=title.strip(),
        first_day=first_day,
        last_day=last_day,
        due_on=due_on,
        created_by=by.user,
    )
    period.save()
    audit.record("period.plan", period, by, {"days": ("", f"{first_day} {last_day}")})
    return period


@transaction.atomic
def remove_period(*, period: ReportingPeriod, by: Actor) -> None:
    """An open period that was planned wrongly."""
    permissions.check_may_report(period.partnership, by)
    _locked(period.partnership)
    if ReportingPeriod.objects.get(pk=period.pk).closed_at is not None:
        raise WrongState(_("A closed period stays."))
    audit.record("period.remove", period, by, {"days": (f"{period.first_day} {period.last_day}", "")})
    ReportingPeriod.objects.filter(pk=period.pk).delete()


@transaction.atomic
def close_period(*, period: ReportingPeriod, by: Actor) -> ReportingPeriod:
    """Freeze all figures of the period. There is no way back. The managers are told by mail."""
    permissions.check_may_report(period.partnership, by)
    _locked(period.partnership)
    period = (
        ReportingPeriod.objects.select_for_update(of=("self",))
        .select_related("partnership")
        .get(pk=period.pk)
    )
    if period.closed_at is not None:
        raise WrongState(_("This period is closed."))
    if period.last_day >= clock.today():
        raise Refused([_("The last day has not passed. Close the period after it.")])
    earlier = ReportingPeriod.objects.filter(
        partnership=period.partnership, last_day__lt=period.first_day, closed_at=None
    )
    if earlier.exists():
        raise Refused([_("An earlier period is still open. Close that one first.")])
    taken = period_snapshots.take(period)
    FrozenDocument.objects.bulk_create(
        FrozenDocument(
            period=period,
            code=code,
            edition=edition,
            snapshot=document,
            snapshot_hash=taken.snapshot["documents"][code][edition],
        )
        for (code, edition), document in taken.documents.items()
    )
    period.snapshot, period.snapshot_hash = taken.snapshot, period_snapshots.digest(taken.snapshot)
    period.closed_by, period.closed_at = by.user, clock.now()
    period.save(update_fields=["snapshot", "snapshot_hash", "closed_by", "closed_at"])
    audit.record("period.close", period, by, {"snapshot_hash": ("", period.snapshot_hash)})
    outbox.add(CLOSED, str(period.pk), payload={"id": period.pk})
    return period


@transaction.atomic
def note_corrections(
    *, period: ReportingPeriod, differences: Mapping[str, Decimal], change: str, reason: str, by: Actor
) -> list[Correction]:
    """Say why figures are other ones since the period was closed. `differences` are by code of the indicator.

    It is one explanation: a second person reviews it as a whole.
    """
    _check_corrects(period, by)
    if period.closed_at is None:
        raise WrongState(_("This period is still open: its figures follow what happens."))
    noted_at = clock.now()
    return [
        _note(period, code, difference, change.strip().rstrip("."), reason.strip(), by, noted_at)
        for code, difference in differences.items()
    ]


def _note(
    period: ReportingPeriod,
    code: str,
    difference: Decimal,
    change: str,
    reason: str,
    by: Actor,
    noted_at: datetime,
) -> Correction:
    if code not in indicators.REGISTRY:
        raise InvalidInput(_("Choose an indicator."), "code")
    if not difference:
        raise InvalidInput(_("Give the difference, for example 3 or -1."), "difference")
    correction = Correction.objects.create(
        period=period,
        code=code,
        difference=difference,
        change=change,
        reason=reason,
        noted_by=by.user,
        noted_at=noted_at,
    )
    audit.record("correction.note", correction, by, {code: ("", difference)})
    return correction


@transaction.atomic
def review_correction(
    *, correction: Correction, agreed: bool, by: Actor, answer: str = ""
) -> list[Correction]:
    """Of all figures that were explained together with this one."""
    _check_corrects(correction.period, by)
    if by.user_id == correction.noted_by_id:
        raise NotAllowed(_("A second person must review this."))
    noted = Correction.objects.filter(
        period=correction.period_id, noted_by=correction.noted_by_id, noted_at=correction.noted_at
    )
    rows = list(noted.select_for_update(of=("self",)).filter(reviewed_at=None).order_by("pk"))
    if correction not in rows:
        raise WrongState(_("This correction has been reviewed."))
    if not agreed and not answer.strip():
        raise InvalidInput(_("Say why not."), "answer")
    now = clock.now()
    for row in rows:
        row.agreed, row.answer, row.reviewed_by, row.reviewed_at = agreed, answer.strip(), by.user, now
        row.save(update_fields=["agreed", "answer", "reviewed_by", "reviewed_at"])
        audit.record("correction.review", row, by, {"agreed": ("", agreed)})
    return rows


def can_correct(period: ReportingPeriod, by: Actor) -> bool:
    """The coordinator and the managers of the partnership: so there are two."""
    return permissions.can_record(period.partnership, by)


def _check_corrects(period: ReportingPeriod, by: Actor) -> None:
    if not can_correct(period, by):
        raise NotAllowed(_("Only the coordinator and the cluster managers correct figures."))


def _check_days(partnership: Partnership, first_day: date, last_day: date, due_on: date) -> None:
    if first_day > last_day:
        raise InvalidInput(_("The last day lies before the first day."), "last_day")
    if due_on < last_day:
        raise InvalidInput(_("The report cannot be due before the last day."), "due_on")
    if first_day < partnership.start_on:
        raise InvalidInput(_("The partnership had not begun then."), "first_day")


def _locked(partnership: Partnership) -> Any:
    """Periods of one partnership are planned and closed one after the other."""
    return (
        Partnership.objects.select_for_update(of=("self",), no_key=True).order_by("pk").get(pk=partnership.pk)
    )
