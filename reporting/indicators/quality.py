"""EU5, last part: how people found the visits, and how soon they were paid."""

from django.utils.translation import gettext_lazy as _

from reporting.indicators.base import Value, indicator
from reporting.selectors import records
from reporting.selectors.tally import Tally


@indicator(
    "EU5.quality",
    _("Quality by questionnaires"),
    _("points of 5"),
    _("Mean score of the questionnaires right after the stay, 1 to 5, from five answers on."),
    records.answered,
)
def quality(tally: Tally) -> Value:
    return tally.feedback().mean


@indicator(
    "EU5.response",
    _("Questionnaires answered"),
    _("%"),
    _("Answered questionnaires as a share of those sent right after the stay."),
    records.answered,
)
def response(tally: Tally) -> Value:
    return tally.feedback().response_rate


@indicator(
    "EU5.days_to_payment",
    _("Days to payment"),
    _("days"),
    _("Median from the later of end of stay and validation to the payment; paid in the period."),
    (records.paid, records.past_paid),
)
def days_to_payment(tally: Tally) -> Value:
    return tally.waited.median


@indicator(
    "EU5.paid_in_time",
    _("Paid within 10 days"),
    _("%"),
    _(
        "Payments within 10 days after the later of end of stay and validation, as a share of all in the period."
    ),
    (records.paid, records.past_paid),
)
def paid_in_time(tally: Tally) -> Value:
    return tally.waited.share
