"""The SME status: stated by the organisation, kept with its inputs and reason, checked by its cluster."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clusters import permissions, sme
from clusters.enums import AttestationKind, Check
from clusters.models import Attestation, Organisation
from core import audit, clock, outbox
from core.actors import Actor
from core.exceptions import InvalidInput, Refused


@transaction.atomic
def state_sme_status(*, organisation: Organisation, by: Actor, answers: Mapping[str, Any]) -> Attestation:
    """Record the organisation's own statement of its size; an earlier one ends. Answers as in `clusters.sme`."""
    permissions.check_edit_organisation(by, organisation)
    judgement = sme.judge(answers, held_size(organisation))
    today = clock.today()
    statements(organisation).filter(revoked_on=None).update(revoked_on=today, revoked_reason="Stated again")
    attestation = Attestation.objects.create(
        kind=AttestationKind.SME_STATUS,
        organisation=organisation,
        issued_by=by.user,
        issued_by_name=by.label[:200],
        issued_on=today,
        expires_on=_years_later(today, sme.VALID_YEARS),
        inputs={key: _plain(value) for key, value in answers.items()},
        result=judgement.size.value,
        reason=" ".join(filter(None, (str(judgement.reason), str(judgement.rule_of_two_years)))),
    )
    organisation.sme_size = judgement.size
    if "headcount" in answers:
        organisation.headcount = int(answers["headcount"])
    organisation.save(update_fields=["sme_size", "headcount"])
    audit.record("organisation.sme_status", organisation, by, {"sme_size": (None, judgement.size)})
    return attestation


@transaction.atomic
def check_sme_status(*, attestation: Attestation, by: Actor, result: str, note: str = "") -> Attestation:
    """The cluster's word on a statement. A refused one no longer holds, and the organisation is told why."""
    locked = (
        Attestation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation")
        .get(pk=attestation.pk)
    )
    organisation = locked.organisation
    permissions.check_statement(by, organisation)
    if locked.revoked_on is not None:
        raise Refused(_("This statement was replaced by a newer one. Please look at that one."))
    if result not in Check.values:
        raise InvalidInput(_("Say whether you confirm the statement or refuse it."), "result")
    if result == Check.REFUSED and not note.strip():
        raise InvalidInput(_("Please say in one sentence why. The organisation reads it."), "note")
    locked.checked, locked.checked_on, locked.checked_note = result, clock.today(), note.strip()
    locked.checked_by, locked.checked_by_name = by.user, by.label[:200]
    locked.save(update_fields=["checked", "checked_on", "checked_note", "checked_by", "checked_by_name"])
    organisation.sme_size = locked.result if result == Check.CONFIRMED else ""
    organisation.save(update_fields=["sme_size"])
    audit.record("organisation.sme_checked", organisation, by, {"checked": (None, result)})
    outbox.add(
        "sme_status.checked",
        f"{locked.pk}:{result}:{clock.now().isoformat()}",
        payload={"id": locked.pk, "result": result},
    )
    return locked


def statements(organisation: Organisation) -> Any:
    """All statements of the SME status, newest first."""
    return organisation.attestations.filter(kind=AttestationKind.SME_STATUS).order_by("-issued_on", "-id")


def held_size(organisation: Organisation) -> str:
    """The size stated last and not refused; empty for none."""
    last = statements(organisation).exclude(checked=Check.REFUSED).first()
    return last.result if last is not None else ""


def _plain(value: Any) -> Any:
    """As JSON keeps it: sums as text, so that no digit is lost."""
    if isinstance(value, Decimal):
        return str(value)
    return value


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
