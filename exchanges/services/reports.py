"""The visitor's closing report with its proofs and follow-ups, and the manager's answer to it short of a decision."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clusters.enums import ConsentPurpose
from clusters.selectors.consents import live, subject_of
from clusters.services import consents
from core import audit, clock, dates, files, workflow
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed, Refused, StaleVersion, WrongState
from exchanges import permissions, policies
from exchanges.enums import Counterpart, EvidenceKind, FollowUpKind, FollowUpStatus
from exchanges.models import ClosingReport, Evidence, Exchange, FollowUp, Traveller
from exchanges.services.locks import lock_exchange

EDITABLE = ("ongoing", "awaiting_report", "report_returned")
TEXTS = ("activities", "results", "learnings", "good_practice", "quote", "evidence_note")
MAX_PROOFS = 40
# For a visitor without an account: the whole report under one mail link.
LINK_PURPOSE = "report"


@transaction.atomic
def save_report(*, exchange: Exchange, by: Actor, version: int | None = None, **fields: Any) -> ClosingReport:
    """Keep what was typed so far, complete or not. Dates are days that have been; `travel_days` lie between them."""
    report = _open_report(exchange, by)
    try:
        workflow.claim(exchange, version)
    except StaleVersion as error:
        raise StaleVersion(error.message, report) from error
    allowed = fields.pop("quote_consent", None)
    unknown = set(fields) - {*TEXTS, "actual_start", "actual_end", "travel_days"}
    if unknown:
        raise InvalidInput(f"Unknown fields: {', '.join(sorted(unknown))}")
    changes = {}
    for name, value in fields.items():
        kept = value.strip() if isinstance(value, str) else value
        if name == "travel_days":
            kept = sorted(day.isoformat() for day in value)
        if getattr(report, name) != kept:
            changes[name] = (getattr(report, name), kept)
            setattr(report, name, kept)
    _check_days(exchange, report)
    if allowed and not report.quote:
        raise InvalidInput(_("Write the sentence that may be quoted, or take back the permission."), "quote")
    report.save()
    if changes:
        audit.record("report.save", exchange, by, changes)
    if allowed is not None or "quote" in changes:
        _allow_quote(report, bool(allowed), by)
    return report


def _allow_quote(report: ClosingReport, allowed: bool, by: Actor) -> None:
    """A permission of its own, with its date, that the writer can take back on the page of permissions."""
    if allowed:
        consents.record_given(purpose=ConsentPurpose.QUOTE, obj=report, by=by, person=by.user)
        return
    for consent in live(ConsentPurpose.QUOTE, **subject_of(report)):
        consents.record_revoked(consent=consent, by=by)


@transaction.atomic
def add_follow_up(
    *,
    exchange: Exchange,
    by: Actor,
    kind: str,
    partner: str,
    status: str,
    counterpart: str = "",
    expected_on: date | None = None,
) -> FollowUp:
    """`counterpart` says what the partner is; it stays empty only for what was told before it was asked."""
    _open_report(exchange, by)
    if not partner.strip():
        raise InvalidInput(_("Say with whom."), "partner")
    follow_up = FollowUp.objects.create(
        exchange=exchange,
        kind=FollowUpKind(kind),
        partner=partner.strip(),
        counterpart=Counterpart(counterpart) if counterpart else "",
        status=FollowUpStatus(status),
        expected_on=expected_on,
    )
    audit.record("follow_up.add", exchange, by, {"follow_up": ("", follow_up.pk)})
    return follow_up


@transaction.atomic
def remove_follow_up(*, exchange: Exchange, by: Actor, follow_up: int) -> None:
    _open_report(exchange, by)
    row = FollowUp.objects.filter(exchange=exchange, pk=follow_up).first()
    if row is not None:
        audit.record("follow_up.remove", exchange, by, {"follow_up": (row.pk, "")})
        row.delete()


@transaction.atomic
def add_evidence(
    *,
    exchange: Exchange,
    by: Actor,
    kind: str,
    upload: UploadedFile,
    traveller: Traveller | None = None,
    note: str = "",
) -> Evidence:
    """Keep one proof: a PDF or picture by its content. The same file for the same kind is kept once."""
    _open_report(exchange, by)
    if traveller is not None and traveller.application_id != exchange.application_id:
        raise InvalidInput(_("This person is not a traveller of this visit."), "traveller")
    if Evidence.objects.filter(exchange=exchange, removed_at=None).count() >= MAX_PROOFS:
        raise Refused(_("There are already %(most)d proofs. Please remove one first.") % {"most": MAX_PROOFS})
    stored = files.store(upload, by)
    twin = Evidence.objects.filter(
        exchange=exchange, kind=kind, traveller=traveller, removed_at=None, file__sha256=stored.sha256
    ).first()
    if twin is not None:
        stored.file.delete(save=False)
        stored.delete()
        return twin
    proof = Evidence.objects.create(
        exchange=exchange,
        kind=EvidenceKind(kind),
        traveller=traveller,
        file=stored,
        note=note.strip(),
        added_at=clock.now(),
    )
    audit.record("evidence.add", exchange, by, {"evidence": ("", stored.sha256)})
    return proof


@transaction.atomic
def remove_evidence(*, exchange: Exchange, by: Actor, evidence: int) -> None:
    """Take a proof back; the file stays on record."""
    _open_report(exchange, by)
    proof = (
        Evidence.objects.filter(exchange=exchange, pk=evidence, removed_at=None)
        .select_related("file")
        .first()
    )
    if proof is not None:
        proof.removed_at = clock.now()
        proof.save(update_fields=["removed_at"])
        audit.record("evidence.remove", exchange, by, {"evidence": (proof.file.sha256, "")})


@transaction.atomic
def replace_evidence(*, exchange: Exchange, by: Actor, evidence: int, upload: UploadedFile) -> Evidence:
    """Another file in the place of one that is there: same kind, person and note. The old one stays on record."""
    _open_report(exchange, by)
    old = Evidence.objects.filter(exchange=exchange, pk=evidence, removed_at=None).first()
    if old is None:
        raise Refused(_("This proof has been taken back already. Add the new file as a proof."))
    remove_evidence(exchange=exchange, by=by, evidence=old.pk)
    return add_evidence(
        exchange=exchange, by=by, kind=old.kind, traveller=old.traveller, note=old.note, upload=upload
    )


@transaction.atomic
def submit_report(*, exchange: Exchange, by: Actor, version: int | None = None) -> Exchange:
    workflow.perform(exchange, "submit_report", by=by, version=version)
    ClosingReport.objects.filter(exchange=exchange).update(submitted_at=clock.now(), return_reason="")
    return exchange


@transaction.atomic
def return_report(*, exchange: Exchange, by: Actor, reason: str, version: int | None = None) -> Exchange:
    """Send it back; the visitor reads the reason above the report."""
    workflow.perform(exchange, "return_report", by=by, version=version, comment=reason.strip())
    ClosingReport.objects.filter(exchange=exchange).update(return_reason=reason.strip())
    return exchange


@transaction.atomic
def waive_evidence(
    *, exchange: Exchange, by: Actor, reason: str, version: int | None = None
) -> ClosingReport:
    """Do without a missing proof, for a reason that stays on file."""
    relations = permissions.exchange_relations(exchange, by)
    permissions.check_relation(relations, "decider")
    workflow.claim(exchange, version)
    if exchange.state != "report_submitted":
        raise WrongState(_("A proof can be waived while the report is being checked."))
    if not reason.strip():
        raise InvalidInput(_("Say why the visit is proven without it."), "reason")
    report = ClosingReport.objects.select_for_update(of=("self",)).get(exchange=exchange)
    before, report.evidence_waived = report.evidence_waived, reason.strip()
    report.save(update_fields=["evidence_waived"])
    audit.record("evidence.waive", exchange, by, {"evidence_waived": (before, report.evidence_waived)})
    return report


def _open_report(exchange: Exchange, by: Actor) -> ClosingReport:
    """The report under the exchange's lock, made on first use. Raises NotAllowed, WrongState."""
    if "visitor" not in permissions.exchange_relations(exchange, by):
        raise NotAllowed(_("Only the visiting organisation writes the closing report."))
    lock_exchange(exchange)
    if exchange.state not in EDITABLE:
        raise WrongState(
            _("The closing report can be changed from the start of the visit until you send it.")
        )
    report, _created = ClosingReport.objects.get_or_create(
        exchange=exchange, defaults={"travel_days": exchange.travel_days}
    )
    return report


def _check_days(exchange: Exchange, report: ClosingReport) -> None:
    start, end = report.actual_start, report.actual_end
    if end is not None and end > policies.host_today(exchange):
        raise InvalidInput(_("The last day lies in the future. Enter the days that have been."), "actual_end")
    if start is None or end is None:
        return
    try:
        dates.check_range(start, end)
    except InvalidInput as error:
        raise InvalidInput(error.message, "actual_end") from error
    report.travel_days = [day for day in report.travel_days if start.isoformat() <= day <= end.isoformat()]
