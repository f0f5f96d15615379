"""How long records of a grant are kept: Regulation (EU, Euratom) 2024/2509, Article 133."""

from datetime import date
from decimal import Decimal

from core.personal_data import months_after

YEARS, YEARS_SMALL, SMALL_GRANT = 5, 3, Decimal(60000)


def years_for(grant_amount: Decimal | None) -> int:
    """Five years after the payment of the balance, three for a grant of at most EUR 60,000; unknown counts as large."""
    return YEARS_SMALL if grant_amount is not None and grant_amount <= SMALL_GRANT else YEARS


def kept_until(balance_paid_on: date | None, grant_amount: Decimal | None) -> date | None:
    """None while the balance is not paid."""
    if balance_paid_on is None:
        return None
    return months_after(balance_paid_on, 12 * years_for(grant_amount))
