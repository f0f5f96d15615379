"""Bank accounts: checked when typed, masked wherever they are shown."""

from django.utils.translation import gettext_lazy as _
from stdnum import iban as stdnum_iban
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

from core.exceptions import InvalidInput

SEPARATORS = " \t\n\r\u00a0\u2009\u202f-\u2010\u2011\u2012\u2013.:/"
LONGEST = 34  # ISO 13616


def clean_iban(text: str, *, field: str | None = None) -> str:
    """The IBAN in capitals without separators, country rules and check digits proven; else InvalidInput."""
    compact = "".join(sign for sign in (text or "") if sign not in SEPARATORS).upper().removeprefix("IBAN")
    if not compact:
        raise InvalidInput(_("Enter the IBAN of the account the lump sum shall go to."), field)
    if not (compact.isascii() and compact.isalnum() and len(compact) <= LONGEST):
        raise InvalidInput(
            _("An IBAN has at most 34 letters and digits. Copy it again from your bank."), field
        )
    try:
        return str(stdnum_iban.validate(compact))
    except (InvalidChecksum, InvalidLength):
        raise InvalidInput(
            _("This IBAN is not right: a sign is wrong, missing or too many. Compare it with your bank's."),
            field,
        ) from None
    except ValidationError:
        raise InvalidInput(
            _("This is not an IBAN. It starts with two letters and two digits, like DE89."), field
        ) from None


def format_iban(iban: str) -> str:
    """In groups of four, as banks print it."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))


def mask_iban(iban: str) -> str:
    """ "DE** **** **** 3000": country and last four signs; the length is hidden too. Empty stays empty."""
    return f"{iban[:2]}** **** **** {iban[-4:]}" if iban else ""
