"""From where the figures of an issue come: a closed period as it was frozen, the same with its corrections, or a count of now."""

from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core import clock, genuine
from core.exceptions import InvalidInput
from reporting.deliverables import catalogue, freezing, sources
from reporting.deliverables.freezing import Snapshot
from reporting.enums import Edition
from reporting.models import Correction, Deliverable, DeliverableEdition, FrozenDocument, ReportingPeriod
from reporting.periods import Period
from reporting.selectors import figure_sources, reporting_periods


@dataclass(frozen=True)
class Chosen:
    """A closed period, or days. `corrected`: the period counted anew, where corrections explain every difference."""

    until: date | None = None
    since: date | None = None
    period: ReportingPeriod | None = None
    corrected: bool = False


def note(deliverable: Deliverable, chosen: Chosen) -> None:
    """Set on the issue what its figures are about, not saved. Raises InvalidInput for `until` or `figures`."""
    if chosen.period is None:
        if chosen.until is None or chosen.until > clock.today():
            raise InvalidInput(_("This day has not come yet. Choose today or an earlier day."), "until")
        deliverable.since, deliverable.as_of = chosen.since, chosen.until
    else:
        _check(deliverable, chosen.period, corrected=chosen.corrected)
        deliverable.since, deliverable.as_of = None, chosen.period.last_day
    deliverable.period, deliverable.with_corrections = chosen.period, chosen.corrected
    deliverable.frozen_at = clock.now()


def _check(deliverable: Deliverable, period: ReportingPeriod, *, corrected: bool) -> None:
    if period.partnership_id != deliverable.partnership_id or period.closed_at is None:
        raise InvalidInput(_("Choose a closed period of this partnership."), "figures")
    if not corrected:
        if not FrozenDocument.objects.filter(period=period, code=deliverable.code).exists():
            raise InvalidInput(
                _("This report was not frozen with the period. Choose days instead."), "figures"
            )
        return
    if not figure_sources.agreed(period).exists():
        raise InvalidInput(_("Nobody has agreed to a correction of this period."), "figures")
    open_still = [str(row.label) for row in reporting_periods.changes_since(period) if row.left]
    if open_still:
        raise InvalidInput(
            _(
                "Some figures are others today, and no agreed correction says why: %(names)s. "
                "Explain them on the page of the period first."
            )
            % {"names": ", ".join(open_still)},
            "figures",
        )


def freeze(deliverable: Deliverable) -> None:
    """Both editions, by what was noted."""
    rows = []
    for edition in (Edition.PUBLIC, Edition.CONFIDENTIAL):
        snapshot = _snapshot(deliverable, edition)
        rows.append(
            DeliverableEdition(
                deliverable=deliverable,
                edition=edition,
                snapshot=snapshot,
                snapshot_hash=freezing.digest(snapshot),
                proof=genuine.new_code(),
            )
        )
    DeliverableEdition.objects.bulk_create(rows)


def _snapshot(deliverable: Deliverable, edition: str) -> Snapshot:
    days = Period(deliverable.partnership, until=deliverable.as_of, since=deliverable.since)
    counted = catalogue.freeze(deliverable.code, days, edition)
    period = deliverable.period
    if period is None:
        return counted
    corrections: list[Correction] = []
    if deliverable.with_corrections:
        corrections = list(figure_sources.agreed(period).order_by("id"))
    else:
        frozen = FrozenDocument.objects.get(period=period, code=deliverable.code, edition=edition)
        counted = sources.still_agreed(frozen.snapshot, counted)
    with translation.override(catalogue.LANGUAGE):
        return counted | {"source": sources.of_period(period, edition, corrections)}
