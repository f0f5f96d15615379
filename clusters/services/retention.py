"""Lets personal data go at the end of their time, once a day; and what starts or stops that clock."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clusters import permissions
from clusters.models import LegalHold, Partnership, RetentionRun
from clusters.record_keeping import kept_until
from core import audit, clock, outbox, personal_data
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed

outbox.every_day("privacy.retention")
# Answers whether a partnership has a file of this reference.
Knows = Callable[[Partnership, str], bool]
_FILES: list[Knows] = []


def files_known_by(function: Knows) -> Knows:
    """Register a higher app that has files."""
    if function not in _FILES:
        _FILES.append(function)
    return function


@outbox.handler("privacy.retention")
def do_todays(_payload: dict[str, Any]) -> None:
    run(day=clock.today())


def due(day: date) -> dict[str, int]:
    """What would go on a day, by rule; only rules for which something would."""
    found = {rule.key: rule.due(day) for rule in personal_data.rules()}
    return {key: number for key, number in found.items() if number}


@transaction.atomic
def run(*, day: date) -> RetentionRun:
    """Let go what is due on a day, and note the counts; a second run on the day adds to them."""
    went = {rule.key: rule.apply(day) for rule in personal_data.rules()}
    record, _created = RetentionRun.objects.get_or_create(day=day, defaults={"ran_at": clock.now()})
    record.ran_at = clock.now()
    record.counts = {
        key: record.counts.get(key, 0) + went.get(key, 0)
        for key in {*record.counts, *went}
        if record.counts.get(key, 0) + went.get(key, 0)
    }
    record.save(update_fields=["ran_at", "counts"])
    return record


@transaction.atomic
def note_balance(
    *, partnership: Partnership, by: Actor, paid_on: date | None, grant_amount: Decimal | None
) -> Partnership:
    """The day on which the Commission paid the balance starts the clock; no day stops it."""
    _check(partnership, by)
    _check_paid_on(partnership, paid_on)
    locked = Partnership.objects.select_for_update(of=("self",), no_key=True).get(pk=partnership.pk)
    changes = {
        "balance_paid_on": (locked.balance_paid_on, paid_on),
        "grant_amount": (locked.grant_amount, grant_amount),
    }
    locked.balance_paid_on, locked.grant_amount = paid_on, grant_amount
    locked.save(update_fields=["balance_paid_on", "grant_amount"])
    audit.record("partnership.balance", locked, by, changes)
    return locked


@transaction.atomic
def set_hold(
    *, partnership: Partnership, by: Actor, reason: str, since: date, reference: str = ""
) -> LegalHold:
    """Keep everything of the partnership, or one file, while an audit, a dispute or an inquiry runs."""
    _check(partnership, by)
    reference = reference.strip().upper()
    if reference and not any(knows(partnership, reference) for knows in _FILES):
        raise InvalidInput(_("This partnership has no file with this reference."), "reference")
    if not reason.strip():
        raise InvalidInput(_("Say why the data must be kept longer."), "reason")
    if since > clock.today():
        raise InvalidInput(_("This day lies in the future."), "since")
    hold = LegalHold.objects.create(
        partnership=partnership, reference=reference, reason=reason.strip(), since=since, set_by=by.user
    )
    changes = {"reason": ("", hold.reason), "since": ("", since), "reference": ("", reference)}
    audit.record("partnership.hold", hold, by, changes)
    return hold


@transaction.atomic
def lift_hold(*, hold: LegalHold, by: Actor) -> LegalHold:
    """The inquiry is over; what is overdue goes with the next daily run. Twice is once."""
    _check(hold.partnership, by)
    if hold.lifted_on is None:
        hold.lifted_on, hold.lifted_by = max(clock.today(), hold.since), by.user
        hold.save(update_fields=["lifted_on", "lifted_by"])
        audit.record("partnership.hold_end", hold, by, {"lifted_on": ("", hold.lifted_on)})
    return hold


def files_go_on(
    *, partnership: Partnership, paid_on: date | None, grant_amount: Decimal | None
) -> date | None:
    """The day on which the files would go, for the page that asks for confirmation. Raises InvalidInput."""
    _check_paid_on(partnership, paid_on)
    return kept_until(paid_on, grant_amount)


def _check_paid_on(partnership: Partnership, paid_on: date | None) -> None:
    if paid_on is not None and paid_on > clock.today():
        raise InvalidInput(_("This day lies in the future. Enter it when the money has arrived."), "paid_on")
    if paid_on is not None and paid_on < partnership.start_on:
        raise InvalidInput(_("This day lies before the start of the partnership."), "paid_on")


def _check(partnership: Partnership, by: Actor) -> None:
    if not permissions.coordinates(by, partnership):
        raise NotAllowed(_("Only the coordinator of the partnership may change this."))
