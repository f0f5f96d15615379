"""Is it an SME, and how large? Recommendation 2003/361/EC, as plain rules: no database, no clock.

Three answers settle the ordinary case: fewer than ten people, at most EUR 2 million, stands alone - a micro
enterprise. Otherwise four more questions follow; figures then include partner and linked enterprises.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.enums import SmeSize
from core.exceptions import InvalidInput

FIRST_QUESTIONS = ("fewer_than_10", "up_to_2_million", "stands_alone")
FURTHER_QUESTIONS = ("headcount", "turnover_million", "balance_million", "public_quarter")
# size: fewer people than, turnover up to, balance sheet total up to (EUR million)
CEILINGS = (
    (SmeSize.MICRO, 10, Decimal(2), Decimal(2)),
    (SmeSize.SMALL, 50, Decimal(10), Decimal(10)),
    (SmeSize.MEDIUM, 250, Decimal(50), Decimal(43)),
)
# The status changes only when it is exceeded in two accounting years (Art. 4(2)), so it is asked again after two.
VALID_YEARS = 2
# The answers of an ordinary micro enterprise.
MICRO: Mapping[str, bool] = {"fewer_than_10": True, "up_to_2_million": True, "stands_alone": True}


@dataclass(frozen=True, slots=True)
class Judgement:
    size: SmeSize
    reason: str | Promise

    @property
    def is_sme(self) -> bool:
        return self.size != SmeSize.NOT_SME


def settles(answers: Mapping[str, Any]) -> bool:
    """Whether the first three answers are enough. Raises InvalidInput when one is missing."""
    for question in FIRST_QUESTIONS:
        if not isinstance(answers.get(question), bool):
            raise InvalidInput(_("Please answer all three questions."), question)
    return all(answers[question] for question in FIRST_QUESTIONS)


def judge(answers: Mapping[str, Any]) -> Judgement:
    """The size by the answers. Raises InvalidInput when further ones are needed and missing."""
    if settles(answers):
        return Judgement(
            SmeSize.MICRO, _("Fewer than 10 people, at most EUR 2 million, and on its own: micro enterprise.")
        )
    people = _whole(answers, "headcount")
    turnover = _million(answers, "turnover_million")
    balance = _million(answers, "balance_million")
    if not isinstance(answers.get("public_quarter"), bool):
        raise InvalidInput(_("Please say whether public bodies hold 25 % or more."), "public_quarter")
    if answers["public_quarter"]:
        return Judgement(
            SmeSize.NOT_SME, _("Public bodies hold 25 % or more, so it does not count as an SME.")
        )
    for size, most_people, most_turnover, most_balance in CEILINGS:
        if people < most_people and (turnover <= most_turnover or balance <= most_balance):
            return Judgement(
                size,
                _(
                    "Fewer than %(people)s people, and turnover up to EUR %(turnover)s million "
                    "or balance sheet up to EUR %(balance)s million."
                )
                % {"people": most_people, "turnover": most_turnover, "balance": most_balance},
            )
    return Judgement(
        SmeSize.NOT_SME,
        _("It is above the limits: 250 people, or EUR 50 million turnover and EUR 43 million balance sheet."),
    )


def _whole(answers: Mapping[str, Any], question: str) -> int:
    value = answers.get(question)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 1_000_000:
        raise InvalidInput(_("Enter how many people work there, for example 35."), question)
    return value


def _million(answers: Mapping[str, Any], question: str) -> Decimal:
    value = answers.get(question)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise InvalidInput(_("Enter the sum in million euros, for example 4.5."), question)
    sum_ = Decimal(value)
    if not sum_.is_finite() or not 0 <= sum_ <= 1_000_000:
        raise InvalidInput(_("Enter the sum in million euros, for example 4.5."), question)
    return sum_
