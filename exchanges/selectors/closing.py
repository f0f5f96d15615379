"""What is there to close a visit, read only."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.actors import Actor
from core.dates import human
from core.models import AccessLink
from exchanges import lump_sum, policies
from exchanges.enums import DID_NOT_HAPPEN, LODGING_EVIDENCE, TRAVEL_EVIDENCE, Mode, OutcomeKind
from exchanges.models import ClosingReport, Evidence, Exchange, Party
from exchanges.selectors import presence

_RELATED = (
    "application__rulebook",
    "application__organisation",
    "application__partnership",
    "application__visitor_cluster__organisation",
    "partnership",
    "visitor",
    "host__country",
    "host_country",
    "visitor_cluster",
    "planned_quote",
    "actual_quote",
    "outcome",
    "report",
    "bank_account",
)


def exchange_for_closing(actor: Actor, reference: str) -> Exchange:
    """The file's exchange with what its closing pages show; 404 for whoever may not see the file."""
    rows = Exchange.objects.visible_to(actor).exclude(state="cancelled").select_related(*_RELATED)
    return get_object_or_404(rows, application__reference=reference)


def exchange_of_link(link: AccessLink) -> Exchange:
    """The exchange of a party's mail link; 404 once the party is no longer part of one."""
    party = get_object_or_404(Party, pk=link.subject_id, active=True, exchange__isnull=False)
    return get_object_or_404(
        Exchange.objects.exclude(state="cancelled").select_related(*_RELATED), pk=party.exchange_id
    )


def likely_outcome(exchange: Exchange, working_days: int) -> OutcomeKind:
    """What happened, as far as the days say: the manager confirms or corrects it."""
    if exchange.mode == Mode.VIRTUAL:
        return OutcomeKind.VIRTUAL
    planned = exchange.planned_quote
    if planned is not None and working_days < planned.working_days:
        return OutcomeKind.SHORTER
    return OutcomeKind.TOOK_PLACE


def proofs_of(exchange: Exchange) -> list[Evidence]:
    return list(exchange.evidence.filter(removed_at=None).select_related("file", "traveller").order_by("id"))


@dataclass(frozen=True)
class Meter:
    """One line of the evidence meter."""

    label: str
    have: int
    need: int

    @property
    def verdict(self) -> str:
        return "pass" if self.have >= self.need else "warn"

    @property
    def sentence(self) -> str:
        if self.have >= self.need:
            return (
                f"{self.label}: "
                + ngettext("%d proof is there.", "%d proofs are there.", self.have) % self.have
            )
        return f"{self.label}: " + _("still missing.")


def evidence_meter(exchange: Exchange, proofs: list[Evidence]) -> list[Meter]:
    """Travel and lodging, as many as the file's rules ask for. An online visit needs none."""
    rulebook = exchange.application.rulebook
    if exchange.mode == Mode.VIRTUAL or rulebook is None:
        return []
    travel = sum(proof.kind in TRAVEL_EVIDENCE for proof in proofs)
    lodging = sum(proof.kind in LODGING_EVIDENCE for proof in proofs)
    return [
        Meter(_("Travel (boarding pass, ticket or receipt)"), travel, rulebook.proof_travel_min),
        Meter(_("Lodging (hotel invoice or private statement)"), lodging, rulebook.proof_lodging_min),
    ]


def suggested_activities(exchange: Exchange, days: Collection[date] | None = None) -> str:
    """The agenda as a first text of the report: one line for each item, under its day. `days`: on these only."""
    lines: list[str] = []
    day: date | None = None
    for item in exchange.agenda.order_by("day", "id"):
        if days is not None and item.day not in days:
            continue
        if item.day != day:
            day = item.day
            lines += ["", human(day)] if lines else [human(day)]
        lines.append(f"- {item.title}" + (f", {item.place}" if item.place else ""))
    return "\n".join(lines)


def suggested_days(exchange: Exchange) -> tuple[date, date, list[str]]:
    """First day, last day and travel days: as reported, else as the presences or the host say, else as planned."""
    report: ClosingReport | None = getattr(exchange, "report", None)
    if report is not None and report.actual_start and report.actual_end:
        return report.actual_start, report.actual_end, report.travel_days
    noted = presence.attendance(exchange) if exchange.mission_id is not None else None
    if noted is not None and policies.host_today(exchange) > exchange.last_day:
        return noted.first, noted.last, exchange.travel_days
    outcome = getattr(exchange, "outcome", None)
    if outcome is not None and outcome.host_first_day and outcome.host_last_day:
        return outcome.host_first_day, outcome.host_last_day, exchange.travel_days
    return exchange.first_day, exchange.last_day, exchange.travel_days


@dataclass(frozen=True)
class Check:
    verdict: str
    sentence: str
    source: str = ""


def report_checks(exchange: Exchange, result: lump_sum.Result | None, proofs: list[Evidence]) -> list[Check]:
    """What the manager should see at one glance: days, host, proofs, sum."""
    checks = [*_day_checks(exchange, result), _host_check(exchange), *presence_checks(exchange, result)]
    waived = exchange.report.evidence_waived
    for meter in evidence_meter(exchange, proofs):
        if meter.verdict == "pass" or not waived:
            checks.append(Check("pass" if meter.verdict == "pass" else "fail", meter.sentence))
        else:
            checks.append(Check("warn", meter.sentence, _("Waived: %(reason)s") % {"reason": waived}))
    named = {proof.traveller_id for proof in proofs if proof.traveller_id}
    travellers = list(exchange.application.travellers.all())
    if len(travellers) > 1 and named:
        without = [person.full_name for person in travellers if person.pk not in named]
        if without:
            checks.append(Check("warn", _("No proof names: %(names)s.") % {"names": ", ".join(without)}))
    if exchange.report.evidence_note and policies.missing_proofs(exchange):
        checks.append(
            Check(
                "warn",
                _("The visitor says about missing proofs: %(note)s")
                % {"note": exchange.report.evidence_note},
            )
        )
    return checks


def presence_checks(exchange: Exchange, result: lump_sum.Result | None) -> list[Check]:
    """What the lists of a mission say beside the report: a point to look at, never a reason by itself."""
    noted = presence.attendance(exchange) if exchange.mission_id is not None else None
    if noted is None:
        return []
    signed = _("The host's side has countersigned each day.") if noted.all_signed else ""
    if not noted.all_signed:
        signed = _("Not every day is countersigned by the host's side.")
    words = {"days": noted.days, "first": human(noted.first), "last": human(noted.last)}
    report = exchange.report
    same = result is not None and result.working_days == noted.days
    if same and (report.actual_start, report.actual_end) == (noted.first, noted.last):
        sentence = _("The lists of the mission say the same: %(days)d working days, %(first)s to %(last)s.")
        return [Check("pass" if noted.all_signed else "warn", sentence % words, signed)]
    sentence = _("The lists of the mission say otherwise: %(days)d working days, %(first)s to %(last)s.")
    people = "; ".join(f"{name}: {days}" for name, days in noted.people) if len(noted.people) > 1 else ""
    return [Check("warn", sentence % words, " ".join(part for part in (signed, people) if part))]


def _day_checks(exchange: Exchange, result: lump_sum.Result | None) -> list[Check]:
    planned = exchange.planned_quote
    if result is None or planned is None:
        return [Check("fail", _("The report does not say on which days the visit was."))]
    checks = []
    names = {"actual": result.working_days, "planned": planned.working_days}
    if result.working_days == planned.working_days:
        checks.append(Check("pass", _("%(actual)d working days, as planned.") % names))
    else:
        checks.append(Check("warn", _("%(actual)d working days; planned were %(planned)d.") % names))
    if not result.eligible:
        checks += [Check("fail", reason.sentence) for reason in result.reasons]
    report = exchange.report
    if report.actual_start is None or report.actual_end is None:
        return checks
    if report.actual_start < exchange.first_day or report.actual_end > exchange.last_day:
        checks.append(Check("warn", _("Part of the visit lies outside the agreed days.")))
    return checks


def _host_check(exchange: Exchange) -> Check:
    outcome = getattr(exchange, "outcome", None)
    if outcome is None or not outcome.host_kind:
        return Check("warn", _("The host has not said yet what happened."))
    who = outcome.host_answered_by
    if outcome.host_kind in DID_NOT_HAPPEN:
        return Check(
            "fail",
            _("The host says: %(what)s.") % {"what": outcome.get_host_kind_display()},
            outcome.host_comment or who,
        )
    report = exchange.report
    if (outcome.host_first_day, outcome.host_last_day) == (report.actual_start, report.actual_end):
        return Check("pass", _("The host says the same days as the visitor."), who)
    days = {"first": human(outcome.host_first_day), "last": human(outcome.host_last_day)}
    return Check(
        "warn", _("The host says other days: %(first)s to %(last)s.") % days, outcome.host_comment or who
    )


def comparison(exchange: Exchange, result: lump_sum.Result | None) -> dict[str, Any]:
    """Agreed against actual: the sums, and one sentence on what changed."""
    planned = exchange.planned_quote
    agreed = planned.amount if planned is not None else None
    if result is None or planned is None:
        return {"agreed": agreed, "actual": None, "payable": None, "sentence": "", "tone": "info"}
    payable = min(result.amount, planned.amount)
    tone, sentence = "info", _("The sum stays as agreed.")
    if not result.eligible:
        tone, sentence = "warn", _("By these days the visit is not eligible. Nothing can be paid.")
        if result.needs_decision:
            sentence = _(
                "By these days the visit is not eligible by itself. Ask your cluster to count a day with a programme."
            )
    elif result.amount < planned.amount:
        tone, sentence = "warn", _("The visit was shorter than agreed, so the sum is smaller.")
    elif result.amount > planned.amount:
        sentence = _("By these days the sum would be larger. Paid is what the Financial Agreement says.")
    return {"agreed": agreed, "actual": result.amount, "payable": payable, "sentence": sentence, "tone": tone}
