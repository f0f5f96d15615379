"""The exchange, from visit plan to closed file. Edges as in the architecture; guards in `exchanges.policies`."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.workflow_table import Deadline, State, Transition, Workflow, register
from exchanges import permissions, policies
from exchanges.enums import DocumentKind
from exchanges.models import Exchange
from exchanges.workflows.application import deciding_side
from exchanges.workflows.due import due

BEFORE_START = ("building", "commitment_signing", "agreement_signing", "ready_to_start")
AFTER_START = ("ongoing", "awaiting_report", "report_submitted", "report_returned")
_SIGNERS = ("visitor", "host", "visitor_manager", "host_manager", "coordinator", "decider")


def _unsigned(kind: str, roles: tuple[str, ...]) -> Any:
    def waiting(exchange: Exchange) -> tuple[str, ...]:
        signed = policies.signed_roles(exchange, kind)
        return tuple(role for role in roles if role not in signed)

    return waiting


def _decider(exchange: Exchange) -> tuple[str, ...]:
    return deciding_side(exchange.application)


def _credit(exchange: Exchange, data: dict[str, Any]) -> None:
    """An exchange is credited on the date of its first validation."""
    if exchange.credited_on is None:
        exchange.credited_on = clock.today()


def _ended(exchange: Exchange, data: dict[str, Any]) -> None:
    exchange.ended_on = min(clock.today(exchange.host_country.timezone), exchange.last_day)


STATES = (
    State(
        "building",
        _("Visit plan being written"),
        _("Write the visit plan"),
        ("visitor",),
        Deadline("signature_days", "working"),
    ),
    State(
        "commitment_signing",
        _("Commitment to Quality being signed"),
        _("Four parties sign the plan"),
        _unsigned(DocumentKind.COMMITMENT, ("visitor", "visitor_cluster", "host", "host_cluster")),
        Deadline("signature_days", "working"),
    ),
    State(
        "agreement_signing",
        _("Financial Agreement being signed"),
        _("Sign the Financial Agreement"),
        _unsigned(DocumentKind.AGREEMENT, ("visitor", "visitor_cluster")),
        Deadline("signature_days", "working"),
    ),
    State("ready_to_start", _("Ready to start"), _("Ready to start")),
    State("ongoing", _("Visit under way"), _("You are on your visit")),
    State(
        "awaiting_report",
        _("Closing report expected"),
        _("Hand in your closing report"),
        ("visitor",),
        Deadline("report_days"),
    ),
    State(
        "report_submitted",
        _("Closing report to check"),
        _("Report is being checked"),
        _decider,
        Deadline("validation_days", "working"),
    ),
    State(
        "report_returned",
        _("Closing report sent back"),
        _("Please correct your report"),
        ("visitor",),
        Deadline("report_days"),
    ),
    State(
        "validated", _("Closing report validated"), _("Report checked"), _decider, Deadline("payment_days")
    ),
    State(
        "payment_ordered",
        _("Payment ordered"),
        _("Payment is being approved"),
        ("finance",),
        Deadline("payment_days"),
    ),
    State(
        "payment_approved",
        _("Payment approved"),
        _("Payment is on its way"),
        ("finance",),
        Deadline("payment_days"),
    ),
    State("paid", _("Paid"), _("Paid")),
    State("closed", _("Closed"), _("Closed"), final=True),
    State("cancelled", _("Cancelled"), _("Cancelled"), final=True),
    State("discontinued", _("Broken off"), _("Broken off"), final=True),
    State("not_eligible", _("Not eligible"), _("Not eligible"), final=True),
)

TRANSITIONS = (
    Transition(
        "send_plan",
        ("building",),
        "commitment_signing",
        _("Send the plan for signature"),
        ("visitor", "visitor_manager", "decider"),
        guard=policies.plan_is_complete,
        events=("plan_sent",),
    ),
    Transition(
        "send_with_mission",
        ("building",),
        "commitment_signing",
        _("Send the plans of the mission for signature"),
        ("host_manager", "coordinator"),
        guard=policies.plan_of_mission_is_complete,
        events=("plan_sent",),
    ),
    Transition(
        "change_plan",
        ("commitment_signing", "agreement_signing"),
        "building",
        _("Change the plan"),
        ("visitor", "visitor_manager", "decider"),
        required=("comment",),
        events=("plan_reopened",),
    ),
    Transition(
        "complete_commitment",
        ("commitment_signing",),
        "agreement_signing",
        _("All four have signed"),
        _SIGNERS,
        guard=policies.commitment_is_signed,
        events=("commitment_signed",),
    ),
    Transition(
        "complete_without_agreement",
        ("commitment_signing",),
        "ready_to_start",
        _("All four have signed; nothing is paid"),
        _SIGNERS,
        guard=policies.commitment_is_signed_without_money,
        events=("commitment_signed", "ready"),
    ),
    Transition(
        "complete_agreement",
        ("agreement_signing",),
        "ready_to_start",
        _("Both have signed"),
        _SIGNERS,
        guard=policies.agreement_is_signed,
        events=("agreement_signed", "ready"),
    ),
    Transition(
        "start",
        ("ready_to_start",),
        "ongoing",
        _("The visit begins"),
        ("system",),
        guard=policies.stay_has_begun,
        events=("started",),
    ),
    Transition(
        "end",
        ("ongoing",),
        "awaiting_report",
        _("The visit is over"),
        ("system",),
        guard=policies.stay_is_over,
        effect=_ended,
        events=("ended",),
    ),
    Transition(
        "submit_report",
        ("awaiting_report", "report_returned"),
        "report_submitted",
        _("Send the closing report"),
        ("visitor",),
        guard=policies.report_is_complete,
        events=("report_submitted",),
    ),
    Transition(
        "return_report",
        ("report_submitted",),
        "report_returned",
        _("Send back for correction"),
        ("decider",),
        required=("comment",),
        events=("report_returned",),
    ),
    Transition(
        "validate",
        ("report_submitted",),
        "validated",
        _("Validate the report"),
        ("decider",),
        guard=policies.report_can_be_validated,
        effect=_credit,
        events=("validated",),
    ),
    Transition(
        "find_not_eligible",
        ("report_submitted",),
        "not_eligible",
        _("Not eligible"),
        ("decider",),
        required=("comment",),
        events=("found_not_eligible",),
    ),
    Transition(
        "order_payment",
        ("validated",),
        "payment_ordered",
        _("Order payment"),
        ("decider",),
        guard=policies.sum_is_due,
        events=("ordered",),
    ),
    Transition(
        "approve_payment",
        ("payment_ordered",),
        "payment_approved",
        _("Approve payment"),
        ("finance", "coordinator"),
        guard=policies.second_person,
        events=("approved",),
    ),
    Transition(
        "refuse_payment",
        ("payment_ordered", "payment_approved"),
        "validated",
        _("Refuse payment"),
        ("finance", "coordinator"),
        required=("comment",),
        events=("payment_refused",),
    ),
    Transition(
        "mark_paid",
        ("payment_approved",),
        "paid",
        _("Mark as paid"),
        ("finance",),
        guard=policies.account_unchanged,
        events=("paid",),
    ),
    Transition(
        "close",
        ("paid",),
        "closed",
        _("Close the file"),
        ("decider", "coordinator", "system"),
        guard=policies.feedback_is_in,
    ),
    Transition(
        "close_without_payment",
        ("validated",),
        "closed",
        _("Close the file; nothing to pay"),
        ("decider", "coordinator", "system"),
        guard=policies.nothing_to_pay,
    ),
    Transition(
        "cancel",
        BEFORE_START,
        "cancelled",
        _("Cancel the visit"),
        ("visitor", "host", "decider", "visitor_manager"),
        required=("comment",),
        events=("cancelled",),
    ),
    # The whole mission is cancelled; the mails say what becomes of the file.
    Transition(
        "cancel_with_mission",
        BEFORE_START,
        "cancelled",
        _("The mission was cancelled"),
        ("system",),
        required=("comment",),
    ),
    Transition(
        "discontinue",
        AFTER_START,
        "discontinued",
        _("Record that the visit was broken off"),
        ("decider",),
        required=("comment",),
        events=("discontinued",),
    ),
)

EXCHANGE = register(
    Workflow(
        name="exchange",
        model="exchanges.exchange",
        states=STATES,
        transitions=TRANSITIONS,
        relations=permissions.exchange_relations,
        due=due,
        under="application",
        settled=(
            "application",
            "partnership",
            "visitor",
            "host",
            "host_country",
            "visitor_cluster",
            "host_cluster",
            "planned_quote",
            "actual_quote",
        ),
    )
)
