"""Money as exact Decimals in euro. A float never becomes a sum of money here."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

from core.exceptions import InvalidInput

CENT = Decimal("0.01")
# Above any sum the scheme could pay; NaN satisfies ">= 0" in PostgreSQL, so every bound is checked from both sides.
MAX_AMOUNT = Decimal(10000000)
FALLBACK_LANGUAGE = "en"


def to_cents(value: Decimal) -> Decimal:
    """Round half up to whole cents."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def amount(value: Decimal | int | str, *, field: str | None = None) -> Decimal:
    """`value` as a sum of money in whole cents, from 0 to `MAX_AMOUNT`; InvalidInput otherwise.

    Accepts what a person types: "450", "450.50", "450,50", "EUR 1 100". Floats are refused.
    """
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise InvalidInput(_("Enter a sum of money, for example 450 or 450.50."), field)
    try:
        number = Decimal(_tidy(value) if isinstance(value, str) else value)
    except InvalidOperation:
        raise InvalidInput(_("Enter a sum of money, for example 450 or 450.50."), field) from None
    if not number.is_finite() or not 0 <= number <= MAX_AMOUNT:
        raise InvalidInput(
            _("Enter a sum from EUR 0 to %(maximum)s.") % {"maximum": format_eur(MAX_AMOUNT)}, field
        )
    if number != to_cents(number):
        raise InvalidInput(_("Enter a sum with at most two digits after the point."), field)
    return to_cents(number)


def _tidy(text: str) -> str:
    text = text.upper().replace("EUR", "").replace("€", "")
    text = "".join(text.split())
    if text.count(",") == 1 and "." not in text and len(text.rpartition(",")[2]) <= 2:
        return text.replace(",", ".")
    head, point, cents = text.partition(".")
    first, *groups = head.split(",")
    if groups and (not first or any(len(group) != 3 for group in groups)):
        return "unreadable"
    return first + "".join(groups) + point + cents


def format_eur(value: Decimal | int) -> str:
    """ "EUR 450", "EUR 450.50", "EUR 1,100": cents only where there are any."""
    cents = to_cents(Decimal(value))
    return f"EUR {cents:,.0f}" if cents == cents.to_integral_value() else f"EUR {cents:,.2f}"


def in_words(value: Decimal | int, language: str = FALLBACK_LANGUAGE) -> str:
    """The sum in words for an agreement; languages without number words get English."""
    cents = to_cents(Decimal(value))
    if not cents.is_finite() or not 0 <= cents <= MAX_AMOUNT:
        raise InvalidInput(_("Only a sum from EUR 0 upwards can be written in words."))
    from num2words import num2words  # noqa: PLC0415  many languages, and only agreements write sums in words

    euros, rest = divmod(int(cents * 100), 100)
    code = language.split("-")[0].lower()
    if code == FALLBACK_LANGUAGE:
        return _english_words(euros, rest)
    try:
        if rest:
            return str(num2words(float(cents), lang=code, to="currency", currency="EUR"))
        return f"{num2words(euros, lang=code)} euro"
    except (NotImplementedError, TypeError, IndexError):
        return _english_words(euros, rest)


def _english_words(euros: int, cents: int) -> str:
    from num2words import num2words  # noqa: PLC0415

    words = f"{num2words(euros)} {'euro' if euros == 1 else 'euros'}"
    if cents:
        words += f" and {num2words(cents)} {'cent' if cents == 1 else 'cents'}"
    return words
